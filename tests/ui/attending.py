"""A class in tests of the app: kept in a folder of its own."""

import pytest

from classroom.classes import Classes
from ui.in_class import running


@pytest.fixture
def classes(monkeypatch, tmp_path) -> Classes:
    """The classes of a server that has just been started."""
    monkeypatch.setenv("VAE_RUNS_DIR", str(tmp_path))
    monkeypatch.delenv("VAE_CLASS_URL", raising=False)
    monkeypatch.delenv("VAE_CLASS_HOURS", raising=False)
    for remembered in (running.classes, running.hub):
        remembered.cache_clear()
    found = running.classes()
    yield found
    running.hub().stop()
    found.store.close()
    for remembered in (running.classes, running.hub):
        remembered.cache_clear()
