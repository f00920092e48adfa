"""A point against a cloud: what lies around the code that each model gives the digit."""

import streamlit as st

from sections.autoencoders import cloud_words, measured
from sections.autoencoders.measured import Picture
from sections.autoencoders.questions import other_noise
from ui import lesson, predict, state
from ui.components.figure import Handle, Slider, live_figure, slider_for
from ui.fields.autoencoders import CLOUD_SEED, NEARBY
from ui.i18n import gettext as _
from vae_core.analysis import neighbourhood
from vae_core.figures import neighbourhood as figures


@lesson.section(shares=(NEARBY, CLOUD_SEED))
def cloud() -> None:
    st.markdown(
        _(
            "The autoencoder answers with one point, the VAE with a cloud, $q(z|x)$; it learned on draws from such "
            "clouds, and each had to decode to its own image. What lies around the autoencoder's point nobody has "
            "asked. Put the same noise around both codes, and drag it."
        )
    )
    shown = measured.picture()
    scale, seed = state.get(NEARBY), state.get(CLOUD_SEED)
    near = {kind: measured.around_code(shown, kind, scale, seed) for kind in measured.MODELS}
    profiles = {kind: measured.profile(shown, kind, seed) for kind in measured.MODELS}
    _figure(shown, scale, near, profiles)
    if lesson.is_read():
        with st.container(key="cloud_words"):
            if predict.first("cloud", other_noise):
                cloud_words.explain(shown, scale, near, profiles, measured.cloud(shown, seed))
    st.button(
        _("Draw ε anew"), icon=":material/casino:", key="draw:cloud", on_click=lambda: state.draw_anew(CLOUD_SEED)
    )
    lesson.code(neighbourhood.around, neighbourhood.neighbours, neighbourhood.Neighbours, neighbourhood.Reader)


def _figure(shown: Picture, scale: float, near: dict, profiles: dict) -> None:
    own = measured.cloud(shown, state.get(CLOUD_SEED))
    noise = cloud_words.scale_of_cloud(shown)
    titles = cloud_words.titles()
    blocks = [
        figures.Block(_("VAE: z = μ, and 24 draws of q(z∣x)"), own.centre, own.pictures, own.same),
        figures.Block(_("VAE: μ, and noise around it"), near["vae"].centre, near["vae"].pictures, near["vae"].same),
        figures.Block(
            _("Autoencoder: z, and noise around it"), near["ae"].centre, near["ae"].pictures, near["ae"].same
        ),
    ]
    lines = [
        figures.Line(kind, titles[kind], profiles[kind].scales, profiles[kind].change, profiles[kind].share)
        for kind in ("vae", "ae")
    ]
    live_figure(
        lambda: figures.neighbourhoods(blocks, lines, (noise, own.change, own.share), scale, words=_words()),
        _controls(scale),
        key="cloud",
        wide=True,
        label=_("Pictures decoded around the codes of both models, and how they change as the noise grows"),
    )


def _controls(scale: float) -> list[Handle | Slider]:
    label = _("Noise around both codes, in units of the codes' spread")
    limits = NEARBY.kind
    return [
        slider_for(NEARBY, "s", label, symbol="epsilon", logarithmic=True),
        Handle(
            "noise",
            "s",
            label,
            scale,
            0.0,
            lambda x, _y: state.put(NEARBY, min(max(x, limits.low), limits.high)),
            panel=figures.FIRST_CURVE,
            symbol="epsilon",
            low=limits.low,
            high=limits.high,
        ),
    ]


def _words() -> figures.Words:
    return figures.Words(
        noise=_("noise <i>s</i>"),
        change=_("change of the picture"),
        share=_("same digit"),
        cloud=_("q(z∣x) itself"),
        other=_("another digit"),
    )
