"""Noises that browsers draw, brought back here: each as if it were alone, by the sampler that is tested for itself."""

import numpy as np
import pytest
import torch

from vae_core import pretrained
from vae_core.analysis.draws import brought_back
from vae_core.denoising import guess_of
from vae_core.diffusion.noises import noise_at
from vae_core.diffusion.sampling import Sampler, sample

CODES, PIXELS = "mnist-latent-diffusion-8d", "mnist-diffusion"
CLASSIFIER = pretrained.load("mnist-classifier")


def of(name: str, sampler: Sampler, seeds: list[int], **told):
    codes_of = pretrained.entry(name)["codes_of"]
    vae = codes_of and pretrained.load(codes_of)
    return brought_back(pretrained.load(name), pretrained.schedule(name), sampler, seeds, CLASSIFIER, vae=vae, **told)


@pytest.mark.parametrize("sampler", [Sampler("ddim", 8), Sampler("ancestral", 8), Sampler("flow", 4)])
@pytest.mark.parametrize("told", [{}, {"label": 3, "guidance": 1.0}])
def test_each_is_brought_back_as_if_it_were_alone(sampler, told):
    seeds = [4, 9999, 17]
    together = of(CODES, sampler, seeds, **told)
    model, schedule = pretrained.load(CODES), pretrained.schedule(CODES)
    vae = pretrained.load(pretrained.entry(CODES)["codes_of"])
    for seed, picture in zip(seeds, together.pictures, strict=True):
        noise = np.stack([noise_at(seed, at, 8)[None] for at in range(sampler.noises(schedule))]).astype(float)
        code = sample(sampler, schedule, guess_of(model, schedule, **told), noise).x[-1]
        with torch.no_grad():
            expected = torch.sigmoid(vae.decode(np.float32(code)))[0].numpy()
        np.testing.assert_allclose(picture, expected, atol=1e-4)


def test_an_image_is_brought_from_minus_one_to_one_into_ink():
    found = of(PIXELS, Sampler("ddim", 6), [1, 2], label=3, guidance=1.0)
    assert found.pictures.min() == 0
    assert found.pictures.max() > 0.9
    model, schedule = pretrained.load(PIXELS), pretrained.schedule(PIXELS)
    noise = noise_at(2, 0, 784)[None, None].astype(float)
    x = sample(Sampler("ddim", 6), schedule, guess_of(model, schedule, 3, 1.0), noise).x[-1][0]
    np.testing.assert_allclose(found.pictures[1], np.clip((x + 1) / 2, 0, 1), atol=1e-4)


def test_who_is_told_a_digit_finds_it():
    found = of(CODES, Sampler("ddim", 20), list(range(20)), label=8, guidance=1.0)
    np.testing.assert_allclose(found.probabilities.sum(1), 1, rtol=1e-5)
    assert np.mean(found.probabilities.argmax(1) == 8) >= 0.9
