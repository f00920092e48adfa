"""Eight draws of q(z|x) under the hand: with a way through z, and without."""

import streamlit as st

from sections.autoencoders import measured, sampling_words
from sections.autoencoders.measured import Picture
from sections.autoencoders.questions import moved_along
from ui import lesson, predict, state
from ui.components.figure import Handle, Slider, live_figure
from ui.fields.autoencoders import DRAWS_SEED, HAS_PATH, LATENT_DIMENSION, MEAN_MOVE, WIDENING
from ui.i18n import gettext as _
from vae_core.analysis.reparameterisation import Posterior, backward, reconstruction_loss
from vae_core.figures import gradient_estimators as figures


@lesson.section(shares=(LATENT_DIMENSION, MEAN_MOVE, WIDENING, HAS_PATH, DRAWS_SEED))
def sampling() -> None:
    st.markdown(
        _(
            "The encoder answers with $q(z|x) = N(\\mu, \\sigma^2)$, the decoder needs one $z$. Below, eight draws "
            "stand on the curve of one latent dimension, over the pictures that they decode to. Move $\\mu$ and "
            "$\\sigma$: do the pictures follow?"
        )
    )
    _choices()
    shown = measured.picture()
    q, seed, j = measured.now(shown), state.get(DRAWS_SEED), state.get(LATENT_DIMENSION) - 1
    # What was drawn before the hand moved stays what it is, unless it is a function of μ and σ.
    drawn_from = q if state.get(HAS_PATH) else measured.of_encoder(shown)
    codes, pictures = measured.decoded(drawn_from, seed, j)
    _figure(shown, q, codes, pictures)
    if lesson.is_read():
        sent_back = measured.sent_back(shown, drawn_from, seed, j, state.get(HAS_PATH))
        with st.container(key="sampling_words"):
            if not predict.first("sampling", moved_along):
                return
            sampling_words.explain(q, measured.of_encoder(shown), codes[0], sent_back, j)
    lesson.code(backward, reconstruction_loss)


def _choices() -> None:
    names = {
        True: _("reparameterised: $z = \\mu + \\sigma \\odot \\varepsilon$"),
        False: _("just drawn: $z \\sim N(\\mu, \\sigma^2)$"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.choose(
            HAS_PATH,
            st.segmented_control,
            _("Where z comes from"),
            HAS_PATH.kind.options,
            required=True,
            format_func=names.get,
        )
        st.button(
            _("Draw ε anew"),
            icon=":material/casino:",
            key="draw:noise",
            on_click=lambda: state.draw_anew(DRAWS_SEED),
        )
        st.button(
            _("Back to the encoder's μ and σ"),
            icon=":material/undo:",
            key="unmoved",
            on_click=unmove,
            disabled=state.get(MEAN_MOVE) == MEAN_MOVE.default and state.get(WIDENING) == WIDENING.default,
        )


def unmove() -> None:
    """μ and σ as the encoder gave them."""
    state.put(MEAN_MOVE, MEAN_MOVE.default)
    state.put(WIDENING, WIDENING.default)


def dimension_slider() -> Slider:
    """Which latent dimension is looked at; what was moved in another one goes back."""

    def take(value: float) -> None:
        state.put(LATENT_DIMENSION, round(value))
        unmove()

    limits, label = LATENT_DIMENSION.kind, _("Latent dimension")
    return Slider("j", "j", label, state.get(LATENT_DIMENSION), limits.low, limits.high, take, symbol="z", step=1)


def _figure(shown: Picture, q: Posterior, codes, pictures) -> None:
    j, encoder = state.get(LATENT_DIMENSION) - 1, measured.of_encoder(shown)
    sampled = figures.Sampled(
        number=j + 1,
        encoder=(encoder.mean[j], encoder.deviation[j]),
        now=(q.mean[j], q.deviation[j]),
        codes=codes[:, j],
        image=shown.image,
        pictures=pictures,
    )
    live_figure(
        lambda: figures.sampled_pictures(sampled, encoder=_("q as the encoder gave it"), now=_("q now")),
        [dimension_slider(), *_controls(sampled)],
        key="sampling",
        label=_("The density of one latent dimension with eight draws on it, and the pictures that they decode to"),
        view=f"{shown.content!r:.40} {j}",
    )


def _controls(sampled: figures.Sampled) -> list[Handle | Slider]:
    (mean, deviation), (now, width), j = sampled.encoder, sampled.now, sampled.number

    def move(value: float) -> None:
        state.put(MEAN_MOVE, (value - mean) / deviation)

    def widen(value: float) -> None:
        state.put(WIDENING, value / deviation)

    low, high = (mean + end * deviation for end in (MEAN_MOVE.kind.low, MEAN_MOVE.kind.high))
    narrow, wide = (end * deviation for end in (WIDENING.kind.low, WIDENING.kind.high))
    mean_label = _("Mean of dimension {number}").format(number=j)
    width_label = _("Standard deviation of dimension {number}").format(number=j)
    # One σ to the right of μ, where the curve is: pulled to the left of μ it stays as narrow as can be.
    side = sampled.height_at(now + width)
    return [
        Slider("mean", f"μ_{j}", mean_label, now, low, high, move, symbol="mu"),
        Slider("deviation", f"σ_{j}", width_label, width, narrow, wide, widen, symbol="sigma", logarithmic=True),
        Handle("mu", f"μ_{j}", mean_label, now, 0.0, lambda x, _y: move(x), symbol="mu", low=low, high=high),
        Handle(
            "sigma",
            f"σ_{j}",
            width_label,
            now + width,
            side,
            lambda x, _y: widen(max(x - now, narrow)),
            symbol="sigma",
            low=now + narrow,
            high=now + wide,
        ),
    ]
