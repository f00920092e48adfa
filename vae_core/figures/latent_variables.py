"""Pictures of a mixture of infinitely many Gaussians along a curve, and of the finite ones on the way to it.

Words are the caller's.
"""

import numpy as np

from vae_core.figures.canvas import Panel, area, curve, dots, heat, note, sheet
from vae_core.figures.figure import Figure
from vae_core.probability.infinite_mixture import Approximation, Terrain

X, Z, DENSITY, PRIOR = "<i>x</i>", "<i>z</i>", "<i>p</i>(<i>x</i>)", "<i>p</i>(<i>z</i>)"
MEAN, SPREAD = "<i>μ</i>(<i>z</i>)", "<i>σ</i>(<i>z</i>)"
# Of the latent axis.
ENDS = (-3.5, 3.5)
# More bars and discs than these would only hide each other.
SHOWN_NODES = 60


def curve_on_a_line(approximation: Approximation, *, integral: str = "integral") -> Figure:
    """One-dimensional x: how a curve carries the prior over to p(x).

    Panels: 0 the (z, x) plane with μ(z), σ(z) to either side and the K nodes; 1 the latent axis below it,
    with p(z) and the nodes; 2 p(x) on its side, so that all share their axes.

    Args:
        approximation: of a model with ``dimensions == 1``.
        integral: what the legend calls ∫ p(z) p(x∣z) dz.
    """
    view, components = approximation.view[0], len(approximation.z)
    top = float(max(approximation.integral.max(), approximation.mixture.max()))
    panels = [
        Panel("", X, across=(0, 0.6), up=(0.3, 1), x_range=ENDS, y_range=view),
        Panel(Z, PRIOR, across=(0, 0.6), up=(0, 0.2), shares_x=0),
        Panel(DENSITY, "", across=(0.68, 1), up=(0.3, 1), x_range=(0, 1.06 * top), y_range=view),
    ]
    marks = [*band_along(approximation), *_nodes_on_a_line(approximation), *_latent_axis(approximation, panel=1)]
    x = approximation.axes[0]
    if approximation.parts is not None:
        marks.append(_together(approximation.parts, x, panel=2))
    marks += [
        curve(approximation.integral, x, "p", name=integral, panel=2, width=4),
        curve(approximation.mixture, x, "mu", name=f"<i>K</i> = {components}", panel=2, width=2, dash="5px,3px"),
    ]
    return sheet(panels, marks, height=370).update_layout(xaxis3={"nticks": 4})


def band_along(terrain: Terrain, *, named: bool = True):
    """μ(z) over z, with σ(z) and 2σ(z) to either side; in panel 0. ``named``: whether the legend lists them."""
    z, mu, sigma = terrain.along, terrain.path[:, 0], terrain.spread
    there_and_back = np.concatenate([z, z[::-1]])
    for reach in (2, 1):
        edge = np.concatenate([mu + reach * sigma, (mu - reach * sigma)[::-1]])
        yield area(there_and_back, edge, "sigma", name=SPREAD * (named and reach == 1), opacity=0.16, fill="toself")
    yield curve(z, mu, "mu", name=MEAN * named, width=3)


def _nodes_on_a_line(approximation: Approximation):
    nodes, centres, reach = approximation.z, approximation.means[:, 0], approximation.standard_deviations
    if len(nodes) <= SHOWN_NODES:
        yield _together(np.stack([nodes, nodes], 1), np.stack([centres - reach, centres + reach], 1), symbol="sigma")
    yield dots(nodes, centres, "mu", size=7 if len(nodes) <= SHOWN_NODES else 4, hoverinfo="skip")


def _latent_axis(approximation: Approximation, panel: int):
    """p(z) and the nodes that stand for it."""
    yield area(approximation.along, approximation.prior, "z", name=PRIOR, panel=panel)
    nodes = approximation.z
    ticks = {"symbol": "line-ns-open", "line": {"width": 1.5}}
    yield dots(nodes, np.zeros(len(nodes)), "mu", panel=panel, size=14, marker=ticks, hoverinfo="skip")


def curve_in_the_plane(approximation: Approximation, *, integral: str = "integral") -> Figure:
    """Two-dimensional x: K discs along a curve, beside what infinitely many give.

    Panels: 0 the K components' sum with the curve and a disc of radius σ(zₖ) around each node; 1 the
    integral with the curve, in the same shades; 2 the latent axis, with p(z) and the nodes.

    Args:
        approximation: of a model with ``dimensions == 2``.
        integral: the heading over ∫ p(z) p(x∣z) dz.
    """
    (left, right), (low, high) = approximation.view
    view = {"x_range": (left, right), "y_range": (low, high), "square": True}
    panels = [
        Panel("<i>x</i>₁", "<i>x</i>₂", across=(0, 0.47), up=(0.35, 1), **view),
        Panel("<i>x</i>₁", "", across=(0.53, 1), up=(0.35, 1), **view),
        Panel(Z, PRIOR, up=(0, 0.16), x_range=ENDS),
    ]
    marks = [*surface(approximation, approximation.mixture, panel=0), *_discs(approximation)]
    marks += [*surface(approximation, approximation.integral, panel=1, named=False), *_latent_axis(approximation, 2)]
    headings = {"x": left, "y": high, "xanchor": "left", "yanchor": "top", "xshift": 4}
    notes = [
        note(f"<b><i>K</i> = {len(approximation.z)}</b>", panel=0, **headings),
        note(f"<b>{integral}</b>", panel=1, **headings),
    ]
    return sheet(panels, marks, height=370, notes=notes)


def surface(terrain: Terrain, values: np.ndarray, panel: int = 0, *, named: bool = True):
    """``values`` over the plane with the curve μ(z) on them, in shades that end at the top of the integral."""
    top = float(terrain.integral.max())
    contours = {"start": top / 12, "end": top, "size": top / 12, "showlines": False}
    shades = {"zmin": 0, "zmax": top, "autocontour": False, "contours": contours}
    # Half as many bytes on their way to the browser, and no shade the worse.
    yield heat(*terrain.axes, values.astype(np.float32), "p", panel=panel, **shades)
    yield curve(*terrain.path.T, "mu", name=MEAN * named, panel=panel, width=1.2)


def _discs(approximation: Approximation):
    centres, reach = approximation.means, approximation.standard_deviations[:, None]
    if len(centres) <= SHOWN_NODES:
        around = np.linspace(0, 2 * np.pi, 37)
        x, y = centres[:, :1] + reach * np.cos(around), centres[:, 1:] + reach * np.sin(around)
        yield _together(x, y, symbol="sigma", name=SPREAD)
    yield dots(*centres.T, "mu", size=7 if len(centres) <= SHOWN_NODES else 4, hoverinfo="skip")


def _together(x, y, *, symbol: str = "mu", panel: int = 0, name: str = "") -> dict:
    """Many thin lines as one mark: the rows of ``x`` over those of ``y``, either of which may be shared."""
    x, y = np.broadcast_arrays(np.atleast_2d(x), np.atleast_2d(y))
    gap = np.full((len(x), 1), np.nan)
    across, up = (np.hstack([rows, gap]).ravel().astype(np.float32) for rows in (x, y))
    return curve(across, up, symbol, name=name, panel=panel, width=1.2, opacity=0.7)
