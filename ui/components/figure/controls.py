"""What a hand can move on a figure or beside it.

Each control shows a value and, when the hand moves it, hands the new one to its ``set``. That may
refuse it by raising ValueError (a :class:`vae_core.errors.ConfigError` is one); nothing changes then.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui import state
from ui.fields.field import Field
from vae_core.figures.canvas import axis_suffix, colour


@dataclass(frozen=True)
class Handle:
    """A place in a figure that can be grabbed, by mouse, finger or arrow keys.

    Attributes:
        name: unique in the figure, save for handles that move together across panels.
        sign: the letter beside it, such as ``"x₁"``; ``"μ_q"`` for μ with an index q.
        label: what it is, for a screen reader.
        x: where it is, in the data's coordinates.
        y: likewise.
        set: takes (x, y).
        moves: along ``"x"``, ``"y"`` or both, ``"xy"``.
        panel: number of the panel.
        along: number of the trace that it slides on, when it moves along x.
        symbol: whose colour it wears.
        remove: takes it away; ``None`` for what cannot be removed.
        low, high: limits of x.
        step: of x, for an arrow key and for values that are whole; ``None`` for a hundredth of the axis.
        rule: whether a line drops from it to the x axis.
    """

    name: str
    sign: str
    label: str
    x: float
    y: float
    set: Callable[[float, float], Any]
    moves: str = "x"
    panel: int = 0
    along: int | None = None
    symbol: str = "x"
    remove: Callable[[], Any] | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    rule: bool = False

    def describe(self) -> dict:
        suffix = axis_suffix(self.panel)
        place = {"x": _finite(self.x), "y": _finite(self.y), "axes": [f"xaxis{suffix}", f"yaxis{suffix}"]}
        kept = ("name", "sign", "label", "moves", "along", "low", "high", "step", "rule")
        return {
            **{name: getattr(self, name) for name in kept},
            **place,
            "colour": colour(self.symbol),
            "removable": self.remove is not None,
        }

    def take(self, move: dict) -> None:
        if not move.get("remove"):
            self.set(float(move["x"]), float(move["y"]))
        elif self.remove is not None:
            self.remove()


@dataclass(frozen=True)
class Slider:
    """A number that follows the hand while it moves, unlike Streamlit's own slider.

    Attributes:
        name: unique in the figure.
        sign: the symbol in front of it, written as that of a handle.
        label: what it is, in words; also its tooltip.
        value: where it is.
        low, high: its ends.
        set: takes the new value.
        symbol: whose colour it wears.
        step: between neighbouring values; ``None`` for a fine one.
        logarithmic: equal steps of the hand are equal factors; needs ``low`` above 0.
    """

    name: str
    sign: str
    label: str
    value: float
    low: float
    high: float
    set: Callable[[float], Any]
    symbol: str = "x"
    step: float | None = None
    logarithmic: bool = False

    def describe(self) -> dict:
        kept = ("name", "sign", "label", "value", "low", "high", "step", "logarithmic")
        return {**{name: getattr(self, name) for name in kept}, "colour": colour(self.symbol)}

    def take(self, move: dict) -> None:
        self.set(float(move["x"]))


@dataclass(frozen=True)
class Player:
    """Steps that can be played like a film: play, pause, one step, back to the start.

    Attributes:
        name: unique in the figure.
        label: what a step is, such as "Step".
        step: the one on screen.
        last: the end; play stops there.
        set: takes the new step.
        pause: at least so many seconds between two steps.
        play: what its button says; "Play" by default.
    """

    name: str
    label: str
    step: int
    last: int
    set: Callable[[int], Any]
    pause: float = 0.08
    play: str | None = None

    def describe(self) -> dict:
        return {name: getattr(self, name) for name in ("name", "label", "step", "last", "pause", "play")}

    def take(self, move: dict) -> None:
        self.set(min(max(int(move["x"]), 0), self.last))


@dataclass(frozen=True)
class Press:
    """A click on an empty place of a panel.

    Attributes:
        label: what it does; shown below the figure.
        set: takes (x, y).
        panel: number of the panel.
    """

    label: str
    set: Callable[[float, float], Any]
    panel: int = 0
    name: str = "press"

    def describe(self) -> dict:
        suffix = axis_suffix(self.panel)
        return {"name": self.name, "label": self.label, "axes": [f"xaxis{suffix}", f"yaxis{suffix}"]}

    def take(self, move: dict) -> None:
        self.set(float(move["x"]), float(move["y"]))


@dataclass(frozen=True)
class Span:
    """The area under a trace between two handles, filled in the browser while they move.

    Attributes:
        left, right: names of the handles; either may be the lower one.
        trace: number of the trace.
        symbol: whose colour it wears.
    """

    left: str
    right: str
    trace: int
    symbol: str = "x"

    def describe(self) -> dict:
        return {"left": self.left, "right": self.right, "trace": self.trace, "colour": colour(self.symbol)}


def slider_for(field: Field, sign: str, label: str, *, symbol: str = "x", **settings) -> Slider:
    """A slider that reads and writes ``field``, between the limits of its kind."""
    return Slider(
        field.name,
        sign,
        label,
        state.get(field),
        field.kind.low,
        field.kind.high,
        lambda value: state.put(field, value),
        symbol=symbol,
        **settings,
    )


def player_for(field: Field, label: str, last: int, **settings) -> Player:
    """A player whose step is ``field``."""
    step = min(state.get(field), last)
    return Player(field.name, label, step, last, lambda value: state.put(field, value), **settings)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0
