"""A person's own images: a file or folder, checked before it is unpacked, as a data set like any other."""

from vae_core.data.own.own_data import NAME, OwnData, from_packed, split, to_bytes
from vae_core.data.own.read import read, read_path
from vae_core.data.own.reading import AS_FOUND, ON_DISK, TURNS, Options, OwnDataLimits
from vae_core.data.own.several import as_one

__all__ = [
    "AS_FOUND",
    "NAME",
    "ON_DISK",
    "TURNS",
    "Options",
    "OwnData",
    "OwnDataLimits",
    "as_one",
    "from_packed",
    "read",
    "read_path",
    "split",
    "to_bytes",
]
