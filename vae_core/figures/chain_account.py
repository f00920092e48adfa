"""Pictures of what a chain of latents says of one x_0: evidence, bound and gap, in nats. Words are the caller's."""

from dataclasses import dataclass

import numpy as np

from vae_core.diffusion.account import Account
from vae_core.diffusion.forward import step
from vae_core.diffusion.reverse import posterior_density, reverse
from vae_core.figures.canvas import Panel, area, bars, curve, note, sheet
from vae_core.figures.figure import Figure

X = np.linspace(-4, 4, 241)
MOST_BARS = 60  # more of them are a line


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    reconstruction: str = "E[log p(x₀∣x₁)]"
    steps: str = "steps"
    last: str = "last"
    bound: str = "bound"
    gap: str = "gap"
    evidence: str = "log p(x₀)"
    step: str = "step t"
    true: str = "q(x_{t−1}∣x_t)"
    model: str = "p(x_{t−1}∣x_t)"
    unit: str = "nats"


def account(of: Account, t: int, x_t: float, words: Words | None = None) -> Figure:
    """The terms of the bound, and what is missing to log p(x_0).

    Panels: 0 the terms, each from where the last one ended, then the gap and log p(x_0), found by itself; 1 what each
    step costs, and what it leaves open; 2 the way back from x_t at step t, as it is and as the model has it.
    """
    words = words or Words()
    panels = [
        Panel("", words.unit, across=(0, 0.62), up=(0.42, 1), x_range=(-0.6, 5.6)),
        Panel(words.step, words.unit, across=(0, 0.62), up=(0, 0.24)),
        Panel("<i>x</i><sub>t−1</sub>", "", across=(0.69, 1), up=(0.42, 1), x_range=(X[0], X[-1])),
    ]
    marks = [*_terms(of), *_steps(of, words), *_way_back(of, t, x_t, words)]
    names = (words.reconstruction, words.steps, words.last, words.bound, words.gap, words.evidence)
    figure = sheet(panels, marks, height=380, notes=_values(of))
    figure.update_layout(yaxis={"rangemode": "normal"}, barmode="overlay")
    return figure.update_layout(
        xaxis={
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": list(names),
            "tickangle": 0,
            "tickfont": {"size": 11},
        }
    )


def _stages(of: Account) -> list[tuple[float, float, str]]:
    """From where to where each bar goes, and its colour."""
    after_first = of.bound.reconstruction
    after_steps = after_first - float(of.bound.steps.sum())
    bound, gap = of.bound.value, float(of.gaps.sum())
    return [
        (0.0, after_first, "reconstruction"),
        (after_first, after_steps, "kl"),
        (after_steps, bound, "z"),
        (0.0, bound, "q"),
        (bound, bound + gap, "sigma"),
        (0.0, of.log_evidence, "p"),
    ]


def _terms(of: Account):
    for number, (start, end, symbol) in enumerate(_stages(of)):
        yield bars([number], [end - start], symbol, base=[start], width=0.7, hoverinfo="skip")
    level = of.log_evidence
    yield curve([3.5, 5.5], [level, level], "p", width=1, dash="dot")


def _values(of: Account):
    for number, (start, end, _symbol) in enumerate(_stages(of)):
        value = end - start
        yield note(f"{value:.3f}".replace("-", "−"), number, max(start, end), yanchor="bottom", font={"size": 12})


def _steps(of: Account, words: Words):
    t = np.arange(1, of.schedule.steps + 1)
    # p(x_0∣x_1) is no divergence: what step 1 costs is in the first bar
    costs = np.concatenate([[np.nan], of.bound.steps])
    draw = bars if len(t) <= MOST_BARS else curve
    yield draw(t, costs, "kl", name=words.steps, panel=1, hoverinfo="skip")
    yield draw(t, of.gaps, "sigma", name=words.gap, panel=1, hoverinfo="skip")


def _way_back(of: Account, t: int, x_t: float, words: Words):
    way = step(of.schedule, t)
    model = reverse(of.data, way, np.array([[x_t]]), of.width)
    yield area(X, posterior_density(of.data, way, x_t, X), "p", name=words.true, panel=2)
    yield curve(X, np.exp(model.log_density(X[:, None]))[:, 0], "x_hat", name=words.model, panel=2)
