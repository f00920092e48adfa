"""A stack of coded images: as high as the bills say, the coded ones strong, nothing told before it is asked."""

import numpy as np
import pytest

from vae_core.compression.bill import Bill
from vae_core.figures.bits_back import Words, stacked

WORDS = Words("images", "bits", "stack", "bound", "last", ("x given z", "z", "back"))
PICTURES = np.full((100, 784), 200, np.uint8)
BILLS = [Bill(back=10.0 + n % 3, image=180.0, code=20.0) for n in range(100)]
HEIGHTS = 64 + np.cumsum([0.0, *(bill.total for bill in BILLS)])


def drawn(count: int, **settings):
    return stacked(PICTURES, HEIGHTS, 189.0, BILLS, count, WORDS, **settings)


def test_the_stack_is_drawn_up_to_the_last_image_and_its_bill_beside():
    figure = drawn(7)
    stack = next(mark for mark in figure.data if mark["name"] == "stack")
    assert list(stack["y"]) == pytest.approx(HEIGHTS[:8])
    bound = next(mark for mark in figure.data if mark["name"] == "bound")
    assert np.diff(bound["y"]) == pytest.approx(189.0)
    assert [mark["y"][0] for mark in figure.data if mark["type"] == "bar"] == [180.0, 20.0, -10.0]


def test_before_it_is_told_what_comes_back_is_not_seen():
    assert [mark["y"][0] for mark in drawn(7, is_told=False).data if mark["type"] == "bar"] == [180.0, 20.0]


def test_an_empty_stack_has_no_bill():
    figure = drawn(0)
    assert not [mark for mark in figure.data if mark["type"] == "bar"]
    assert drawn(100).layout["images"][0]["source"] != figure.layout["images"][0]["source"]
