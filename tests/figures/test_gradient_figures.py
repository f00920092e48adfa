"""What the figures of draws, of their gradients and of what lies around a code show is what was computed."""

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from vae_core.figures import gradient_estimators as gradients
from vae_core.figures import neighbourhood as around
from vae_core.figures.canvas import colour

RANDOM = np.random.default_rng(1)


def pictures(count: int) -> np.ndarray:
    return RANDOM.random((count, 784), dtype=np.float32)


def sampled(now=(0.5, 0.2)) -> gradients.Sampled:
    codes = np.sort(0.5 + 0.2 * RANDOM.standard_normal(8))
    return gradients.Sampled(3, (0.5, 0.2), now, codes, pictures(1)[0], pictures(8))


def scatter(name: str, spread: float) -> gradients.Scatter:
    samples = 1 + spread * RANDOM.standard_normal(500)
    return gradients.Scatter(name, f"title of {name}", samples, float(samples.mean()), spread / 500**0.5)


SCATTERS = [scatter("reparameterised", 1.0), scatter("baseline", 3.0), scatter("score", 50.0)]


def named(figure, name: str):
    (trace,) = (trace for trace in figure.data if trace.name == name)
    return trace


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def pixels(image) -> np.ndarray:
    """The ink of a layout image, which is black on white."""
    return 255 - np.asarray(Image.open(BytesIO(base64.b64decode(image.source.split(",")[1]))))[..., 0]


def test_draws_stand_on_the_density_of_q_as_it_is_now():
    found = sampled(now=(0.8, 0.4))
    figure = gradients.sampled_pictures(found)
    now, before, draws = (named(figure, name) for name in ("q(z∣x)", "from the encoder", "<i>z</i>"))
    np.testing.assert_allclose(now.y, stats.norm.pdf(now.x, 0.8, 0.4))
    np.testing.assert_allclose(before.y, stats.norm.pdf(before.x, 0.5, 0.2))
    np.testing.assert_array_equal(draws.x, found.codes)
    np.testing.assert_allclose(draws.y, stats.norm.pdf(found.codes, 0.8, 0.4))
    assert found.height_at(1.2) == pytest.approx(stats.norm.pdf(1.2, 0.8, 0.4))
    assert before.line.dash != now.line.dash
    assert figure.layout.yaxis.range[1] > max(before.y)
    assert figure.layout.xaxis.title.text == "<i>z</i><sub>3</sub>"


def test_unmoved_there_is_one_curve():
    assert "from the encoder" not in [trace.name for trace in gradients.sampled_pictures(sampled()).data]


def test_x_and_the_pictures_of_the_draws_stand_in_their_order():
    found = sampled()
    figure = gradients.sampled_pictures(found)
    (image,) = figure.layout.images
    grey = pixels(image)
    shown = np.stack([grey[:28, 30 * i : 30 * i + 28] for i in range(9)])
    expected = (np.stack([found.image, *found.pictures]) * 255).round().reshape(-1, 28, 28)
    np.testing.assert_array_equal(shown, expected)
    assert texts(figure)[-9:] == ["<i>x</i>", *(f"<i>x̂</i><sub>{i}</sub>" for i in range(1, 9))]
    assert texts(figure)[:2] == ["1", "8"]


def test_the_window_does_not_move_with_the_hand():
    still, moved = (gradients.sampled_pictures(sampled(now)) for now in ((0.5, 0.2), (0.9, 0.1)))
    assert still.layout.xaxis.range == moved.layout.xaxis.range


def test_histograms_share_an_axis_and_have_an_area_each_of_its_own_draws():
    figure = gradients.gradient_scatter(SCATTERS, 1.0, "g")
    histograms = [trace for trace in figure.data if trace.fill == "toself"]
    assert len(histograms) == 3
    assert {trace.xaxis for trace in histograms} == {"x"}
    widths = [max(trace.x) - min(trace.x) for trace in histograms]
    assert widths == sorted(widths)
    for trace, own in zip(histograms, SCATTERS, strict=True):
        low, high = np.quantile(own.samples, (0.001, 0.999))
        assert min(trace.x) == pytest.approx(low, abs=1e-3)
        assert max(trace.x) == pytest.approx(high, abs=1e-3)
    low, high = figure.layout.xaxis.range
    assert low < min(histograms[2].x)
    assert max(histograms[2].x) < high


def test_means_carry_their_errors_beside_the_reference():
    figure = gradients.gradient_scatter(SCATTERS, 1.2, "g", exact="many")
    means = [trace for trace in figure.data if trace.error_x.array is not None]
    for trace, own in zip(means, SCATTERS, strict=True):
        assert trace.x == (own.average,)
        assert trace.error_x.array == (own.standard_error,)
        low, high = figure.layout.xaxis2.range
        assert low < own.average - own.standard_error
        assert own.average + own.standard_error < high
    assert set(named(figure, "many").x) == {1.2}
    assert means[0].marker.symbol != means[1].marker.symbol  # not by colour alone
    assert texts(figure) == [f"<b>title of {own.name}</b>" for own in SCATTERS]


def test_gradients_that_do_not_scatter_are_drawn_all_the_same():
    flat = gradients.Scatter("reparameterised", "flat", np.zeros(50), 0.0, 0.0)
    figure = gradients.gradient_scatter([flat], 0.0, "g")
    assert all(np.isfinite(np.asarray(trace.x, float)).all() for trace in figure.data)
    assert figure.layout.xaxis2.range == (-1.0, 1.0)


SCALES = np.geomspace(0.03, 3, 5)
LINES = [
    around.Line("vae", "VAE", SCALES, SCALES / 30, 1 - SCALES / 4),
    around.Line("ae", "AE", SCALES, SCALES / 20, 1 - SCALES / 3),
]


def neighbourhoods():
    blocks = [around.Block(f"block {number}", pictures(1)[0], pictures(24), np.arange(24) != 10) for number in range(3)]
    return blocks, around.neighbourhoods(blocks, LINES, (0.1, 0.002, 0.99), 0.5)


def test_each_block_shows_its_centre_and_24_pictures():
    blocks, figure = neighbourhoods()
    assert texts(figure) == [f"<b>{block.title}</b>" for block in blocks]
    images = figure.layout.images
    assert len(images) == 6
    for block, centre, small in zip(blocks, images[::2], images[1::2], strict=True):
        np.testing.assert_array_equal(pixels(centre)[:28, :28], (block.centre * 255).round().reshape(28, 28))
        grey = pixels(small)
        assert grey.shape == (30 * around.ROWS, 30 * around.COLUMNS)
        last = grey[60:88, 210:238]
        np.testing.assert_array_equal(last, (block.pictures[23] * 255).round().reshape(28, 28))


def test_a_picture_of_another_digit_is_crossed_out():
    _blocks, figure = neighbourhoods()
    crosses = [trace for trace in figure.data if trace.marker.symbol == "x"]
    assert len(crosses) == 3
    for trace in crosses:
        assert trace.x[1:] == pytest.approx([around.ROWS + around.BETWEEN + 2.82])
        assert trace.y[1:] == pytest.approx([1.18])


def test_curves_tell_the_models_apart_and_mark_the_noise_on_screen():
    _blocks, figure = neighbourhoods()
    change, share = (f"x{around.FIRST_CURVE + panel + 1}" for panel in (0, 1))
    for line in LINES:
        np.testing.assert_array_equal(named(figure, line.name).y, line.change)
        assert named(figure, line.name).xaxis == change
    drawn = [trace for trace in figure.data if trace.xaxis == share and trace.mode == "lines"]
    np.testing.assert_array_equal(drawn[0].y, LINES[0].share)
    np.testing.assert_array_equal(drawn[1].y, LINES[1].share)
    assert drawn[0].line.dash != drawn[1].line.dash
    assert [set(trace.x) for trace in figure.data if trace.line.color == colour("epsilon")] == [{0.5}, {0.5}]
    assert named(figure, "q(z∣x) itself").x == (0.1,)
