"""What pages say of lessons and commands, taken from the app itself.

It takes the place of what stands from `<!-- course -->`, `<!-- minutes -->` or `<!-- commands -->` to `<!-- end -->`,
which is for those who read the page without the site. An address of the app is in the pages as it is on the reader's
own computer; ``VAE_APP_ADDRESS`` names another.
"""

import argparse
import os
import re

from ui.lessons import LESSONS, PARTS, Lesson
from vae_core.__main__ import _parser as core_parser
from vae_playground.__main__ import _parser as app_parser

PLACE = re.compile(r"<!-- (course|minutes|commands) -->.*?<!-- end -->", re.DOTALL)
APP = "http://localhost:8501"
LINES = 80  # characters of a line of help


def on_page_markdown(markdown: str, **_page) -> str:
    """mkdocs calls it with the text of each page."""
    made = {"course": course, "minutes": total_minutes, "commands": commands}
    markdown = PLACE.sub(lambda place: made[place[1]](), markdown)
    return markdown.replace(APP, os.environ.get("VAE_APP_ADDRESS", APP).rstrip("/"))


def course() -> str:
    """Every lesson with its question, its time and its steps, each a link into the app."""
    numbers = {lesson: number for number, lesson in enumerate(LESSONS, 1)}
    parts = []
    for part, lessons in PARTS.items():
        parts.append(f"## {part}")
        parts += [_lesson(numbers[lesson], lesson) for lesson in lessons if lesson.is_ready]
    return "\n\n".join(parts)


def total_minutes() -> str:
    """Of the whole course, in hours."""
    hours = sum(lesson.minutes for lesson in LESSONS if lesson.is_ready) / 60
    return f"{hours:.0f} hours"


def _lesson(number: int, lesson: Lesson) -> str:
    lines = [
        f"### {number}. {lesson.title}",
        f"*{lesson.question}* About {lesson.minutes} minutes.{_needs(lesson)}",
        "\n".join(f"1. [{title}]({APP}/{lesson.name}?step={name})" for name, title in lesson.steps.items()),
    ]
    return "\n\n".join(lines)


def _needs(lesson: Lesson) -> str:
    needs = [f"*{each.title}*" for each in LESSONS if each.name in lesson.needs]
    return f" It stands on {', '.join(needs)}." if needs else ""


def commands() -> str:
    """What the commands say of themselves when they are asked for help."""
    core = core_parser()
    (of_core,) = (action for action in core._actions if isinstance(action, argparse._SubParsersAction))
    helps = {f"python -m vae_core {name}": parser for name, parser in of_core.choices.items()}
    everything = {"vae-playground": app_parser(), "python -m vae_core": core, **helps}
    return "\n\n".join(f"## `{name}`\n\n```text\n{_help(parser)}\n```" for name, parser in everything.items())


def _help(parser: argparse.ArgumentParser) -> str:
    parser.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=LINES)
    return re.sub(r"\x1b\[[0-9;]*m", "", parser.format_help()).strip()
