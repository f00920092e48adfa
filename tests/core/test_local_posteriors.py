"""The split of the gap by draws, where quadrature knows it too."""

import numpy as np
import pytest
import torch

from core.builders import small_vae
from vae_core import pretrained
from vae_core.analysis import bounds
from vae_core.analysis.evidence import evidence
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.local_posteriors import best_gaussians, split_gaps
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.randomness import stream


@pytest.fixture(scope="module")
def digits() -> torch.Tensor:
    """Six images such as the binary model makes."""
    model, codes = pretrained.load("mnist-binary-vae-2d"), pretrained.encodings("mnist-binary-vae-2d").mean[:6]
    with torch.no_grad():
        return torch.bernoulli(torch.sigmoid(model.decode(codes)), generator=stream(0, "digits"))


def test_in_a_plane_it_agrees_with_quadrature(digits):
    model = pretrained.load("mnist-binary-vae-2d")
    found, grid = split_gaps(model, digits, samples=4000, seed=1), LatentGrid.of(model)
    for number, x in enumerate(digits.numpy()):
        known = evidence(model, grid, x)
        encoder = encoder_gaussian(model, x)
        best = best_gaussian(model, x, known, encoder).bound.elbo
        error = 0.02 + 4 * float(found.log_evidence_error[number])
        assert float(found.log_evidence[number]) == pytest.approx(known.log_evidence, abs=error)
        deviation = bounds.elbo(model, x, encoder).deviation / np.sqrt(4000)
        assert float(found.encoder[number]) == pytest.approx(
            bounds.elbo(model, x, encoder).elbo, abs=5 * deviation + 0.01
        )
        # Never better than the best there is, and near it; several peaks may hold it elsewhere.
        assert float(found.best[number]) < best + 0.1
    assert float((found.log_evidence - found.best).median()) < 1.0


def test_in_more_dimensions_an_image_of_its_own_gains(digits):
    gaps = split_gaps(pretrained.load("mnist-vae-8d"), digits[:2], samples=500, seed=3)
    assert gaps.amortisation.mean > 0.3
    assert gaps.approximation.mean > 0


def test_where_the_decoder_says_nothing_the_best_is_the_prior():
    model, x = small_vae(3), torch.ones(2, 6)
    with torch.no_grad():
        model.decoder.logits.weight.zero_()
        start = model.encode(x)
    best, again = best_gaussians(model, x, start), best_gaussians(model, x, start)
    torch.testing.assert_close(best.mean, torch.zeros(2, 3), atol=0.02, rtol=0)
    torch.testing.assert_close(best.log_variance, torch.zeros(2, 3), atol=0.05, rtol=0)
    assert torch.equal(best.mean, again.mean)
    assert all(parameter.grad is None for parameter in model.parameters())
    assert split_gaps(model, x, samples=100).approximation.mean == pytest.approx(0, abs=0.01)
