"""The controls that choose which digit is on screen."""

from functools import partial

import numpy as np
import streamlit as st
from jaxtyping import Float32

from ui import digit, state
from ui.components.drawing import drawing
from ui.fields.digit import DigitFields
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.ink import markup
from vae_core.data import as_bytes
from vae_core.figures.pictures import mosaic

TITLES = {
    "decoded": mark("Decoded"),
    "dataset": mark("Test image"),
    "learned": mark("From training"),
    "drawn": mark("Draw"),
}


def choose(fields: DigitFields) -> None:
    """Where the digit comes from, and which one it is, or the pad to draw it on."""
    choose_source(fields)
    draw(fields)


def choose_source(fields: DigitFields) -> None:
    """Where the digit comes from, and which one it is if it is there already."""
    options = digit.sources(fields)
    chosen = state.get(fields.source)
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
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
            _choose_image(fields, has_images="dataset" in options)


def draw(fields: DigitFields, *, stands_in: bool = True) -> None:
    """The pad, for whoever draws the digit; while it is empty, another digit ``stands_in`` for the drawing."""
    if is_drawn(fields):
        drawing(
            fields,
            key=f"pad_{fields.ink.page}",
            label=_("Pad to draw a digit on, with finger or mouse. By keyboard, choose a ready digit instead."),
        )
        if stands_in and digit.is_blank(fields):
            st.caption(
                _("Draw a digit on the pad; until then you see {digit}.").format(digit=digit.current(fields).name)
            )


def picture(image: Float32[np.ndarray, " pixels"], label: str) -> None:
    """A small picture of an ``image`` in [0, 1], which ``label`` names."""
    st.html(markup(mosaic(as_bytes(image)[None], 1), label, "small-picture"), width="content")


def is_drawn(fields: DigitFields) -> bool:
    """Whether somebody draws it."""
    return state.get(fields.source) == "drawn"


def _choose_image(fields: DigitFields, *, has_images: bool) -> None:
    """By the digit on it; a press on Another goes to the next image of the same digit."""
    field, labels = digit.pool(fields)
    here = int(labels[state.get(field)])
    st.segmented_control(
        _("Which digit"),
        range(10),
        required=True,
        label_visibility="collapsed",
        **state.bind(field, here, partial(_go_on, fields), "label"),
    )
    about = _("The next test image of the same digit.")
    if field is fields.learned:
        about = _("The next training image of the same digit, of a thousand.")
    missing = _("MNIST's own test images join the choice once its files are in the server's data folder.")
    st.button(
        _("Another"),
        icon=":material/skip_next:",
        key=f"another:{field.key}",
        on_click=lambda: _go_on(fields, here),
        help=about if has_images else f"{about} {missing}",
    )


def _go_on(fields: DigitFields, label: int) -> None:
    """To the next image with ``label``; after the last one comes the first."""
    field, labels = digit.pool(fields)
    numbers = np.flatnonzero(labels == label)
    after = numbers[numbers > state.get(field)]
    state.put(field, int(after[0] if len(after) else numbers[0]))
