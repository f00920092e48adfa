"""A guided walk: a lesson in ten sentences, each of which points at what it speaks of."""

from dataclasses import dataclass

STOPS = 10
# What a sentence can point at, besides the symbols of vae_core.figures.theme: web/heading/places.js finds it.
PLACES = ("figure", "reading", "formula", "table", "choices", "heading")


@dataclass(frozen=True)
class Stop:
    """One sentence of the walk.

    Attributes:
        step: where in the lesson it is said.
        at: what it points at: one of :data:`PLACES`, or a symbol, which stays while the rest of a figure steps back.
        sentence: what there is to see; plain text, translated where it is shown.
    """

    step: str
    at: str
    sentence: str
