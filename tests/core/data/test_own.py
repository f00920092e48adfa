"""A visitor's own images: read as they look, or refused in a sentence that says why."""

import contextlib
import gzip
import io
import re
import struct
import tracemalloc
import zipfile
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.builders import idx_bytes, noise_images
from core.data import own_files as files
from vae_core.config import to_json
from vae_core.data.own import NAME, Options, OwnData, OwnDataLimits, from_packed, read, split, to_bytes
from vae_core.data.own.stack import shrink
from vae_core.errors import ConfigError, DatasetError
from vae_core.packing import pack

RANDOM = np.random.default_rng(0)
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")


def digits_like(count: int = 60, side: int = 28) -> np.ndarray:
    """Bright blocks on black, uint8 ``[n, side, side]``, each of another brightness."""
    images = np.zeros((count, side, side), np.uint8)
    images[:, side // 4 : -(side // 4), side // 3 : -(side // 3)] = 100 + np.arange(count)[:, None, None] % 150
    return images


def standardised_by_pixel() -> np.ndarray:
    images = RANDOM.normal(size=(200, 28, 28)).cumsum(0)
    return (images - images.mean(0)) / images.std(0)


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def zipped(files: dict[str | zipfile.ZipInfo, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def picture(pixels: np.ndarray, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **options)
    return file.getvalue()


def pictures(count: int = 60, folder=lambda i: "", **changes) -> dict[str, bytes]:
    images = digits_like(count)
    return {f"{folder(i)}{i:03}.png": picture(images[i]) for i in range(count)} | changes


IMAGES = digits_like()
GREY_ZIP = zipped(pictures())
NPZ = npz(images=IMAGES, labels=np.arange(60) % 3)
IDX = idx_bytes(IMAGES)


def squares(own: OwnData) -> np.ndarray:
    assert isinstance(own, OwnData)
    return own.dataset.images.reshape(-1, 28, 28)


def refused(content: bytes, message: str, name: str = "mine.zip", **limits) -> None:
    with pytest.raises(DatasetError, match=message) as caught:
        read(name, content, OwnDataLimits(**limits))
    assert re.match(r"\S.*[.)]$", str(caught.value), re.S), "a sentence"
    assert str(caught.value).startswith(name)


# --- what is read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [NPZ, IDX, gzip.compress(IDX, mtime=0), GREY_ZIP, npz(x=IMAGES / 255), npz(anything=IMAGES, names=np.array("a"))],
)
@pytest.mark.parametrize("name", ["a.npz", "b.zip", "c.gz", "d", ""])
def test_every_kind_is_known_by_its_content(content, name):
    own = read(name, content)
    assert np.array_equal(squares(own), IMAGES.astype(np.float32) / np.float32(255))
    assert (own.dataset.name, own.dataset.split, own.held_out) == (NAME, "train", None)
    if content != NPZ:
        assert own.said[0] == "No labels were found."
        assert own.class_names == ()
        assert (own.dataset.labels == -1).all()


def test_labels_count_from_0_and_keep_their_names():
    own = read("mine.npz", npz(x=IMAGES, y=np.array([[7], [-2], [40]] * 20)))
    assert own.class_names == ("-2", "7", "40")
    assert own.dataset.labels[:3].tolist() == [1, 0, 2]
    assert own.dataset.labels.dtype == np.int64


def test_keras_names_its_training_set():
    own = read("mnist.npz", npz(x_train=IMAGES, y_train=np.arange(60), x_test=IMAGES[:50], y_test=np.arange(50)))
    assert (len(own.dataset), len(own.held_out)) == (60, 50)
    assert own.class_names[-1] == "59"


@pytest.mark.parametrize(
    "values",
    [
        IMAGES[..., None],
        IMAGES[:, None],
        IMAGES.reshape(60, -1),
        np.repeat(IMAGES[..., None], 3, 3),
        np.repeat(IMAGES[:, None], 3, 1),
        np.concatenate([np.repeat(IMAGES[..., None], 3, 3), np.full((60, 28, 28, 1), 255, np.uint8)], 3),
        np.asfortranarray(IMAGES),
        IMAGES.astype(">i2"),
        IMAGES.astype(np.float64),
        (IMAGES / 255).astype(np.float32),
    ],
)
def test_every_layout_and_scale_is_understood(values):
    found = squares(read("mine.npz", npz(images=values)))
    assert found == pytest.approx(IMAGES / 255, abs=0.51 / 255)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.float16])
def test_black_and_white_may_be_0_and_1(dtype):
    assert set(np.unique(squares(read("mine.npz", npz(images=(IMAGES > 0).astype(dtype)))))) == {0, 1}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_of_images_is_read(kind):
    options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    own = read("mine.zip", zipped({f"{i}": picture(image, kind, **options) for i, image in enumerate(IMAGES)}))
    assert np.abs(squares(own) - IMAGES / 255).mean() < 0.01


def test_colours_become_their_brightness_and_what_is_transparent_black():
    colour = np.zeros((28, 28, 4), np.uint8)
    colour[4:24, 4:10] = (255, 0, 0, 255)
    colour[4:24, 10:16] = (0, 255, 0, 255)
    colour[4:24, 16:24] = (255, 255, 255, 128)
    colour[0:4] = (255, 255, 255, 0)
    for content in (npz(images=np.stack([colour] * 50)), zipped({f"{i}.png": picture(colour) for i in range(50)})):
        image = squares(read("mine", content))[0]
        assert image[12, [7, 13, 20]] == pytest.approx([0.299, 0.587, 128 / 255], abs=0.005)
        assert not image[:4].any()


def test_sixteen_bits_are_not_cut_to_eight():
    deep = IMAGES.astype(np.uint16) * 257
    own = read("mine.zip", zipped({f"{i}.png": picture(image) for i, image in enumerate(deep)}))
    assert np.array_equal(squares(own), IMAGES.astype(np.float32) / np.float32(255))


def test_a_film_shows_its_first_frame():
    file = io.BytesIO()
    frames = [Image.fromarray(image) for image in (IMAGES[20], np.full((28, 28), 255, np.uint8))]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    own = read("mine.zip", zipped({f"{i}.gif": file.getvalue() for i in range(50)}))
    assert squares(own)[0] == pytest.approx(IMAGES[20] / 255)


@pytest.mark.parametrize(("height", "width"), [(56, 56), (84, 28), (10, 40), (8, 8), (300, 200), (29, 1000)])
def test_the_aspect_ratio_is_kept_and_areas_are_averaged(height, width):
    image = RANDOM.random((1, height, width), dtype=np.float32)
    small = shrink(image)[0]
    scale = 28 / max(height, width)
    assert small.shape == (max(1, round(height * scale)), max(1, round(width * scale)))
    assert small.mean() / 255 == pytest.approx(float(image.mean()), abs=0.01)
    block = np.kron(image[0], np.ones(small.shape))  # every part of the small picture covers whole pixels of this
    reference = block.reshape(small.shape[0], height, small.shape[1], width).mean((1, 3))
    assert np.abs(small / 255 - reference).max() <= 0.51 / 255


def test_small_ones_lie_in_the_middle_of_the_background():
    tall = np.full((50, 40, 20), 255, np.uint8)
    tall[:, :3], tall[:, -3:], tall[:, :, :3], tall[:, :, -3:] = 0, 0, 0, 0
    image = squares(read("mine.npz", npz(images=tall)))[0]
    assert not image[:, :7].any()
    assert not image[:, 21:].any()
    assert image[14, 14] == 1


def test_dark_ink_on_light_paper_is_turned_over():
    tall = np.full((50, 40, 20), 255, np.uint8)
    tall[:, 10:30, 5:15] = 30
    for content in (npz(images=tall), zipped({f"{i}.png": picture(image) for i, image in enumerate(tall)})):
        own = read("mine", content)
        assert "Dark and light changed places, so that the ground is 0." in own.said
        image = squares(own)[0]
        assert image[14, 14] == pytest.approx(225 / 255)
        assert not image[:, :7].any()
        assert not image[0].any()


def test_folders_are_classes():
    own = read("mine.zip", zipped(pictures(folder=lambda i: f"all/{['b', 'a', '猫'][i % 3]}/")))
    assert own.class_names == ("a", "b", "猫")
    assert own.dataset.labels[:4].tolist() == [1, 0, 2, 1]


@pytest.mark.parametrize("folder", [lambda i: "only/", lambda i: "cats/" if i else ""])
def test_one_folder_or_images_outside_make_no_classes(folder):
    own = read("mine.zip", zipped(pictures(folder=folder)))
    assert own.class_names == ()
    assert (own.dataset.labels == -1).all()


def test_what_a_mac_adds_is_nothing_and_a_few_other_files_are_counted():
    hidden = {f"__MACOSX/._{i}.png": b"x" for i in range(60)} | {".DS_Store": b"x", "a/.hidden": b"x", "empty/": b""}
    own = read("mine.zip", zipped(pictures(**hidden, **{"read me.md": b"hello", "more": b"1,2"})))
    assert len(own.dataset) == 60
    assert "Passed over, as no images: 2 (read me.md, more)." in own.said


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "an empty one"),
        (b"hello world", "is a file of another kind. Read are a zip or tar of pictures"),
        (picture(IMAGES[0]), "is a single image: choose at least 50 together, or put them into a zip"),
        (NPZ[100:], "is a file of another kind"),
        (NPZ[:-30], "a truncated or damaged one"),
        (GREY_ZIP[:-30], "a truncated or damaged one"),
        (gzip.compress(IDX, mtime=0)[:-9], "a truncated or damaged one"),
        (gzip.compress(b"not images", mtime=0), "is a file of another kind"),
        (IDX[:-1], "its header promises 60 x 28 x 28 = 47040 bytes of data, found 47039"),
        (idx_bytes(np.zeros(60, np.uint8)), "expected an IDX file of images, found one of labels"),
        (zipped({}), "at least 50 images, found 0"),
        (zipped(pictures(49)), "at least 50 images, found 49"),
        (npz(images=IMAGES[:49]), "at least 50 images, found 49"),
        (zipped({f"{i}.png": b"no image" for i in range(60)}), "60 of the 60 files in it are no images"),
        (zipped(pictures() | {f"{i}.txt": b"" for i in range(7)}), "7 of the 67 files in it are no images"),
        (zipped(pictures(**{"cut.png": picture(IMAGES[0])[:-40]})), "cut.png: expected a whole image, found a trunc"),
        (zipped({f"{i}.zip": GREY_ZIP for i in range(60)}), "60 of the 60 files in it are no images"),
        (npz(images=np.zeros((60, 28, 28), np.uint8)), "only evenly grey areas"),
        (zipped({f"{i}.png": picture(IMAGES[0] * 0 + 9) for i in range(60)}), "only evenly grey areas"),
    ],
)
def test_files_that_are_not_what_they_should_be(content, message):
    refused(content, message)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"images": IMAGES * np.nan}, "NaN or infinity"),
        ({"images": np.where(IMAGES > 120, np.inf, 0)}, "NaN or infinity"),
        ({"images": standardised_by_pixel()}, "each pixel was standardised by itself"),
        ({"images": IMAGES.astype(object)}, "found Python objects, which are never unpickled"),
        ({"images": IMAGES.astype(complex)}, "found complex numbers"),
        ({"images": IMAGES.astype("U3")}, "found text"),
        ({"images": np.zeros(60, "u1,f4")}, "found records of several fields"),
        ({"images": IMAGES[0]}, r"expected images as \[n, height, width\].* found \[28, 28\]"),
        ({"images": IMAGES[..., :5].reshape(60, -1)}, r"found \[60, 140\]"),
        ({"images": np.zeros((60, 28, 28, 2))}, r"found \[60, 28, 28, 2\]"),
        ({"images": np.zeros((60, 1, 1))}, r"found \[60, 1, 1\]"),
        ({"images": np.float32(3)}, r"found \[\]"),
        ({"images": np.zeros((0, 28, 28))}, "found an array of shape"),
        ({"images": np.zeros((50, 2, 4097), np.uint8)}, "at most 4096 pixels a side"),
        ({"a": IMAGES, "b": IMAGES}, "several that could be: a, b"),
        ({"a": np.arange(60), "b": np.arange(60)}, "none among: a, b. Call the images 'images'"),
        ({"images": IMAGES, "labels": np.arange(59)}, r"for each of the 60 images, found labels of shape \[59\]"),
    ],
)
def test_arrays_that_are_not_images(arrays, message):
    refused(npz(**arrays), message, "mine.npz")


IN_FOLDERS = zipped(pictures(folder=lambda i: f"{i % 3}/"))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"upload_bytes": 100}, "at most 0 MB, found 0.0 MB"),
        ({"unpacked_bytes": 1000}, "once unpacked, found more"),
        ({"images": 55}, "at most 55 images, found 60"),
        ({"side": 27}, "at most 27"),
    ],
)
@pytest.mark.parametrize("content", [NPZ, gzip.compress(IDX, mtime=0), IN_FOLDERS])
def test_every_limit_holds_for_every_kind(content, limits, message):
    refused(content, message, **limits)


@pytest.mark.parametrize("content", [NPZ, IN_FOLDERS])
def test_more_classes_than_the_limit_are_left_out(content):
    own = read("mine", content, OwnDataLimits(classes=2))
    assert own.class_names == ()
    assert "The labels are left out: 3 different ones for 60 images are no classes." in own.said


@pytest.mark.parametrize("path", ["../a.png", "a/../../b.png", "/etc/a.png", "C:/a.png", "..\\b.png", "..", "c:a.png"])
@pytest.mark.parametrize("others", [pictures(), {"images.npy": b""}])
def test_a_path_that_climbs_spoils_the_archive(path, others):
    refused(zipped(others | {path: b"x"}), "which leads out of it")


def test_links_and_passwords_are_refused():
    link = zipfile.ZipInfo("link.png")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    refused(zipped(pictures() | {link: b"/etc/passwd"}), "found 'link.png', a link")
    encrypted = bytearray(GREY_ZIP)
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(encrypted), "without a password, found '000.png' encrypted")
    refused(zipped(pictures(), zipfile.ZIP_LZMA), "packed by another method")


@contextlib.contextmanager
def memory_below(megabytes: float):
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert peak < megabytes


BOMB = zipped({"images.npy": b"\x93NUMPY" + bytes(60_000_000)})


def lying(content: bytes, size: int) -> bytes:
    """An archive whose directory and headers say that each file has ``size`` bytes unpacked."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset : at + offset + 4] = struct.pack("<I", size)
            at = changed.find(signature, at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "at most 10 MB once unpacked, found more"),
        (lying(BOMB, 1000), "damaged"),
        (lying(BOMB, 9_000_000), "damaged"),
        (gzip.compress(bytes(60_000_000), mtime=0), "at most 10 MB once unpacked, found more"),
        (zipped({f"{i}.png": picture(np.zeros((1500, 1500), np.uint8)) for i in range(5)}), "once unpacked"),
    ],
)
def test_a_bomb_does_not_go_off(content, message):
    with memory_below(45):
        refused(content, message, unpacked_bytes=10_000_000)


def test_a_header_that_promises_the_moon_takes_no_memory():
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (60, 2**17, 2**17)})
    with memory_below(5):
        refused(zipped({"images.npy": header.getvalue()}), "promises 8246337208320 bytes of data, found 0")


def test_a_directory_that_promises_more_than_there_is_is_refused():
    refused(lying(zipped(pictures()), 5000), r"000.png in it is damaged \(expected 5000 bytes, found \d+\)")


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header says what one likes."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    whole = picture(IMAGES[0])
    return whole[:12] + header + struct.pack(">I", zlib.crc32(header)) + whole[33:]


@pytest.mark.parametrize("size", [(4097, 20), (12_000, 12_000), (2**31 - 1, 2**31 - 1)])
def test_an_image_of_absurd_size_is_refused_before_it_is_decoded(size):
    with memory_below(5):
        refused(
            zipped(pictures(**{"z.png": png_of(*size)})), "z.png: expected (an image of at most 4096|a whole image)"
        )


def test_many_entries_are_counted_before_they_are_read():
    content = GREY_ZIP + b"PK\x01\x02" * 200
    refused(content, "at most 60 images, found far more files", images=60)


def test_a_long_and_odd_name_is_shortened():
    with pytest.raises(DatasetError) as caught:
        read("a\n\x00b" * 100, b"x")
    assert re.match(r"(ab)+…[ab]+ is a file", str(caught.value))


SEEDS = [
    files.npy(IMAGES[:4]),
    files.table(IMAGES[:4], [1, 2, 1, 2]),
    files.hub(IMAGES[:4], np.arange(4)),
    files.tarred(pictures(4) | {"labels.csv": b"000,a\n001,b\n002,a"}, "w:gz"),
    files.zipped(files.idx_files(IMAGES[:4], np.arange(4))),
    npz(x_train=IMAGES[:4] / 3, y_train=np.eye(4), x_test=IMAGES[4:8] / 3, y_test=np.eye(4)),
    NPZ,
    IDX,
    gzip.compress(IDX, mtime=0),
    GREY_ZIP,
    zipped({f"{i}": picture(IMAGES[i], f) for i, f in enumerate(FORMATS)}),
]


# NumPy remarks on what Python 2 has saved, which a flipped bit may pretend.
pytestmark = pytest.mark.filterwarnings("ignore:Reading .* Python 2")


def survives(content: bytes) -> None:
    limits = OwnDataLimits(unpacked_bytes=10_000_000, fewest_images=1)
    try:
        own = read("mine", content, limits)
    except DatasetError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
        return
    images = own.dataset.images
    assert images.shape == (len(own.dataset.labels), 784)
    assert 0 <= images.min() <= images.max() <= 1


@given(st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"\0\0\x08\x03", b"\x93NUMPY"]), st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(start, rest):
    survives(start + rest)


@given(st.sampled_from(SEEDS), st.data())
def test_a_file_cut_anywhere_is_read_or_refused(content, choose):
    survives(content[: choose.draw(st.integers(0, len(content)))])


@given(st.sampled_from(SEEDS), st.data())
def test_flipped_bits_are_read_or_refused(content, choose):
    survives(flipped(content, choose))


@given(st.sampled_from(FORMATS), st.data())
def test_damaged_images_are_read_or_refused(kind, choose):
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    damaged = flipped(picture(IMAGES[0], kind, **options), choose)
    survives(zipped({"0": damaged, "1.png": picture(IMAGES[1])}))


def test_an_array_saved_by_python_2_is_read():
    file = io.BytesIO()
    np.save(file, IMAGES)
    shape = repr(IMAGES.shape).encode()
    older = file.getvalue().replace(shape + b", }  ", shape.replace(b",", b"L,", 1) + b", } ")
    assert b"L," in older[:128]
    assert len(read("mine", zipped({"images.npy": older})).dataset) == len(IMAGES)


@given(st.data())
def test_damaged_arrays_are_read_or_refused(choose):
    file = io.BytesIO()
    np.save(file, IMAGES[:2].astype(choose.draw(st.sampled_from(["u1", "<f4", ">i8"]))))
    content = file.getvalue()
    survives(zipped({"images.npy": flipped(content, choose, choose.draw(st.sampled_from([128, len(content)])))}))


def flipped(content: bytes, choose, within: int | None = None) -> bytes:
    damaged = bytearray(content)
    for _ in range(choose.draw(st.integers(1, 4))):
        bit = choose.draw(st.integers(0, (within or len(content)) * 8 - 1))
        damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)


# --- what is done with it ---------------------------------------------------------------------


def test_a_split_shares_the_images_out():
    dataset = noise_images(100)
    train, held_out = split(dataset)
    assert (len(train), len(held_out)) == (80, 20)
    assert (train.split, held_out.split) == ("train", "test")
    rows = {bytes(image): label for image, label in zip(dataset.images, dataset.labels, strict=True)}
    for part in (train, held_out):
        assert all(rows.pop(bytes(x)) == y for x, y in zip(part.images, part.labels, strict=True))
    assert not rows
    assert not np.array_equal(train.images, dataset.images[:80])


def test_a_seed_repeats_a_split():
    dataset = noise_images(100)
    again = [split(dataset, seed)[1].sha256 for seed in (0, 0, 1)]
    assert again[0] == again[1] != again[2]


@pytest.mark.parametrize(
    ("count", "options", "held_out"),
    [(100, {"part": 0.01}, 10), (100, {"part": 0.99}, 90), (100, {"most": 15}, 15), (20, {}, 10), (55, {}, 11)],
)
def test_at_least_ten_are_held_out_and_remain(count, options, held_out):
    assert len(split(noise_images(count), **options)[1]) == held_out


@pytest.mark.parametrize(("count", "options"), [(19, {}), (100, {"part": 0}), (100, {"part": 1.0}), (100, {"most": 9})])
def test_a_split_out_of_range_is_refused(count, options):
    with pytest.raises(ConfigError):
        split(noise_images(count), **options)


@pytest.mark.parametrize("content", [NPZ, GREY_ZIP, zipped(pictures(folder=lambda i: f"{i % 2}/", x=b""))])
def test_what_is_kept_comes_back_to_the_bit(content):
    own = read("mine", content)
    again = from_packed(to_bytes(own))
    assert again.dataset.sha256 == own.dataset.sha256
    assert (again.class_names, again.said) == (own.class_names, own.said)
    assert again.dataset.name == NAME
    assert (again.file_name, again.options) == (own.file_name, own.options)


def test_what_older_runs_have_kept_is_still_read():
    assert len(from_packed(pack(FORMER, ARRAYS)).dataset) == 3


RECORD = {"class_names": ["a"], "said": [], "held_out": 0, "file_name": "a.zip", "options": to_json(Options())}
FORMER = {"class_names": ["a"], "inverted": False, "skipped": 0}
ARRAYS = {"images": np.zeros((3, 784), np.uint8), "labels": np.zeros(3, np.int64)}


@pytest.mark.parametrize(
    ("record", "arrays"),
    [
        ({"class_names": []}, {}),
        ({"class_names": "a"}, {}),
        ({"class_names": [3]}, {}),
        ({"said": 1}, {}),
        ({"held_out": -1}, {}),
        ({"held_out": 3}, {}),
        ({"file_name": 1}, {}),
        ({"options": {"turn": "up"}}, {}),
        ({"said": [1]}, {}),
        ({"more": 1}, {}),
        ({}, {"labels": np.ones(3, np.int64)}),
        ({}, {"labels": np.full(3, -1)}),
        ({}, {"labels": np.zeros(2, np.int64)}),
        ({}, {"labels": np.zeros((), np.int64)}),
        ({}, {"labels": np.zeros(3, np.float32)}),
        ({}, {"images": np.zeros((3, 783), np.uint8)}),
        ({}, {"images": np.zeros((3, 784), np.float32)}),
        ({}, {"images": np.zeros((0, 784), np.uint8), "labels": np.zeros(0, np.int64)}),
        ({}, {"more": np.zeros(3)}),
    ],
)
def test_a_kept_set_that_does_not_fit_together_is_refused(record, arrays):
    assert len(from_packed(pack(RECORD, ARRAYS)).dataset) == 3
    with pytest.raises(DatasetError, match="The kept data set is damaged"):
        from_packed(pack(RECORD | record, ARRAYS | arrays))


def test_a_kept_file_cut_short_is_refused():
    with pytest.raises(DatasetError, match=r"damaged\. Expected a safetensors file"):
        from_packed(to_bytes(read("mine", NPZ))[:-1])


def test_limits_check_themselves():
    with pytest.raises(ConfigError, match="images must be a whole number from 1, not 0"):
        OwnDataLimits(images=0)
