"""The lesson on latent space without a browser: its settings, its questions, and the code for a class."""

from xml.etree import ElementTree

import numpy as np
import pytest
from entering import enter
from streamlit.testing.v1 import AppTest

from sections.latent_space import in_a_plane, questions
from sections.latent_space.arithmetic import EXAMPLES
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


def words(app: AppTest) -> str:
    return "\n".join(part.value for part in (*app.markdown, *app.caption))


def test_a_mean_that_is_drawn_as_another_digit_is_owned_up_to_and_eight_dimensions_are_a_press_away():
    app = open_page(step="arithmetic", sum="4_m4_m9")
    known = {kind: pretrained.encodings(f"mnist-{kind}-2d") for kind in ("vae", "ae")}
    strayed = []
    for kind, encodings in known.items():
        for digit in (4, 9):
            mean = encodings.mean[encodings.label == digit].mean(0)
            nearest = encodings.label[np.linalg.norm(encodings.mean - mean, axis=1).argmin()]
            if nearest != digit:
                strayed.append(f"{kind.upper()}: the code nearest to the mean of all {digit}s is a {nearest}.")
    assert strayed  # in a plane a mean of all 4s is drawn as a 9
    assert f"drawn as its digit. {' '.join(strayed)}" in words(app)
    app.button(key="sums_in_8d").click()
    app.run()
    assert app.query_params["dim"] == "8"
    assert "overlap" not in words(app)
    for term in (term for terms in EXAMPLES for term in terms if term.startswith("m")):
        for kind in ("vae", "ae"):
            model = library.pretrained(f"mnist-{kind}-8d")
            assert coded.nearest_digit(model, coded.code(model, term)) == int(term[1:])


def test_distances_that_grow_on_the_way_are_promised_where_they_grow():
    app = open_page(step="path")
    assert "Watch the distance" not in words(app)
    found = {}
    for size in (2, 8):
        every = []
        for kind in ("vae", "ae"):
            codes, t = pretrained.encodings(f"mnist-{kind}-{size}d").mean.astype(float), np.linspace(0, 1, 101)
            a, b = (codes[int(end)] for end in fields.ENDS.default)
            every += [
                np.linalg.norm(codes - z, axis=1).min() for z in (*paths.straight(a, b, t), *paths.spherical(a, b, t))
            ]
        found[size] = max(every)
    assert found[8] > 10 * found[2]
    assert f"at most {found[2]:#.2g} away" in words(app)
    assert f"up to {found[8]:#.2g}." in words(app)
    app.button(key="ways_in_8d").click()
    app.run()
    assert "Watch the distance" in words(app)


def test_models_of_ones_own_have_no_other_size_to_go_to():
    with state.apart(PAGE, {"run": "run-0123456789"}, "en"):
        assert not in_a_plane.is_on_screen()


def test_the_code_for_the_class_holds_the_whole_address():
    with state.apart(PAGE, {"z": "1_0.5", "cells": "10", "map": "ae"}, "en"):
        address = qr.address("http://192.0.2.7:8501/latent_space")
    assert address == "http://192.0.2.7:8501/latent_space?z=1_0.5&map=ae&cells=10"
    root = ElementTree.fromstring(qr.svg(address))
    assert root.tag.endswith("svg")
    assert qr.svg(address) != qr.svg(address + "0")
