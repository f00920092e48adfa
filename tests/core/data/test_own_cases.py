"""Files as people have them, kept beside the project: what must come of each.

Those of other kinds are made in ``test_own_kinds`` and ``test_own_ink``, so that nothing is untested without them.
"""

from pathlib import Path

import numpy as np
import pytest

from vae_core import data
from vae_core.data.own import OwnData, read, read_path
from vae_core.errors import DatasetError

RESCALED = "The pixels lie between -1 and 1: -1 was taken as no light, 1 as full light."
INVERTED = "Dark and light changed places, so that the ground is 0."
TURNED = "Rows and columns of each picture changed places, so that they stand upright."
ON_PAPER = (
    "The ground is grey or unevenly lit in 80 of 80 pictures: the ink was found against it, picture by picture, and "
    "stretched to full ink."
)


@pytest.fixture(scope="module")
def cases(root) -> Path:
    """The folder of cases; the test is skipped where there is none."""
    folder = root.parent / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip("The files as people have them are not here.")
    return folder


@pytest.fixture(scope="module")
def originals(cases) -> np.ndarray:
    """The images that all were made from, 0 … 255."""
    return np.load(cases / "plain.npy").astype(int)


@pytest.fixture(scope="module")
def labels(cases) -> np.ndarray:
    return np.load(cases / "keras-mnist.npz")["y_train"].astype(int)


def ink(of: data.Dataset) -> np.ndarray:
    return of.images.reshape(-1, 28, 28) * 255


def is_as_before(own: OwnData, originals: np.ndarray, tolerance: float = 0.01) -> None:
    assert np.abs(ink(own.dataset) - originals[: len(own.dataset)]).max() <= tolerance


@pytest.mark.parametrize(
    ("name", "count", "said"),
    [
        ("idx-gz-inside.zip", 600, None),
        ("mnist.csv", 100, None),
        ("onehot-labels.npz", 600, "Each row of the labels has a single 1 (one-hot): its place is the class."),
        ("float-labels.npz", 600, None),
        ("minus-one-to-one.npz", 600, RESCALED),
    ],
)
def test_images_and_labels(cases, originals, labels, name, count, said):
    own = read_path(cases / name)
    is_as_before(own, originals)
    assert len(own.dataset) == count
    assert own.dataset.labels.tolist() == labels[:count].tolist()
    assert own.class_names == tuple("0123456789")
    assert said is None or said in own.said


def test_an_upload_is_read_as_a_file_is(cases):
    for path in sorted(cases.glob("*.*z*")):
        assert read(path.name, path.read_bytes()).dataset.sha256 == read_path(path).dataset.sha256


def test_text_as_labels(cases, originals, labels):
    own = read_path(cases / "text-labels.npz")
    is_as_before(own, originals)
    assert [own.class_names[label] for label in own.dataset.labels] == [f"d{label}" for label in labels]


def test_images_alone(cases, originals):
    own = read_path(cases / "plain.npy")
    is_as_before(own, originals)
    assert (len(own.dataset), own.class_names) == (600, ())


def test_both_parts_of_keras(cases, originals):
    own = read_path(cases / "keras-mnist.npz")
    is_as_before(own, originals)
    assert np.abs(ink(own.held_out) - originals[:100]).max() <= 0.01
    assert (len(data.load(cases / "keras-mnist.npz")), len(own.held_out)) == (600, 100)


def test_folders_of_parts_and_classes(cases, originals, labels):
    own = read_path(cases / "train-test-folders.zip")
    assert (len(own.dataset) + len(own.held_out), own.class_names) == (300, tuple("0123456789"))
    known = {image.tobytes(): label for image, label in zip(originals.astype(np.uint8), labels, strict=True)}
    for part in (own.dataset, own.held_out):
        found = [known[image.round().astype(np.uint8).tobytes()] for image in ink(part)]
        assert found == part.labels.tolist()


def test_ink_on_nothing(cases, originals):
    is_as_before(read_path(cases / "transparent.zip"), originals[:80], 1)


def test_white_paper(cases, originals):
    own = read_path(cases / "white-paper.zip")
    assert np.abs(ink(own.dataset) - originals[:80]).mean() < 2
    assert INVERTED in own.said


def test_a_shadow_on_paper(cases, originals):
    own = read_path(cases / "photo-shadow.zip")
    before = originals[:80]
    likeness = [np.corrcoef(x.ravel(), y.ravel())[0, 1] for x, y in zip(ink(own.dataset), before, strict=True)]
    assert np.mean(likeness) > 0.99
    assert ink(own.dataset)[before == 0].mean() < 1
    assert ON_PAPER in own.said


def test_emnist_stands_upright(cases, originals):
    own = read_path(cases / "emnist")
    assert (len(own.dataset), len(own.held_out)) == (2000, 500)
    assert np.abs(ink(own.held_out) - originals[:500]).max() <= 0.01
    assert TURNED in own.said


def test_the_error_page_of_a_mirror(cases):
    with pytest.raises(DatasetError, match="This is a web page: the download has failed"):
        read_path(cases / "html404")
