"""Three sources of codes, one decoder, one classifier."""

import numpy as np
import torch

from ui.draws import CLASSIFIER, DENOISER, compared
from vae_core import pretrained
from vae_core.analysis.draws import SURE, judged


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
