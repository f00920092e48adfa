"""MNIST and its relatives: one layout, one reader, from a folder or a mirror."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from vae_core.data import emnist, mnist_folder
from vae_core.data.dataset import SIDE, Dataset, from_bytes
from vae_core.data.idx import parse_idx, read_bytes
from vae_core.data.mirrors import obtain
from vae_core.data.mnist_folder import find, four
from vae_core.data.mnist_sources import SOURCES, STEMS, Source, stems
from vae_core.errors import NOTHING, DatasetError, Sentence

__all__ = ["SOURCES", "STEMS", "Source", "folder_of", "is_present", "load_mnist_like", "what_is_there"]

COUNTS = {"train": 60_000, "t10k": 10_000}
AXES = {"images": 3, "labels": 1}
ON_ITS_SIDE = Sentence(
    "EMNIST's files have rows and columns the other way round: each picture was turned, so that it stands upright."
)
BLACK_AND_WHITE = Sentence("The pixels are 0 and 1, not 0 to 255: 1 was taken as full ink.")


class _AnothersError(DatasetError):
    """A file is that of another member, which has the same name."""


def load_mnist_like(
    name: str,
    split: str,
    *,
    data_dir: Path | str | None = None,
    download: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
    most: int | None = None,
) -> Dataset:
    """Read one split of ``name``; see :func:`vae_core.data.load` for the arguments and errors."""
    folder = folder_of(data_dir)
    pixels, labels = (_values(folder, name, split, kind, download, progress) for kind in AXES)
    if len(pixels) != len(labels):
        raise DatasetError(
            "{folder}: expected as many labels as images, found {images} images and {labels} labels.",
            folder=folder,
            images=len(pixels),
            labels=len(labels),
        )
    pixels, labels, said = pixels[:most], labels[:most], []
    if pixels.max() <= 1:
        pixels, said = pixels * np.uint8(255), [BLACK_AND_WHITE]
    names: tuple[str, ...] = ()
    if name.startswith("emnist"):
        pixels, labels = pixels.transpose(0, 2, 1), labels - np.uint8(emnist.first_label(name))
        names, said = emnist.classes(name), [*said, ON_ITS_SIDE]
    return replace(from_bytes(name, split, pixels, labels), class_names=names, said=tuple(said))


def is_present(name: str, data_dir: Path | str | None = None) -> bool:
    """Whether a folder already holds all four files of ``name``.

    Several members use the same file names: the hash of the smallest file tells whose they are.
    """
    folder = folder_of(data_dir)
    return all(four(folder, name).values()) and not _what_is_wrong(folder, name)


def what_is_there(name: str, data_dir: Path | str | None = None) -> Sentence:
    """What a folder holds in the place of ``name``: some of its files, other forms of it, other files; else nothing."""
    folder = folder_of(data_dir)
    return (
        _what_is_wrong(folder, name) if all(four(folder, name).values()) else mnist_folder.what_is_there(folder, name)
    )


def _what_is_wrong(folder: Path, name: str) -> Sentence:
    """Why the smallest of the four files, which are all there, is not what it should be; nothing where it is."""
    stem = stems(name)["test", "labels"]
    try:
        _read(find(folder, name, stem), name, stem, "labels")
    except DatasetError as error:
        return error.sentence
    return NOTHING


def folder_of(data_dir: Path | str | None) -> Path:
    """The folder asked for, else ``VAE_DATA_DIR``, else ``data`` in the working directory."""
    return Path(data_dir or os.environ.get("VAE_DATA_DIR") or "data")


def _values(folder: Path, name: str, split: str, kind: str, download: bool, progress) -> UInt8[np.ndarray, "..."]:
    stem = stems(name)[split, kind]

    def check(path: Path) -> None:
        _read(path, name, stem, kind, official=True)

    path = find(folder, name, stem)
    try:
        values = None if path is None else _read(path, name, stem, kind)
    except _AnothersError:
        if not download:
            raise
        values = None  # the member may have a folder of its own beside the other's files
    if values is None:
        path = obtain(folder, name, stem, check if download else None, progress)
        values = _read(path, name, stem, kind)
    if kind == "images" and not values.any():
        raise DatasetError("{file}: all of its images are black.", file=path)
    return values


def _classes(name: str) -> tuple[str, ...]:
    return emnist.classes(name) if name.startswith("emnist") else tuple("0123456789")


def _read(path: Path, name: str, stem: str, kind: str, *, official: bool = False) -> UInt8[np.ndarray, "..."]:
    content = read_bytes(path)
    values = parse_idx(content, AXES[kind], path)
    if not len(values):
        raise DatasetError("{file}: expected at least one example, found none.", file=path)
    if kind == "images" and values.shape[1:] != (SIDE, SIDE):
        raise DatasetError(
            "{file}: expected images of {side} x {side} pixels, found {found}.",
            file=path,
            side=SIDE,
            found=" x ".join(map(str, values.shape[1:])),
        )
    if kind == "labels":
        _check_labels(path, name, values)
    # A file of another size is a reader's own; one of the official size must be the official file.
    if SOURCES[name].sha256 and (official or len(values) == COUNTS[stem.split("-")[0]]):
        _check_hash(path, name, stem, content)
    return values


def _check_labels(path: Path, name: str, labels: UInt8[np.ndarray, " n"]) -> None:
    first = emnist.first_label(name)
    last = first + len(_classes(name)) - 1
    wrong = labels[(labels < first) | (labels > last)]
    if len(wrong):
        raise DatasetError(
            "{file}: expected labels from {first} to {last}, found {found}.",
            file=path,
            first=first,
            last=last,
            found=wrong.max(),
        )


def _check_hash(path: Path, name: str, stem: str, content: bytes) -> None:
    source = SOURCES[name]
    if source.hashed == "archive" and path.suffix != ".gz":
        return
    digest = hashlib.sha256(path.read_bytes() if source.hashed == "archive" else content).hexdigest()
    if digest == source.sha256[stem]:
        return
    owner = next((other for other in SOURCES if SOURCES[other].sha256.get(stem) == digest), None)
    if owner is not None:
        raise _AnothersError(
            Sentence(
                "{file}: expected the {name} file, found that of {owner}, which has the same name.",
                file=path,
                name=name,
                owner=owner,
            )
        )
    raise DatasetError(
        "{file}: expected the {name} file with SHA-256 {expected}, found {found}.",
        file=path,
        name=name,
        expected=source.sha256[stem],
        found=digest,
    )
