"""MNIST, Fashion-MNIST and KMNIST: one layout, one reader, from a folder or a mirror."""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from vae_core.data.dataset import SIDE, Dataset, from_bytes
from vae_core.data.idx import parse_idx, read_bytes
from vae_core.errors import DatasetError, Sentence

STEMS = {
    ("train", "images"): "train-images-idx3-ubyte",
    ("train", "labels"): "train-labels-idx1-ubyte",
    ("test", "images"): "t10k-images-idx3-ubyte",
    ("test", "labels"): "t10k-labels-idx1-ubyte",
}
COUNTS = {"train": 60_000, "t10k": 10_000}
AXES = {"images": 3, "labels": 1}


@dataclass(frozen=True)
class Source:
    """Where a data set is published and how its files are recognised.

    Hashes are of the unzipped content, because the same files circulate in several zippings.
    KMNIST's are only known for the archives as its authors zipped them.
    """

    mirrors: tuple[str, ...]
    sha256: dict[str, str]
    hashed: str = "content"


SOURCES = {
    "mnist": Source(
        mirrors=(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ),
        sha256={
            "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
    ),
    "fashion-mnist": Source(
        mirrors=(
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        ),
        sha256={
            "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        },
    ),
    "kmnist": Source(
        mirrors=(
            "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
            "https://web.archive.org/web/2022id_/http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        ),
        sha256={
            "train-images-idx3-ubyte": "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
            "train-labels-idx1-ubyte": "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
            "t10k-images-idx3-ubyte": "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
            "t10k-labels-idx1-ubyte": "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
        },
        hashed="archive",
    ),
}


def load_mnist_like(name: str, split: str, *, data_dir=None, download=True, progress=None) -> Dataset:
    """Read one split of ``name``; see :func:`vae_core.data.load` for the arguments and errors."""
    folder = _folder(data_dir)
    pixels, labels = (
        _read(_find(folder, name, stem) or _obtain(folder, name, stem, download, progress), name, kind)
        for kind, stem in ((kind, STEMS[split, kind]) for kind in AXES)
    )
    if len(pixels) != len(labels):
        raise DatasetError(
            "{folder}: expected as many labels as images, found {images} images and {labels} labels.",
            folder=folder,
            images=len(pixels),
            labels=len(labels),
        )
    return from_bytes(name, split, pixels, labels)


def is_present(name: str, data_dir=None) -> bool:
    """Whether a folder already holds all four files of ``name``.

    All three sets use the same file names: the hash of the smallest file tells whose they are.
    """
    paths = {stem: _find(_folder(data_dir), name, stem) for stem in STEMS.values()}
    if not all(paths.values()):
        return False
    try:
        _read(paths[STEMS["test", "labels"]], name, "labels")
    except DatasetError:
        return False
    return True


def _folder(data_dir) -> Path:
    """The folder asked for, else ``VAE_DATA_DIR``, else ``data`` in the working directory."""
    return Path(data_dir or os.environ.get("VAE_DATA_DIR") or "data")


def _find(folder: Path, name: str, stem: str) -> Path | None:
    """The file in ``folder/<name>`` or in ``folder`` itself: all three data sets use the same file names."""
    candidates = (place / file for place in (folder / name, folder) for file in (stem, f"{stem}.gz"))
    try:
        return next((path for path in candidates if path.is_file()), None)
    except OSError as error:
        raise DatasetError(
            "{folder}: expected a readable folder, found: {error}.", folder=folder, error=error.strerror or error
        ) from error


def _read(path: Path, name: str, kind: str, *, official: bool = False) -> UInt8[np.ndarray, "..."]:
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
    if kind == "labels" and values.max() > 9:
        raise DatasetError("{file}: expected labels from 0 to 9, found {found}.", file=path, found=values.max())
    # A file of another size is a reader's own; one of the official size must be the official file.
    if official or len(values) == COUNTS[path.name.split("-")[0]]:
        _check_hash(path, name, content)
    return values


def _check_hash(path: Path, name: str, content: bytes) -> None:
    source = SOURCES[name]
    if source.hashed == "archive" and path.suffix != ".gz":
        return
    digest = hashlib.sha256(path.read_bytes() if source.hashed == "archive" else content).hexdigest()
    expected = source.sha256[path.name.removesuffix(".gz")]
    if digest != expected:
        raise DatasetError(
            "{file}: expected the {name} file with SHA-256 {expected}, found {found}.",
            file=path,
            name=name,
            expected=expected,
            found=digest,
        )


def _obtain(folder: Path, name: str, stem: str, download: bool, progress) -> Path:
    """Fetch ``<stem>.gz`` into ``folder/<name>`` from the first mirror that has a sound copy."""
    place, archive = folder / name, f"{stem}.gz"
    files = ", ".join(f"{each}.gz" for each in STEMS.values())
    how_to_bring = Sentence(
        "To bring the files yourself, put {files} into {folder}, or name their folder with --data-dir or "
        "VAE_DATA_DIR. The data set 'digits' needs no files.",
        files=files,
        folder=place.absolute(),
    )
    if not download:
        raise DatasetError(
            "{file}: expected this {name} file, found none. {how_to_bring}",
            file=place / archive,
            name=name,
            how_to_bring=how_to_bring,
        )
    bar = _ProgressBar(archive, progress) if progress else None
    failures = []
    for mirror in SOURCES[name].mirrors:
        try:
            return _fetch(mirror + archive, place, name, stem, bar)
        except (OSError, ValueError, DatasetError) as error:  # what requests, the file system and we ourselves raise
            if bar and bar.raised == id(error):
                raise
            failures.append(error.sentence if isinstance(error, DatasetError) else f"{mirror}: {type(error).__name__}")
    raise DatasetError(
        "{file} could not be downloaded ({failures}). {how_to_bring}",
        file=archive,
        failures=Sentence.joined(failures, "; "),
        how_to_bring=how_to_bring,
    )


def _fetch(url: str, place: Path, name: str, stem: str, bar: "_ProgressBar | None") -> Path:
    """Download next to the final place, check, then move: a broken download leaves nothing behind."""
    import pooch  # pulls in requests, which reading from a folder does not need

    pooch.get_logger().setLevel("ERROR")
    made = [folder for folder in (place, *place.parents) if not folder.exists()]
    place.mkdir(parents=True, exist_ok=True)
    incoming = Path(tempfile.mkdtemp(prefix=".incoming-", dir=place))
    try:
        downloader = pooch.HTTPDownloader(progressbar=bar or False, timeout=30)
        path = Path(pooch.retrieve(url, known_hash=None, fname=f"{stem}.gz", path=incoming, downloader=downloader))
        _read(path, name, "images" if "images" in stem else "labels", official=True)
        path.chmod(0o644)
        return path.replace(place / path.name)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
        with suppress(OSError):  # what is not empty stays
            for folder in made:
                folder.rmdir()


class _ProgressBar:
    """What pooch asks of a progress bar, passed on to a plain function."""

    def __init__(self, file_name: str, report):
        self.file_name, self.report = file_name, report
        self.total = self.done = 0
        self.raised: int | None = None

    def update(self, count: int) -> None:
        # pooch counts whole chunks, also for the last one.
        self.done = min(self.done + count, self.total) if self.total else self.done + count
        try:
            self.report(self.file_name, self.done, self.total)
        except Exception as error:
            # Its identity alone: the error itself would hold on to the open connection.
            self.raised = id(error)
            raise

    def reset(self) -> None:
        self.done = 0

    def close(self) -> None:
        pass
