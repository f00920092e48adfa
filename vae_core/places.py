"""Where the project's own folders lie: beside this package in a checkout, in the folder of the app where installed."""

import os
from pathlib import Path

_CORE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """A folder of the project, such as ``"pretrained"``; in a checkout that lacks it, where it would be."""
    installed = _CORE.parent / "vae_playground" / name
    return installed if installed.is_dir() else _CORE.parent / name


def runs() -> Path:
    """Where runs are kept, and classes: what VAE_RUNS_DIR names, else a folder of the project."""
    return Path(os.environ.get("VAE_RUNS_DIR") or folder("runs"))
