"""Which digit is on screen: the controls, and the digit for whoever computes with it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st
from jaxtyping import Float32

from ui import library, state
from ui.components.drawing import drawing
from ui.fields.digit import DigitFields
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.library import PROJECT, Model
from vae_core import data
from vae_core.data import drawing as drawings

DECODER = "mnist-vae-8d"  # draws the digits that are not from the data set
KEPT = 256  # digits

TITLES = {"decoded": mark("Decoded"), "dataset": mark("Test image"), "drawn": mark("Draw")}


@dataclass(frozen=True, eq=False)
class Digit:
    """What is on screen.

    Attributes:
        image: float32 ``[784]``, 0 is background and 1 is full ink.
        name: what it is, in the reader's language; it fits into a sentence.
        label: which digit it is, where that is known.
    """

    image: Float32[np.ndarray, "784"]
    name: str
    label: int | None


def current(fields: DigitFields) -> Digit:
    """The digit on screen. Where MNIST's files are missing, a decoded digit stands in for a test image."""
    if state.get(fields.source) == "drawn":
        return Digit(_drawn(state.get(fields.ink), state.get(fields.centred)), _("your drawing"), None)
    number = state.get(fields.image)
    label = int(_labels()[number])
    if state.get(fields.source) == "dataset" and is_present():
        name = _("test image {number} of MNIST, a {label}").format(number=number, label=label)
        return Digit(_from_dataset(number), name, label)
    name = _("a {label}, decoded from the code of test image {number}").format(number=number, label=label)
    return Digit(_decoded(library.pretrained(DECODER), number), name, label)


def is_present() -> bool:
    """Whether MNIST's test images are on this server."""
    return PROJECT.images() is not None


@lru_cache(maxsize=KEPT)
def _drawn(ink: str, is_centred: bool) -> Float32[np.ndarray, "784"]:
    image = drawings.unpack(ink) if ink else np.zeros(784, np.float32)
    return _kept(drawings.centred(image) if is_centred else image)


@lru_cache(maxsize=KEPT)
def _decoded(model: Model, number: int) -> Float32[np.ndarray, "784"]:
    """x̂ at the mean of a test image's posterior, in MNIST's 256 levels of grey."""
    picture = model.pictures(model.encodings.mean[number][None])[0]
    return _kept(data.as_ink(data.as_bytes(picture)))


def _from_dataset(number: int) -> Float32[np.ndarray, "784"]:
    return _kept(data.as_ink(PROJECT.images()[number]))


def _labels() -> np.ndarray:
    return library.pretrained(DECODER).encodings.label


def _kept(image: Float32[np.ndarray, "784"]) -> Float32[np.ndarray, "784"]:
    """Everybody gets the same array, so nobody may write to it."""
    image.flags.writeable = False
    return image


# ---- the controls -----------------------------------------------------------------------------------


def choose(fields: DigitFields) -> None:
    """Where the digit comes from, and which one it is."""
    has_images = is_present()
    options = tuple(TITLES) if has_images else ("decoded", "drawn")
    chosen = state.get(fields.source)
    with st.container(horizontal=True, vertical_alignment="center"):
        state.choose(
            fields.source,
            st.segmented_control,
            _("The digit"),
            options,
            shown=chosen if chosen in options else "decoded",
            required=True,
            format_func=lambda source: _(TITLES[source]),
            label_visibility="collapsed",
        )
        if chosen != "drawn":
            _choose_image(fields)
    if not has_images:
        st.caption(_("MNIST's own test images join the choice once its files are in the server's data folder."))
    if chosen == "drawn":
        drawing(
            fields,
            key=f"pad_{fields.ink.page}",
            label=_("Pad to draw a digit on, with finger or mouse. By keyboard, choose a ready digit instead."),
        )


def _choose_image(fields: DigitFields) -> None:
    """By the digit on it; a press on Another goes to the next image of the same digit."""
    here = int(_labels()[state.get(fields.image)])
    key = state.bind(fields.image, here, "label")
    st.segmented_control(
        _("Which digit"),
        range(10),
        key=key,
        on_change=lambda: _go_on(fields, state.widget_value(key)),
        required=True,
        label_visibility="collapsed",
    )
    st.button(
        _("Another"),
        icon=":material/skip_next:",
        key=f"another:{fields.image.key}",
        on_click=lambda: _go_on(fields, here),
        help=_("The next test image of the same digit"),
    )


def _go_on(fields: DigitFields, label: int) -> None:
    """To the next test image with ``label``; after the last one comes the first."""
    numbers = np.flatnonzero(_labels() == label)
    after = numbers[numbers > state.get(fields.image)]
    state.put(fields.image, int(after[0] if len(after) else numbers[0]))
