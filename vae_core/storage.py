"""Where runs lie: in a folder of this machine, or in an object store, ``s3://bucket/prefix``, reached by fsspec.

The paths of both answer alike (:class:`AnyPath`); what is done in another way there is done here.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from vae_core import system
from vae_core.config import require
from vae_core.errors import ConfigError

BETWEEN = "://"


@runtime_checkable
class AnyPath(Protocol):
    """What is asked of a path here; of an object store's, fsspec's :class:`upath.UPath` answers it."""

    name: str
    stem: str
    parent: Any

    def __truediv__(self, name: str) -> Any: ...

    def exists(self) -> bool: ...

    def iterdir(self) -> Iterator[Any]: ...

    def mkdir(self, *, parents: bool = False, exist_ok: bool = False) -> None: ...

    def read_bytes(self) -> bytes: ...

    def write_bytes(self, content: bytes) -> int: ...

    def unlink(self, missing_ok: bool = False) -> None: ...

    def stat(self) -> Any: ...


def at(place: str | os.PathLike | AnyPath) -> AnyPath:
    """The folder or file at ``place``; a path is itself.

    Raises :class:`~vae_core.errors.ConfigError` where that is in a kind of store that is not known, or for which
    something is not installed.
    """
    if isinstance(place, os.PathLike):
        return Path(place)
    if not isinstance(place, str):
        return place
    kind, between, _ = place.partition(BETWEEN)
    if not between:
        return Path(place)
    require(kind == "s3", "Runs are kept in a folder or at s3://BUCKET/PREFIX, not at {place}", place=place)
    try:
        return import_module("vae_core.object_store").at(place)
    except ImportError as error:
        raise ConfigError(
            "For runs in an object store, s3fs is needed: python -m pip install -r requirements-servers.txt"
        ) from error


def is_remote(path: AnyPath) -> bool:
    """Whether ``path`` is in an object store: every look at it is a question to another computer."""
    return not isinstance(path, Path)


def write_atomically(path: AnyPath, content: bytes) -> None:
    """Write beside the target and rename, so that a reader sees the old file or the new one."""
    if is_remote(path):  # where each object is replaced as a whole
        path.write_bytes(content)
        return
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        temporary.write_bytes(content)
        system.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def entries(folder: AnyPath) -> list[AnyPath]:
    """What is in ``folder``; an object store knows none that is empty. Raises OSError where it cannot be read."""
    if not is_remote(folder):
        return list(folder.iterdir())
    with suppress(FileNotFoundError, NotADirectoryError):
        return list(folder.iterdir())
    return []


def version(path: AnyPath) -> object:
    """Another for each content that is written to ``path``. Raises OSError where there is none."""
    return path.fs.info(path.path)["ETag"] if is_remote(path) else path.stat().st_mtime_ns


def refresh(path: AnyPath) -> None:
    """Have ``path`` be the newest. Raises OSError where it is not there."""
    if is_remote(path):
        path.write_bytes(path.read_bytes())
    else:
        path.touch()


def size(folder: AnyPath) -> int:
    """Bytes in ``folder`` and below. Raises OSError where it cannot be read."""
    if is_remote(folder):
        return sum(found["size"] for found in folder.fs.find(folder.path, detail=True).values())
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def remove(folder: AnyPath) -> None:
    """Remove ``folder`` with all that is in it; what cannot be removed stays."""
    if not is_remote(folder):
        shutil.rmtree(folder, ignore_errors=True)
        return
    with suppress(OSError):
        folder.rmdir(recursive=True)
