"""Image data sets: ``load("digits")`` needs nothing, the MNIST family a folder or a network, one's own a file."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from vae_core.data import mnist_family, own
from vae_core.data.dataset import Dataset, as_bytes, as_ink
from vae_core.data.digits import load_digits
from vae_core.data.mnist_family import SOURCES, load_mnist_like
from vae_core.errors import DatasetError

NAMES = ("digits", *SOURCES)

__all__ = ["NAMES", "Dataset", "as_bytes", "as_ink", "is_present", "load"]


def load(
    name: str | Path,
    *,
    split: str | None = None,
    data_dir: Path | str | None = None,
    download: bool = True,
    progress: Callable[[str, int, int], object] | None = None,
    options: own.Options = own.AS_FOUND,
    most: int | None = None,
) -> Dataset:
    """A data set by name, or from a file or folder of one's own.

    Args:
        name: ``"digits"`` (embedded, needs no network), ``"mnist"``, ``"fashion-mnist"``, ``"kmnist"`` or one of
            EMNIST's sets, such as ``"emnist-letters"``; or the path of a file or folder with images (see
            :func:`vae_core.data.own.read`).
        split: ``"train"`` or ``"test"``. Of a file that brings no split, ``"test"`` is a fifth of the images, 2000 at
            most, always the same ones, and ``"train"`` are the others. Without it: ``"train"`` of a data set with a
            name; of a file all images, save those that it keeps apart for testing itself.
        data_dir: a folder that holds the four standard IDX files, gzipped or not, in it or in a folder of the data
            set's own. Default: ``VAE_DATA_DIR``, else ``data``.
            Downloads go to ``<data_dir>/<name>``.
        download: fetch what the folder lacks from the public mirrors.
        progress: called as ``progress(file_name, done_bytes, total_bytes)`` during a
            download; an exception that it raises cancels the download cleanly.
        options: how a file of one's own is to be read, where that is not to be found from the data.
        most: how many examples, the first ones; no more memory is taken than they need.

    Returns:
        Images float32 ``[n, 784]`` in [0, 1] and labels int64 ``[n]``; what was found and done on the way is in
        ``said``.

    Raises:
        DatasetError: the name or split is unknown, or a file is missing or damaged.

    Examples:
        >>> test = load("digits", split="test")
        >>> test
        Dataset(name='digits', split='test', class_names=())
        >>> test.images.shape, test.labels[:5].tolist()
        ((297, 784), [1, 7, 4, 6, 3])
    """
    if split not in (None, "train", "test"):
        raise DatasetError("Unknown split {split}: expected 'train' or 'test'.", split=repr(split))
    if name == "digits":
        return load_digits(split or "train").take(most)
    if name in SOURCES:
        settings = {"data_dir": data_dir, "download": download, "progress": progress, "most": most}
        return load_mnist_like(name, split or "train", **settings)
    if not Path(name).exists():
        raise DatasetError(
            "Unknown data set {name}: expected one of {names}, or the path of a file.",
            name=repr(str(name)),
            names=", ".join(NAMES),
        )
    return _from_disk(Path(name), split, options).take(most)


def _from_disk(path: Path, split: str | None, options: own.Options) -> Dataset:
    found = _read(path.resolve(), path.stat().st_mtime_ns, options)
    if split is None:
        return found.dataset
    train, test = (found.dataset, found.held_out) if found.held_out else own.split(found.dataset)
    return replace(test, said=found.said) if split == "test" else train


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int, options: own.Options) -> own.OwnData:
    """Once, for both of its splits."""
    return own.read_path(path, options=options)


def is_present(name: str, data_dir=None) -> bool:
    """Whether :func:`load` finds the data set called ``name`` without a download."""
    return name == "digits" or (name in SOURCES and mnist_family.is_present(name, data_dir))
