"""The lines of a denoiser's bound: equal where they must be, and right against exact ones and torch's own normals."""

import math

import numpy as np
import pytest
import torch
from torch.distributions import Normal

from core.denoisers import Exact, with_weights
from core.diffusion.chains import TWO
from vae_core.denoising import guess_of
from vae_core.diffusion.account import Account
from vae_core.diffusion.bound import bound
from vae_core.diffusion.derivation import Mean, chains
from vae_core.diffusion.sampling import Denoise
from vae_core.diffusion.schedule import Schedule
from vae_core.errors import ConfigError
from vae_core.models import DenoiserConfig

SCHEDULE = Schedule("log-snr", 8)


def learned(d: int, schedule: Schedule) -> Denoise:
    """What a network of ``d`` dimensions guesses."""
    return guess_of(with_weights(DenoiserConfig("diffusion", d, 16, 2)), schedule)


@pytest.fixture(scope="module")
def found():
    return chains(learned(3, SCHEDULE), SCHEDULE, np.array([0.4, -1.0, 2.0]), count=40, seed=3)


def test_lines_that_only_reorder_agree_chain_by_chain(found):
    for line in (found.of_factors, found.by_bayes, found.ratios.first + found.ratios.steps.sum(0) + found.ratios.last):
        np.testing.assert_allclose(line, found.of_paths, rtol=1e-9)


def test_the_steps_in_means_guesses_and_noise_are_their_divergences(found):
    for terms in (found.means, found.guesses, found.noises):
        np.testing.assert_allclose(terms.steps, found.divergences.steps, rtol=1e-6)
        assert terms.value.value == pytest.approx(found.divergences.value.value)


def test_a_path_has_the_densities_that_torch_gives_it(found):
    """With variances by hand, from the schedule's α and σ alone."""
    x, guess = (torch.from_numpy(values) for values in (found.x, found.guess))
    signal, noise = (torch.from_numpy(values) for values in (SCHEDULE.signal, SCHEDULE.noise))
    total = Normal(0.0, 1.0).log_prob(x[-1]).sum(-1)
    for t in range(1, SCHEDULE.steps + 1):
        ratio = signal[t] / signal[t - 1]
        added = noise[t] ** 2 - ratio**2 * noise[t - 1] ** 2
        total -= Normal(ratio * x[t - 1], added.sqrt()).log_prob(x[t]).sum(-1)
        if t == 1:
            back = Normal(guess[0], noise[1] / signal[1])
        else:
            share = ratio * noise[t - 1] ** 2 / noise[t] ** 2
            mean = share * x[t] + signal[t - 1] * added / noise[t] ** 2 * guess[t - 1]
            back = Normal(mean, added.sqrt() * noise[t - 1] / noise[t])
        total += back.log_prob(x[t - 1]).sum(-1)
    np.testing.assert_allclose(found.of_paths, total.numpy(), rtol=1e-8)


def test_of_a_denoiser_that_knows_the_bound_is_the_exact_one_and_the_evidence_above_it():
    found = chains(guess_of(Exact(), SCHEDULE), SCHEDULE, np.array([1.2]), count=1500, seed=0)
    exact = bound(TWO, SCHEDULE, 1.2, "fixed")
    for line in (Mean.of(found.of_paths), found.divergences.value):
        # Of x_1 alone the widths differ: there the exact way back takes the best, this one that of a network.
        first = Mean.of(found.ratios.first)
        assert abs(line.value - first.value + exact.steps.sum() + exact.last) < 4 * (line.error + first.error)
    steps = found.divergences.of_steps
    assert abs(steps.value + exact.steps.sum()) < 4 * steps.error
    np.testing.assert_allclose(found.divergences.last, -exact.last)
    evidence = Account(TWO, SCHEDULE, "fixed", 1.2).log_evidence
    assert Mean.of(found.of_paths).value < found.evidence < evidence + 0.5
    assert 1 < found.effective < 1500


def test_one_look_is_right_on_average_and_far_off_alone(found):
    assert found.looks.mean() == pytest.approx(found.noises.value.value)
    looks = np.concatenate([found.at_one_step(np.random.default_rng(seed)) for seed in range(400)])
    # Draws of the same looks: their mean is off by no more than the spread of so many.
    assert abs(looks.mean() - found.looks.mean()) < 4 * found.spread_of_looks / math.sqrt(len(looks))
    costs = -found.noises.steps.mean(1)
    few = found.steps_for_half
    assert costs[:few].sum() >= costs.sum() / 2 > costs[: few - 1].sum()


def test_the_same_seed_is_the_same_chains():
    first, again, other = (
        chains(learned(2, SCHEDULE), SCHEDULE, np.zeros(2), count=3, seed=seed).x for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(("count", "steps"), [(1, 8), (0, 8), (3, 1)])
def test_what_has_no_error_or_no_step_is_refused(count, steps):
    with pytest.raises(ConfigError):
        chains(learned(2, SCHEDULE), Schedule("log-snr", steps), np.zeros(2), count=count, seed=0)
