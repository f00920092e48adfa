"""A step in slow motion, the readings and the questions, on tiny runs of both models."""

import re

import numpy as np
import pytest
from core.lab.works import until
from entering import PATIENCE, enter
from streamlit.testing.v1 import AppTest

from sections.training import slow_motion_words
from ui import lab, state
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
    value = app.query_params["run"]
    return value[0] if isinstance(value, list) else value


def words(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "caption", "latex") for e in getattr(app, kind))


def radios(app: AppTest) -> list:
    """Those of questions: the settings of the next run have one, too."""
    return [radio for radio in app.radio if radio.key.startswith("question:")]


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


def test_without_a_run_the_questions_ask_to_press_play():
    app = enter("training", step="predict", **TINY)
    assert "press play first" in words(app)
    assert not radios(app)


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


def test_there_are_three_questions_and_each_right_answer_is_accepted(stepped):
    from sections.training.questions import predictions
    from sections.training.shown import shown

    run, *_ = stepped
    with state.apart("training", {**TINY, "run": run}, "en"):
        asked = predictions(shown())
    app = enter("training", step="predict", run=run, **TINY)
    assert len(asked) == len(radios(app)) == 3
    for radio, question in zip(radios(app), asked, strict=True):
        radio.set_value(question.answer)
    app.run()
    assert not app.exception
    assert len(app.success) == 3
    assert not [info for info in app.info if info.icon == ":material/lightbulb:"]


@pytest.mark.parametrize(("kl", "answer"), [([1.0, 2.0, 0.5], 0), ([0.001, 2.0, 0.5], 1), ([0.001, 0.002, 0.003], 2)])
def test_collapsed_dimensions_are_counted_in_a_wider_code(stepped, monkeypatch, kl, answer):
    from sections.training.questions import predictions
    from sections.training.shown import shown

    run, *_ = stepped
    observation = lab.record(run).members["vae"].newest.observation
    monkeypatch.setitem(observation.__dict__, "kl", np.array(kl, np.float32))
    with state.apart("training", {**TINY, "run": run}, "en"):
        question = predictions(shown())[2]
    assert "3 dimensions" in question.prompt
    assert question.answer == answer
    assert f"dimension {np.argmax(kl) + 1}" in question.reason


def test_level_is_what_differs_by_next_to_nothing():
    from sections.training.questions import _which

    assert [_which(2.0, 1.0, 1.0), _which(1.0, 2.0, 1.0), _which(1.0, 1.001, 1.0)] == [0, 1, 2]


def test_the_readings_are_of_what_is_on_screen(stepped):
    run, *_ = stepped
    shown = words(open_page(run=run))
    member = lab.record(run).members["ae"]
    landing = land(member.newest.observation.codes, prior_draws(Experiment().seed, 2).numpy())
    row = re.search(r"\| Autoencoder \| (\d+) \|.*\| (\d+) of 10 \|", shown)
    assert row.groups() == (str(landing.holes), str(landing.classes(member.labels)))
    assert "The prior: mean 0, spread 1." in shown
    assert "Nothing has been learned yet" not in shown
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
    assert len(radios(enter("training", step="predict", run=run, **TINY))) == 3


def test_collapse_is_named_and_explained(stepped, monkeypatch):
    run, *_ = stepped
    observation = lab.record(run).members["vae"].newest.observation
    monkeypatch.setitem(observation.__dict__, "kl", np.array([0.001, 0.002], np.float32))
    shown = words(open_page(run=run))
    assert "Posterior collapse" in shown
    assert "every draw means the same" in shown
    monkeypatch.setitem(observation.__dict__, "kl", np.array([0.001, 2.5], np.float32))
    shown = words(open_page(run=run))
    assert "1 of the VAE's 2 dimensions have collapsed; the others carry 2.50 nats" in shown
    assert "Posterior collapse" not in shown


def test_the_notes_box_shows_images_in_place_of_points(stepped):
    app = click(open_page(run=stepped[0]), "Show me")
    assert app.query_params["thumbs"] in ("True", ["True"])
    assert app.query_params["ellipses"] in ("False", ["False"])
