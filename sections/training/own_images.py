"""A person's own images: taken in, checked, kept for a while, and read again as is asked."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sections.training import asked
from sections.training.asked import OWN_DATA
from sections.training.own_shown import Shown, show, shown
from sections.training.own_switches import SWITCHES, options, switches
from ui import lab, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.literal import literal
from ui.notes import Note
from vae_core.data import own
from vae_core.errors import DatasetError
from vae_core.lab.experiment import OWN
from vae_core.lab.runner import RunError

READ: Note[Shown | None] = Note("own upload", None)  # what became of the file that was read last


def own_images() -> None:
    """The upload, where own images are chosen; on the whole page's run: play takes what is uploaded here."""
    if state.get(fields.DATASET) != OWN:
        return
    limits = own.OwnDataLimits(upload_bytes=lab.allowed().upload_bytes)
    with _room():
        top = st.container()
        files = st.file_uploader(
            _("A file of at most {megabytes} MB, or the pictures themselves").format(
                megabytes=limits.upload_bytes // 10**6
            ),
            accept_multiple_files=True,
            max_upload_size=max(1, limits.upload_bytes // 10**6),
            key="own images",
            on_change=_forget,
        )
        if files and state.get(fields.OWN) is None and state.noted(READ) is None:
            _take(*own.as_one({file.name: file.getvalue() for file in files}), limits)
        elif state.get(fields.OWN) is not None and (state.noted(READ) is None or state.noted(READ).asked != _asked()):
            _find(limits)
        if state.get(fields.OWN) is None:
            with top:
                _invitation(limits)
        _outcome(state.noted(READ))


def _room() -> DeltaGenerator:
    """Where there is no run yet, as much as it takes; else the figures have the room, and this is behind a line."""
    if asked.record() is None:
        return st.container(border=True)
    read = state.noted(READ)
    label = " · ".join((_("Own images"), *((literal(read.name),) if read else ())))
    return st.expander(label, key="own room")


def _invitation(limits: own.OwnDataLimits) -> None:
    st.markdown(
        _(
            "**Your own images**, {fewest} at least: pictures in a `zip`, whose folders become classes; `npz`, `npy`, "
            "`csv`, Parquet or IDX, with labels if you like. Each is made grey and shrunk to 28 × 28, its shape kept; "
            "the ground becomes 0."
        ).format(fewest=limits.fewest_images)
    )


def _forget() -> None:
    """Another file, or none: what was read before no longer holds."""
    for note in (READ, OWN_DATA):
        state.note(note, note.default)
    for field in (fields.OWN, *SWITCHES):
        state.put(field, field.default)


def _asked() -> tuple[str | None, ...]:
    """Which file is to be read, and how."""
    return tuple(state.get(field) for field in (fields.OWN, *SWITCHES))


def _take(name: str, content: bytes, limits: own.OwnDataLimits) -> None:
    """Read what has just been uploaded; what can be read is kept."""
    if _read(name, content, limits):
        try:
            state.put(fields.OWN, lab.runner().uploads.keep(name, content))
        except DatasetError as error:
            st.caption(literal(translated(error)))
        state.note(READ, state.noted(READ).asked_as(_asked()))


def _find(limits: own.OwnDataLimits) -> None:
    """Read what the address names, which may be from before the page was loaded."""
    try:
        name, content = lab.runner().uploads.find(state.get(fields.OWN))
    except DatasetError as error:
        _forget()
        st.warning(literal(translated(error)), icon=":material/cloud_off:")
    else:
        _read(name, content, limits)


def _read(name: str, content: bytes, limits: own.OwnDataLimits) -> bool:
    """Whether a file could be read; what became of it is noted."""
    state.note(OWN_DATA, None)
    try:
        with st.spinner(_("Reading the images …")):
            data = own.read(name, content, limits, options())
    except DatasetError as error:
        state.note(READ, Shown(_asked(), name, refused=error.sentence))
        return False
    state.note(OWN_DATA, own.to_bytes(data))
    state.note(READ, shown(_asked(), name, data))
    return True


def _outcome(read: Shown | None) -> None:
    if read is None:
        if _is_learned():
            st.caption(_("The run on screen has a copy of its images. A new run needs the file again."))
        return
    if not read.refused:
        show(read, _switches)
        return
    st.error(literal(translated(read.refused)), icon=":material/block:")
    _switches()


def _switches() -> None:
    """Where there is a file that could be read again."""
    if state.get(fields.OWN) is not None:
        switches()


def _is_learned() -> bool:
    """Whether the run on screen learns from images of one's own."""
    run = state.get(fields.RUN)
    try:
        return run is not None and lab.experiment(run).dataset == OWN
    except RunError:
        return False
