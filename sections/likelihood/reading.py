"""The one sentence that is most worth saying about θ now."""

from sections.likelihood.theta import Theta
from ui import lesson, state
from ui.fields.likelihood import RATE
from ui.i18n import gettext as _
from vae_core.printing import readable, short
from vae_core.probability.ascent import largest_steady_rate
from vae_core.probability.likelihood import Likelihood, Maximum, mean_cdf, scientific
from vae_core.probability.notation import number

AT_THE_TOP, AT_THE_END = 0.01, 1e6
MUCH_TO_THE_LEFT = 0.98
FAR_BELOW = 5.0


def reading(here: Theta, at: Likelihood, best: Maximum) -> None:
    """The one thing most worth saying about θ now."""
    if best.unbounded:
        lesson.reading(_without_maximum(here, at))
    elif here.step:
        lesson.reading(_on_the_way(here, at, best))
    elif here.is_at_the_end and here.path.outcome == "diverged":
        lesson.reading(_too_steep_to_start(here))
    else:
        lesson.reading(_standing(at, best))


def _without_maximum(here: Theta, at: Likelihood) -> str:
    reason = _("A single point") if len(at.x) == 1 else _("Data that are all equal")
    return _(
        "{reason}: there is no maximum. Put $\\mu$ on it and squeeze $\\sigma$ towards 0: the peak over the data, and "
        "$L$ with it, grows without end. Here σ = {sigma} and log L = {value}."
    ).format(reason=reason, sigma=readable(here.standard_deviation, 3), value=readable(at.log_likelihood))


def _standing(at: Likelihood, best: Maximum) -> str:
    below = best.log_likelihood - at.log_likelihood
    if below < AT_THE_TOP:
        return _("This is the top: no other normal makes these data likelier. μ is their mean, σ their spread.")
    share = mean_cdf(at.x, at.mean, at.standard_deviation)
    if share > MUCH_TO_THE_LEFT and below > FAR_BELOW:
        return _(
            "$F$ at the data is {share} on average, nearly as large as it can get, and yet log L lies {below} nats "
            "below the top. The CDF counts what lies to the left; likelihood asks for height *at* the data."
        ).format(share=readable(share, 3), below=readable(below, 3))
    lowest = min(range(len(at.x)), key=at.log_heights.__getitem__)
    return _(
        "$\\log L$ lies {below} nats below the top: under the best normal the data are {times} times as "
        "likely. The lowest height, over $x$ = {x}, drags the product down most."
    ).format(
        below=readable(below, 3),
        times=f"$e^{{{number(below)}}} = {scientific(below).formula}$",
        x=short(float(at.x[lowest])),
    )


def _too_steep_to_start(here: Theta) -> str:
    return _(
        "Gradient ascent cannot start here: with σ = {sigma} the slope is so steep that one step of η = {rate} would "
        "leave every bound. A smaller η, or a wider σ to start from, helps."
    ).format(sigma=readable(here.standard_deviation, 3), rate=short(state.get(RATE)))


def _on_the_way(here: Theta, at: Likelihood, best: Maximum) -> str:
    path, rate = here.path, short(state.get(RATE))
    below = readable(best.log_likelihood - at.log_likelihood, 3, unit=AT_THE_END)
    limit = readable(largest_steady_rate(at.x), 3)
    if here.is_at_the_end and path.outcome == "diverged":
        return _(
            "**Diverged** after {step} steps: with η = {rate} each step overshoots by more than the one before, and "
            "the next would leave every bound. Near the top steps shrink only below η = {limit}."
        ).format(step=here.step, rate=rate, limit=limit)
    if here.is_at_the_end and path.outcome == "converged":
        return _(
            "After {step} steps the slope is 0: step by step it found the maximum that the closed form told at once."
        ).format(step=here.step)
    if path.first_fall is not None and here.step >= path.first_fall:
        return _(
            "Step {fall} went down instead of up: η = {rate} is so large that it jumps over the ridge. "
            "Near the top steps shrink only below η = {limit}. Now log L lies {below} nats below the top."
        ).format(fall=path.first_fall, rate=rate, limit=limit, below=below)
    risen = readable(float(path.values[here.step] - path.values[0]) * len(at.x), 3)
    return _("Step {step}: log L has risen by {risen} nats and lies {below} below the top.").format(
        step=here.step, risen=risen, below=below
    )
