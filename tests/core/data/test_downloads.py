"""Downloads: from the first mirror that has a sound copy, and all or nothing."""

import dataclasses
import gc
import gzip
import hashlib
from collections.abc import Iterator

import pytest

from vae_core import data
from vae_core.data import mnist_family
from vae_core.errors import DatasetError


def load(folder, **options) -> data.Dataset:
    return data.load("mnist", split="test", data_dir=folder, **options)


def left_behind(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path != folder / "mnist")


def test_what_the_folder_lacks_is_fetched(tmp_path, files, use_mirrors):
    use_mirrors("sound")
    assert load(tmp_path).labels.tolist() == list(files["t10k-labels-idx1-ubyte"][8:])
    assert left_behind(tmp_path) == ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]
    for stem in ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        assert gzip.decompress((tmp_path / "mnist" / f"{stem}.gz").read_bytes()) == files[stem]


def test_nothing_is_fetched_twice(tmp_path, mirror, use_mirrors):
    use_mirrors("sound")
    load(tmp_path)
    load(tmp_path)
    assert mirror.requests == ["/sound/t10k-images-idx3-ubyte.gz", "/sound/t10k-labels-idx1-ubyte.gz"]


def test_a_folder_that_has_the_files_needs_no_network(folder, mirror, use_mirrors):
    use_mirrors("sound")
    load(folder)
    assert mirror.requests == []


def test_without_leave_to_download_nobody_is_asked(tmp_path, mirror, use_mirrors):
    use_mirrors("sound")
    with pytest.raises(DatasetError, match="found none"):
        load(tmp_path, download=False)
    assert mirror.requests == []
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("first", ["absent", "broken", "truncated", "error-page", "other-size", "another"])
def test_a_bad_mirror_gives_way_to_the_next(tmp_path, files, use_mirrors, first):
    use_mirrors(first, "sound")
    assert load(tmp_path).labels.tolist() == list(files["t10k-labels-idx1-ubyte"][8:])
    assert left_behind(tmp_path) == ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]


def test_a_set_is_fetched_beside_the_files_of_another(files, use_mirrors, monkeypatch, tmp_path):
    others = {stem: content[:-1] + b"\0" for stem, content in files.items()}
    hashes = {stem: hashlib.sha256(content).hexdigest() for stem, content in others.items()}
    monkeypatch.setitem(mnist_family.SOURCES, "fashion-mnist", mnist_family.Source((), hashes))
    for stem, content in others.items():
        (tmp_path / stem).write_bytes(content)
    use_mirrors("sound")
    with pytest.raises(DatasetError, match="found that of fashion-mnist"):
        data.load("mnist", split="test", data_dir=tmp_path, download=False)
    assert load(tmp_path).labels.tolist() == list(files["t10k-labels-idx1-ubyte"][8:])
    assert data.load("fashion-mnist", split="test", data_dir=tmp_path, download=False).labels.tolist() == list(
        others["t10k-labels-idx1-ubyte"][8:]
    )


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("absent", "HTTPError"),
        ("broken", "ChunkedEncodingError"),
        ("truncated", "expected a whole gzip file"),
        ("error-page", "found a web page"),
        ("other-size", "expected the mnist file with SHA-256"),
        ("another", "expected the mnist file with SHA-256"),
    ],
)
def test_when_no_mirror_helps_every_reason_is_told_and_nothing_is_left(tmp_path, use_mirrors, behaviour, reason):
    use_mirrors(behaviour, behaviour)
    with pytest.raises(DatasetError, match=rf"{reason}.*; .*{reason}.*To bring the files yourself"):
        load(tmp_path)
    assert left_behind(tmp_path) == []


def test_without_a_network_the_message_says_how_to_bring_the_files(tmp_path, files, monkeypatch):
    nobody = dataclasses.replace(mnist_family.SOURCES["mnist"], mirrors=("http://127.0.0.1:1/",))
    monkeypatch.setitem(mnist_family.SOURCES, "mnist", nobody)
    with pytest.raises(DatasetError) as caught:
        load(tmp_path)
    for part in (*(f"{stem}.gz" for stem in files), str(tmp_path / "mnist"), "--data-dir", "VAE_DATA_DIR", "digits"):
        assert part in str(caught.value)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path, use_mirrors):
    use_mirrors("sound")
    (tmp_path / "mnist").write_bytes(b"a file where the folder should go")
    with pytest.raises(DatasetError, match="To bring the files yourself"):
        load(tmp_path)


def test_progress_grows_to_the_whole(tmp_path, mirror, use_mirrors):
    use_mirrors("sound")
    calls = []
    load(tmp_path, progress=lambda *call: calls.append(call))
    for name in ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"):
        size = len(mirror.archives[name])
        counts = [(done, total) for file, done, total in calls if file == name]
        assert {total for _, total in counts} == {size}
        assert counts == sorted(counts)
        assert counts[-1][0] == size


@pytest.fixture
def collected() -> Iterator[None]:
    """What a test leaves behind is collected at its end, not in the middle of another test."""
    yield
    gc.collect()


class Cancelled(Exception):
    pass


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # pooch leaves the connection to the collector
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("reason", [Cancelled, KeyboardInterrupt, BrokenPipeError, ValueError, DatasetError])
def test_progress_can_cancel_and_nothing_is_left(tmp_path, mirror, use_mirrors, reason):
    use_mirrors("sound", "sound")

    raised = reason("enough")

    def cancel(*_):
        raise raised

    with pytest.raises(reason) as caught:
        load(tmp_path, progress=cancel)
    assert caught.value is raised
    assert left_behind(tmp_path) == []
    assert mirror.requests == ["/sound/t10k-images-idx3-ubyte.gz"]


def test_a_set_known_by_its_archives_is_checked_by_them(tmp_path, mirror, use_mirrors, monkeypatch):
    use_mirrors("sound")
    hashes = {name.removesuffix(".gz"): hashlib.sha256(body).hexdigest() for name, body in mirror.archives.items()}
    source = dataclasses.replace(mnist_family.SOURCES["mnist"], sha256=hashes, hashed="archive")
    monkeypatch.setitem(mnist_family.SOURCES, "mnist", source)
    assert len(load(tmp_path)) == 3
