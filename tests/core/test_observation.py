"""Looking at a model: the same images and draws each time, and numbers that agree with the model's own."""

import dataclasses

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from core.builders import noise_images
from vae_core.analysis.observation import Observation, Observer, collapsed
from vae_core.data import Dataset
from vae_core.errors import CheckpointError, ConfigError, VaeCoreError
from vae_core.models import ModelConfig, build
from vae_core.objectives import bernoulli_nll
from vae_core.packing import pack, unpack

PIXELS = 12
HELD_OUT = noise_images(60, PIXELS)


def model_of(kind: str = "vae", latent: int = 2, seed: int = 0):
    return build(ModelConfig(kind, latent, (8,), pixels=PIXELS), seed=seed)


def observer(latent: int = 2, **options) -> Observer:
    return Observer(HELD_OUT, latent, **{"seed": 0, "mapped": 40, **options})


def labelled(labels: list[int]) -> Observer:
    images = np.arange(len(labels), dtype=np.float32)[:, None].repeat(PIXELS, 1) / 255
    return Observer(Dataset("own", "test", images, np.array(labels)), 2, seed=0)


@pytest.mark.parametrize("kind", ["ae", "vae"])
@pytest.mark.parametrize("latent", [1, 2, 5])
def test_what_is_seen_is_what_the_model_does(kind, latent):
    model, look = model_of(kind, latent), observer(latent)
    seen = look.observe(model)
    with torch.no_grad():
        encoded = model.encode(HELD_OUT.images[:40])
        codes = encoded.mean if kind == "vae" else encoded
        images = torch.from_numpy(look.images).float() / 255
        shown = np.array([np.abs(HELD_OUT.images - image).max(1).argmin() for image in images.numpy()])
        again = model.encode(HELD_OUT.images[shown])
        pictures = torch.sigmoid(model.decode(again.mean if kind == "vae" else again))
    assert seen.codes == pytest.approx(codes.numpy(), abs=1e-5)
    assert seen.points == pytest.approx(codes.numpy() @ seen.plane, abs=1e-5)
    assert np.abs(seen.reconstructions / 255 - pictures.numpy()).max() <= 0.5 / 255 + 1e-5
    assert seen.samples.shape == (30, PIXELS)
    assert seen.points.shape == (40, 2)


def test_a_vae_has_the_covariances_and_the_kl_of_its_posteriors():
    model = model_of(latent=5)
    seen = observer(5).observe(model)
    with torch.no_grad():
        posterior = model.encode(HELD_OUT.images[:40])
    variances = posterior.log_variance.exp().double().numpy()
    for row, (xx, xy, yy) in enumerate(seen.covariances):
        expected = seen.plane.T @ np.diag(variances[row]) @ seen.plane
        assert [[xx, xy], [xy, yy]] == pytest.approx(expected, abs=1e-5)
    reference = kl_divergence(Normal(posterior.mean, posterior.standard_deviation), Normal(0.0, 1.0)).mean(0)
    assert seen.kl == pytest.approx(reference.numpy(), abs=1e-5)


def test_an_autoencoder_has_neither():
    seen = observer().observe(model_of("ae"))
    assert seen.covariances is None
    assert seen.kl is None


def test_samples_are_decodes_of_the_same_normal_draws_for_both_models(monkeypatch):
    decoded = []
    for kind in ("ae", "vae"):
        model = model_of(kind)
        monkeypatch.setattr(model, "decode", lambda z, of=model.decode: decoded.append(z) or of(z))
        look = observer()
        first, second = look.observe(model), look.observe(model)
        assert np.array_equal(first.samples, second.samples)
    ae, vae = decoded[0][-30:], decoded[-1][-30:]
    assert torch.equal(ae, vae)
    many = torch.cat([observer(seed=seed)._prior_draws for seed in range(40)])
    assert abs(many.mean()) < 4 / many.numel() ** 0.5
    assert abs(many.var() - 1) < 4 * (2 / many.numel()) ** 0.5


def test_another_seed_draws_other_samples():
    model = model_of()
    assert not np.array_equal(observer().observe(model).samples, observer(seed=1).observe(model).samples)


def test_looking_leaves_model_and_global_randomness_alone():
    model = model_of()
    model.train()
    before, state = {k: v.clone() for k, v in model.state_dict().items()}, torch.get_rng_state()
    observer().observe(model)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert torch.equal(torch.get_rng_state(), state)
    assert model.training
    assert all(parameter.grad is None for parameter in model.parameters())


def test_images_are_the_first_of_each_class():
    labels = [3, 3, 0, 1, 2, 4, 5, 5, 6, 7, 8, 9, 9, 9]
    look = labelled(labels)
    assert look.images[:, 0].tolist() == [2, 3, 4, 0, 5, 6, 8, 9, 10, 11]
    assert look.labels.tolist() == labels


@pytest.mark.parametrize(
    ("labels", "expected"),
    [([-1] * 20, list(range(10))), ([1] * 6 + [0] * 9, [6, 0, 1, 2, 3, 4, 5, 7, 8, 9]), ([0, 1, 0], [0, 1, 2])],
)
def test_with_fewer_classes_the_first_others_follow(labels, expected):
    assert labelled(labels).images[:, 0].tolist() == expected


def test_the_map_neither_spins_nor_flips_while_the_model_changes_a_little():
    model, look = model_of(latent=6), observer(6)
    random = torch.Generator().manual_seed(0)
    before = look.observe(model)
    for _ in range(40):
        with torch.no_grad():
            for parameter in model.encoder["mean"].parameters():
                parameter += 0.05 * torch.randn(parameter.shape, generator=random)
        now = look.observe(model)
        moved = np.abs(now.points - before.points).max()
        assert moved <= 2 * np.linalg.norm(now.codes - before.codes, axis=1).max()
        before = now


def test_a_given_plane_goes_on():
    model = model_of(latent=4)
    plane = observer(4).observe(model).plane[:, ::-1].copy()
    assert np.array_equal(observer(4, plane=plane).observe(model).plane, plane)
    with pytest.raises(ConfigError, match=r"has shape \[2, 2\], not \(4, 2\)"):
        observer(2, plane=plane)


@pytest.mark.parametrize("name", ["encoder.mean.bias", "decoder.logits.bias"])
def test_a_diverged_model_is_said_to_be_one(name):
    model = model_of()
    with torch.no_grad():
        dict(model.named_parameters())[name].fill_(float("nan"))
    with pytest.raises(VaeCoreError, match="not finite numbers: its training has diverged"):
        observer().observe(model)


@pytest.mark.parametrize("kind", ["ae", "vae"])
def test_an_observation_survives_being_packed(kind):
    seen = observer(3).observe(model_of(kind, 3))
    _, arrays = unpack(pack({}, seen.arrays()))
    again = Observation.from_arrays(arrays)
    for field in dataclasses.fields(Observation):
        one, other = getattr(seen, field.name), getattr(again, field.name)
        assert other is None if one is None else np.array_equal(one, other)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": None}, "An observation has codes, covariances, .* found codes, covariances, kl"),
        ({"more": np.zeros(3, np.float32)}, "An observation has"),
        ({"codes": np.zeros((40, 2))}, r"codes of an observation should be float32 \[40, 2\], .* found float64"),
        (
            {"points": np.zeros((39, 2), np.float32)},
            r"points .* should be float32 \[40, 2\], .* found float32 \[39, 2\]",
        ),
        ({"kl": np.zeros(3, np.float32)}, r"kl .* should be float32 \[2\]"),
        ({"covariances": np.full((40, 3), np.nan, np.float32)}, "covariances .* all finite"),
        ({"plane": np.zeros(4, np.float32)}, r"plane .* should be float32 \[2, 2\]"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes, message):
    arrays = {**observer().observe(model_of()).arrays(), **changes}
    with pytest.raises(CheckpointError, match=message):
        Observation.from_arrays({name: array for name, array in arrays.items() if array is not None})


def test_dimensions_that_carry_nothing_are_counted():
    assert collapsed(np.array([0.0, 0.009, 0.01, 3.0], np.float32)) == 2
    assert collapsed(np.array([0.5, 2.0], np.float32), threshold=1.0) == 1


def test_reconstructions_get_better_as_the_model_learns():
    images = torch.from_numpy(HELD_OUT.images)
    model, look = model_of("ae", 8), observer(8)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    errors = []
    for _ in range(2):
        errors.append(np.abs(look.observe(model).reconstructions.astype(float) - look.images).mean())
        for _ in range(300):
            loss = bernoulli_nll(images, model(images)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    assert errors[1] < 0.8 * errors[0]
