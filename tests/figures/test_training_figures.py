"""The lab's figures show the numbers and pictures that they are given."""

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from vae_core.analysis.projection import outlines, spread_out
from vae_core.figures.canvas import colour
from vae_core.figures.latent_map import Cloud, latent_maps
from vae_core.figures.pictures import GAP, mosaic, stamp
from vae_core.figures.training import Line, awaited, kl_by_dimension, loss_curves, stacked

RNG = np.random.default_rng(0)
PICTURES = RNG.integers(0, 256, (12, 784), dtype=np.uint8)


def pixels(data_uri: str) -> np.ndarray:
    head, content = data_uri.split(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(BytesIO(base64.b64decode(content))))


def test_a_mosaic_holds_every_picture_in_reading_order_black_on_white():
    shown = pixels(mosaic(PICTURES, across=5))
    step = 28 + GAP
    for number, picture in enumerate(PICTURES):
        top, left = step * (number // 5), step * (number % 5)
        tile = shown[top : top + 28, left : left + 28]
        assert np.array_equal(tile[..., 0], 255 - picture.reshape(28, 28))
        assert (tile[..., 1] == 255).all()
    assert (shown[28:30, :, 1] == 0).all()  # gaps let the page through
    assert (shown[60:, 60:, 1] == 0).all()  # and so does what is not filled


def test_a_stamp_is_ink_on_nothing():
    shown = pixels(stamp(PICTURES[0], "#0072B2"))
    assert (shown[..., :3] == [0x00, 0x72, 0xB2]).all()
    assert np.array_equal(shown[..., 3], PICTURES[0].reshape(28, 28))


EPOCHS = np.linspace(0, 10, 30)
LOSS = 200 + 300 * np.exp(-3 * EPOCHS)


def test_losses_and_kl_have_a_panel_each_and_the_steep_start_does_not_flatten_the_rest():
    lines = [
        Line("VAE −ELBO", "p", EPOCHS, LOSS),
        Line("", "p", EPOCHS, LOSS + 5, is_faint=True),
        Line("KL", "kl", EPOCHS, EPOCHS, panel=1),
    ]
    figure = loss_curves(lines, changes=[(4.0, "β → 4")], now=7.0)
    faint, loss, kl = figure.data[:3]
    assert faint.opacity < 1
    assert loss.line.color == colour("p")
    assert np.array_equal(loss.y, LOSS)
    assert (loss.xaxis, kl.xaxis) == ("x", "x2")
    low, high = figure.layout.yaxis.range
    assert low < 200 < high < 400
    assert [note.text for note in figure.layout.annotations] == ["β → 4"] * 2
    marked = [trace.x[0] for trace in figure.data[3:]]
    assert marked == [4.0, 7.0, 4.0, 7.0]


@pytest.mark.parametrize("count", [0, 1])
def test_a_run_that_has_just_begun_can_be_drawn(count):
    figure = loss_curves([Line("a", "p", EPOCHS[:count], LOSS[:count])])
    low, high = figure.layout.yaxis.range
    assert low < high
    assert tuple(figure.layout.xaxis.range) == (0, 1)


def test_a_dimension_that_carries_nothing_is_marked():
    figure = kl_by_dimension(np.array([2.0, 0.001, 0.5]), 0.01)
    assert tuple(figure.data[0].y) == (2.0, 0.001, 0.5)
    assert tuple(figure.data[1].x) == (2,)


def test_pictures_stand_below_each_other_in_their_blocks():
    figure = stacked([("x", PICTURES[:10]), ("AE z", PICTURES), ("VAE z", PICTURES)])
    assert [image.sizey for image in figure.layout.images] == [1, 2, 2]
    tops = [image.y for image in figure.layout.images]
    assert all(below - above >= size for above, below, size in zip(tops, tops[1:], (1, 2), strict=False))
    assert [note.text for note in figure.layout.annotations] == ["x", "AE z", "VAE z"]


def test_marks_near_to_each_other_do_not_overprint():
    changes = [(1.0, "β → 2"), (1.2, "η → 0.01"), (1.4, "β → 4"), (9.0, "β → 8")]
    figure = loss_curves([Line("a", "p", EPOCHS, LOSS)], changes=changes)
    marks = [note for note in figure.layout.annotations if note.text == "β → 8" or note.x < 2]
    heights = {note.text: note.yshift for note in marks}
    assert len({heights[text] for _, text in changes[:3]}) == 3
    assert heights["β → 8"] == heights["β → 2"] == 0


def test_losses_have_a_logarithmic_scale_where_they_are_positive():
    figure = loss_curves([Line("a", "p", EPOCHS, LOSS)], log=True, changes=[(1.0, "β → 2")], now=0.5)
    assert figure.layout.yaxis.type == "log"
    low, high = figure.layout.yaxis.range
    assert 10**low < LOSS.min() < LOSS.max() < 10**high
    assert figure.layout.yaxis2.type != "log"
    mark = next(trace for trace in figure.data if trace.line.dash == "dot" and trace.xaxis == "x")
    assert tuple(mark.y) == pytest.approx((10**low, 10**high))
    note = figure.layout.annotations[0]
    assert note.y == high  # plotly places words on a logarithmic axis by their power of ten


def test_nothing_to_draw_is_an_empty_pair_of_axes_on_either_scale():
    assert {trace.xaxis for trace in loss_curves([]).data} == {"x", "x2"}  # plotly leaves out an empty panel
    for log in (False, True):
        assert loss_curves([], log=log).layout.yaxis.range[0] < loss_curves([], log=log).layout.yaxis.range[1]


def test_a_place_says_what_will_be_there():
    figure = awaited("codes", 300)
    assert (figure.layout.height, figure.layout.annotations[0].text) == (300, "codes")


LABELS = np.array([3, 3, 7, -1])
POINTS = np.array([[0, 0], [1, 1], [-4, 2], [0.5, 3]], dtype=np.float32)


def test_a_map_shows_each_code_in_its_classs_colour_which_the_legend_names():
    figure = latent_maps([Cloud("AE", POINTS), Cloud("VAE", POINTS)], LABELS)
    points = next(trace for trace in figure.data if trace.mode == "markers")
    assert np.array_equal(np.stack([points.x, points.y], 1), POINTS)
    assert points.marker.color == (colour("3"), colour("3"), colour("7"), colour("epsilon"))
    words = [note.text for note in figure.layout.annotations]
    assert words == ["<b>AE</b>", "<b>VAE</b>"]  # no numeral among the points can be covered, or missing
    named = [(trace.name, trace.marker.color) for trace in figure.data if trace.showlegend]
    assert named == [("3", colour("3")), ("7", colour("7"))]
    low, high = figure.layout.xaxis.range
    assert low < -4
    assert high > 2.4  # the prior is always in sight


def test_a_map_has_a_legend_of_its_classes_for_a_file_and_the_page_does_not_show_it():
    figure = latent_maps([Cloud("AE", POINTS), Cloud("VAE", POINTS)], LABELS)
    listed = [(trace.name, trace.marker.color) for trace in figure.data if trace.showlegend]
    assert listed == [("3", colour("3")), ("7", colour("7"))]
    assert figure.layout.showlegend is False


def test_classes_with_names_are_called_by_them():
    names = ["0", "1", "2", "cat", "4", "5", "6", "<b>dog</b>"]
    figure = latent_maps([Cloud("AE", POINTS)], LABELS, names=names)
    assert [trace.name for trace in figure.data if trace.showlegend] == ["cat", "&lt;b&gt;dog&lt;/b&gt;"]
    points = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(points.customdata) == ["cat", "cat", "&lt;b&gt;dog&lt;/b&gt;", ""]
    assert points.hovertemplate == "%{customdata}<extra></extra>"
    assert list(points.text) == ["3", "3", "7", ""]  # by which the page fades all others


def test_the_circle_holds_95_percent_of_the_prior():
    circle = latent_maps([Cloud("", POINTS)], LABELS).data[0]
    radius = np.hypot(circle.x, circle.y)
    assert stats.chi2(2).cdf(radius**2) == pytest.approx(0.95)


def test_posteriors_and_thumbnails_belong_to_their_points():
    covariances = np.array([[0.04, 0.01, 0.09]] * 3, dtype=np.float32)
    drawn = outlines(POINTS[:3], covariances)
    cloud = Cloud("VAE", POINTS, drawn, [(2, PICTURES[2])])
    figure = latent_maps([cloud], LABELS)
    lines = [trace for trace in figure.data[1:] if trace.mode == "lines"]
    assert [line.line.color for line in lines] == [colour("3"), colour("7")]
    assert [line.legendgroup for line in lines] == ["3", "7"]
    assert np.nanmean(lines[1].x[:-2]) == pytest.approx(-4, abs=1e-5)
    (image,) = figure.layout.images
    assert (image.x, image.y, image.name) == (-4, 2, "7")


def test_an_outline_is_the_ellipse_of_its_covariance():
    covariance = np.array([[0.5, 0.3], [0.3, 0.4]])
    flat = np.array([[0.5, 0.3, 0.4]], dtype=np.float32)
    around = outlines(np.zeros((1, 2), np.float32), flat)[0]
    # Every point is at Mahalanobis distance 1.
    assert np.einsum("ni,ij,nj->n", around, np.linalg.inv(covariance), around) == pytest.approx(1, rel=1e-4)
    assert around[0] == pytest.approx(around[-1], abs=1e-5)
    flat_one = outlines(np.ones((1, 2), np.float32), np.zeros((1, 3), np.float32))
    assert (flat_one == 1).all()


def test_points_are_spread_out_over_all_of_the_cloud():
    cloud = RNG.normal(size=(400, 2)).astype(np.float32)
    chosen = spread_out(cloud, 40)
    assert len(set(chosen)) == 40
    distances = np.linalg.norm(cloud[chosen][:, None] - cloud[chosen], axis=-1) + np.eye(40) * 9
    by_chance = np.linalg.norm(cloud[:40][:, None] - cloud[:40], axis=-1) + np.eye(40) * 9
    assert distances.min() > 3 * by_chance.min()
    assert spread_out(cloud[:3], 40) in ([0, 1, 2], [0, 2, 1])
    assert spread_out(cloud[:0], 5) == []


def test_changes_of_neighbouring_epochs_are_named_in_rows_of_their_own():
    lines = [Line("", "p", np.array([0.0, 10.0]), np.array([2.0, 1.0]))]
    figure = loss_curves(lines, changes=[(5.0, "β → 4"), (5.1, "β → 2"), (9.0, "β → 1")], last=10)
    first_panel = [note for note in figure.layout.annotations if note.xref == "x"]
    assert [note.yshift for note in first_panel] == [0, -15, 0]
