"""The MNIST family in a folder: found where it may lie, believed only when it is whole."""

import gzip
import hashlib

import numpy as np
import pytest

from core.builders import idx_bytes
from vae_core import data
from vae_core.data import emnist, mnist_family, mnist_folder
from vae_core.data.idx import read_bytes
from vae_core.errors import DatasetError

IMAGES, LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"


def load(folder, split: str = "test") -> data.Dataset:
    return data.load("mnist", split=split, data_dir=folder, download=False)


def bytes_of(shape, value: int = 1) -> bytes:
    return idx_bytes(np.full(shape, value, np.uint8))


@pytest.mark.parametrize(("split", "stem", "count"), [("train", "train", 4), ("test", "t10k", 3)])
def test_a_folder_gives_its_images_and_labels(folder, files, split, stem, count):
    loaded = load(folder, split)
    pixels = np.frombuffer(files[f"{stem}-images-idx3-ubyte"][16:], np.uint8).reshape(count, 784)
    assert (loaded.name, loaded.split, len(loaded)) == ("mnist", split, count)
    assert (loaded.images.dtype, loaded.labels.dtype) == (np.float32, np.int64)
    assert np.array_equal(np.rint(loaded.images * 255), pixels)
    assert 0 <= loaded.images.min() < loaded.images.max() <= 1
    assert loaded.labels.tolist() == list(files[f"{stem}-labels-idx1-ubyte"][8:])


def test_the_environment_names_a_folder(folder, monkeypatch):
    monkeypatch.setenv("VAE_DATA_DIR", str(folder))
    assert len(load(None)) == 3


def test_without_a_name_the_folder_is_data(folder, monkeypatch):
    (folder / "data").mkdir()
    for stem in (IMAGES, LABELS):
        (folder / stem).rename(folder / "data" / stem)
    monkeypatch.chdir(folder)
    assert len(load(None)) == 3


def test_a_folder_of_the_sets_own_comes_before_the_shared_one(folder):
    (folder / "mnist").mkdir()
    (folder / "mnist" / IMAGES).write_bytes(bytes_of((2, 28, 28)))
    (folder / "mnist" / f"{LABELS}.gz").write_bytes(gzip.compress(bytes_of(2, 7)))
    assert load(folder).labels.tolist() == [7, 7]


def test_a_set_is_present_when_all_four_files_are(folder):
    assert data.is_present("mnist", folder)
    (folder / LABELS).unlink()
    assert not data.is_present("mnist", folder)


def test_the_official_files_of_one_set_are_not_those_of_another(mnist_dir):
    assert data.is_present("mnist", mnist_dir)
    assert not data.is_present("fashion-mnist", mnist_dir)


def test_digits_are_always_there_and_unknown_sets_never():
    assert data.is_present("digits")
    assert not data.is_present("letters")


def test_a_reader_may_bring_images_of_their_own(folder):
    (folder / IMAGES).write_bytes(bytes_of((5, 28, 28), 255))
    (folder / LABELS).write_bytes(bytes_of(5, 9))
    assert load(folder).images.tolist() == [[1.0] * 784] * 5


DAMAGE = {
    "empty": (IMAGES, b"", "expected an IDX header of 16 bytes, found a file of 0 bytes"),
    "too short": (LABELS, b"\0\0\x08\x01\0\0", "expected an IDX header of 8 bytes, found a file of 6 bytes"),
    "wrong magic": (LABELS, b"\0\0\x0d\x01" + bytes(8), "expected the IDX magic number 00000801, found 00000d01"),
    "labels for images": (IMAGES, bytes_of(20), "expected the IDX magic number 00000803, found 00000801"),
    "payload missing": (IMAGES, bytes_of((5, 28, 28))[:-9], "promises 5 x 28 x 28 = 3920 bytes of data, found 3911"),
    "payload surplus": (LABELS, bytes_of(5) + b"\1", "promises 5 = 5 bytes of data, found 6"),
    "no examples": (LABELS, bytes_of(0), "expected at least one example, found none"),
    "wrong image size": (IMAGES, bytes_of((5, 8, 8)), "expected images of 28 x 28 pixels, found 8 x 8"),
    "letters": (LABELS, bytes_of(5, 10), "expected labels from 0 to 9, found 10"),
    "another file": (LABELS, bytes_of(3, 7), "expected the mnist file with SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}"),
}


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(("name", "content", "complaint"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_refused_by_name(folder, name, content, complaint, zipped):
    (folder / name).unlink()
    path = folder / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(content) if zipped else content)
    with pytest.raises(DatasetError, match=f"{path}: .*{complaint}"):
        load(folder)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (gzip.compress(bytes_of(3), mtime=0)[:-12], "expected a whole gzip file, found"),
        (b"<!DOCTYPE html><html>404</html>", "expected an IDX file, found a web page"),
    ],
)
def test_a_damaged_archive_is_refused_by_name(folder, content, complaint):
    (folder / LABELS).unlink()
    (folder / f"{LABELS}.gz").write_bytes(content)
    with pytest.raises(DatasetError, match=f"{folder / LABELS}.gz: {complaint}"):
        load(folder)


def test_images_without_their_labels_are_refused(folder):
    (folder / LABELS).write_bytes(bytes_of(5))
    with pytest.raises(DatasetError, match=f"{folder}: expected as many labels as images, found 3 images and 5 labels"):
        load(folder)


@pytest.mark.parametrize("instead", ["nothing", "folder"])
def test_a_missing_file_is_named_with_the_way_to_bring_it(folder, instead):
    (folder / IMAGES).unlink()
    if instead == "folder":
        (folder / IMAGES).mkdir()
    with pytest.raises(DatasetError, match=rf"{IMAGES}\.gz: expected this mnist file, found none.*--data-dir.*digits"):
        load(folder)


def test_a_folder_name_that_no_disk_can_hold_is_a_dataset_error():
    with pytest.raises(DatasetError, match="File name too long"):
        load("x" * 300)


def test_an_archive_is_recognised_where_only_archives_are_known(folder, files, monkeypatch):
    source = mnist_family.Source((), dict.fromkeys(files, "0" * 64), hashed="archive")
    monkeypatch.setitem(mnist_family.SOURCES, "kmnist", source)
    assert len(data.load("kmnist", split="test", data_dir=folder, download=False)) == 3
    with pytest.raises(DatasetError, match="expected the kmnist file with SHA-256 0000"):
        data.load("kmnist", split="train", data_dir=folder, download=False)


@pytest.mark.mnist
@pytest.mark.parametrize(("split", "count"), [("train", 60_000), ("test", 10_000)])
def test_the_official_files_are_mnist(mnist_dir, split, count):
    mnist = data.load("mnist", split=split, data_dir=mnist_dir, download=False)
    assert (mnist.images.shape, mnist.images.dtype) == ((count, 784), np.float32)
    assert (mnist.labels.shape, mnist.labels.dtype) == ((count,), np.int64)
    assert (mnist.images.min(), mnist.images.max()) == (0, 1)
    assert np.bincount(mnist.labels).min() > count / 12
    assert mnist.labels[:3].tolist() == {"train": [5, 0, 4], "test": [7, 2, 1]}[split]


@pytest.mark.mnist
def test_one_changed_pixel_of_the_official_files_is_noticed(mnist_dir, tmp_path):
    images, labels = (mnist_folder.find(mnist_dir, "mnist", stem) for stem in (IMAGES, LABELS))
    (tmp_path / labels.name).symlink_to(labels.absolute())
    content = bytearray(read_bytes(images))
    content[1000] ^= 1
    (tmp_path / IMAGES).write_bytes(content)
    with pytest.raises(DatasetError, match=f"{tmp_path / IMAGES}: expected the mnist file with SHA-256 0fa7898d"):
        load(tmp_path)


# ---- as people have them ------------------------------------------------------------------------------

PLACES = {
    "torchvision's root": ("MNIST/raw", str),
    "torchvision's folder": ("raw", str),
    "under its own name": ("mnist", str),
    "unpacked by Kaggle": ("", lambda stem: stem.replace("-idx", ".idx")),
    "each in a folder": ("", lambda stem: f"{stem}/{stem}"),
    "in capitals": ("Mnist", str.upper),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_folder_is_found_as_people_have_it(files, tmp_path, place, zipped):
    folder, called = PLACES[place]
    for stem, content in files.items():
        path = tmp_path / folder / f"{called(stem)}{'.gz' if zipped and '/' not in called(stem) else ''}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content) if zipped else content)
    assert data.is_present("mnist", tmp_path)
    assert not data.is_present("kmnist", tmp_path / "elsewhere")
    assert (len(load(tmp_path)), len(load(tmp_path, "train"))) == (3, 4)


def test_torchvisions_other_sets_are_not_taken_for_mnist(files, tmp_path):
    for stem, content in files.items():
        path = tmp_path / "FashionMNIST" / "raw" / stem
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert not data.is_present("mnist", tmp_path)


def test_a_file_that_a_browser_has_unzipped_is_read(folder, files):
    (folder / LABELS).rename(folder / f"{LABELS}.gz")
    assert load(folder).labels.tolist() == list(files[LABELS][8:])


def test_the_file_of_another_set_is_named(folder, monkeypatch):
    other = bytes_of(3, 7)
    source = mnist_family.Source((), {LABELS: hashlib.sha256(other).hexdigest()})
    monkeypatch.setitem(mnist_family.SOURCES, "fashion-mnist", source)
    (folder / LABELS).write_bytes(other)
    with pytest.raises(DatasetError, match="expected the mnist file, found that of fashion-mnist, which has the same"):
        load(folder)


def test_files_of_another_form_are_spoken_of(tmp_path):
    (tmp_path / "mnist_train.csv").write_bytes(b"1,2")
    with pytest.raises(DatasetError, match=r"other files are there: mnist_train\.csv\. Archives can be unpacked there"):
        load(tmp_path)


def test_images_that_are_black_are_noticed(folder):
    (folder / IMAGES).write_bytes(bytes_of((5, 28, 28), 0))
    (folder / LABELS).write_bytes(bytes_of(5))
    with pytest.raises(DatasetError, match="all of its images are black"):
        load(folder)


def test_0_and_1_are_black_and_white_which_is_said(folder):
    (folder / IMAGES).write_bytes(bytes_of((5, 28, 28), 1))
    (folder / LABELS).write_bytes(bytes_of(5))
    loaded = load(folder)
    assert loaded.images.min() == 1
    assert loaded.said == ("The pixels are 0 and 1, not 0 to 255: 1 was taken as full ink.",)


def test_no_more_is_read_than_is_asked_for(folder):
    assert load(folder, "train").sha256 != data.load("mnist", data_dir=folder, most=2).sha256
    assert data.load("mnist", data_dir=folder, most=2).sha256 == load(folder, "train").take(2).sha256
    assert len(data.load("digits", most=7)) == 7


# ---- EMNIST --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in data.NAMES if name.startswith("emnist")])
@pytest.mark.parametrize("place", ["", "gzip", "EMNIST/raw"])
def test_emnist_is_found_by_its_own_names_and_stands_upright(tmp_path, name, place):
    first, symbols = emnist.first_label(name), emnist.classes(name)
    upright = np.random.default_rng(0).integers(0, 256, (len(symbols), 28, 28), dtype=np.uint8)
    labels = np.arange(first, first + len(symbols), dtype=np.uint8)
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    for split in ("train", "test"):
        for kind, values in (("images-idx3", upright.transpose(0, 2, 1)), ("labels-idx1", labels)):
            path = tmp_path / place / f"{name}-{split}-{kind}-ubyte.gz"
            path.write_bytes(gzip.compress(idx_bytes(np.ascontiguousarray(values))))
    assert data.is_present(name, tmp_path)
    loaded = data.load(name, split="test", data_dir=tmp_path)
    assert np.array_equal(np.rint(loaded.images * 255).reshape(-1, 28, 28), upright)
    assert loaded.labels.tolist() == list(range(len(symbols)))
    assert loaded.class_names == symbols
    assert loaded.said[0].startswith("EMNIST's files have rows and columns the other way round")


def test_emnist_that_is_not_there_is_told_where_to_get_it(tmp_path):
    with pytest.raises(DatasetError, match=r"expected this emnist-letters file, found none\. EMNIST is one archive"):
        data.load("emnist-letters", data_dir=tmp_path)


def test_the_classes_of_emnist_are_as_many_as_its_authors_say():
    counts = {name: len(emnist.classes(f"emnist-{name}")) for name in emnist.SYMBOLS}
    assert counts == {"balanced": 47, "byclass": 62, "bymerge": 47, "digits": 10, "letters": 26, "mnist": 10}
