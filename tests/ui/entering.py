"""The app in tests, without a browser."""

import json
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from ui import session
from ui.fields import STEPS
from ui.fields.field import Field
from ui.lessons import HOME, PAGES
from ui.notes import Note
from ui.visitor import OWNER

# Not app.py: AppTest would take the pages folder beside it for Streamlit's older kind of navigation.
APP = Path(__file__).resolve().parents[2] / "ui" / "router.py"
PATIENCE = 120  # seconds for what takes one or two: a busy machine is slow, not wrong


def visit(page: str = HOME.name, owner: str | None = None, **address) -> AppTest:
    """A page as its address opens it, to ``owner`` where it matters who comes; it asks nothing unless told to."""
    app = AppTest.from_file(APP, default_timeout=PATIENCE)
    if owner is not None:
        keep(app, OWNER, owner)
    app.query_params.update({"ask": "False", **address})
    return (app if page == HOME.name else app.switch_page(str(PAGES / f"{page}.py"))).run()


def keep(app: AppTest, of: Field | Note, value) -> None:
    """Set a field or a note of the session."""
    if session.SETTINGS not in app.session_state:
        app.session_state[session.SETTINGS] = {}
    app.session_state[session.SETTINGS][of.key] = value


def turn_to(app: AppTest, page: str, step: str) -> AppTest:
    """The page with another step of its lesson on screen."""
    keep(app, STEPS[page], step)
    app.run()
    assert not app.exception
    return app


def tell_late(app: AppTest, page: str, away: str) -> AppTest:
    """Turn to another step, and let the browser tell once more of what was on screen before, as a slow one does.

    Streamlit has forgotten those widgets, and takes that for a change of each of them.
    """
    shown = app._tree.get_widget_states().widgets
    left = WidgetStates(widgets=[widget for widget in shown if not widget.HasField("trigger_value")])  # no press
    assert left.widgets
    turn_to(app, page, away)
    return app._run(left)


def heading(app: AppTest) -> dict:
    """What stands above a lesson: ``"title"``, ``"steps"`` and the number of the one on screen, ``"at"``."""
    (found,) = (part for part in map(data_of, app.get("bidi_component")) if "acts" in part)
    return found


def data_of(component) -> dict:
    """What a component is given."""
    return json.loads(component.proto.json or "[{}]")[0]


def enter(page: str, owner: str | None = None, **address) -> AppTest:
    """A page as its address opens it, where that goes well."""
    app = visit(page, owner, **address)
    assert not app.exception
    return app


def queried(app: AppTest, name: str) -> str | None:
    """What the address says under a name."""
    found = app.query_params.get(name)
    return found[0] if isinstance(found, list) else found
