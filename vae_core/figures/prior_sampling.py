"""Pictures of log p(x) estimated with z from the prior, and of the few z that carry the estimate."""

import numpy as np
import plotly.graph_objects as go

from vae_core.figures.canvas import Panel, area, curve, dots, sheet
from vae_core.probability.prior_sampling import Bias, Contributions, RunningEstimate

Z, N = "<i>z</i>", "<i>n</i>"
PRIOR, POSTERIOR = "<i>p</i>(<i>z</i>)", "<i>p</i>(<i>z</i>∣<i>x</i>)"
LOG_EVIDENCE = "log <i>p</i>(<i>x</i>)"
# In nats: estimates from too few draws can lie hundreds below, and would flatten the rest.
DEPTH = 8.0
# Dots on the latent axis, half of them the heaviest.
SHOWN_DRAWS = 400


def prior_sampling(
    running: RunningEstimate,
    contributions: Contributions,
    *,
    exact: str = "exact",
    estimate: str = "estimate",
    heavy: str = "draws that carry 99 %",
    light: str = "the others",
) -> go.Figure:
    """The estimate of log p(x) as draws arrive, and where on the latent axis its weight comes from.

    Panels: 0 the running estimate over n, with the exact value and one standard error to either side;
    1 p(z) and p(z∣x); 2 the draws' weights under the same z axis.

    Args:
        running: the estimate; what lies more than 8 nats below the exact value leaves the picture.
        contributions: of the same draws; at most 400 of them are drawn, the heaviest first.
        exact: what the legend calls log p(x) by quadrature.
        estimate: what it calls the running estimate.
        heavy: what it calls the draws that together hold 99 % of the weight.
        light: what it calls all others.
    """
    low, high = _view(running)
    weight = "<i>w</i>"
    panels = [
        Panel(N, LOG_EVIDENCE, across=(0, 0.47), x_kind="log", y_range=(low, high)),
        Panel("", PRIOR, across=(0.57, 1), up=(0.52, 1), x_range=(-4, 4)),
        Panel(Z, weight, across=(0.57, 1), up=(0, 0.42), shares_x=1),
    ]
    marks = [*_run(running, low, exact, estimate), *_latent_axis(contributions, heavy, light)]
    return sheet(panels, marks)


def _view(running: RunningEstimate) -> tuple[float, float]:
    """From the lowest to the highest thing worth seeing, with the exact value always inside."""
    lowest = max(float(running.log_estimate.min()), running.log_evidence - DEPTH)
    highest = max(float(running.log_estimate.max()), running.log_evidence + 0.2)
    margin = 0.05 * (highest - lowest) + 0.1
    return min(lowest, running.log_evidence - 0.2) - margin, highest + margin


def _run(running: RunningEstimate, floor: float, exact: str, estimate: str):
    there_and_back = np.concatenate([running.n, running.n[::-1]])
    band = np.concatenate([np.maximum(running.low, floor), running.high[::-1]])
    yield area(there_and_back, band, "p", opacity=0.15, fill="toself")
    yield curve(running.n[[0, -1]], [running.log_evidence] * 2, "p", name=exact, width=2, dash="5px,3px")
    yield curve(running.n, np.maximum(running.log_estimate, floor), "x_hat", name=estimate)


def _latent_axis(contributions: Contributions, heavy: str, light: str):
    posterior = contributions.posterior
    yield area(posterior.z, posterior.prior, "z", name=PRIOR, panel=1)
    yield curve(posterior.z, posterior.posterior, "p", name=POSTERIOR, panel=1)
    shown = _shown(contributions)
    z, weights, carries = contributions.z[shown], contributions.weights[shown], contributions.carries[shown]
    yield dots(z[~carries], weights[~carries], "epsilon", name=light, panel=2, size=5, opacity=0.6, hoverinfo="skip")
    yield dots(z[carries], weights[carries], "x_hat", name=heavy, panel=2, size=7, opacity=0.8, hoverinfo="skip")


def _shown(contributions: Contributions) -> np.ndarray:
    """Of many draws the heaviest, and every so many-th of the others."""
    if len(contributions.z) <= SHOWN_DRAWS:
        return np.arange(len(contributions.z))
    order = np.argsort(-contributions.weights)
    half = SHOWN_DRAWS // 2
    rest = np.sort(order[half:])
    return np.concatenate([order[:half], rest[:: -(-len(rest) // half)]])


def jensen(bias: Bias, *, exact: str = "exact", average: str = "average estimate") -> go.Figure:
    """The average of many log estimates for a few n, two standard errors to either side, and the exact value."""
    panels = [Panel(N, LOG_EVIDENCE, x_kind="log", x_range=(-0.3, 3.3))]
    errors = {"type": "data", "array": 2 * bias.standard_error, "thickness": 2}
    marks = [
        curve([0.5, 2000], [bias.log_evidence] * 2, "p", name=exact, width=2, dash="5px,3px"),
        dots(bias.n, bias.mean_log_estimate, "x_hat", name=average, size=10, error_y=errors, hoverinfo="skip"),
    ]
    return sheet(panels, marks, height=300).update_layout(xaxis_dtick=1)
