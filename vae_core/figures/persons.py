"""What each of many persons has done, in their colour and with their name, and all of it in order.

Colour never stands alone: the name of each is said where somebody points at it, and stands beside some.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.figures.canvas import Panel, colour, curve, dots
from vae_core.figures.theme import INK, PERSONS, Shade

ALL_NAMED, FIRST_NAMED = 8, 3  # where there are no more than so many, each is named; else the first ones
CROWD = 40  # in which names one below the other would stand on each other, and dots are smaller
SMALL = 6  # pixels: a dot that would be hardly more than its rim
LEAST = 1e-2  # nats: who is nearer is shown there, for 0 has no logarithm

Levels = Sequence[float] | Float[np.ndarray, " n"]


@dataclass(frozen=True)
class Person:
    """Somebody without a name of their own.

    Attributes:
        name: what they are called here, in the reader's language.
        colour: one of :data:`vae_core.figures.theme.PERSONS`; of any other, they are drawn in ink.
    """

    name: str
    colour: str

    @property
    def shade(self) -> Shade:
        return PERSONS.get(self.colour, INK)


def points(
    x, y, persons: Sequence[Person], *, named: Collection[int] = (), size: float | None = None, panel: int = 0, **more
) -> dict:
    """A dot for each person, and a name beside those whose places are among ``named``."""
    size = size or (11 if len(persons) <= CROWD else 8)
    look = {
        "color": [person.shade.light for person in persons],
        "line": {"width": 1 if size > SMALL else 0, "color": colour("paper")},
        **more.pop("marker", {}),
    }
    names = [person.name for person in persons]
    said = {"hovertext": names, "hovertemplate": "%{hovertext}<extra></extra>"}
    text = {"text": [name if place in named else "" for place, name in enumerate(names)], **said}
    words = {"textposition": "top center", "textfont": {"size": 13, "color": colour("ink")}}
    marks = dots(x, y, "ink", size=size, opacity=0.9, panel=panel, marker=look, **{**text, **words, **more})
    return {**marks, "mode": "markers+text"} if named else marks


def first_ones(order: Sequence[int], most: int = FIRST_NAMED) -> Sequence[int]:
    """Whose names there is room for: of a few all, of many the first in their ``order``."""
    return order if len(order) <= ALL_NAMED else order[:most]


def rank_panel(below: Levels, title: str, others: Iterable[float] = (), **place) -> Panel:
    """Axes for :func:`ranks` of the same persons, where ``others`` can be seen as well."""
    reach = np.maximum([*below, *others], LEAST)
    # Room for a name beside the first dot and below the last.
    x_range = (float(np.log10(reach.min())) - 0.25, float(np.log10(reach.max())) + 0.45)
    edge = 0.5 + 0.03 * len(below)
    return Panel(title, "", x_range=x_range, x_kind="log", y_range=(len(below) + edge, 1 - edge), **place)


def ranks(below: Levels, persons: Sequence[Person], *, panel: int = 0) -> list[dict]:
    """Persons one below the other, who is nearest to the best that can be had at the top.

    Args:
        below: by how many nats each stays below that; on a logarithmic axis.
        persons: as many.
        panel: of :func:`rank_panel`.
    """
    below = np.asarray(below, float)
    order = np.argsort(below, kind="stable")
    named = range(len(first_ones(order.tolist(), FIRST_NAMED if len(order) <= CROWD else 1)))
    place = np.arange(1, len(order) + 1)
    shown = np.maximum(below[order], LEAST)
    each = [persons[number] for number in order]
    size = float(np.clip(300 / max(len(order), 1), 5, 11))
    line = curve(shown, place, "grid", width=1, panel=panel)
    return [line, points(shown, place, each, named=named, size=size, panel=panel, textposition="middle right")]
