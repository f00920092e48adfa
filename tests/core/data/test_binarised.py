"""Grey levels become ink or none: by chance, as often as the level says, or from the middle on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.builders import noise_images
from vae_core.data import Dataset

LEVELS = np.array([[0.0, 0.2, 0.4999, 0.5, 0.8, 1.0]], np.float32)


def of(images) -> Dataset:
    return Dataset("some", "test", images, np.zeros(len(images), np.int64))


def test_without_a_seed_the_middle_grey_decides():
    assert of(LEVELS).binarised().images.tolist() == [[0, 0, 0, 1, 1, 1]]


def test_drawn_pixels_are_ink_as_often_as_their_level_says():
    drawn = of(np.repeat(LEVELS, 20_000, 0)).binarised(0).images
    assert set(np.unique(drawn)) == {0, 1}
    error = np.sqrt(LEVELS[0] * (1 - LEVELS[0]) / len(drawn))
    assert (abs(drawn.mean(0) - LEVELS[0]) <= 4 * error).all()  # with none at 0 and at 1


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_the_same_seed_draws_the_same_and_another_another(first, second):
    images = noise_images(4)
    once, again, other = (images.binarised(seed).images for seed in (first, first, second))
    assert np.array_equal(once, again)
    assert np.array_equal(once, other) == (first == second)


def test_all_else_stays():
    images = noise_images(5)
    binary = images.binarised(1)
    assert (binary.name, binary.split) == (images.name, images.split)
    assert np.array_equal(binary.labels, images.labels)
    assert binary.images.dtype == np.float32


@pytest.mark.parametrize("seed", [None, 3])
def test_what_is_binary_stays_as_it_is(seed):
    binary = noise_images(3).binarised(0)
    assert np.array_equal(binary.binarised(seed).images, binary.images)
