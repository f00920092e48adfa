"""A figure that changes in place while a hand moves on it.

The handle under the hand, and an area between two handles, are drawn by the browser alone, frame
by frame. What depends on them is asked of the server, one question at a time (:mod:`ui.live`): while an
answer is on its way, only the last position is kept. Streamlit hears of the new address a few times a
second, and when the hand lets go; then the words follow.
"""

from collections.abc import Sequence

from ui import addresses, components, i18n, libraries, live, running, state
from ui.components import hand
from ui.components.figure.controls import Handle, Player, Press, Slider, Span, player_for, slider_for
from ui.i18n import gettext as _
from ui.notes import Note
from vae_core.figures import theme

__all__ = ["Handle", "Player", "Press", "Slider", "Span", "live_figure", "player_for", "slider_for"]

_mount = components.register("figure", styles=(), isolate_styles=False)

Control = Handle | Slider | Player | Press

REVISION = Note("revision", 0)  # of the address, counted with each figure that is sent
ANSWERED = hand.ANSWERED.of("figures")  # by all of them: a hand moves one at a time


def live_figure(
    figure,
    controls: Sequence[Control] = (),
    *,
    key: str,
    label: str,
    spans: Sequence[Span] = (),
    view: str = "",
    refresh: float | None = None,
) -> None:
    """Show a plotly ``figure`` with ``controls``, each of which takes its own moves.

    It stands here, and is sent last in its section. Figure and controls must follow from the address alone.

    Args:
        figure: from a builder in :mod:`vae_core.figures`.
        controls: handles, sliders, players and at most one press for each panel.
        key: unique on the page.
        label: what the figure shows, for those who cannot see it.
        spans: areas that the browser fills.
        view: while it stays the same, so does the part of the figure that was zoomed into.
        refresh: after how many seconds the browser asks for the section's figures by itself, where they show
            something that goes on.
    """
    shown = {
        "figure": figure.to_json(validate=False),
        "library": addresses.plotly_script(libraries.bundle_for(figure)),
        "view": view,
        "refresh": refresh,
        **{_plural(kind): [c.describe() for c in controls if isinstance(c, kind)] for kind in Control.__args__},
        "spans": [span.describe() for span in spans],
    }
    if (heard := live.listener()) is not None:
        heard.shown[key], heard.controls[key] = shown, controls
        return
    live.keep(key, controls)
    running.last(lambda: _send({**shown, "label": label}, key))


def _send(shown: dict, key: str) -> None:
    revision = state.noted(REVISION) + 1
    state.note(REVISION, revision)
    data = {
        **shown,
        "colours": theme.dark_shades(),
        "answered": state.noted(ANSWERED),
        "address": {"revision": revision, "query": state.address()},
        "live": {"url": addresses.LIVE, "section": running.name(), "page": state.page(), "key": key},
        "language": i18n.language(),
        "text": _texts(),
    }
    _mount(key=key, data=data, on_move_change=lambda: _take(key))


def _plural(kind: type) -> str:
    return {Handle: "handles", Slider: "sliders", Player: "players", Press: "presses"}[kind]


def _take(key: str) -> None:
    """Follow the browser to the address that the hand has reached."""
    message = state.told(key, "move")
    if not message:
        return
    state.note(ANSWERED, message["sequence"])
    state.note(state.MOVING, not message["done"])
    state.adopt(message["query"])


def _texts() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "step": _("One step"),
        "rewind": _("Back to the start"),
        "loading": _("Fetching the figure …"),
        "failed": _("The figure could not be fetched. Is the server still running?"),
        "retry": _("Try again"),
        "save": _("Save this figure"),
        "waiting": _("The server is slow to answer …"),
    }
