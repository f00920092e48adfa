"""What a session keeps and no address shows: each note is declared once, beside what it belongs to."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Note(Generic[T]):
    """A value that :mod:`ui.state` keeps for this person.

    Attributes:
        name: no other note's.
        default: what it is until somebody notes it.
    """

    name: str
    default: T

    @property
    def key(self) -> str:
        return f"note:{self.name}"

    def of(self, which: str) -> "Note[T]":
        """The note on one of several things of a kind, such as the component with this key."""
        return replace(self, name=f"{self.name}:{which}")
