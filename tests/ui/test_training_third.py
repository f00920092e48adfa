"""A diffusion model learns beside autoencoder and VAE, and every part of the lab knows what it has and has not."""

import numpy as np
import pytest
from core.lab.works import until
from entering import PATIENCE, enter, queried, turn_to
from streamlit.testing.v1 import AppTest

from ui import lab, library
from ui.fields import training as fields
from vae_core.errors import CheckpointError
from vae_core.lab.experiment import MEMBERS, PAIR, Experiment
from vae_core.training import checkpoints

OWNER = "somebody with three"
TINY = {"images": "64", "widths": "8", "batch": "32", "epochs": "2", "diffusion": "True"}


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "warning", "latex")
    return "\n".join(part.value for kind in kinds for part in getattr(app, kind))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    assert not app.error
    return app


def wait_for(run: str, condition=lambda record: record.is_over) -> None:
    until(lambda: condition(lab.record(run)), PATIENCE)


@pytest.fixture(scope="module")
def learned() -> str:
    """A run of three that was started on the page and has come to its end."""
    app = press(enter("training", OWNER, **TINY), "Play")
    run = queried(app, "run")
    wait_for(run)
    return run


def test_all_three_learn_from_the_same_batches_to_the_end(learned):
    record = lab.record(learned)
    assert record.state == "finished"
    assert tuple(record.members) == MEMBERS
    assert {member.step for member in record.members.values()} == {4}
    third = record.members["diffusion"]
    assert third.moments[-1].held_out["noise_error"] < third.moments[0].held_out["noise_error"]
    assert np.array_equal(third.originals, record.members["vae"].originals)


def test_every_step_of_the_lesson_shows_what_there_is(learned):
    app = enter("training", OWNER, run=learned)
    assert "The diffusion model finds" in words(app)
    assert "The diffusion model has no code." in words(app)
    for step in fields.STEPS.names:
        turn_to(app, "training", step)
        assert not app.error
    table = words(turn_to(app, "training", "terms"))
    assert "Diffusion ‖ε − ε̂‖²" in table
    assert "Diffusion −bound, nats" in table


def test_the_model_can_be_taken_away_but_is_no_latent_space(learned):
    app = enter("training", OWNER, run=learned)
    labels = [button.label for button in app.get("download_button")]
    assert [f"{sign} (safetensors)" for sign in ("AE", "VAE", "Diffusion")] == labels[:3]
    assert library.shelf(learned).members() == ("vae", "ae")
    content = checkpoints.to_bytes(lab.runner().result(learned, "diffusion"))
    with pytest.raises(CheckpointError, match=r"mine\.safetensors: there is no autoencoder in it"):
        library.take_in({"mine.safetensors": content})


def test_the_settings_travel_with_the_run_and_can_be_turned_off(learned):
    app = enter("training", "somebody else", run=learned)
    press(app, "Reset")
    assert lab.experiment(queried(app, "run")).members == PAIR  # the address says nothing of a third
    lab.runner().control(queried(app, "run"), {"command": "cancel"})
    app = enter("training", OWNER, step="runs")
    app.button(key=f"open:{learned}").click()
    app.run()
    assert queried(app, "diffusion") == "True"
    assert "with a diffusion model" in words(enter("training", OWNER, diffusion="True"))
    assert "with a diffusion model" not in words(enter("training", OWNER))


def test_slow_motion_looks_into_the_two_that_have_codes():
    app = enter("training", OWNER, step="slow-motion", **{**TINY, "epochs": "1000"})
    press(app, "Look at the next batch")
    run = queried(app, "run")
    try:
        record = lab.record(run)
        assert {name for name, member in record.members.items() if member.walkthrough} == set(PAIR)
        assert {member.step for member in record.members.values()} == {0}
    finally:
        lab.runner().control(run, {"command": "cancel"})
        wait_for(run)


def test_leaving_a_run_of_three_ends_it_and_not_a_sweep():
    sweep = lab.runner().start(Experiment(members=("vae",), epochs=1000), OWNER)
    app = press(enter("training", OWNER, **{**TINY, "epochs": "1000"}), "Play")
    first = queried(app, "run")
    try:
        press(app, "Reset")
        wait_for(first)
        assert lab.runner().summary(first).state == "cancelled"
        assert lab.record(sweep).state != "cancelled"
    finally:
        for run in (sweep, queried(app, "run")):
            lab.runner().control(run, {"command": "cancel"})
            wait_for(run)
