"""What stands above a lesson: its title and the step on screen, the way on and back, and what holds for all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ui import addresses, components, course
from ui.components.contents import Entry
from ui.guide import Stop
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
    title: str,
    steps: Sequence[Entry],
    at: int,
    acts: Mapping[str, Act],
    guide: Sequence[Stop],
    *,
    turn_to: Callable[[str], None],
) -> None:
    """The heading of a lesson.

    Args:
        title: the lesson's.
        steps: its steps, and last the way to all of them.
        at: the number of the one on screen, from 0.
        acts: buttons, by a name for each.
        guide: the walk through the lesson.
        turn_to: is told the name of a step.
    """

    def heard() -> None:
        message = components.told(KEY, "go") or {}
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
        "guide": [{"step": stop.step, "at": stop.at, "sentence": _(stop.sentence)} for stop in guide],
        "text": {"contents": _("In this lesson"), "back": _("Previous step"), "on": _("Next step"), **_guide_words()},
    }
    _mount(key=KEY, data=data, on_go_change=heard)


def _guide_words() -> dict[str, str]:
    return {
        "guide": _("Guide"),
        "guide_help": _("Ten sentences lead through the lesson"),
        "guide_at": _("{at} of {all}"),
        "guide_back": _("Sentence before"),
        "guide_on": _("Next sentence"),
        "close": _("Close"),
    }
