"""A run that is left and taken up again ends as one that was never left; what cannot be taken up is refused."""

import dataclasses
import json
import math

import numpy as np
import pytest
import torch

from core.builders import noise_images, same_weights, tiny_run
from vae_core.errors import CheckpointError, ConfigError
from vae_core.training import Snapshot, TrainingRun, TrainingState, resume, train

CONFIGS = {
    "ae": tiny_run("ae"),
    "vae": tiny_run("vae", patience=5),
    "learned variance": tiny_run("vae", "gaussian", learning_rate=1e-2),
    "input noise, one cycle, short gradients": tiny_run(
        "vae", input_noise=0.5, schedule="one-cycle", max_gradient_norm=20.0, weight_decay=0.1
    ),
    "binarised anew": tiny_run("vae", binarise=True),
    "incomplete batches": tiny_run("vae", batch_size=100, epochs=4),
}
CONFIG = CONFIGS["vae"]
# At the start, within an epoch, just before and after changes, between two epochs, one before the end, at the end.
STOPS = [0, 1, 3, 4, 5, 7, 8]


@pytest.fixture(params=CONFIGS)
def config(request):
    return CONFIGS[request.param]


def lived(run: TrainingRun, until: int = 8) -> list:
    """A run's life to step ``until``, with changes and looks on the way: everything that it tells."""
    told = []
    while run.step < until:
        # Only where the other life has not already made it.
        if run.step == 3 and not run.changes:
            run.change(beta=4.0, learning_rate=5e-3)
        if run.step == 5 and len(run.changes) == 1:
            run.change(learning_rate=2e-3)
        told.append(run.advance())
        if run.step in (2, 6, 8):
            told.append(run.snapshot())
    return told


def comparable(told) -> dict:
    return (
        dict(told) if not isinstance(told, Snapshot) else {"held_out": dict(told.held_out), "train": dict(told.train)}
    )


def packed(run: TrainingRun) -> bytes:
    return resume.pack(run.state())


def taken_up(content: bytes, config, *sets) -> TrainingRun:
    return TrainingRun(config, *sets, state=resume.unpack(content))


@pytest.mark.parametrize("stop", STOPS)
def test_a_run_goes_on_bit_for_bit(config, few, unseen, stop):
    whole, first = (TrainingRun(config, few, unseen) for _ in range(2))
    expected = lived(whole)
    before = lived(first, stop)
    second = taken_up(packed(first), config, few, unseen)
    assert (second.step, second.changes, second.beta) == (first.step, first.changes, first.beta)
    assert [comparable(told) for told in before + lived(second)] == [comparable(told) for told in expected]
    assert same_weights(second.model.state_dict(), whole.model.state_dict())
    assert second.state().record == whole.state().record
    assert same_weights(second.state().tensors, whole.state().tensors)


def test_a_run_can_be_left_after_every_step(few, unseen):
    whole = TrainingRun(CONFIG, few, unseen)
    lived(whole)
    run = TrainingRun(CONFIG, few, unseen)
    for step in range(1, 9):
        lived(run, step)
        run = taken_up(packed(run), CONFIG, few, unseen)
    assert same_weights(run.state().tensors, whole.state().tensors)
    assert run.is_finished


def test_a_state_just_after_a_change_holds_the_change(few):
    run, other = (TrainingRun(CONFIGS["ae"], few) for _ in range(2))
    run.advance()
    run.change(learning_rate=0.05)
    again = taken_up(packed(run), CONFIGS["ae"], few)
    assert again.learning_rate == 0.05
    assert again.changes == run.changes
    assert again.advance() == run.advance()
    assert again.advance() == run.advance()
    other.advance(), other.advance()
    assert other.advance() != run.advance()


def test_a_state_stays_as_it_was_while_the_run_goes_on(few, unseen):
    run = TrainingRun(CONFIG, few, unseen)
    run.advance()
    state, content = run.state(), packed(run)
    lived(run)
    assert resume.pack(state) == content


def test_taking_a_state_changes_nothing(few):
    watched = TrainingRun(CONFIGS["ae"], few)
    while not watched.is_finished:
        watched.state()
        watched.advance()
    *_, end = train(CONFIGS["ae"], few)
    assert same_weights(watched.model.state_dict(), end.weights)


def test_patience_goes_on_waiting(few, unseen):
    config = tiny_run(learning_rate=1e-12, epochs=9, patience=2)
    run = TrainingRun(config, few, unseen)
    for _ in range(10):
        run.advance()
    run = taken_up(packed(run), config, few, unseen)
    while not run.is_finished:
        run.advance()
    assert run.epoch == 3


def test_a_run_taken_up_diverges_with_a_snapshot_of_where_it_was(few):
    run = taken_up(packed(TrainingRun(CONFIGS["ae"], few)), CONFIGS["ae"], few)
    with pytest.raises(Exception, match="diverged") as caught:
        run.require_good({"loss": math.inf})
    assert same_weights(caught.value.last_good.weights, run.model.state_dict())


def test_speed_counts_only_the_steps_that_were_timed(few):
    run = TrainingRun(CONFIGS["ae"], few)
    run.advance()
    run = taken_up(packed(run), CONFIGS["ae"], few)
    assert run.snapshot().images_per_second == 0
    run.advance()
    assert run.snapshot().images_per_second > 0


def test_a_state_travels_through_a_file(few, tmp_path):
    run = TrainingRun(CONFIGS["ae"], few)
    run.advance()
    resume.save(tmp_path / "state", run.state())
    assert [path.name for path in tmp_path.iterdir()] == ["state"]
    again = TrainingRun(CONFIGS["ae"], few, state=resume.load(tmp_path / "state"))
    assert again.advance() == run.advance()


def test_a_place_that_cannot_be_used_is_named(few, tmp_path):
    with pytest.raises(CheckpointError, match=r"nowhere.*could not be read"):
        resume.load(tmp_path / "nowhere")
    with pytest.raises(CheckpointError, match=r"missing.*could not be written"):
        resume.save(tmp_path / "missing" / "state", TrainingRun(CONFIGS["ae"], few).state())


# What may be wrong with a state.


@pytest.fixture(scope="module")
def good(few, unseen) -> TrainingState:
    run = TrainingRun(CONFIG, few, unseen)
    lived(run, 5)
    return run.state()


@pytest.mark.parametrize("length", [0, 7, 100, 5000, -1])
def test_a_truncated_file_is_refused(good, length):
    with pytest.raises(CheckpointError):
        resume.unpack(resume.pack(good)[:length])


def with_record(good: TrainingState, **changes) -> TrainingState:
    return TrainingState({**good.record, **changes}, good.tensors)


def without(mapping, name) -> dict:
    return {key: value for key, value in mapping.items() if key != name}


DAMAGE = {
    "no step": (lambda g: TrainingState(without(g.record, "step"), g.tensors), "Expected the fields"),
    "another format": (lambda g: with_record(g, format=2), "format cannot be 2"),
    "no configuration": (lambda g: with_record(g, config=[]), "config cannot be"),
    "a bad configuration": (lambda g: with_record(g, config={**g.record["config"], "epochs": 0}), "epochs must be"),
    "a negative step": (lambda g: with_record(g, step=-1), "step cannot be -1"),
    "half a step": (lambda g: with_record(g, step=2.5), "step cannot be 2.5"),
    "changes in the future": (lambda g: with_record(g, step=2), r"after 2 steps it has changes at \[3\]"),
    "changes out of order": (
        lambda g: with_record(g, changes=[{"step": 4, "beta": 1.0}, *g.record["changes"]]),
        r"changes at \[4, 3\]",
    ),
    "a bad change": (lambda g: with_record(g, changes=[{"step": 1, "beta": 2000.0}]), "beta must be"),
    "an empty change": (lambda g: with_record(g, changes=[{"step": 1}]), "gives neither"),
    "changes of no kind": (lambda g: with_record(g, changes=3), "changes cannot be 3"),
    "terms of other names": (lambda g: with_record(g, train_terms={"loss": 1.0}), "different names"),
    "terms without a loss": (lambda g: with_record(g, train_terms={}), "train_terms cannot be"),
    "terms that are NaN": (lambda g: with_record(g, since_last=[{"loss": math.nan}]), "since_last cannot be"),
    "no watch": (lambda g: with_record(g, watch={}), "watch cannot be"),
    "a watch without a measure": (
        lambda g: with_record(g, watch={**g.record["watch"], "good_loss": None}),
        "watch cannot be",
    ),
    "NaN among the weights": (
        lambda g: TrainingState(g.record, {**g.tensors, "weights/encoder.mean.bias": torch.full((2,), math.nan)}),
        "encoder.mean.bias holds values that are not finite",
    ),
}
MISFITS = {
    "a weight is missing": (lambda t: without(t, "weights/encoder.mean.bias"), "encoder.mean.bias is missing"),
    "a moment is missing": (lambda t: without(t, "exp_avg/encoder.mean.bias"), "encoder.mean.bias is missing"),
    "something is unknown": (lambda t: {**t, "else": torch.zeros(1)}, "else is missing or unknown"),
    "another shape": (lambda t: {**t, "weights/encoder.mean.bias": torch.zeros(3)}, r"shape \[2\], is .* \[3\]"),
    "another precision": (
        lambda t: {**t, "weights/encoder.mean.bias": torch.zeros(2, dtype=torch.float64)},
        "should be torch.float32",
    ),
    "no generator": (
        lambda t: {**t, "generator/noise": torch.full_like(t["generator/noise"], 255)},
        "a generator of random numbers is damaged",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_state_is_refused_in_words(good, few, unseen, name):
    spoil, words = DAMAGE[name]
    with pytest.raises(CheckpointError, match=words):
        TrainingRun(CONFIG, few, unseen, state=spoil(good))
    with pytest.raises(CheckpointError, match=words):
        resume.unpack(resume.pack(spoil(good)))


@pytest.mark.parametrize("name", MISFITS)
def test_tensors_that_do_not_fit_are_refused_in_words(good, few, unseen, name):
    spoil, words = MISFITS[name]
    with pytest.raises(CheckpointError, match=words):
        TrainingRun(CONFIG, few, unseen, state=TrainingState(good.record, spoil(good.tensors)))


def test_another_configuration_is_refused(good, few, unseen):
    with pytest.raises(CheckpointError, match="another configuration"):
        TrainingRun(dataclasses.replace(CONFIG, seed=1), few, unseen, state=good)


def test_a_step_beyond_the_end_is_refused(good, few, unseen):
    with pytest.raises(CheckpointError, match="at step 9 of a run of 8 steps"):
        TrainingRun(CONFIG, few, unseen, state=with_record(good, step=9))


def test_other_data_are_refused(good, few, unseen):
    for sets in ((noise_images(256), unseen), (few.take(255), unseen), (few, few)):
        with pytest.raises(CheckpointError, match="on other data"):
            TrainingRun(CONFIG, *sets, state=good)
    with pytest.raises(ConfigError, match="patience"):
        TrainingRun(CONFIG, few, state=good)


def test_the_record_is_plain_json(good):
    assert json.loads(json.dumps(good.record)) == json.loads(json.dumps(good.record, allow_nan=False))
    assert all(np.isfinite(value.numpy()).all() for value in good.tensors.values())
