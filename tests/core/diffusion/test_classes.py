"""What becomes of particles: Bayes by hand, and turns that are counted."""

import numpy as np
import pytest
import torch
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal

from vae_core.diffusion.classes import class_odds, half_of, odds_on_the_way, settled_at
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.diffusion.schedule import Schedule

RANDOM = np.random.default_rng(0)
LABELS = np.array([0, 2, 0, 1, 2])
MIXTURE = DiagonalMixture(np.full(5, 0.2), RANDOM.normal(size=(5, 2)), RANDOM.uniform(0.05, 0.5, (5, 2)))
SCHEDULE = Schedule("cosine", 30)


def of_class(label: int) -> MixtureSameFamily:
    """The data of one class."""
    of = label == LABELS
    parts = Independent(Normal(torch.tensor(MIXTURE.means[of]), torch.tensor(MIXTURE.variances[of]).sqrt()), 1)
    return MixtureSameFamily(Categorical(torch.ones(of.sum(), dtype=torch.float64)), parts)


def test_the_odds_of_a_class_are_its_share_of_the_density():
    x = RANDOM.normal(size=(20, 2))
    joint = np.stack(
        [(label == LABELS).mean() * of_class(label).log_prob(torch.tensor(x)).exp() for label in range(3)], 1
    )
    np.testing.assert_allclose(class_odds(MIXTURE, LABELS, x), joint / joint.sum(1, keepdims=True), rtol=1e-8)


def test_odds_on_the_way_are_those_of_the_noisy_data():
    def denoise(x_t, t):
        return MIXTURE.denoised(x_t, SCHEDULE.signal[t], SCHEDULE.noise[t])

    way = sample(Sampler("ddim", 6), SCHEDULE, denoise, RANDOM.normal(size=(1, 9, 2)))
    odds = odds_on_the_way(MIXTURE, LABELS, SCHEDULE, way)
    assert odds.shape == (7, 9, 3)
    np.testing.assert_allclose(odds.sum(-1), 1)
    # At the noise nothing is known yet, and each class is as likely as it is in the data.
    np.testing.assert_allclose(odds[0], [[0.4, 0.2, 0.4]] * 9, atol=0.01)
    t = way.times[3]
    noisy = MIXTURE.noisy(float(SCHEDULE.signal[t]), float(SCHEDULE.noise[t]))
    np.testing.assert_allclose(odds[3], class_odds(noisy, LABELS, way.x[3]))


@pytest.mark.parametrize(("leaders", "settled"), [("aaaa", 0), ("baaa", 1), ("abaa", 2), ("aaab", 3), ("abab", 3)])
def test_a_class_leads_for_good_from_its_last_turn_on(leaders, settled):
    odds = np.array([[[0.7, 0.3] if leader == "a" else [0.2, 0.8]] for leader in leaders])
    assert settled_at(odds) == [settled]


def test_half_of_an_even_number_is_the_lower_one_in_the_middle():
    assert half_of(np.array([4, 1, 3, 2])) == 2
    assert half_of(np.array([7, 1, 5])) == 5
