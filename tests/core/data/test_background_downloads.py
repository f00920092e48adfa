"""Downloads in the background: one for a data set, which says how far it is and can be ended."""

import threading

import pytest

from vae_core import data
from vae_core.data import downloads
from vae_core.errors import DatasetError

SOON = 10  # seconds after which a test has failed


@pytest.fixture(autouse=True)
def nothing_yet(monkeypatch):
    monkeypatch.setattr(downloads, "_latest", {})


class Loader:
    """A loader that reports what it is told to, one report for each :meth:`let`."""

    def __init__(self, *reports: tuple[str, int, int], error: Exception | None = None):
        self.reports, self.error = reports, error
        self.go, self.reported = threading.Semaphore(0), threading.Semaphore(0)
        self.calls = []

    def __call__(self, name, *, split, progress):
        self.calls.append((name, split))
        for report in self.reports:
            assert self.go.acquire(timeout=SOON)
            progress(*report)
            self.reported.release()
        if self.error:
            raise self.error

    def let(self) -> None:
        self.go.release()
        assert self.reported.acquire(timeout=SOON)


@pytest.fixture
def use(monkeypatch):
    def use(loader: Loader) -> Loader:
        monkeypatch.setattr(data, "load", loader)
        return loader

    return use


def test_a_whole_data_set_arrives(tmp_path, monkeypatch, use_mirrors):
    use_mirrors("sound")
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    assert not data.is_present("mnist")
    found = downloads.start("mnist")
    found.join(SOON)
    assert (found.state, found.message, found.done_bytes) == ("finished", "", found.total_bytes)
    assert data.is_present("mnist")


def test_what_fails_says_why(tmp_path, monkeypatch, use_mirrors):
    use_mirrors("absent")
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    found = downloads.start("mnist")
    found.join(SOON)
    assert found.state == "failed"
    assert "To bring the files yourself" in found.message


def test_it_says_how_far_it_is_and_counts_the_files_that_are_here(use):
    images, labels = downloads.SIZES["mnist"][:2]
    loader = use(
        Loader(
            ("train-images-idx3-ubyte.gz", 1000, images),
            ("t10k-labels-idx1-ubyte.gz", 7, 4542),
            ("t10k-labels-idx1-ubyte.gz", 10**9, 0),
        )
    )
    found = downloads.start("mnist")
    assert (found.state, found.done_bytes, found.file_name) == ("running", 0, "")
    loader.let()
    assert (found.done_bytes, found.file_name) == (1000, "train-images-idx3-ubyte.gz")
    loader.let()
    assert found.done_bytes == images + labels + 1_648_877 + 7
    loader.let()
    assert found.done_bytes == found.total_bytes  # whatever a mirror sends
    found.cancel()
    loader.go.release()
    found.join(SOON)


def test_both_splits_are_fetched(use):
    loader = use(Loader())
    downloads.start("kmnist").join(SOON)
    assert loader.calls == [("kmnist", "train"), ("kmnist", "test")]


def test_who_asks_for_the_same_joins_the_one_that_goes_on(use):
    loader = use(Loader(("train-images-idx3-ubyte.gz", 1, 2)))
    found = downloads.start("mnist")
    assert downloads.start("mnist") is found
    assert downloads.latest("mnist") is found
    assert downloads.latest("kmnist") is None
    found.cancel()
    loader.go.release()
    found.join(SOON)
    assert loader.calls == [("mnist", "train")]


def test_cancelled_is_cancelled_at_once_and_can_be_started_again(use):
    loader = use(Loader(("train-images-idx3-ubyte.gz", 1, 2), error=DatasetError("too late to matter")))
    found = downloads.start("mnist")
    found.cancel()
    assert found.state == "cancelled"  # though the loader is still waiting for its mirror
    use(Loader())
    again = downloads.start("mnist")
    again.join(SOON)
    loader.go.release()
    found.join(SOON)
    assert (again.state, found.state, found.message, found.done_bytes) == ("finished", "cancelled", "", 0)
    again.cancel()
    assert again.state == "finished"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_nobody_foresaw_does_not_look_like_going_on(use):
    use(Loader(error=MemoryError()))
    found = downloads.start("mnist")
    found.join(SOON)
    assert (found.state, found.message) == ("failed", downloads.UNEXPECTED)


@pytest.mark.parametrize("name", ["digits", "own", "minst"])
def test_what_is_not_published_cannot_be_downloaded(name):
    with pytest.raises(DatasetError, match=rf"'{name}'.*mnist, fashion-mnist, kmnist"):
        downloads.start(name)
    assert downloads.latest(name) is None
