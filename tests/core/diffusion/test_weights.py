"""How well noise can be found, against integrals on a fine grid, against draws, and at the ends of the way."""

import numpy as np
import pytest

from vae_core.diffusion.examples import PLANES, SPREAD, around
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.schedule import Schedule
from vae_core.diffusion.weights import least_loss, least_losses, step_weights

SCHEDULE = Schedule("cosine", 100)


def on_a_grid(data: DiagonalMixture, t: int) -> float:
    """2 − σ² ∫ ‖∇ log q‖² q, where q may be as narrow as the noise."""
    signal, noise = float(SCHEDULE.signal[t]), float(SCHEDULE.noise[t])
    noisy = data.noisy(signal, noise)
    line = np.linspace(-6, 6, 401)
    total = 0.0
    for row in line:
        places = np.stack([line, np.full_like(line, row)], axis=-1)
        total += float((np.exp(noisy.log_density(places)) * (noisy.score(places) ** 2).sum(-1)).sum())
    return 2 - noise**2 * total * (line[1] - line[0]) ** 2


@pytest.mark.parametrize("name", PLANES)
@pytest.mark.parametrize("t", [10, 25, 60])
def test_the_least_loss_is_an_integral(name, t):
    assert least_loss(PLANES[name], SCHEDULE, t) == pytest.approx(on_a_grid(PLANES[name], t), abs=1e-3)


def test_of_one_bell_it_is_known():
    data = around((0.7, -0.4))
    for t in (1, 30, 100):
        signal, noise = SCHEDULE.signal[t] * SPREAD, SCHEDULE.noise[t]
        assert least_loss(data, SCHEDULE, t) == pytest.approx(2 * signal**2 / (signal**2 + noise**2), abs=1e-4)


@pytest.mark.parametrize("name", PLANES)
def test_nobody_finds_the_noise_near_the_data_and_everybody_in_pure_noise(name):
    losses = least_losses(PLANES[name], SCHEDULE)
    assert losses.shape == (100,)
    assert losses[0] > 1.9
    assert losses[-1] == pytest.approx(0, abs=1e-4)


def test_with_even_steps_of_log_snr_all_weights_but_the_first_are_one():
    weights = step_weights(Schedule("log-snr", 100))
    assert weights[:2].tolist() == [0, 0.5]
    np.testing.assert_allclose(weights[2:], 0.5 * np.expm1(12 / 99))


def test_points_set_by_hand_stay_where_they_are_and_are_made_once():
    data = around((1.0, 2.0, -3.0, 0.5))
    assert data.means.tolist() == [[1.0, 2.0], [-3.0, 0.5]]
    assert around((1.0, 2.0, -3.0, 0.5)) is data
