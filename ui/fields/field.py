"""What a setting is: its name in the address, its default, and which values it accepts."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")

# Between the numbers of a list: a comma would be escaped in the address.
SEPARATOR = "_"


def four_digits(value: float) -> str:
    """A number as an address holds it; what a hand has left of 0 by rounding is 0."""
    return f"{value if abs(value) > 1e-12 else 0.0:.4g}"


class Kind(Protocol[T]):
    """How values are read from an address and written into one."""

    def parse(self, text: str) -> T:
        """Raises ValueError or KeyError for text that means nothing."""

    def format(self, value: T) -> str:
        """Raises ValueError for a value that is not one of this kind."""


@dataclass(frozen=True)
class Field(Generic[T]):
    """One setting.

    Attributes:
        name: of the query parameter.
        default: what it is when the address says nothing.
        kind: of its values.
        page: the lesson it belongs to; ``None`` for the whole app.
        is_step: whether a change of it is a step that can be undone.
        former: the name that addresses had for it once; they are still read.
        also_on: other lessons that it belongs to.
        of: the settings that say on what it was placed by hand; once one of them changes, it is its default again.
    """

    name: str
    default: T
    kind: Kind[T]
    page: str | None = None
    is_step: bool = True
    former: str = ""
    also_on: tuple[str, ...] = ()
    of: tuple["Field", ...] = ()

    @property
    def key(self) -> str:
        return f"field:{self.page or ''}:{self.name}"

    @property
    def in_address(self) -> tuple[str, str]:
        """Its name in the address and what it is there unless somebody moves it, for a component that writes it."""
        return self.name, self.kind.format(self.default)


@dataclass(frozen=True)
class Choice:
    """One of a few values."""

    options: tuple

    def parse(self, text: str):
        return {str(option): option for option in self.options}[text]

    def format(self, value) -> str:
        return str(value)


@dataclass(frozen=True)
class Number:
    """A number between two others, kept to four significant digits: what the address says is what is on screen."""

    low: float
    high: float

    def parse(self, text: str) -> float:
        value = float(text) + 0.0  # + 0: no -0 in an address
        if not self.low <= value <= self.high:
            raise ValueError(text)
        return value

    def format(self, value: float) -> str:
        # A nearby value is brought back into the range: rounding may have left it by a hair.
        return four_digits(min(max(value, self.low), self.high)) if math.isfinite(value) else "nan"


@dataclass(frozen=True)
class Whole:
    """An integer between two others."""

    low: int
    high: int

    def parse(self, text: str) -> int:
        value = int(text)
        if not self.low <= value <= self.high:
            raise ValueError(text)
        return value

    def format(self, value: float) -> str:
        return str(int(min(max(round(value), self.low), self.high)))


# What samples are drawn by: any number will do, and a short one fits an address.
SEEDS = Whole(0, 9999)


@dataclass(frozen=True)
class Sequence:
    """From ``least`` to ``most`` values of one kind, and nothing else that ``check`` refuses."""

    kind: Any
    least: int
    most: int
    check: Callable[[tuple], bool] = lambda values: True

    def parse(self, text: str) -> tuple:
        values = tuple(self.kind.parse(part) for part in text.split(SEPARATOR)) if text else ()
        if not self.least <= len(values) <= self.most or not self.check(values):
            raise ValueError(text)
        return values

    def format(self, values: tuple) -> str:
        return SEPARATOR.join(self.kind.format(value) for value in values)
