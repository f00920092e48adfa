"""The lesson on the map of the codes without a browser: its question, its holes, and where prior draws land."""

import threading

import numpy as np
import pytest
from core.lab.works import until
from entering import PATIENCE, enter, keep
from scipy.spatial.distance import cdist
from streamlit.testing.v1 import AppTest

from sections.latent_map import holes, questions
from sections.latent_map.holes import STOPPED
from ui import clouds, library, state, surveys
from ui.clouds import Source
from ui.fields.latent_map import PAGE
from vae_core import pretrained
from vae_core.printing import with_error

PLANES = tuple(library.pretrained(name) for name in ("mnist-vae-2d", "mnist-ae-2d"))


@pytest.fixture(scope="module")
def work() -> surveys.Work:
    until(lambda: surveys.work(PLANES).is_done, PATIENCE)
    return surveys.work(PLANES)


def open_page(**address) -> AppTest:
    app = enter(PAGE, **{"step": "holes", **address})
    assert not app.error
    return app


def test_the_survey_is_told_in_numbers_that_the_core_computed(work):
    words = "\n".join(part.value for part in open_page().markdown)
    doubts = "\n".join(part.value for part in open_page(heat="confidence").markdown)
    for model, found in zip(("VAE", "AE"), work.surveys, strict=True):
        assert f"the {model}'s round trip misses by {found.mean_returned:.2g} on average" in words
        assert f"of the {model}'s picture for {100 * found.confident_share(0.9):.2g} % of the prior" in doubts


@pytest.mark.parametrize("address", [{}, {"dim": "8"}, {"cloud": "ae-8d"}, {"cloud": "vae-2d"}])
def test_the_maps_of_holes_say_whose_they_are(work, address):
    words = "\n".join(part.value for part in open_page(**address).markdown)
    assert "here are **the two models with two dimensions**" in words


@pytest.mark.parametrize(
    ("z", "placed"), [("1_-0.5", (1.0, -0.5)), ("", ()), ("0_0", ()), ("1_1_0_0_0_0_0_0", ()), ("0_0_0_1", ())]
)
def test_only_a_point_that_was_placed_in_a_plane_is_on_its_map(work, z, placed):
    address = {"z": z} if z else {}
    with state.apart(PAGE, address, "en"):
        assert holes.position() == placed
    assert any("The ring is" in part.value for part in open_page(**address).markdown) == bool(placed)


def test_a_survey_can_be_stopped_and_taken_up_again(work):
    app = open_page()
    keep(app, STOPPED, True)
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


def test_the_table_shows_the_share_of_draws_in_holes_for_each_model(work):
    words = "\n".join(part.value for part in open_page(draws="4").markdown)
    for size in (2, 8):
        for kind, title in (("vae", "VAE"), ("ae", "AE")):
            landing = surveys.landing(library.pretrained(f"mnist-{kind}-{size}d"), 2000, 4)
            assert f"{title}, {size} | {100 * landing.in_hole.mean():#.3g} |" in words


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


def test_the_question_on_neighbours_is_answered_by_counting_them():
    found = {}
    for cloud in ("vae-8d", "ae-2d"):
        with state.apart(PAGE, {"cloud": cloud, "pts": "500"}, "en"):
            question = questions.neighbours()
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
        latent, pixels = (100 * share.mean() for share in shares)
        error = 100 * (shares[0] - shares[1]).std(ddof=1) / np.sqrt(500)
        assert question.reason.startswith(f"Between codes {latent:.1f} % are, between pictures {pixels:.1f} %: ")
        assert with_error(latent - pixels, error) in question.reason
        found[cloud] = question.answer
        assert question.answer == (2 if abs(latent - pixels) <= 2 * error else int(latent < pixels))
    assert len(set(found.values())) == 2
