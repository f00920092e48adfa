"""Steps that can be taken back, of each page."""

from typing import Any

from ui import session, state
from ui.fields.field import Field
from ui.notes import Note

REMEMBERED = 100

_STEPS: Note[tuple[dict[Field, Any], ...]] = Note("steps", ())  # of each page


def remember() -> None:
    """Note the settings of the page on screen, if they are not those noted last."""
    now = _now()
    steps = state.noted(_STEPS.of(state.page()))
    if not steps or steps[-1] != now:
        if steps:
            state.move_on()
        state.note(_STEPS.of(state.page()), (*steps, now)[-REMEMBERED:])


def is_possible() -> bool:
    """Whether something was changed on this page, by what led to this run or before it."""
    steps = state.noted(_STEPS.of(state.page()))
    return len(steps) > 1 or (bool(steps) and steps[-1] != _now())


def take_back() -> None:
    """Go back to the settings before the last change on this page; the first ones stay."""
    remember()  # who takes something back at once cuts off the run at whose end it would have been noted
    steps = state.noted(_STEPS.of(state.page()))[:-1]
    if steps:
        state.note(_STEPS.of(state.page()), steps)
        # All at once, as they were: put one by one, some would end what others had been placed on.
        session.settings().update({field.key: value for field, value in steps[-1].items()})


def _now() -> dict[Field, Any]:
    return {field: state.get(field) for field in state.fields_of(state.page()) if field.is_step}
