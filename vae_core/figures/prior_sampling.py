"""Pictures of log p(x) estimated with z from the prior, and of the few z that carry the estimate."""

import numpy as np

from vae_core.figures.canvas import Panel, area, curve, dots, sheet, stems
from vae_core.figures.figure import Figure
from vae_core.figures.latent_variables import ENDS, PRIOR, X, Z, band_along, surface
from vae_core.probability.infinite_mixture import Terrain
from vae_core.probability.prior_sampling import Bias, Contributions, RunningEstimate

N, LOG_EVIDENCE, POSTERIOR = "<i>n</i>", "log <i>p</i>(<i>x</i>)", "<i>p</i>(<i>z</i>∣<i>x</i>)"
# In nats: estimates from too few draws can lie hundreds below, and would flatten the rest.
DEPTH = 8.0
# Half of them the heaviest. Each is an element of the page, to be drawn anew while the hand moves.
SHOWN_DRAWS = 200


def running_estimate(running: RunningEstimate, *, exact: str = "exact", estimate: str = "estimate") -> Figure:
    """The estimate of log p(x) as draws arrive, with the exact value and one standard error to either side.

    Args:
        running: the estimate; what lies more than 8 nats below the exact value leaves the picture.
        exact: what the legend calls log p(x) by quadrature.
        estimate: what it calls the running estimate.
    """
    low, high = _view(running)
    panel = Panel(N, LOG_EVIDENCE, x_kind="log", y_range=(low, high))
    return sheet([panel], _run(running, low, exact, estimate), height=300).update_layout(xaxis={"dtick": 1})


def draws_that_count(
    terrain: Terrain,
    contributions: Contributions,
    *,
    heavy: str = "draws that carry 99 %",
    light: str = "the others",
) -> Figure:
    """Where on the curve the draws from the prior fall, and which of them explain x.

    Panels: 0 the curve with the draws on it, over z for one-dimensional x, over the plane for two;
    1 p(z) and p(z∣x); 2 the draws' weights under the same z axis.

    Args:
        terrain: of the same model.
        contributions: of the draws; at most 200 of them are drawn, the heaviest first.
        heavy: what the legend calls the draws that together hold 99 % of the weight.
        light: what it calls all others.
    """
    is_line = len(terrain.view) == 1
    up, second = (0.46, 1), {"shares_x": 0} if is_line else {"x_range": ENDS}
    if is_line:
        first = Panel("", X, up=up, x_range=ENDS, y_range=terrain.view[0])
    else:
        across, along = terrain.view
        first = Panel("<i>x</i>₁", "<i>x</i>₂", up=up, x_range=across, y_range=along, square=True)
    panels = [
        first,
        Panel("", PRIOR, up=(0.21, 0.38), **second),
        Panel(Z, "<i>w</i>", up=(0, 0.17), shares_x=0 if is_line else 1),
    ]
    marks = [*(band_along(terrain, named=False) if is_line else surface(terrain, terrain.integral, named=False))]
    figure = sheet(panels, [*marks, *_draws(contributions, heavy, light)], height=480)
    plain = ("xaxis2", "yaxis3", *["xaxis"] * is_line)
    return figure.update_layout(yaxis2={"nticks": 4}, **{axis: {"showticklabels": False} for axis in plain})


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


def _draws(contributions: Contributions, heavy: str, light: str):
    posterior = contributions.posterior
    if len(posterior.x) == 1:
        yield curve(ENDS, [posterior.x[0]] * 2, "x", width=1.5, dash="dot")
    yield area(posterior.z, posterior.prior, "z", name=PRIOR, panel=1)
    yield curve(posterior.z, posterior.posterior, "p", name=POSTERIOR, panel=1)
    shown = _shown(contributions)
    z, means, weights = contributions.z[shown], contributions.means[shown], contributions.weights[shown]
    place = [z, means[:, 0]] if means.shape[1] == 1 else list(means.T)
    groups = ((~contributions.carries[shown], "epsilon", light), (contributions.carries[shown], "x_hat", heavy))
    for those, symbol, name in groups:
        size = 5 if symbol == "epsilon" else 7
        on_curve = [axis[those] for axis in place]
        yield dots(*on_curve, symbol, name=name, size=size, opacity=0.5, hoverinfo="skip")
        # Lines, not dots: however many, the browser draws them as one path.
        yield stems(z[those], weights[those], symbol, panel=2, width=1.5, opacity=0.8)


def _shown(contributions: Contributions) -> np.ndarray:
    """Of many draws the heaviest, and every so many-th of the others."""
    if len(contributions.z) <= SHOWN_DRAWS:
        return np.arange(len(contributions.z))
    order = np.argsort(-contributions.weights)
    half = SHOWN_DRAWS // 2
    rest = np.sort(order[half:])
    return np.concatenate([order[:half], rest[:: -(-len(rest) // half)]])


def jensen(bias: Bias, *, exact: str = "exact", average: str = "average estimate") -> Figure:
    """The average of many log estimates for a few n, two standard errors to either side, and the exact value."""
    panels = [Panel(N, LOG_EVIDENCE, x_kind="log", x_range=(-0.3, 3.3))]
    errors = {"type": "data", "array": 2 * bias.standard_error, "thickness": 2}
    marks = [
        curve([0.5, 2000], [bias.log_evidence] * 2, "p", name=exact, width=2, dash="5px,3px"),
        dots(bias.n, bias.mean_log_estimate, "x_hat", name=average, size=10, error_y=errors, hoverinfo="skip"),
    ]
    return sheet(panels, marks, height=300).update_layout(xaxis={"dtick": 1})
