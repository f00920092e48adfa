"""Models from a file: opened, checked, or refused with the reason."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui import library, session, state
from ui.fields.own_models import RUN
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.literal import literal
from ui.notes import Note
from vae_core.errors import CheckpointError, Sentence
from vae_core.lab import limits
from vae_core.packing import RECIPE

BOX = "own model"
METADATA = 'metadata={"activation": "silu"}'
TAKEN: Note[tuple[str, ...]] = Note("files taken", ())  # which were opened last
IS_OPENED = Note("files opened", False)  # just now
REFUSED: Note[Sentence | None] = Note("files refused", None)  # and why not


def open_files() -> None:
    """The button to open them."""
    if state.noted(IS_OPENED):  # what there was to do here is done
        session.widgets()[BOX] = False
        state.note(IS_OPENED, False)
    with st.popover(_("Own model"), icon=":material/folder_open:", key=BOX, on_change="rerun"):
        st.markdown(
            _(
                "**Open a VAE, an autoencoder, or one of each**: from the training lab, or your own. The file stays on "
                "this server for a while, and the address then leads others to it."
            )
        )
        megabytes = max(1, limits.load().upload_bytes // 10**6)
        files = st.file_uploader(
            _("Files of at most {megabytes} MB").format(megabytes=megabytes),
            accept_multiple_files=True,
            max_upload_size=megabytes,
            key="model files",
        )
        # Not in a callback: a run that is cut short by another would lose it.
        names = tuple(file.file_id for file in files)
        if names != state.noted(TAKEN):
            with st.spinner(_("Opening the models …")):
                _take(files)
            state.note(TAKEN, names)
            st.rerun()
        refused = state.noted(REFUSED)
        if refused:
            st.error(literal(translated(refused)), icon=":material/block:")
        _say_what_opens()


def _say_what_opens() -> None:
    st.markdown(
        _(
            "What opens: fully connected layers that encode and decode $28 × 28$ pixels.\n"
            "- **From the lab**: what it gives under *Take it away*, with all that is known of it.\n"
            "- **PyTorch**: weights alone, written by one line of Python. The layers are told apart by their names and "
            "shapes, as those of PyTorch's own example `fc1`, `fc21`, `fc22`, `fc3`, `fc4`.\n\n"
            "  `{recipe}`\n\n"
            "  With another activation than ReLU, add `{metadata}` to `save_file`.\n"
            "- **ONNX**: a decoder, alone or with its encoder, as two files that you choose together."
        ).format(recipe=RECIPE, metadata=METADATA)
    )


def _take(files: Sequence[UploadedFile]) -> None:
    state.note(REFUSED, None)
    if not files:
        return
    try:
        state.put(RUN, library.take_in({file.name: file.getvalue() for file in files}))
        state.note(IS_OPENED, True)
    except CheckpointError as error:
        state.note(REFUSED, error.sentence)
