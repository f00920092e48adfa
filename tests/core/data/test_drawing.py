"""A drawn digit travels in the address, and is centred as MNIST's digits were."""

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from vae_core import data
from vae_core.data.drawing import MOST_TEXT, centred, pack, unpack
from vae_core.errors import ConfigError

levels = arrays(np.uint8, 784, elements=st.integers(0, 15), fill=st.just(0))


def a_drawing(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Full ink in each box (top, left, bottom, right)."""
    field = np.zeros((28, 28), np.float32)
    for top, left, bottom, right in boxes:
        field[top:bottom, left:right] = 1
    return field.ravel()


def centre_of_mass(image: np.ndarray) -> tuple[float, float]:
    field = image.reshape(28, 28)
    at = np.arange(28) + 0.5
    return float(field.sum(1) @ at / field.sum()), float(field.sum(0) @ at / field.sum())


def box(image: np.ndarray) -> tuple[int, int]:
    field = image.reshape(28, 28) > 0
    return tuple(int(np.ptp(np.flatnonzero(field.any(axis)))) + 1 for axis in (1, 0))


@given(levels)
@settings(max_examples=50)
def test_sixteen_levels_travel_exactly(drawn):
    image = (drawn / 15).astype(np.float32)
    text = pack(image)
    assert len(text) <= MOST_TEXT
    assert np.array_equal(unpack(text), image)


def test_other_levels_travel_to_the_nearest_of_sixteen():
    image = np.random.default_rng(0).uniform(size=784).astype(np.float32)
    assert np.abs(unpack(pack(image)) - image).max() <= 1 / 30 + 1e-6


def test_noise_fills_the_address_no_more_than_was_said():
    image = np.random.default_rng(0).integers(0, 16, 784) / 15
    assert len(pack(image.astype(np.float32))) <= MOST_TEXT


@pytest.mark.parametrize("value", [-0.1, 1.1, np.nan, np.inf])
def test_what_is_no_grey_level_is_refused(value):
    image = np.zeros(784, np.float32)
    image[3] = value
    with pytest.raises(ConfigError, match="from 0 to 1"):
        pack(image)


def deflated(content: bytes) -> str:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(deflate.compress(content) + deflate.flush()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!",
        "a",
        "ä",
        "AAAA\n",
        "A" * (MOST_TEXT + 1),
        deflated(bytes(391)),
        deflated(bytes(393)),
        deflated(bytes(10_000_000))[:MOST_TEXT],
        deflated(bytes(392))[:-3],
        deflated(bytes(392)) + "AAAA",
    ],
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(ConfigError):
        unpack(text)


@given(st.text(st.sampled_from("ABab01_-"), max_size=60) | st.text(max_size=20))
def test_any_text_is_a_drawing_or_refused(text):
    try:
        image = unpack(text)
    except ConfigError:
        return
    assert image.shape == (784,)
    assert 0 <= image.min() <= image.max() <= 1


def test_an_empty_field_stays_empty():
    assert not centred(np.zeros(784, np.float32)).any()


@given(levels.filter(lambda drawn: drawn.any()))
@settings(max_examples=50)
def test_centred_ink_fills_the_box_and_nothing_changes_it_again(drawn):
    image = (drawn / 15).astype(np.float32)
    result = centred(image)
    assert 0 <= result.min() <= result.max() <= 1
    assert max(box(result)) == 20
    again = centred(result)
    assert box(again) == box(result)
    assert again.sum() == pytest.approx(result.sum(), rel=1e-6)


@pytest.mark.parametrize("drawing", [a_drawing((2, 3, 10, 7)), a_drawing((0, 0, 28, 28)), a_drawing((5, 5, 25, 8))])
def test_the_centre_of_mass_comes_to_the_middle(drawing):
    assert centre_of_mass(centred(drawing)) == pytest.approx((14.5, 14.5), abs=0.5)


def test_no_ink_is_lost_at_the_edge():
    drawing = a_drawing((4, 4, 24, 6), (23, 6, 24, 24))  # an L: its mass is far to one side
    assert centred(drawing).sum() == pytest.approx(drawing.sum())


@pytest.mark.parametrize("seed", range(5))
def test_scaling_agrees_with_an_image_library(seed):
    random = np.random.default_rng(seed)
    top, left, height, width = random.integers(0, 8), random.integers(0, 8), *random.integers(3, 20, 2)
    ink = random.uniform(0.1, 1, (height, width)).astype(np.float32)
    field = np.zeros((28, 28), np.float32)
    field[top : top + height, left : left + width] = ink
    result = centred(field.ravel()).reshape(28, 28)
    rows, columns = np.flatnonzero(result.any(1)), np.flatnonzero(result.any(0))
    found = result[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    expected = np.asarray(Image.fromarray(ink).resize(found.shape[::-1], Image.Resampling.BILINEAR))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.mnist
def test_mnists_own_images_stay_as_they_are(mnist_dir):
    images = data.load("mnist", split="test", data_dir=mnist_dir).images[:1000]
    unchanged = [np.array_equal(centred(image), image) for image in images]
    assert np.mean(unchanged) > 0.95
