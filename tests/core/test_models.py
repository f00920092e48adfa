"""Networks: what goes in, what comes out, what two of them share."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from jaxtyping import TypeCheckError

from core.builders import noise_images, same_weights
from vae_core.analysis.neighbours import nearest
from vae_core.models import VAE, AutoEncoder, DiagonalNormal, ModelConfig, build
from vae_core.randomness import stream

widths = st.lists(st.integers(1, 12), max_size=4).map(tuple)
shapes = {"latent_dim": st.integers(1, 64), "hidden": widths, "pixels": st.integers(1, 40)}


@given(**shapes, count=st.integers(0, 3), activation=st.sampled_from(("relu", "silu", "tanh")))
def test_an_autoencoder_maps_images_to_codes_to_images(latent_dim, hidden, pixels, count, activation):
    ae = build(ModelConfig("ae", latent_dim, hidden, activation, pixels))
    images = torch.rand(count, pixels)
    assert ae.encode(images).shape == (count, latent_dim)
    assert ae.decode(ae.encode(images)).shape == (count, pixels)
    assert torch.equal(ae(images), ae.decode(ae.encode(images)))


@given(**shapes, count=st.integers(0, 3))
def test_a_vae_maps_images_to_posteriors_to_images(latent_dim, hidden, pixels, count):
    vae = build(ModelConfig("vae", latent_dim, hidden, pixels=pixels))
    images = torch.rand(count, pixels)
    posterior = vae.encode(images)
    assert posterior.mean.shape == posterior.log_variance.shape == (count, latent_dim)
    assert vae(images, stream(0, "test")).shape == (count, pixels)
    assert torch.equal(vae(images, stream(0, "test")), vae.decode(posterior.sample(stream(0, "test"))))


@given(**shapes, model=st.sampled_from(("ae", "vae")))
def test_the_decoder_mirrors_the_encoder(latent_dim, hidden, pixels, model):
    weights = build(ModelConfig(model, latent_dim, hidden, pixels=pixels)).state_dict()

    def matrices(*parts):
        return [tuple(v.shape) for k, v in weights.items() if k.startswith(parts) and v.ndim == 2]

    down, up = matrices("encoder.trunk", "encoder.mean"), matrices("decoder.")
    assert len(down) == len(hidden) + 1
    assert up == [shape[::-1] for shape in reversed(down)]


@given(**shapes, seed=st.integers(0, 2**53 - 1))
def test_an_ae_and_a_vae_of_one_seed_differ_by_the_log_variance_head_alone(latent_dim, hidden, pixels, seed):
    ae, vae = (build(ModelConfig(m, latent_dim, hidden, pixels=pixels), seed=seed).state_dict() for m in ("ae", "vae"))
    assert vae.keys() - ae.keys() == {"encoder.log_variance.weight", "encoder.log_variance.bias"}
    assert same_weights(ae, {name: vae[name] for name in ae})


@given(model=st.sampled_from(("ae", "vae")), seed=st.integers(0, 2**53 - 2))
def test_a_seed_decides_every_weight(model, seed):
    config = ModelConfig(model, 2, (5,), pixels=7)
    first, again, other = (build(config, seed=s).state_dict() for s in (seed, seed, seed + 1))
    assert same_weights(first, again)
    assert not any(torch.equal(first[name], other[name]) for name in first)


def test_weights_start_uniform_within_the_inverse_root_of_their_inputs():
    for name, value in build(ModelConfig("vae", 64, (100,), pixels=400)).state_dict().items():
        inputs = {"encoder.trunk": 400, "encoder.mean": 100, "encoder.log_v": 100, "decoder.trunk": 64}
        bound = 1 / math.sqrt(next((n for part, n in inputs.items() if name.startswith(part)), 100))
        assert 0.9 * bound < value.abs().max() <= bound
        # The variance of a uniform variable on ±b is b² / 3.
        assert abs(value.mean()) < 4 * bound / math.sqrt(3 * value.numel())


@pytest.mark.parametrize(("name", "kind"), [("ae", AutoEncoder), ("vae", VAE)])
def test_the_configuration_names_the_kind_of_network(name, kind):
    assert type(build(ModelConfig(name, 2, ()))) is kind


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_arrays_go_in_as_tensors_do(dtype):
    images = noise_images(3).images
    ae, vae = (build(ModelConfig(model, 2, (8,))) for model in ("ae", "vae"))
    assert torch.equal(ae.encode(images.astype(dtype)), ae.encode(torch.from_numpy(images)))
    assert torch.equal(vae.encode(images.astype(dtype)).mean, vae.encode(torch.from_numpy(images)).mean)
    assert torch.equal(vae.decode(np.zeros((1, 2), dtype)), vae.decode(torch.zeros(1, 2)))


def test_a_single_point_decodes_to_a_single_image():
    vae = build(ModelConfig("vae", 2, (8,)))
    torch.testing.assert_close(vae.decode(torch.zeros(2)), vae.decode(torch.zeros(1, 2))[0])


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_a_pixel_variance_is_there_only_when_asked_for(model):
    plain, learned = (build(ModelConfig(model, 2, (), learned_variance=asked)) for asked in (False, True))
    assert "pixel_log_variance" not in plain.state_dict()
    assert learned.pixel_log_variance.shape == ()
    assert learned.pixel_log_variance.requires_grad
    assert same_weights(plain.state_dict(), {name: learned.state_dict()[name] for name in plain.state_dict()})


@pytest.mark.parametrize(("mean", "log_variance"), [(0.0, 0.0), (-3.0, 2.0), (5.0, -4.0)])
def test_samples_have_the_mean_and_variance_of_their_distribution(mean, log_variance):
    count, variance = 100_000, np.exp(log_variance)
    normal = DiagonalNormal(torch.full((count, 1), mean), torch.full((count, 1), log_variance))
    z = normal.sample(stream(0, "test")).double()
    assert abs(z.mean().item() - mean) < 4 * np.sqrt(variance / count)
    assert abs(z.var().item() - variance) < 4 * variance * np.sqrt(2 / count)


def test_a_posterior_stays_within_reason_whatever_the_image():
    vae = build(ModelConfig("vae", 8, ()))
    posterior = vae.encode(torch.full((1, 784), 1e6))
    assert posterior.log_variance.abs().max() <= 20
    assert posterior.standard_deviation.max() < 25


def test_the_coordinates_of_a_sample_are_independent():
    normal = DiagonalNormal(torch.zeros(100_000, 2), torch.zeros(100_000, 2))
    correlation = torch.corrcoef(normal.sample(stream(0, "test")).T)[0, 1].item()
    assert abs(correlation) < 4 / np.sqrt(100_000)


def test_gradients_reach_the_mean_and_the_log_variance_through_a_sample():
    mean = torch.tensor([[0.5, -1.0]], requires_grad=True)
    log_variance = torch.tensor([[1.0, -2.0]], requires_grad=True)
    z = DiagonalNormal(mean, log_variance).sample(stream(0, "test"))
    z.sum().backward()
    torch.testing.assert_close(mean.grad, torch.ones(1, 2))
    # z = μ + exp(½ log σ²) ε, so dz / d log σ² = ½ σ ε = ½ (z − μ)
    torch.testing.assert_close(log_variance.grad, (z - mean).detach() / 2)


def test_a_generator_decides_a_sample():
    normal = DiagonalNormal(torch.zeros(2, 3), torch.zeros(2, 3))
    assert torch.equal(normal.sample(stream(1, "test")), normal.sample(stream(1, "test")))
    assert not torch.equal(normal.sample(stream(1, "test")), normal.sample(stream(2, "test")))


def test_while_tests_run_every_array_is_checked_for_its_shape():
    with pytest.raises(TypeCheckError, match="log_variance"):
        DiagonalNormal(torch.zeros(3, 2), torch.zeros(3, 1))
    with pytest.raises(TypeError, match="place"):
        nearest(np.zeros((9, 3)), np.zeros(2), count=1)
