"""The lesson on latent space without a browser: its settings, its questions, its holes, and the code for a class."""

import threading
from xml.etree import ElementTree

import numpy as np
import pytest
from core.lab.works import until
from entering import PATIENCE, enter
from scipy.spatial.distance import cdist
from streamlit.testing.v1 import AppTest

from sections.latent_space import questions
from sections.latent_space.holes import STOPPED
from ui import clouds, coded, library, qr, state, surveys
from ui.clouds import Source
from ui.fields import latent_walk as fields
from ui.fields.latent_space import PAGE
from ui.fields.steps import ALL
from vae_core import pretrained
from vae_core.analysis import paths

PLANES = tuple(library.pretrained(name) for name in ("mnist-vae-2d", "mnist-ae-2d"))
SECTIONS = (
    "The whole plane at once",
    "One dimension at a time",
    "From one digit to another",
    "Arithmetic with codes",
    "A tour of the prior",
    "Where the holes are",
)


@pytest.fixture(scope="module")
def work() -> surveys.Work:
    until(lambda: surveys.work(PLANES).is_done, PATIENCE)
    return surveys.work(PLANES)


def open_page(**address) -> AppTest:
    app = enter("latent_space", **{"step": ALL, **address})
    assert not app.error
    return app


def asked(**address):
    every = (questions.step, questions.way, questions.in_the_other_space, questions.neighbours)
    with state.apart(PAGE, address, "en"):
        return [question for ask in every if (question := ask()) is not None]


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        (fields.ENDS, "1"),
        (fields.ENDS, "1_10000"),
        (fields.ENDS, "m10_1"),
        (fields.ENDS, "x_1"),
        (fields.TERMS, "1_2"),
        (fields.CELLS, "11"),
        (fields.RANGE, "9"),
        (fields.SPACING, "chance"),
        (fields.PRESENTED, "everything"),
    ],
)
def test_nonsense_in_an_address_is_refused(field, bad):
    with pytest.raises((ValueError, KeyError)):
        field.kind.parse(bad)


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: field.name)
def test_defaults_survive_the_address(field):
    if field.default != "":
        assert field.kind.parse(field.kind.format(field.default)) == field.default


def test_the_page_shows_every_section(work):
    app = open_page()
    assert set(SECTIONS) <= {header.value for header in app.header}


def test_the_survey_is_told_in_numbers_that_the_core_computed(work):
    words = "\n".join(part.value for part in open_page().markdown)
    doubts = "\n".join(part.value for part in open_page(heat="confidence").markdown)
    for model, found in zip(("VAE", "AE"), work.surveys, strict=True):
        assert f"the {model}'s round trip misses by {found.mean_returned:.2g} on average" in words
        assert f"of the {model}'s picture for {100 * found.confident_share(0.9):.2g} % of the prior" in doubts


def test_a_survey_can_be_stopped_and_taken_up_again(work):
    app = open_page()
    app.session_state[STOPPED.key] = True
    app.run()
    assert "round trip misses" not in "\n".join(part.value for part in app.markdown)
    next(button for button in app.button if button.label == "Survey the plane").click()
    app.run()
    assert "round trip misses" in "\n".join(part.value for part in app.markdown)


def test_a_survey_that_nobody_waits_for_is_given_up_and_begun_anew_for_who_comes(monkeypatch):
    from vae_core.analysis import survey as core

    go_on = threading.Event()

    def slow(*_args):
        while True:
            go_on.wait(10)
            yield 0.5

    monkeypatch.setattr(core, "survey", slow)
    planes = PLANES[:1]
    first = surveys.work(planes)
    assert surveys.work(planes) is first
    monkeypatch.setattr(surveys, "PATIENCE", 0.0)
    go_on.set()
    until(lambda: first.is_given_up, PATIENCE)
    assert not first.is_done
    assert surveys.work(planes) is not first


def test_the_table_shows_the_share_of_draws_in_holes_for_the_size_on_screen(work):
    for size in ("2", "8"):
        words = "\n".join(part.value for part in open_page(dim=size, draws="4").markdown)
        for name, title in ((f"mnist-vae-{size}d", "VAE"), (f"mnist-ae-{size}d", "AE")):
            share = 100 * surveys.landing(library.pretrained(name), 2000, 4).in_hole.mean()
            assert f"{title}, {size} | {share:#.3g} |" in words


def test_a_survey_that_fails_is_a_sentence(monkeypatch, tmp_path):
    from vae_core.analysis import survey as core
    from vae_core.errors import CheckpointError

    def fail(*_args):
        raise CheckpointError("The judge is ill.")
        yield

    monkeypatch.setattr(core, "survey", fail)
    failed = surveys.Work()
    surveys._run(PLANES, failed)
    assert failed.is_done
    assert "ill" in str(failed.error)


def test_the_answers_follow_from_the_address():
    step, way, total, _neighbours = asked(z="0.5_0.3", ends="18_61", sum="4_m4_m9", dim="2")
    known = pretrained.encodings("mnist-vae-2d")
    after = known.label[np.linalg.norm(known.mean - [-1.0, 0.3], axis=1).argmin()]
    assert "falls by 1.5" in step.prompt
    assert step.options[step.answer] == str(after)
    t = np.linspace(0, 1, 101)[:, None]
    line = (1 - t) * known.mean[18] + t * known.mean[61]
    met = {int(known.label[np.linalg.norm(known.mean - z, axis=1).argmin()]) for z in line}
    assert way.options[way.answer] == str(len(met))
    other = pretrained.encodings("mnist-vae-8d")
    z = other.mean[4] - other.mean[other.label == 4].mean(0) + other.mean[other.label == 9].mean(0)
    assert total.options[total.answer] == str(other.label[np.linalg.norm(other.mean - z, axis=1).argmin()])


def test_the_question_on_neighbours_is_answered_by_counting_them():
    found = {}
    for cloud in ("vae-8d", "ae-2d"):
        question = asked(cloud=cloud, pts="500")[-1]
        numbers = np.arange(500) * 20
        known, images = (
            pretrained.encodings(f"mnist-{cloud}"),
            clouds.images(Source(library.pretrained(f"mnist-{cloud}"), 500)),
        )
        labels = known.label[numbers]
        shares = []
        for points in (known.mean[numbers], images):
            distances = cdist(points, points)
            nearest = distances.argsort(axis=1)[:, 1:13]
            shares.append((labels[nearest] == labels[:, None]).mean(1))
        latent, pixels = shares[0].mean(), shares[1][::2].mean()
        assert question.reason.startswith(f"Between codes {latent:.1%} are, between pictures {pixels:.1%}.")
        found[cloud] = question.answer
        assert question.answer == (2 if abs(latent - pixels) < 0.005 else int(latent < pixels))
    assert len(set(found.values())) == 2


@pytest.mark.parametrize("size", ["2", "8"])
def test_questions_stand_wherever_the_page_is(size):
    for address in ({}, {"z": "4_4"}, {"ends": "18_18"}, {"sum": "m0_m0_m0"}, {"z": "1_1_1_1_1_1_1_1"}):
        for question in asked(dim=size, **address):
            assert len(set(question.options)) == len(question.options) >= 3
            assert 0 <= question.answer < len(question.options)


def test_codes_are_found_by_their_names():
    known, model = pretrained.encodings("mnist-vae-2d"), library.pretrained("mnist-vae-2d")
    np.testing.assert_array_equal(coded.code(model, "18"), known.mean[18])
    np.testing.assert_array_equal(coded.code(model, "m3"), paths.class_mean(known.mean, known.label, 3))
    assert (coded.digit("18"), coded.digit("m7")) == (3, 7)
    assert coded.total(model, ("5", "5", "m2")) == pytest.approx(coded.code(model, "m2"))


def test_the_code_for_the_class_holds_the_whole_address():
    with state.apart(PAGE, {"z": "1_0.5", "cells": "10", "map": "ae"}, "en"):
        address = qr.address("http://192.0.2.7:8501/latent_space")
    assert address == "http://192.0.2.7:8501/latent_space?z=1_0.5&map=ae&cells=10"
    root = ElementTree.fromstring(qr.svg(address))
    assert root.tag.endswith("svg")
    assert qr.svg(address) != qr.svg(address + "0")
