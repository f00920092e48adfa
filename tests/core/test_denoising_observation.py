"""Looking at a denoiser: the same images, the same noise, and what it really takes them for."""

import numpy as np
import pytest
import torch

from core.builders import noise_images
from vae_core.analysis.denoising_observation import SAMPLER, DenoisingObserver, observer_of
from vae_core.analysis.observation import Observation, Observer
from vae_core.denoising import guess_of
from vae_core.diffusion.schedule import Schedule
from vae_core.errors import CheckpointError, VaeCoreError
from vae_core.lab.experiment import Experiment
from vae_core.models import DenoiserConfig, build

HELD_OUT, SCHEDULE = noise_images(60, 64), Schedule("cosine", 100)


def model_of(seed: int = 0):
    return build(DenoiserConfig("diffusion", 64, width=8, depth=1, form="image"), seed=seed)


def observer(seed: int = 0) -> DenoisingObserver:
    return DenoisingObserver(HELD_OUT, SCHEDULE, seed=seed)


def test_images_are_seen_under_half_a_schedule_of_noise():
    seen, look = observer().observe(model_of()), observer()
    assert look.t == 50
    assert SCHEDULE.signal[look.t] ** 2 == pytest.approx(0.5, abs=0.02)
    of_unit = seen.noisy / 255
    inside = (of_unit > 0) & (of_unit < 1)
    noise = (2 * of_unit - 1 - SCHEDULE.signal[50] * (2 * look.images / 255 - 1)) / SCHEDULE.noise[50]
    assert noise[inside].std() == pytest.approx(1, abs=0.35)  # without what is beyond black and white
    assert inside.mean() > 0.5


def test_what_is_seen_is_what_the_model_takes_the_noisy_images_for():
    model, look = model_of(), observer()
    with torch.no_grad():
        for parameter in model.parameters():  # a new model leaves x_t as it is
            parameter.add_(0.05 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(1)))
    seen = look.observe(model)
    signal, noise = SCHEDULE.signal[50], SCHEDULE.noise[50]
    x_t = signal * (2 * look._inputs.numpy() - 1) + noise * look._noise
    expected = np.clip((guess_of(model, SCHEDULE)(x_t, 50) + 1) / 2, 0, 1)
    assert np.abs(seen.reconstructions / 255 - expected).max() <= 0.5 / 255 + 1e-5
    assert seen.samples.shape == (20, 64)
    assert SAMPLER.steps == 10


def test_only_the_model_changes_from_look_to_look():
    look, first, second = observer(), model_of(0), model_of(1)
    before = look.observe(first)
    look.observe(second)
    again = look.observe(first)
    for name, values in before.arrays().items():
        assert np.array_equal(values, again.arrays()[name]), name
    assert not np.array_equal(observer(1).observe(first).noisy, before.noisy)


def test_it_can_be_taken_apart_and_put_together():
    seen = observer().observe(model_of())
    assert seen.codes is None
    again = Observation.from_arrays(seen.arrays())
    assert np.array_equal(again.noisy, seen.noisy)
    with pytest.raises(CheckpointError):
        Observation.from_arrays({**seen.arrays(), "kl": np.zeros(2, np.float32)})


def test_a_model_that_has_diverged_is_told():
    model = model_of()
    with torch.no_grad():
        next(model.parameters()).fill_(torch.nan)
    with pytest.raises(VaeCoreError, match="diverged"):
        observer().observe(model)


@pytest.mark.parametrize(("member", "kind"), [("ae", Observer), ("vae", Observer), ("diffusion", DenoisingObserver)])
def test_each_member_of_a_run_has_its_observer(member, kind):
    look = observer_of(Experiment(members=(member,)).config(member), noise_images(20, 784))
    assert type(look) is kind
