"""Richer families of q: each bound by two routes, no richer family worse, and parts that add up as they are printed."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.builders import numbers
from core.latent_plane import trained
from core.posteriors import divergence, square
from vae_core.analysis import ladder
from vae_core.analysis.bounds import elbo, log_density
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.flow_fit import LatentFlow
from vae_core.analysis.ladder_results import FINENESS, Ladder, Rung, regions
from vae_core.analysis.latent_grid import encoder_gaussian
from vae_core.analysis.mixture_fit import LatentMixture
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.analysis.posterior_lattice import PosteriorLattice
from vae_core.analysis.posterior_map import posterior_map
from vae_core.printing import nats

DIGITS = range(8)


@cache
def climbed(number: int):
    """A digit's evidence, its five q's, and what each is worth."""
    vae, grid, images = trained()
    x = images[number]
    found, encoder = evidence(vae, grid, x), encoder_gaussian(vae, x)
    upright = best_gaussian(vae, x, found, encoder).q
    full = best_gaussian(vae, x, found, encoder, upright, is_diagonal=False).q
    gaussians = tuple(LatentMixture.of(q) for q in (encoder, upright, full))
    qs = (*gaussians, *ladder.richer(vae, x, found, gaussians[-1]))
    return found, qs, Ladder(found.log_evidence, tuple(ladder.rung(vae, x, found, q) for q in qs))


@pytest.mark.parametrize("number", DIGITS)
def test_every_bound_is_what_the_lattice_says_too(number):
    vae, _grid, images = trained()
    found, qs, steps = climbed(number)
    lattice = PosteriorLattice.around(vae, images[number], found, qs[2].components[0])
    for place in (2, 3, 4):
        stated = found.error + steps.rungs[place].error + abs(lattice.mass - 1)
        assert steps.gap(place) == pytest.approx(divergence(lattice, qs[place]), abs=stated + 2e-3)


@pytest.mark.parametrize("number", DIGITS)
def test_no_richer_family_is_worse(number):
    _found, _qs, steps = climbed(number)
    gaps = [steps.gap(place) for place in range(5)]
    assert gaps[0] >= gaps[1] - 1e-4
    assert gaps[1] >= gaps[2] - 1e-4
    assert gaps[2] >= max(gaps[3:])
    assert min(gaps) >= 0


def test_most_of_what_a_gaussian_leaves_is_won_by_a_mixture_or_a_flow():
    steps = [climbed(number)[2] for number in DIGITS]
    left = sum(each.gap(2) for each in steps)
    assert sum(each.parts[-1] for each in steps) < 0.5 * left


def test_a_gaussians_bound_is_the_one_that_other_steps_show():
    vae, _grid, images = trained()
    _found, qs, steps = climbed(0)
    for q, rung in zip(qs[:3], steps.rungs, strict=False):
        assert rung.bound == pytest.approx(elbo(vae, images[0], q.components[0]).elbo, abs=1e-5)


def test_the_spread_of_the_weights_falls_with_the_gap():
    _found, _qs, steps = climbed(1)
    assert steps.rungs[0].deviation > steps.rungs[2].deviation > steps.rungs[3].deviation


bounds = st.lists(numbers(-200, -80), min_size=5, max_size=5).map(sorted)


@given(bounds, numbers(0, 5))
def test_the_parts_add_up_as_they_are_printed(values, above):
    values[3], values[4] = values[4], values[3]
    for count in (3, 5):
        steps = Ladder(max(values) + above, tuple(Rung(bound, 0.1, 0.0) for bound in values[:count])).printed()
        parts = [float(nats(part).replace("−", "-")) for part in steps.parts]
        assert len(parts) == (4 if steps.is_whole else 3)
        assert min(parts) >= 0
        assert sum(parts) == pytest.approx(float(nats(steps.gap(0))), abs=1e-9)


def test_mixture_and_flow_have_grown_from_the_same_gaussian():
    steps = Ladder(-100.0, tuple(Rung(bound, 0.0, 0.0) for bound in (-105.0, -102.0, -101.0, -100.75, -100.5)))
    assert [steps.gain(number) for number in (1, 2, 3, 4)] == [3, 1, 0.25, 0.5]
    assert steps.parts == (3, 1, 0.5, 0.5)


def test_a_bound_that_rounding_lifts_above_the_evidence_counts_as_it():
    vae, _grid, images = trained()
    found, qs, _steps = climbed(0)
    lower = type(found)(**{**vars(found), "log_evidence": found.log_evidence - 1})
    assert ladder.rung(vae, images[0], lower, qs[3]).bound == lower.log_evidence


def test_what_is_no_better_than_a_gaussian_gives_way_to_it(monkeypatch):
    vae, _grid, images = trained()
    found, qs, _steps = climbed(0)
    monkeypatch.setattr(ladder, "best_flow", lambda lattice: LatentFlow(LatentGaussian(np.ones(2), np.eye(2)), ()))
    assert ladder.richer(vae, images[0], found, qs[2])[1] is qs[2]


def test_regions_of_a_gaussian_are_its_ellipses():
    q = LatentGaussian(np.array([0.3, -0.2]), np.array([[1, 0.5], [0.5, 0.8]]))
    z = square(0.1, 6)
    side = round(len(z) ** 0.5)
    found = regions(np.exp(log_density(q, z)).reshape(side, side) * 0.01) / FINENESS
    away = np.sqrt((np.linalg.solve(q.factor, (z - q.mean).T) ** 2).sum(0)).reshape(side, side)
    seen = (away > 0.3) & (away < 3.5)
    assert np.abs(found - away)[seen].max() < 0.06
    assert (found[away > 5] > 4).all()


def test_portraits_hold_a_region_map_for_each_q():
    vae, _grid, images = trained()
    found, qs, _steps = climbed(2)
    posterior = posterior_map(vae, images[2], found, qs[0].components[0], most=70)
    drawn = ladder.portraits(posterior, qs)
    assert max(drawn.posterior.shape) <= 70
    assert len(drawn.qs) == 5
    near = drawn.posterior < 2 * FINENESS
    apart = [np.abs(q[near].astype(float) - drawn.posterior[near]).mean() for q in drawn.qs]
    assert apart[3] < apart[2] < apart[0]
