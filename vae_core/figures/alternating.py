"""The two steps that learn a linear Gaussian model: the model among its data, and the hill that both steps climb.

Words come from the caller, in the reader's language.
"""

from dataclasses import dataclass

import numpy as np

from vae_core.figures.canvas import Panel, area, colour, curve, dots, heading, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.linear_gaussian import LOG_EVIDENCE, POSTERIOR, Q, Z
from vae_core.probability.alternating import Alternation
from vae_core.probability.curves import rounded_outwards
from vae_core.probability.linear_gaussian import LinearGaussian, log_evidence, posterior
from vae_core.probability.normal import normal_log_density

LEFT, RIGHT = (0.0, 0.5), (0.58, 1.0)
UPPER, LOWER = (0.47, 1.0), (0.0, 0.24)
X1, X2 = "<i>x</i>₁", "<i>x</i>₂"
BOUNDS, EVIDENCES = "Σ <i>L<sub>b</sub></i>", f"Σ {LOG_EVIDENCE}"
# The line w z + b is drawn for |z| up to here, with a mark at each whole z.
ROD = 3
TURN = np.linspace(0, 2 * np.pi, 73)
# In CSS pixels: of the panel of the data, and from one number on the line to the next.
PANEL_PIXELS, LEAST_APART = 330, 16
EPSILON = np.linspace(-4, 4, 81)
# The axis of both sums begins at the bound of one of these half steps, of the last that half the way here has passed:
# the first rise is so high that all later ones would be flat beside it.
BEGINNINGS = (0, 2, 4, 8)
ROOM, LEAST_HEIGHT = 0.06, 1.0


@dataclass(frozen=True)
class Words:
    """What this figure says in words; a page passes its own language."""

    tied: str = "mean of <i>q<sub>i</sub></i>"
    best: str = "maximum likelihood"
    half_step: str = "half step"
    gap: str = "KL"
    nats: str = "nats"


WORDS = Words()


def two_steps(film: Alternation, step: int, best: LinearGaussian, datum: int, *, words: Words = WORDS) -> Figure:
    """The model and all q among the data, both sums over the half steps, and one datum's q with its posterior.

    Panels: 0 the data with p(x) as ellipses of one and two standard deviations, and the line w z + b, to which each
    datum is tied at the mean of its q; 1 Σ L_b and Σ log p(x), with Σ KL between them; 2 over z.

    Args:
        film: all half steps, of two dimensions of x.
        step: the one that is shown.
        best: the model of maximum likelihood.
        datum: number of the datum whose q is shown, from 0.
        words: those in the legend and on the axes.
    """
    (x1, x2), hill = _square_window(film.x), _hill_range(film, step, best)
    z, top = _latent_view(film, step, datum)
    panels = (
        Panel(X1, X2, LEFT, x_range=x1, y_range=x2, square=True),
        Panel(words.half_step, words.nats, RIGHT, UPPER, x_range=(-0.5, len(film.bounds) - 0.5), y_range=hill),
        Panel(Z, "", RIGHT, LOWER, x_range=z, y_range=(0, top)),
    )
    marks = [
        *_ellipses(film.models[step], best, words),
        *_rod(film, step),
        *_data(film, step, datum, words),
        *_hill(film, step, best, words),
        *_one_q(film, step, datum),
    ]
    names = [
        heading(f"{Q[:8]}<sub><i>i</i></sub>(<i>z</i>)", panel=2, symbol="q"),
        heading(f"{POSTERIOR[:-1]}<sub><i>i</i></sub>)", panel=2, symbol="p", xshift=50),
        heading(f"<i>i</i> = {datum + 1}", panel=2, symbol="x", x=1.0, xanchor="right"),
    ]
    return sheet(panels, marks, height=410, notes=names)


def _square_window(x: np.ndarray) -> list[tuple[float, float]]:
    """Limits of both axes, equally far apart, that hold all data."""
    middle, half = (x.max(axis=0) + x.min(axis=0)) / 2, 0.55 * float(np.ptp(x, axis=0).max())
    return [(float(centre) - half, float(centre) + half) for centre in middle]


def _hill_range(film: Alternation, step: int, best: LinearGaussian) -> tuple[float, float]:
    first = max(number for number in BEGINNINGS if 2 * number <= max(step, 0))
    top = float(log_evidence(best, film.x).sum())
    bottom = min(float(film.bounds[first]), top - LEAST_HEIGHT)
    room = ROOM * (top - bottom)
    return bottom - room, top + 2 * room


def _ellipses(model: LinearGaussian, best: LinearGaussian, words: Words):
    for reach in (2, 1):
        yield area(*_ellipse(model, reach), "p", name="<i>p</i>(<i>x</i>)" * (reach == 1), opacity=0.14, fill="toself")
    yield curve(*_ellipse(best, 2), "ink", name=words.best, dash="dot", width=1.5)


def _ellipse(model: LinearGaussian, reach: float) -> np.ndarray:
    """Where the density of x has fallen by as much as ``reach`` standard deviations cost, ``[2, points]``."""
    along = model.direction if model.length else np.array([1.0, 0.0])
    across = np.array([-along[1], along[0]])
    long, short = np.sqrt(model.largest_variance), model.noise
    turn = np.outer(along, long * np.cos(TURN)) + np.outer(across, short * np.sin(TURN))
    return np.array(model.offset)[:, None] + reach * turn


def _on_rod(model: LinearGaussian, z: np.ndarray) -> np.ndarray:
    """w z + b, ``[2, n]``."""
    return np.outer(model.weights, z) + np.array(model.offset)[:, None]


def _rod(film: Alternation, step: int):
    start, now = film.models[0], film.models[step]
    if step:
        yield curve(*_on_rod(start, np.array([0.0, 1.0])), "ink", width=1.5, dash="dot")
    yield curve(*_on_rod(now, np.array([-ROD, ROD])), "mu", name="<i>w z</i> + <i>b</i>", width=3)
    whole = np.arange(-ROD, ROD + 1)
    words = {"text": [f"{z}".replace("-", "−") if z in _named(now, film.x) else "" for z in whole]}
    words["textposition"] = "bottom right"
    look = {"textfont": {"size": 11, "color": colour("z")}, "hoverinfo": "skip"}
    yield {**dots(*_on_rod(now, whole), "z", size=5, **words, **look), "mode": "markers+text"}


def _named(model: LinearGaussian, x: np.ndarray) -> np.ndarray:
    """Which z have their number on the line: as many as stand apart; with w = 0 all of them are in one place."""
    low, high = _square_window(x)[0]
    apart = PANEL_PIXELS / (high - low) * model.length  # in CSS pixels, from one to the next
    every = next((each for each in (1, ROD) if each * apart >= LEAST_APART), None)
    return np.arange(-ROD, ROD + 1, every) if every else np.array([])


def _data(film: Alternation, step: int, datum: int, words: Words):
    feet = _on_rod(film.models[step], film.qs[step].means)
    gap = np.full(len(film.x), np.nan)
    across, up = (np.stack([film.x[:, i], feet[i], gap], axis=1).ravel() for i in (0, 1))
    yield curve(across, up, "q", width=1, opacity=0.6)
    yield dots(*feet, "q", size=5, name=f"{words.tied}", hoverinfo="skip", marker={"symbol": "diamond"})
    yield dots(*film.x.T, "x", size=6, hovertemplate="%{x:.3g}, %{y:.3g}<extra></extra>")
    spread = film.qs[step].means[datum] + film.qs[step].standard_deviation * np.array([-1, 1])
    yield curve(*_on_rod(film.models[step], spread), "q", width=7, opacity=0.5)
    ring = {"symbol": "circle-open", "line": {"width": 2.5}}
    yield dots([film.x[datum, 0]], [film.x[datum, 1]], "x", size=14, marker=ring, hoverinfo="skip")


def _hill(film: Alternation, step: int, best: LinearGaussian, words: Words):
    steps, walked = np.arange(len(film.bounds)), slice(0, step + 1)
    hover = {"hoverinfo": "all", "hovertemplate": "%{x}: %{y:.3f}<extra></extra>"}
    between = np.concatenate([film.evidences[walked], film.bounds[walked][::-1]])
    there_and_back = np.concatenate([steps[walked], steps[walked][::-1]])
    yield curve(steps, film.evidences, "p", panel=1, width=1, dash="dot")
    yield curve(steps, film.bounds, "q", panel=1, width=1, dash="dot")
    yield area(there_and_back, between, "kl", panel=1, name=words.gap, opacity=0.45, fill="toself")
    yield curve(steps[walked], film.evidences[walked], "p", panel=1, name=EVIDENCES, width=3, **hover)
    yield curve(steps[walked], film.bounds[walked], "q", panel=1, name=BOUNDS, width=2, dash="dash", **hover)
    level = [float(log_evidence(best, film.x).sum())] * 2
    yield curve([-0.5, len(steps) - 0.5], level, "ink", panel=1, width=1.5, dash="dot")
    for values, symbol in ((film.evidences, "p"), (film.bounds, "q")):
        yield dots([step], [values[step]], symbol, panel=1, size=9, hoverinfo="skip")


def _latent_view(film: Alternation, step: int, datum: int) -> tuple[tuple[float, float], float]:
    bells = film.qs[step], posterior(film.models[step], film.x)
    ends = [bell.means[datum] + side * 3 * bell.standard_deviation for bell in bells for side in (-1, 1)]
    top = 1.15 / (np.sqrt(2 * np.pi) * min(bell.standard_deviation for bell in bells))
    return rounded_outwards(min(-3.0, *ends), max(3.0, *ends)), float(top)


def _one_q(film: Alternation, step: int, datum: int):
    looks = (
        (posterior(film.models[step], film.x), "p", "solid"),
        (film.qs[step], "q", "dash"),
    )
    for bell, symbol, dash in looks:
        z = bell.means[datum] + bell.standard_deviation * EPSILON
        yield curve(
            z, np.exp(normal_log_density(z, bell.means[datum], bell.standard_deviation)), symbol, panel=2, dash=dash
        )
