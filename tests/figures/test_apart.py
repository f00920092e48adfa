"""Labels keep apart: checked where they are drawn."""

import itertools

import numpy as np
import pytest
from scipy import optimize

from vae_core.figures import apart

FAR = 1e6


def test_places_that_are_apart_stay():
    assert apart.spread([3.0, 0.0, 1.5], 1.0, -FAR, FAR).tolist() == [3.0, 0.0, 1.5]


@pytest.mark.parametrize("seed", range(8))
def test_places_move_as_little_as_can_be(seed):
    places = np.random.default_rng(seed).uniform(0, 4, 6)
    moved = apart.spread(places, 0.6, 0.2, 5.0)
    order = np.argsort(places)
    apart_enough = [
        {"type": "ineq", "fun": lambda x, a=a, b=b: x[b] - x[a] - 0.6} for a, b in itertools.pairwise(order)
    ]
    start = np.empty(6)
    start[order] = np.linspace(0.3, 4.9, 6)
    best = optimize.minimize(
        lambda x: np.square(x - places).sum(), start, bounds=[(0.2, 5.0)] * 6, constraints=apart_enough, method="SLSQP"
    )
    assert moved == pytest.approx(best.x, abs=2e-3)


def test_equal_places_stay_in_order_within_the_limits():
    moved = apart.spread([1.0, 1.0, 1.0], 0.5, 1.0, 9.0)
    assert moved.tolist() == [1.0, 1.5, 2.0]


def test_a_label_that_would_begin_on_another_one_goes_to_the_next_row():
    assert apart.rows([0, 5, 30, 32], [20, 20, 10, 10]) == [0, 1, 0, 1]


@pytest.mark.parametrize("seed", range(6))
def test_texts_beside_points_cover_neither_each_other_nor_points(seed):
    points = np.random.default_rng(seed).uniform(0, 120, (12, 2))
    texts = [f"{number}" for number in range(12)]
    chosen = apart.sides(points, texts, 12, 4)
    drawn = [number for number, side in enumerate(chosen) if side]
    assert len(drawn) > 6
    boxes = {n: text_box(points[n], chosen[n], apart.width(texts[n], 12), apart.LINE * 12, 4) for n in drawn}
    assert not any(apart.meet(one, other) for one, other in itertools.combinations(boxes.values(), 2))
    for (number, box), (other, (x, y)) in itertools.product(boxes.items(), enumerate(points)):
        assert number == other or not apart.meet(box, (x - 4, y - 4, x + 4, y + 4))


def text_box(point, side: str, wide: float, high: float, radius: float) -> apart.Box:
    """Where plotly draws the text of a point of this radius."""
    up, across = side.split()
    left = point[0] + {"left": -radius - wide, "center": -wide / 2, "right": radius}[across]
    bottom = point[1] + {"bottom": -radius - high, "middle": -high / 2, "top": radius}[up]
    return left, bottom, left + wide, bottom + high


def test_of_points_in_one_place_some_texts_are_left_out():
    chosen = apart.sides(np.zeros((12, 2)), ["8"] * 12, 12, 4)
    assert chosen[0] == "middle right"
    assert "" in chosen


def test_an_ideograph_is_wider_than_a_letter():
    assert apart.width("<b>均值</b>", 10) == 20
    assert apart.width("KL", 10) < 15
