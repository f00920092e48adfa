"""Whatever an address says, and whatever a hand asks from there: a page that can be, and no error but a sentence."""

import importlib
import json
import pkgutil

import pytest
from asking import app, ask
from core.builders import json_values
from guarded import IN_THE_SUITE, MANY, cases, guarded
from hypothesis import given
from hypothesis import strategies as st

import sections
from ui import live, state
from ui.fields import FIELDS
from ui.fields.field import Choice, Field, Number, Sequence, Whole
from ui.fields.steps import StepKind
from ui.lessons import LESSONS

# What is large on purpose is long to print.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

PAGES = [lesson.name for lesson in LESSONS if lesson.is_ready]
# Of these every section answers within milliseconds, with neither network nor data set; the others when there is time.
QUICK = ("distributions", "likelihood", "kl_divergence", "latent_variables")
ASKED = QUICK if MANY <= IN_THE_SUITE else tuple(PAGES)
ODD = (
    "",
    "nan",
    "-nan",
    "inf",
    "-inf",
    "1e999",
    "-0",
    "1e-320",
    "9" * 5000,
    "٣",
    "1_000",
    "0x1",
    " 1",
    "None",
    "True",
    "\ud800",
    "é",
    "_" * 40,
    "-",
    "1-1",
    ".",
    "../x",
    "a" * 3000,
)
odd = st.sampled_from(ODD) | st.text(max_size=12) | st.floats().map(repr) | st.integers().map(str)


def values(kind) -> st.SearchStrategy[str]:
    """Texts that mean something to this kind, mostly."""
    if isinstance(kind, Choice):
        return st.sampled_from([str(option) for option in kind.options])
    if isinstance(kind, Number):
        edges = st.sampled_from([kind.low, kind.high, (kind.low + kind.high) / 2])
        return (edges | st.floats(kind.low, kind.high)).map(repr)
    if isinstance(kind, Whole):
        return (st.sampled_from([kind.low, kind.high]) | st.integers(kind.low, kind.high)).map(str)
    if isinstance(kind, StepKind):
        return st.sampled_from([*kind.names, "all"])
    if isinstance(kind, Sequence):
        return st.lists(values(kind.kind), min_size=kind.least, max_size=min(kind.most, 6)).map("_".join)
    return odd


def texts(field: Field) -> st.SearchStrategy[str]:
    default = [] if field.default is None else [field.kind.format(field.default)]
    return st.one_of(values(field.kind), odd, *map(st.just, default)) if default else values(field.kind) | odd


def queries(page: str) -> st.SearchStrategy[dict[str, str]]:
    """Addresses of a page: some of its settings, and something that is none."""
    fields = {field.name: field for field in (*state.fields_of(page), *state.fields_of(None))}
    one = st.sampled_from(sorted(fields)).flatmap(lambda name: st.tuples(st.just(name), texts(fields[name])))
    return st.lists(one | st.tuples(st.text(max_size=5), odd), max_size=8).map(dict)


@st.composite
def addressed(draw: st.DrawFn, pages=PAGES) -> tuple[str, dict[str, str]]:
    page = draw(st.sampled_from(pages))
    return page, draw(queries(page))


@cases(0.14)
@given(addressed())
def test_an_address(asked):
    """What can be is taken over, and said again in the same words; it stays as short as it was."""
    page, query = asked
    with guarded(), state.apart(page, query, "en"):
        address = state.address()
        for name, text in state.notices():
            assert name in query
            assert len(text) <= 40
    with state.apart(page, address, "en"):
        assert state.address() == address
        assert not state.notices()
    json.dumps(address).encode()


fields = st.sampled_from(FIELDS).flatmap(lambda field: st.tuples(st.just(field), texts(field)))


@cases(0.1)
@given(fields)
def test_a_number_field(given):
    """What it takes is what an address would say of it."""
    field, text = given
    with guarded():
        try:
            value = field.kind.parse(text)
        except (ValueError, KeyError):
            return
    again = field.kind.format(value)
    assert field.kind.format(field.kind.parse(again)) == again


@pytest.fixture(scope="module")
def door():
    for module in pkgutil.walk_packages(sections.__path__, "sections."):
        if module.name.split(".")[1] in ASKED:
            importlib.import_module(module.name)
    on = app()
    for name in known():  # what is loaded and computed once is not the input's fault
        question = {"section": name, "page": name.split(".")[1], "key": "", "language": "en", "query": {}, "moves": []}
        assert ask(on, "POST", "/live", body=json.dumps(question).encode())[0] == 200
    return on


def known() -> list[str]:
    """Sections that can be asked."""
    return sorted(name for name in live.SECTIONS if name.split(".")[1] in ASKED)


moved = st.floats(-1e3, 1e3) | st.sampled_from(
    [float("nan"), float("inf"), 1e308, 0, -0.0, 10**400, "far", None, [], True]
)
moves = st.fixed_dictionaries(
    {"name": st.sampled_from(["x1", "x2", "mean", "theta", "a", "b", "p 0", "q 1"]) | st.text(max_size=4)},
    optional={"x": moved, "y": moved, "value": moved, "dx": moved},
)


@cases(0.1)
@given(st.data())
def test_a_live_question(door, data):
    section = data.draw(st.sampled_from(known()))
    page = section.split(".")[1]
    known_names = [field.name for field in state.fields_of(page)]
    own = st.lists(
        moves | moves.flatmap(lambda move: st.sampled_from(known_names).map(lambda name: {**move, "name": name})),
        max_size=3,
    )
    question = {
        "section": section,
        "page": data.draw(st.just(page) | st.sampled_from(PAGES) | st.text(max_size=5)),
        "key": data.draw(st.sampled_from(["density", "figure", ""]) | st.text(max_size=5)),
        "language": data.draw(st.sampled_from(["en", "zh_CN", "xx", "../..", "a" * 300]) | st.text(max_size=5)),
        "query": data.draw(queries(page)),
        "moves": data.draw(own),
    }
    question |= data.draw(st.just({}) | st.dictionaries(st.sampled_from([*question, "more"]), json_values, max_size=1))
    with guarded():
        status, content = ask(door, "POST", "/live", body=json.dumps(question).encode())
    assert status in (200, 400, 413), content
    if status == 200:
        json.loads(content, parse_constant=pytest.fail)
