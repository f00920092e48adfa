"""What all tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def mnist_dir() -> Path:
    """The folder with the official MNIST files; the test is skipped where there is none."""
    named = os.environ.get("VAE_DATA_DIR")
    places = [Path(named)] if named else []
    places += [ROOT.parent / "shared" / "mnist", ROOT / "data" / "mnist", ROOT / "data"]
    for place in places:
        if any(place.glob("t10k-images-idx3-ubyte*")):
            return place
    pytest.skip("The official MNIST files are not here.")
