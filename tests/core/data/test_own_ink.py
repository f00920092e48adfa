"""What is ink: found against whatever ground, whichever way round, and said; never silently wrong."""

import io
import time

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from core.data import own_files as files
from vae_core.data.own import AS_FOUND, Options, OwnData, OwnDataLimits, read
from vae_core.errors import ConfigError, DatasetError

IMAGES = files.drawings()
INVERTED = "Dark and light changed places, so that the ground is 0."
ON_PAPER = (
    "The ground is grey or unevenly lit in 60 of 60 pictures: the ink was found against it, picture by picture, and "
    "stretched to full ink."
)


def ink(own: OwnData) -> np.ndarray:
    return own.dataset.images.reshape(-1, 28, 28) * 255


def read_pictures(pictures, options=AS_FOUND, **limits) -> OwnData:
    named = {f"{number:03}.png": content for number, content in enumerate(pictures)}
    return read("mine.zip", files.zipped(named), OwnDataLimits(**limits), options)


def photographs(light) -> np.ndarray:
    """The drawings in black ink on paper in some light, a function of the place in [-1, 1]²."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[-1:1:28j, -1:1:28j]
    paper = np.stack([light(np.cos(angle) * x + np.sin(angle) * y) for angle in random.uniform(0, 6.28, len(IMAGES))])
    noise = random.normal(0, 2, IMAGES.shape)
    return np.rint(np.clip(paper * (1 - 0.85 * IMAGES / 255) + noise, 0, 255)).astype(np.uint8)


LIGHTS = {
    "from one side": lambda place: 150 + 70 * place,
    "fading to the corners": lambda place: 210 - 90 * place**2,
    "dim": lambda place: 120 + 0 * place,
    "a shadow with an edge": lambda place: 150 + 60 * np.tanh(6 * place),
}


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("is_chalk", [False, True])
def test_ink_is_found_on_paper_in_any_light(light, is_chalk):
    photographed = photographs(LIGHTS[light])
    own = read("mine.npy", files.npy(255 - photographed if is_chalk else photographed))
    assert ON_PAPER in own.said
    assert INVERTED not in own.said
    assert ink(own)[IMAGES == 0].mean() < 4
    assert ink(own)[IMAGES == 255].mean() > 220
    likeness = [np.corrcoef(x.ravel(), y.ravel())[0, 1] for x, y in zip(ink(own), IMAGES, strict=True)]
    assert np.mean(likeness) > 0.97


def test_a_ground_that_is_no_paper_stays_and_is_spoken_of():
    random = np.random.default_rng(0)
    noise = random.integers(0, 256, (60, 28, 28), dtype=np.uint8)
    own = read("mine.npy", files.npy(noise))
    assert np.array_equal(ink(own).round(), noise)
    assert any(sentence.startswith("The ground of most pictures is neither black nor white") for sentence in own.said)


def test_of_scans_and_photographs_together_each_is_read_by_its_ground():
    photographed = photographs(LIGHTS["from one side"])
    mixed = np.where(np.arange(60)[:, None, None] % 4 == 0, photographed, 255 - IMAGES)
    own = read("mine.npy", files.npy(mixed))
    assert ink(own)[IMAGES == 0].mean() < 4
    assert ink(own)[IMAGES == 255].mean() > 220
    assert own.said[1:] == (ON_PAPER.replace("60 of 60", "15 of 60"), INVERTED)


@pytest.mark.parametrize("texture", [4, 30])
@pytest.mark.parametrize("is_turned_over", [False, True])
def test_garments_that_reach_the_edges_are_no_shadows(texture, is_turned_over):
    random = np.random.default_rng(0)
    y, x = np.mgrid[0:28, 0:28]
    garments = np.zeros((60, 28, 28), np.uint8)
    for garment in garments:
        cloth = (abs(x - 13.5) < random.integers(5, 9)) | ((y > 1) & (y < random.integers(8, 27)))
        garment[cloth] = (random.integers(60, 200) + random.normal(0, texture, cloth.sum())).clip(0, 255)
    own = read("mine.npy", files.npy(255 - garments if is_turned_over else garments))
    assert ON_PAPER not in own.said
    assert np.array_equal(ink(own).round(), garments)


def test_light_and_dark_grounds_may_be_mixed():
    mixed = np.where(np.arange(60)[:, None, None] % 3 == 0, 255 - IMAGES, IMAGES)
    own = read("mine.npy", files.npy(mixed))
    assert np.array_equal(ink(own).round(), IMAGES)
    assert "Some pictures have a light ground, some a dark one: in 20 of 60, dark and light changed places." in own.said


@pytest.mark.parametrize("paper", [255, 248, 200])
def test_white_paper_becomes_0(paper):
    own = read("mine.npy", files.npy((paper - IMAGES.astype(int) * paper // 255).astype(np.uint8)))
    assert ink(own)[IMAGES == 0].max() <= 255 - 240
    assert ink(own)[IMAGES == 255].min() >= 240


@pytest.mark.parametrize("invert", [True, False])
def test_what_is_found_can_be_overruled(invert):
    own = read("mine.npy", files.npy(IMAGES), options=Options(invert=invert))
    assert np.array_equal(ink(own).round(), 255 - IMAGES if invert else IMAGES)
    assert (INVERTED in own.said) == invert


TURNS = {
    "transposed": lambda x: x.transpose(0, 2, 1),
    "left": lambda x: np.rot90(x, 1, (1, 2)),
    "right": lambda x: np.rot90(x, -1, (1, 2)),
    "over": lambda x: x[:, ::-1, ::-1],
    "none": lambda x: x,
}


@pytest.mark.parametrize("turn", TURNS)
def test_pictures_can_be_turned(turn):
    own = read("mine.npy", files.npy(IMAGES), options=Options(turn=turn))
    assert np.array_equal(ink(own).round(), TURNS[turn](IMAGES))


@pytest.mark.parametrize(
    "options", [{"turn": "up"}, {"levels": (1, 0)}, {"levels": (0, float("nan"))}, {"levels": (1,)}, {"invert": "no"}]
)
def test_options_check_themselves(options):
    with pytest.raises((ConfigError, TypeError)):
        Options(**options)


# ---- files of pictures -----------------------------------------------------------------------------------


def test_black_ink_on_a_transparent_ground_is_ink_on_nothing():
    pixels = np.zeros((*IMAGES.shape, 4), np.uint8)
    pixels[..., 3] = IMAGES
    own = read_pictures(files.picture(each) for each in pixels)
    assert np.abs(ink(own) - IMAGES).max() <= 1
    assert "The ink is dark, and its ground transparent: it was laid on white paper." in own.said
    assert np.abs(ink(read("mine.npy", files.npy(pixels))) - IMAGES).max() <= 1


def test_white_ink_on_a_transparent_ground_is_ink_on_nothing():
    pixels = np.full((*IMAGES.shape, 4), 255, np.uint8)
    pixels[..., 3] = IMAGES
    own = read_pictures(files.picture(each) for each in pixels)
    assert np.abs(ink(own) - IMAGES).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_photographs_stand_as_they_were_taken(orientation, kind):
    before = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}[orientation]  # which undoes it
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
    exif = Image.Exif()
    exif[0x0112] = orientation
    contents = []
    for image in IMAGES:
        laid = Image.fromarray(image)
        laid = laid.transpose(Image.Transpose(undo[before])) if before in undo else laid
        content = io.BytesIO()
        laid.save(content, kind, exif=exif, **({"quality": 100} if kind == "JPEG" else {}))
        contents.append(content.getvalue())
    own = read_pictures(contents)
    assert np.abs(ink(own) - IMAGES).max() <= 12
    said = "Turned upright, as their cameras have noted (EXIF): 60 of 60."
    assert (said in own.said) == (orientation > 1)


def test_pictures_of_a_phone_in_heic_are_read():
    contents = []
    for image in IMAGES:
        content = io.BytesIO()
        large = Image.fromarray(np.kron(image, np.ones((4, 4), np.uint8)))
        pillow_heif.from_pillow(large.convert("RGB")).save(content, quality=95)
        contents.append(content.getvalue())
    assert np.abs(ink(read_pictures(contents)) - IMAGES).mean() < 3


def test_palettes_bits_and_ink_for_printing_are_read():
    for mode in ("P", "1", "LA", "RGB", "CMYK", "I;16"):
        kind = "TIFF" if mode == "CMYK" else "PNG"
        contents = []
        for image in (IMAGES > 99).astype(np.uint8) * 255:
            content = io.BytesIO()
            made = Image.fromarray(image.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(image)
            (made if mode == "I;16" else made.convert(mode)).save(content, kind)
            contents.append(content.getvalue())
        assert np.abs(ink(read_pictures(contents)) - 255 * (IMAGES > 99)).max() <= 1, mode


def test_what_all_pictures_would_take_is_counted_before_one_is_decoded(monkeypatch):
    huge = files.picture(np.zeros((4000, 4000), np.uint8))
    monkeypatch.setattr(Image.Image, "convert", None)  # nothing is
    before = time.process_time()
    with pytest.raises(DatasetError, match="at most 400 MB once unpacked, found more"):
        read_pictures([huge] * 100)
    assert time.process_time() - before < 2


def test_large_photographs_are_decoded_small():
    large = files.picture(np.kron(IMAGES[0], np.ones((108, 144), np.uint8)), "JPEG")
    assert len(read_pictures([large] * 5, unpacked_bytes=20_000_000, fewest_images=5).dataset) == 5
