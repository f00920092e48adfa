"""Figures for a hand in motion: the same as on the page, from the address alone."""

import json
import logging

import pytest
from aside import finish
from entering import data_of, enter, keep, queried
from starlette.requests import Request
from starlette.responses import Response

import sections.distributions.density  # so that the section is known
import sections.training.download
from ui import live, server
from ui.components.figure import HELD
from ui.fields.likelihood import MEAN

DENSITY = "sections.distributions.density.density"


def question(**changes) -> dict:
    asked = {
        "section": DENSITY,
        "page": "distributions",
        "key": "density",
        "language": "en",
        "query": {"x1": "-0.5"},
        "moves": [{"name": "x2", "x": 1.25, "y": 0}],
    }
    return {**asked, **changes}


def answer(**changes) -> dict:
    return live.answer(live.Question(**question(**changes)))


def post(content: bytes) -> Response:
    async def receive() -> dict:
        return {"type": "http.request", "body": content, "more_body": False}

    return finish(server._serve_live(Request({"type": "http", "method": "POST", "headers": []}, receive)))


def test_a_move_leads_to_a_new_address_and_its_figure():
    answered = answer()
    assert answered["query"] == {"x1": "-0.5", "x2": "1.25"}
    shown = answered["shown"]["density"]
    assert {handle["x"] for handle in shown["handles"] if handle["name"] == "x2"} == {1.25}
    assert json.loads(shown["figure"])["data"]


def test_the_figure_follows_from_the_address_alone():
    moved = answer()
    assert answer(query=moved["query"], moves=[]) == moved


def test_moves_start_from_the_address_they_are_sent_with():
    """Controls that are kept from one address never act on another."""
    name = sections.distributions.density.MEMBER.name
    mixture = {name: "mixture-0.5_-2_0.6_0.5_2_0.9"}
    answer(query={name: "mixture-0.5_-1_0.6_0.5_3_0.9"}, moves=[])
    moved = answer(query=mixture, moves=[{"name": f"{name}:location 1", "x": -1.5, "y": 0}])
    assert moved["query"] == {name: "mixture-0.5_-1.5_0.6_0.5_2_0.9"}


def test_a_move_that_cannot_be_leaves_everything_as_it_is():
    assert answer(moves=[{"name": "x2", "x": "far"}])["query"] == {"x1": "-0.5"}
    assert answer(moves=[{"name": "nobody", "x": 1}])["query"] == {"x1": "-0.5"}


def test_the_readers_language_is_kept():
    chinese = answer(language="zh_CN", moves=[])["shown"]["density"]
    english = answer(moves=[])["shown"]["density"]
    labels = [{handle["label"] for handle in shown["handles"]} for shown in (chinese, english)]
    assert labels[0].isdisjoint(labels[1])
    assert "lang" not in answer(language="zh_CN")["query"]


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(live, "KEPT", 3)
    for i in range(6):
        answer(moves=[{"name": "x2", "x": i, "y": 0}])
    assert len(live._controls) == 3


def test_nobody_hears_of_elements_without_a_page(caplog):
    with caplog.at_level(logging.WARNING):
        answer()
    assert not caplog.records


def test_the_browser_gets_its_answer():
    response = post(json.dumps(question()).encode())
    assert response.status_code == 200
    assert json.loads(response.body)["query"]["x2"] == "1.25"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"nonsense",
        b"\xff",
        json.dumps(question(section="os.system")).encode(),
        json.dumps(question(moves=[{"x": 1}])).encode(),
        json.dumps(question(moves=[{"name": ["x2"]}])).encode(),
        json.dumps(question(moves=7)).encode(),
        json.dumps(question(query={"x1": 3})).encode(),
        json.dumps(question(query=[])).encode(),
        json.dumps(question(language=None)).encode(),
        json.dumps(question(more=1)).encode(),
        b"[" * 19_000,
        b"9" * 5000,
    ],
)
def test_what_is_no_question_is_refused(content):
    assert post(content).status_code == 400


def test_a_question_is_short():
    assert post(b" " * (server.MOST_BYTES + 1)).status_code == 413


def figures_sent(app) -> dict[str, bool]:
    """Of each live figure on the page, whether it came with what it draws."""
    data = map(data_of, app.get("bidi_component"))
    return {each["live"]["key"]: "figure" in each for each in data if "live" in each}


def test_what_a_hand_has_led_the_browser_to_is_not_sent_again():
    app = enter("likelihood")
    assert figures_sent(app) == {"over_data": True, "over_theta": True}
    here = {"ask": "False", "mu": "1"}
    keep(app, MEAN, 1.0)
    keep(app, HELD, ("sections.likelihood.both_ways.both_ways", here))
    app.run()
    assert queried(app, "mu") == "1"
    assert not any(figures_sent(app).values())
    # Elsewhere everything is sent; and from then on, also at that address.
    for mean in (2.0, 1.0):
        keep(app, MEAN, mean)
        app.run()
        assert all(figures_sent(app).values())


def test_what_another_section_shows_or_goes_on_by_itself_is_sent():
    app = enter("likelihood")
    keep(app, HELD, ("sections.likelihood.area.area", {}))
    app.run()
    assert all(figures_sent(app).values())


def test_who_asks_for_a_download_that_nobody_has_begun_is_shown_nothing():
    """Of a section that is on the page only meanwhile: whoever knows its name may ask."""
    section = f"{sections.training.download.__name__}.on_its_way"
    assert answer(section=section, page="training", query={"data": "mnist"}, moves=[])["shown"] == {}
