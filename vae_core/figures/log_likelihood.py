"""Pictures of log L along a line: slices, the sum of logarithms, its mirror image KL, squared error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from vae_core.figures.canvas import Panel, curve, dots, note, sheet
from vae_core.figures.likelihood import LEFT, MEAN, RIGHT, SHOWN_BELOW, WIDTH
from vae_core.probability.empirical import Matching
from vae_core.probability.likelihood import Likelihood, Maximum, Surface
from vae_core.probability.squared_error import SquaredError
from vae_core.probability.underflow import LOG10_SMALLEST_DOUBLE, Underflow

LOG_L = "log <i>L</i>"
NEGATIVE_LOG_L = "−log <i>L</i>"
HOVER = "%{x:.3g}, %{y:.4g}<extra></extra>"


@dataclass(frozen=True)
class Words:
    """What these figures say in words; a page passes its own language."""

    maximum: str = "maximum"
    product: str = "product"
    sum_of_logs: str = "sum of logarithms"
    smallest_double: str = "smallest positive double"
    sum: str = "sum"
    density: str = "density instead of bins"


WORDS = Words()


def slices(
    along_mean: Surface,
    along_sd: Surface,
    at: Likelihood,
    best: Maximum,
    *,
    logarithmic: bool = True,
    words: Words = WORDS,
) -> go.Figure:
    """Two cuts through log L: along μ at the σ of now, and along σ at the μ of now.

    Args:
        along_mean: a surface of one row.
        along_sd: a surface of one column.
        at: where the cuts cross.
        best: its height is drawn as a line, and 30 nats from there downwards are shown.
        logarithmic: whether the σ axis is logarithmic.
        words: those in the legend.
    """
    top = best.log_likelihood
    if best.unbounded:
        top = max(float(cut.log_likelihood.max()) for cut in (along_mean, along_sd))
    bottom = min(top - SHOWN_BELOW, at.log_likelihood)
    reach = (bottom - 2, top + 2)
    kind = "log" if logarithmic else "linear"
    panels = [
        Panel(MEAN, LOG_L, LEFT, y_range=reach, x_range=_ends(along_mean.means)),
        Panel(WIDTH, LOG_L, RIGHT, y_range=reach, x_range=_ends(along_sd.standard_deviations, kind), x_kind=kind),
    ]
    marks = [
        curve(along_mean.means, along_mean.log_likelihood[0], "mu"),
        curve(along_sd.standard_deviations, along_sd.log_likelihood[:, 0], "sigma", panel=1),
        *_dropped(at.mean, (bottom - 2, at.log_likelihood), "mu", 0),
        *_dropped(at.standard_deviation, (bottom - 2, at.log_likelihood), "sigma", 1),
    ]
    if not best.unbounded:
        marks.append(_level(along_mean.means, top, "ink", name=words.maximum))
        marks.append(_level(along_sd.standard_deviations, top, "ink", panel=1))
    return sheet(panels, marks)


def underflow(result: Underflow, *, words: Words = WORDS) -> go.Figure:
    """log₁₀ of the likelihood of the first n data, by a product of doubles and by a sum of logarithms."""
    alive = np.isfinite(result.log10_products)
    lost_at = result.vanishes_at or result.overflows_at
    panels = [Panel("<i>n</i>", "log<sub>10</sub> <i>L</i>", across=(0.03, 1))]  # room for −1500 beside the axis
    marks = [
        curve(result.counts, result.log10_sums, "p", name=words.sum_of_logs, hoverinfo="all", hovertemplate=HOVER),
        curve(result.counts[alive], result.log10_products[alive], "x", name=words.product, width=6, opacity=0.6),
        _level(result.counts, LOG10_SMALLEST_DOUBLE, "kl", name=words.smallest_double),
    ]
    if lost_at is None:
        return sheet(panels, marks)
    became = "0" if result.vanishes_at else "∞"
    place = float(result.log10_products[alive][-1]) if alive.any() else 0.0
    marks.append(dots([lost_at], [place], "x", size=11, marker={"symbol": "x"}, hoverinfo="skip"))
    text = f"<i>n</i> = {lost_at}: <i>L</i> = {became}"
    return sheet(panels, marks, notes=[note(text, lost_at, place, symbol="x", xanchor="left", xshift=10, yshift=14)])


def matching(result: Matching, now: Matching, *, words: Words = WORDS) -> go.Figure:
    """(1/n) Σ log m and KL(p̂‖m) over μ: mirror images, whose sum stands still. ``now`` holds the μ of now alone."""
    likelihood, divergence = result.mean_log_likelihoods, result.divergences
    total = -result.empirical.entropy
    ends = (min(float(likelihood.min()), total), max(float(divergence.max()), 0.0))
    panels = [Panel(MEAN, x_range=_ends(result.means))]
    marks = [
        curve(result.means, divergence, "kl", name="KL(<i>p̂</i>‖<i>m</i>)"),
        curve(result.means, likelihood, "p", name="1/<i>n</i> ∑ log <i>m</i>(<i>x</i>)"),
        curve(result.means, result.mean_log_densities, "p", name=words.density, dash="dot", width=1.5),
        _level(result.means, total, "ink", name=f"{words.sum} = −<i>H</i>(<i>p̂</i>)"),
        _upright(result.best_mean, ends, "mu", 0),
        _now(now.means, now.divergences, "kl"),
        _now(now.means, now.mean_log_likelihoods, "p"),
    ]
    return sheet(panels, marks, notes=[note("<i>μ̂</i>", result.best_mean, ends[1], symbol="mu", xshift=12)])


def squared_error(
    result: SquaredError, now: SquaredError, *, others: Sequence[SquaredError] = (), words: Words = WORDS
) -> go.Figure:
    """SSE over μ beside −log L over μ: one is the other, scaled by 1/2σ² and shifted.

    Args:
        result: at the σ of now.
        now: the μ of now alone, at the same σ.
        others: the same data at other values of σ, drawn faintly: each with its own slope, all with one minimum.
        words: those in the legend.
    """
    means, best = result.means, result.minimiser
    left = Panel(MEAN, "∑(<i>x</i> − <i>μ</i>)<sup>2</sup>", LEFT, x_range=_ends(means))
    right = Panel(MEAN, NEGATIVE_LOG_L, RIGHT, shares_x=0)
    totals = result.negative_log_likelihoods
    shift = result.width_cost + result.constant
    tops = float(result.squared_errors.max()), float(totals.max())
    marks = [
        curve(means, result.squared_errors, "reconstruction"),
        *(curve(other.means, other.negative_log_likelihoods, "sigma", panel=1, width=1) for other in others),
        curve(means, totals, "p", panel=1, name=NEGATIVE_LOG_L),
        _level(means, shift, "sigma", panel=1, name="<i>n</i> log <i>σ</i> + <i>n</i>/2 log 2<i>π</i>"),
        _upright(best, (0, tops[0]), "mu", 0),
        _upright(best, (shift, tops[1]), "mu", 1),
        _now(now.means, now.squared_errors, "reconstruction"),
        _now(now.means, now.negative_log_likelihoods, "p", panel=1),
    ]
    names = [note("<i>μ̂</i>", best, tops[panel], symbol="mu", panel=panel, xshift=12) for panel in (0, 1)]
    return sheet([left, right], marks, notes=names)


def _ends(values: np.ndarray, kind: str = "linear") -> tuple[float, float]:
    """The limits of an axis on which ``values`` lie in order."""
    low, high = np.log10(values[[0, -1]]) if kind == "log" else values[[0, -1]]
    return float(low), float(high)


def _upright(x: float, ends: tuple[float, float], symbol: str, panel: int) -> dict:
    return curve([x, x], list(ends), symbol, panel=panel, dash="dot", width=1.5)


def _dropped(x: float, ends: tuple[float, float], symbol: str, panel: int) -> list[dict]:
    """A point, and the line down to its foot."""
    return [_upright(x, ends, symbol, panel), _now([x], [ends[1]], symbol, panel=panel)]


def _level(x: np.ndarray, y: float, symbol: str, *, name: str = "", panel: int = 0) -> dict:
    """A horizontal line across the panel."""
    return curve([float(x[0]), float(x[-1])], [y, y], symbol, name=name, panel=panel, dash="dash", width=1.5)


def _now(x, y, symbol: str, *, panel: int = 0) -> dict:
    """The point that belongs to the slider's place."""
    return dots(x, y, symbol, panel=panel, size=11, hovertemplate=HOVER)
