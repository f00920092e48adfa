"""Whitening moves an affine map from the encoder into the decoder: other codes, the same pictures."""

import pytest
import torch

from vae_core.analysis import whitening
from vae_core.analysis.whitening import whiten
from vae_core.models import AutoEncoder, ModelConfig, build


def shifted(latent_dim: int, hidden: tuple[int, ...]) -> AutoEncoder:
    """An autoencoder with codes far from 0 and of uneven scales."""
    model = build(ModelConfig("ae", latent_dim, hidden))
    with torch.no_grad():
        model.encoder["mean"].weight.mul_(torch.linspace(1, 9, latent_dim)[:, None])
        model.encoder["mean"].bias.add_(3)
    return model


@pytest.fixture(scope="module")
def images(digits) -> torch.Tensor:
    return torch.from_numpy(digits.images)


@pytest.mark.parametrize("hidden", [(), (32, 16)])
@pytest.mark.parametrize("latent_dim", [1, 3])
def test_reconstructions_stay_as_they_were(images, latent_dim, hidden):
    model = shifted(latent_dim, hidden)
    before = model(images).detach()
    whiten(model, images)
    torch.testing.assert_close(model(images).detach(), before, rtol=0, atol=1e-4)


@pytest.mark.parametrize("hidden", [(), (32, 16)])
@pytest.mark.parametrize("latent_dim", [1, 3])
def test_codes_get_the_priors_mean_and_covariance(images, latent_dim, hidden):
    model = shifted(latent_dim, hidden)
    whiten(model, images)
    codes = model.encode(images).detach().double()
    assert codes.mean(0).abs().max() < 1e-3
    covariance = torch.cov(codes.T).reshape(latent_dim, latent_dim)
    torch.testing.assert_close(covariance, torch.eye(latent_dim).double(), rtol=0, atol=2e-3)


def test_white_codes_stay_as_they_are(images):
    model = shifted(3, (16,))
    whiten(model, images)
    before = model.encode(images).detach()
    whiten(model, images)
    torch.testing.assert_close(model.encode(images).detach(), before, rtol=0, atol=1e-2)


def test_slices_do_not_change_the_result(images, monkeypatch):
    whole, sliced = shifted(2, (16,)), shifted(2, (16,))
    whiten(whole, images)
    monkeypatch.setattr(whitening, "BATCH", 400)
    whiten(sliced, images)
    torch.testing.assert_close(sliced.state_dict(), whole.state_dict(), rtol=1e-4, atol=1e-4)
