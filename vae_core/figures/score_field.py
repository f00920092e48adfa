"""Pictures of noisy data in a plane: where each place is led back to, and how particles get there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.diffusion.mixture import DiagonalMixture, noise_in, score_of
from vae_core.diffusion.sampling import Trajectory
from vae_core.figures.canvas import SMOOTH, Panel, curve, dots, heading, heat, sheet
from vae_core.figures.figure import Figure

ENDS = (-3.0, 3.0)
AXIS = np.linspace(*ENDS, 61)
ARROWS = np.linspace(-2.7, 2.7, 13)
LONGEST = 0.4  # an arrow, on the picture
HEAD = 0.3  # of an arrow's length
TRAILS = 40  # particles whose ways are drawn
LIGHT = 0.6


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    score: str = "score"
    guess: str = "E[x₀∣x_t]"
    data: str = "data"


def field(
    data: DiagonalMixture, signal: float, noise: float, x_t: Float[np.ndarray, "1 2"], words: Words | None = None
) -> Figure:
    """The density of all noisy data, the field of scores, and one place with what it is taken for.

    Arrows are as long as the score, up to a length; the longer ones have that length.
    """
    words = words or Words()
    noisy = data.noisy(signal, noise)
    guess = data.denoised(x_t, signal, noise)
    grid = np.stack(np.meshgrid(ARROWS, ARROWS), axis=-1).reshape(-1, 2)
    panel = Panel("<i>x</i>₁", "<i>x</i>₂", x_range=ENDS, y_range=ENDS, square=True)
    marks = [
        *densities(noisy, 1),
        *_arrows(grid, noisy.score(grid), words.score),
        curve([x_t[0, 0], guess[0, 0]], [x_t[0, 1], guess[0, 1]], "x_hat", width=1.5, dash="dot"),
        dots(*guess.T, "x_hat", name=words.guess, size=12, hoverinfo="skip"),
        *_arrows(x_t, score_of(noise_in(x_t, guess, signal, noise), noise), "", symbol="mu", width=3),
    ]
    return sheet([panel], marks, height=460)


def densities(noisy: DiagonalMixture, panels: int, axis: Float[np.ndarray, " n"] = AXIS) -> list[dict]:
    """A mixture in each of the first ``panels``, from the paper's colour to its own; what is faint is lifted."""
    shown = (noisy.density_on_grid(axis, axis) ** LIGHT).astype(np.float32)
    return [heat(axis, axis, shown, "p", panel=panel, **SMOOTH) for panel in range(panels)]


def _arrows(starts, directions, name: str, *, symbol: str = "z", width: float = 1.3):
    """A line with a head for each of ``starts``, all in one mark."""
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    arrows = directions * LONGEST / np.maximum(lengths, 1.0 if len(starts) > 1 else LONGEST / 1.2)
    ends = starts + arrows
    turned = np.stack([-arrows[:, 1], arrows[:, 0]], axis=1)
    left, right = (ends - HEAD * arrows + side * 0.5 * HEAD * turned for side in (1, -1))
    gap = np.full_like(starts, np.nan)
    lines = np.stack([starts, ends, gap, left, ends, right, gap], axis=1).reshape(-1, 2)
    yield curve(*lines.T, symbol, name=name, width=width)


def particles(ways: Mapping[str, Trajectory], moment: int, noisy: DiagonalMixture) -> Figure:
    """Particles on their way, a panel for each of ``ways`` by its title.

    Args:
        ways: of as many stops each.
        moment: the number of the stop, from 0 at the noise.
        noisy: the data as noisy as at that stop: what the particles should be draws of by then.
    """
    panels, marks, notes = [], densities(noisy, len(ways)), []
    for number, (title, way) in enumerate(ways.items()):
        left = number * 0.52
        panels.append(Panel("", "", (left, left + 0.48), (0, 1), ENDS, ENDS, square=True))
        marks += cloud(way, moment, number)
        notes.append(heading(f"<b>{title}</b>", panel=number))
    return sheet(panels, marks, height=360, legend=False, notes=notes).update_layout(margin={"t": 30})


def cloud(way: Trajectory, moment: int, panel: int, trails: int = TRAILS):
    """Particles at a stop, and the trails of the first of them."""
    gone = way.x[: moment + 1, :trails]
    gap = np.full((1, gone.shape[1], 2), np.nan)
    lines = np.concatenate([gone, gap]).swapaxes(0, 1).reshape(-1, 2).astype(np.float32)
    yield curve(*lines.T, "z", panel=panel, width=0.8, opacity=0.5)
    yield dots(*way.x[moment].T.astype(np.float32), "x_hat", panel=panel, size=3, opacity=0.7, hoverinfo="skip")


def distances(found: Mapping[str, Mapping[int, float]], floor: float, floor_name: str, steps_name: str) -> Figure:
    """How far particles end from the data, over the number of steps, for each way; ``floor`` is that of true draws."""
    panel = Panel(steps_name, "W₁", x_kind="log", y_kind="log")
    symbols = ("x_hat", "q", "mu")
    marks = []
    for (name, of), symbol in zip(found.items(), symbols, strict=False):
        marks.append(curve(list(of), list(of.values()), symbol, name=name))
        marks.append(dots(list(of), list(of.values()), symbol, size=6, hoverinfo="skip"))
    counts = sorted(next(iter(found.values())))
    marks.append(curve([counts[0], counts[-1]], [floor, floor], "p", name=floor_name, width=1.5, dash="dash"))
    figure = sheet([panel], marks, height=260)
    return figure.update_layout(xaxis={"tickvals": counts, "ticktext": [str(count) for count in counts]})
