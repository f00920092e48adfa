"""The schedules against their definitions in extended precision, from one step to a thousand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from vae_core.config import from_json, to_json
from vae_core.diffusion.schedule import KINDS, Schedule
from vae_core.errors import ConfigError

STEPS = (1, 2, 10, 100, 1000)


def test_a_thousand_linear_steps_are_those_of_ho_jain_and_abbeel():
    kept = np.cumprod(1 - np.linspace(1e-4, 0.02, 1000).astype(np.longdouble))
    np.testing.assert_allclose(Schedule("linear", 1000).log_kept[100:], np.log(kept[99:]).astype(float), rtol=0.01)


@pytest.mark.parametrize("steps", STEPS)
def test_linear_rates_add_up(steps):
    schedule = Schedule("linear", steps)
    for t in {1, steps // 2, steps}:
        rates, _ = quad(lambda passed: 0.1 + 19.9 * passed, 0, t / steps)
        assert schedule.signal[t] ** 2 == pytest.approx(math.exp(-rates), rel=1e-9)
        assert schedule.noise[t] ** 2 == pytest.approx(-math.expm1(-rates), rel=1e-9)


@pytest.mark.parametrize("steps", STEPS)
def test_the_cosine_is_a_cosine_until_its_last_step(steps):
    schedule = Schedule("cosine", steps)
    for t in range(1, steps):
        kept = math.cos(math.pi / 2 * (t / steps + 0.008) / 1.008) ** 2 / math.cos(math.pi / 2 * 0.008 / 1.008) ** 2
        assert schedule.signal[t] ** 2 == pytest.approx(kept, rel=1e-9)
    assert schedule.signal[-1] ** 2 == pytest.approx(0.001 * schedule.signal[-2] ** 2)  # and never all of it


@pytest.mark.parametrize("steps", STEPS)
def test_equal_steps_of_log_snr(steps):
    log_snr = Schedule("log-snr", steps).log_snr
    assert log_snr[-1] == pytest.approx(-6)
    assert log_snr[0] == math.inf
    if steps > 1:
        assert log_snr[1] == pytest.approx(6)
        np.testing.assert_allclose(np.diff(log_snr[1:]), -12 / (steps - 1), rtol=1e-6)


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 1000))
def test_every_schedule_goes_from_clean_to_noise(kind, steps):
    schedule = Schedule(kind, steps)
    assert (schedule.signal[0], schedule.noise[0]) == (1, 0)
    assert len(schedule.signal) == steps + 1
    assert (np.diff(schedule.signal) < 0).all()
    assert (np.diff(schedule.noise) > 0).all()
    np.testing.assert_allclose(schedule.signal**2 + schedule.noise**2, 1, rtol=1e-14)
    assert schedule.signal[-1] < 0.06  # little is left
    assert from_json(Schedule, to_json(schedule)) == schedule


@pytest.mark.parametrize(("kind", "steps"), [("quadratic", 10), ("linear", 0), ("linear", 1001)])
def test_what_is_no_schedule_is_refused(kind, steps):
    with pytest.raises(ConfigError):
        Schedule(kind, steps)
