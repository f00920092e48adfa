"""What to predict about draws, their gradients, and what lies around a code."""

from dataclasses import replace

from sections.autoencoders import measured
from sections.autoencoders.gradients_words import titles
from ui import state
from ui.fields.autoencoders import CLOUD_SEED, DRAWS, DRAWS_SEED, HAS_PATH, LATENT_DIMENSION, NEARBY, PARAMETER
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.analysis.gradient_estimators import compare
from vae_core.printing import short

# Nats added to every loss.
ADDED = 200
# A scatter that has grown by less than this share has not changed to the eye.
UNCHANGED = 0.02


def moved_along() -> Question:
    """How many draws follow μ."""
    j = state.get(LATENT_DIMENSION)
    if state.get(HAS_PATH):
        reason = _("$z = \\mu + \\sigma\\varepsilon$ with $\\varepsilon$ held: all of them, each by the same way.")
    else:
        reason = _("They were drawn before, and are no functions of $\\mu$: only their densities change.")
    return Question(
        _("Pull $\\mu_{j}$ to the right by one $\\sigma$. How many of the eight draws go along?").format(j=j),
        (_("none"), _("those on the right of $\\mu$"), _("all")),
        2 if state.get(HAS_PATH) else 0,
        reason,
    )


def added() -> Question:
    """Which estimator minds a constant in the loss."""
    shown, j, parameter = measured.picture(), state.get(LATENT_DIMENSION) - 1, state.get(PARAMETER)
    drawn = measured.draws(shown, measured.now(shown), state.get(DRAWS_SEED)).take(state.get(DRAWS))
    before = compare(drawn, parameter)
    after = compare(replace(drawn, loss=drawn.loss + ADDED), parameter)
    growth = [(new.variance[j] / old.variance[j]) ** 0.5 for old, new in zip(before, after, strict=True)]
    answer = max(range(len(growth)), key=growth.__getitem__)
    names = titles()
    options = [*(names[each.name] for each in before), _("none of them")]
    return Question(
        _(
            "{added} nats are added to the loss of every draw; where it is lowest stays the same. Which estimator "
            "scatters more now?"
        ).format(added=ADDED),
        tuple(options),
        answer if growth[answer] > 1 + UNCHANGED else len(growth),
        _(
            "{factors} times as far, in this order: slopes know nothing of a constant, a baseline takes it away, and "
            "the bare score function multiplies all of it by $\\nabla \\log q$."
        ).format(factors=", ".join(f"{each:.2f}" for each in growth)),
    )


def other_noise() -> Question:
    """Around whose code more of the digit is left at another scale of noise."""
    shown, seed = measured.picture(), state.get(CLOUD_SEED)
    now = state.get(NEARBY)
    scale = 2 * now if 2 * now <= NEARBY.kind.high else now / 2
    counts = {kind: int(measured.around_code(shown, kind, scale, seed).same.sum()) for kind in ("vae", "ae")}
    options = (_("around the VAE's"), _("around the autoencoder's"), _("as many around both"))
    answer = 2 if counts["vae"] == counts["ae"] else (0 if counts["vae"] > counts["ae"] else 1)
    return Question(
        _(
            "The noise around both codes goes from {old} to {new}. Around whose code do more pictures stay this digit?"
        ).format(old=short(now), new=short(scale)),
        options,
        answer,
        _("Of {count} pictures, {vae} around the VAE's code and {ae} around the autoencoder's.").format(
            count=measured.PICTURES, **counts
        ),
    )
