"""A step in slow motion, the readings and the questions, on tiny runs of both models."""

import re

import numpy as np
import pytest
from core.lab.works import until
from entering import PATIENCE, enter, keep, queried
from streamlit.testing.v1 import AppTest

from sections.training import slow_motion_words
from sections.training.questions import forecasts
from sections.training.shown import shown
from ui import lab, state
from ui.fields import training as fields
from vae_core.analysis.holes import land
from vae_core.analysis.observation import prior_draws
from vae_core.analysis.walkthrough import Walkthrough
from vae_core.lab.experiment import Experiment

TINY = {"images": "64", "widths": "8", "batch": "32", "epochs": "1000"}


def page():
    """Slow motion, the readings and the notes, alone: they belong to two steps of the lesson."""
    from sections.training import asked
    from sections.training.notes import notes
    from sections.training.readings import maps_reading, pictures_reading
    from sections.training.shown import shown
    from sections.training.slow_motion import slow_motion
    from ui import lesson, state

    @lesson.section()
    def readings() -> None:
        if (here := shown()) is not None:
            pictures_reading(here)
            maps_reading(here)

    state.read_url_of_app()
    state.read_url_of_page("training")
    state.start_run()
    slow_motion()
    readings()
    notes()
    if (sentence := asked.complaint()) is not None:
        import streamlit as st

        st.error(sentence)
    state.write_url()


def open_page(**address) -> AppTest:
    app = AppTest.from_function(page, default_timeout=PATIENCE)
    app.query_params.update({**TINY, **address})
    app.session_state["code:stage"] = True  # its box of code is open
    return app.run()


def click(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    assert not app.error
    return app


def run_of(app: AppTest) -> str:
    return queried(app, "run")


def words(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "caption", "latex") for e in getattr(app, kind))


def wait_for(run: str, condition) -> None:
    until(lambda: condition(lab.record(run)), PATIENCE)


def end(run: str) -> None:
    lab.runner().control(run, {"command": "cancel"})
    wait_for(run, lambda record: record.is_over)


# Before the run that the other tests share: paused as it is, it holds the only two places of a small machine.
def test_a_look_pauses_brings_both_to_one_step_and_is_forgotten_once_a_setting_changes():
    from sections.training.next_step import next_steps

    run = run_of(click(open_page(), "Look at the next batch"))
    lab.runner().control(run, {"command": "play"})
    wait_for(run, lambda record: all(member.step > 3 for member in record.members.values()))
    assert next_steps(lab.record(run)) == {}
    click(open_page(run=run), "Look at the next batch")
    record = lab.record(run)
    assert record.state == "paused"
    assert next_steps(record).keys() == {"ae", "vae"}
    assert len({step.step for step in next_steps(record).values()}) == 1
    lab.runner().control(run, {"command": "change", "beta": 4.0})
    wait_for(run, lambda record: all(member.changes for member in record.members.values()))
    assert next_steps(lab.record(run)) == {}
    click(open_page(run=run), "Look at the next batch")
    assert next_steps(lab.record(run))["vae"].beta == 4
    end(run)


@pytest.fixture(scope="module")
def stepped():
    """A run that was looked at and then taken one step further, and what had been announced of it."""
    run = run_of(click(open_page(), "Look at the next batch"))
    announced = {name: member.walkthrough[0] for name, member in lab.record(run).members.items()}
    app = click(open_page(run=run, stage="5"), "Take this step")
    yield run, announced, app
    end(run)


def test_who_predicts_before_the_run_is_judged_by_it():
    app = enter("training", ask="True", **TINY)
    assert "press play" in words(app)
    for pills, option in zip(app.pills, (0, 2, 1), strict=True):
        pills.set_value(option)
    click(app.run(), "One epoch")
    run = run_of(app)
    until(lambda: (member := lab.record(run).members["vae"]).is_paused and member.newest.held_out, PATIENCE)
    app.run()
    end(run)
    assert not app.exception
    assert not app.pills
    with state.apart("training", {**TINY, "run": run}, "en"):
        right = [asked.judge(shown())[0] for asked in forecasts(2)]
    hits = sum(option == answer for option, answer in zip((0, 2, 1), right, strict=True))
    assert (len(app.success), len([info for info in app.info if "lightbulb" in info.icon])) == (hits, 3 - hits)
    # They are of this run, also where the next one is to have another code.
    keep(app, fields.LATENT, 3)
    assert len(app.run().success) == hits
    assert not app.exception


def test_the_step_that_is_taken_is_the_one_that_was_announced(stepped):
    run, announced, app = stepped
    for name, member in lab.record(run).members.items():
        assert announced[name]["step"] == 0
        assert member.step == 1
        assert member.newest.train["loss"] == announced[name]["loss_before"]
        assert member.walkthrough[0]["step"] == 1  # and the next batch is there
    (sentence,) = (e.value for e in app.markdown if "announced" in e.value)
    pairs = re.findall(r"([\d.]+) announced, ([\d.]+) measured", sentence)
    assert len(pairs) == 2
    assert all(first == second for first, second in pairs)
    assert "stage" not in app.query_params


def test_each_stage_has_its_formula_with_numbers_and_its_code(stepped):
    run, *_ = stepped
    record, arrays = lab.record(run).members["vae"].walkthrough
    seen, code = {}, {}
    for stage in range(6):
        app = open_page(run=run, stage=str(stage))
        assert not app.exception
        seen[stage] = "\n".join(e.value for e in app.latex)
        code[stage] = "\n".join(e.value for e in app.code)
        assert any(button.label == "Take this step" for button in app.button) == (stage == 5)
    first, noise = (", ".join(f"{value:.2f}" for value in arrays[name][0]) for name in ("mean", "noise"))
    assert first in seen[1]
    assert noise in seen[2]
    assert "[0, 1]^{784}" in seen[3]
    assert f"{arrays['loss'][0]:.5g}" in seen[4]
    assert f"{record['loss_before']:.5g}" in seen[4]
    assert f"{record['loss_after']:.5g}" in seen[5]
    assert "def walk" in code[0]
    assert "def encode" in code[1]
    assert "def sample" in code[2]
    assert "def decode" in code[3]
    assert "def bernoulli_nll" in code[4]
    assert "def update_weights" in code[5]


@pytest.mark.parametrize("loss", ["bernoulli", "squared-error", "gaussian"])
def test_the_loss_is_that_of_the_run(stepped, monkeypatch, loss):
    steps = {"vae": Walkthrough.from_parts(*lab.record(stepped[0]).members["vae"].walkthrough)}
    monkeypatch.setattr(slow_motion_words, "_reconstruction", lambda: loss)
    assert (r"\log <p>" in slow_motion_words._loss(steps["vae"])) == (loss != "squared-error")
    assert slow_motion_words._sources(steps, 4)[0].__name__.startswith(loss.replace("-", "_"))


def test_long_codes_are_cut_short():
    assert slow_motion_words._vector(np.array([[0.126, -3.0, 1.0]])) == r"(0.13, -3.00, \dots)"


@pytest.mark.parametrize(("kl", "answer"), [([1.0, 2.0, 0.5], 0), ([0.001, 2.0, 0.5], 1), ([0.001, 0.002, 0.003], 2)])
def test_collapsed_dimensions_are_counted_in_a_wider_code(stepped, monkeypatch, kl, answer):
    run, *_ = stepped
    observation = lab.record(run).members["vae"].newest.observation
    monkeypatch.setitem(observation.__dict__, "kl", np.array(kl, np.float32))
    with state.apart("training", {**TINY, "run": run}, "en"):
        forecast = forecasts(3)[2]
        found, reason = forecast.judge(shown())
    assert "3 dimensions" in forecast.prompt
    assert found == answer
    assert f"dimension {np.argmax(kl) + 1}" in reason


def test_level_is_what_differs_by_next_to_nothing():
    from sections.training.questions import _which

    assert [_which(2.0, 1.0, 1.0), _which(1.0, 2.0, 1.0), _which(1.0, 1.001, 1.0)] == [0, 1, 2]


def test_the_readings_are_of_what_is_on_screen(stepped):
    run, *_ = stepped
    told = words(open_page(run=run))
    member = lab.record(run).members["ae"]
    landing = land(member.newest.observation.codes, prior_draws(Experiment().seed, 2).numpy())
    row = re.search(r"\| Autoencoder \| (\d+) \|.*\| (\d+) of 10 \|", told)
    assert row.groups() == (str(landing.holes), str(landing.classes(member.labels)))
    assert "The prior: mean 0, spread 1." in told
    assert "Nothing has been learned yet" not in told
    assert "Nothing has been learned yet" in words(open_page(run=run, moment="0"))


def test_unlabelled_images_have_readings_without_classes(stepped, monkeypatch):
    run, *_ = stepped
    record = lab.record(run)
    for member in record.members.values():
        member.labels = np.full_like(member.labels, -1)
    monkeypatch.setattr(lab, "record", lambda _: record)
    app = open_page(run=run)
    assert not app.exception
    assert "| Autoencoder |" in words(app)
    assert "classes near" not in words(app)


def test_collapse_is_named_and_explained(stepped, monkeypatch):
    run, *_ = stepped
    observation = lab.record(run).members["vae"].newest.observation
    monkeypatch.setitem(observation.__dict__, "kl", np.array([0.001, 0.002], np.float32))
    told = words(open_page(run=run))
    assert "Posterior collapse" in told
    assert "every draw means the same" in told
    monkeypatch.setitem(observation.__dict__, "kl", np.array([0.001, 2.5], np.float32))
    told = words(open_page(run=run))
    assert "1 of the VAE's 2 dimensions have collapsed; the others carry 2.50 nats" in told
    assert "Posterior collapse" not in told


def test_the_notes_box_shows_images_in_place_of_points(stepped):
    app = click(open_page(run=stepped[0]), "Show me")
    assert app.query_params["thumbs"] in ("True", ["True"])
    assert app.query_params["ellipses"] in ("False", ["False"])
