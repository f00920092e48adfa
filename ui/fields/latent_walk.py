"""Settings of the walks through latent space: grids, rows, ways, sums and a tour."""

from dataclasses import dataclass

from ui.fields.field import SEEDS, Choice, Field, Number, Sequence
from ui.fields.latent_space import AXES, MAP, PAGE, POSITION

CLASSES = 10
IMAGES = 10_000  # that have codes
SIZES = (10, 15, 20, 30)


@dataclass(frozen=True)
class CodeKind:
    """Which code: ``"m3"`` is the mean of the threes, ``"42"`` that of test image 42."""

    def parse(self, text: str) -> str:
        number = int(text.removeprefix("m"))
        if not 0 <= number < (CLASSES if text.startswith("m") else IMAGES):
            raise ValueError(text)
        return f"m{number}" if text.startswith("m") else str(number)

    def format(self, value: str) -> str:
        return value


# What fills the screen: the decoder ("space"), a walk, or nothing.
PRESENTED = Field(
    "show", "", Choice(("", "space", "manifold", "traversals", "path", "arithmetic", "tour")), PAGE, is_step=False
)

GRID_OF = Field("grid", "vae", Choice(("vae", "ae")), PAGE)
SPACING = Field("by", "probability", Choice(("probability", "steps")), PAGE)
CELLS = Field("cells", 20, Choice(SIZES), PAGE)

ROWS_OF = Field("rows", "vae", Choice(("vae", "ae")), PAGE)
RANGE = Field("range", 2.5, Number(0.5, 4), PAGE)

ENDS = Field("ends", ("8916", "6851"), Sequence(CodeKind(), 2, 2), PAGE)
TIME = Field("t", 0.5, Number(0, 1), PAGE)

TERMS = Field("sum", ("4", "m4", "m9"), Sequence(CodeKind(), 3, 3), PAGE)

TOUR = Field("tour", 1, SEEDS, PAGE)
SPEED = Field("speed", 1.0, Number(0.25, 3), PAGE)

SPACE = {"position": POSITION, "axes": AXES, "map": MAP, "show": PRESENTED}
MANIFOLD = {"show": PRESENTED, "model": GRID_OF, "spacing": SPACING, "cells": CELLS}
TRAVERSALS = {"show": PRESENTED, "model": ROWS_OF, "range": RANGE}
PATH = {"show": PRESENTED, "ends": ENDS, "t": TIME}
ARITHMETIC = {"show": PRESENTED, "terms": TERMS}
TOURING = {"show": PRESENTED, "seed": TOUR, "speed": SPEED}

FIELDS = (
    PRESENTED,
    GRID_OF,
    SPACING,
    CELLS,
    ROWS_OF,
    RANGE,
    ENDS,
    TIME,
    TERMS,
    TOUR,
    SPEED,
)
