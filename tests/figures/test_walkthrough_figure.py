"""A step in slow motion: every number of the walkthrough has its place, and only the stage at work is lit."""

import base64
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from vae_core.figures.canvas import axis_suffix, colour
from vae_core.figures.walkthrough import (
    CHANGE,
    CODE,
    DRAW,
    GRADIENT,
    LOSS,
    NOISE,
    PANELS,
    X_HAT,
    X,
    layer_sign,
    walkthrough,
)
from vae_core.figures.walkthrough_marks import FAINT, STAGES

RNG = np.random.default_rng(0)
LAYERS = {
    "encoder.trunk.0": 3.0,
    "encoder.trunk.2": 0.4,
    "encoder.mean": 20.0,
    "decoder.trunk.0": 7.0,
    "decoder.logits": 1.0,
}


def step(kind: str, latent: int = 2, count: int = 8) -> SimpleNamespace:
    mean, sigma, noise = (RNG.normal(size=(count, latent)).astype(np.float32) for _ in range(3))
    sigma = np.exp(sigma)
    is_vae = kind == "vae"
    reconstruction, kl = RNG.uniform(80, 120, count), RNG.uniform(0, 3, (count, latent))
    return SimpleNamespace(
        images=RNG.uniform(size=(count, 784)).astype(np.float32),
        reconstructions=RNG.uniform(size=(count, 784)).astype(np.float32),
        mean=mean,
        standard_deviation=sigma if is_vae else None,
        noise=noise if is_vae else None,
        codes=mean + sigma * noise if is_vae else mean,
        reconstruction=reconstruction,
        kl=kl if is_vae else None,
        loss=reconstruction + 2 * kl.sum(1) if is_vae else reconstruction,
        loss_before=101.234,
        loss_after=99.876,
        gradient_norms=LAYERS,
        relative_updates={name: value / 1000 for name, value in LAYERS.items()},
    )


AE, VAE = step("ae"), step("vae")
BOTH = [("Autoencoder", AE), ("VAE", VAE)]


def panel(figure, model: int, number: int) -> list:
    return [trace for trace in figure.data if trace.xaxis == f"x{axis_suffix(model * len(PANELS) + number)}"]


def shown(image) -> np.ndarray:
    """The ink of a layout image, which is black on white."""
    return 255 - np.asarray(Image.open(BytesIO(base64.b64decode(image.source.split(",")[1]))))


def test_codes_noise_and_draws_are_those_of_the_step():
    figure = walkthrough(BOTH)
    for d, trace in enumerate(panel(figure, 1, CODE)):
        assert trace.x == pytest.approx(VAE.mean[:, d])
        assert trace.error_x.array == pytest.approx(VAE.standard_deviation[:, d])
    for d, trace in enumerate(panel(figure, 1, NOISE)):
        assert trace.x == pytest.approx(VAE.noise[:, d])
    for d, trace in enumerate(panel(figure, 1, DRAW)):
        path = np.array(trace.x).reshape(-1, 3)
        assert path[:, 0] == pytest.approx(VAE.mean[:, d])
        assert path[:, 1] == pytest.approx(VAE.codes[:, d])
        assert np.isnan(path[:, 2]).all()
        assert (trace.marker.symbol, trace.marker.angleref) == ("arrow", "previous")


def test_each_image_keeps_its_row_in_all_panels():
    figure = walkthrough(BOTH)
    for number in (CODE, NOISE, DRAW, LOSS):
        for trace in panel(figure, 1, number):
            if trace.y[0] is not None:
                assert set(np.floor(trace.y)) == set(range(8))


def test_an_autoencoder_has_points_without_noise():
    figure = walkthrough(BOTH)
    for d in range(2):
        assert panel(figure, 0, CODE)[d].error_x.array is None
        assert panel(figure, 0, DRAW)[d].x == pytest.approx(AE.codes[:, d])
        assert panel(figure, 0, DRAW)[d].mode == "markers"
    assert len(panel(figure, 0, NOISE)) == 1  # which holds the panel's place
    assert "no noise" in [note.text for note in figure.layout.annotations]


def test_the_loss_is_reconstruction_and_weighted_kl_end_to_end():
    figure = walkthrough(BOTH)
    (alone,) = panel(figure, 0, LOSS)
    assert alone.x == pytest.approx(AE.loss)
    first, second = panel(figure, 1, LOSS)
    assert first.x == pytest.approx(VAE.reconstruction)
    assert second.base == pytest.approx(VAE.reconstruction)
    assert np.array(second.base) + np.array(second.x) == pytest.approx(VAE.loss)
    low, high = figure.layout[f"xaxis{axis_suffix(LOSS)}"].range
    assert low == 0
    assert high > max(AE.loss.max(), VAE.loss.max())


def test_layers_show_gradient_and_change_on_axes_that_both_models_share():
    figure = walkthrough(BOTH)
    for number, values in ((GRADIENT, LAYERS), (CHANGE, AE.relative_updates)):
        found = {row: size for trace in panel(figure, 0, number) for row, size in zip(trace.y, trace.x, strict=True)}
        assert [found[row + 0.5] for row in range(len(values))] == list(values.values())
        axes = [figure.layout[f"xaxis{axis_suffix(model * len(PANELS) + number)}"] for model in (0, 1)]
        assert axes[0].type == "log"
        assert axes[0].range == axes[1].range
        assert 10 ** axes[0].range[0] < min(values.values())
        assert max(values.values()) <= 10 ** axes[0].range[1]
    assert figure.layout[f"yaxis{axis_suffix(GRADIENT)}"].ticktext == ("E1", "E2", "μ", "D1", "x̂")
    encoder, decoder = panel(figure, 0, GRADIENT)
    assert (encoder.marker.color, decoder.marker.color) == (colour("q"), colour("p"))


def test_pictures_stand_in_their_columns():
    figure = walkthrough(BOTH)
    first, second = figure.layout.images[2:]
    assert (first.xref, second.xref) == tuple(f"x{axis_suffix(len(PANELS) + number)}" for number in (X, X_HAT))
    for image, pictures in ((first, VAE.images), (second, VAE.reconstructions)):
        assert shown(image)[:28, :28, 0] == pytest.approx(255 * pictures[0].reshape(28, 28), abs=0.51)
        assert image.sizey == 8


def test_the_loss_before_and_after_is_written_out():
    notes = [note.text for note in walkthrough(BOTH).layout.annotations]
    assert notes.count("loss on this batch: 101.23 → 99.88") == 2
    assert {"<b>Autoencoder</b>", "<b>VAE</b>"} <= set(notes)


@pytest.mark.parametrize("stage", STAGES)
def test_only_the_stage_at_work_is_lit(stage):
    figure = walkthrough(BOTH, stage)
    lit = {"encode": {CODE}, "sample": {NOISE, DRAW}, "decode": set(), "loss": {LOSS}, "update": {GRADIENT, CHANGE}}
    faint = f"{FAINT:g})"
    for number in (CODE, NOISE, DRAW, LOSS, GRADIENT, CHANGE):
        for trace in panel(figure, 1, number):
            if trace.x[0] is None:
                continue
            is_faint = trace.marker.color.endswith(faint) if trace.type == "bar" else trace.opacity == FAINT
            assert is_faint == (number not in lit[stage]), number
    pictures = [image.opacity for image in figure.layout.images]
    assert pictures == [1 if stage == "encode" else FAINT, 1 if stage == "decode" else FAINT] * 2
    bold = [note.text for note in figure.layout.annotations[:5] if note.text.startswith("<b>")]
    assert bold == [f"<b>{STAGES.index(stage) + 1} {stage}</b>"]
    assert [line.line.width > 1 for line in figure.layout.shapes] == [name == stage for name in STAGES]


def test_without_a_stage_all_is_lit():
    figure = walkthrough(BOTH)
    assert {image.opacity for image in figure.layout.images} == {1}
    assert {trace.opacity for trace in figure.data} <= {1, None}


@pytest.mark.parametrize("latent", [1, 2, 5])
@pytest.mark.parametrize("count", [1, 3, 8])
def test_any_batch_and_any_code_fit(latent, count):
    walk = step("vae", latent, count)
    figure = walkthrough([("VAE", walk)], "sample")
    draws = panel(figure, 0, DRAW)
    assert len(draws) == min(latent, 2)
    assert figure.layout.images[0].sizey == count
    low, high = figure.layout[f"xaxis{axis_suffix(DRAW)}"].range
    drawn = walk.codes[:, :2]
    assert low < min(drawn.min(), 0)
    assert max(drawn.max(), 0) < high


def test_words_are_the_callers():
    from vae_core.figures.walkthrough import WORDS

    words = {**WORDS, "sample": "采样", "before and after": "{before} 变成 {after}"}
    notes = [note.text for note in walkthrough(BOTH, words=words).layout.annotations]
    assert "<b>2 采样</b>" in notes
    assert "101.23 变成 99.88" in notes


def test_a_density_may_have_a_negative_loss():
    walk = step("vae")
    walk.reconstruction = walk.reconstruction - 500
    walk.loss = walk.loss - 500
    low, high = walkthrough([("VAE", walk)]).layout[f"xaxis{axis_suffix(LOSS)}"].range
    assert low < walk.reconstruction.min()
    assert high == 0


@pytest.mark.parametrize(
    ("name", "sign"), [("encoder.trunk.0", "E1"), ("decoder.trunk.6", "D4"), ("encoder.log_variance", "log σ²")]
)
def test_layers_have_short_names(name, sign):
    assert layer_sign(name) == sign


def test_a_layer_that_stands_still_has_no_power_of_ten():
    walk = step("ae")
    walk.gradient_norms = dict.fromkeys(LAYERS, 0.0)
    walkthrough([("AE", walk)])
