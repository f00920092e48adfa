"""One run of the app for one visitor: language, navigation, and the page they are on.

It lives here and not in ``app.py`` because Streamlit treats a ``pages`` folder beside the script
that it runs as its own older kind of navigation.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from ui import i18n, navigation, predict, state, undo, visitor
from ui.i18n import gettext as _
from ui.in_class import seat
from ui.lessons import HOME, PARTS, Lesson
from vae_core.errors import VaeCoreError

FOLDER = Path(__file__).resolve().parent
ICON = str(FOLDER / "icon.png")


def main() -> None:
    """Run the app for a visitor; who follows a class waits for their turn."""
    with seat.in_turn():
        _run()


def _run() -> None:
    """Run the page that a visitor is on, with the settings of its address."""
    st.set_page_config(page_title="VAE Playground", page_icon=ICON, layout="wide")
    state.read_url_of_app()
    visitor.attend()
    ready = {_(part): [lesson for lesson in lessons if lesson.is_ready] for part, lessons in PARTS.items()}
    parts = {"": [HOME], **{part: lessons for part, lessons in ready.items() if lessons}}
    pages = {lesson: _page(lesson) for lessons in parts.values() for lesson in lessons}
    current = st.navigation([*pages.values()], position="hidden")
    lesson = next(lesson for lesson, page in pages.items() if page == current)
    go_to = navigation.destination()
    if go_to not in (None, lesson.name):
        st.switch_page(next(page for lesson, page in pages.items() if lesson.name == go_to))
    moved_to = navigation.has_moved(lesson, st.query_params)
    if moved_to is not None:
        st.switch_page(pages[moved_to], query_params=st.query_params.to_dict())
    with navigation.arriving():
        _draw(lesson, current, parts)


def _draw(lesson: Lesson, page: st.Page, parts: Mapping[str, Sequence[Lesson]]) -> None:
    state.read_url_of_page(lesson.name)
    navigation.arrive()
    state.start_run()
    navigation.prepare(parts, lesson)
    bar = st.container(key="class")
    i18n.language_switch()
    predict.switch()
    _warn()
    try:
        page.run()
    except VaeCoreError as error:
        st.error(i18n.translated(error), icon=":material/error:")
    with bar:
        seat.draw(lesson)
    navigation.draw()
    undo.remember()
    state.write_url()


def _warn() -> None:
    for field, text in state.notices():
        st.warning(
            _("The address holds {field}={text}, which means nothing here; the default is shown.").format(
                field=field, text=text
            )
        )


def _page(lesson: Lesson) -> st.Page:
    return st.Page(lesson.file, title=_(lesson.title), icon=lesson.icon, url_path=lesson.name, default=lesson is HOME)


if __name__ == "__main__":
    main()
