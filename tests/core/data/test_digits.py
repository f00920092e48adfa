"""The embedded digits, and what holds of every data set."""

import dataclasses

import numpy as np
import pytest
from sklearn.datasets import load_digits

from vae_core import data
from vae_core.errors import DatasetError


@pytest.mark.parametrize(("split", "count"), [("train", 1500), ("test", 297)])
def test_digits_have_the_shapes_and_types_of_every_data_set(split, count):
    digits = data.load("digits", split=split)
    assert (digits.name, digits.split, len(digits)) == ("digits", split, count)
    assert (digits.images.shape, digits.images.dtype) == ((count, 784), np.float32)
    assert (digits.labels.shape, digits.labels.dtype) == ((count,), np.int64)
    assert set(digits.labels) == set(range(10))


def test_ink_goes_from_none_to_full(digits):
    assert digits.images.min() == 0
    assert digits.images.max() == 1
    assert 0.1 < digits.images.mean() < 0.5


def test_ink_comes_back_from_its_256_levels():
    levels = np.arange(256, dtype=np.uint8)
    ink = data.as_ink(levels)
    assert (ink[0], ink[255], ink.dtype) == (0, 1, np.float32)
    assert np.array_equal(data.as_bytes(ink), levels)
    between = np.random.default_rng(0).random(1000)
    assert np.abs(data.as_ink(data.as_bytes(between)) - between).max() <= 0.5 / 255 + 1e-7  # the nearest level


def test_the_splits_are_the_whole_set_without_overlap(digits):
    test = data.load("digits", split="test")
    labels = np.concatenate([digits.labels, test.labels])
    assert np.array_equal(labels, load_digits().target)
    assert not {image.tobytes() for image in test.images} & {image.tobytes() for image in digits.images}


def test_digits_are_enlarged_by_linear_interpolation_between_pixel_centres(digits):
    centres = (np.arange(28) + 0.5) * 8 / 28 - 0.5
    for small, large in zip(load_digits().images[:10] / 16, digits.images, strict=False):
        wide = np.stack([np.interp(centres, range(8), row) for row in small])
        expected = np.stack([np.interp(centres, range(8), column) for column in wide.T]).T
        np.testing.assert_allclose(large.reshape(28, 28), expected, atol=1e-6)


def test_loading_twice_gives_the_same(digits):
    assert np.array_equal(data.load("digits").images, digits.images)
    assert data.load("digits").sha256 == digits.sha256


def test_the_first_examples_can_be_taken(digits):
    first = digits.take(5)
    assert (first.name, first.split, len(first)) == ("digits", "train", 5)
    assert np.array_equal(first.images, digits.images[:5])
    assert np.array_equal(first.labels, digits.labels[:5])


def test_a_data_set_cannot_be_changed_into_another(digits):
    with pytest.raises(dataclasses.FrozenInstanceError):
        digits.name = "mnist"


@pytest.mark.parametrize("part", ["images", "labels"])
def test_the_hash_sees_a_single_changed_value(digits, part):
    values = getattr(digits, part).copy()
    values.flat[-1] += 1
    assert dataclasses.replace(digits, **{part: values}).sha256 != digits.sha256


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(DatasetError, match=r"'minst'.*digits, mnist, fashion-mnist, kmnist"):
        data.load("minst")


@pytest.mark.parametrize("name", ["digits", "mnist"])
def test_an_unknown_split_is_answered_with_the_known_ones(name):
    with pytest.raises(DatasetError, match=r"'validation'.*'train' or 'test'"):
        data.load(name, split="validation")
