"""A linear Gaussian model laid open: densities over z beside the bound, and the two steps that learn it.

What a person drags is laid over these figures by the page. Words come from the caller, in the reader's language.
"""

import numpy as np

from vae_core.figures.canvas import Panel, area, bars, colour, curve, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.kl_divergence import HATCHED, HEADROOM
from vae_core.probability.exact_bound import BoundCurves, ExactBound
from vae_core.probability.normal import normal_log_density

Z, X = "<i>z</i>", "<i>x</i>"
PRIOR, POSTERIOR, Q, EVIDENCE = (
    "<i>p</i>(<i>z</i>)",
    "<i>p</i>(<i>z</i>∣<i>x</i>)",
    "<i>q</i>(<i>z</i>)",
    "<i>p</i>(<i>x</i>)",
)
BOUND, LOG_EVIDENCE = "<i>L<sub>b</sub></i>", f"log {EVIDENCE}"
KL_POSTERIOR, KL_PRIOR = f"KL(<i>q</i>‖{POSTERIOR})", f"KL(<i>q</i>‖{PRIOR})"
RECONSTRUCTION = "E<sub><i>q</i></sub>[log <i>p</i>(<i>x</i>∣<i>z</i>)]"
LEFT, RIGHT = (0.0, 0.56), (0.64, 1.0)
UPPER, LOWER = (0.4, 1.0), (0.0, 0.24)
# Of the traces, where the page's handles slide.
Q_TRACE, EVIDENCE_TRACE = 2, 3
# Nats that the bars' axis reaches below and above log p(x): it stays still while q is dragged, and jumps when it must.
REACHES = (4.0, *(digit * 10.0**power for power in range(1, 13) for digit in (1, 2, 5)))
UP = (1.0, 2.0, *REACHES)
BAR = 0.8
NAME = 13  # CSS pixels


def exact_bound(bound: ExactBound, curves: BoundCurves, *, nats: str = "nats") -> Figure:
    """Prior, posterior and q over z, p(x) over x, and beside them the terms as bars around the level of log p(x).

    Panels: 0 over z; 1 over x; 2 the bars: to the left L_b with KL(q‖p(z∣x)) on top, which together reach
    log p(x) whatever q is; to the right E_q[log p(x∣z)], from whose top KL(q‖p(z)) is taken down to L_b.

    Args:
        bound: every term.
        curves: of the same model, x and q.
        nats: what the unit is called.
    """
    top = HEADROOM * float(max(curves.prior.max(), curves.q.max(), curves.posterior.max()))
    low, high = _reach(bound)
    panels = (
        Panel(Z, "", LEFT, UPPER, x_range=_ends(curves.z), y_range=(0, top)),
        Panel(X, EVIDENCE, LEFT, LOWER, x_range=_ends(curves.x), y_range=(0, HEADROOM * float(curves.evidence.max()))),
        Panel("", nats, RIGHT, x_range=(-0.5, 1.5), y_range=(low, high)),
    )
    marks = [
        area(curves.z, curves.prior, "z", name=PRIOR),
        curve(curves.z, curves.posterior, "p", name=POSTERIOR, fill="tozeroy", fillcolor=colour("p", 0.12)),
        curve(curves.z, curves.q, "q", name=Q, dash="dash"),
        curve(curves.x, curves.evidence, "p", panel=1),
        *_bars(bound, low),
    ]
    figure = sheet(panels, marks, height=440, notes=_names(bound))
    near = {"title": {"standoff": 2}}
    return figure.update_layout(
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": NAME},
        xaxis=near,
        xaxis2=near,
        xaxis3={"showticklabels": False, "showgrid": False},
        yaxis2={"nticks": 3},
    )


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(values[0]), float(values[-1])


def _reach(bound: ExactBound) -> tuple[float, float]:
    """The limits of the bars' axis."""
    account = bound.account
    above = max(account.reconstruction - account.log_evidence, 0.0)
    down = next((reach for reach in REACHES if reach >= account.kl_posterior), REACHES[-1])
    up = max(next((reach for reach in UP if reach >= above), UP[-1]), down / 4)
    return account.log_evidence - 1.25 * down, account.log_evidence + 1.1 * up


def _bars(bound: ExactBound, low: float) -> list[dict]:
    account = bound.account
    elbo, level = account.bound, account.log_evidence
    look = {"panel": 2, "width": BAR, "hovertemplate": "%{customdata:.4f}<extra></extra>"}
    values = [account.bound] * 2
    part = {"base": [elbo], **look}
    hatched = _named(bars([1], [account.kl_prior], "kl", opacity=0.75, customdata=[account.kl_prior], **part), KL_PRIOR)
    hatched["marker"]["pattern"] = HATCHED
    upper = _named(bars([0], [account.kl_posterior], "kl", customdata=[account.kl_posterior], **part), KL_POSTERIOR)
    both = _named(bars([0, 1], [elbo - low] * 2, "q", base=[low] * 2, customdata=values, opacity=0.35, **look), BOUND)
    ends = np.array([-0.5, 1.5])
    return [
        both,
        upper,
        hatched,
        curve(ends, [elbo] * 2, "q", panel=2, width=2),
        curve(ends, [level] * 2, "p", panel=2, width=3),
        curve([0.55, 1.45], [account.reconstruction] * 2, "reconstruction", panel=2, width=3, dash="dash"),
    ]


def _named(bar: dict, name: str) -> dict:
    """The bars with their name in the legend, and in them where there is room: plotly hides what is wider or higher."""
    inside = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
    font = {"size": NAME, "color": colour("ink")}
    return {**bar, "name": name, "showlegend": True, "text": name, "insidetextfont": font, **inside}


def _names(bound: ExactBound) -> list[dict]:
    """What both levels are, above their lines."""
    account = bound.account
    place = {"panel": 2, "yanchor": "bottom"}
    level = {**place, "xanchor": "left", "font": {"size": NAME, "color": colour("p")}}
    top = {**place, "xanchor": "right", "font": {"size": NAME, "color": colour("reconstruction")}}
    return [
        note(f"<b>{LOG_EVIDENCE}</b>", -0.5, account.log_evidence, **level),
        note(RECONSTRUCTION, 1.5, account.reconstruction, **top),
    ]


def height_of_q(bound: ExactBound, z: float) -> float:
    """Where a handle at ``z`` stands on q."""
    return float(np.exp(normal_log_density(np.array(z), bound.q.means[0], bound.q.standard_deviation)))
