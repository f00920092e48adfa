"""The two models as they learn: losses, reconstructions, samples, maps and the KL of each dimension."""

import streamlit as st

from sections.training import asked
from sections.training.curves import curves, gap_in_words, in_numbers
from sections.training.denoised import denoised
from sections.training.pictures import dimensions, maps, pictures
from sections.training.shown import LIVE, QUEUED, Shown, shown
from ui import lesson, state
from ui.components.figure import live_figure
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.figures.latent_map import HEIGHT
from vae_core.figures.training import PICTURES_HEIGHT, awaited, loss_curves


def _until_there() -> float | None:
    """After how many seconds to look again whether there is something to show."""
    record = asked.record()
    if record is None or record.is_over or shown() is not None:
        return None
    return QUEUED if record.state == "waiting" else LIVE


@lesson.section(every=_until_there)
def dashboard() -> None:
    """Figures that follow a run by themselves, once there is one; before, their places."""
    here = shown()
    if here is None:
        _places()
    else:
        curves(here)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        pictures(here) if here else _place("pictures", _("pictures"), PICTURES_HEIGHT)
    with right:
        maps(here) if here else _place("latent_map", _("codes"), HEIGHT)
    _switches(here)
    if here is not None:
        denoised(here)
        _explain(here)


def _places() -> None:
    words = _("Nothing has been learned yet.")
    live_figure(lambda: loss_curves([], unit=_("nats per image"), epochs=_("epochs")), key="curves", label=words)
    st.caption(words)


def _place(key: str, words: str, height: int) -> None:
    live_figure(lambda: awaited(words, height), key=key, label=words)


def _switches(here: Shown | None) -> None:
    with st.container(horizontal=True, key="dashboard_switches"):
        if here is None or here.is_positive:
            state.switch(fields.LOG, _("Logarithmic"))
        state.switch(fields.SMOOTH, _("Smooth"))
        state.switch(fields.ELLIPSES, _("Posteriors, one σ"))
        state.switch(fields.THUMBNAILS, _("Images in place of points"))


def _explain(here: Shown) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.caption(_("Strong lines: held-out images. Faint lines: the images that are learned from."))
        if words := gap_in_words(here):
            lesson.reading(words)
        in_numbers(here)
        st.markdown(
            _(
                "Both see $x$ and give it back as $\\hat{x}$. Both are then asked to decode the same $z \\sim N(0, I)$:"
                " only the VAE was ever told that its codes should lie there. What the autoencoder draws depends on "
                "where its codes happen to be."
            )
        )
    with right:
        dimensions(here)
