"""A section that runs: what answers a hand stands where it was asked for, and is sent last."""

from streamlit.testing.v1 import AppTest

from ui import live, running


def page():
    import streamlit as st

    from ui import lesson, running, state
    from ui.notes import Note
    from vae_core.errors import ConfigError

    order = Note("order", ())

    def put(text: str) -> None:
        state.note(order, (*state.noted(order), text))
        st.text(text)

    @lesson.section()
    def figures() -> None:
        put("above")
        running.last(lambda: put(f"figure of {running.name()}"))
        left, right = st.columns(2)
        with right:
            running.last(lambda: put("figure on the right"))
            put("below it")
        with left:
            put("left")

    @lesson.section()
    def refused() -> None:
        running.last(lambda: put("never"))
        raise ConfigError("No figure.")

    state.read_url_of_page("distributions")
    state.start_run()
    figures()
    refused()
    st.text(" | ".join(state.noted(order)))


def test_a_figure_stands_where_it_was_asked_for_and_is_sent_last():
    app = AppTest.from_function(page).run()
    *standing, order = (part.value for part in app.text)
    figure = "figure of __main__.figures"
    assert standing == ["above", figure, "left", "figure on the right", "below it"]
    assert order.split(" | ") == ["above", "below it", "left", figure, "figure on the right"]


def test_where_a_section_is_refused_its_figure_is_missing_and_the_others_stand():
    app = AppTest.from_function(page).run()
    assert [error.value for error in app.error] == ["No figure."]
    assert not any("never" in part.value for part in app.text)


def paced():
    import streamlit as st

    from ui import lesson, state
    from ui.notes import Note

    pages, goes_on = Note("pages", 0), Note("goes on", False)

    @lesson.section(every=lambda: 60.0 if state.noted(goes_on) else None)
    def work() -> None:
        for label, value in (("begin", True), ("end", False)):
            if st.button(label):
                state.note(goes_on, value)

    state.read_url_of_page("distributions")
    state.start_run()
    state.note(pages, state.noted(pages) + 1)
    st.text(str(state.noted(pages)))
    work()


def test_a_section_that_begins_or_ends_what_it_follows_has_the_page_set_its_pace():
    app = AppTest.from_function(paced).run()
    assert app.text[0].value == "1"
    app.button[0].click().run()
    assert app.text[0].value == "3"  # the press, and once more for the pace
    app.button[1].click().run()
    assert app.text[0].value == "5"


def test_a_section_within_another_leaves_it_its_name():
    with running.section("outer"):
        with running.section("inner"):
            assert running.name() == "inner"
        assert running.name() == "outer"


def test_who_asks_for_the_figures_alone_sees_nothing_else_that_is_drawn_last(monkeypatch):
    drawn = []
    monkeypatch.setitem(live.SECTIONS, "a map", lambda: running.last(lambda: drawn.append("it")))
    assert live.answer(live.Question("a map", "distributions", "map", "en", {}, ())) == {"query": {}, "shown": {}}
    assert drawn == []
