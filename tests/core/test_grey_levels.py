"""The Bernoulli formula on grey levels, against torch's continuous Bernoulli and against quadrature."""

import numpy as np
import pytest
import torch
from hypothesis import given
from scipy.integrate import quad
from scipy.special import logsumexp
from torch.distributions import ContinuousBernoulli

from core.builders import numbers
from core.latent_plane import plane_grid, plane_vae, ridge_vae
from vae_core.analysis.grey_levels import log_integral_over_greys, log_score_total
from vae_core.analysis.latent_grid import LatentGrid, log_prior
from vae_core.objectives import bernoulli_nll


@given(numbers(-30, 30))
def test_the_integral_of_one_pixel(eta):
    logits = torch.tensor([eta], dtype=torch.float64)

    def likelihood(x: float) -> float:
        return torch.exp(-bernoulli_nll(torch.tensor([x], dtype=torch.float64), logits)).item()

    direct = quad(likelihood, 0, 1)[0]
    assert log_integral_over_greys(logits).item() == pytest.approx(np.log(direct), abs=1e-9)


@given(numbers(-12, 12), numbers(0, 1))
def test_divided_by_it_the_score_is_a_density(eta, x):
    logits, x = torch.tensor([eta], dtype=torch.float64), torch.tensor([x], dtype=torch.float64)
    density = -bernoulli_nll(x, logits) - log_integral_over_greys(logits)
    # torch takes a Taylor series for logits near 0.
    expected = ContinuousBernoulli(logits=logits, validate_args=False).log_prob(x)
    assert density.item() == pytest.approx(expected.item(), abs=1e-4)


def test_at_both_extremes():
    logits = torch.tensor([0.0, 1e-12, -1e-12, 1e-3, 1e4, -1e4], dtype=torch.float64)
    values = torch.stack([log_integral_over_greys(eta[None]) for eta in logits]).numpy()
    assert values == pytest.approx([-np.log(2)] * 4 + [-np.log(1e4)] * 2, abs=1e-6)
    assert log_integral_over_greys(logits).item() == pytest.approx(values.sum())


def test_a_model_that_does_not_look_at_z_has_the_total_of_its_pixels():
    logits = np.array([-5.0, 0.0, 2.0])
    vae = ridge_vae(np.zeros(3), logits, 0.0)
    expected = log_integral_over_greys(torch.from_numpy(logits)).item()
    assert log_score_total(vae, LatentGrid.of(vae)) == pytest.approx(expected, abs=1e-5)


def test_the_total_over_all_greys_is_that_of_a_dense_lattice():
    vae, grid = plane_vae(2), plane_grid(2)
    ticks = np.arange(-7, 7.01, 0.05)
    z = np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)
    with torch.no_grad():
        inner = log_integral_over_greys(vae.decode(z).double()).numpy()
    total = log_score_total(vae, grid)
    assert total == pytest.approx(logsumexp(inner + log_prior(z)) + 2 * np.log(0.05), abs=1e-3)
    # Each of the six pixels takes at least log 2.
    assert total < -6 * np.log(2)
