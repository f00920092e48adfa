"""Where the mean KL goes: the aggregate posterior beside the prior, and the parts in nats. Words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.analysis.aggregate import Aggregate, Decomposition
from vae_core.figures.canvas import SMOOTH, Panel, bars, colour, curve, heading, heat, note, sheet
from vae_core.figures.figure import Figure

REACH = 3.5  # of the maps, in latent units
TURN = np.linspace(0, 2 * np.pi, 73)
HEIGHT = 330
ACROSS, BESIDE = ((0.0, 0.3), (0.35, 0.65)), (0.74, 1.0)
FAINT = 0.6  # the power of a density that is drawn: what is thin is seen as well


@dataclass(frozen=True)
class Words:
    """What the figure says in words.

    Attributes:
        all_codes, difference: above the maps.
        parts: what the bars are called: the mean KL, the information, the divergence.
        dimension, nats: of the axes.
        paid, missed: of each dimension, in the legend.
    """

    all_codes: str
    difference: str
    parts: Sequence[str]
    dimension: str
    nats: str
    paid: str
    missed: str


def of_plane(density: Aggregate, found: Decomposition, words: Words, *, is_told: bool = True) -> Figure:
    """q(z), its difference from the prior, and the bars where they may be seen."""
    limits = (-REACH, REACH)
    panels = [Panel("<i>z</i>₁", "<i>z</i>₂", across, (0, 1), limits, limits, square=True) for across in ACROSS]
    seen = (density.density**FAINT).astype(np.float32)
    marks = [heat(*density.axes, seen, "q", panel=0, **SMOOTH), _difference(density, 1)]
    marks += [_circle(radius, panel) for panel in (0, 1) for radius in (1, 2)]
    notes = [heading(f"<b>{text}</b>", panel=n) for n, text in enumerate((words.all_codes, words.difference))]
    return _with_parts(panels, marks, notes, found, words, is_told)


def of_dimensions(
    paid: Float[np.ndarray, " latent"],
    missed: Float[np.ndarray, " latent"],
    found: Decomposition,
    words: Words,
    *,
    is_told: bool = True,
) -> Figure:
    """What each dimension costs on average, and how far its codes miss the prior by themselves; the bars beside."""
    numbers = np.arange(1, len(paid) + 1)
    top = 1.1 * float(paid.max())
    panels = [Panel(words.dimension, words.nats, (0.0, 0.62), (0, 1), (0.4, len(paid) + 0.6), (0, top))]
    marks = [bars(numbers, paid, "kl", name=words.paid, width=0.7)]
    if is_told:
        marks.append(bars(numbers, missed, "p", name=words.missed, width=0.4, opacity=0.95))
    figure = _with_parts(panels, marks, [], found, words, is_told)
    return figure.update_layout(barmode="overlay", xaxis={"dtick": 1}, showlegend=True)


def _with_parts(panels, marks, notes, found: Decomposition, words: Words, is_told: bool) -> Figure:
    """The mean KL and the two parts that add up to it, as bars that continue each other."""
    panel = len(panels)
    panels = [*panels, Panel(words.nats, "", BESIDE, (0.12, 0.95), (0, 1.12 * found.rate), (2.6, -0.6))]
    parts = [(found.rate, 0.0, "kl"), (found.information, 0.0, "q"), (found.divergence, found.information, "p")]
    for row, (text, (value, start, symbol)) in enumerate(zip(words.parts, parts, strict=True)):
        if row and not is_told:
            break
        marks.append(bars([value], [row], symbol, panel=panel, base=[start], orientation="h", width=0.5))
        notes.append(note(f"{text}: {value:.2f}", 0, row - 0.42, panel=panel, xanchor="left", font={"size": 13}))
    figure = sheet(panels, marks, height=HEIGHT, legend=False, notes=notes)
    axis = f"yaxis{panel + 1}"
    return figure.update_layout(margin={"t": 30}, **{axis: {"visible": False}})


def _circle(radius: float, panel: int) -> dict:
    """Of the prior, in its standard deviations."""
    return curve(radius * np.cos(TURN), radius * np.sin(TURN), "p", panel=panel, dash="dot", width=1.5)


def _difference(density: Aggregate, panel: int) -> dict:
    """q(z) − p(z): where there are more codes than the prior promises, and where fewer."""
    difference = density.density - density.prior
    largest = float(np.quantile(np.abs(difference), 0.995))
    scale = [[0, colour("p")], [0.5, colour("paper")], [1, colour("q")]]
    settings = {**SMOOTH, "colorscale": scale, "zmin": -largest, "zmax": largest, "zauto": False}
    return heat(*density.axes, difference.astype(np.float32), "q", panel=panel, **settings)
