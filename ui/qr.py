"""The address on screen, for others: as text and as a QR code, made here and offline."""

from functools import lru_cache
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from ui import state
from ui.fields.app import CLASS
from ui.i18n import gettext as _
from ui.notes import Note

ALONE = ("localhost", "127.0.0.1", "::1")
MODULE = 6  # CSS pixels of a square of the code
BORDER = 4  # squares of white around it, as ISO/IEC 18004 asks

SHARING = Note("sharing", False)  # whether somebody has just asked for the code


def share() -> None:
    """Ask for the address and the code of the page as it stands."""
    state.note(SHARING, True)


def show() -> None:
    """Show them, where they were asked for."""
    if state.noted(SHARING):
        state.note(SHARING, False)
        st.dialog(_("This page as it stands"))(_code)()


def _code() -> None:
    base = st.context.url
    if not base:
        st.caption(_("The address of this page is not known here."))
        return
    url = address(base)
    st.image(svg(url), width="stretch")
    st.code(url, language=None, wrap_lines=True)
    if is_alone(base):
        st.caption(
            _(
                "This address works on this computer alone. For a class, open the app by the network address that it "
                "prints when it starts, then share."
            )
        )


def is_alone(base: str) -> bool:
    """Whether an address is one that this computer alone can reach."""
    return urlsplit(base).hostname in ALONE


def address(base: str) -> str:
    """The address that reproduces the page on screen, without the class that somebody is in: it outlasts it."""
    query = urlencode({name: value for name, value in state.address().items() if name != CLASS.name})
    return f"{base}?{query}" if query else base


@lru_cache(maxsize=64)
def svg(text: str) -> str:
    """``text`` as a QR code, dark on white in every theme: cameras want it so."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=MODULE, border=BORDER, dark="#000", light="#fff", xmldecl=False
    )
    return out.getvalue().decode("utf-8")
