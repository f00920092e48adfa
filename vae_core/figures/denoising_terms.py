"""What each step of a chain costs in the bound, and what the simple loss counts of it. Words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from vae_core.diffusion.derivation import Chains, PerStep
from vae_core.figures.canvas import Panel, bars, curve, heading, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic

TIMES = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)  # in percent of the chain, of pictures
EDGE = 5  # of the chain's length, on both sides of the picture
MARGIN = {"t": 8, "l": 64, "b": 40}


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    cost: str = "nats"
    error: str = "‖ε − ε̂‖²"
    bound: str = "the bound"
    simple: str = "the simple loss"
    step: str = "step t"


def times(steps: int) -> tuple[int, ...]:
    """The steps whose pictures stand above the bars, of a chain of so many."""
    return tuple(round(steps * percent / 100) for percent in TIMES)


def terms(chains: Chains, pictures: UInt8[np.ndarray, "times pixels"], words: Words | None = None) -> Figure:
    """For each step a bar, means over the chains with twice their standard error.

    Panels: 0 the steps' terms of the negative bound, in nats; 1 ‖ε − ε̂‖², of which the simple loss is the mean.

    Args:
        chains: of one x_0.
        pictures: of x_t at :func:`times`, a byte for each pixel.
        words: in the reader's language.
    """
    words = words or Words()
    ends = (-EDGE, chains.schedule.steps + EDGE)
    panels = [
        Panel("", words.cost, up=(0.5, 0.79), x_range=ends),
        Panel(words.step, words.error, up=(0, 0.33), shares_x=0),
    ]
    steps = np.arange(1, chains.schedule.steps + 1)
    marks = [
        *_means(steps[1:], -chains.noises.steps, "kl", 0),
        *_means(steps, chains.errors, "epsilon", 1),
    ]
    right = {"x": 1.0, "xanchor": "right", "yanchor": "top"}
    notes = [
        heading(f"<b>{text}</b>", panel=number, **right) for number, text in enumerate((words.bound, words.simple))
    ]
    figure = sheet(panels, marks, height=340, legend=False, notes=notes)
    return figure.update_layout(margin=MARGIN, images=list(_strip(pictures, ends, chains.schedule.steps)))


def _means(steps: np.ndarray, values: PerStep, symbol: str, panel: int):
    means = values.mean(axis=1)
    errors = 2 * values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    yield bars(steps, means, symbol, panel=panel, hoverinfo="skip")
    gaps = np.full_like(means, np.nan)
    across = np.stack([steps, steps, gaps], axis=1).ravel()
    yield curve(across, np.stack([means - errors, means + errors, gaps], axis=1).ravel(), "ink", panel=panel, width=1)


def _strip(pictures: UInt8[np.ndarray, "times pixels"], ends: Sequence[float], steps: int):
    """A picture above each of its steps."""
    size = {"sizex": 0.08, "sizey": 0.18, "xanchor": "center", "yanchor": "top", "y": 1, "layer": "above"}
    for t, picture in zip(times(steps), pictures, strict=True):
        place = (t - ends[0]) / (ends[1] - ends[0])
        yield {"source": mosaic(picture[None], 1), "xref": "paper", "yref": "paper", "x": place, **size}
