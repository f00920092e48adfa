"""What to predict about the distribution on screen."""

from sections.distributions.choice import event
from ui import state
from ui.fields.distributions import DIE, LEFT, MEMBER, RIGHT, THROW_SEED, THROWS
from ui.i18n import gettext as _
from ui.predict import Question
from ui.printing import readable
from vae_core.probability import events
from vae_core.probability.curves import heights
from vae_core.probability.moments import Existence, VarianceEstimators, existence
from vae_core.probability.throws import throw

# Shares of samples nearer to a half than this are a half, as far as 2000 of them can tell (two standard errors).
LEVEL = 0.022
SAME = 1e-9  # of two distances


def nearer() -> Question:
    """Whether more throws bring the share of an event nearer to its probability."""
    n = state.get(THROWS)
    more = 4 * n if 4 * n <= THROWS.kind.high else max(1, n // 4)
    now, then = (throw(state.get(DIE), event(), each, state.get(THROW_SEED)) for each in (n, more))
    before, after = (abs(each.frequency.value - each.probability) for each in (now, then))
    answer = 2 if abs(before - after) < SAME else int(after > before)
    return Question(
        _("$A$ has come in {hits} of {n} throws. After {more} throws of the same die, the share is …").format(
            hits=now.hits, n=n, more=more
        ),
        (_("nearer to $P(A)$"), _("farther from it"), _("as near as now")),
        answer,
        _(
            "Of {more} throws {hits} are in $A$: {after}, where $P(A)$ is {p}; of {n} it was {before}. More throws are "
            "nearer as a rule, not each time."
        ).format(
            more=more,
            hits=then.hits,
            after=readable(then.frequency.value, 3),
            p=readable(then.probability, 3),
            n=n,
            before=readable(now.frequency.value, 3),
        ),
    )


def probability_of_a_point() -> Question:
    """P(X = x) where x₂ stands."""
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


def half_the_interval() -> Question:
    """Half the width: half the area?"""
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


def below_the_truth(estimates: VarianceEstimators) -> Question | None:
    """How many of the estimates that are right on average are too small."""
    if existence(estimates.variance) is not Existence.FINITE or not estimates.variance:
        return None
    share = float((estimates.divided_by_n_minus_1 < estimates.variance).mean())
    answer = 1 if abs(share - 0.5) <= LEVEL else 0 if share < 0.5 else 2
    return Question(
        _("Divided by n − 1, the estimates are right on average. How many of the 2000 are smaller than σ²?"),
        (_("fewer than half"), _("about half"), _("more than half")),
        answer,
        _(
            "{share} % are. The others make up for it by how far they miss: right on average does not mean right as "
            "often on both sides."
        ).format(share=readable(100 * share, 3)),
    )
