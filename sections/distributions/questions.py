"""What to predict about the distribution on screen."""

from ui import state
from ui.fields.distributions import LEFT, MEMBER, RIGHT, SAMPLE_SIZE
from ui.i18n import gettext as _
from ui.lesson import Question
from ui.printing import readable
from vae_core.probability import events
from vae_core.probability.curves import heights
from vae_core.probability.moments import variance_estimators


def questions() -> list[Question]:
    """Three questions on the state of the page."""
    return [_probability_of_a_point(), _half_the_interval(), _bias()]


def _probability_of_a_point() -> Question:
    distribution, x = state.get(MEMBER).distribution, state.get(RIGHT)
    height, _below = heights(distribution, x)
    if distribution.is_discrete:
        reason = _("X is discrete: its mass at {x} is {height}.")
    else:
        reason = _("The density there is {height}, but from {x} to {x} there is no width, and so no area.")
    return Question(
        _("What is P(X = {x}), exactly?").format(x=readable(x, 3)),
        ("0", readable(height or 0.5, 3), "1"),
        1 if distribution.is_discrete and height else 0,
        reason.format(x=readable(x, 3), height=readable(height, 3)),
    )


def _half_the_interval() -> Question:
    member = state.get(MEMBER)
    low, high = sorted((state.get(LEFT), state.get(RIGHT)))
    middle = (low + high) / 2
    whole = events.difference(member.distribution, low, high)
    half = events.difference(member.distribution, low, middle)
    is_half = abs(half - whole / 2) <= 0.01 * whole
    answer = 1 if is_half else 0 if half < whole / 2 else 2
    return Question(
        _("Keep x₁ = {low}, move x₂ to the middle, {middle}. What is left of the probability?").format(
            low=readable(low, 3), middle=readable(middle, 3)
        ),
        (_("less than half"), _("half"), _("more than half")),
        answer,
        _("It falls from {whole} to {half}: area, not width, is probability.").format(
            whole=readable(whole, 3), half=readable(half, 3)
        ),
    )


def _bias() -> Question:
    n = 2 * state.get(SAMPLE_SIZE)
    estimates = variance_estimators(state.get(MEMBER), n)
    shares = ((n / 2 - 1) / (n / 2), (n - 1) / n, 1.0)
    reason = _("It is (n − 1)/n. In 2000 samples of {n} just drawn the average was {average}; σ² is {variance}.")
    return Question(
        _("Take samples of {n}, twice as many as now. What share of σ² does dividing by n give on average?").format(
            n=n
        ),
        tuple(f"{100 * share:.3g} %" for share in shares),
        1,
        reason.format(n=n, average=readable(estimates.average_by_n.value, 3), variance=readable(estimates.variance, 3)),
    )
