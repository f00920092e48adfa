"""Files of the MNIST family on their way from a mirror: kept only when they are whole."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from vae_core.data.mnist_folder import what_is_there
from vae_core.data.mnist_sources import SOURCES, stems
from vae_core.errors import DatasetError, Sentence

EMNISTS = Sentence(
    "EMNIST is one archive of 560 MB, which is not fetched from here: get gzip.zip from "
    "https://www.nist.gov/itl/products-and-services/emnist-dataset and unzip it there."
)


Check = Callable[[Path], object]
Progress = Callable[[str, int, int], None]


def obtain(folder: Path, name: str, stem: str, check: Check | None, progress: Progress | None) -> Path:
    """Fetch ``<stem>.gz`` into ``folder/<name>`` from the first mirror that has a sound copy.

    Args:
        folder, name, stem: where it belongs, whose it is, what it is called.
        check: raises :class:`DatasetError` where what has arrived is not the file; ``None``: nothing is fetched.
        progress: told file, bytes that have arrived, and bytes in all.

    Raises:
        DatasetError: it is not to be had; the sentence says what is in the folder instead, and how to bring it.
    """
    there, how_to_bring = what_is_there(folder, name), _how_to_bring(folder, name)
    mirrors, archive = SOURCES[name].mirrors, f"{stem}.gz"
    if check is None or not mirrors:
        raise DatasetError(
            "{file}: expected this {name} file, found none. {how_to_bring}",
            file=folder / name / archive,
            name=name,
            how_to_bring=Sentence.joined([there, how_to_bring]) if there else how_to_bring,
        )
    bar = _ProgressBar(archive, progress) if progress else None
    failures = []
    for mirror in mirrors:
        try:
            return _fetch(mirror + archive, folder / name, stem, check, bar)
        except (OSError, ValueError, DatasetError) as error:  # what requests, the file system and we ourselves raise
            if bar and bar.raised == id(error):
                raise
            failures.append(error.sentence if isinstance(error, DatasetError) else f"{mirror}: {type(error).__name__}")
    failed = Sentence(
        "{file} could not be downloaded ({failures}). {how_to_bring}",
        file=archive,
        failures=Sentence.joined(failures, "; "),
        how_to_bring=how_to_bring,
    )
    raise DatasetError("{there} {failed}", there=there, failed=failed) if there else DatasetError(failed)


def _how_to_bring(folder: Path, name: str) -> Sentence:
    place = (folder / name).absolute()
    if name.startswith("emnist"):
        return Sentence("{emnist} The folder is {folder}.", emnist=EMNISTS, folder=place)
    return Sentence(
        "To bring the files yourself, put {files} into {folder}, or name their folder with --data-dir or "
        "VAE_DATA_DIR. The data set 'digits' needs no files.",
        files=", ".join(f"{each}.gz" for each in stems(name).values()),
        folder=place,
    )


def _fetch(url: str, place: Path, stem: str, check: Check, bar: "_ProgressBar | None") -> Path:
    """Download next to the final place, check, then move: a broken download leaves nothing behind."""
    import pooch  # pulls in requests, which reading from a folder does not need

    pooch.get_logger().setLevel("ERROR")
    made = [folder for folder in (place, *place.parents) if not folder.exists()]
    place.mkdir(parents=True, exist_ok=True)
    incoming = Path(tempfile.mkdtemp(prefix=".incoming-", dir=place))
    try:
        downloader = pooch.HTTPDownloader(progressbar=bar or False, timeout=30)
        path = Path(pooch.retrieve(url, known_hash=None, fname=f"{stem}.gz", path=incoming, downloader=downloader))
        check(path)
        path.chmod(0o644)
        return path.replace(place / path.name)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
        with suppress(OSError):  # what is not empty stays
            for folder in made:
                folder.rmdir()


class _ProgressBar:
    """What pooch asks of a progress bar, passed on to a plain function."""

    def __init__(self, file_name: str, report):
        self.file_name, self.report = file_name, report
        self.total = self.done = 0
        self.raised: int | None = None

    def update(self, count: int) -> None:
        # pooch counts whole chunks, also for the last one.
        self.done = min(self.done + count, self.total) if self.total else self.done + count
        try:
            self.report(self.file_name, self.done, self.total)
        except Exception as error:
            # Its identity alone: the error itself would hold on to the open connection.
            self.raised = id(error)
            raise

    def reset(self) -> None:
        self.done = 0

    def close(self) -> None:
        pass
