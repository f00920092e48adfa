"""A class in tests of the app: kept in a folder of its own, and pages of who is in it, without a browser."""

import json

import pytest
from entering import data_of, visit
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from classroom.acts import Person
from classroom.classes import Classes, who
from classroom.room import Question, Room
from ui.components.classroom import KEY
from ui.in_class import running


@pytest.fixture
def classes(monkeypatch, tmp_path) -> Classes:
    """The classes of a server that has just been started."""
    monkeypatch.setenv("VAE_RUNS_DIR", str(tmp_path))
    monkeypatch.delenv("VAE_CLASS_URL", raising=False)
    monkeypatch.delenv("VAE_CLASS_HOURS", raising=False)
    for remembered in (running.classes, running.hub):
        remembered.cache_clear()
    found = running.classes()
    yield found
    running.hub().stop()
    found.store.close()
    for remembered in (running.classes, running.hub):
        remembered.cache_clear()


class Taught:
    """A class, and who is in it."""

    def __init__(self, classes: Classes):
        self.classes = classes
        self.code, self.teachers = classes.open()

    @property
    def room(self) -> Room:
        return self.classes.room(self.code)

    @property
    def question(self) -> Question | None:
        return self.room.question

    def do(self, token: str, do: str, **message: object) -> None:
        """What somebody's page asks for by its line."""
        self.classes.do(self.room, who(self.room, token), {"do": do, **message})

    def teach(self, do: str, **message: object) -> None:
        self.do(self.teachers, do, **message)

    def lead(self, page: str, **query: str) -> None:
        self.teach("lead", page=page, query=query)

    def come(self, token: str | None = None, page: str = "distributions", **address: str) -> "Attendee":
        """A page of a new student, or of who has the token."""
        token = token or self.classes.join(self.code)[1]
        return Attendee(self, token, visit(page, **{"ask": "True", "class": self.code, **address}))


class Attendee:
    """Somebody in a class, and their page."""

    def __init__(self, taught: Taught, token: str, app: AppTest):
        self.taught, self.token, self.app = taught, token, app
        self.tell(token=token)

    @property
    def person(self) -> Person:
        return who(self.taught.room, self.token)

    def tell(self, **message: object) -> AppTest:
        """What the bar of the class tells the server."""
        (component,) = (each for each in self.app.get("bidi_component") if each.proto.id.endswith(f"-{KEY}"))
        states = self.app._tree.get_widget_states()
        told = states.widgets.add()
        told.id = _make_trigger_id(component.proto.id, "events")
        told.json_trigger_value = json.dumps([{"event": "go", "value": message}])
        self.app._run(states)
        assert not self.app.exception, self.app.exception
        return self.app

    def follow(self) -> AppTest:
        """Take over where the teacher is."""
        lead = self.taught.room.lead
        return self.tell(follow={"page": lead.page, "query": dict(lead.query), "number": lead.number})

    def press(self, label: str) -> AppTest:
        next(button for button in self.app.button if button.label == label).click()
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self.app

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.app.button]


def bars(app: AppTest) -> list[dict]:
    """What the bar of a class is given, where there is one."""
    return [given for given in map(data_of, app.get("bidi_component")) if "socket" in given]
