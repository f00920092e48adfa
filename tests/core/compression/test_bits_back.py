"""Bits back: what goes in comes out, and costs what the bound says."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from core.builders import small_vae, tiny_run
from vae_core import data, pretrained
from vae_core.analysis.evaluation import evaluate
from vae_core.compression.bits_back import LEAST, REACH, AnsCoder, BitsBack, can_code, places_near
from vae_core.compression.files import start
from vae_core.objectives import ObjectiveConfig
from vae_core.randomness import stream

BINARY, GREY, LEVELS = (
    ObjectiveConfig(),
    ObjectiveConfig("gaussian", log_variance=-2.0),
    ObjectiveConfig("beta-binomial"),
)
KINDS = {"binary": BINARY, "grey": GREY, "levels": LEVELS}


def coder(vae, objective=BINARY, seed: int = 0) -> BitsBack:
    return BitsBack(vae, objective, start(vae.config.latent_dim, seed))


def drawn(n: int, seed: int = 0, levels: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, levels, (n, 6), dtype=np.uint8)


@settings(max_examples=25)
@given(st.integers(1, 8), st.integers(0, 10**6), st.integers(0, 12), st.sampled_from(list(KINDS.values())))
def test_images_come_off_the_stack_as_they_went_on(latent_dim, seed, n, objective):
    vae = small_vae(latent_dim, seed, objective)
    images, stack = drawn(n, seed, 2 if objective is BINARY else 256), coder(vae, objective)
    before = stack.words
    for image in images:
        stack.push(image)
    again = BitsBack(vae, objective, stack.words)
    assert np.array_equal([again.pop() for _ in images][::-1], images.tolist())
    assert np.array_equal(again.words, before)  # all that was taken has been given back


@pytest.mark.parametrize("objective", KINDS.values(), ids=KINDS)
def test_the_mean_cost_is_the_negative_elbo(objective):
    """On a stack of its own for each image: what a model that fits badly leaves on it is not quite random."""
    vae, images = small_vae(2, objective=objective), drawn(200, 1, 2 if objective is BINARY else 256)
    bills = [coder(vae, objective, seed).push(image) for seed, image in enumerate(images)]
    assert min(min(bill.back, bill.image, bill.code) for bill in bills) >= 0
    difference = np.array(
        [bill.total - bound(vae, objective, image) for bill, image in zip(bills, images, strict=True)]
    )
    assert abs(difference.mean()) < 5 * difference.std() / math.sqrt(len(images))
    assert difference.std() < 12  # bits, by which one draw of z differs from another


@settings(max_examples=40)
@given(st.floats(-9 * 256, 9 * 256), st.floats(0.01, 2000))
def test_no_place_far_from_its_mean_is_ever_drawn(mean, deviation):
    centre, near = places_near(mean, deviation)
    random = np.random.default_rng(0).integers(0, 2**32, 4000, dtype=np.uint32)
    drawn = centre + AnsCoder(random).decode(near, 2000)
    assert np.abs(drawn - mean).max() <= 8 * deviation + 2
    assert np.abs(drawn).max() <= REACH


def test_the_bills_are_what_the_stack_has_grown_by():
    stack = coder(small_vae(2))
    total = sum(stack.push(image).total for image in drawn(100))
    assert total == pytest.approx(32 * (len(stack.words) - len(start(2))), abs=64)


def bound(vae, objective, image) -> float:
    """E_q[log q(z|x) − log p(x, z)] in bits, with p(x|z) of whole levels, by ten thousand draws."""
    noise = stream(7, "reference")
    with torch.no_grad():
        ink = torch.from_numpy(image.astype(np.float32) / (1 if objective is BINARY else 255))
        q = vae.encode(ink[None])
        spread = torch.distributions.Normal(q.mean, q.standard_deviation)
        z = spread.mean + spread.stddev * torch.randn(10_000, q.mean.shape[1], generator=noise)
        seen = torch.sigmoid(vae.decode(z).double()).clamp(LEAST, 1 - LEAST)
    if objective is BINARY:
        log_p = torch.distributions.Bernoulli(seen).log_prob(torch.from_numpy(image.astype(np.float64))).sum(-1)
    elif objective is LEVELS:
        seen = seen.numpy()  # the concentration is 1, as it begins
        log_p = torch.from_numpy(stats.betabinom.logpmf(image, 255, seen, 1 - seen).sum(-1))
    else:
        levels = torch.distributions.Normal(255 * seen, 255 * math.exp(-1.0))
        x = torch.from_numpy(image.astype(np.float64))
        # what lies beyond black and white counts as black and white
        above = torch.where(x == 255, 1.0, levels.cdf(x + 0.5))
        log_p = (above - torch.where(x == 0, 0.0, levels.cdf(x - 0.5))).log().sum(-1)
    log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1)
    return float((spread.log_prob(z).sum(-1) - log_prior - log_p).mean()) / math.log(2)


def test_a_shipped_model_codes_mnist_within_a_hundredth_of_its_elbo(mnist_dir):
    test = data.load("mnist", split="test", data_dir=mnist_dir).take(500).binarised(0)
    checkpoint = pretrained.load_checkpoint("mnist-binary-vae-2d")
    vae, objective = checkpoint.model(), checkpoint.config.objective
    stack = coder(vae)
    costs = [stack.push(image).total for image in test.images.astype(np.uint8)]
    elbo = evaluate(vae, objective, test, draws=50)["negative_elbo"].mean
    assert np.mean(costs) * math.log(2) == pytest.approx(elbo, rel=0.01)


def test_an_image_that_the_model_thinks_impossible_is_coded_all_the_same():
    vae = small_vae(1)
    with torch.no_grad():
        vae.decoder.logits.bias.fill_(500.0)  # certain of ink
    stack = coder(vae)
    bill = stack.push(np.zeros(6, np.uint8))
    assert bill.image == pytest.approx(6 * 20, abs=3)  # bits: 2^−20 is the least that a pixel is given
    again = BitsBack(vae, BINARY, stack.words)
    assert not again.pop().any()


def test_a_posterior_beyond_all_places_is_brought_back():
    vae = small_vae(2)
    with torch.no_grad():
        vae.encoder["mean"].bias.fill_(1e6)
    stack, image = coder(vae), np.ones(6, np.uint8)
    stack.push(image)
    assert np.array_equal(BitsBack(vae, BINARY, stack.words).pop(), image)


def test_only_probabilities_of_pixels_code_them():
    assert can_code(tiny_run().model, BINARY)
    assert can_code(tiny_run().model, GREY)
    assert not can_code(tiny_run("ae").model, BINARY)
    assert not can_code(tiny_run().model, ObjectiveConfig("squared-error"))
