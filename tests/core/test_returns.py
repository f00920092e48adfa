"""Which digit comes back: nearly all from little noise, by luck from noise alone; without chance few steps do."""

import numpy as np
import pytest
import torch

from vae_core import pretrained
from vae_core.analysis.returns import Networks, Returned, few_and_many, there_and_back

DENOISER = "mnist-latent-diffusion-8d"
LUCK = 0.1  # ten digits, nearly as frequent


@pytest.fixture(scope="module")
def networks() -> Networks:
    vae = pretrained.load(pretrained.entry(DENOISER)["codes_of"])
    return Networks(vae, pretrained.load(DENOISER), pretrained.schedule(DENOISER), pretrained.load("mnist-classifier"))


@pytest.fixture(scope="module")
def codes() -> np.ndarray:
    return pretrained.encodings(pretrained.entry(DENOISER)["codes_of"]).mean[:300]


def test_the_more_noise_the_fewer_keep_their_digit(networks, codes):
    found = [there_and_back(networks, codes, t, seed=0) for t in (5, 30, 60, 100)]
    shares = [each.share for each in found]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.95
    assert abs(shares[-1] - LUCK) < 4 * found[-1].standard_error


def test_few_steps_end_where_many_do_only_without_chance(networks):
    chance, without, flow = (
        few_and_many(networks, kind, 10, 50, 200, seed=1) for kind in ("ancestral", "ddim", "flow")
    )
    assert without.share > 0.8
    assert flow.share > 0.9
    assert abs(chance.share - LUCK) < 4 * chance.standard_error


def test_a_digit_is_what_the_classifier_says_of_the_decoded_picture(networks, codes):
    with torch.no_grad():
        logits = networks.classifier(torch.sigmoid(networks.vae.decode(np.float32(codes))))
    np.testing.assert_array_equal(networks.digits(codes), logits.numpy().argmax(-1))


def test_a_share_has_the_standard_error_of_a_proportion():
    found = Returned(np.array([True] * 30 + [False] * 70))
    assert found.share == pytest.approx(0.3)
    assert found.standard_error == pytest.approx(np.std(found.is_same) / 10)
