"""One thread, repeatable draws, and what takes a moment to make: made once."""

import dataclasses
import shutil
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, settings

from core.builders import checkpoint_of, noise_images, tiny_run
from vae_core import data, pretrained
from vae_core.publishing import publish
from vae_core.training import checkpoints, train

torch.set_num_threads(1)
# A busy machine is slow, not wrong. Files that a drawn example writes are overwritten by the next.
settings.register_profile(
    "core",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("core")


@pytest.fixture(scope="session")
def digits() -> data.Dataset:
    return data.load("digits")


@pytest.fixture(scope="session")
def few(digits) -> data.Dataset:
    """Four batches of 64."""
    return digits.take(256)


@pytest.fixture(scope="session")
def unseen() -> data.Dataset:
    return data.load("digits", split="test").take(40)


@pytest.fixture(scope="session")
def black_and_white() -> data.Dataset:
    """Twelve images of six pixels, for which a Bernoulli term is a true probability."""
    grey = noise_images(12, 6)
    return dataclasses.replace(grey, images=grey.images.round())


@pytest.fixture(scope="session")
def runs(few, tmp_path_factory) -> dict[str, Path]:
    """The checkpoint folders of a briefly trained autoencoder and VAE."""
    folder = tmp_path_factory.mktemp("runs")
    for model in ("ae", "vae"):
        *_, last = train(tiny_run(model), few)
        checkpoints.save(folder / model, checkpoint_of(tiny_run(model), last.weights))
    return {model: folder / model for model in ("ae", "vae")}


@pytest.fixture(scope="session")
def published(runs, few, unseen, tmp_path_factory) -> Path:
    """A folder like ``pretrained/`` with the models ``quick-ae`` and ``quick-vae``."""
    folder = tmp_path_factory.mktemp("pretrained")
    for model, run in runs.items():
        publish(run, f"quick-{model}", few, unseen, command=f"make {model}", folder=folder)
    return folder


@pytest.fixture
def gallery(published, monkeypatch) -> Path:
    """The published folder in the place of the project's own."""
    monkeypatch.setattr(pretrained, "FOLDER", published)
    pretrained._part.cache_clear()
    yield published
    pretrained._part.cache_clear()


@pytest.fixture
def tampered(gallery, tmp_path, monkeypatch) -> Path:
    """A copy of the published folder that a test may spoil."""
    folder = shutil.copytree(gallery, tmp_path / "copy")
    monkeypatch.setattr(pretrained, "FOLDER", folder)
    return folder
