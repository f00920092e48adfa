"""Three sources of codes, one decoder, one classifier."""

import numpy as np
import pytest
import torch

from ui.draws import CLASSIFIER, DENOISER, OF_A_PLANE, SIDE, compared, depths, drawn, landed
from vae_core import pretrained
from vae_core.analysis.draws import SURE, judged
from vae_core.analysis.survey_results import REACH


def test_a_learned_prior_makes_more_digits_than_the_plain_one_and_no_more_than_real_codes():
    found = compared(1)
    prior, diffusion, real = (found[source] for source in ("prior", "diffusion", "real"))
    assert diffusion.share >= 0.8
    assert prior.share < diffusion.share - 10 * diffusion.standard_error
    assert diffusion.share < real.share + 3 * real.standard_error
    assert len({bytes(drawn.pictures) for drawn in found.values()}) == 3


def test_the_verdict_is_the_classifiers_own():
    vae, classifier = pretrained.load(pretrained.entry(DENOISER)["codes_of"]), pretrained.load(CLASSIFIER)
    codes = np.random.default_rng(0).standard_normal((50, 8))
    found = judged(vae, classifier, codes)
    with torch.no_grad():
        pictures = torch.sigmoid(vae.decode(np.float32(codes)))
        sure = classifier(pictures).softmax(-1).max(-1).values > SURE
    np.testing.assert_allclose(found.pictures, pictures)
    np.testing.assert_array_equal(found.is_digit, sure)
    assert found.share == sure.double().mean().item()


def test_everybody_gets_the_same_draws_of_a_seed():
    assert compared(1) is compared(1)
    assert not np.array_equal(compared(1)["prior"].pictures, compared(2)["prior"].pictures)


@pytest.mark.parametrize("denoiser", [OF_A_PLANE, DENOISER])
def test_codes_of_other_images_lie_in_holes_one_time_in_twenty_and_learned_ones_seldomer_than_plain_ones(denoiser):
    found = [landed(denoiser, seed) for seed in (1, 2, 3)]
    shares = {source: np.mean([of[source].share for of in found]) for source in found[0]}
    error = max(landing.standard_error for of in found for landing in of.values()) / np.sqrt(3)
    assert abs(shares["real"] - 0.05) < 4 * error
    assert shares["real"] - 2 * error < shares["diffusion"] < shares["prior"] + error
    distances = {source: np.mean([of[source].distance for of in found]) for source in found[0]}
    assert distances["real"] < distances["diffusion"] < distances["prior"]


def test_draws_lie_in_holes_where_the_map_is_deep():
    axis, map_of = np.linspace(-REACH, REACH, SIDE), depths(1)
    codes, landing = drawn(OF_A_PLANE, 1)["prior"], landed(OF_A_PLANE, 1)["prior"]
    column, row = (np.abs(coordinate[:, None] - axis).argmin(1) for coordinate in codes.T)
    # A draw is at most half a step from the place of the map, both ways.
    slack = np.hypot(*2 * [(axis[1] - axis[0]) / 2]) / landing.limit
    assert np.all(np.abs(map_of[row, column] - landing.distances / landing.limit) < slack + 1e-9)
