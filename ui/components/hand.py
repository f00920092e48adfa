"""What a hand moves in a component: settings go in; a numbered message comes out when the hand lets go."""

from collections.abc import Mapping
from typing import Any

from ui import components, state
from ui.fields.field import Field
from ui.notes import Note

ANSWERED = Note("answered", 0)  # the number of the last message from each component


def held(fields: Mapping[str, Field], key: str) -> dict[str, Any]:
    """What the component ``key`` is given of ``fields``, by its own names for them.

    ``"place"`` has their values, ``"address"`` what an address calls them (:attr:`Field.in_address`), and
    ``"answered"`` the number of the last message that these values answer: an older answer is not followed.
    """
    return {
        "place": {name: state.get(field) for name, field in fields.items()},
        "address": {name: field.in_address for name, field in fields.items()},
        "answered": state.noted(ANSWERED.of(key)),
    }


def take(fields: Mapping[str, Field], key: str) -> dict[str, Any] | None:
    """Put what the component ``key`` has just told into ``fields``; returns the message, ``None`` without a new one."""
    message = components.told(key, "place")
    if message:
        state.note(ANSWERED.of(key), message["sequence"])
        for name, value in message["place"].items():
            state.put(fields[name], tuple(value) if isinstance(value, list) else value)
    return message
