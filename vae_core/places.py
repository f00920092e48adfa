"""Where the project's own folders lie: beside this package in a checkout, in the folder of the app where installed."""

import os
from pathlib import Path

from vae_core import storage
from vae_core.storage import AnyPath

_CORE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """A folder of the project, such as ``"pretrained"``; in a checkout that lacks it, where it would be."""
    installed = _CORE.parent / "vae_playground" / name
    return installed if installed.is_dir() else _CORE.parent / name


def runs() -> AnyPath:
    """Where runs are kept: in what VAE_RUNS_DIR names, else in a folder of the project.

    Raises :class:`~vae_core.errors.ConfigError` where it names what cannot be reached from here.
    """
    return storage.at(os.environ.get("VAE_RUNS_DIR") or folder("runs"))


def classes() -> Path:
    """The folder of classes that are kept on this machine: that of the runs, where it has one."""
    kept = os.environ.get("VAE_RUNS_DIR", "")
    return Path(kept) if kept and storage.BETWEEN not in kept else folder("runs")
