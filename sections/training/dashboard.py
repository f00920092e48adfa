"""The two models as they learn: losses, reconstructions, samples, maps and the KL of each dimension."""

import streamlit as st

from sections.training import asked
from sections.training.curves import curves
from sections.training.pictures import dimensions, maps, pictures
from sections.training.shown import LIVE, QUEUED, shown
from ui import lesson, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.notes import Note

IS_AWAITED = Note("dashboard is awaited", False)


def _until_there() -> float | None:
    """After how many seconds to look again whether there is something to show."""
    record = asked.record()
    is_awaited = record is not None and not record.is_over and shown() is None
    state.note(IS_AWAITED, is_awaited)
    if not is_awaited:
        return None
    return QUEUED if record.state == "waiting" else LIVE


@lesson.section(every=_until_there)
def dashboard() -> None:
    """Figures that follow a run by themselves, once there is one."""
    here = shown()
    if here is None:
        st.info(_("Nothing has been learned yet."), icon=":material/hourglass_empty:")
        return
    if state.noted(IS_AWAITED):
        st.rerun()  # nobody needs to look again and again any more
    curves(here)
    st.caption(_("Strong lines: held-out images. Faint lines: the images that are learned from."))
    st.subheader(_("The same ten images, the same thirty draws from the prior"), anchor="pictures")
    st.markdown(
        _(
            "Both see $x$ and give it back as $\\hat{x}$. Both are then asked to decode the same $z \\sim N(0, I)$: "
            "only the VAE was ever told that its codes should lie there. What the autoencoder draws depends on where "
            "its codes happen to be."
        )
    )
    pictures(here)
    st.subheader(_("Where the codes lie"), anchor="map")
    with st.container(horizontal=True):
        state.switch(fields.ELLIPSES, _("Posteriors, one σ"))
        state.switch(fields.THUMBNAILS, _("Images in place of points"))
    left, right = st.columns([3, 1], gap="medium")
    with left:
        maps(here)
    with right:
        dimensions(here)
