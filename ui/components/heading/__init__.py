"""What stands above a lesson: its title and the step on screen, the way on and back, and what holds for all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ui import addresses, components, course, state
from ui.components.contents import Entry
from ui.i18n import gettext as _
from ui.i18n import language

_mount = components.register("heading")

KEY = "heading"


@dataclass(frozen=True)
class Act:
    """A button for the whole lesson.

    Attributes:
        icon: of Material Symbols.
        title: a word.
        help: a sentence.
        do: what it does.
        is_possible: whether there is something to do; where it is ``None``, there always is. Of what sections change
            by themselves the browser knows first: it lights the button that was not possible as they do.
    """

    icon: str
    title: str
    help: str
    do: Callable[[], None]
    is_possible: bool | None = None


def heading(
    title: str, steps: Sequence[Entry], at: int, acts: Mapping[str, Act], *, turn_to: Callable[[str], None]
) -> None:
    """The heading of a lesson.

    Args:
        title: the lesson's.
        steps: its steps, and last the way to all of them.
        at: the number of the one on screen, from 0.
        acts: buttons, by a name for each.
        turn_to: is told the name of a step.
    """

    def heard() -> None:
        message = state.told(KEY, "go") or {}
        if "step" in message:
            turn_to(message["step"])
        elif message:
            acts[message["act"]].do()

    data = {
        "title": title,
        "steps": steps,
        "at": at,
        "acts": [
            {"name": name, "icon": act.icon, "title": act.title, "help": act.help, "possible": act.is_possible}
            for name, act in acts.items()
        ],
        "outline": addresses.outline(course.version(), language()),
        "text": {"contents": _("In this lesson"), "back": _("Previous step"), "on": _("Next step")},
    }
    _mount(key=KEY, data=data, on_go_change=heard)
