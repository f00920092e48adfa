"""Both fits of a normal to a mixture, and the surface of KL(N(μ, σ²)‖N(0, 1)).

What a person drags (the modes, the start, the point on the surface) is laid over these figures by the page.
"""

from dataclasses import dataclass

import numpy as np

from vae_core.figures.canvas import FONT, Panel, colour, curve, dots, heat, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.theme import GRID
from vae_core.probability.fit_landscape import FitCurves, Landscape
from vae_core.probability.gaussian_fit import Fit, Path
from vae_core.probability.standard_normal import Sections

LEFT, RIGHT = (0.0, 0.46), (0.57, 1.0)
UPPER, LOWER = (0.58, 1.0), (0.0, 0.42)
HEADROOM = 1.15
# Of the divergence, contours are drawn over its logarithm: it spans many orders of magnitude.
LEAST_DIVERGENCE = 1e-2
# On a logarithmic axis plotly would name every digit.
WIDTH_TICKS = tuple(digit * 10**power for power in range(-4, 5) for digit in (1, 2, 5))
MEAN, WIDTH, LOG_VARIANCE = "<i>μ</i>", "<i>σ</i>", "log <i>σ</i>²"
# The direction that a line or a mark stands for is told by its dashes and its shape.
FORWARD = {"dash": "dash", "shape": "square"}
REVERSE = {"dash": "solid", "shape": "diamond"}


@dataclass(frozen=True)
class Words:
    """What these figures say in words; a page passes its own language."""

    forward: str = "<i>q</i>: KL(<i>p</i>‖<i>q</i>)"
    reverse: str = "<i>q</i>: KL(<i>q</i>‖<i>p</i>)"
    optimum: str = "optimum"
    notes: str = "the notes, without ½"


WORDS = Words()


def both_fits(curves: FitCurves, fit: Fit, hills: Landscape, step: int, *, words: Words = WORDS) -> Figure:
    """p under both q's of this step, beside both paths over the plane of (μ, σ) with contours of KL(q‖p).

    Args:
        curves: of the same step.
        fit: both paths and all optima.
        hills: what the reverse fit walks down.
        step: how far the paths have come.
        words: those in the legend.
    """
    top = HEADROOM * float(max(curves.p.max(), curves.forward.max(), curves.reverse.max()))
    sigma_range = tuple(np.log10(hills.standard_deviations[[0, -1]]).tolist())
    x_range = tuple(curves.x[[0, -1]].tolist())
    panels = (
        Panel("<i>x</i>", "", LEFT, x_range=x_range, y_range=(0, top)),
        Panel(MEAN, WIDTH, RIGHT, x_range=x_range, y_range=sigma_range, y_kind="log"),
    )
    marks = [
        curve(curves.x, curves.p, "p", name="<i>p</i>", fill="tozeroy", fillcolor=colour("p", 0.15)),
        curve(curves.x, curves.forward, "q", name=words.forward, dash=FORWARD["dash"]),
        curve(curves.x, curves.reverse, "q", name=words.reverse, dash=REVERSE["dash"]),
        _hills(hills),
        *_optima(fit, words),
        *_path(fit.forward, step, **FORWARD),
        *_path(fit.reverse, step, **REVERSE),
    ]
    return sheet(panels, marks, height=370).update_layout(yaxis2={"tickvals": WIDTH_TICKS})


def _hills(hills: Landscape) -> dict:
    heights = np.log10(np.maximum(hills.divergences, LEAST_DIVERGENCE)).astype(np.float32)
    return heat(hills.means, hills.standard_deviations, -heights, "kl", panel=1, levels=18, opacity=0.45)


def _optima(fit: Fit, words: Words) -> list[dict]:
    hover = "<i>μ</i> = %{x:.3g}<br><i>σ</i> = %{y:.3g}<br>KL = %{customdata:.4g}<extra></extra>"
    groups = (([fit.forward_optimum], FORWARD, words.forward), (fit.reverse_optima, REVERSE, words.reverse))
    return [
        dots(
            [optimum.mean for optimum in optima],
            [optimum.standard_deviation for optimum in optima],
            "ink",
            panel=1,
            name=f"{words.optimum}, {name}",
            size=13,
            marker={"symbol": f"{look['shape']}-open", "line": {"width": 2, "color": colour("ink")}},
            customdata=[optimum.divergence for optimum in optima],
            hovertemplate=hover,
        )
        for optima, look, name in groups
    ]


def _path(path: Path, step: int, dash: str, shape: str) -> list[dict]:
    """All of the path faintly, what has been walked strongly, and the place reached as a filled mark."""
    last = min(step, len(path.means) - 1)
    walked = slice(0, last + 1)
    edge = {"symbol": shape, "line": {"width": 2, "color": colour("paper")}}
    reached = path.means[[last]], path.standard_deviations[[last]]
    return [
        curve(path.means, path.standard_deviations, "q", panel=1, width=1, dash="dot", opacity=0.6),
        curve(path.means[walked], path.standard_deviations[walked], "q", panel=1, dash=dash),
        dots(*reached, "q", panel=1, size=12, marker=edge, hoverinfo="skip"),
    ]


def standard_normal_surface(
    cut: Sections, *, with_notes: bool = False, solid: bool = False, words: Words = WORDS
) -> Figure:
    """KL(N(μ, σ²)‖N(0, 1)) over (μ, log σ²), beside its two cross-sections through the chosen point.

    Args:
        cut: from :func:`vae_core.probability.standard_normal.sections`.
        with_notes: whether the notes' version, without its ½, is drawn beside.
        solid: the surface as a solid that can be turned, instead of contours; with the point marked on it.
        words: those in the legend.
    """
    whole = cut.surface
    top = (0, HEADROOM * float(max(cut.over_mean.kl.max(), cut.over_log_variance.kl.max())) * (1 + with_notes))
    ranges = [tuple(axis[[0, -1]].tolist()) for axis in (whole.means, whole.log_variances)]
    panels = [
        Panel(MEAN, "KL", RIGHT, UPPER, x_range=ranges[0], y_range=top),
        Panel(LOG_VARIANCE, "KL", RIGHT, LOWER, x_range=ranges[1], y_range=top),
    ]
    marks = _sections(cut, with_notes, words)
    if solid:
        return sheet(panels, [*marks, *_solid(cut)]).update_layout(scene=_scene())
    panels.append(Panel(MEAN, LOG_VARIANCE, LEFT, x_range=ranges[0], y_range=ranges[1]))
    lines = {"panel": 2, "width": 1, "dash": "dot"}
    marks += [
        heat(whole.means, whole.log_variances, np.sqrt(np.maximum(whole.kl, 0)).astype(np.float32), "kl", panel=2),
        curve(ranges[0], [cut.log_variance] * 2, "ink", **lines),
        curve([cut.mean] * 2, ranges[1], "ink", **lines),
    ]
    return sheet(panels, marks)


def _sections(cut: Sections, with_notes: bool, words: Words) -> list[dict]:
    axes = (
        (cut.surface.means, cut.over_mean, cut.notes_over_mean, cut.mean),
        (cut.surface.log_variances, cut.over_log_variance, cut.notes_over_log_variance, cut.log_variance),
    )
    marks = []
    for panel, (along, parts, notes, here) in enumerate(axes):
        named = {"panel": panel, "showlegend": panel == 0}
        if with_notes:
            marks.append(curve(along, notes, "reconstruction", name=words.notes, dash="dashdot", **named))
        marks += [
            curve(along, parts.of_mean, "mu", name="½<i>μ</i>²", width=1.5, dash="dot", **named),
            curve(
                along,
                parts.of_variance,
                "sigma",
                name="½(<i>σ</i>² − 1 − log <i>σ</i>²)",
                dash="dash",
                width=1.5,
                **named,
            ),
            curve(along, parts.kl, "kl", name="KL", **named),
            dots([here], [cut.kl], "kl", panel=panel, size=11, hovertemplate="%{y:.4g}<extra></extra>"),
        ]
    return marks


def _solid(cut: Sections) -> list[dict]:
    whole = cut.surface
    point = {"x": [cut.mean], "y": [cut.log_variance], "z": [cut.kl], "mode": "markers", "showlegend": False}
    return [
        {
            "type": "surface",
            "x": whole.means,
            "y": whole.log_variances,
            "z": whole.kl.astype(np.float32),
            "colorscale": [[0, colour("paper")], [1, colour("kl")]],
            "showscale": False,
            "opacity": 0.9,
            "hoverinfo": "skip",
        },
        {"type": "scatter3d", "marker": {"size": 6, "color": colour("x")}, "hoverinfo": "skip", **point},
    ]


def _scene() -> dict:
    ink = {"gridcolor": GRID.light, "color": FONT["color"], "showbackground": False, "nticks": 5}
    return {
        "domain": {"x": LEFT, "y": (0, 1)},
        "xaxis": {**ink, "title": {"text": MEAN}},
        "yaxis": {**ink, "title": {"text": LOG_VARIANCE}},
        "zaxis": {**ink, "title": {"text": "KL"}},
        "camera": {"eye": {"x": -1.5, "y": -1.8, "z": 1.2}},
        "aspectmode": "cube",
    }
