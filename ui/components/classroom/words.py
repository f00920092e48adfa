"""All that the bar of a class says, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures.theme import PERSONS
from vae_core.printing import short

# Of classroom/names.py; which of the two comes first, a language says.
COLOURS = {
    "blue": mark("blue"),
    "orange": mark("orange"),
    "green": mark("green"),
    "vermilion": mark("red"),
    "purple": mark("purple"),
    "sky": mark("sky-blue"),
}
ANIMALS = {
    "fox": mark("fox"),
    "owl": mark("owl"),
    "bear": mark("bear"),
    "cat": mark("cat"),
    "dog": mark("dog"),
    "frog": mark("frog"),
    "hare": mark("hare"),
    "hedgehog": mark("hedgehog"),
    "horse": mark("horse"),
    "koala": mark("koala"),
    "lion": mark("lion"),
    "monkey": mark("monkey"),
    "mouse": mark("mouse"),
    "octopus": mark("octopus"),
    "panda": mark("panda"),
    "penguin": mark("penguin"),
    "rooster": mark("rooster"),
    "crab": mark("crab"),
    "sheep": mark("sheep"),
    "snail": mark("snail"),
    "swan": mark("swan"),
    "tiger": mark("tiger"),
    "duck": mark("duck"),
    "dolphin": mark("dolphin"),
    "wolf": mark("wolf"),
}


def words(hours: float) -> Mapping[str, Any]:
    """By the names that web/classroom/words.js has; a class is kept for so many ``hours``."""
    return {**_names(), **_everybodys(hours), **_students(), **_teachers(), **_overview()}


def _names() -> Mapping[str, Any]:
    return {
        "name": _("{colour} {animal}"),
        "colours": {colour: _(word) for colour, word in COLOURS.items()},
        "animals": {animal: _(word) for animal, word in ANIMALS.items()},
        "shades": {colour: {"light": shade.light, "dark": shade.dark} for colour, shade in PERSONS.items()},
    }


def _everybodys(hours: float) -> dict[str, str]:
    return {
        "code": _("Code of the class"),
        "close_panel": _("Close"),
        "leave": _("Leave the class"),
        "not_now": _("Not now"),
        "broken": _("The line has broken; it is tried again …"),
        "over": _("Class {code} is over, or was never there."),
        "join_title": _("Join class {code}"),
        "join": _("Join"),
        "privacy": _(
            "No name, no account: you are a colour and an animal. What you answer and set while you are here is kept "
            "with those, for your teacher to show, and nothing else of you. {hours} hours after the class began all of "
            "it is deleted, or as soon as your teacher ends it."
        ).format(hours=short(hours)),
        "right_is": _("The answer:"),
        "fold": _("Fold the question, to see what is behind it"),
        "unfold": _("Show the question"),
    }


def _students() -> dict[str, str]:
    return {
        "with": _("With the class"),
        "away": _("On your own"),
        "back": _("Back to the class"),
        "another": _("Another colour and animal"),
        "hand_counts": _("Part of the class's picture"),
        "pause_cover": _("A moment without screens: look to the front."),
        "predict": _("What do you think?"),
        "change": _("Counted. You may change it until the question is closed."),
        "closed": _("No more answers."),
        "right": _("Yes."),
        "not_right": _("Not quite."),
    }


def _teachers() -> dict[str, str]:
    return {
        "here": _("{n} here, {with} with you"),
        "mode": _("How the class is led"),
        "follow": _("Follow"),
        "roam": _("Roam"),
        "pause": _("Pause"),
        "call": _("Call all back"),
        "ask": _("Ask"),
        "collect": _("Collect hands"),
        "collect_end": _("Stop collecting"),
        "snap": _("Snapshot"),
        "snapped": _("Kept: where the class is, and its last question."),
        "overview": _("The class"),
        "answered": _("{n} of {all} have answered."),
        "own_pages": _("{n} of them for a page of their own: {right} right."),
        "close": _("Close the question"),
        "reveal": _("Reveal the answer"),
        "dismiss": _("Put it away"),
        "prompt": _("Your question"),
        "option": _("Answer {n}"),
        "add": _("One more answer"),
        "mark": _("This one is right"),
        "pose": _("Ask the class"),
        "address": _("or open this address:"),
        "alone": _(
            "This address works on this computer alone. For a class, open the app by the network address that it "
            "prints when it starts."
        ),
    }


def _overview() -> dict[str, str]:
    return {
        "members": _("Who is here"),
        "nobody": _("Nobody yet. The code and the address are behind the button on the left."),
        "press_hides": _("A press takes what somebody has made off the picture, and puts it back."),
        "hide": _("Take what they have made off the picture"),
        "show": _("Put it back"),
        "asked": _("What was asked"),
        "nothing_asked": _("Nothing yet. Steps with a question have a button for it; your own is behind “Ask”."),
        "snapshots": _("Snapshots"),
        "no_snapshots": _("None yet. Each is an address, for homework or for next time."),
        "csv": _("Answers as CSV"),
        "report": _("Summary as a page"),
        "class_title": _("Class {code}, {date}"),
        "answered_by": _("Answered by"),
        "move": _("Copy the link that moves the class to another device"),
        "copied": _("Copied. Whoever has this link is the teacher."),
        "end": _("End the class"),
        "end_sure": _("Delete all of it now"),
    }
