"""Pictures of models with a latent variable z: finite mixtures, and infinite ones along a curve.

The places that a reader drags are left to the page. Words are the caller's.
"""

import numpy as np
import plotly.graph_objects as go

from vae_core.figures.canvas import Panel, area, bars, colour, curve, dots, heat, note, sheet
from vae_core.figures.theme import DIGITS
from vae_core.probability.ancestral import Bayes, Draws, MixtureCurves
from vae_core.probability.infinite_mixture import Approximation, LatentPosterior

X, Z, DENSITY = "<i>x</i>", "<i>z</i>", "<i>p</i>(<i>x</i>)"
PRIOR, POSTERIOR = "<i>p</i>(<i>z</i>)", "<i>p</i>(<i>z</i>∣<i>x</i>)"
# Older draws than these leave the picture; they stay in the histogram.
SHOWN_DRAWS = 120
# Of the latent axis.
ENDS = (-3.5, 3.5)
# More bars and discs than these would only hide each other.
SHOWN_NODES = 60


def finite_mixture(
    curves: MixtureCurves, draws: Draws, bayes: Bayes, *, drawn: str = "draws", share: str = "share of the draws"
) -> go.Figure:
    """Components P(z) p(x∣z), their sum, the draws so far, and Bayes' formula for one x.

    Panels: 0 the densities over x; 1 the draws, one row per component, under the same x axis; 2 P(z)
    beside the draws' shares; 3 P(z∣x). Component k has the colour of class k and the number k + 1.

    Args:
        curves: what to draw over x.
        draws: the last one is ringed.
        bayes: of the x that is marked.
        drawn: what the legend calls the histogram.
        share: what it calls the draws' share of a component.
    """
    numbers = [str(k + 1) for k in range(len(bayes.prior))]
    window = (float(curves.x[0]), float(curves.x[-1]))
    panels = [
        Panel(X, DENSITY, across=(0, 0.66), up=(0.36, 1), x_range=window, y_range=(0, _headroom(curves))),
        Panel("", Z, across=(0, 0.66), up=(0, 0.22), shares_x=0, y_range=(len(numbers) + 0.5, 0.5)),
        Panel(Z, "<i>P</i>(<i>z</i>)", across=(0.75, 1), up=(0.6, 1), y_range=(0, 1.05)),
        Panel(Z, "<i>P</i>(<i>z</i>∣<i>x</i>)", across=(0.75, 1), up=(0, 0.4), y_range=(0, 1.05)),
    ]
    marks = [*_densities(curves, drawn), *_heights(bayes), *_drawn(draws), *_chances(numbers, draws, bayes, share)]
    figure = sheet(panels, marks, notes=_numerals(curves, numbers))
    return figure.update_layout({f"{axis}.dtick": 1 for axis in ("yaxis2", "xaxis3", "xaxis4")})


def _headroom(curves: MixtureCurves) -> float:
    return 1.12 * float(max(curves.total.max(), 1e-12))


def _densities(curves: MixtureCurves, drawn: str):
    centres, width = (curves.edges[1:] + curves.edges[:-1]) / 2, curves.edges[1] - curves.edges[0]
    yield bars(centres, curves.histogram, "epsilon", name=drawn, opacity=0.3, width=width, hoverinfo="skip")
    for k, part in enumerate(curves.parts):
        yield curve(curves.x, part, _class(k), name=f"{Z} = {k + 1}", width=2)
    yield curve(curves.x, curves.total, "p", name=DENSITY, width=3)


def _heights(bayes: Bayes):
    """The summands of p(x) at the marked x, as dots on their curves."""
    yield curve([bayes.x, bayes.x], [0, bayes.evidence], "x", width=1.5, dash="dot")
    yield _in_classes(dots([bayes.x] * len(bayes.joint), bayes.joint, "x", size=9), range(len(bayes.joint)))
    yield dots([bayes.x], [bayes.evidence], "p", size=10)


def _drawn(draws: Draws):
    z, x = draws.z[-SHOWN_DRAWS:], draws.x[-SHOWN_DRAWS:]
    yield _in_classes(dots(x, z + 1, "x", panel=1, size=7, opacity=0.55, hoverinfo="skip"), z)
    ring = {"symbol": "circle-open", "line": {"width": 2.5}}
    yield dots(x[-1:], z[-1:] + 1, "ink", panel=1, size=16, marker=ring, cliponaxis=False, hoverinfo="skip")


def _chances(numbers: list[str], draws: Draws, bayes: Bayes, share: str):
    label = {"texttemplate": "%{y:.2f}", "textposition": "auto", "insidetextanchor": "start", "hoverinfo": "skip"}
    yield _in_classes(bars(numbers, bayes.prior, "x", panel=2, **label), range(len(numbers)))
    if len(draws.x):
        diamond = {"symbol": "diamond-open", "line": {"width": 2}}
        yield dots(numbers, draws.counts / len(draws.x), "ink", name=share, panel=2, size=9, marker=diamond)
    yield _in_classes(bars(numbers, bayes.posterior, "x", panel=3, **label), range(len(numbers)))


def _numerals(curves: MixtureCurves, numbers: list[str]):
    """Each component's number over its peak: colour never stands alone."""
    for k, (part, number) in enumerate(zip(curves.parts, numbers, strict=True)):
        peak = int(part.argmax())
        yield note(f"<b>{number}</b>", float(curves.x[peak]), float(part[peak]), symbol=_class(k), yshift=10)


def _class(component: int) -> str:
    return str(component % len(DIGITS))


def _in_classes(mark: dict, components) -> dict:
    """The same mark with every bar or dot in the colour of its component."""
    mark["marker"]["color"] = [colour(_class(int(k))) for k in components]
    return mark


def curve_on_a_line(
    approximation: Approximation, posterior: LatentPosterior | None = None, *, integral: str = "integral"
) -> go.Figure:
    """One-dimensional x: how a curve carries the prior over to p(x).

    Panels: 0 the (z, x) plane with μ(z), μ(z) ± σ(z) and the K nodes; 1 the latent axis below it, with
    p(z), the nodes and, if given, p(z∣x); 2 p(x) on its side, so that all share their axes.

    Args:
        approximation: of a model with ``dimensions == 1``.
        posterior: of the x that is marked.
        integral: what the legend calls ∫ p(z) p(x∣z) dz.
    """
    view, components = approximation.view[0], len(approximation.z)
    panels = [
        Panel("", X, across=(0, 0.6), up=(0.32, 1), x_range=ENDS, y_range=view),
        Panel(Z, PRIOR, across=(0, 0.6), up=(0, 0.22), shares_x=0),
        Panel(DENSITY, "", across=(0.68, 1), up=(0.32, 1), y_range=view),
    ]
    marks = [*_path_on_a_line(approximation), *_latent_axis(approximation, posterior, panel=1)]
    x = approximation.axes[0]
    if approximation.parts is not None:
        marks.append(_together(approximation.parts, x, panel=2))
    marks += [
        curve(approximation.integral, x, "p", name=integral, panel=2, width=4),
        curve(approximation.mixture, x, "mu", name=f"<i>K</i> = {components}", panel=2, width=2, dash="5px,3px"),
    ]
    if posterior is not None:
        top = float(max(approximation.integral.max(), approximation.mixture.max()))
        marks += [
            curve(ends, [posterior.x[0]] * 2, "x", panel=panel, width=1.5, dash="dot")
            for panel, ends in ((0, ENDS), (2, (0, top)))
        ]
    return sheet(panels, marks)


def _path_on_a_line(approximation: Approximation):
    z, mu, sigma = approximation.along, approximation.path[:, 0], approximation.spread
    there_and_back = np.concatenate([z, z[::-1]])
    for reach in (2, 1):
        edge = np.concatenate([mu + reach * sigma, (mu - reach * sigma)[::-1]])
        name = "<i>σ</i>(<i>z</i>)" if reach == 1 else ""
        yield area(there_and_back, edge, "sigma", name=name, opacity=0.16, fill="toself")
    yield curve(z, mu, "mu", name="<i>μ</i>(<i>z</i>)", width=3)
    nodes, centres, reach = approximation.z, approximation.means[:, 0], approximation.standard_deviations
    if len(nodes) <= SHOWN_NODES:
        yield _together(np.stack([nodes, nodes], 1), np.stack([centres - reach, centres + reach], 1), symbol="sigma")
    yield dots(nodes, centres, "mu", size=7 if len(nodes) <= SHOWN_NODES else 4, hoverinfo="skip")


def _latent_axis(approximation: Approximation, posterior: LatentPosterior | None, panel: int):
    """p(z), the nodes that stand for it, and p(z∣x)."""
    yield area(approximation.along, approximation.prior, "z", name=PRIOR, panel=panel)
    nodes = approximation.z
    ticks = {"symbol": "line-ns-open", "line": {"width": 1.5}}
    yield dots(nodes, np.zeros(len(nodes)), "mu", panel=panel, size=14, marker=ticks, hoverinfo="skip")
    if posterior is not None:
        yield curve(posterior.z, posterior.posterior, "p", name=POSTERIOR, panel=panel)


def curve_in_the_plane(
    approximation: Approximation, posterior: LatentPosterior | None = None, *, integral: str = "integral"
) -> go.Figure:
    """Two-dimensional x: K discs along a curve, beside what infinitely many give.

    Panels: 0 the K components' sum with the curve and a disc of radius σ(zₖ) around each node; 1 the
    integral with the curve, in the same shades; 2 the latent axis, with p(z), the nodes and, if given, p(z∣x).

    Args:
        approximation: of a model with ``dimensions == 2``.
        posterior: of the x that is marked.
        integral: the heading over ∫ p(z) p(x∣z) dz.
    """
    (left, right), (low, high) = approximation.view
    view = {"x_range": (left, right), "y_range": (low, high), "square": True}
    panels = [
        Panel("<i>x</i>₁", "<i>x</i>₂", across=(0, 0.36), **view),
        Panel("<i>x</i>₁", "", across=(0.41, 0.77), **view),
        Panel(Z, PRIOR, across=(0.84, 1), x_range=ENDS),
    ]
    marks = [*_surface(approximation, approximation.mixture, panel=0), *_discs(approximation)]
    marks += [*_surface(approximation, approximation.integral, panel=1), *_latent_axis(approximation, posterior, 2)]
    if posterior is not None:
        marks += [dots(*([at] for at in posterior.x), "x", panel=panel, size=11) for panel in (0, 1)]
    headings = {"x": left, "xanchor": "left", "yanchor": "top"}
    notes = [
        note(f"<b><i>K</i> = {len(approximation.z)}</b>", y=high, panel=0, **headings),
        note(f"<b>{integral}</b>", y=high, panel=1, **headings),
    ]
    return sheet(panels, marks, notes=notes)


def _surface(approximation: Approximation, values: np.ndarray, panel: int):
    top = float(approximation.integral.max())
    contours = {"start": top / 12, "end": top, "size": top / 12, "showlines": False}
    shades = {"zmin": 0, "zmax": top, "autocontour": False, "contours": contours}
    yield heat(*approximation.axes, values, "p", panel=panel, **shades)
    yield curve(*approximation.path.T, "mu", name="" if panel else "<i>μ</i>(<i>z</i>)", panel=panel, width=2)


def _discs(approximation: Approximation):
    centres, reach = approximation.means, approximation.standard_deviations[:, None]
    if len(centres) <= SHOWN_NODES:
        around = np.linspace(0, 2 * np.pi, 37)
        x, y = centres[:, :1] + reach * np.cos(around), centres[:, 1:] + reach * np.sin(around)
        yield _together(x, y, symbol="sigma", name="<i>σ</i>(<i>z</i>)")
    yield dots(*centres.T, "mu", size=7 if len(centres) <= SHOWN_NODES else 4, hoverinfo="skip")


def _together(x, y, *, symbol: str = "mu", panel: int = 0, name: str = "") -> dict:
    """Many thin lines as one mark: the rows of ``x`` over those of ``y``, either of which may be shared."""
    x, y = np.broadcast_arrays(np.atleast_2d(x), np.atleast_2d(y))
    gap = np.full((len(x), 1), np.nan)
    across, up = (np.hstack([rows, gap]).ravel() for rows in (x, y))
    return curve(across, up, symbol, name=name, panel=panel, width=1.2, opacity=0.7)
