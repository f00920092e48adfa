"""One step in slow motion: exactly the step that the run then takes, and no trace of the looking."""

import json

import numpy as np
import pytest
import torch
from scipy.special import expit

from core.builders import same_weights, tiny_run
from vae_core import packing
from vae_core.analysis.walkthrough import Walkthrough, walk
from vae_core.errors import ConfigError, TrainingDiverged
from vae_core.training import TrainingRun

CONFIGS = {
    "ae": tiny_run("ae"),
    "vae": tiny_run("vae", beta=2.0),
    "gaussian with a learned variance": tiny_run("vae", "gaussian"),
    "input noise, one cycle, short gradients": tiny_run(
        "vae", input_noise=0.5, schedule="one-cycle", max_gradient_norm=20.0, weight_decay=0.1
    ),
}
STEPS = [0, 2, 4]  # at the start, within an epoch, between two epochs


@pytest.fixture(params=CONFIGS)
def config(request):
    return CONFIGS[request.param]


def run_after(steps: int, config, few) -> TrainingRun:
    run = TrainingRun(config, few)
    for _ in range(steps):
        run.advance()
    return run


def as_vector(layer) -> np.ndarray:
    return np.concatenate([value.detach().numpy().astype(np.float64).ravel() for value in layer])


@pytest.mark.parametrize("steps", STEPS)
def test_looking_leaves_the_run_as_it_was(config, few, steps):
    watched, alone = (run_after(steps, config, few) for _ in range(2))
    walk(watched), walk(watched)
    while not alone.is_finished:
        assert watched.advance() == alone.advance()
    assert same_weights(watched.model.state_dict(), alone.model.state_dict())


@pytest.mark.parametrize("steps", STEPS)
def test_it_shows_the_very_step_that_follows(config, few, steps):
    run = run_after(steps, config, few)
    seen = walk(run)
    layers = {name: run.model.get_submodule(name) for name in seen.relative_updates}
    before = {name: as_vector(layer.parameters()) for name, layer in layers.items()}
    assert seen.learning_rate == run.learning_rate
    assert run.advance()["loss"] == seen.loss_before
    for name, layer in layers.items():
        moved = np.linalg.norm(as_vector(layer.parameters()) - before[name]) / np.linalg.norm(before[name])
        assert seen.relative_updates[name] == pytest.approx(moved, rel=1e-4)
    if not run.config.max_gradient_norm:
        for name, layer in layers.items():
            norm = np.linalg.norm(as_vector(parameter.grad for parameter in layer.parameters()))
            assert seen.gradient_norms[name] == pytest.approx(norm, rel=1e-5)


def test_gradients_are_shown_before_they_are_shortened(few):
    long, short = (walk(TrainingRun(tiny_run(max_gradient_norm=limit), few)) for limit in (None, 1.0))
    assert short.gradient_norms == long.gradient_norms
    assert np.linalg.norm(list(short.gradient_norms.values())) > 1


def test_its_layers_are_those_of_the_network_in_order(few):
    names = ["encoder.trunk.0", "encoder.mean", "encoder.log_variance", "decoder.trunk.0", "decoder.logits"]
    vae, ae = (walk(TrainingRun(CONFIGS[model], few)) for model in ("vae", "ae"))
    assert list(vae.gradient_norms) == list(vae.relative_updates) == names
    assert list(ae.gradient_norms) == [name for name in names if "variance" not in name]


def test_the_parts_of_a_vae_add_up(few):
    seen = walk(run_after(2, CONFIGS["vae"], few))
    assert seen.codes == pytest.approx(seen.mean + seen.standard_deviation * seen.noise, rel=1e-6, abs=1e-7)
    variance = seen.standard_deviation.astype(np.float64) ** 2
    kl = 0.5 * (seen.mean.astype(np.float64) ** 2 + variance - 1 - np.log(variance))
    assert seen.kl == pytest.approx(kl, rel=1e-4, abs=1e-6)
    x, hat = seen.images.astype(np.float64), seen.reconstructions.astype(np.float64)
    cross_entropy = -(x * np.log(hat) + (1 - x) * np.log1p(-hat)).sum(-1)
    assert seen.reconstruction == pytest.approx(cross_entropy, rel=1e-4)
    assert seen.loss == pytest.approx(seen.reconstruction + 2.0 * seen.kl.sum(-1), rel=1e-6)
    assert seen.beta == 2.0


def test_the_network_makes_of_the_images_what_is_shown(config, few):
    run = run_after(2, config, few)
    seen = walk(run)
    with torch.no_grad():
        encoded = run.model.encode(seen.inputs)
        mean = encoded if config.model.model == "ae" else encoded.mean
        assert seen.mean == pytest.approx(mean.numpy(), rel=1e-4, abs=1e-6)
        assert seen.reconstructions == pytest.approx(expit(run.model.decode(seen.codes).numpy()), rel=1e-4)
    assert (seen.inputs == seen.images).all() == (not config.input_noise)


def test_an_autoencoder_has_no_noise(few):
    seen = walk(TrainingRun(CONFIGS["ae"], few))
    assert seen.standard_deviation is None
    assert seen.noise is None
    assert seen.kl is None
    assert np.array_equal(seen.codes, seen.mean)
    assert np.array_equal(seen.loss, seen.reconstruction)


def test_a_step_lowers_the_loss_of_its_own_batch(config, few):
    seen = walk(TrainingRun(config, few))
    assert seen.loss_after < seen.loss_before


def test_all_images_of_the_batch_count_even_where_few_are_shown(few):
    every = walk(TrainingRun(CONFIGS["vae"], few), count=64)
    some = walk(TrainingRun(CONFIGS["vae"], few))
    assert every.loss.mean() == pytest.approx(every.loss_before, rel=1e-6)
    assert len(some.images) == len(some.loss) == 8
    assert some.batch_size == 64
    assert (some.loss_before, some.loss_after) == (every.loss_before, every.loss_after)
    assert np.array_equal(some.codes, every.codes[:8])


def test_a_changed_setting_is_seen_at_once(few):
    run = run_after(2, CONFIGS["vae"], few)
    run.change(beta=100.0, learning_rate=1e-4)
    seen = walk(run)
    assert (seen.beta, seen.learning_rate) == (100.0, 1e-4)
    assert run.advance()["loss"] == seen.loss_before


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_it_travels_as_bytes(few, model):
    seen = walk(TrainingRun(CONFIGS[model], few))
    there = Walkthrough.from_parts(*packing.unpack(packing.pack(seen.record(), seen.arrays())))
    assert there.record() == json.loads(json.dumps(seen.record())) == seen.record()
    assert there.arrays().keys() == seen.arrays().keys()
    assert all(np.array_equal(value, seen.arrays()[name]) for name, value in there.arrays().items())


def test_a_finished_run_has_no_next_step(few):
    with pytest.raises(ConfigError, match="the run is finished: there is no step after step 8"):
        walk(run_after(8, CONFIGS["vae"], few))


def test_a_step_that_goes_astray_says_so(few):
    with pytest.raises(TrainingDiverged, match="A smaller learning rate"):
        walk(TrainingRun(tiny_run(learning_rate=10.0), few))
