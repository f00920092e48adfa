"""A data set that is not here yet: fetched in the background, with the way there on screen."""

import streamlit as st

from ui import lesson, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.literal import literal
from vae_core.data import NAMES, downloads, is_present, mnist_family
from vae_core.data.mirrors import EMNISTS

LOOK = 0.5  # seconds between two looks at a download


def download() -> None:
    """The chosen data set, where it has to be fetched first; on the whole page's run: what follows may depend on it."""
    name = state.get(fields.DATASET)
    if name not in NAMES or is_present(name):
        return
    with st.container(border=True):
        there = mnist_family.what_is_there(name)
        if there:
            st.markdown(literal(translated(there)))
        if name not in downloads.SIZES:
            st.markdown(literal(translated(EMNISTS)))
            return
        last = downloads.latest(name)
        if last is not None and last.state == "running":
            on_its_way()
            st.button(_("Cancel"), icon=":material/close:", on_click=last.cancel, key="cancel download")
        else:
            _offer(name, last)


def _offer(name: str, last: downloads.Download | None) -> None:
    label = _("Download ({megabytes} MB)").format(megabytes=round(sum(downloads.SIZES[name]) / 1e6))
    if last is None:
        st.markdown(_("This data set is not here yet. Fetched once, it stays on the server for everybody."))
    elif last.state == "cancelled":
        st.markdown(_("The download was cancelled. Whole files that had arrived are kept."))
    elif last.state == "failed":
        st.error(literal(translated(last.message)), icon=":material/cloud_off:")
        label = _("Try again")
    st.button(label, icon=":material/download:", on_click=lambda: downloads.start(name), key="start download")


def _pace() -> float | None:
    last = downloads.latest(state.get(fields.DATASET))
    return LOOK if last is not None and last.state == "running" else None


@lesson.section(every=_pace)
def on_its_way() -> None:
    """How much has arrived; when nothing more comes, the page says what follows from it."""
    last = downloads.latest(state.get(fields.DATASET))
    if last is None or last.state != "running":
        st.rerun()
        return  # to who asks for figures alone, there is no run to begin again
    arrived = _("{done} of {total} MB").format(
        done=f"{last.done_bytes / 1e6:.1f}", total=f"{last.total_bytes / 1e6:.1f}"
    )
    st.progress(
        last.done_bytes / last.total_bytes,
        f"{arrived} · `{last.file_name}`" if last.file_name else _("Asking for the files …"),
    )
