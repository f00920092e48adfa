"""The lesson on latent space without a browser: its settings, its questions, and the code for a class."""

from xml.etree import ElementTree

import numpy as np
import pytest
from entering import enter
from streamlit.testing.v1 import AppTest

from sections.latent_space import questions
from ui import coded, library, qr, state
from ui.fields import latent_walk as fields
from ui.fields.latent_space import PAGE
from ui.fields.steps import ALL
from vae_core import pretrained
from vae_core.analysis import paths

SECTIONS = (
    "The whole plane at once",
    "One dimension at a time",
    "From one digit to another",
    "Arithmetic with codes",
    "A tour of the prior",
)


def open_page(**address) -> AppTest:
    app = enter("latent_space", **{"step": ALL, **address})
    assert not app.error
    return app


def asked(**address):
    every = (questions.step, questions.way, questions.in_the_other_space)
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


def test_the_page_shows_every_section():
    app = open_page()
    assert set(SECTIONS) <= {header.value for header in app.header}


def test_the_answers_follow_from_the_address():
    step, way, total = asked(z="0.5_0.3", ends="18_61", sum="4_m4_m9", dim="2")
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
