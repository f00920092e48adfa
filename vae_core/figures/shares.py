"""Shares that were counted, as bars that lie, each with its standard error."""

from collections.abc import Iterable

from vae_core.figures.canvas import bars, curve, dots, note


def share_bars(
    share: float, error: float, place: float, symbol: str, *, panel: int, width: float = 0.5
) -> Iterable[dict]:
    """A bar at height ``place``, and the standard error at its end."""
    yield bars([share], [place], symbol, panel=panel, orientation="h", width=width, hoverinfo="skip")
    yield curve([share - error, share + error], [place, place], "ink", panel=panel, width=2)
    yield dots([share], [place], "ink", panel=panel, size=4, hoverinfo="skip")


def share_note(text: str, x: float, y: float, *, panel: int) -> dict:
    """Words that begin at a place beside a bar."""
    return note(text, x, y, panel=panel, xanchor="left", font={"size": 13})


def percent(share: float, error: float) -> str:
    """A share with its standard error."""
    return f"{100 * share:.1f} ± {100 * error:.1f} %"
