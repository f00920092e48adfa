"""The app in tests, without a browser."""

from streamlit.testing.v1 import AppTest
from test_pages import APP

from ui.lessons import PAGES
from ui.visitor import OWNER


def enter(page: str, owner: str | None = None, **address) -> AppTest:
    """A page, entered by its address, by ``owner`` where it matters who comes."""
    app = AppTest.from_file(APP, default_timeout=30)
    if owner is not None:
        app.session_state[OWNER.key] = owner
    app.run()
    app.query_params.update(address)
    app = app.switch_page(str(PAGES / f"{page}.py")).run()
    assert not app.exception
    return app
