"""Image data sets: ``load("digits")`` needs nothing, the MNIST family a folder or a network."""

from vae_core.data import mnist_family
from vae_core.data.dataset import Dataset, as_bytes, as_ink
from vae_core.data.digits import load_digits
from vae_core.data.mnist_family import SOURCES, load_mnist_like
from vae_core.errors import DatasetError

NAMES = ("digits", *SOURCES)

__all__ = ["NAMES", "Dataset", "as_bytes", "as_ink", "is_present", "load"]


def load(name: str, *, split: str = "train", data_dir=None, download: bool = True, progress=None) -> Dataset:
    """A data set by name.

    Args:
        name: ``"digits"`` (embedded, needs no network), ``"mnist"``,
            ``"fashion-mnist"`` or ``"kmnist"``.
        split: ``"train"`` or ``"test"``.
        data_dir: a folder that holds the four standard IDX files, gzipped or not.
            Default: ``VAE_DATA_DIR``, else ``data``.
            Downloads go to ``<data_dir>/<name>``.
        download: fetch what the folder lacks from the public mirrors.
        progress: called as ``progress(file_name, done_bytes, total_bytes)`` during a
            download; an exception that it raises cancels the download cleanly.

    Returns:
        Images float32 ``[n, 784]`` in [0, 1] and labels int64 ``[n]``.

    Raises:
        DatasetError: the name or split is unknown, or a file is missing or damaged.

    Examples:
        >>> test = load("digits", split="test")
        >>> test
        Dataset(name='digits', split='test')
        >>> test.images.shape, test.labels[:5].tolist()
        ((297, 784), [1, 7, 4, 6, 3])
    """
    if split not in ("train", "test"):
        raise DatasetError("Unknown split {split}: expected 'train' or 'test'.", split=repr(split))
    if name == "digits":
        return load_digits(split)
    if name not in SOURCES:
        raise DatasetError("Unknown data set {name}: expected one of {names}.", name=repr(name), names=", ".join(NAMES))
    return load_mnist_like(name, split, data_dir=data_dir, download=download, progress=progress)


def is_present(name: str, data_dir=None) -> bool:
    """Whether :func:`load` finds ``name`` without a download."""
    return name == "digits" or (name in SOURCES and mnist_family.is_present(name, data_dir))
