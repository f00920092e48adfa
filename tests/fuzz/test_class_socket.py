"""What a socket of a class may say, and how its code may be spelled, one by one: each was an error once."""

import json

import pytest
from asking import app, talk

from ui.in_class import routes, running


@pytest.fixture
def room(monkeypatch, tmp_path):
    """A class: its code, and its teacher's token."""
    monkeypatch.setenv("VAE_RUNS_DIR", str(tmp_path))
    running.classes.cache_clear()
    running.hub.cache_clear()
    yield running.classes().open()
    running.hub().stop()
    running.classes().store.close()
    running.hub.cache_clear()
    running.classes.cache_clear()


def said(room, *messages, language="en", spelled=str) -> list[dict]:
    code, token = room
    first = json.dumps({"token": token, "language": language})
    told = talk(app(), f"/classes/{spelled(code)}/socket", [first, *messages])
    return [json.loads(each["text"]) for each in told if "text" in each]


def welcomed(told: list[dict]) -> bool:
    return [each["is"] for each in told[:1]] == ["view"]


@pytest.mark.parametrize("language", [[], {}, 3, None, "xx"])
def test_a_language_that_is_none_is_english(room, language):
    assert welcomed(said(room, language=language))


@pytest.mark.parametrize("message", [b"\x00\xff", "[" * 4000, '{"a":' * 1300, "9" * 5000, "[]", "null"])
def test_what_is_no_message_is_nothing_and_the_next_one_is_heard(room, message):
    told = said(room, message, json.dumps({"do": "mode", "mode": "roam"}))
    assert welcomed(told)
    assert running.classes().room(room[0]).mode == "roam"


@pytest.mark.parametrize("spelled", ["-".join, " ".join, str.lower, lambda code: f" {code}."])
def test_however_the_code_is_spelled_whoever_leaves_has_left(room, spelled):
    assert welcomed(said(room, spelled=spelled))
    assert running.hub()._connected == {}


def test_wrong_codes_and_secrets_are_told_that_they_are(room):
    code, _ = room
    for path, token in ((code, "1.nothing"), ("ABC234", room[1]), ("a" * 999, room[1])):
        sent = talk(app(), f"/classes/{path}/socket", [json.dumps({"token": token})])
        assert sent[-1] == {"type": "websocket.close", "code": routes.NOBODY, "reason": ""}
