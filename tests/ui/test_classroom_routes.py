"""How browsers reach a class: what opens it, what does not, and what a socket takes."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from attending import classes  # noqa: F401 - a fixture
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from classroom import tries
from classroom.codes import read_code
from classroom.errors import ClassError
from classroom.store import StoreError, open_store
from classroom.tries import Tries
from ui import i18n
from ui.in_class import routes, running

SECONDS = 20


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """What tries go by, none of which has been made."""
    clock = Clock()
    tries = Tries(now=clock), Tries(each=10, all=60, now=clock)
    monkeypatch.setattr(running, "tries", lambda: tries)
    return clock


@pytest.fixture
def client(classes, clock):  # noqa: F811
    with TestClient(Starlette(routes=routes.routes(""))) as client:
        yield client


@pytest.fixture
def begun(client) -> dict:
    """A class's code, and what its teacher is known by."""
    return client.post("/classes").json()


def join(client, code: str, lang: str = "en"):
    return client.post(f"/classes/{code}/members?lang={lang}")


def elsewhere(client, host: str) -> TestClient:
    """Somebody at another address."""
    return TestClient(client.app, client=(host, 50000))


# ---- requests ---------------------------------------------------------------------------------------


def test_a_class_is_begun_and_nothing_is_left_in_the_browser_but_what_it_is_told(client):
    answer = client.post("/classes")
    assert answer.status_code == 201
    assert answer.json().keys() == {"code", "token"}
    assert read_code(answer.json()["code"])
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert client.get("/classes").status_code == 405


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: f"{code[:3]}-{code[3:]}", lambda code: f"{code[:3]}%20{code[3:]}"]
)
def test_a_class_is_joined_by_its_code(client, begun, typed):
    answer = join(client, typed(begun["code"]))
    assert answer.status_code == 201
    assert answer.json()["code"] == begun["code"]
    assert answer.json()["token"].startswith("1.")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("lang", [*i18n.LANGUAGES, "xx"])
def test_a_wrong_code_is_said_in_the_reader_s_language(client, begun, lang):
    with pytest.raises(ClassError) as raised:
        running.classes().room("FRG2Y7")
    answer = join(client, "FRG2Y7", lang)
    assert answer.status_code == 404
    assert answer.json() == {"sentence": raised.value.sentence.translated(i18n.catalogue(lang).gettext)}


def test_a_full_class_is_said(client, begun, monkeypatch):
    monkeypatch.setattr(running.classes(), "most_members", 1)
    assert join(client, begun["code"]).status_code == 201
    answer = join(client, begun["code"])
    assert answer.status_code == 409
    assert "is full" in answer.json()["sentence"]


def test_whoever_tries_codes_is_refused_and_after_a_minute_allowed_again(client, begun, clock):
    for _ in range(tries.EACH):
        assert join(client, "FRG2Y7").status_code == 404
    for code in ("FRG2Y7", begun["code"]):
        answer = join(client, code)
        assert answer.status_code == 429, "the right one is not told from others either"
        assert "Wait a minute" in answer.json()["sentence"]
    assert join(elsewhere(client, "203.0.113.9"), begun["code"]).status_code == 201
    clock.now += tries.WINDOW + 1
    assert join(client, begun["code"]).status_code == 201


def test_who_joins_has_tried_nothing(client, begun):
    for _ in range(tries.EACH + 5):
        assert join(client, begun["code"]).status_code == 201


def test_nobody_begins_classes_without_end(client, clock):
    answers = [client.post("/classes").status_code for _ in range(12)]
    assert answers == [201] * 10 + [429] * 2
    clock.now += tries.WINDOW + 1
    assert client.post("/classes").status_code == 201


def test_where_nothing_can_be_kept_it_is_said(client, begun, classes, monkeypatch):  # noqa: F811
    def away(*_given):
        raise StoreError("The store is away.")

    monkeypatch.setattr(classes.store, "create", away)
    monkeypatch.setattr(classes.store, "entries", away)
    for answer in (client.post("/classes"), join(client, begun["code"])):
        assert answer.status_code == 503
        assert answer.json()["sentence"] == "The store is away."


def test_all_who_come_in_one_moment_to_a_server_that_was_just_started_are_in_one_class(monkeypatch, tmp_path):
    opened, many = [], 8
    ready = threading.Barrier(many)

    def open_slowly(*given):
        opened.append(given)
        time.sleep(0.05)  # in which all others ask as well
        return open_store(*given)

    def come(_number):
        ready.wait()
        return running.hub()

    monkeypatch.setenv("VAE_RUNS_DIR", str(tmp_path))
    monkeypatch.setattr(running, "open_store", open_slowly)
    for remembered in (running.classes, running.hub):
        remembered.cache_clear()
    with ThreadPoolExecutor(many) as pages:
        (hub,) = {*pages.map(come, range(many))}
    assert len(opened) == 1
    hub.classes.store.close()
    for remembered in (running.classes, running.hub):
        remembered.cache_clear()


def test_a_class_is_reached_below_a_path(classes, clock):  # noqa: F811
    with TestClient(Starlette(routes=routes.routes("/course"))) as client:
        code = client.post("/course/classes").json()["code"]
        assert client.post(f"/course/classes/{code}/members").status_code == 201


# ---- the socket -------------------------------------------------------------------------------------


class Line:
    """A page's socket, and what has come by it."""

    def __init__(self, socket: WebSocketTestSession):
        self.socket = socket
        self._waiting = ThreadPoolExecutor(1)

    def say(self, **message: object) -> None:
        self.socket.send_json(message)

    def next(self) -> dict:
        """The next message; raises where none comes."""
        return self._waiting.submit(self.socket.receive_json).result(SECONDS)

    def hear(self, holds: Callable[[dict], object]) -> dict:
        """The first message from now on of which something holds."""
        while not holds(message := self.next()):
            pass
        return message

    def error(self) -> str:
        return self.hear(lambda message: message["is"] == "error")["sentence"]

    def is_closed(self) -> int:
        """Waits for its end; why."""
        with pytest.raises(WebSocketDisconnect) as raised:
            self.hear(lambda _message: False)
        return raised.value.code


@contextmanager
def connected(client, code: str):
    with client.websocket_connect(f"/classes/{code}/socket") as socket:
        yield Line(socket)


@contextmanager
def attending(client, code: str, token: str, language: str = "en"):
    """A page that has said who it is of, and been told of the class."""
    with connected(client, code) as line:
        line.say(do="enter", token=token, language=language)
        assert line.next()["is"] == "view"
        yield line


def member(client, code: str) -> str:
    return join(client, code).json()["token"]


def test_a_class_is_led_and_followed(client, begun):
    code, token = begun["code"], member(client, begun["code"])
    with attending(client, code, begun["token"]) as teacher, attending(client, code, token) as student:
        teacher.hear(lambda view: view["here"] == 1)
        teacher.say(do="lead", page="elbo", query={"w": "2"})
        for line in (teacher, student):
            assert line.hear(lambda view: view["lead"])["lead"]["query"] == {"w": "2"}
        teacher.say(do="ask", prompt="Which?", options=["a", "b"], right=0)
        student.hear(lambda view: view["question"])
        student.say(do="answer", question=1, option=0)
        assert student.hear(lambda view: view["mine"])["mine"] == {"option": 0, "right": None}
        teacher.hear(lambda view: view["answers"] and view["answers"]["all"] == 1)
        teacher.say(do="end")
        for line in (teacher, student):
            line.hear(lambda message: message["is"] == "over")


def test_two_pages_of_a_teacher_both_lead(client, begun):
    code, token = begun["code"], begun["token"]
    with attending(client, code, token) as one, attending(client, code, token) as other:
        for number, (leading, seeing) in enumerate([(one, other), (other, one), (one, other)]):
            leading.say(do="lead", page="elbo", query={"w": str(number)})
            seeing.hear(lambda view, number=number: view["lead"] and view["lead"]["number"] == number + 1)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("es", None), ("zh_CN", None), ("en", "Only the teacher"), ("de", "Only the teacher"), (3, "Only the teacher")],
)
def test_a_page_is_spoken_to_in_its_language(client, begun, language, sentence):
    with attending(client, begun["code"], member(client, begun["code"]), language) as student:
        student.say(do="call")
        said = student.error()
        assert (sentence is None) == ("Only the teacher" not in said)


@pytest.mark.parametrize(
    "token", ["", "teacher", "teacher.wrong", "1.wrong", "2.wrong", None, 7, ["1"], "\ud800.\ud800"], ids=repr
)
def test_nobody_s_secret_closes_the_line_for_good(client, begun, token):
    member(client, begun["code"])
    with connected(client, begun["code"]) as line:
        line.say(do="enter", token=token)
        assert line.is_closed() == routes.NOBODY


@pytest.mark.parametrize("code", ["FRG2Y7", "nothing", "%20", "0OIL10"])
def test_nobody_hears_from_the_line_whether_there_is_a_class(client, begun, code):
    for place in (code, begun["code"]):
        with connected(client, place) as line:
            line.say(do="enter", token="teacher.guessed")
            assert line.is_closed() == routes.NOBODY


@pytest.mark.parametrize(
    "first",
    ["", "no JSON", "[]", "3", "null", '"enter"', "{}", "[" * 7000, b"bytes", "x" * 9000],
    ids=lambda text: repr(text)[:12],
)
def test_whoever_says_nothing_sensible_is_nobody(client, begun, first):
    with connected(client, begun["code"]) as line:
        (line.socket.send_bytes if isinstance(first, bytes) else line.socket.send_text)(first)
        assert line.is_closed() == routes.NOBODY


def test_a_line_by_which_nothing_is_said_is_not_kept(client, begun, monkeypatch):
    monkeypatch.setattr(routes, "ENTER_SECONDS", 0.05)
    with connected(client, begun["code"]) as line:
        assert line.is_closed() == routes.AGAIN


def test_where_many_have_tried_wrong_codes_nobody_loses_their_seat(client, begun):
    """A school is one address: whoever is in a class comes back to it, whatever is mistyped in the next room."""
    code, token = begun["code"], member(client, begun["code"])
    for _ in range(tries.EACH + 1):
        join(client, "FRG2Y7")
    assert join(client, code).status_code == 429
    for known in (begun["token"], token):
        with attending(client, code, known):
            pass


def test_pages_of_yesterdays_class_keep_nobody_out_of_todays(client, begun):
    for _ in range(tries.EACH + 1):
        with connected(client, "FRG2Y7") as line:
            line.say(do="enter", token="1.yesterdays")
            assert line.is_closed() == routes.NOBODY
    assert join(client, begun["code"]).status_code == 201


def test_while_the_store_is_away_a_page_is_to_try_again(client, begun, classes, monkeypatch):  # noqa: F811
    def away(_code):
        raise StoreError("The store is away.")

    monkeypatch.setattr(classes.store, "entries", away)
    with connected(client, begun["code"]) as line:
        line.say(do="enter", token=begun["token"])
        assert line.is_closed() == routes.AGAIN


@pytest.mark.parametrize(
    "sent",
    [
        "no JSON",
        "[]",
        "null",
        '{"do": ["lead"]}',
        '{"do": {}}',
        "{}",
        "[" * 7000,
        b"bytes",
        json.dumps({"do": "lead", "page": "elbo", "query": {"w": "x" * 9000}}),
    ],
    ids=lambda text: repr(text)[:16],
)
def test_what_means_nothing_is_said_to_and_the_line_holds(client, begun, sent):
    with attending(client, begun["code"], begun["token"]) as teacher:
        (teacher.socket.send_bytes if isinstance(sent, bytes) else teacher.socket.send_text)(sent)
        assert "nothing that can be done" in teacher.error()
        teacher.say(do="call")
        teacher.hear(lambda view: view.get("call") == 1)


def test_whoever_says_too_much_is_cut_off(client, begun):
    with attending(client, begun["code"], member(client, begun["code"])) as student:
        for _ in range(routes.BURST + 5):
            student.say(do="rename")
        assert student.is_closed() == routes.TOO_MUCH


@pytest.mark.parametrize("typed", [str.lower, lambda code: f"{code[:3]}-{code[3:]}"])
def test_a_line_that_is_closed_is_forgotten_however_the_code_was_written(client, begun, typed):
    code = begun["code"]
    with attending(client, code, begun["token"]) as teacher:
        with attending(client, typed(code), member(client, code)) as student:
            teacher.hear(lambda view: view["here"] == 1)
            teacher.say(do="call")
            student.hear(lambda view: view["call"] == 1)
            student.say(do="rename")
            before = teacher.hear(lambda view: view["call"] == 1)["members"]
            teacher.hear(lambda view: view["members"] != before)
        teacher.hear(lambda view: view["here"] == 0)
    until = time.monotonic() + SECONDS
    while running.hub().room(code) is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert running.hub().room(code) is None
