"""The training lab as a visitor without a browser meets it: settings, buttons, errors in words."""

import dataclasses
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from core.lab.works import until
from entering import PATIENCE, enter, queried, tell_late, turn_to, visit
from streamlit.testing.v1 import AppTest

from sections.training.curves import gap_in_words
from sections.training.shown import shown as shown_now
from ui import lab, state
from ui.fields import training as fields
from ui.fields.steps import ALL
from vae_core.lab import turns
from vae_core.lab.experiment import DATASETS, Experiment
from vae_core.lab.local import LocalRunner

TINY = {"images": "64", "widths": "8", "batch": "32", "epochs": "1000"}
LONG = {"images": "0", "batch": "1"}


def open_lab(**address) -> AppTest:
    return visit("training", **{**TINY, **address})


def click(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def steps_of(app: AppTest) -> Iterator[AppTest]:
    """The page with each step of the lesson on screen, the first one last."""
    for step in (*fields.STEPS.names[1:], fields.STEPS.names[0]):
        yield turn_to(app, "training", step)


def shown_words(app: AppTest) -> str:
    return "\n".join(part.value for part in app.markdown)


def run_of(app: AppTest) -> str:
    return queried(app, "run")


def wait_for(app: AppTest, condition) -> None:
    until(lambda: condition(lab.record(run_of(app))), PATIENCE)


@pytest.fixture
def running(request):
    app = click(open_lab(**getattr(request, "param", {})), "Play")
    yield app
    if not lab.record(run_of(app)).is_over:
        lab.runner().control(run_of(app), {"command": "cancel"})
        wait_for(app, lambda record: record.is_over)


def test_the_defaults_are_those_of_an_experiment():
    from sections.training.settings import experiment

    with state.apart("training", {}, "en"):
        assert experiment() == Experiment()
    assert fields.DATASETS == DATASETS


def test_play_pause_step_epoch_and_stop(running):
    app = running
    assert not app.exception
    wait_for(app, lambda record: record.state == "running" and record.members["vae"].step > 0)
    click(app, "Pause")
    wait_for(app, lambda record: record.state == "paused")
    app.run()
    click(app, "One step")
    wait_for(app, lambda record: record.state == "paused")
    steps = {name: member.step for name, member in lab.record(run_of(app)).members.items()}
    assert len(set(steps.values())) == 1  # both models stand at the same step
    click(app, "One epoch")
    wait_for(app, lambda record: record.members["ae"].step == steps["ae"] + 2 and record.state == "paused")
    app.run()
    click(app, "Play")
    wait_for(app, lambda record: record.state == "running")
    click(app, "Stop")
    wait_for(app, lambda record: record.state == "cancelled")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("running", [LONG], indirect=True, ids=["long"])
def test_every_step_shows_a_run_that_goes_on_rests_or_is_over(running):
    app = running
    wait_for(app, lambda record: record.state == "running" and record.members["vae"].newest)
    assert not any(each.exception or each.error for each in steps_of(app))
    assert lab.record(run_of(app)).state == "running"
    click(app, "Pause")
    wait_for(app, lambda record: record.state == "paused")
    assert not any(each.exception or each.error for each in steps_of(app))
    click(app, "Stop")
    wait_for(app, lambda record: record.state == "cancelled")
    assert not any(each.exception or each.error for each in steps_of(app))


def test_nobody_looks_again_and_again_for_what_came_while_the_page_was_drawn(running, monkeypatch):
    wait_for(running, lambda record: record.members["vae"].newest)
    looks = []

    def shown():
        looks.append(shown_now())
        return looks[-1] if len(looks) > 1 else None

    monkeypatch.setattr("sections.training.dashboard.shown", shown)
    running.run()
    # Whether to look again: yes; there it is; no more. On the page drawn anew: no; there it is; still no.
    assert len(looks) == 6


@pytest.mark.parametrize(("held_out", "is_said"), [(101.0, False), (99.0, True)])
def test_a_held_out_line_below_that_of_training_is_explained(held_out, is_said):
    moment = SimpleNamespace(step=40, train={"loss": 100.0}, held_out={"loss": held_out})
    words = gap_in_words(SimpleNamespace(moments={"vae": moment}, scored=lambda name: moment))
    assert ("below the training line" in words) is is_said


def test_once_there_is_a_run_its_settings_are_behind_a_button(running):
    assert "Press play" not in shown_words(running)
    assert {"Epochs", "Seed"} <= {each.label for each in running.number_input}
    running.number_input(key="widget:field:training:epochs:").set_value(999).run()
    assert queried(running, "epochs") == "999"


def test_beta_and_the_learning_rate_change_in_mid_run(running):
    app = running
    wait_for(app, lambda record: record.state == "running")
    next(dial for dial in app.select_slider if "β" in dial.label).set_value(4.0).run()
    next(dial for dial in app.select_slider if "rate" in dial.label).set_value(0.01).run()
    assert not app.error
    wait_for(app, lambda record: len(record.members["vae"].changes) == 2)
    changes = lab.record(run_of(app)).members["vae"].changes
    assert [(change.beta, change.learning_rate) for change in changes] == [(4.0, None), (None, 0.01)]
    assert app.query_params["beta"] in ("4", ["4"])


def test_dials_that_have_left_the_screen_change_no_run(running):
    tell_late(running, "training", "runs")
    turn_to(running, "training", "learn")
    click(running, "Pause")
    wait_for(running, lambda record: record.state == "paused")
    assert [member.changes for member in lab.record(run_of(running)).members.values()] == [[], []]


def test_reset_is_the_same_start_and_a_new_seed_another(running):
    app = running
    wait_for(app, lambda record: record.members["ae"].newest is not None)

    def first_loss() -> float:
        wait_for(app, lambda record: record.state == "paused" and record.members["ae"].moments)
        return lab.record(run_of(app)).members["ae"].moments[0].train["loss"]

    start = lab.record(run_of(app)).members["ae"].moments[0].train["loss"]
    before = run_of(app)
    click(app, "Reset")
    assert run_of(app) != before
    assert first_loss() == start
    click(app, "New seed")
    assert first_loss() != start


def test_who_has_the_address_may_look_but_not_touch(running):
    wait_for(running, lambda record: record.state == "running" and record.members["vae"].newest)
    click(running, "Pause")  # else it may come to its end by itself
    wait_for(running, lambda record: record.state == "paused")
    other = open_lab(run=run_of(running))
    assert "someone else" in other.info[0].value
    assert "Stop" not in [button.label for button in other.button]
    click(other, "Play")
    assert run_of(other) != run_of(running)
    click(other, "Stop")
    wait_for(other, lambda record: record.is_over)
    assert lab.record(run_of(running)).state == "paused"


def test_a_run_that_another_server_trains_is_watched_and_play_starts_one_of_ones_own(tmp_path, monkeypatch):
    here, there = (LocalRunner(tmp_path, lab.allowed()) for _ in range(2))
    try:
        monkeypatch.setattr(lab, "runner", lambda: there)
        owner = "somebody with two servers"
        run = here.start(Experiment(images=64, hidden=(8,), batch_size=32, epochs=1000), owner)
        until(lambda: there.record(run).state == "running", PATIENCE)
        app = enter("training", owner, **TINY, run=run)
        assert "Another server trains this run" in app.info[0].value
        assert not {"Pause", "Stop"} & {button.label for button in app.button}
        click(app, "Play")
        assert run_of(app) != run
        assert (here.record(run).state, app.exception) == ("running", [])
        click(app, "Stop")
    finally:
        here.close()
        there.close()


def test_who_waits_sees_for_how_long_watches_another_and_comes_back(tmp_path, monkeypatch):
    runner = LocalRunner(tmp_path, dataclasses.replace(lab.allowed(), processes=2))
    try:
        monkeypatch.setattr(lab, "runner", lambda: runner)
        monkeypatch.setattr(turns, "FIRST", 60.0)
        long = Experiment(images=64, hidden=(8,), batch_size=32, epochs=1000)
        other = runner.start(long, "somebody who came first")
        until(lambda: runner.record(other).state == "running", PATIENCE)
        own = runner.start(long, "somebody who waits")
        app = enter("training", "somebody who waits", **TINY, run=own)
        assert "Waiting for a free place** · place 1 in the queue · its turn comes in about" in shown_words(app)
        click(app, "Watch a run that goes on")
        assert run_of(app) == other
        assert "Your own run: Waiting for a free place" in shown_words(app)
        click(app, "Back to your run")
        assert (run_of(app), app.exception) == (own, [])
    finally:
        runner.close()


@pytest.mark.parametrize("step", ["learn", "terms", "slow-motion", ALL])
def test_an_address_with_a_run_that_is_gone_says_so(step):
    app = open_lab(step=step, run="nosuchrunatall")
    assert not app.exception
    assert "not here any more" in app.warning[0].value
    assert "run" not in app.query_params


@pytest.mark.parametrize("step", ["runs", "sweep", "learn"])
def test_what_needs_no_run_is_shown_where_that_in_the_address_is_gone(step):
    app = open_lab(step=step, run="nosuchrunatall")
    assert not app.exception
    assert not app.error


def test_what_the_core_refuses_is_a_sentence():
    app = click(open_lab(batch="1", lr="1", latent="64", epochs="1000", patience="1000"), "Play")
    assert not app.exception
    assert not any(each.exception for each in steps_of(app))
