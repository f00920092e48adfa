"""What to predict about the mixtures on screen."""

from dataclasses import replace

from sections.latent_variables import model as curve_model
from ui import state
from ui.fields.latent_variables import MIXTURE, PRIOR_SEED, VALUE
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.printing import readable, short
from vae_core.probability.ancestral import bayes, between_means, reweighted
from vae_core.probability.latent_curves import nearest_point
from vae_core.probability.prior_sampling import contributions

FRESH = 1000
# Ends of the answers to how many draws count.
FEW, SOME, MANY = 20, 100, 400


def most_responsible() -> Question:
    """Which component explains an x between two of them best."""
    mixture = state.get(MIXTURE).distribution
    terms = bayes(mixture, between_means(mixture))
    chances = sorted(terms.posterior)
    best = int(terms.posterior.argmax())
    is_tie = chances[-1] - chances[-2] < 1e-6
    names = [f"z = {k + 1}" for k in range(len(chances))]
    shares = ", ".join(f"{name}: {readable(float(p), 3)}" for name, p in zip(names, terms.posterior, strict=True))
    return Question(
        _("Take x = {x}, halfway between the two outermost means. Which component is most responsible?").format(
            x=short(terms.x)
        ),
        (*names, _("two are equally responsible")),
        len(names) if is_tie else best,
        _("There P(z∣x) is {shares}: weight times height decides, not distance.").format(shares=shares),
    )


def twice_the_weight() -> Question:
    """What twice the weight does to a component's share."""
    mixture, x = state.get(MIXTURE).distribution, state.get(VALUE)
    k, other = reweighted(mixture)
    before, after = bayes(mixture, x), bayes(other, x)
    now, then = float(before.posterior[k]), float(after.posterior[k])
    answer = sum(then > factor * now for factor in (1.01, 1.95, 2.05))
    return Question(
        _(
            "Set the weight of z = {z} to {weight}, not {old}; the others shrink alike. At x = {x}, P(z = {z}∣x):"
        ).format(z=k + 1, weight=short(float(other.weights[k])), old=short(float(mixture.weights[k])), x=short(x)),
        (_("stays as it is"), _("grows to less than twice"), _("doubles"), _("grows to more than twice")),
        answer,
        _("It goes from {now} to {then}. The odds grow by one factor everywhere; the share cannot pass 1.").format(
            now=readable(now, 3), then=readable(then, 3)
        ),
    )


def carriers() -> Question:
    """How many draws of the prior carry p(x)."""
    config = curve_model.model()
    sigma = config.sigma / 2 if config.sigma >= 0.1 else 2 * config.sigma
    config = replace(config, sigma=sigma)
    x = nearest_point(config, curve_model.place(config))
    count = round(contributions(config, x, FRESH, state.get(PRIOR_SEED) + 1).carrying_share * FRESH)
    return Question(
        _("With σ = {sigma}, and x = {x}: how many of {n} fresh prior draws carry 99 % of p(x)?").format(
            sigma=short(sigma), x=curve_model.written(x), n=FRESH
        ),
        (
            _("fewer than {n}").format(n=FEW),
            _("{low} to {high}").format(low=FEW, high=SOME),
            _("{low} to {high}").format(low=SOME + 1, high=MANY),
            _("more than {n}").format(n=MANY),
        ),
        sum(count > end for end in (FEW - 1, SOME, MANY)),
        _("{carriers} did. The narrower p(x∣z), the fewer z can have made this x.").format(carriers=count),
    )
