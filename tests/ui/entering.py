"""The app in tests, without a browser."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui.lessons import HOME, PAGES
from ui.visitor import OWNER

# Not app.py: AppTest would take the pages folder beside it for Streamlit's older kind of navigation.
APP = Path(__file__).resolve().parents[2] / "ui" / "router.py"
PATIENCE = 120  # seconds for what takes one or two: a busy machine is slow, not wrong


def visit(page: str = HOME.name, owner: str | None = None, **address) -> AppTest:
    """A page as its address opens it, to ``owner`` where it matters who comes."""
    app = AppTest.from_file(APP, default_timeout=PATIENCE)
    if owner is not None:
        app.session_state[OWNER.key] = owner
    app.query_params.update(address)
    return (app if page == HOME.name else app.switch_page(str(PAGES / f"{page}.py"))).run()


def enter(page: str, owner: str | None = None, **address) -> AppTest:
    """A page as its address opens it, where that goes well."""
    app = visit(page, owner, **address)
    assert not app.exception
    return app
