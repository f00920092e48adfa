"""Denoisers: their arithmetic against the closed forms of the chain, their learning, their files."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.builders import noise_images, same_weights
from core.denoisers import Exact, with_weights
from core.diffusion.chains import TWO
from vae_core.analysis.denoising_bound import _log_probability_of_levels, evaluate_denoiser
from vae_core.config import from_json, to_json
from vae_core.data import Dataset
from vae_core.denoising import DenoisingConfig, denoising_terms, drawn_steps, without_some
from vae_core.diffusion.bound import bound
from vae_core.diffusion.forward import step
from vae_core.diffusion.normal import kl_divergence
from vae_core.diffusion.schedule import KINDS, Schedule
from vae_core.diffusion.weights import step_weights
from vae_core.errors import ConfigError
from vae_core.models import DenoiserConfig, build
from vae_core.models.denoiser import parts
from vae_core.objectives import ObjectiveConfig
from vae_core.randomness import stream
from vae_core.training import TrainingConfig, TrainingRun, checkpoints, train
from vae_core.training.config import Change

FORMS = {
    "vector": DenoiserConfig("diffusion", 3, 16, 2, classes=4),
    "image": DenoiserConfig("diffusion", 64, 8, 1, classes=4, form="image"),
}
of_each_form = pytest.mark.parametrize("config", FORMS.values(), ids=FORMS.keys())


def run_of(config: DenoiserConfig, **changes) -> TrainingConfig:
    objective = DenoisingConfig(Schedule("cosine", 20), changes.pop("weighting", "simple"))
    return TrainingConfig(config, objective, **{"epochs": 2, "batch_size": 32, **changes})


@of_each_form
def test_guess_and_noise_make_up_what_was_seen(config):
    model, x_t = with_weights(config), torch.randn(6, config.pixels)
    log_snr, label = torch.linspace(-8, 8, 6), torch.arange(6) % 5
    with torch.no_grad():
        guess, noise = model.denoised(x_t, log_snr, label), model.noise_in(x_t, log_snr, label)
    signal, deviation = parts(log_snr)
    torch.testing.assert_close(signal * guess + deviation * noise, x_t, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(signal**2 + deviation**2, torch.ones(6, 1))
    torch.testing.assert_close(torch.log(signal / deviation)[:, 0] * 2, log_snr, rtol=1e-3, atol=1e-3)


@of_each_form
def test_no_label_is_the_last_one_and_labels_matter(config):
    model, x_t, log_snr = with_weights(config), torch.randn(2, config.pixels), torch.zeros(2)
    with torch.no_grad():
        untold = model(x_t, log_snr)
        torch.testing.assert_close(model(x_t, log_snr, torch.full((2,), 4)), untold)
        assert not torch.allclose(model(x_t, log_snr, torch.zeros(2, dtype=torch.int64)), untold)


@of_each_form
def test_a_network_begins_silent_and_scales_back(config):
    model, x = build(config), torch.rand(3, config.pixels)
    assert not model(x, torch.zeros(3)).any()
    torch.testing.assert_close(model.unscaled(model.scaled(x)), x)


@given(st.sampled_from(sorted(KINDS)), st.integers(2, 40), st.data())
@settings(max_examples=40)
def test_the_weight_of_a_step_is_its_divergence(kind, steps, data):
    """KL(q(x_{t−1}∣x_t, x_0)‖q(x_{t−1}∣x_t, x̂_0)), each by itself."""
    schedule = Schedule(kind, steps)
    t = data.draw(st.integers(2, steps))
    x_0, epsilon, found = (np.array([data.draw(st.floats(-2, 2))]) for _ in range(3))
    signal, noise = schedule.signal[t], schedule.noise[t]
    x_t = signal * x_0 + noise * epsilon
    way = step(schedule, t)
    divergence = kl_divergence(way.back(x_t, x_0), way.back(x_t, (x_t - noise * found) / signal))
    np.testing.assert_allclose(
        step_weights(schedule)[t] * (epsilon - found) ** 2,
        divergence,
        rtol=1e-5,
        atol=1e-9 * float((x_t / signal)[0]) ** 2,
    )


def test_the_terms_of_a_denoiser_that_knows_are_those_of_the_exact_bound():
    schedule, n = Schedule("log-snr", 6), 4000
    exact = bound(TWO, schedule, 1.2, "fixed")
    data = Dataset("one point", "test", np.full((n, 1), 1.2, np.float32), np.zeros(n, np.int64))
    found = evaluate_denoiser(Exact(), DenoisingConfig(schedule), data, draws=2)
    assert found["last"].mean == pytest.approx(exact.last, abs=1e-5)
    assert abs(found["steps"].mean - exact.steps.sum()) < 4 * found["steps"].standard_error
    whole = found["reconstruction"].mean + found["steps"].mean + found["last"].mean
    assert found["negative_bound"].mean == pytest.approx(whole, abs=1e-4)


def test_the_objective_is_the_bound_in_expectation():
    schedule, n = Schedule("log-snr", 6), 4000
    data = Dataset("one point", "test", np.full((n, 1), 1.2, np.float32), np.zeros(n, np.int64))
    found = denoising_terms(
        DenoisingConfig(schedule, "bound"), Exact(), torch.from_numpy(data.images), generator=stream(0, "a")
    )
    whole = evaluate_denoiser(Exact(), DenoisingConfig(schedule), data, draws=2)["negative_bound"]
    error = math.hypot(whole.standard_error, found.of_each.std().item() / math.sqrt(n))
    assert abs(found.loss.item() - whole.mean) < 4 * error
    assert found.loss.item() == found.means()["negative_bound"]


def test_an_images_density_counts_the_room_that_scaling_takes():
    """Of a silent network, −log p of [0, 1] is that of [−1, 1] less a log 2 for each pixel."""
    image, vector = build(FORMS["image"]), build(DenoiserConfig("diffusion", 64, 8, 1))
    x, objective = torch.rand(5, 64), DenoisingConfig(Schedule("cosine", 20), "bound")
    first = denoising_terms(objective, image, x, generator=stream(0, "a")).of_each
    second = denoising_terms(objective, vector, 2 * x - 1, generator=stream(0, "a")).of_each
    torch.testing.assert_close(first, second - 64 * math.log(2), rtol=1e-5, atol=1e-3)


@pytest.mark.parametrize("deviation", [0.004, 0.1, 3.0])
def test_all_levels_of_grey_together_are_certain(deviation):
    levels = torch.linspace(-1, 1, 256, dtype=torch.float64)[None]
    for mean in (-1.0, -0.3, 0.999, 1.4):
        log_probability = _log_probability_of_levels(levels, torch.full_like(levels, mean), deviation)
        assert torch.logsumexp(log_probability, -1).item() == pytest.approx(0, abs=1e-9)


def test_steps_are_spread_evenly_and_each_is_as_likely():
    drawn = torch.stack([drawn_steps(5, 10, stream(seed, "steps")) for seed in range(2000)])
    assert (drawn.sort(1).values.diff(dim=1) == 2).all()
    counts = torch.bincount(drawn.flatten(), minlength=11)[1:]
    assert ((counts - 1000).abs() < 5 * math.sqrt(1000)).all()


def test_labels_are_left_out_at_their_rate_and_where_there_are_none():
    labels = torch.arange(10000) % 3 - 1
    told = without_some(labels, 2, 0.25, stream(0, "labels"))
    assert (told[labels < 0] == 2).all()
    known = labels >= 0
    assert abs((told[known] == 2).float().mean().item() - 0.25) < 0.02
    assert (told[known] != 2).any()
    assert ((told == labels) | (told == 2)).all()


@of_each_form
@pytest.mark.parametrize("weighting", ["simple", "bound"])
def test_a_denoiser_learns(config, weighting):
    blobs = np.random.default_rng(0).normal(0.5, 0.05, (256, config.pixels)).astype(np.float32)
    data = Dataset("blobs", "train", blobs, np.arange(256) % 4)
    config = run_of(config, epochs=30, learning_rate=3e-3, weighting=weighting)
    first, *_, last = train(config, data, data, snapshot_every=1000)
    assert last.held_out["noise_error"] < 0.8 * first.held_out["noise_error"]
    assert last.held_out["negative_bound"] < first.held_out["negative_bound"]


@of_each_form
def test_a_run_goes_on_bit_for_bit(config):
    data, settings = noise_images(100, config.pixels), run_of(config, epochs=4)
    data = Dataset(data.name, data.split, data.images, data.labels % 4)
    whole, half = TrainingRun(settings, data), TrainingRun(settings, data)
    for _ in range(5):
        half.advance()
    half = TrainingRun(settings, data, state=half.state())
    while not half.is_finished:
        half.advance()
    while not whole.is_finished:
        whole.advance()
    assert same_weights(whole.model.state_dict(), half.model.state_dict())


@of_each_form
def test_a_denoiser_is_kept_and_read_again(config, tmp_path):
    settings, source = run_of(config), {"name": "a", "split": "train", "examples": 1, "sha256": "0"}
    model = with_weights(config)
    checkpoints.save(tmp_path, checkpoints.Checkpoint(settings, model.state_dict(), source, 1, {}))
    loaded = checkpoints.load(tmp_path)
    assert loaded.config == settings == from_json(TrainingConfig, to_json(settings))
    assert same_weights(loaded.model().state_dict(), model.state_dict())


def test_beta_means_nothing_to_a_denoiser():
    settings = run_of(FORMS["vector"])
    assert Change(0, beta=3.0).applied_to(settings) == settings


@pytest.mark.parametrize(
    "make",
    [
        lambda: DenoiserConfig("diffusion", 64, 9, 1, form="image"),
        lambda: DenoiserConfig("diffusion", 49, 8, 1, form="image"),
        lambda: DenoiserConfig("diffusion", 65, 8, 1, form="image"),
        lambda: DenoiserConfig("diffusion", 64, 8, 1, form="image", codes_of="mnist-vae-8d"),
        lambda: DenoiserConfig("diffusion", 0),
        lambda: DenoiserConfig("diffusion", 2, depth=9),
        lambda: DenoiserConfig("diffusion", 2, classes=101),
        lambda: DenoisingConfig(label_dropout=1.5),
        lambda: TrainingConfig(FORMS["vector"], ObjectiveConfig()),
        lambda: TrainingConfig(FORMS["vector"], DenoisingConfig(), binarise=True),
        lambda: TrainingConfig(FORMS["vector"], DenoisingConfig(), input_noise=0.5),
    ],
)
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ConfigError):
        make()
