"""The one door to ``st.session_state`` and the URL.

Every setting that outlives a rerun is a :class:`Field`: its name in the address, its default, and
how it is read and written there. A copied address reproduces the page; a bad value in it falls
back to the default and is reported by :func:`notices`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
# Between the numbers of a list: a comma would be escaped in the address.
SEPARATOR = "_"
MAX_COORDINATE = 4.0
MAX_DIMENSIONS = 64


@dataclass(frozen=True)
class Field(Generic[T]):
    """One setting.

    Attributes:
        name: of the query parameter.
        default: what it is when the address says nothing.
        parse: text to value; raises ValueError for text that means nothing.
        format: value to text.
        page: the lesson it belongs to; ``None`` for the whole app.
    """

    name: str
    default: T
    parse: Callable[[str], T]
    format: Callable[[T], str] = str
    page: str | None = None

    @property
    def key(self) -> str:
        return f"field:{self.page or ''}:{self.name}"


def one_of(choices: tuple[T, ...]) -> Callable[[str], T]:
    """A parser that accepts the text of one of ``choices``."""

    def parse(text: str) -> T:
        return {str(choice): choice for choice in choices}[text]

    return parse


def _parse_point(text: str) -> tuple[float, ...]:
    point = tuple(float(part) for part in text.split(SEPARATOR))
    if len(point) > MAX_DIMENSIONS or not all(math.isfinite(value) and abs(value) <= MAX_COORDINATE for value in point):
        raise ValueError(text)
    return point


def _format_point(point: tuple[float, ...]) -> str:
    return SEPARATOR.join(f"{value:g}" for value in point)


def _parse_axes(text: str) -> tuple[int, int]:
    first, second = (int(part) for part in text.split(SEPARATOR))
    if first == second or min(first, second) < 1:
        raise ValueError(text)
    return first, second


LANGUAGE = Field("lang", None, one_of(tuple(LANGUAGES)))
LATENT_DIM = Field("dim", 2, one_of((2, 8)), page="latent_space")
POSITION = Field("z", (), _parse_point, _format_point, page="latent_space")
AXES = Field("axes", (1, 2), _parse_axes, lambda axes: SEPARATOR.join(map(str, axes)), page="latent_space")
MAP = Field("map", "vae", one_of(("vae", "ae")), page="latent_space")
FIELDS = (LANGUAGE, LATENT_DIM, POSITION, AXES, MAP)


def get(field: Field[T]) -> T:
    """The value of ``field`` for this person."""
    return st.session_state.get(field.key, field.default)


def put(field: Field[T], value: T) -> None:
    """Set ``field``; the address follows when the page has run."""
    st.session_state[field.key] = value


def read_url_of_app() -> None:
    """Take over the settings of the whole app from the address, once per session."""
    if "app_is_read" not in st.session_state:
        st.session_state["app_is_read"] = True
        _read_fields(None)


def read_url_of_page(page: str) -> None:
    """Take over the settings of ``page`` from the address, whenever a person enters it."""
    if st.session_state.get("page") != page:
        st.session_state["page"] = page
        _read_fields(page)


def _read_fields(page: str | None) -> None:
    for field in FIELDS:
        if field.page == page and field.name in st.query_params:
            _read_field(field, st.query_params[field.name])


def _read_field(field: Field, text: str) -> None:
    try:
        put(field, field.parse(text))
    except (ValueError, KeyError):
        st.session_state.setdefault("notices", []).append((field.name, text[:40]))


def write_url(page: str) -> None:
    """Make the address say what is on the page, and nothing else."""
    fields = [field for field in FIELDS if field.page in (None, page)]
    wanted = {field.name: field.format(get(field)) for field in fields if get(field) != field.default}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def notices() -> list[tuple[str, str]]:
    """The bad values found in the address since last asked, as (name, text)."""
    return st.session_state.pop("notices", [])


def choose(
    field: Field[T], widget: Callable[..., Any], label: str, options, *, shown: T | None = None, **settings
) -> T:
    """Draw ``widget`` for ``field`` and return the value.

    ``widget`` is a Streamlit selection such as ``st.segmented_control``. ``shown`` is what it shows
    in place of the field's own value, where that is not one of ``options``.
    """
    current = get(field) if shown is None else shown
    key = f"widget:{field.key}"
    # The field is the truth; a widget that was off screen starts from it.
    st.session_state[key] = current
    widget(label, options, key=key, on_change=lambda: put(field, st.session_state[key]), required=True, **settings)
    return get(field)
