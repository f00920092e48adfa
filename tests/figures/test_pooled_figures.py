"""What many persons have done, as figures show it: each in their colour, some by name, and all in order."""

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from vae_core.analysis.evidence_results import GapParts, LatentGaussian, PosteriorMap
from vae_core.figures import evidence, likelihood
from vae_core.figures.canvas import colour
from vae_core.figures.persons import ALL_NAMED, FIRST_NAMED, LEAST, Person, points, rank_panel, ranks
from vae_core.figures.pooled_draws import STREWN, pooled_draws
from vae_core.figures.pooled_evidence import pooled_evidence
from vae_core.figures.pooled_likelihood import pooled_likelihood
from vae_core.figures.pooled_map import drawings_on_map
from vae_core.figures.theme import INK, PERSONS, dark_shades
from vae_core.probability.families import Member
from vae_core.probability.likelihood import observations, parameter_grid, surface
from vae_core.probability.pooled_draws import pool
from vae_core.probability.pooled_likelihood import score

NAMES = ("blue fox", "orange owl", "green bear")
PERSON = [Person(name, name.split()[0]) for name in NAMES]


def crowd(count: int) -> list[Person]:
    colours = list(PERSONS)
    return [Person(f"person {i}", colours[i % len(colours)]) for i in range(count)]


def scatters(figure) -> list:
    return [trace for trace in figure.data if trace.type == "scatter"]


def of_persons(figure, count: int) -> list:
    """The traces with a dot for each of them."""
    return [trace for trace in figure.data if trace.hovertext is not None and len(trace.hovertext) == count]


# ---- persons ----------------------------------------------------------------------------------------


def test_each_has_a_colour_that_the_page_knows_in_the_dark_and_an_unknown_one_is_ink():
    assert {shade.light for shade in PERSONS.values()} <= dark_shades().keys()
    assert len(set(PERSONS.values())) == len(PERSONS) == 6
    assert Person("?", "mauve").shade == INK
    mark = points([1, 2, 3], [0, 0, 0], PERSON, named={1})
    assert mark["marker"]["color"] == [person.shade.light for person in PERSON]
    assert mark["text"] == ["", "orange owl", ""]
    assert mark["hovertext"] == list(NAMES)
    assert "text" not in points([1, 2, 3], [0, 0, 0], PERSON)["mode"]


@pytest.mark.parametrize("count", [1, ALL_NAMED, ALL_NAMED + 1, 200])
def test_the_nearest_stands_at_the_top_and_all_are_in_sight(count):
    below = np.random.default_rng(0).permutation(np.geomspace(0.02, 300, count))
    persons = crowd(count)
    _line, mark = ranks(below, persons)
    order = np.argsort(below)
    assert mark["hovertext"] == [persons[i].name for i in order]
    np.testing.assert_allclose(mark["x"], np.sort(below))
    np.testing.assert_array_equal(mark["y"], np.arange(1, count + 1))
    assert sum(bool(text) for text in mark["text"]) == {1: 1, ALL_NAMED: 8, ALL_NAMED + 1: FIRST_NAMED, 200: 1}[count]
    panel = rank_panel(below, "nats", others=(0.5, 900.0))
    low, high = (10.0**end for end in panel.x_range)
    assert low < below.min()
    assert high > 900
    assert panel.y_range[0] > count
    assert panel.y_range[1] < 1


def test_who_is_at_the_very_top_is_still_seen():
    _line, mark = ranks([0.0, 5.0], crowd(2))
    assert mark["x"].tolist() == [LEAST, 5.0]
    assert np.isfinite(rank_panel([0.0, 5.0], "nats").x_range).all()


# ---- draws ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["normal", "poisson", "cauchy", "log_normal", "bernoulli"])
def test_all_draws_stand_under_the_density_and_each_mean_beside_the_mean_of_all(family):
    pooled = pool(Member.default(family), [(1000, 1), (200, 2), (1000, 3)])
    figure = pooled_draws(pooled, PERSON)
    (histogram,) = (trace for trace in figure.data if trace.type == "bar")
    np.testing.assert_allclose(histogram.y, pooled.heights)
    np.testing.assert_allclose(histogram.x, pooled.places)
    assert figure.layout.yaxis.range[1] > pooled.heights.max()
    (hands,) = of_persons(figure, 3)
    np.testing.assert_allclose(hands.y, pooled.means)
    assert (np.abs(np.log(np.array(hands.x) / pooled.n)) <= np.log(STREWN) / 2 + 1e-9).all()
    (together,) = (trace for trace in scatters(figure) if trace.marker.symbol == "diamond")
    assert (together.x[0], together.y[0]) == (2200, pooled.estimate.value)
    if family == "cauchy":
        assert together.error_y.array is None
        assert not [trace for trace in scatters(figure) if trace.line.color == colour("mu")]
    else:
        assert together.error_y.array[0] == pytest.approx(2 * pooled.estimate.standard_error)
        (exact,) = (trace for trace in scatters(figure) if trace.line.color == colour("mu"))
        assert list(exact.y) == [pooled.mean] * 2


def test_every_mean_is_in_sight_and_the_band_is_that_of_their_number():
    pooled = pool(Member("normal", (5.0, 2.0)), [(10, seed) for seed in range(40)])
    figure = pooled_draws(pooled, crowd(40))
    low, high = figure.layout.yaxis2.range
    assert low < pooled.means.min() < pooled.means.max() < high
    lower, upper = (trace for trace in scatters(figure) if trace.line.color == colour("epsilon"))
    np.testing.assert_allclose(np.array(upper.y) - np.array(lower.y), 4 * 2.0 / np.sqrt(np.array(upper.x)))


# ---- θ and q ----------------------------------------------------------------------------------------


def test_every_theta_stands_on_the_map_of_log_l():
    x = observations([0.0, 0.5, 1.2])
    thetas = [(1.0, 0.5), (-2.0, 3.0), (0.5, 0.6)]
    scored = score(x, thetas)
    plane = surface(x, *parameter_grid((-6, 6), (0.1, 10)))
    figure = pooled_likelihood(plane, scored, PERSON, words=likelihood.Words(), below="nats below")
    on_map, in_order = of_persons(figure, 3)
    np.testing.assert_allclose(list(zip(on_map.x, on_map.y, strict=True)), thetas)
    assert in_order.hovertext == ("green bear", "blue fox", "orange owl")
    np.testing.assert_allclose(in_order.x, np.sort(np.maximum(scored.below, LEAST)))
    (best,) = (trace for trace in figure.data if trace.name == "maximum")
    assert list(best.x) == pytest.approx([x.mean()])
    assert figure.layout.xaxis2.title.text == "nats below"


AXIS = np.linspace(-1, 1, 21)
MAP = PosteriorMap(AXIS, AXIS, np.exp(-(AXIS**2) - AXIS[:, None] ** 2), 0.99)
ENCODER, BEST = (LatentGaussian.diagonal(np.array([x, 0.0]), np.log([0.04, 0.09])) for x in (0.2, 0.0))


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_every_q_is_an_ellipse_of_one_standard_deviation(count):
    rng = np.random.default_rng(1)
    qs = [LatentGaussian.diagonal(rng.normal(size=2), rng.normal(-3, 0.3, 2)) for _ in range(count)]
    persons, below = crowd(count), rng.uniform(0.1, 30, count).tolist()
    gap = GapParts(-100.0, -100.2, -100.7)
    figure = pooled_evidence(MAP, ENCODER, BEST, gap, qs, below, persons, words=evidence.Words(below="nats"))
    rings = {}
    for trace in scatters(figure):
        if trace.opacity == 0.85:
            path = np.stack([trace.x, trace.y], 1)
            ends = np.flatnonzero(np.isnan(path).any(1))
            rings[trace.line.color] = np.split(path, ends + 1)[:-1]
    assert sum(map(len, rings.values())) == count
    for q, person in zip(qs, persons, strict=True):
        ring = rings[person.shade.light].pop(0)[:-1]
        distance = ((ring - q.mean) ** 2 / np.diag(q.covariance)).sum(1)
        np.testing.assert_allclose(distance, 1, rtol=1e-4)
    uprights = [trace for trace in scatters(figure) if trace.xaxis == "x2" and trace.line.dash in ("dash", "dot")]
    assert sorted(trace.x[0] for trace in uprights) == pytest.approx([0.2, 0.7])
    low, high = (10**end for end in figure.layout.xaxis2.range)
    assert low < 0.2
    assert high > 0.7


# ---- drawings ---------------------------------------------------------------------------------------


def test_each_drawing_stands_on_its_code_among_those_of_known_digits():
    rng = np.random.default_rng(0)
    codes, labels = rng.normal(size=(50, 2)), np.arange(50) % 10
    labels[0] = -1
    places, pictures = (
        np.array([[9.0, 0.0], [0.0, -7.0], [0.5, 0.5]]),
        [np.full(784, 40 * i, np.uint8) for i in range(3)],
    )
    figure = drawings_on_map(codes, labels, places, pictures, PERSON, axes=("z₁", "z₂"))
    (hands,) = of_persons(figure, 3)
    np.testing.assert_allclose(list(zip(hands.x, hands.y, strict=True)), places)
    assert hands.text == NAMES
    for image, (x, y), picture in zip(figure.layout.images, places, pictures, strict=True):
        assert (image.x, image.y, image.yanchor) == (x, y, "bottom")
        ink = np.array(Image.open(BytesIO(base64.b64decode(image.source.split(",")[1]))))
        np.testing.assert_array_equal(ink[..., 3].ravel(), picture)
        assert figure.layout.yaxis.range[1] > y + image.sizey
    (cloud,) = (trace for trace in figure.data if trace.meta == "classes")
    assert cloud.marker.color[0] == colour("epsilon")
    assert cloud.marker.color[3] == colour("3")
    numerals = {note.text: (note.x, note.y) for note in figure.layout.annotations}
    assert numerals["<b>4</b>"] == pytest.approx(tuple(np.median(codes[labels == 4], axis=0)))


def test_of_many_drawings_each_is_smaller():
    codes, labels = np.random.default_rng(0).normal(size=(50, 2)), np.zeros(50, int)

    def size_of(count: int) -> float:
        pictures = [np.zeros(784, np.uint8)] * count
        figure = drawings_on_map(codes, labels, np.zeros((count, 2)), pictures, crowd(count), axes=("", ""))
        return figure.layout.images[0].sizex

    assert size_of(12) > size_of(40) > size_of(41) == size_of(200)
