"""A visitor's own images: an upload, checked before it is unpacked, as a data set like any other."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np
from jaxtyping import Int64, UInt8
from numpy.lib.format import MAGIC_PREFIX as NPY

from vae_core.config import is_number, is_whole, require
from vae_core.data.dataset import PIXELS, SIDE, Dataset, as_bytes, from_bytes
from vae_core.data.idx import parse_idx
from vae_core.data.own_archives import OwnDataLimits, check_count, open_zip, printable, unzip_gzip
from vae_core.data.own_arrays import classes, read_npz
from vae_core.data.own_images import as_pictures, on_black, open_image, pictures_in, quiet_pillow, shrunk
from vae_core.errors import CheckpointError, DatasetError, Sentence
from vae_core.packing import pack
from vae_core.packing import unpack as unpack_record

__all__ = ["OwnData", "OwnDataLimits", "from_packed", "read", "split", "to_bytes"]

LIMITS = OwnDataLimits()
NAME = "own"
NO_LABEL = -1
GZIP, ZIP, EMPTY_ZIP, IDX = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"\x00\x00"
# A read-me and a list of labels are common beside images; much more is not a folder of images.
MOST_SKIPPED = 0.1
FEWEST_HELD_OUT = 10
KINDS = Sentence(
    "Expected are an .npz file, an IDX file (gzipped or not) or a zip of images (PNG, JPEG, GIF, BMP, WEBP, TIFF)."
)


@dataclass(frozen=True, eq=False)
class OwnData:
    """What became of an upload.

    Attributes:
        dataset: ``"own"``; 28 x 28 grey, 0 is background. Labels count from 0, or are all -1 where there are none.
        class_names: of label 0, 1, ...; folder names, or the labels in the file. Empty without labels.
        inverted: whether dark ink on a light background was turned over.
        skipped: how many files of an archive were no images.
    """

    dataset: Dataset
    class_names: tuple[str, ...] = ()
    inverted: bool = False
    skipped: int = 0


def read(file_name: str, content: bytes, limits: OwnDataLimits = LIMITS) -> OwnData:
    """The images in an upload, each averaged over areas to 28 x 28 grey levels of 256, its shape kept.

    What kind of file it is, its first bytes say:

    - ``.npz``: images under ``images`` or ``x``, or the only array of their shape; labels under ``labels`` or ``y``.
    - IDX, gzipped or not: images without labels.
    - a zip of images, grey or colour: where all lie in folders, and these have two names or more, the
      names are the classes. Files that are no images are skipped, up to a tenth of all.

    Args:
        file_name: what the visitor calls it; only for messages.
        content: its bytes.
        limits: how much is taken.

    Raises:
        DatasetError: the upload is not such a file, is damaged, too large, too small or unsafe; its
            sentence says which and what would do.
    """
    name = printable(file_name) or Sentence("The upload")
    if not content:
        raise DatasetError("{file}: expected a file with images, found an empty one.", file=name)
    if len(content) > limits.upload_bytes:
        raise DatasetError(
            "{file}: expected at most {most} MB, found {found} MB. Fewer or smaller images would do.",
            file=name,
            most=limits.upload_bytes // 10**6,
            found=format(len(content) / 1e6, ".1f"),
        )
    if content[:2] == GZIP:
        content = unzip_gzip(name, content, limits)
        if content[:2] != IDX:
            raise DatasetError(
                "{file}: expected an IDX file inside the gzip file, found something else. {kinds}",
                file=name,
                kinds=KINDS,
            )
    if content[:2] == IDX:
        return _from_idx(name, content, limits)
    if content[:4] in (ZIP, EMPTY_ZIP):
        return _from_zip(name, content, limits)
    raise _another_kind(name, content, limits)


def _another_kind(name: str, content: bytes, limits: OwnDataLimits) -> DatasetError:
    """With a guess that helps, for a file that cannot be used."""
    if content.startswith(NPY):
        return DatasetError(
            "{file} is a single array: save it with numpy.savez(file, images=...). {kinds}", file=name, kinds=KINDS
        )
    with quiet_pillow():
        if open_image(name, content, limits) is not None:
            return DatasetError(
                "{file} is a single image: put at least {least} into a zip. {kinds}",
                file=name,
                least=limits.fewest_images,
                kinds=KINDS,
            )
    return DatasetError("{file} is a file of another kind. {kinds}", file=name, kinds=KINDS)


def _from_idx(name: str, content: bytes, limits: OwnDataLimits) -> OwnData:
    if len(content) >= 4 and content[3] == 1:
        raise DatasetError("{file}: expected an IDX file of images, found one of labels.", file=name)
    return _from_arrays(name, parse_idx(content, 3, Path(name)), None, limits)


def _from_zip(name: str, content: bytes, limits: OwnDataLimits) -> OwnData:
    archive, entries = open_zip(name, content, limits)
    if entries and all(entry.filename.endswith(".npy") for entry in entries):
        return _from_arrays(name, *read_npz(name, archive, entries), limits)
    return _from_files(name, archive, entries, limits)


def _from_arrays(name: str, images: np.ndarray, labels: np.ndarray | None, limits: OwnDataLimits) -> OwnData:
    pictures = as_pictures(name, images, limits)
    check_count(name, len(pictures), limits)
    numbers, names = classes(name, labels, len(pictures), limits) if labels is not None else (None, ())
    squares, inverted = on_black(name, shrunk(name, pictures))
    return OwnData(_dataset(squares, numbers), names, inverted)


def _from_files(name: str, archive: ZipFile, entries: list[ZipInfo], limits: OwnDataLimits) -> OwnData:
    if len(entries) * (1 - MOST_SKIPPED) > limits.images:
        check_count(name, len(entries), limits)
    images = list(pictures_in(name, archive, entries, limits))
    skipped = len(entries) - len(images)
    if skipped > MOST_SKIPPED * len(entries):
        raise DatasetError(
            "{file}: {skipped} of the {files} files in it are no images. {kinds}",
            file=name,
            skipped=skipped,
            files=len(entries),
            kinds=KINDS,
        )
    check_count(name, len(images), limits)
    pictures, paths = zip(*images, strict=True)
    labels, names = _folder_classes(name, [path.parent.name for path in paths], limits)
    squares, inverted = on_black(name, list(pictures))
    return OwnData(_dataset(squares, labels), names, inverted, skipped)


def _folder_classes(name: str, folders: list[str], limits: OwnDataLimits) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """The class of each image and the classes' names, where folders tell them."""
    names = sorted(set(folders))
    if len(names) < 2 or "" in names:
        return None, ()
    if len(names) > limits.classes:
        raise DatasetError(
            "{file}: expected at most {most} folders, one a class, found {found}.",
            file=name,
            most=limits.classes,
            found=len(names),
        )
    number = {folder: index for index, folder in enumerate(names)}
    return np.array([number[folder] for folder in folders]), tuple(printable(folder) for folder in names)


def _dataset(squares: UInt8[np.ndarray, "n 28 28"], labels: Int64[np.ndarray, " n"] | None) -> Dataset:
    return from_bytes(NAME, "train", squares, np.full(len(squares), NO_LABEL) if labels is None else labels)


def split(dataset: Dataset, seed: int = 0, part: float = 0.2, most: int = 2000) -> tuple[Dataset, Dataset]:
    """A training set and a held-out one, shuffled by ``seed``.

    Args:
        dataset: at least 20 images.
        seed: of the shuffle.
        part: what share is held out, above 0 and below 1; at least 10 images are, and at least 10 remain.
        most: held-out images at most; from more, nothing new is seen.

    Raises:
        ConfigError: a number is outside its range.

    Examples:
        >>> from vae_core import data
        >>> [len(part) for part in split(data.load("digits"), part=0.1)]
        [1350, 150]
    """
    require(len(dataset) >= 2 * FEWEST_HELD_OUT, "a split needs at least 20 images, not {found}", found=len(dataset))
    require(is_number(part, 0, 1) and 0 < part < 1, "part must be above 0 and below 1, not {found}", found=repr(part))
    require(
        is_whole(most, FEWEST_HELD_OUT, 2**40), "most must be a whole number from 10, not {found}", found=repr(most)
    )
    import torch  # not before there is something to train: reading an upload does not need it

    from vae_core.randomness import stream

    held_out = min(max(round(part * len(dataset)), FEWEST_HELD_OUT), most, len(dataset) - FEWEST_HELD_OUT)
    order = torch.randperm(len(dataset), generator=stream(seed, "own data split")).numpy()
    parts = (("train", order[held_out:]), ("test", order[:held_out]))
    train, test = (Dataset(dataset.name, which, dataset.images[at], dataset.labels[at]) for which, at in parts)
    return train, test


def to_bytes(own: OwnData) -> bytes:
    """The data as the content of one file; :func:`from_packed` gives the very same back."""
    record = {"class_names": list(own.class_names), "inverted": own.inverted, "skipped": own.skipped}
    return pack(record, {"images": as_bytes(own.dataset.images), "labels": own.dataset.labels})


def from_packed(content: bytes) -> OwnData:
    """The data that :func:`to_bytes` packed. Raises :class:`DatasetError` when it is damaged."""
    try:
        record, arrays = unpack_record(content)
    except CheckpointError as error:
        raise DatasetError("The kept data set is damaged. {error}", error=error) from error
    if not (_is_sound(record) and _fits(arrays, len(record["class_names"]))):
        raise DatasetError("The kept data set is damaged: expected images, labels and class names that fit together.")
    dataset = _dataset(arrays["images"].reshape(-1, SIDE, SIDE), arrays["labels"])
    return OwnData(dataset, tuple(record["class_names"]), record["inverted"], record["skipped"])


def _is_sound(record: dict) -> bool:
    return (
        record.keys() == {"class_names", "inverted", "skipped"}
        and isinstance(record["class_names"], list)
        and all(isinstance(name, str) for name in record["class_names"])
        and isinstance(record["inverted"], bool)
        and is_whole(record["skipped"], 0, 2**40)
    )


def _fits(arrays: dict[str, np.ndarray], classes: int) -> bool:
    if arrays.keys() != {"images", "labels"}:
        return False
    images, labels = arrays["images"], arrays["labels"]
    low, high = (0, classes - 1) if classes else (NO_LABEL, NO_LABEL)
    return (
        images.dtype == np.uint8
        and labels.dtype == np.int64
        and labels.ndim == 1
        and images.shape == (len(labels), PIXELS)
        and len(labels) > 0
        and bool((labels >= low).all() and (labels <= high).all())
    )
