"""The bound against the prototype's numbers and draws of the whole chain, its way back against integrals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.diffusion.chains import TWO, mixtures, simulated
from vae_core.diffusion.bound import bound
from vae_core.diffusion.forward import jump, step
from vae_core.diffusion.reverse import posterior, reverse
from vae_core.diffusion.schedule import KINDS, Schedule
from vae_core.errors import ConfigError

# Found by quadrature with dense matrices before this was written: E[log p_data(x_0) − bound], in nats.
GAPS = {
    ("best", 1): 0.773,
    ("best", 3): 0.377,
    ("best", 5): 0.287,
    ("best", 10): 0.106,
    ("fixed", 1): 0.773,
    ("fixed", 5): 10.1,
    ("fixed", 10): 2.22,
}


def expected_gap(steps: int, width: str) -> float:
    x = np.linspace(-4, 4, 161)
    log_density = TWO.log_density(x[:, None])
    schedule = Schedule("log-snr", steps)
    gaps = log_density - [bound(TWO, schedule, each, width).value for each in x]
    return float((np.exp(log_density) * gaps).sum() * (x[1] - x[0]))


@pytest.mark.parametrize(("width", "steps"), GAPS)
def test_the_expected_gap_is_the_prototypes(width, steps):
    assert expected_gap(steps, width) == pytest.approx(GAPS[width, steps], rel=5e-3)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(("steps", "width"), [(1, "best"), (2, "best"), (12, "best"), (12, "fixed")])
@pytest.mark.parametrize("x_0", [-1.7, 0.0, 3.0])
def test_the_terms_add_up_to_the_mean_over_whole_ways(kind, steps, width, x_0):
    schedule, n = Schedule(kind, steps), 20_000
    found = simulated(TWO, schedule, x_0, width, n, np.random.default_rng(steps))
    error = found.std(ddof=1) / np.sqrt(n)
    assert abs(bound(TWO, schedule, x_0, width).value - found.mean()) < 4.5 * error + 1e-9


@given(mixtures(most_dimensions=1), st.integers(2, 30), st.sampled_from(sorted(KINDS)))
def test_no_width_is_better_than_the_best_on_average(drawn, steps, kind):
    """Where every x_0 counts as often as it comes, each step costs least with the posterior's own variance."""
    data, rng = drawn
    schedule = Schedule(kind, steps)
    x = data.sample(200, rng)
    way = step(schedule, steps)
    x_t = jump(schedule, steps, x).sample(rng)
    best, fixed = (reverse(data, way, x_t, width).variance for width in ("best", "fixed"))
    # E[log N(x_s; m, v)] = −½ (log v + Var/v) is largest at v = Var
    assert (np.log(best) + 1 <= np.log(fixed) + best / fixed + 1e-9).all()


@given(mixtures(), st.integers(1, 200), st.sampled_from(sorted(KINDS)), st.data())
def test_the_way_back_goes_through_the_guess_for_x_0(drawn, steps, kind, data):
    """E[x_s∣x_t] = E[E[x_s∣x_t, x_0]∣x_t], and the mean of q is linear in x_0."""
    mixture, rng = drawn
    schedule, t = Schedule(kind, steps), data.draw(st.integers(1, steps))
    way = step(schedule, t)
    x_t = rng.uniform(-3, 3, (4, mixture.means.shape[1]))
    guess = mixture.denoised(x_t, float(schedule.signal[t]), float(schedule.noise[t]))
    np.testing.assert_allclose(posterior(mixture, way, x_t).mean, way.back(x_t, guess).mean, rtol=1e-6, atol=1e-7)


def test_the_posterior_of_a_step_is_that_of_a_fine_grid():
    schedule = Schedule("cosine", 8)
    way, before = step(schedule, 5), TWO.noisy(float(schedule.signal[4]), float(schedule.noise[4]))
    x_s = np.linspace(-8, 8, 32001)
    for x_t in (-2.0, 0.1, 1.3):
        log_joint = before.log_density(x_s[:, None]) - 0.5 * (x_t - way.ratio * x_s) ** 2 / way.added
        weights = np.exp(log_joint - log_joint.max())
        weights /= weights.sum()
        mean = weights @ x_s
        found = posterior(TWO, way, np.array([[x_t]]))
        assert found.mean.item() == pytest.approx(mean, abs=1e-9)
        assert found.variance.item() == pytest.approx(weights @ (x_s - mean) ** 2, rel=1e-8)


def test_a_width_that_is_none_is_refused():
    with pytest.raises(ConfigError, match="best, fixed"):
        bound(TWO, Schedule("cosine", 3), 0.0, "wide")
