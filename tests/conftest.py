"""What all tests share."""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from core import type_checker

type_checker.install()  # before the first import of vae_core

ROOT = Path(__file__).resolve().parents[1]

# Whatever a shell says of the app, here it finds no data, the limits of its own file, and nobody's runs. Set at once:
# workers begin with what stands here when the first of them is needed. Where the official files are is remembered
# beside it, for the processes of the tests inherit from each other.
OWN = Path(tempfile.mkdtemp(prefix="vae-playground-"))
atexit.register(shutil.rmtree, OWN, ignore_errors=True)
os.environ.setdefault("VAE_TESTS_MNIST", os.environ.get("VAE_DATA_DIR", ""))
os.environ["VAE_DATA_DIR"], os.environ["VAE_RUNS_DIR"] = str(OWN / "data"), str(OWN / "runs")
os.environ.pop("VAE_LIMITS", None)
os.environ["VAE_POLITENESS"] = "0"  # beside other tests, workers that step back would hardly move
# As the app has it: a pool of threads in each process would only stand in the way of the other one's.
os.environ["OMP_NUM_THREADS"] = "1"

# What is imported stays: looking through it for garbage, again and again, was a quarter of the way to the first test.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long by nature comes first: at the end, small tests even out who is done when."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def mnist_dir() -> Path:
    """The folder that holds the four official MNIST files; the test is skipped where there is none."""
    from vae_core import data  # not before the hook above

    named = os.environ["VAE_TESTS_MNIST"]
    places = [*([Path(named)] if named else []), ROOT.parent / "shared", ROOT / "data"]
    for folder in (folder for place in places for folder in (place / "mnist", place)):
        if data.is_present("mnist", folder):
            return folder
    pytest.skip("The official MNIST files are not here.")
