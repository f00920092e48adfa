"""What to predict about draws, their gradients, and what lies around a code."""

from dataclasses import replace

from sections.autoencoders import measured
from sections.autoencoders.gradients_words import titles
from ui import state
from ui.fields.autoencoders import CLOUD_SEED, DRAWS, DRAWS_SEED, HAS_PATH, LATENT_DIMENSION, NEARBY, PARAMETER
from ui.i18n import gettext as _
from ui.lesson import Question
from ui.printing import readable, short
from vae_core.analysis.gradient_estimators import compare

# Nats added to every loss.
ADDED = 200
# A scatter that has grown by less than this share has not changed to the eye.
UNCHANGED = 0.02


def questions() -> list[Question]:
    """Three questions on the state of the page."""
    return [_doubled(), _added(), _other_noise()]


def _doubled() -> Question:
    shown, j = measured.picture(), state.get(LATENT_DIMENSION) - 1
    q, has_path = measured.now(shown), state.get(HAS_PATH)
    epsilon = float(measured.noise(state.get(DRAWS_SEED), j)[0, j])
    step = q.deviation[j] * epsilon
    moves = (step if has_path else 0.0, step, 2 * step, q.deviation[j], 0.0)
    options = list(dict.fromkeys(readable(move, 3) for move in sorted(set(moves))))
    reason = _("$z = \\mu + \\sigma\\varepsilon$ with $\\varepsilon$ held: twice $\\sigma$ adds $\\sigma\\varepsilon$.")
    if not has_path:
        reason = _("It was drawn before, and is no function of $\\sigma$: only its density changes.")
    return Question(
        _("Draw 1 lies on $q$ as you left it. $\\sigma_{j}$ is doubled. By how much does its $z_{j}$ move?").format(
            j=j + 1
        ),
        tuple(options),
        options.index(readable(moves[0], 3)),
        reason,
    )


def _added() -> Question:
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


def _other_noise() -> Question:
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
