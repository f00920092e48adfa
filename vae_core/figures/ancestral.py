"""Pictures of a finite mixture: sampling from it in the order of its story, and reading the story backwards.

The places that a reader drags are left to the page. Words are the caller's.
"""

import numpy as np
from jaxtyping import Float

from vae_core.figures.canvas import Panel, area, bars, colour, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.probability.ancestral import Bayes, Draws, MixtureCurves, Story

X, Z, DENSITY = "<i>x</i>", "<i>z</i>", "<i>p</i>(<i>x</i>)"
# The class whose colour each component wears; none that looks like that of p.
CLASSES = ("0", "1", "2", "3", "9")
# Older draws than these leave the rows; they stay in the histogram.
SHOWN_DRAWS = 120
# Neighbours in a row are set apart by this part of a turn: no two of them soon fall together.
GOLDEN = 0.618034


def finite_mixture(curves: MixtureCurves, story: Story, bayes: Bayes, *, share: str = "share of the draws") -> Figure:
    """Components P(z) p(x∣z), their sum, the draws so far, and Bayes' formula for one x.

    Panels: 0 the densities over x, with the draws as bricks in their component's colour; 1 the draws,
    one row per component, under the same x axis; 2 P(z) beside the draws' shares; 3 P(z∣x). Component
    k has the colour of ``CLASSES[k]`` and the number k + 1.

    Args:
        curves: what to draw over x.
        story: the draws; the z drawn last is lit, and its x is ringed.
        bayes: of the x that is marked.
        share: what the legend calls the draws' share of a component.
    """
    size = len(bayes.prior)
    ends = (float(curves.x[0]), float(curves.x[-1]))
    rows, columns = (size + 0.6, 0.4), (0.4, size + 0.6)
    panels = [
        Panel("", DENSITY, up=(0.52, 1), x_range=ends, y_range=(0, _headroom(curves))),
        Panel(X, Z, up=(0.31, 0.49), shares_x=0, y_range=rows),
        Panel("", "<i>P</i>(<i>z</i>)", across=(0, 0.43), up=(0, 0.17), x_range=columns, y_range=(0, 1.05)),
        Panel("", "<i>P</i>(<i>z</i>∣<i>x</i>)", across=(0.57, 1), up=(0, 0.17), x_range=columns, y_range=(0, 1.05)),
    ]
    marks = [
        *_densities(curves, story),
        *_heights(bayes),
        *_rows(story, ends),
        *_chances(story, bayes, share),
    ]
    notes = [*_numerals(curves, ends), *_question(story, ends)]
    return sheet(panels, marks, height=378, notes=notes).update_layout(
        barmode="stack",
        xaxis={"showticklabels": False},
        yaxis2={"dtick": 1},
        xaxis3=_ticks(bayes.prior),
        xaxis4=_ticks(bayes.posterior),
    )


def _ticks(values: Float[np.ndarray, " k"]) -> dict:
    """The component's numbers, and what the bars above them stand for."""
    numbers = list(range(1, len(values) + 1))
    texts = [f"<b>{k}</b><br>{value:.2f}" for k, value in enumerate(values, 1)]
    return {"tickvals": numbers, "ticktext": texts, "tickangle": 0}


def _headroom(curves: MixtureCurves) -> float:
    return 1.15 * float(max(curves.total.max(), 1e-12))


def _densities(curves: MixtureCurves, story: Story):
    centres, width = (curves.edges[1:] + curves.edges[:-1]) / 2, curves.edges[1] - curves.edges[0]
    for k, bricks in enumerate(curves.histogram):
        yield bars(centres, bricks, _class(k), opacity=0.35, width=width, hoverinfo="skip")
    for k, part in enumerate(curves.parts):
        yield curve(curves.x, part, _class(k), width=4 if k == story.z else 2)
    yield curve(curves.x, curves.total, "p", name=DENSITY, width=3)


def _heights(bayes: Bayes):
    """The summands of p(x) at the marked x, as dots on their curves."""
    yield _in_classes(dots([bayes.x] * len(bayes.joint), bayes.joint, "x", size=9), range(len(bayes.joint)))


def _rows(story: Story, ends: tuple[float, float]):
    draws, lit = story.draws, story.z
    if lit is not None:
        low, high = ends
        band = [lit + 0.55, lit + 0.55, lit + 1.45, lit + 1.45]
        yield area([low, high, high, low], band, _class(lit), panel=1, opacity=0.2, fill="toself")
    first = max(len(draws.x) - SHOWN_DRAWS, 0)
    x, z, y = draws.x[first:], draws.z[first:], _levels(draws)[first:]
    yield _in_classes(dots(x, y, "x", panel=1, size=6, opacity=0.6, hoverinfo="skip"), z)
    last = slice(-1, None) if not story.is_open else slice(0)
    ring = {"symbol": "circle-open", "line": {"width": 2.5}}
    yield dots(x[last], y[last], "ink", panel=1, size=15, marker=ring, cliponaxis=False, hoverinfo="skip")
    yield dots(x[last], [0] * len(x[last]), "ink", size=15, marker=ring, cliponaxis=False, hoverinfo="skip")


def _levels(draws: Draws) -> np.ndarray:
    """Each draw's height in its row, the same however many follow."""
    return draws.z + 1 + 0.5 * (np.arange(len(draws.z)) * GOLDEN % 1 - 0.5)


def _question(story: Story, ends: tuple[float, float]):
    if story.is_open:
        words = f"{Z} = {story.z + 1}, {X} = ?"
        yield note(words, ends[1], story.z + 1, symbol="ink", panel=1, xanchor="right", xshift=-4)


def _chances(story: Story, bayes: Bayes, share: str):
    numbers, draws = np.arange(1, len(bayes.prior) + 1), story.draws
    each = {"width": 0.7, "hoverinfo": "skip"}
    prior = _in_classes(bars(numbers, bayes.prior, "x", panel=2, **each), range(len(numbers)))
    prior["marker"]["line"] = {"color": colour("ink"), "width": [3.0 * (k == story.z) for k in range(len(numbers))]}
    yield prior
    if len(draws.x):
        diamond = {"symbol": "diamond-open", "line": {"width": 2}}
        yield dots(numbers, draws.counts / len(draws.x), "ink", name=share, panel=2, size=9, marker=diamond)
    yield _in_classes(bars(numbers, bayes.posterior, "x", panel=3, **each), range(len(numbers)))


def _numerals(curves: MixtureCurves, ends: tuple[float, float]):
    """Each component's number under its peak: colour never stands alone."""
    for k, (x, height) in enumerate(curves.peaks):
        if height > 0 and ends[0] <= x <= ends[1]:
            yield note(f"<b>{k + 1}</b>", float(x), float(height), symbol=_class(k), yshift=-16)


def _class(component: int) -> str:
    return CLASSES[component]


def _in_classes(mark: dict, components) -> dict:
    """The same mark with every bar or dot in the colour of its component."""
    mark["marker"]["color"] = [colour(_class(int(k))) for k in components]
    return mark
