"""A figure that changes in place while a hand moves on it.

The handle under the hand, and an area between two handles, are drawn by the browser alone, frame
by frame. What depends on them is asked of the server, one question at a time: while an answer is
on its way, only the last position is kept.
"""

from collections.abc import Sequence

from ui import components, i18n, server, state
from ui.components.figure.controls import Handle, Player, Press, Slider, Span, player_for, slider_for
from ui.i18n import gettext as _
from vae_core.figures import theme

__all__ = ["Handle", "Player", "Press", "Slider", "Span", "live_figure", "player_for", "slider_for"]

_mount = components.register("figure", isolate_styles=False)

Control = Handle | Slider | Player | Press


def live_figure(
    figure, controls: Sequence[Control] = (), *, key: str, label: str, spans: Sequence[Span] = (), view: str = ""
) -> None:
    """Show a plotly ``figure`` with ``controls``; each hears of its own moves before the section runs again.

    Mount it last in its section, in a container drawn earlier: its answer tells the browser that
    everything else on the section is up to date.

    Args:
        figure: from a builder in :mod:`vae_core.figures`.
        controls: handles, sliders, players and at most one press for each panel.
        key: unique on the page.
        label: what the figure shows, for those who cannot see it.
        spans: areas that the browser fills.
        view: while it stays the same, so does the part of the figure that was zoomed into.
    """
    revision = state.noted("revision", 0) + 1
    state.note("revision", revision)
    data = {
        "figure": figure.to_json(validate=False),
        "view": view,
        "label": label,
        "library": server.plotly_url(),
        "colours": theme.dark_shades(),
        **{_plural(kind): [c.describe() for c in controls if isinstance(c, kind)] for kind in Control.__args__},
        "spans": [span.describe() for span in spans],
        "answered": state.noted(f"answered:{key}", 0),
        "address": {"revision": revision, "query": state.address()},
        "text": _texts(),
    }
    _mount(key=key, data=data, on_move_change=lambda: _take(key, controls))


def _plural(kind: type) -> str:
    return {Handle: "handles", Slider: "sliders", Player: "players", Press: "presses"}[kind]


def _take(key: str, controls: Sequence[Control]) -> None:
    """Hand what was moved to the controls, each its own."""
    message = state.told(key, "move")
    if not message:
        return
    state.note(f"answered:{key}", message["sequence"])
    state.note("moving", not message["done"])
    for move in message["moves"]:
        control = next((control for control in controls if control.name == move["name"]), None)
        if control is not None:
            _set(control, move)


def _set(control: Control, move: dict) -> None:
    try:
        control.take(move)
    except (ValueError, KeyError, TypeError, OverflowError):
        # A place where this value cannot be: it stays where it was, and the handle goes back there.
        return


def _texts() -> dict[str, str]:
    return {
        "lang": i18n.language().replace("_", "-"),
        "play": _("Play"),
        "pause": _("Pause"),
        "step": _("One step"),
        "rewind": _("Back to the start"),
        "loading": _("Fetching the figure …"),
        "failed": _("The figure could not be fetched. Is the server still running?"),
        "retry": _("Try again"),
        "waiting": _("The server is slow to answer …"),
    }
