"""What was read of a person's own images: how many, what was done with them, and some of each class."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from ui.i18n import gettext as _
from ui.i18n import translated
from ui.ink import in_rows, markup
from ui.literal import literal
from vae_core.data import as_bytes
from vae_core.data.own import OwnData
from vae_core.errors import NOTHING, Sentence
from vae_core.figures.pictures import mosaic

EACH, ACROSS = 10, 10  # pictures of a class
WITHOUT = 20  # pictures where there are no classes
MOST = 62  # classes that are shown
ROWS, HEIGHT = 14, 402  # classes that have room; more of them are scrolled through, in so many pixels


@dataclass(frozen=True)
class Shown:
    """What became of a file, for the words about it.

    Attributes:
        asked: which file was to be read, and how.
        name: what the person calls it.
        refused: why it is not taken; empty where it is.
        said: what was found and done.
        count, held_out: of images to learn from, and of those that the file itself keeps apart.
        rows: of each class its name, how many images it has, and some of them, as an image in an address.
        classes: how many there are.
    """

    asked: tuple[str | None, ...]
    name: str
    refused: Sentence = NOTHING
    said: tuple[Sentence, ...] = ()
    count: int = 0
    held_out: int = 0
    rows: tuple[tuple[str, int, str], ...] = ()
    classes: int = 0

    def asked_as(self, asked: tuple[str | None, ...]) -> "Shown":
        """The same, under another name of the file."""
        return replace(self, asked=asked)


def shown(asked: tuple[str | None, ...], name: str, data: OwnData) -> Shown:
    """What is to be said and shown of ``data``."""
    dataset, names = data.dataset, data.class_names
    held_out = 0 if data.held_out is None else len(data.held_out)
    rows = []
    for label, called in enumerate(names[:MOST]):
        images = dataset.images[dataset.labels == label]
        rows.append((called, len(images), mosaic(as_bytes(images[:EACH]), ACROSS)))
    if not names:
        rows = [("", len(dataset), mosaic(as_bytes(dataset.images[:WITHOUT]), ACROSS))]
    return Shown(asked, name, NOTHING, data.said, len(dataset), held_out, tuple(rows), len(names))


def show(read: Shown, beneath: Callable[[], None]) -> None:
    """Counts and pictures of each class beside what was found and done, before anything learns from them.

    ``beneath`` what was done is drawn how it could be done otherwise.
    """
    facts, pictures = st.columns([1, 1], gap="medium")
    with facts:
        st.markdown("\n".join(f"- {fact}" for fact in _facts(read)))
        beneath()
    with pictures.container(height=HEIGHT if len(read.rows) > ROWS else "content", border=False):
        caption = _("The first ones, exactly as they will be learned from")
        if read.classes:
            st.caption(
                _("The classes, how many images each has, and the first ones, exactly as they will be learned from")
            )
            st.html(in_rows(read.rows, caption))
        else:
            st.caption(caption)
            st.html(markup(read.rows[0][2], caption))


def _facts(read: Shown) -> list[str]:
    facts = [_("{name}: **{count} images**").format(name=literal(read.name), count=read.count + read.held_out)]
    if read.classes:
        facts.append(_("{count} classes").format(count=read.classes))
    if read.classes > MOST:
        facts.append(_("the first {count} are shown").format(count=MOST))
    return facts + [literal(translated(sentence)) for sentence in read.said]
