"""A figure that changes in place while a hand moves on it.

The handle under the hand, and an area between two handles, are drawn by the browser alone, frame
by frame. What depends on them is asked of the server, one question at a time (:mod:`ui.live`): while an
answer is on its way, only the last position is kept. Streamlit hears of the new address a few times a
second, and when the hand lets go; then the words follow.
"""

from collections.abc import Callable, Sequence

from ui import addresses, components, i18n, libraries, live, running, state
from ui.components import hand
from ui.components.class_legend import Legend
from ui.components.figure.controls import Handle, Player, Press, Slider, Span, player_for, slider_for
from ui.i18n import gettext as _
from ui.notes import Note
from vae_core.figures import theme
from vae_core.figures.figure import Figure

__all__ = ["Handle", "Player", "Press", "Slider", "Span", "live_figure", "player_for", "slider_for"]

_mount = components.register("figure", isolate_styles=False)

Control = Handle | Slider | Player | Press

HELD: Note[tuple[str, dict]] = Note("held", ("", {}))  # a section, and the address of its figures in the browser
ANSWERED = hand.ANSWERED.of("figures")  # by all of them: a hand moves one at a time


def live_figure(
    figure: Callable[[], Figure],
    controls: Sequence[Control] = (),
    *,
    key: str,
    label: str,
    spans: Sequence[Span] = (),
    wide: bool = False,
    view: str = "",
    goes_on: bool = False,
    refresh: float | None = None,
    legend: Legend | None = None,
) -> None:
    """Show a ``figure`` with ``controls``, each of which takes its own moves.

    It stands here, and is sent last in its section. Figure and controls must follow from the address alone: where a
    hand has led the browser to this address, it has the figure, which is neither built nor sent again.

    Args:
        figure: has a builder of :mod:`vae_core.figures` make it.
        controls: handles, sliders, players and at most one press for each panel.
        key: unique on the page.
        label: what the figure shows, for those who cannot see it.
        spans: areas that the browser fills.
        wide: whether panels stand side by side that a phone has no room for: there it moves in a box of its own.
        view: while it stays the same, so does the part of the figure that was zoomed into.
        goes_on: whether it also shows something that goes on by itself.
        refresh: after how many seconds the browser asks for the section's figures by itself, where they show
            that.
        legend: of the classes whose colours its points wear.
    """
    shown = {
        "view": view,
        "refresh": refresh,
        **{_plural(kind): [c.describe() for c in controls if isinstance(c, kind)] for kind in Control.__args__},
        "spans": [span.describe() for span in spans],
    }
    if (heard := live.listener()) is not None:
        heard.shown[key], heard.controls[key] = {**_drawn(figure()), **shown}, controls
        return
    live.keep(key, controls)
    drawn = {} if _is_held() and not goes_on else _drawn(figure())
    around = {"label": label, "wide": wide, "legend": legend and legend.describe()}
    running.last(lambda: _send({**drawn, **shown, **around}, key))


def _drawn(figure: Figure) -> dict[str, str]:
    return {
        "figure": figure.to_json(),
        "library": addresses.plotly_script(libraries.bundle_for(figure)),
    }


def _is_held() -> bool:
    """Whether the browser has told that it shows this section's figures as they are at this address."""
    here, (section, query) = state.address(), state.noted(HELD)
    if query != here:
        state.note(HELD, HELD.default)  # from here on, figures are sent
    return (section, query) == (running.name(), here)


def _send(shown: dict, key: str) -> None:
    section = running.name()
    data = {
        **shown,
        "colours": theme.dark_shades(),
        "answered": state.noted(ANSWERED),
        "live": {"url": addresses.LIVE, "section": section, "page": state.page(), "key": key},
        "language": i18n.language(),
        "text": _texts(),
    }
    _mount(key=key, data=data, on_move_change=lambda: _take(key, section))


def _plural(kind: type) -> str:
    return {Handle: "handles", Slider: "sliders", Player: "players", Press: "presses"}[kind]


def _take(key: str, section: str) -> None:
    """Follow the browser to the address that the hand has reached."""
    message = components.told(key, "move")
    if not message or message["sequence"] <= state.noted(ANSWERED):
        return  # a word that is told again, for its answer was slow, may have been taken back meanwhile
    state.note(ANSWERED, message["sequence"])
    state.note(state.MOVING, not message["done"])
    is_all = state.adopt(message["since"], message["query"])
    state.note(HELD, (section, state.address()) if is_all else HELD.default)


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
