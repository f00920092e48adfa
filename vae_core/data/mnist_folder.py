"""Where the files of the MNIST family lie: bare, in torchvision's folders, under Kaggle's names."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from vae_core.data.mnist_sources import stems
from vae_core.errors import NOTHING, DatasetError, Sentence

# What torchvision calls the folders of the members, beside their own names.
TORCHVISION = {"mnist": "mnist", "fashion-mnist": "fashionmnist", "kmnist": "kmnist", "emnist": "emnist"}
INSIDE = ("raw", "gzip")  # torchvision's and NIST's
# What people have instead of the four files, or beside them.
OTHER_FORMS = (".csv", ".npz", ".npy", ".parquet", ".zip", ".tar", ".tgz", ".pt", ".pkl", ".mat", ".arff")
SHOWN = 4


def find(folder: Path, name: str, stem: str) -> Path | None:
    """The file that holds ``stem`` of the member ``name``, unzipped or gzipped; ``None`` where it is not there.

    Folders of the member's own come before what several members may share.

    Raises :class:`DatasetError` where ``folder`` cannot be looked into.
    """
    found = (path for place in _places(folder, name) for path in _called(place, stem))
    return next(found, None)


def what_is_there(folder: Path, name: str) -> Sentence:
    """What of a member is in ``folder``, or in what other form, where not all of its files are; else nothing."""
    found = {stem: find(folder, name, stem) for stem in stems(name).values()}
    missing = [stem for stem, path in found.items() if path is None]
    if missing and len(missing) < len(found):
        return Sentence(
            "Of the four files of {name}, {missing} cannot be found in {folder}; the others are there.",
            name=name,
            missing=", ".join(missing),
            folder=folder,
        )
    others = sorted(
        path.name for place in _places(folder, name) for path in _listed(place) if path.name.endswith(OTHER_FORMS)
    )
    if not missing or not others:
        return NOTHING
    return Sentence(
        "In {folder} the four IDX files of {name} cannot be found, but other files are there: {found}. Archives can be "
        "unpacked there; one file can be read by itself, as images of your own.",
        folder=folder,
        name=name,
        found=", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else ""),
    )


def _places(folder: Path, name: str) -> Iterator[Path]:
    """The folders in which the files may lie, the member's own ones first."""
    own = {_plain(name), TORCHVISION[name.partition("-")[0] if name.startswith("emnist") else name]}
    below = _listed(folder)
    for each in (*(path for path in below if _plain(path.name) in own), folder):
        yield each
        yield from (path for path in _listed(each) if path.name.lower() in INSIDE)


def _called(place: Path, stem: str) -> Iterator[Path]:
    """The files in a folder that are called ``stem``, whatever their dots and capitals; unzipped ones first."""
    there = [path for path in _listed(place) if _plain(re.sub(r"\.gz$", "", path.name, flags=re.I)) == _plain(stem)]
    for path in sorted(there, key=lambda path: (path.suffix.lower() == ".gz", path.name)):
        if path.is_file():
            yield path
        else:  # some unpack each file into a folder of its name
            yield from (inner for inner in _listed(path) if inner.is_file() and _plain(inner.name) == _plain(stem))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise DatasetError(
            "{folder}: expected a readable folder, found: {error}.", folder=folder, error=error.strerror or error
        ) from error


def four(folder: Path, name: str) -> Mapping[str, Path | None]:
    """Where each of the four files of a member is."""
    return {stem: find(folder, name, stem) for stem in stems(name).values()}
