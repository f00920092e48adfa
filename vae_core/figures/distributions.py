"""The pictures of the lesson on distributions. Words come from the caller, in the reader's language."""

from collections.abc import Mapping, Sequence

import numpy as np

from vae_core.figures.canvas import Panel, area, bars, curve, dots, heading, note, sheet, stems
from vae_core.figures.figure import Figure
from vae_core.probability.curves import Curves
from vae_core.probability.events import Event, RunningFrequency, Tangent
from vae_core.probability.moments import RunningMean, VarianceEstimators
from vae_core.probability.shapes import Shape, Standardisation

DENSITY, MASS, CUMULATIVE = "<i>f</i>(<i>x</i>)", "<i>P</i>(<i>X</i> = <i>x</i>)", "<i>F</i>(<i>x</i>)"
UPPER, LOWER = (0.56, 1.0), (0.0, 0.4)
HEADROOM = 1.12
NAMED = 1.3  # where a name stands above the curve
# A running average is shown at the scale of its noise at this many draws.
SETTLED = 30


def density_and_cdf(curves: Curves, event: Event, tangent: Tangent | None = None) -> Figure:
    """f above F on one x axis: P(x₁ < X ≤ x₂) as a difference of heights below.

    F is trace 0. For a continuous X, f is trace 1; the area under it is filled where the hand moves.

    Args:
        curves: with x₁ and x₂ among its points.
        event: the interval.
        tangent: the slope of F to be drawn; ``None`` for a discrete X.
    """
    x_range = (curves.low, curves.high)
    panels = (
        Panel("", MASS if curves.is_discrete else DENSITY, up=UPPER, x_range=x_range, y_range=(0, _top(curves))),
        Panel("<i>x</i>", CUMULATIVE, up=LOWER, x_range=x_range, y_range=(-0.04, 1.08), shares_x=0),
    )
    upper = _mass(curves, event) if curves.is_discrete else _density(curves)
    marks = [*_cumulative(curves), *upper, *_heights(curves, event), *_tangent(tangent)]
    return sheet(panels, marks, legend=False, notes=_slope(tangent))


def _top(curves: Curves) -> float:
    return curves.top * HEADROOM


def _drawn(curves: Curves) -> np.ndarray:
    """The density, cut off a little above the sheet where it is too high or infinite."""
    return np.minimum(curves.density, 2 * _top(curves))


def _density(curves: Curves) -> list[dict]:
    marks = [curve(curves.x, _drawn(curves), "p")]
    if curves.top > 1:
        # Nothing forbids a density to be above 1.
        marks.append(curve([curves.low, curves.high], [1, 1], "ink", dash="dash", width=1))
    return marks


def _mass(curves: Curves, event: Event) -> list[dict]:
    inside = (curves.x > event.x1) & (curves.x <= event.x2)
    marks = []
    for part, opacity in ((~inside, 0.3), (inside, 1.0)):
        x, p = curves.x[part], curves.density[part]
        marks += [stems(x, p, "p", opacity=opacity), dots(x, p, "p", opacity=opacity, size=7, hoverinfo="x+y")]
    return marks


def _cumulative(curves: Curves) -> list[dict]:
    if not curves.is_discrete:
        return [curve(curves.x, curves.cdf, "p", panel=1)]
    # F keeps its height from each value up to the next; before the first it is what came before the sheet.
    before = curves.cdf[:1] - curves.density[:1]
    x = np.concatenate([[curves.low], curves.x, [curves.high]])
    height = np.concatenate([before, curves.cdf, curves.cdf[-1:]]) if curves.x.size else np.zeros(2)
    return [curve(x, height, "p", panel=1, line_shape="hv")]


def _heights(curves: Curves, event: Event) -> list[dict]:
    """F(x₁) and F(x₂) carried over to the left, where the difference stands as a bar."""
    marks = [
        curve([curves.low, x], [height, height], "ink", panel=1, dash="dot", width=1)
        for x, height in zip((event.x1, event.x2), event.cdf, strict=True)
        if x > curves.low
    ]
    return [*marks, curve([curves.low] * 2, list(event.cdf), "p", panel=1, width=9)]


def _tangent(tangent: Tangent | None) -> list[dict]:
    return [] if tangent is None else [curve(tangent.ends_x, tangent.ends_y, "x", panel=1, width=2)]


def _slope(tangent: Tangent | None) -> list[dict]:
    if tangent is None:
        return []
    text = f"<i>F</i>′ = <i>f</i> = {tangent.density:.3g}".replace("inf", "∞")
    return [heading(text, symbol="x", panel=1)]  # the panel itself is the hand's


def running_frequency(
    result: RunningFrequency,
    *,
    frequency: str = "frequency so far",
    exact: str = "exact",
    band: str = "± 2 standard errors",
) -> Figure:
    """A frequency that settles on its probability as draws arrive; n in powers of ten."""
    p = result.probability
    reach = 4 * np.sqrt(max(p * (1 - p), 1e-4) / SETTLED)
    y_range = (max(p - reach, -0.02), min(p + reach, 1.02))
    marks = [
        *between(result.n, result.low, result.high, band),
        curve(result.n[[0, -1]], [p, p], "ink", name=exact, dash="dash", width=1.5),
        curve(result.n, result.frequency, "p", name=frequency),
    ]
    return sheet([Panel("<i>n</i>", "<i>P</i>", y_range=y_range, x_kind="log")], marks, height=320)


def running_mean(
    result: RunningMean,
    *,
    sample: str = "mean of the sample so far",
    exact: str = "E[<i>X</i>]",
    band: str = "± 2 standard errors",
) -> Figure:
    """x̄ as draws arrive; it settles on E[X] where there is one, and nowhere where there is none."""
    marks, y_range = [], None
    if result.low is not None:
        marks += between(result.n, result.low, result.high, band)
        reach = 2 * (result.high[0] - result.mean) / np.sqrt(SETTLED)
        y_range = (result.mean - reach, result.mean + reach) if reach > 0 else None
    if result.mean is not None:
        marks.append(curve(result.n[[0, -1]], [result.mean] * 2, "mu", name=exact, dash="dash", width=1.5))
    marks.append(curve(result.n, result.sample_mean, "x", name=sample))
    return sheet([Panel("<i>n</i>", "<i>x̄</i>", y_range=y_range, x_kind="log")], marks, height=320)


def between(n, low, high, name: str, *, panel: int = 0) -> list[dict]:
    """What lies between two lines over a number of draws."""
    edge = {"width": 0, "panel": panel}
    return [
        curve(n, low, "epsilon", **edge),
        curve(n, high, "epsilon", name=name, fill="tonexty", fillcolor="rgba(102,108,116,0.2)", **edge),
    ]


def variance_estimators(
    result: VarianceEstimators,
    *,
    average: str = "average of the samples",
    exact: str = "σ²",
    expected: str = "expected",
) -> Figure:
    """Two histograms over one axis: Σ(x − x̄)² divided by n, and by n − 1, in many samples."""
    middle = (result.edges[1:] + result.edges[:-1]) / 2
    top = HEADROOM * max(result.counts_by_n.max(), result.counts_by_n_minus_1.max(), 1)
    x_range = (0.0, float(result.edges[-1]))
    panels = [
        Panel(x, "", up=up, x_range=x_range, y_range=(0, top), shares_x=shares)
        for x, up, shares in (("", UPPER, None), ("<i>s</i>²", LOWER, 0))
    ]
    rows = (
        (result.counts_by_n, result.average_by_n, result.expected, "÷ <i>n</i>"),
        (result.counts_by_n_minus_1, result.average_by_n_minus_1, result.variance, "÷ (<i>n</i> − 1)"),
    )
    marks, notes = [], []
    for panel, (counts, mean, expectation, label) in enumerate(rows):
        first = panel == 0
        marks.append(bars(middle, counts, "sigma", panel=panel, hoverinfo="skip", opacity=0.4))
        marks += _upright(mean.value, top, "sigma", average if first else "", panel)
        marks += _upright(expectation, top, "kl", expected if first else "", panel, "dot")
        marks += _upright(result.variance, top, "x", exact if first else "", panel, "dash")
        notes.append(note(label, x_range[1], top, panel=panel, xanchor="right", yanchor="top"))
    return sheet(panels, marks, notes=notes)


def _upright(x: float | None, top: float, symbol: str, name: str, panel: int = 0, dash: str = "solid") -> list[dict]:
    if x is None or not np.isfinite(x):
        return []
    return [curve([x, x], [0, top], symbol, name=name, panel=panel, dash=dash, width=2)]


def four_shapes(shapes: Sequence[Shape], names: Mapping[str, str] | None = None) -> Figure:
    """Four densities with one mean and one variance, on equal axes; what lies beyond 2σ is filled.

    Args:
        shapes: four, made by :func:`vae_core.probability.shapes.four_shapes`.
        names: what each is called, by its ``name``.
    """
    places = [((0.0, 0.47), UPPER), ((0.53, 1.0), UPPER), ((0.0, 0.47), (0.0, 0.42)), ((0.53, 1.0), (0.0, 0.42))]
    drawn = [shape.curves for shape in shapes]
    highest = max(c.top for c in drawn)
    top = NAMED * highest
    panels, marks, notes = [], [], []
    for number, (shape, c, (across, up)) in enumerate(zip(shapes, drawn, places, strict=True)):
        titles = ("<i>x</i>" if number > 1 else "", DENSITY if number % 2 == 0 else "")
        panels.append(Panel(*titles, across=across, up=up, x_range=(c.low, c.high), y_range=(0, top)))
        mean, quarter = (c.low + c.high) / 2, (c.high - c.low) / 4
        tails = np.where(np.abs(c.x - mean) >= quarter, c.density, 0)
        marks += [area(c.x, tails, "p", panel=number, opacity=0.45), curve(c.x, c.density, "p", panel=number)]
        marks += _upright(mean, HEADROOM * highest, "mu", "", number, "dot")
        name = (names or {}).get(shape.name, shape.name)
        notes.append(note(name, c.low, top, panel=number, xanchor="left", yanchor="top"))
    return sheet(panels, marks, legend=False, notes=notes)


def standardising(result: Standardisation) -> Figure:
    """A normal over x, and under it the standard normal over z: the same bands, the same value."""
    own, standard = result.normal, result.standard_normal
    panels = [
        Panel("<i>x</i>", DENSITY, up=(0.6, 1.0), x_range=(own.low, own.high), y_range=(0, _top(own))),
        Panel("<i>z</i>", "<i>φ</i>(<i>z</i>)", up=LOWER, x_range=(-4, 4), y_range=(0, _top(standard))),
    ]
    marks, notes = [], []
    rows = (own, result.mean, result.standard_deviation, "x"), (standard, 0.0, 1.0, "z")
    for panel, (c, centre, width, symbol) in enumerate(rows):
        for k in (3, 2, 1):
            inside = np.abs(c.x - centre) <= k * width * (1 + 1e-12)
            marks.append(area(c.x[inside], c.density[inside], "sigma", panel=panel, opacity=0.18))
        value = result.x if panel == 0 else result.z
        marks.append(curve(c.x, c.density, "p", panel=panel))
        marks += _upright(value, _top(c), symbol, "", panel)
    marks += _upright(result.mean, _top(own), "mu", "", 0, "dot")
    for band in result.bands:
        height = standard.top * (1.04 - 0.28 * band.k)
        notes.append(note(f"{band.probability:.1%}".replace("%", " %"), 0, height, panel=1))
    return sheet(panels, marks, legend=False, notes=notes)
