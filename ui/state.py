"""A person's settings and the address that says them: every setting is a field of :mod:`ui.fields`.

What no address shows is a :class:`ui.notes.Note`. A bad value in an address falls back to the default and is
reported by :func:`notices`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import Any, TypeVar

import streamlit as st

from ui import session
from ui.fields import FIELDS, STEPS, placed_on
from ui.fields.field import Field
from ui.hand import joined
from ui.notes import Note

T = TypeVar("T")

MOVING = Note("moving", False)  # whether a hand does: what it passes through is no step of its own
READERS_LANGUAGE: Note[str | None] = Note("reader's language", None)  # where the address says none

_PAGE: Note[str | None] = Note("page", None)
_IS_APP_READ = Note("app is read", False)
_BROWSER: Note[dict[str, str]] = Note("browser", {})  # its address, as it has said or was told last
_NOTICES: Note[tuple[tuple[str, str], ...]] = Note("notices", ())
_SHOWN: Note[dict[Field, Any]] = Note("shown", {})


def get(field: Field[T]) -> T:
    """The value of ``field`` for this person."""
    return session.settings().get(field.key, field.default)


def put(field: Field[T], value: T) -> None:
    """Set ``field``, to the precision of an address: what is copied is what is on screen.

    What a hand has placed on what was there before ends with it. Raises ValueError or KeyError for what is no value.
    """
    # A default may be nothing, and nothing has no form to parse.
    _set(field, field.default if value == field.default else field.kind.parse(field.kind.format(value)))


def _set(field: Field[T], value: T) -> None:
    if value != get(field):
        for placed in placed_on(field):
            session.settings().pop(placed.key, None)
    session.settings()[field.key] = value


def draw_anew(seed: Field[int]) -> None:
    """Go on to the next seed; after the last one comes the first."""
    put(seed, (get(seed) + 1) % (seed.kind.high + 1))


def reset(page: str | None) -> None:
    """Give every setting of ``page`` its default; of the whole app, where there is none."""
    for field in fields_of(page):
        session.settings().pop(field.key, None)


@cache
def fields_of(page: str | None) -> tuple[Field, ...]:
    """The settings of a page; of the whole app, where there is none."""
    return tuple(field for field in FIELDS if page in (field.page, *field.also_on))


# ---- the address ------------------------------------------------------------------------------------


def read_url_of_app() -> None:
    """Take over the settings of the whole app from the address, once per session."""
    if not noted(_IS_APP_READ):
        _read_fields(None, st.query_params.to_dict())
        note(_IS_APP_READ, True)


def read_url_of_page(page: str) -> None:
    """Take over the settings of ``page`` from the address, whenever a person enters it."""
    before = noted(_PAGE)
    if before != page:
        # Each look at it may be the end of a run that is overtaken: one, before anything is noted.
        query = st.query_params.to_dict()
        if before is not None:
            move_on()
        note(_PAGE, page)
        note(_BROWSER, query)
        _read_fields(page, query)
        _find_step(page, query)


def take_over(query: Mapping[str, str]) -> None:
    """Have the settings of an address of this page, as this app writes it; what it leaves out, by default."""
    for whose in (None, page()):
        reset(whose)
        _read_fields(whose, query)


def _read_fields(page: str | None, query: Mapping[str, str]) -> None:
    for field in fields_of(page):
        if field.name in query:
            _read_field(field, query[field.name])
        elif field.former and field.former in query:
            with suppress(ValueError, KeyError):  # another setting has that name today
                session.settings()[field.key] = field.kind.parse(query[field.former])


def _find_step(page: str, query: Mapping[str, str]) -> None:
    """Open the step meant by an address that names none."""
    step = STEPS.get(page)
    if step is not None and get(step) == step.default:
        put(step, step.meant_by(query))


def _read_field(field: Field, text: str) -> None:
    try:
        _set(field, field.kind.parse(field.kind.format(field.kind.parse(text))))  # to the precision of an address
    except (ValueError, KeyError):
        note(_NOTICES, (*noted(_NOTICES), (field.name, text[:40])))


def address() -> dict[str, str]:
    """The query parameters that reproduce the page on screen, and nothing else."""
    return address_of(None) | address_of(page())


def address_of(page: str | None) -> dict[str, str]:
    """Those of a page; of the whole app, where there is none."""
    values = ((field, get(field)) for field in fields_of(page))
    return {field.name: field.kind.format(value) for field, value in values if value != field.default}


def write_url() -> None:
    """Make the address say what is on the page, unless a hand moves.

    What came with this run may be older than what the browser was told: written twice, it would be two steps back.
    """
    here = address()
    if not noted(MOVING) and here != noted(_BROWSER):
        st.query_params.from_dict(here)
        note(_BROWSER, here)  # not before it is: a run that is cut off in the line above has told nobody


def notices() -> tuple[tuple[str, str], ...]:
    """The bad values found in the address, as (name, text), until the person moves on."""
    return noted(_NOTICES)


def move_on() -> None:
    """The person does: those have been read."""
    note(_NOTICES, ())


def adopt(since: Mapping[str, str], query: Mapping[str, str]) -> bool:
    """Take over what a hand has changed from one address to another; whether all is now as it is at the other."""
    fields = {*fields_of(None), *fields_of(page())} - {STEPS.get(page())}
    take_over(joined(address(), since, query, fields))
    note(_BROWSER, dict(st.query_params))  # not the hand's: it may have been told another since
    return address() == query


def return_to(query: Mapping[str, str]) -> None:
    """Take over those of one that it has gone back, or forward, to: it may be how somebody came to the page."""
    take_over(query)
    _find_step(page(), query)
    note(_BROWSER, address())


@contextmanager
def apart(page: str, query: Mapping[str, str], language: str) -> Iterator[None]:
    """Stand on ``page`` with the settings of an address, apart from anybody's session.

    ``language`` is the reader's where the address says none.
    """
    with session.apart():
        note(_PAGE, page)
        note(READERS_LANGUAGE, language)
        take_over(query)
        yield


# ---- one run ----------------------------------------------------------------------------------------


def start_run() -> None:
    """Note what every section of the page is about to show."""
    note(MOVING, False)
    note(_SHOWN, {field: get(field) for field in fields_of(page())})


def is_stale(fields: Iterable[Field]) -> bool:
    """Whether one of ``fields`` has changed since the whole page ran."""
    return any(get(field) != noted(_SHOWN)[field] for field in fields)


def page() -> str:
    """The name of the page that a person is on."""
    return noted(_PAGE)


# ---- widgets and components -------------------------------------------------------------------------


def choose(
    field: Field[T], widget: Callable[..., Any], label: str, options, *, shown: T | None = None, **settings
) -> T:
    """Draw ``widget`` for ``field`` and return the value.

    ``widget`` is a Streamlit selection such as ``st.pills``; ``shown`` stands for a value that is none of ``options``.
    """
    widget(label, options, **bind(field, get(field) if shown is None else shown, partial(put, field)), **settings)
    return get(field)


def switch(field: Field[bool], label: str, **settings) -> bool:
    """Draw a toggle for ``field`` and return whether it is on."""
    st.toggle(label, **bind(field, get(field), partial(put, field)), **settings)
    return get(field)


def bind(of: Field | Note, shown: Any, take: Callable[[Any], None], part: str = "") -> dict[str, Any]:
    """Key and callback of a widget for a field or a note, or for a ``part`` of it: what somebody chooses is taken.

    That is the truth; a widget that was off screen starts from it.
    """
    key = f"widget:{of.key}:{part}"
    session.widgets()[key] = shown

    def hear() -> None:
        nonlocal shown
        chosen = session.widgets()[key]
        if chosen != shown:  # Streamlit also calls for what has just left the screen, and has not changed
            shown = chosen
            take(chosen)

    return {"key": key, "on_change": hear}


def note(about: Note[T], value: T) -> None:
    """Keep ``value`` until another is noted."""
    session.settings()[about.key] = value


def noted(about: Note[T]) -> T:
    """What was noted last."""
    return session.settings().get(about.key, about.default)
