"""The aggregate posterior beside the prior, and bars that add up."""

import numpy as np
import pytest

from vae_core.analysis.aggregate import aggregate, decompose_plane
from vae_core.figures.aggregate import Words, of_dimensions, of_plane

WORDS = Words("all", "difference", ("mean KL", "tells", "misses"), "dimension", "nats", "paid", "missed")
MEAN = np.array([[-1.0, 0.0], [1.0, 0.5]])
DEVIATION = np.full((2, 2), 0.3)
FOUND = decompose_plane(MEAN, DEVIATION)


def bars_of(figure) -> list[tuple[float, float]]:
    return [(mark["base"][0], mark["x"][0]) for mark in figure.data if mark["type"] == "bar" and mark["base"]]


def test_the_parts_continue_each_other_up_to_the_whole():
    figure = of_plane(aggregate(MEAN, DEVIATION).coarser(0.1), FOUND, WORDS)
    (_, rate), (_, information), (start, divergence) = bars_of(figure)
    assert rate == pytest.approx(information + divergence)
    assert start == information
    density, difference = (mark for mark in figure.data if mark["type"] == "contour")
    assert density["z"].max() == pytest.approx((0.5 / (2 * np.pi * 0.09)) ** 0.6, rel=0.1)  # half a bell of σ = 0.3
    assert difference["zmin"] == -difference["zmax"]
    assert difference["z"].min() < 0 < difference["z"].max()


def test_before_it_is_told_only_the_whole_is_seen():
    assert len(bars_of(of_plane(aggregate(MEAN, DEVIATION).coarser(0.1), FOUND, WORDS, is_told=False))) == 1
    many = np.array([1.0, 2.0, 0.5])
    told, untold = (of_dimensions(many, many / 10, FOUND, WORDS, is_told=is_told) for is_told in (True, False))
    assert (len(bars_of(told)), len(bars_of(untold))) == (3, 1)
    assert len(told.data) == len(untold.data) + 3
