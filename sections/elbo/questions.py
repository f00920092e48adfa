"""What to predict about the bound and its gap."""

from sections.elbo.subject import inference
from ui import aggregates, late, state
from ui.fields.elbo import AVERAGED, DEVIATION, LEVELS, MEAN, NOISE, OFFSET, PILE, VALUE, WEIGHT
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.printing import nats, readable
from vae_core.probability.exact_bound import exact_bound
from vae_core.probability.linear_gaussian import LinearGaussian

# Numbers nearer than this, in nats, are level.
LEVEL = 5e-3


def narrower() -> Question:
    """What a narrower q does to the evidence."""
    model = LinearGaussian((state.get(WEIGHT),), (state.get(OFFSET),), state.get(NOISE))
    x, mean, deviation = state.get(VALUE), state.get(MEAN), state.get(DEVIATION)
    before, after = (exact_bound(model, x, mean, width).account for width in (deviation, deviation / 2))
    return Question(
        _("The model where all is known: $q$'s $\\sigma$ becomes half of what it is. What does $\\log p(x)$ do?"),
        (_("it rises"), _("it falls"), _("it stays")),
        _direction(after.log_evidence - before.log_evidence),
        _("No $q$ occurs in $\\log p(x)$ = {level}. $L_b$ goes from {before} to {after}, KL takes up the rest.").format(
            level=nats(before.log_evidence), before=nats(before.bound), after=nats(after.bound)
        ),
    )


def wider(q: LatentGaussian) -> Question:
    """What a q twice as wide does to both parts of the bound."""
    inferred = inference()
    before, after = (inferred.account(each) for each in (q, LatentGaussian(q.mean, 4 * q.covariance)))
    return Question(
        _("Both widths of your $q$ are doubled. What does $\\mathrm{KL}(q\\|p(z))$ do, and what $L_b$?"),
        (
            _("KL falls, and $L_b$ rises"),
            _("KL falls, and $L_b$ falls too"),
            _("KL rises, and $L_b$ falls"),
            _("KL rises, and $L_b$ rises too"),
        ),
        _both_directions(after.kl_prior - before.kl_prior, after.bound - before.bound),
        _(
            "KL goes from {kl} to {kl_after}, the reconstruction term from {term} to {term_after}: together {change}."
        ).format(
            kl=nats(before.kl_prior),
            kl_after=nats(after.kl_prior),
            term=nats(before.reconstruction),
            term_after=nats(after.reconstruction),
            change=nats(after.bound - before.bound),
        ),
    )


def what_would_stay() -> Question:
    """How much of the mean KL a prior that fits the codes would leave."""
    found = aggregates.decomposition(state.get(AVERAGED))
    share = found.information / found.rate
    return Question(
        _("The mean KL is {rate} nats. How much of it would stay if the prior were just like these codes?").format(
            rate=readable(found.rate, 3)
        ),
        (_("less than half"), _("half to nine tenths"), _("more than nine tenths")),
        sum(share > end for end in (0.5, 0.9)),
        _("{share} %: what $z$ tells of the image. The rest, {left} nats, is $\\mathrm{{KL}}(q(z)\\|p(z))$.").format(
            share=readable(100 * share, 3), left=readable(found.divergence, 2)
        ),
    )


def how_much_comes_back() -> Question:
    """How many of the bits for z are got back."""
    pile = late.piles.pile(state.get(LEVELS), state.get(PILE))
    code, back = pile.mean("code"), pile.mean("back")
    return Question(
        _("To write $z$ under the prior takes {code} bits on average. How many of them come back?").format(
            code=readable(code, 3)
        ),
        (_("less than a quarter"), _("a quarter to three quarters"), _("more than three quarters")),
        sum(back / code > end for end in (0.25, 0.75)),
        _("{back} of them. The difference is $\\mathrm{{KL}}(q\\|p(z))$: {kl} bits, or {nats} nats.").format(
            back=readable(back, 2), kl=readable(code - back, 3), nats=readable(pile.kl_in_nats, 3)
        ),
    )


def _direction(change: float) -> int:
    """0: it rises, 1: it falls, 2: it stays."""
    return 2 if abs(change) < LEVEL else int(change < 0)


def _both_directions(kl: float, bound: float) -> int:
    if kl < 0:
        return 0 if bound > 0 else 1
    return 2 if bound < 0 else 3
