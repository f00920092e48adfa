"""What is kept of many images: what each of them has by itself."""

import math

import numpy as np
import pytest

from core.latent_plane import random_image, ridge_vae, trained
from vae_core.analysis.evidence import evidence
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.importance_bounds import draw, importance_bounds
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.plane_bounds import SAMPLES, mass_within, plane_bounds


def test_each_image_has_what_it_has_by_itself():
    vae, grid, images = trained()
    found = plane_bounds(vae, np.stack(images[:3]).astype(np.float32), draws=2000)
    assert found.bounds.shape == (3, len(SAMPLES))
    for number, x in enumerate(images[:3]):
        q, exact = encoder_gaussian(vae, x), evidence(vae, grid, x)
        assert found.log_evidence[number] == pytest.approx(exact.log_evidence, rel=1e-6)
        assert found.covered[number] == pytest.approx(mass_within(exact, q))
        one, *_others, most = importance_bounds(draw(vae, x, q, count=2000, seed=number), max(SAMPLES)).bound
        assert found.bound(1)[number] == pytest.approx(one, rel=1e-6)
        assert found.bound(max(SAMPLES))[number] == pytest.approx(most, rel=1e-6)


def test_on_average_the_bounds_climb_and_stay_below():
    vae, _grid, images = trained()
    found = plane_bounds(vae, np.stack(images[:20]).astype(np.float32), draws=1000)
    below = found.log_evidence[:, None] - found.bounds
    assert (np.diff(below.mean(0)) < 0).all()
    assert (below.mean(0) > -3 * below.std(0) / math.sqrt(20)).all()


def test_an_ellipse_holds_86_percent_of_its_own_gaussian():
    # A decoder that does not look at z leaves the prior as it is.
    vae, x = ridge_vae(np.zeros(10), np.zeros(10), 0.0), random_image(10, 1)
    found = evidence(vae, LatentGrid.of(vae), x)
    # P(‖z‖ ≤ r) = 1 − exp(−r²/2)
    for width, reach in ((1.0, 2.0), (0.5, 1.0), (2.0, 4.0)):
        q = LatentGaussian.diagonal(np.zeros(2), np.full(2, 2 * math.log(width)))
        assert mass_within(found, q) == pytest.approx(1 - math.exp(-(reach**2) / 2), abs=0.01)
