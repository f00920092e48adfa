"""The gaps of many images: a histogram that counts each once, dots that are their parts, and one image among them."""

import numpy as np
import pytest

from vae_core.analysis.gap_results import Gaps
from vae_core.figures.gaps import AMORTISATIONS, APPROXIMATIONS, Words, spread

WORDS = Words(
    "gap", "digits", "test", "train", "mean 9", "median 1", "approximation", "amortisation", "equal", ("a 7", "image 3")
)
PICTURE = np.zeros(784, np.uint8)


def made_up(seed: int, n: int = 200) -> Gaps:
    random = np.random.default_rng(seed)
    approximation, amortisation = np.exp(random.normal(-3, 1, n)), np.exp(random.normal(0, 1.5, n))
    level, nothing = np.full(n, -100.0), np.zeros(n)
    best = level - approximation
    return Gaps(np.arange(n), np.arange(n) % 10, level, nothing, best - amortisation, best, best, nothing)


GAPS, OTHERS = made_up(0), made_up(1)


def drawn(place: int = 3, picture=PICTURE, **settings):
    return spread(GAPS, OTHERS, place, picture, WORDS, **settings)


def named(figure, name: str):
    return next(mark for mark in figure.data if mark.name == name)


def test_bars_and_outline_count_every_image_once_from_edge_to_edge():
    figure = drawn()
    bars, outline = named(figure, "test"), named(figure, "train")
    assert sum(bars.y) == len(GAPS)
    edges, counts = OTHERS.counts()
    assert np.array(bars.x) - np.array(bars.width) / 2 == pytest.approx(edges[:-1])
    assert np.array(bars.x) + np.array(bars.width) / 2 == pytest.approx(edges[1:])
    assert np.array_equal(np.array(outline.y)[::2], counts)


def test_dots_are_the_two_parts_and_the_ring_is_around_the_one():
    figure = drawn(place=17)
    dots, ring = (mark for mark in figure.data if mark.xaxis == "x2" and mark.mode == "markers")
    assert dots.x == pytest.approx(GAPS.parts.approximation)
    assert dots.y == pytest.approx(GAPS.parts.amortisation)
    one = GAPS.of(17)
    assert (ring.x[0], ring.y[0]) == pytest.approx((one.approximation, one.amortisation))
    under = next(mark for mark in figure.data if mark.xaxis == "x" and getattr(mark, "mode", "") == "markers")
    assert under.x[0] == pytest.approx(one.total)


def test_parts_that_are_nothing_lie_on_the_edge_and_nowhere_beyond_it():
    level = np.full(2, -100.0)
    gaps = Gaps(np.arange(2), np.arange(2), level, level * 0, level - 1, level, level, level * 0)
    figure = spread(gaps, gaps, 0, PICTURE, WORDS)
    dots = next(mark for mark in figure.data if mark.xaxis == "x2" and mark.mode == "markers")
    assert np.log10(dots.x) == pytest.approx([APPROXIMATIONS[0]] * 2)
    assert (np.log10(dots.y) >= AMORTISATIONS[0]).all()


def test_the_bars_of_the_one_have_its_nats_as_the_table_prints_them():
    figure, one = drawn(), GAPS.of(3)
    first, second = (mark for mark in figure.data if mark.type == "bar" and mark.xaxis == "x3")
    assert (first.x[0], second.x[0]) == pytest.approx((one.approximation, one.amortisation))
    texts = [each.text for each in figure.layout.annotations]
    printed = one.printed()
    assert f"approximation: {printed.approximation:.3f}" in texts
    assert f"amortisation: {printed.amortisation:.3f}" in texts


def test_the_mean_is_seen_only_when_it_may_be():
    told, untold = drawn(), drawn(is_told=False)
    assert "mean 9" in [each.text for each in told.layout.annotations]
    assert "mean 9" not in [each.text for each in untold.layout.annotations]
    assert len(told.data) == len(untold.data) + 1
    lines = [mark.x[0] for mark in told.data if mark.type == "scatter" and len(set(mark.x)) == 1 and len(mark.x) == 2]
    assert lines == pytest.approx([GAPS.median, GAPS.mean])


def test_without_its_picture_the_numbers_stay():
    figure = drawn(picture=None)
    assert not figure.layout.images
    assert len(figure.data) == len(drawn().data)
