"""What a server tells whoever runs it: numbers for Prometheus, and a log for machines."""

import json
import logging
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from starlette.requests import Request
from starlette.responses import Response

from classroom.acts import Person
from classroom.classes import Classes
from classroom.hub import Connection, Hub
from classroom.store import open_store
from sections.distributions import density
from ui import live, logs, metering, server, visitor

DENSITY = f"{density.__name__}.density"
QUESTION = live.Question(DENSITY, "distributions", "density", "en", {}, ())


def get(authorization: str = "") -> Response:
    headers = [(b"authorization", authorization.encode())] if authorization else []
    return server._serve_metrics(Request({"type": "http", "method": "GET", "headers": headers}))


def numbers() -> dict[tuple, float]:
    """Each number by its name and labels."""
    samples = (each for family in families(get().body.decode()) for each in family.samples)
    return {(each.name, *each.labels.values()): each.value for each in samples}


@pytest.fixture
def is_open(monkeypatch):
    monkeypatch.setenv("VAE_METRICS", "open")


def test_nobody_is_told_where_nobody_asked_for_it(monkeypatch):
    monkeypatch.delenv("VAE_METRICS", raising=False)
    assert get().status_code == 404
    with metering.timed("nothing", "page"):
        pass
    monkeypatch.setenv("VAE_METRICS", "open")
    assert ("vae_section_seconds_count", "nothing", "page") not in numbers()


def test_a_secret_is_asked_for(monkeypatch):
    monkeypatch.setenv("VAE_METRICS", "a secret é")
    assert [get(word).status_code for word in ("", "Bearer", "Bearer open", "a secret é")] == [401] * 4
    assert get("Bearer a secret é").status_code in (200, 401)  # headers are Latin-1
    monkeypatch.setenv("VAE_METRICS", "secret")
    assert get("Bearer secret").status_code == 200
    assert get("Bearer secret").headers["content-type"].startswith("text/plain")


def test_a_section_is_timed_where_a_hand_moves(is_open):
    key = ("vae_section_seconds_count", "distributions.density.density", "hand")
    before = numbers().get(key, 0)
    assert server._answer(QUESTION)["shown"]
    assert numbers()[key] == before + 1
    assert 0 < numbers()["vae_section_seconds_sum", *key[1:]] < 60


def test_who_is_here_is_counted_and_not_named(is_open, monkeypatch):
    monkeypatch.setattr(visitor, "_sessions", {"somebody": {"1", "2"}, "else": {"3"}})
    assert numbers()["vae_visitors",] == 2
    assert b"somebody" not in get().body


def test_runs_are_counted_by_state(is_open, monkeypatch):
    monkeypatch.setattr(metering, "SOURCES", {})
    metering.register("vae_runs", "Runs", lambda: {"waiting": 3, "running": 1}, "state")
    assert (numbers()["vae_runs", "waiting"], numbers()["vae_runs", "running"]) == (3, 1)


def test_classes_and_pages_in_them_are_counted(tmp_path):
    store = open_store(None, tmp_path)
    hub = Hub(Classes(store))
    assert hub.census() == (0, 0)
    hub._connected = {"ABC234": {Connection(Person("1"), "en"), Connection(Person("2"), "en")}, "ABC235": set()}
    assert hub.census() == (2, 2)
    store.close()


def test_warnings_are_counted_whoever_keeps_them_to_himself(is_open):
    numbers()
    before = numbers().get(("vae_log_records_total", "error"), 0)
    alone = logging.Logger("alone")
    alone.error("amiss")
    alone.info("nothing")
    assert numbers()["vae_log_records_total", "error"] == before + 1


def test_without_the_package_it_is_said_and_nothing_breaks(monkeypatch, caplog):
    monkeypatch.setenv("VAE_METRICS", "open")
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    monkeypatch.delitem(sys.modules, "ui.on_prometheus", raising=False)
    metering._prometheus.cache_clear()
    assert get().status_code == 404
    assert "requirements-servers.txt" in caplog.text
    metering._prometheus.cache_clear()


# ---- the log ----------------------------------------------------------------------------------------


@pytest.fixture
def written(monkeypatch, capsys):
    """A log for machines, once a test has begun it; gives its lines."""
    root, level = logging.getLogger(), logging.getLogger().level
    handlers, setup = [*root.handlers], logs.streamlits.setup_formatter
    monkeypatch.setenv("VAE_LOGS", "json")
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    logs.streamlits.setup_formatter = setup
    for logger in logs.streamlits._loggers.values():
        logger.propagate = False
    logs.streamlits.update_formatter()


def test_each_line_is_json_and_says_when_how_bad_and_where(written):
    logs.begin()
    logging.getLogger("classroom.hub").warning("A class could not be read: %s", "é")
    (line,) = written()
    assert line.keys() == {"time", "level", "logger", "message"}
    assert (line["level"], line["logger"]) == ("WARNING", "classroom.hub")
    assert line["message"] == "A class could not be read: é"


def test_streamlits_loggers_write_the_same(written):
    logs.begin()
    logs.streamlits.get_logger("streamlit.made.later").error("amiss")
    assert [line["logger"] for line in written()] == ["streamlit.made.later"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("10.1.2.3:5050 - GET /elbo?class=ABC234&x=1 200", "… - GET /elbo?… 200"),
        ("from 2001:db8::ff00:42:8329 came nothing", "from … came nothing"),
        ("::1 left", "… left"),
        ('::1:44304 - "GET / HTTP/1.1" 200', '… - "GET / HTTP/1.1" 200'),
        ("at 12:30:15 version 1.67 in ui.state:12", "at 12:30:15 version 1.67 in ui.state:12"),
    ],
)
def test_computers_and_settings_are_left_out(message, expected):
    record = logging.makeLogRecord({"msg": message})
    assert logs.without_persons(record)
    assert record.getMessage() == expected


def test_of_an_error_its_place_is_told_and_not_its_words(written):
    logs.begin()
    try:
        int("my name is Ada")
    except ValueError:
        logging.getLogger("amiss").exception("A run failed")
    (line,) = written()
    assert "Ada" not in json.dumps(line)
    assert line["exc_info"].startswith("ValueError at tests/ui/test_metering.py:")


def test_a_desk_keeps_its_own_log(monkeypatch):
    monkeypatch.delenv("VAE_LOGS", raising=False)
    before = [*logging.getLogger().handlers]
    logs.begin()
    assert logging.getLogger().handlers == before
