"""Pictures of log L along a line: areas over μ, the sum of logarithms, its mirror image KL, squared error."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.figures.canvas import Panel, area, bars, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.likelihood import DENSITY, HEIGHT, LOG_L, MEAN, SHOWN_BELOW
from vae_core.probability.ascent import Ascent
from vae_core.probability.curves import Curves
from vae_core.probability.empirical import Empirical, Matching
from vae_core.probability.likelihood import Maximum
from vae_core.probability.likelihood_totals import AlongMean
from vae_core.probability.squared_error import SquaredError
from vae_core.probability.underflow import LOG10_LARGEST_DOUBLE, LOG10_SMALLEST_DOUBLE, Underflow

HOVER = "%{x:.3g}, %{y:.4g}<extra></extra>"
MEAN_LOG_DENSITY = "1/<i>n</i> ∑ log <i>f</i>(<i>x</i>) + log <i>Δ</i>"
ROOM = 1.08
LOW = 190


@dataclass(frozen=True)
class Words:
    """What these figures say in words; a page passes its own language."""

    product: str = "product"
    sum_of_logs: str = "sum of logarithms"
    smallest_double: str = "smallest positive double"
    largest_double: str = "largest double"
    step: str = "step"
    sum: str = "sum"
    data: str = "data"
    model: str = "model"


WORDS = Words()


def area_over_x(density: Curves) -> Figure:
    """f over x with its area filled."""
    panel = Panel("<i>x</i>", DENSITY, x_range=_ends(density.x), y_range=(0, ROOM * density.top))
    marks = [area(density.x, density.density, "p"), curve(density.x, density.density, "p")]
    return sheet([panel], marks, height=HEIGHT, legend=False)


def area_over_mean(result: AlongMean) -> Figure:
    """L over μ with its area filled, in a unit that is a power of ten."""
    unit = f" / 10<sup>{result.exponent}</sup>".replace("-", "−") if result.exponent else ""
    top = ROOM * float(result.heights.max(initial=1.0))
    panel = Panel(MEAN, f"<i>L</i>(<i>μ</i>, <i>σ</i>){unit}", x_range=_ends(result.means), y_range=(0, top))
    marks = [area(result.means, result.heights, "mu"), curve(result.means, result.heights, "mu")]
    return sheet([panel], marks, height=HEIGHT, legend=False)


def learning_curve(path: Ascent, step: int, n: int, best: Maximum, *, words: Words = WORDS) -> Figure:
    """log L of the ``n`` data after each step of gradient ascent: all of it faintly, what has been walked strongly."""
    steps, values = np.arange(len(path.values)), path.values * n
    top = float(values.max()) if best.unbounded else best.log_likelihood
    bottom = max(float(values.min()), min(float(values[0]), top - SHOWN_BELOW))
    room = 0.1 * (top - bottom) or 1.0
    walked = slice(0, step + 1)
    marks = [
        curve(steps, values, "p", width=1, dash="dot"),
        curve(steps[walked], values[walked], "p"),
        dots([step], [values[step]], "p", size=11, hovertemplate=HOVER),
    ]
    if not best.unbounded:
        marks.append(_level(np.array([0, max(len(steps) - 1, 1)]), top, "ink"))
    ends = (-0.02 * max(len(steps) - 1, 1), max(len(steps) - 1, 1) * 1.02)
    panel = Panel(words.step, LOG_L, x_range=ends, y_range=(bottom - room, top + room))
    return sheet([panel], marks, height=LOW, legend=False)


def underflow(result: Underflow, whole: Underflow, *, words: Words = WORDS) -> Figure:
    """log₁₀ of the likelihood of the first n data, by a product of doubles and by a sum of logarithms.

    Args:
        result: of as many data as are shown.
        whole: of as many as there can be, for whom the axes leave room.
        words: those in the legend.
    """
    alive = np.isfinite(result.log10_products)
    lost_at = result.vanishes_at or result.overflows_at
    largest, smallest = float(whole.log10_sums.max()), float(whole.log10_sums.min())
    y_range = min(1.05 * smallest, ROOM * LOG10_SMALLEST_DOUBLE), max(1.05 * largest, 20.0)
    x_range = 0.0, float(whole.counts[-1])
    # Room for −1500 beside the axis.
    panels = [Panel("<i>n</i>", "log<sub>10</sub> <i>L</i>", across=(0.03, 1), x_range=x_range, y_range=y_range)]
    marks = [
        curve(result.counts, result.log10_sums, "p", name=words.sum_of_logs, hoverinfo="all", hovertemplate=HOVER),
        curve(result.counts[alive], result.log10_products[alive], "x", name=words.product, width=6, opacity=0.6),
        _level(np.array(x_range), LOG10_SMALLEST_DOUBLE, "kl", name=words.smallest_double),
    ]
    if largest > LOG10_LARGEST_DOUBLE:
        marks.append(_level(np.array(x_range), LOG10_LARGEST_DOUBLE, "q", name=words.largest_double))
    if lost_at is None:
        return sheet(panels, marks)
    became = "0" if result.vanishes_at else "∞"
    place = float(result.log10_products[alive][-1]) if alive.any() else 0.0
    marks.append(dots([lost_at], [place], "x", size=11, marker={"symbol": "x"}, hoverinfo="skip"))
    text = f"<i>n</i> = {lost_at}: <i>L</i> = {became}"
    is_left = lost_at < x_range[1] / 2
    beside = {"xanchor": "left" if is_left else "right", "xshift": 10 if is_left else -10}
    return sheet(
        panels,
        marks,
        notes=[note(text, lost_at, place, symbol="x", yshift=14 if result.vanishes_at else -14, **beside)],
    )


def bins(
    data: Empirical, x: Float[np.ndarray, " points"], masses: Float[np.ndarray, " points"], *, words: Words = WORDS
) -> Figure:
    """p̂, the share of the data in each bin, under m, the model's mass of a bin around every x."""
    top = ROOM * max(float(data.probabilities.max()), float(masses.max()))
    marks = [
        bars(data.middles, data.probabilities, "x", name=f"<i>p̂</i>: {words.data}", opacity=0.35, width=data.width),
        curve(x, masses, "p", name=f"<i>m</i>: {words.model}"),
    ]
    panel = Panel("<i>x</i>", "<i>p̂</i>, <i>m</i>", x_range=_ends(x), y_range=(0, top))
    return sheet([panel], marks, height=HEIGHT)


def matching(result: Matching, *, words: Words = WORDS) -> Figure:
    """KL(p̂‖m) and (1/n) Σ log m over μ: mirror images, whose sum stands still; beside them the same with f for m."""
    likelihood, divergence = result.mean_log_likelihoods, result.divergences
    total = -result.empirical.entropy
    ends = (min(float(likelihood.min()), total), max(float(divergence.max()), 0.0))
    marks = [
        curve(result.means, divergence, "kl", name="KL(<i>p̂</i>‖<i>m</i>)"),
        curve(result.means, likelihood, "p", name="1/<i>n</i> ∑ log <i>m</i>(<i>x</i>)"),
        curve(result.means, result.mean_log_densities, "p", name=MEAN_LOG_DENSITY, dash="dot", width=1.5),
        _level(result.means, total, "ink", name=f"{words.sum} = −<i>H</i>(<i>p̂</i>)"),
        _upright(result.best_mean, ends, "mu"),
    ]
    name = note("<i>μ̂</i>", result.best_mean, ends[1], symbol="mu", xshift=12)
    return sheet([Panel(MEAN, x_range=_ends(result.means))], marks, height=HEIGHT, notes=[name])


def squared_error(result: SquaredError) -> Figure:
    """Σ (xᵢ − μ)² over μ."""
    name = "∑(<i>x<sub>i</sub></i> − <i>μ</i>)<sup>2</sup>"
    panel = Panel(MEAN, name, x_range=_ends(result.means))
    marks = [curve(result.means, result.squared_errors, "reconstruction", name=name)]
    marks.append(_upright(result.minimiser, (0, float(result.squared_errors.max())), "mu"))
    return sheet([panel], marks, height=HEIGHT)


def negative_log_likelihood(result: SquaredError, standard: SquaredError) -> Figure:
    """−log L over μ above its lowest value, with the same at σ = 1 (``standard``), whose height sets the axis."""
    top = float(standard.excess.max())
    marks = [
        curve(result.means, result.excess, "p", name=f"<i>σ</i> = {result.standard_deviation:.3g}"),
        _upright(result.minimiser, (0, top), "mu"),
    ]
    if result.standard_deviation != standard.standard_deviation:
        marks.append(curve(standard.means, standard.excess, "ink", name="<i>σ</i> = 1", dash="dot", width=1.5))
    panel = Panel(
        MEAN, "−log <i>L</i> + log <i>L</i>(<i>μ̂</i>)", x_range=_ends(result.means), y_range=(-0.02 * top, top)
    )
    return sheet([panel], marks, height=HEIGHT)


def _ends(values: Float[np.ndarray, " points"]) -> tuple[float, float]:
    """The limits of an axis on which ``values`` lie in order."""
    return float(values[0]), float(values[-1])


def _upright(x: float, ends: tuple[float, float], symbol: str) -> dict:
    return curve([x, x], list(ends), symbol, dash="dot", width=1.5)


def _level(x: np.ndarray, y: float, symbol: str, *, name: str = "") -> dict:
    """A horizontal line across the panel."""
    return curve([float(x[0]), float(x[-1])], [y, y], symbol, name=name, dash="dash", width=1.5)
