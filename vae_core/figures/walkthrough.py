"""One training step from left to right: x, its posterior, a draw of it, x̂, the loss, and what moves the weights.

Every image has its row through all panels. The stage at work is lit, the others are faint.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from vae_core.figures.canvas import Panel, axis_suffix, colour, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.walkthrough_marks import (
    DIMENSIONS,
    ROWS,
    STAGES,
    codes,
    column,
    draws,
    layers,
    losses,
    noise,
    strength,
)

WORDS = {
    **{stage: stage for stage in STAGES},
    "no noise": "no noise",
    "reconstruction": "reconstruction",
    "gradient": "gradient",
    "change": "‖Δw‖/‖w‖",
    "before and after": "loss on this batch: {before} → {after}",
}
# Who wears which colour, and what part of the sheet's width each stage has.
SYMBOL = dict(zip(STAGES, ("mu", "z", "x_hat", "reconstruction", "x"), strict=True))
ACROSS = {
    "encode": (0, 0.225),
    "sample": (0.24, 0.53),
    "decode": (0.545, 0.62),
    "loss": (0.635, 0.755),
    "update": (0.775, 1),
}
PANELS = (
    (0, 0.04),
    (0.055, 0.225),
    (0.24, 0.335),
    (0.36, 0.53),
    (0.5625, 0.6025),
    (0.635, 0.755),
    (0.83, 0.905),
    (0.925, 1),
)
# Numbers of a model's panels.
X, CODE, NOISE, DRAW, X_HAT, LOSS, GRADIENT, CHANGE = range(len(PANELS))
NOISE_REACH = 3.0
# In CSS pixels: a model's rows, what stands above and below them, and the names of the stages.
ROW, TITLE, AXES, HEAD = 25, 28, 54, 34


def walkthrough(
    walks: Sequence[tuple[str, object]], stage: str | None = None, *, words: Mapping[str, str] = WORDS
) -> Figure:
    """The next step of each model, one below the other.

    Args:
        walks: title and step, as :class:`vae_core.analysis.walkthrough.Walkthrough` describes it.
        stage: which of :data:`STAGES` is lit; ``None``: all of them.
        words: in place of :data:`WORDS`.
    """
    block = TITLE + ROWS * ROW + AXES
    inner = len(walks) * block
    panels, marks, notes, images = [], [], _head(stage, words), []
    for number, (title, walk) in enumerate(walks):
        top = 1 - (number * block + TITLE) / inner
        up = (top - ROWS * ROW / inner, top)
        first = number * len(PANELS)
        panels += _panels(walk, _common(walks), up, words)
        images += [
            column(walk.images, first + X, strength(stage, "encode")),
            column(walk.reconstructions, first + X_HAT, strength(stage, "decode")),
        ]
        marks += codes(walk, first + CODE, stage) + noise(walk, first + NOISE, stage)
        marks += draws(walk, first + DRAW, stage) + losses(walk, first + LOSS, stage)
        marks += layers(walk, first + GRADIENT, stage)
        notes += _titles(title, walk, first, stage, words)
    figure = sheet(panels, marks, height=HEAD + inner, legend=False, notes=notes)
    figure.update_xaxes(fixedrange=True, tickfont={"size": 11}, title={"font": {"size": 12}}, nticks=4)
    figure.update_yaxes(fixedrange=True, showgrid=False, showticklabels=False)
    for number in range(len(walks)):
        _finish_axes(figure, number * len(PANELS), walks[number][1])
    return figure.update_layout(
        images=images, shapes=_bands(stage), barmode="overlay", margin={"l": 4, "r": 8, "t": HEAD, "b": 0}
    )


def layer_sign(name: str) -> str:
    """A layer's short name: ``E1``, ``E2``, … of the encoder, ``D1``, … of the decoder, or what it answers."""
    answers = {"encoder.mean": "μ", "encoder.log_variance": "log σ²", "decoder.logits": "x̂"}
    if name in answers:
        return answers[name]
    part, _, place = name.partition(".trunk.")
    return f"{part[0].upper()}{int(place) // 2 + 1}"  # every other module is an activation


def _panels(walk, common: Mapping[str, tuple[float, float]], up: tuple[float, float], words) -> list[Panel]:
    rows = {"up": up, "y_range": (ROWS, 0)}
    reach = _reach(walk)
    layers = {"up": up, "y_range": (len(walk.gradient_norms), 0), "x_kind": "log"}
    settings = [
        {"x_range": (0, 1), **rows},
        {"x": "μ" if walk.noise is None else "μ ± σ", "x_range": reach, **rows},
        {"x": "" if walk.noise is None else "ε", "x_range": (-NOISE_REACH, NOISE_REACH), **rows},
        {"x": "z = μ" if walk.noise is None else "z = μ + σ ⊙ ε", "x_range": reach, **rows},
        {"x_range": (0, 1), **rows},
        {"x": _loss_title(walk, words), "x_range": common["loss"], **rows},
        {"x": words["gradient"], "x_range": common["gradient_norms"], **layers},
        {"x": words["change"], "x_range": common["relative_updates"], **layers},
    ]
    return [Panel(across=across, **panel) for across, panel in zip(PANELS, settings, strict=True)]


def _loss_title(walk, words: Mapping[str, str]) -> str:
    parts = [(words["reconstruction"], "reconstruction"), *([("+ β KL", "kl")] if walk.kl is not None else [])]
    return "<br>".join(f'<span style="color:{colour(symbol)}">{text}</span>' for text, symbol in parts)


def _common(walks: Sequence[tuple[str, object]]) -> dict[str, tuple[float, float]]:
    """Ranges that both models share, so that their bars can be compared."""
    steps = [walk for _title, walk in walks]
    losses = np.concatenate([[0.0], *(end for walk in steps for end in (walk.loss[:ROWS], walk.reconstruction[:ROWS]))])
    low, high = float(losses.min()), float(losses.max())
    ranges = {"loss": (1.05 * low, 1.05 * high)}
    for name in ("gradient_norms", "relative_updates"):
        values = np.array([value for walk in steps for value in getattr(walk, name).values()])
        powers = np.log10(values[values > 0]) if (values > 0).any() else np.zeros(1)
        ranges[name] = (float(np.floor(powers.min() - 0.1)), float(np.ceil(powers.max())))
    return ranges


def _reach(walk) -> tuple[float, float]:
    """Of μ ± σ and z, in the dimensions that are shown."""
    mean, codes = walk.mean[:ROWS, :DIMENSIONS], walk.codes[:ROWS, :DIMENSIONS]
    sigma = 0 if walk.standard_deviation is None else walk.standard_deviation[:ROWS, :DIMENSIONS]
    ends = np.stack([mean - sigma, mean + sigma, codes, np.zeros_like(codes)])
    room = 0.06 * float(np.ptp(ends)) or 1.0
    return float(ends.min()) - room, float(ends.max()) + room


def _finish_axes(figure: Figure, first: int, walk) -> None:
    """Names of the layers, whole powers of ten, and no axes around pictures or where there is no noise."""
    named = f"yaxis{axis_suffix(first + GRADIENT)}"
    signs = [layer_sign(name) for name in walk.gradient_norms]
    places = [row + 0.5 for row in range(len(signs))]
    names = {"showticklabels": True, "tickvals": places, "ticktext": signs, "tickfont": {"size": 11}}
    figure.update_layout(**{named: names})
    for number in (GRADIENT, CHANGE):
        powers = f"xaxis{axis_suffix(first + number)}"
        low, high = map(round, figure.layout[powers]["range"])
        shown = range(low, high, 1 if high - low < 3 else 2)  # the top is where the next panel's numbers begin
        texts = [f"10{_raised(power)}" for power in shown]
        ticks = {"tickangle": 0, "tickvals": [10.0**power for power in shown], "ticktext": texts}
        figure.update_layout(**{powers: ticks})
    for number in (X, X_HAT, *((NOISE,) if walk.noise is None else ())):
        axes = [f"{axis}axis{axis_suffix(first + number)}" for axis in "xy"]
        figure.update_layout(**{axis: {"visible": False} for axis in axes})


def _raised(power: int) -> str:
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _titles(title: str, walk, first: int, stage: str | None, words: Mapping[str, str]) -> list[dict]:
    """Above a model's rows its name, below the pictures their letters, and what the step does to the loss."""
    change = words["before and after"].format(before=f"{walk.loss_before:.2f}", after=f"{walk.loss_after:.2f}")
    notes = [
        _at(f"<b>{title}</b>", first, 0, 1, yshift=4, xanchor="left", yanchor="bottom"),
        _at(
            change, first + CHANGE, 1, 1, yshift=4, xanchor="right", yanchor="bottom", opacity=strength(stage, "update")
        ),
        _at("<i>x</i>", first + X, 0.5, 0, yshift=-4, yanchor="top", opacity=strength(stage, "encode")),
        _at("<i>x̂</i>", first + X_HAT, 0.5, 0, yshift=-4, yanchor="top", opacity=strength(stage, "decode")),
    ]
    if walk.noise is None:
        notes.append(_at(words["no noise"], first + NOISE, 0.5, 0.5, size=12, opacity=strength(stage, "sample")))
    return notes


def _at(text: str, panel: int, x: float, y: float, *, size: int = 14, **more) -> dict:
    suffix = axis_suffix(panel)
    font = {"color": colour("ink"), "size": size}
    return note(text, x, y, xref=f"x{suffix} domain", yref=f"y{suffix} domain", font=font, **more)


def _head(stage: str | None, words: Mapping[str, str]) -> list[dict]:
    """The stages, in their order; the one at work bold and in its colour."""
    notes = []
    for number, name in enumerate(STAGES, 1):
        is_lit = stage in (None, name)
        text = f"{number} {words[name]}"
        place = {"xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "bottom", "yshift": 8}
        font = {"color": colour(SYMBOL[name] if is_lit else "ink"), "size": 13}
        middle = sum(ACROSS[name]) / 2
        shown = {"font": font, "opacity": strength(stage, name) if is_lit else 0.6, **place}
        notes.append(note(f"<b>{text}</b>" if is_lit else text, middle, 1, **shown))
    return notes


def _bands(stage: str | None) -> list[dict]:
    """A line under the name of each stage."""
    lines = []
    for name in STAGES:
        is_lit = stage in (None, name)
        left, right = ACROSS[name]
        line = {"color": colour(SYMBOL[name] if is_lit else "ink"), "width": 4 if is_lit else 1}
        place = {"x0": left, "x1": right, "y0": 1, "y1": 1, "xref": "paper", "yref": "paper"}
        lines.append({"type": "line", "line": line, "opacity": 1.0 if is_lit else 0.4, **place})
    return lines
