"""What to predict about the data and θ on screen."""

from collections.abc import Callable

from sections.likelihood.theta import theta
from ui import state
from ui.fields.likelihood import DATA, DEVIATION, DRAWS, MEAN, RATE, SPREAD
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.printing import readable, short
from vae_core.probability.ascent import ascend, largest_steady_rate
from vae_core.probability.likelihood import MAX_DATA, likelihood, maximum, observations
from vae_core.probability.underflow import Underflow

STEP = 1.0
OUTCOMES = ("converged", "unfinished", "diverged")


def move_a_point() -> Question:
    """The rightmost point goes further right, θ stays: what does log L do?"""
    values, here = state.get(DATA), theta()
    last = max(values)
    rest = list(values)
    rest.remove(last)
    before, after = (
        likelihood(observations(data), here.mean, here.standard_deviation).log_likelihood
        for data in (values, [*rest, last + STEP])
    )
    answer = 0 if after > before else 1 if after < before else 2
    return Question(
        _("θ stays at μ = {mean}, σ = {sigma}. The rightmost point, {x}, moves right by 1. What does log L do?").format(
            mean=readable(here.mean, 3), sigma=readable(here.standard_deviation, 3), x=short(last)
        ),
        (_("It rises"), _("It falls"), _("It stays")),
        answer,
        _("From {before} to {after}: only the distance to μ counts, in units of σ, and squared.").format(
            before=readable(before), after=readable(after)
        ),
    )


def let_it_climb() -> Question:
    """Where gradient ascent leads at twice the rate."""
    x, rate = observations(state.get(DATA)), 2 * state.get(RATE)
    path = ascend(x, state.get(MEAN), state.get(DEVIATION), rate=rate)
    reason = (
        _("With η = {rate}, {steps} steps lead to μ = {mean}, σ = {sigma}; there is no maximum to arrive at.")
        if maximum(x).unbounded
        else _(
            "With η = {rate}, {steps} steps lead to μ = {mean}, σ = {sigma}. Near the top steps shrink for η < {limit}."
        )
    )
    return Question(
        _("Gradient ascent starts again at twice the rate, η = {rate}. After at most 200 steps …").format(
            rate=short(rate)
        ),
        (_("it is at the maximum"), _("it is still moving"), _("it has left every bound")),
        OUTCOMES.index(path.outcome),
        reason.format(
            rate=short(rate),
            steps=len(path.means) - 1,
            mean=readable(float(path.means[-1]), 3),
            sigma=readable(float(path.standard_deviations[-1]), 3),
            limit=readable(largest_steady_rate(x), 3),
        ),
    )


def more_draws(result: Callable[[int], Underflow]) -> Question:
    """What is left of a product of twice as many heights; ``result`` multiplies so many of them."""
    n = min(2 * state.get(DRAWS), MAX_DATA) if state.get(DRAWS) < MAX_DATA else MAX_DATA // 2
    products = result(n)
    answer = 0 if products.vanishes_at is not None else 2 if products.overflows_at is not None else 1
    return Question(
        _("Multiply the heights of {n} draws from a normal with σ = {sigma}. What does a computer hold?").format(
            n=n, sigma=short(state.get(SPREAD))
        ),
        (_("exactly 0"), _("a positive number"), "∞"),
        answer,
        _("Their logarithms sum to {total}; a double ends near {least} and {most}.").format(
            total=readable(products.log_likelihood), least="e⁻⁷⁴⁵", most="e⁷¹⁰"
        ),
    )
