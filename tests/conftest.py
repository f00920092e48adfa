"""What all tests share."""

import os
import tempfile
from pathlib import Path

import pytest
from core.type_checker import check_types
from jaxtyping import install_import_hook

# Before the first import of vae_core: from here on, types and shapes of arrays are checked at every call.
install_import_hook("vae_core", f"{check_types.__module__}.{check_types.__name__}")

ROOT = Path(__file__).resolve().parents[1]

# What the tests train is nobody's work.
os.environ["VAE_RUNS_DIR"] = tempfile.mkdtemp(prefix="vae-playground-runs-")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def mnist_dir() -> Path:
    """The folder that holds the four official MNIST files; the test is skipped where there is none."""
    from vae_core import data  # not before the hook above

    named = os.environ.get("VAE_DATA_DIR")
    places = [*([Path(named)] if named else []), ROOT.parent / "shared", ROOT / "data"]
    for folder in (folder for place in places for folder in (place / "mnist", place)):
        if data.is_present("mnist", folder):
            return folder
    pytest.skip("The official MNIST files are not here.")
