"""Training: a repeatable stream of snapshots in which the loss goes down."""

import dataclasses
import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from torch.distributions import Normal

from core.builders import noise_images, numbers, same_weights, tiny_run
from vae_core.config import from_json, to_json
from vae_core.errors import ConfigError, TrainingDiverged
from vae_core.models import build
from vae_core.objectives import (
    RECONSTRUCTIONS,
    ObjectiveConfig,
    gaussian_nll,
    reconstruction_nll,
    squared_error,
    terms,
)
from vae_core.training import Change, Snapshot, TrainingRun, learner, run, train
from vae_core.training.batches import Batches
from vae_core.training.optimiser import AdamW


def score_of_the_mean_image(reconstruction: str, images: torch.Tensor) -> float:
    """What a model that has learned nothing but the average digit would get."""
    logits = torch.logit(images.mean(0).clamp(1e-6, 1 - 1e-6)).expand_as(images)
    if reconstruction == "gaussian":
        variance = squared_error(images, logits).mean() / images.shape[1]
        return gaussian_nll(images, logits, variance.log()).mean().item()
    model = build(tiny_run("ae", reconstruction).model)  # with a concentration of 1
    return reconstruction_nll(ObjectiveConfig(reconstruction), images, logits, model).mean().item()


@pytest.fixture
def seen(monkeypatch) -> list[torch.Tensor]:
    """Every batch that a run draws from its training set."""
    drawn, original = [], Batches.at

    def spy(batches, step):
        batch = original(batches, step)
        drawn.append(batch[0])
        return batch

    monkeypatch.setattr(Batches, "at", spy)
    return drawn


@pytest.fixture
def encoded(monkeypatch) -> list[tuple[torch.Tensor, torch.Tensor | None]]:
    """The target and the encoder's input at every evaluation of the objective."""
    pairs = []

    def spy(config, model, x, *, inputs=None, generator=None):
        pairs.append((x, inputs))
        return terms(config, model, x, inputs=inputs, generator=generator)

    monkeypatch.setattr(learner, "terms", spy)
    return pairs


def last(config, *sets, **options) -> Snapshot:
    *_, snapshot = train(config, *sets, **options)
    return snapshot


def test_a_snapshot_comes_before_the_first_step_after_each_epoch_and_at_the_end(few):
    snapshots = list(train(tiny_run(epochs=3), few))
    assert [(snapshot.step, snapshot.epoch) for snapshot in snapshots] == [(0, 0), (4, 1), (8, 2), (12, 3)]


def test_snapshots_can_come_at_other_intervals(few):
    snapshots = list(train(tiny_run(), few, snapshot_every=3))
    assert [(snapshot.step, snapshot.epoch) for snapshot in snapshots] == [(0, 0), (3, 0), (6, 1), (8, 2)]


def test_an_incomplete_last_batch_is_left_out(few, seen):
    assert last(tiny_run(batch_size=100), few).step == 4
    assert [len(images) for images in seen] == [100] * 4


def test_a_batch_larger_than_the_set_is_the_set(few, seen):
    assert last(tiny_run(batch_size=1000), few).step == 2
    assert [len(images) for images in seen] == [256] * 2


def test_an_epoch_shows_each_image_once_in_an_order_of_its_own(few, seen):
    last(tiny_run(), few)
    first, second = torch.cat(seen[:4]), torch.cat(seen[4:])
    assert not torch.equal(first, second)
    for epoch in (first, second):
        assert sorted(map(bytes, epoch.numpy())) == sorted(map(bytes, few.images))


def test_a_snapshot_cannot_be_changed(few):
    snapshot = next(train(tiny_run(), few, few))
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.step = 1
    for mapping in (snapshot.weights, snapshot.train, snapshot.held_out):
        with pytest.raises(TypeError, match="does not support item assignment"):
            mapping["loss"] = 0


def test_a_snapshot_stays_as_it_was_while_training_goes_on(few):
    run = train(tiny_run(), few)
    first = next(run)
    before = {name: value.clone() for name, value in first.weights.items()}
    *_, end = run
    assert same_weights(first.weights, before)
    assert not any(torch.equal(end.weights[name], before[name]) for name in before)


def test_changing_a_snapshots_numbers_does_not_reach_the_training(few):
    run = train(tiny_run(), few)
    for value in next(run).weights.values():
        value.fill_(math.nan)
    *_, end = run
    assert same_weights(end.weights, last(tiny_run(), few).weights)


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_a_seed_repeats_a_run_bit_for_bit(few, model):
    config = tiny_run(model, input_noise=0.3, schedule="one-cycle", max_gradient_norm=50.0)
    first, again = (last(config, few) for _ in range(2))
    assert same_weights(first.weights, again.weights)
    assert first.train == again.train
    assert not same_weights(first.weights, last(dataclasses.replace(config, seed=1), few).weights)


@pytest.mark.parametrize("options", [{"snapshot_every": 1}, {"snapshot_every": 3}])
def test_looking_more_often_changes_nothing(few, options):
    assert same_weights(last(tiny_run(), few, **options).weights, last(tiny_run(), few).weights)


def test_scoring_held_out_images_changes_nothing(few, unseen):
    assert same_weights(last(tiny_run(), few, unseen).weights, last(tiny_run(), few).weights)


def test_an_ae_and_a_vae_of_one_seed_start_alike_and_see_the_same_batches(few, seen):
    ae, vae = (list(train(tiny_run(model, input_noise=0.5), few)) for model in ("ae", "vae"))
    assert same_weights(ae[0].weights, {name: vae[0].weights[name] for name in ae[0].weights})
    assert len(seen) == 16
    assert all(torch.equal(a, b) for a, b in zip(seen[:8], seen[8:], strict=True))


def test_two_runs_in_turn_do_not_disturb_each_other(few):
    first, second = zip(*zip(train(tiny_run("ae"), few), train(tiny_run("vae"), few), strict=True), strict=True)
    assert same_weights(first[-1].weights, last(tiny_run("ae"), few).weights)
    assert same_weights(second[-1].weights, last(tiny_run("vae"), few).weights)


@pytest.mark.parametrize("model", ["ae", "vae"])
@pytest.mark.parametrize("reconstruction", RECONSTRUCTIONS)
def test_the_loss_is_poor_before_and_good_after(digits, unseen, model, reconstruction):
    config = tiny_run(model, reconstruction, epochs=12, learning_rate=2e-2, schedule="one-cycle")
    first, *_, end = train(config, digits, unseen)
    mediocre = score_of_the_mean_image(reconstruction, torch.from_numpy(digits.images))
    for before, after in ((first.train, end.train), (first.held_out, end.held_out)):
        assert before["loss"] > mediocre + 50
        assert after["loss"] < mediocre - 5


def test_the_loss_that_is_reported_is_the_mean_over_the_steps_since_the_last_snapshot(few):
    one_by_one = [snapshot.train["loss"] for snapshot in train(tiny_run(), few, snapshot_every=1)][1:]
    by_epoch = [snapshot.train["loss"] for snapshot in train(tiny_run(), few)][1:]
    assert by_epoch == pytest.approx([np.mean(one_by_one[:4]), np.mean(one_by_one[4:])])


def test_held_out_terms_are_means_over_all_images_whatever_the_slices(few, monkeypatch):
    held_out = noise_images(10)
    snapshot = next(train(tiny_run("ae"), few, held_out))
    model = build(tiny_run("ae").model)
    images = torch.from_numpy(held_out.images)
    assert snapshot.held_out == pytest.approx(terms(ObjectiveConfig(), model, images).means())
    monkeypatch.setattr(run, "EVALUATION_BATCH", 3)
    assert next(train(tiny_run("ae"), few, held_out)).held_out == pytest.approx(snapshot.held_out)


def test_terms_are_named_alike_in_training_and_on_held_out_images(few, unseen):
    for snapshot in train(tiny_run("vae"), few, unseen):
        assert set(snapshot.train) == set(snapshot.held_out) == {"reconstruction", "kl", "negative_elbo", "loss"}
    for snapshot in train(tiny_run("ae"), few):
        assert set(snapshot.train) == {"reconstruction", "loss"}
        assert snapshot.held_out == {}


@pytest.mark.parametrize("beta", [0.0, 4.0])
def test_the_negative_elbo_never_has_a_beta(few, unseen, beta):
    end = last(tiny_run(beta=beta), few, unseen)
    for shown in (end.train, end.held_out):
        assert shown["negative_elbo"] == pytest.approx(shown["reconstruction"] + shown["kl"], rel=1e-5)
        assert shown["loss"] == pytest.approx(shown["reconstruction"] + beta * shown["kl"], rel=1e-5)


def test_a_heavier_kl_is_a_smaller_kl(few, unseen):
    light, heavy = (last(tiny_run(beta=beta, learning_rate=5e-3), few, unseen) for beta in (0.1, 100.0))
    assert heavy.held_out["kl"] < light.held_out["kl"] / 4


def test_speed_is_told_in_images_per_second(few):
    start, *rest = train(tiny_run(), few)
    assert start.images_per_second == 0
    assert all(snapshot.images_per_second > 0 for snapshot in rest)


def test_stopping_ends_the_run_with_what_there_is(few):
    stops = iter([False, False, True])
    snapshots = list(train(tiny_run(), few, should_stop=lambda: next(stops)))
    assert [(snapshot.step, snapshot.epoch) for snapshot in snapshots] == [(0, 0), (3, 0)]
    assert same_weights(snapshots[-1].weights, list(train(tiny_run(), few, snapshot_every=3))[1].weights)


def test_stopping_on_a_snapshot_does_not_repeat_it(few):
    stops = iter([False, False, False, True])
    assert [s.step for s in train(tiny_run(), few, should_stop=lambda: next(stops))] == [0, 4]


def test_closing_the_generator_ends_the_run(few, seen):
    run = train(tiny_run(), few, snapshot_every=1)
    next(run), next(run)
    run.close()
    assert list(run) == []
    assert len(seen) == 1


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_far_too_large_steps_end_with_the_last_good_snapshot(few, model):
    config = tiny_run(model, learning_rate=10.0)
    with pytest.raises(
        TrainingDiverged, match=r"after step 0: training has diverged. A smaller learning rate"
    ) as caught:
        list(train(config, few))
    assert caught.value.last_good.step == 0
    assert same_weights(caught.value.last_good.weights, build(config.model).state_dict())


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_the_last_good_snapshot_is_good_however_often_one_looks(few, model):
    with pytest.raises(TrainingDiverged) as caught:
        list(train(tiny_run(model, learning_rate=10.0), few, few, snapshot_every=1))
    assert caught.value.last_good.held_out["loss"] < 1000
    assert all(torch.isfinite(value).all() for value in caught.value.last_good.weights.values())


def test_a_run_that_explodes_in_its_last_step_has_diverged(few):
    with pytest.raises(TrainingDiverged):
        list(train(tiny_run(learning_rate=10.0, epochs=1, batch_size=256), few))


def test_noise_reaches_the_encoders_input_and_nothing_else(few, encoded):
    last(tiny_run(input_noise=0.5), few)
    learning = [(x, inputs) for x, inputs in encoded if inputs is not None]
    known = set(map(bytes, few.images))
    assert len(learning) == 8
    assert all(bytes(image) in known for x, _ in learning for image in x.numpy())


@pytest.mark.parametrize("rate", [0.25, 1.0])
def test_images_are_binarised_at_the_configured_rate(few, encoded, rate):
    last(tiny_run(input_noise=rate, epochs=8), few)
    pairs = [(x, inputs) for x, inputs in encoded if inputs is not None]
    x, inputs = (torch.cat(part) for part in zip(*pairs, strict=True))
    binary = ((inputs == 0) | (inputs == 1)).all(-1)
    assert torch.equal(inputs[~binary], x[~binary])
    assert abs(binary.float().mean().item() - rate) <= 4 * math.sqrt(rate * (1 - rate) / len(x))
    error = math.sqrt((x * (1 - x))[binary].sum().item()) / x[binary].numel()
    assert abs((inputs - x)[binary].mean().item()) < 4 * error


def test_binarised_images_are_drawn_anew_each_time(few):
    grey = torch.from_numpy(few.images)
    learning = learner.Learner(
        tiny_run(binarise=True, epochs=8, batch_size=len(few)), grey, torch.from_numpy(few.labels)
    )
    batches = []
    for learning.step in range(8):
        images, inputs = learning.next_batch()
        assert inputs is None
        assert ((images == 0) | (images == 1)).all()
        batches.append(images)
    drawn = torch.stack(batches).sum(1)  # each epoch has its own order; the sums have the same expectation
    assert len({bytes(total.numpy()) for total in drawn}) == 8
    error = torch.sqrt((grey * (1 - grey)).sum(0) / 8)
    assert ((drawn.mean(0) - grey.sum(0)).abs() <= 5 * error + 1e-3).all()


def test_held_out_images_are_binarised_alike_at_each_moment(few, encoded):
    run = TrainingRun(tiny_run(binarise=True), few, few)
    scored = []
    for _ in range(2):
        encoded.clear()
        run.advance()
        run.snapshot()
        scored.append(torch.cat([x for x, _ in encoded[1:]]))
    assert torch.equal(*scored)
    assert ((scored[0] == 0) | (scored[0] == 1)).all()


def test_binarised_images_and_input_noise_exclude_each_other():
    with pytest.raises(ConfigError, match="nothing for input_noise"):
        tiny_run(binarise=True, input_noise=0.5)


def test_noise_does_not_change_the_order_of_the_batches(few, seen):
    for noise in (0.0, 0.5):
        last(tiny_run(input_noise=noise), few)
    assert all(torch.equal(a, b) for a, b in zip(seen[:8], seen[8:], strict=True))


def test_without_noise_the_encoder_sees_the_images(few, encoded):
    last(tiny_run(), few)
    assert {inputs for _, inputs in encoded} == {None}


@given(numbers(0, 1), numbers(0, 1))
def test_one_cycle_climbs_for_a_tenth_and_then_falls(earlier, later):
    earlier, later = sorted((earlier, later))
    at = tiny_run(schedule="one-cycle", learning_rate=0.5).learning_rate_at
    assert 0 <= at(later) <= 0.5
    if later <= 0.1:
        assert at(earlier) <= at(later) + 1e-12
    elif earlier >= 0.1:
        assert at(earlier) >= at(later) - 1e-12


def test_one_cycle_starts_low_peaks_and_ends_at_nothing():
    at = tiny_run(schedule="one-cycle", learning_rate=0.5).learning_rate_at
    assert [at(0.0), at(0.1), at(1.0)] == pytest.approx([0.02, 0.5, 0.0])
    assert at(0.1 - 1e-9) == pytest.approx(at(0.1), rel=1e-6)


def test_a_staged_schedule_falls_to_a_tenth_in_stages_each_three_times_as_long():
    """3280 epochs, the i-th stage of 3^i of them, at 0.001 · 10^(−i/7)   (Burda et al. 2016, section 5)."""
    at = tiny_run(schedule="staged", learning_rate=1e-3).learning_rate_at
    epoch = 0
    for stage in range(8):
        for inside in (epoch, epoch + 3**stage - 1e-3):
            assert at(inside / 3280) == pytest.approx(1e-3 * 10 ** (-stage / 7))
        epoch += 3**stage
    assert epoch == 3280
    assert at(1.0) == pytest.approx(1e-4)


@given(numbers(0, 1))
def test_a_constant_schedule_is_constant(progress):
    assert tiny_run(learning_rate=0.5).learning_rate_at(progress) == 0.5


def first_step(few, **changes) -> tuple[dict, dict]:
    start, after, *_ = train(tiny_run(learning_rate=1e-2, **changes), few, snapshot_every=1)
    return start.weights, after.weights


def test_the_optimiser_follows_the_schedule(few):
    # Adam's first step has the length of the learning rate in every coordinate with a gradient.
    for schedule, rate in (("constant", 1e-2), ("one-cycle", 0.04 * 1e-2)):
        start, after = first_step(few, schedule=schedule)
        longest = max((after[name] - start[name]).abs().max().item() for name in start)
        assert longest == pytest.approx(rate, rel=1e-2)


def test_momentum_and_epsilon_are_those_of_adam(few):
    config = tiny_run(learning_rate=1e-2, momentum=0.5, epsilon=1e-2, epochs=1)
    run = TrainingRun(config, few)
    twin = build(config.model, seed=config.seed)
    reference = torch.optim.Adam(twin.parameters(), lr=1e-2, betas=(0.5, 0.999), eps=1e-2)
    while not run.is_finished:
        run.advance()
        for ours, theirs in zip(run.model.parameters(), twin.parameters(), strict=True):
            theirs.grad = ours.grad.clone()
        reference.step()
    for ours, theirs in zip(run.model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-7)


def test_weight_decay_shrinks_weights_but_not_biases(few):
    start, plain = first_step(few)
    _, decayed = first_step(few, weight_decay=0.5)
    for name in start:
        shrunk = plain[name] - (1e-2 * 0.5 * start[name] if name.endswith("weight") else 0)
        torch.testing.assert_close(decayed[name], shrunk, rtol=0, atol=1e-7)


def test_the_optimiser_is_torchs_own_to_the_bit():
    ours, theirs = (build(tiny_run(pixels=4).model, seed=0) for _ in range(2))
    optimiser = AdamW(ours, 0.1)
    weights, biases = ([p for p in theirs.parameters() if (p.ndim > 1) == is_matrix] for is_matrix in (True, False))
    groups = [{"params": weights, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0.0}]
    reference = torch.optim.AdamW(groups, fused=True)
    generator = torch.Generator().manual_seed(0)
    for rate in (1e-2, 1e-3, 0.5):
        for mine, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            mine.grad = torch.randn(mine.shape, generator=generator)
            other.grad = mine.grad.clone()
        optimiser.step(rate)
        for group in reference.param_groups:
            group["lr"] = rate
        reference.step()
    assert all(torch.equal(*pair) for pair in zip(ours.parameters(), theirs.parameters(), strict=True))
    for (name, mine), other in zip(ours.named_parameters(), theirs.parameters(), strict=True):
        for kind, value in reference.state[other].items():
            assert torch.equal(optimiser.memory[f"{kind}/{name}"], value), (kind, name)
        optimiser.forget_gradients()
        assert mine.grad is None


@pytest.mark.parametrize("limit", [None, 1.0])
def test_long_gradients_are_shortened_when_asked(few, limit):
    run = TrainingRun(tiny_run(max_gradient_norm=limit), few)
    run.advance()
    length = torch.cat([parameter.grad.flatten() for parameter in run.model.parameters()]).norm().item()
    assert length == pytest.approx(1.0, rel=1e-3) if limit else length > 10


def test_short_gradients_are_left_as_they_are(few):
    assert same_weights(last(tiny_run(max_gradient_norm=1e9), few).weights, last(tiny_run(), few).weights)


@pytest.mark.parametrize("part", ["training", "held-out"])
def test_images_of_another_size_are_refused(few, part):
    sets = (noise_images(64, 100), few) if part == "training" else (few, noise_images(64, 100))
    with pytest.raises(ConfigError, match="the model expects 784 pixels, the images have 100"):
        next(train(tiny_run(), *sets))


@pytest.mark.parametrize("part", ["training", "held-out"])
@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_broken_image_is_refused(few, part, noise, value):
    images = few.images.copy()
    images[200, 0] = value
    broken = dataclasses.replace(few, images=images)
    sets = (broken, few) if part == "training" else (few, broken)
    with pytest.raises(ConfigError, match="values that are not finite"):
        next(train(tiny_run(input_noise=noise), *sets))


@pytest.mark.parametrize("part", ["training", "held-out"])
def test_an_empty_set_is_refused(few, part):
    sets = (few.take(0), few) if part == "training" else (few, few.take(0))
    with pytest.raises(ConfigError, match="no images"):
        next(train(tiny_run(), *sets))


# Step by step, with changes on the way.


def finished(run: TrainingRun, changes: dict | None = None) -> TrainingRun:
    """``run`` to its end, with ``changes`` (step -> settings) made by hand."""
    while not run.is_finished:
        if run.step in (changes or {}):
            run.change(**changes[run.step])
        run.advance()
    return run


def test_a_run_tells_where_it_is(few):
    run = TrainingRun(tiny_run(beta=2.0, learning_rate=1e-2), few)
    assert (run.steps_per_epoch, run.total_steps) == (4, 8)
    for step in range(8):
        assert (run.step, run.epoch, run.is_finished) == (step, step // 4, False)
        assert (run.beta, run.learning_rate) == (2.0, 1e-2)
        run.advance()
    assert (run.step, run.epoch, run.is_finished) == (8, 2, True)


def test_a_finished_run_stays_as_it_is(few):
    run = finished(TrainingRun(tiny_run(), few))
    with pytest.raises(ConfigError, match="no step after step 8"):
        run.advance()
    with pytest.raises(ConfigError, match="nothing is left to change"):
        run.change(beta=2.0)
    assert run.changes == ()


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_steps_by_hand_are_the_steps_of_the_generator(few, model):
    one_by_one = [dict(s.train) for s in train(tiny_run(model), few, snapshot_every=1)][1:]
    run = TrainingRun(tiny_run(model), few)
    assert [run.advance() for _ in range(8)] == one_by_one


def test_a_snapshot_without_a_step_between_repeats_the_last(few, unseen):
    run = TrainingRun(tiny_run(), few, unseen)
    for _ in range(2):
        first, again = run.snapshot(), run.snapshot()
        assert (again.train, again.held_out, again.step) == (first.train, first.held_out, first.step)
        assert again.images_per_second == 0
        run.advance()


@pytest.mark.parametrize("model", ["ae", "vae"])
@pytest.mark.parametrize("schedule", ["constant", "one-cycle"])
def test_changes_replay_what_was_done_by_hand(few, unseen, model, schedule):
    config = tiny_run(model, schedule=schedule)
    by_hand = {0: {"beta": 3.0}, 3: {"learning_rate": 5e-3}, 4: {"beta": 0.5, "learning_rate": 2e-3}}
    run = finished(TrainingRun(config, few, unseen), by_hand)
    assert run.changes == tuple(Change(step, **settings) for step, settings in by_hand.items())
    replayed = last(config, few, unseen, changes=run.changes)
    assert same_weights(replayed.weights, run.model.state_dict())
    assert replayed.held_out == run.snapshot().held_out
    assert not same_weights(replayed.weights, last(config, few).weights)


def test_a_beta_means_nothing_to_an_autoencoder(few):
    run = finished(TrainingRun(tiny_run("ae"), few), {2: {"beta": 100.0}})
    assert same_weights(run.model.state_dict(), last(tiny_run("ae"), few).weights)


def test_a_beta_means_nothing_to_importance_weights(few):
    config = dataclasses.replace(tiny_run(), objective=ObjectiveConfig(samples=3, bound="importance-weighted"))
    run = finished(TrainingRun(config, few), {2: {"beta": 100.0}})
    assert same_weights(run.model.state_dict(), last(config, few).weights)


def test_a_change_takes_effect_with_the_next_step(few):
    run, twin = (TrainingRun(tiny_run(), few) for _ in range(2))
    assert run.advance() == twin.advance()
    run.change(beta=7.0)
    changed, unchanged = run.advance(), twin.advance()
    assert changed["kl"] == unchanged["kl"]
    assert changed["loss"] == pytest.approx(changed["reconstruction"] + 7 * changed["kl"])


def test_a_changed_learning_rate_is_the_peak_of_what_is_left_of_the_schedule(few):
    run, twin = (TrainingRun(tiny_run(schedule="one-cycle", learning_rate=1e-3), few) for _ in range(2))
    run.change(learning_rate=4e-3)
    while not run.is_finished:
        assert run.learning_rate == pytest.approx(4 * twin.learning_rate)
        run.advance(), twin.advance()


@pytest.mark.parametrize(
    "settings",
    [{}, {"learning_rate": 0.0}, {"learning_rate": 10.1}, {"beta": -0.1}, {"beta": 1000.1}, {"beta": math.nan}],
)
def test_a_change_outside_its_range_is_refused_and_changes_nothing(few, settings):
    run = TrainingRun(tiny_run(), few)
    with pytest.raises(ConfigError, match=r"beta|learning_rate"):
        run.change(**settings)
    assert run.changes == ()
    assert same_weights(finished(run).model.state_dict(), last(tiny_run(), few).weights)


def test_a_change_survives_json():
    for change in (Change(3, beta=2.0), Change(0, learning_rate=1e-3), Change(9, 0.1, 0.0)):
        assert from_json(Change, json.loads(json.dumps(to_json(change)))) == change
    with pytest.raises(ConfigError, match="step"):
        Change(-1, beta=1.0)


def informative(few) -> TrainingRun:
    """A run without KL term in the loss, and with a KL as large as that may let it become."""
    run = TrainingRun(tiny_run(beta=0.0, learning_rate=1e-4, epochs=20), few)
    with torch.no_grad():
        run.model.encoder["mean"].weight.mul_(400)
    assert run.advance()["kl"] > 90
    return run


@pytest.mark.parametrize("look", [False, True])
def test_a_loss_that_jumps_because_beta_does_has_not_diverged(few, look):
    run = informative(few)
    run.change(beta=1000.0)
    first = run.advance()
    assert first["loss"] > 100 * 784
    if look:
        run.snapshot()
    assert min(run.advance()["loss"] for _ in range(20)) < first["loss"]


def test_a_loss_that_jumps_after_beta_fell_has_diverged(few):
    run = informative(few)
    run.change(beta=1000.0)
    run.advance(), run.snapshot()
    bad = {"loss": 20 * 784 * 100.0}
    run.require_good(bad)
    run.change(beta=1.0)
    with pytest.raises(TrainingDiverged, match="A smaller learning rate"):
        run.require_good(bad)


def test_each_snapshot_sets_a_new_measure(few):
    run = informative(few)
    run.change(beta=1000.0)
    run.snapshot()
    with torch.no_grad():
        run.model.encoder["mean"].weight.div_(400)
    run.advance()
    bad = {"loss": 2e6}
    run.require_good(bad)
    run.snapshot()
    with pytest.raises(TrainingDiverged):
        run.require_good(bad)


def test_another_beta_is_scored_at_once(few, unseen):
    run = TrainingRun(tiny_run(), few, unseen)
    run.advance(), run.snapshot()
    run.change(beta=9.0)
    scores = run.snapshot().held_out
    assert scores["loss"] == pytest.approx(scores["reconstruction"] + 9 * scores["kl"])


def test_weights_that_break_after_a_change_of_beta_are_seen(few):
    run = informative(few)
    run.change(beta=1000.0)
    with torch.no_grad():
        run.model.decoder.logits.weight.mul_(1e9)
    with pytest.raises(TrainingDiverged):
        run.advance()


def test_patience_ends_a_run_that_no_longer_gets_better(few, unseen):
    # Steps this small leave the weights, and so the loss, exactly as they are.
    still = tiny_run(learning_rate=1e-12, epochs=9, patience=2)
    assert [s.epoch for s in train(still, few, unseen)] == [0, 1, 2, 3]
    assert last(still, few, unseen, snapshot_every=5).step == 12


def test_patience_does_not_end_a_run_that_gets_better(few, unseen):
    config = tiny_run(learning_rate=1e-2, epochs=4, patience=1)
    end = last(config, few, unseen)
    assert end.epoch == 4
    assert same_weights(end.weights, last(dataclasses.replace(config, patience=None), few).weights)


def test_another_beta_starts_the_waiting_anew(few, unseen):
    config = tiny_run(learning_rate=1e-12, epochs=9, patience=2)
    # A heavier KL is a higher loss: without a new start it would never be better.
    run = finished(TrainingRun(config, few, unseen), {8: {"beta": 50.0}})
    assert run.epoch == 5
    assert last(config, few, unseen, changes=run.changes).epoch == 5
    assert finished(TrainingRun(config, few, unseen), {8: {"learning_rate": 2e-12}}).epoch == 3


def test_patience_without_a_held_out_set_is_refused(few):
    with pytest.raises(ConfigError, match="needs a held-out set"):
        TrainingRun(tiny_run(patience=1), few)


@pytest.mark.parametrize("patience", [0, -1, 10_001, 1.5, True])
def test_a_patience_outside_its_range_is_refused(patience):
    with pytest.raises(ConfigError, match="patience"):
        tiny_run(patience=patience)


@pytest.mark.parametrize(("patience", "scores"), [(None, 0), (5, 2)])
def test_held_out_images_are_scored_once_an_epoch_and_only_for_patience(few, unseen, encoded, patience, scores):
    run = finished(TrainingRun(tiny_run(patience=patience), few, unseen))
    assert sum(len(x) == 40 for x, _ in encoded) == scores
    run.snapshot()
    assert sum(len(x) == 40 for x, _ in encoded) == max(scores, 1)


def test_a_learned_variance_begins_with_what_the_mean_image_leaves(digits):
    images = torch.from_numpy(digits.images[:200])
    start = learner.Learner(tiny_run(reconstruction="gaussian"), images, torch.zeros(200, dtype=torch.int64))
    left = (images - images.mean(0)).square().mean()
    assert start.model.pixel_log_variance.item() == pytest.approx(left.log().item(), abs=1e-5)
    # Of all σ², that one explains the images best where the decoder knows their mean alone.
    nll = [
        -Normal(images.mean(0), torch.sqrt(left * factor)).log_prob(images).sum(-1).mean().item()
        for factor in (0.9, 1, 1.1)
    ]
    assert nll[1] == min(nll)


def test_images_that_are_all_alike_leave_a_variance_nevertheless():
    images, labels = torch.full((3, 784), 0.5), torch.zeros(3, dtype=torch.int64)
    start = learner.Learner(tiny_run(reconstruction="gaussian"), images, labels)
    assert math.isfinite(start.model.pixel_log_variance.item())
