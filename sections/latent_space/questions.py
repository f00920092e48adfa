"""What to predict about the state on screen: a step of z, the digits on a way, a sum in another space."""

from ui import coded, library, own_models, state
from ui.fields.latent_space import LATENT_DIM, POSITION
from ui.fields.latent_walk import ENDS, TERMS
from ui.i18n import gettext as _
from ui.library import Model
from ui.predict import Question

STEP = 1.5
OFFERED = 4  # answers, where they are digits


def _vae(latent_dim: int) -> Model:
    return library.pretrained(f"mnist-vae-{latent_dim}d")


def step() -> Question | None:
    """Which digit is nearest one step along z₁; of the project's own VAE."""
    if own_models.are_asked_for():
        return None
    model, position = _vae(state.get(LATENT_DIM)), state.get(POSITION)
    here = coded.place(model, position, 0, 0.0)
    shift = STEP if here[0] <= 0 else -STEP  # never off the map
    now = coded.nearest_digit(model, here)
    then = coded.nearest_digit(model, coded.place(model, position, 0, shift))
    options = _digits(then, (now, 0, 6, 8, 3))
    change = _("grows by {step}") if shift > 0 else _("falls by {step}")
    return Question(
        _("$z_1$ {changes}, all else stays. To which digit does the VAE's nearest code belong then?").format(
            changes=change.format(step=STEP)
        ),
        tuple(str(option) for option in options),
        options.index(then),
        _("Now the digit is {now}, then {then}. Move the slider of $z_1$ and see what is drawn on the way.").format(
            now=now, then=then
        ),
    )


def way() -> Question | None:
    """How many digits one meets between two; of the project's own VAE."""
    if own_models.are_asked_for():
        return None
    met = coded.digits_met(_vae(state.get(LATENT_DIM)), state.get(ENDS))
    count = len(set(met))
    options = sorted({count, *range(max(1, count - 1), max(1, count - 1) + 3)})
    return Question(
        _(
            "Go the straight way from A to B in the VAE, in 100 steps. How many different digits take their turn as "
            "the nearest code?"
        ),
        tuple(str(option) for option in options),
        options.index(count),
        _("In this order: {digits}.").format(digits=" → ".join(str(label) for label in met)),
    )


def in_the_other_space() -> Question | None:
    """What the same sum of codes makes in a space of another size; of the project's own VAEs."""
    if own_models.are_asked_for():
        return None
    here, other = state.get(LATENT_DIM), {2: 8, 8: 2}[state.get(LATENT_DIM)]
    terms = state.get(TERMS)
    digits = {size: coded.nearest_digit(_vae(size), coded.total(_vae(size), terms)) for size in (here, other)}
    a, _b, c = (coded.digit(term) for term in terms)
    options = _digits(digits[other], (c, a, digits[here]))
    return Question(
        _(
            "The same sum A − B + C, but in the VAE with z of size {n}: to which digit does the nearest code belong?"
        ).format(n=other),
        tuple(str(option) for option in options),
        options.index(digits[other]),
        _("With {other} dimensions it is {there}, with {here} it is {here_digit}; C is {c}.").format(
            there=digits[other], other=other, here_digit=digits[here], here=here, c=c
        ),
    )


def _digits(right: int, likely: tuple[int, ...]) -> list[int]:
    """Four digits to choose from, in their order: the right one, likely ones, and those that fill up."""
    chosen = list(dict.fromkeys((right, *likely, *range(10))))
    return sorted(chosen[:OFFERED])
