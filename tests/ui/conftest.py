"""What each run of an AppTest would look for again, found once."""

import functools

import pytest
from streamlit.components.v2 import manifest_scanner

from ui import gaps
from ui.library import project


@pytest.fixture(scope="session", autouse=True)
def installed_components():
    """AppTest reads the metadata of all installed packages at each run, which takes longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", functools.cache(scan))
        yield


def forget_images() -> None:
    """What has been read of MNIST's files."""
    project.test_images.cache_clear()
    gaps.learned_images.cache_clear()


@pytest.fixture
def without_mnist(monkeypatch, tmp_path):
    """The folder of the data is empty."""
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    forget_images()
    yield
    forget_images()


@pytest.fixture
def with_mnist(monkeypatch, mnist_dir):
    """The folder of the data, which has MNIST's files."""
    monkeypatch.setenv("VAE_DATA_DIR", str(mnist_dir))
    forget_images()
    yield mnist_dir
    forget_images()
