"""The steps of a lesson, as a setting: which one is on screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.fields.field import Field

ALL = "all"  # of a lesson on one page, to print and to search


@dataclass(frozen=True)
class StepKind:
    """The name of a step, or :data:`ALL`.

    ``former`` are names that addresses had once, each with the step that is meant.
    """

    names: tuple[str, ...]
    former: tuple[tuple[str, str], ...] = ()

    def parse(self, text: str) -> str:
        if not text or text.isdigit():  # in addresses older than the steps of lessons, it is a player's number
            return ""
        text = dict(self.former).get(text, text)
        if text not in (*self.names, ALL):
            raise KeyError(text)
        return text

    def format(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Steps(Field[str]):
    """Which step of a lesson is on screen; the default, an empty name, is the first one.

    Attributes:
        shown: the name of each, in order, and the settings that it shows.
        named_by: a setting of what fills the screen, which names a step by its value.
        once_in: the steps of another lesson that these belonged to once: addresses of it may mean one of them.
    """

    shown: tuple[tuple[str, tuple[Field, ...]], ...] = ()
    named_by: Field[str] | None = None
    once_in: "Steps | None" = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.shown)

    def meant_by(self, query: Mapping[str, str]) -> str:
        """The step that an address without one means: the first whose settings it has."""
        if self.named_by is not None and query.get(self.named_by.name) in self.names:
            return query[self.named_by.name]
        for name, fields in self.shown:
            if any(field.name in query or (field.former and field.former in query) for field in fields):
                return name
        return self.default

    def are_meant_by(self, page: str, query: Mapping[str, str]) -> bool:
        """Whether an address of the lesson that they have left means one of them."""
        if self.once_in is None or self.once_in.page != page:
            return False
        if self.name in query:
            return query[self.name] in self.names
        return not self.once_in.meant_by(query) and bool(self.meant_by(query))


def steps(
    page: str,
    shown: Mapping[str, Sequence[Field]],
    *,
    named_by: Field[str] | None = None,
    once_in: Steps | None = None,
    former: Mapping[str, str] | None = None,
) -> Steps:
    """The steps of ``page``: their names, in order, with the settings that each shows; and names that they had once."""
    pairs = tuple((name, tuple(fields)) for name, fields in shown.items())
    kind = StepKind(tuple(shown), tuple((former or {}).items()))
    return Steps("step", "", kind, page, shown=pairs, named_by=named_by, once_in=once_in)
