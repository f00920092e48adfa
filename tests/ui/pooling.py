"""Hands, and a page that shows what they make together."""

import json
from collections.abc import Mapping, Sequence
from itertools import product

from entering import PATIENCE, data_of, enter
from streamlit.testing.v1 import AppTest

from ui import pools, state
from ui.pools import Hand
from vae_core.figures.theme import PERSONS

ANIMALS = ("fox", "owl", "bear", "cat", "otter")


def hands_of(queries: Sequence[Mapping[str, str]]) -> list[Hand]:
    """A hand for each address, all with other names as long as there are such."""
    names = list(product(ANIMALS, PERSONS))
    return [Hand(f"k{i}", *reversed(names[i % len(names)]), query) for i, query in enumerate(queries)]


def called(hand: Hand) -> str:
    """What somebody who reads English calls whose hand it is."""
    with state.apart("home", {}, "en"):
        return hand.person.name


def _page(page, pool, hands, language):
    import streamlit as st

    from ui import lesson, pools, state
    from ui.fields.app import LANGUAGE

    state.read_url_of_page(page)
    state.put(LANGUAGE, language)
    state.start_run()
    state.note(lesson.SHOWN, {})

    @lesson.section()
    def shown() -> None:
        st.text(str(pools.show(pool, hands)))

    shown()


def pool_at(page: str, step: str) -> pools.Pool:
    """What the page has for its step."""
    enter(page)
    return pools.pool_of(page, step)


def pooled(page: str, step: str, queries: Sequence[Mapping[str, str]], language: str = "en") -> AppTest:
    """What hands with these addresses make together."""
    given = {"page": page, "pool": pool_at(page, step), "hands": hands_of(queries), "language": language}
    app = AppTest.from_function(_page, default_timeout=PATIENCE, kwargs=given).run()
    assert not app.exception, app.exception
    assert not app.error, app.error
    return app


def words(app: AppTest) -> str:
    """All that is said."""
    return "\n".join([*(part.value for part in app.markdown), *(part.value for part in app.caption)])


def html(app: AppTest) -> str:
    return "\n".join(part.proto.body for part in app.get("html"))


def goes_on(app: AppTest) -> bool:
    """Whether it will soon be another picture without anybody's doing."""
    return {"True": True, "False": False}[app.text[0].value]


def figure(app: AppTest) -> dict:
    """The figure that is sent."""
    (found,) = (part for part in map(data_of, app.get("bidi_component")) if "figure" in part)
    return json.loads(found["figure"])


def persons_on(app: AppTest) -> list[list[str]]:
    """The names of those who have a dot, for each trace of such."""
    return [trace["hovertext"] for trace in figure(app)["data"] if "hovertext" in trace]
