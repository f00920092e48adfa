"""The weights a run begins with where they are not PyTorch's own draw."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import logit

from core.builders import noise_images, same_weights, tiny_run
from vae_core.denoising import DenoisingConfig
from vae_core.errors import ConfigError
from vae_core.models import DenoiserConfig
from vae_core.training import TrainingConfig, train
from vae_core.training.start import begun


def linear_layers(model):
    return {name: layer for name, layer in model.named_modules() if isinstance(layer, torch.nn.Linear)}


@given(seed=st.integers(0, 2**53 - 1), kind=st.sampled_from(("ae", "vae")))
@settings(max_examples=10)
def test_glorots_weights_are_uniform_over_his_width(seed, kind):
    images = torch.from_numpy(noise_images(20, seed=seed % 100).images)
    model = begun(tiny_run(kind, seed=seed, initialisation="glorot"), images)
    for name, layer in linear_layers(model).items():
        width = np.sqrt(6 / sum(layer.weight.shape))
        drawn = layer.weight.detach().numpy().ravel() / width
        assert stats.kstest(drawn, "uniform", args=(-1, 2)).pvalue > 1e-6, name
        assert abs(drawn).max() <= 1
        if name != "decoder.logits":
            assert not layer.bias.any()
    assert len(linear_layers(model)) == (5 if kind == "vae" else 4)


def test_a_pixels_bias_is_the_log_odds_of_its_mean(digits):
    images = digits.images[:300]
    model = begun(tiny_run(initialisation="glorot"), torch.from_numpy(images))
    means = images.mean(axis=0, dtype=np.float64)
    assert (means == 0).any(), "pixels that are never inked"
    expected = logit(means.clip(1e-3, 1 - 1e-3))
    np.testing.assert_allclose(model.decoder.logits.bias.detach(), expected, atol=1e-5)


def test_an_autoencoder_and_a_vae_still_start_alike(digits):
    images = torch.from_numpy(digits.images[:50])
    ae, vae = (begun(tiny_run(kind, initialisation="glorot"), images).state_dict() for kind in ("ae", "vae"))
    shared = {name: vae[name] for name in ae}
    assert same_weights(ae, shared)
    other = begun(tiny_run("ae", initialisation="glorot", seed=1), images).state_dict()
    assert not same_weights(ae, other)


def test_a_decoder_that_knows_the_mean_begins_better_and_learns(few):
    first, *_, last = train(tiny_run(initialisation="glorot", learning_rate=1e-2), few, few, snapshot_every=1)
    usual, *_ = train(tiny_run(), few, few, snapshot_every=1)
    assert last.held_out["negative_elbo"] < first.held_out["negative_elbo"] < usual.held_out["negative_elbo"] - 100


def test_a_denoiser_has_a_start_of_its_own():
    with pytest.raises(ConfigError, match="initialisation"):
        TrainingConfig(DenoiserConfig("diffusion", 4), DenoisingConfig(), initialisation="glorot")
