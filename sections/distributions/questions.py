"""What to predict about the distribution on screen."""

from sections.distributions.choice import event
from ui import state
from ui.fields.distributions import DIE, LEFT, MEMBER, RIGHT, THROW_SEED, THROWS
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.printing import alike, readable, short
from vae_core.probability import events
from vae_core.probability.curves import heights
from vae_core.probability.moments import Existence, VarianceEstimators, existence
from vae_core.probability.throws import throw

# Shares of samples nearer to a half than this are a half, as far as 2000 of them can tell (two standard errors).
LEVEL = 0.022
SAME = 1e-9  # of two distances
CLOSE = 0.01  # three digits do not tell a number so near to 1 from it


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
    between, chance = (height if 0 < height != 1 else 0.5), height if distribution.is_discrete else 0.0
    return Question(
        _("What is P(X = {x}), exactly?").format(x=short(x)),
        ("0", readable(between, 3 if abs(between - 1) > CLOSE else 6), "1"),
        0 if not chance else 2 if chance == 1 else 1,
        reason.format(x=short(x), height=readable(height, 3)),
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
    whole_text, half_text = alike([whole, half])
    return Question(
        _("Keep x₁ = {low}, move x₂ to the middle, {middle}. What is left of the probability?").format(
            low=short(low), middle=short(middle)
        ),
        (_("less than half"), _("half"), _("more than half")),
        answer,
        (
            _("It falls from {whole} to {half}: what counts is which values lie there, not how wide it is.")
            if member.distribution.is_discrete
            else _("It falls from {whole} to {half}: area, not width, is probability.")
        ).format(whole=whole_text, half=half_text),
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
