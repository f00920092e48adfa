"""What to predict about the gaps of a thousand digits."""

from math import exp

from ui import gaps, state
from ui.fields.elbo import SPLIT
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.analysis.gap_results import difference, log_ratio
from vae_core.printing import fixed, readable, with_error

# Ratios of the mean to the median at which answers meet.
ENDS = (1.5, 3.0)
# Means farther apart than so many standard errors are not so by chance.
BEYOND_CHANCE = 3.0


def how_far_is_the_mean() -> Question:
    """How much larger than the median the mean gap is."""
    found = gaps.of(state.get(SPLIT))
    return Question(
        _("Half of these gaps are smaller than {median} nats, half larger. How large is the mean gap?").format(
            median=readable(found.median, 2)
        ),
        (_("about as large"), _("twice as large"), _("more than three times as large")),
        sum(found.mean / found.median > end for end in ENDS),
        _("It is {mean} nats: {above} of {count} digits lie above it, and the largest gap alone is {largest}.").format(
            mean=readable(found.mean, 3),
            above=int((found.total > found.mean).sum()),
            count=len(found),
            largest=fixed(float(found.total.max()), 0),
        ),
    )


def are_the_means_apart() -> Question:
    """Whether a thousand digits of each set are enough to tell that the encoder does better on those it has seen."""
    sets = [gaps.of(split) for split in gaps.SPLITS]
    (apart, error), (factor, factor_error) = difference(*sets), log_ratio(*sets)
    return Question(
        _(
            "The encoder has learned from the training digits alone. Do the mean gaps of the two thousands differ by "
            "more than chance, that is by three standard errors?"
        ),
        (_("yes, it is larger in the test set"), _("no"), _("yes, it is larger in the training set")),
        1 if abs(apart) < BEYOND_CHANCE * error else int(apart < 0) * 2,
        _(
            "They differ by {apart} nats, {many} standard errors: a few huge gaps decide a mean. Factors tell more: "
            "typically, by the geometric mean, a test gap is {times} times a training gap, {more} standard errors "
            "from 1."
        ).format(
            apart=with_error(apart, error),
            many=readable(abs(apart) / error, 2),
            times=readable(exp(factor), 3),
            more=readable(abs(factor) / factor_error, 2),
        ),
    )
