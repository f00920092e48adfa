"""A person's own images: taken in, checked, and shown as they will be learned from."""

from dataclasses import dataclass

import streamlit as st

from sections.training.asked import OWN_DATA
from ui import lab, state
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import translated
from ui.ink import markup
from ui.literal import literal
from ui.notes import Note
from vae_core.data import as_bytes, own
from vae_core.errors import NOTHING, DatasetError, Sentence
from vae_core.figures.pictures import mosaic
from vae_core.lab.experiment import OWN
from vae_core.lab.runner import RunError

SHOWN, ACROSS = 20, 10
CLASSES = 12  # names that are written out


@dataclass(frozen=True)
class Upload:
    """What became of a file, for the words about it.

    Attributes:
        name: what the person calls it.
        refused: why it is not taken; empty where it is.
        preview: its first pictures, as an image in an address.
        count: of images.
        classes: their names; none without labels.
        inverted, skipped: see :class:`vae_core.data.own.OwnData`.
    """

    name: str
    refused: Sentence = NOTHING
    preview: str = ""
    count: int = 0
    classes: tuple[str, ...] = ()
    inverted: bool = False
    skipped: int = 0


UPLOAD: Note[Upload | None] = Note("own upload", None)


def own_images() -> None:
    """The upload, where own images are chosen; on the whole page's run: play takes what is uploaded here."""
    if state.get(fields.DATASET) != OWN:
        return
    limits = own.OwnDataLimits(upload_bytes=lab.allowed().upload_bytes)
    with st.container(border=True):
        st.markdown(
            _(
                "**Your own images**, {fewest} at least: a `zip` of pictures, whose folders become classes; an `npz` "
                "with `images` and, if you like, `labels`; or an IDX file. Each is made grey and shrunk to 28 × 28, "
                "its shape kept; a light background becomes 0."
            ).format(fewest=limits.fewest_images)
        )
        file = st.file_uploader(
            _("A file of at most {megabytes} MB").format(megabytes=limits.upload_bytes // 10**6),
            max_upload_size=max(1, limits.upload_bytes // 10**6),
            key="own images",
            on_change=_forget,
        )
        if file is not None and state.noted(UPLOAD) is None:
            with st.spinner(_("Reading the images …")):
                _take(file.name, file.getvalue(), limits)
        _outcome(state.noted(UPLOAD))


def _forget() -> None:
    """Another file, or none: what was read before no longer holds."""
    state.note(UPLOAD, None)
    state.note(OWN_DATA, None)


def _take(name: str, content: bytes, limits: own.OwnDataLimits) -> None:
    try:
        data = own.read(name, content, limits)
    except DatasetError as error:
        state.note(UPLOAD, Upload(name, refused=error.sentence))
        return
    dataset = data.dataset
    preview = mosaic(as_bytes(dataset.images[:SHOWN]), ACROSS)
    state.note(OWN_DATA, own.to_bytes(data))
    state.note(UPLOAD, Upload(name, NOTHING, preview, len(dataset), data.class_names, data.inverted, data.skipped))


def _outcome(upload: Upload | None) -> None:
    if upload is None:
        if _is_learned():
            st.caption(_("The run on screen has a copy of its images. A new run needs the file again."))
        return
    if upload.refused:
        st.error(literal(translated(upload.refused)), icon=":material/block:")
        return
    pictures, facts = st.columns([3, 2], vertical_alignment="center", gap="medium")
    caption = _("The first ones, exactly as they will be learned from")
    pictures.html(markup(upload.preview, caption))
    pictures.caption(caption)
    facts.markdown("\n".join(f"- {fact}" for fact in _facts(upload)))


def _facts(upload: Upload) -> list[str]:
    facts = [_("{name}: **{count} images**").format(name=literal(upload.name), count=upload.count)]
    if upload.classes:
        named = ", ".join(literal(name) for name in upload.classes[:CLASSES])
        more = " …" if len(upload.classes) > CLASSES else ""
        facts.append(_("{count} classes: {names}").format(count=len(upload.classes), names=named + more))
    else:
        facts.append(_("no labels"))
    if upload.inverted:
        facts.append(_("turned over, so that the background is 0"))
    if upload.skipped:
        facts.append(_("files that are no images, passed over: {count}").format(count=upload.skipped))
    return facts


def _is_learned() -> bool:
    """Whether the run on screen learns from images of one's own."""
    run = state.get(fields.RUN)
    try:
        return run is not None and lab.experiment(run).dataset == OWN
    except RunError:
        return False
