"""Data sets on their way here, each in a thread of its own: one at a time for the whole server."""

import threading

from vae_core import data
from vae_core.errors import NOTHING, DatasetError, Sentence

# Bytes of the files as they are published, in the order in which they are fetched.
SIZES = {
    "mnist": (9_912_422, 28_881, 1_648_877, 4_542),
    "fashion-mnist": (26_421_880, 29_515, 4_422_102, 5_148),
    "kmnist": (18_165_135, 29_497, 3_041_136, 5_120),
}
STEMS = ("train-images", "train-labels", "t10k-images", "t10k-labels")
UNEXPECTED = Sentence("The download ended by an error that was not foreseen; the server's log has it.")

_lock = threading.Lock()
_latest: dict[str, "Download"] = {}


class Download:
    """A data set, both of its splits, that is being fetched from the moment this is made.

    Args:
        name: ``"mnist"``, ``"fashion-mnist"`` or ``"kmnist"``.

    Attributes:
        name: likewise.
        state: ``"running"``, ``"finished"``, ``"cancelled"`` or ``"failed"``.
        done_bytes, total_bytes: of all four files; those that were here already count as done.
        file_name: the file that is being fetched; empty before the first.
        message: why it failed, in a :class:`~vae_core.errors.Sentence`; else empty.

    Raises:
        DatasetError: there is no such data set to download.
    """

    def __init__(self, name: str):
        if name not in SIZES:
            raise DatasetError(
                "There is no data set {name} to download: expected one of {names}.",
                name=repr(name),
                names=", ".join(SIZES),
            )
        self.name, self.total_bytes = name, sum(SIZES[name])
        self.state, self.message = "running", NOTHING
        self.done_bytes, self.file_name = 0, ""
        self._ending = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"download {name}", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """End it. What has arrived of the file on its way is thrown away; whole files stay."""
        self._end("cancelled")

    def join(self, timeout: float | None = None) -> None:
        """Wait until nothing more is fetched, for at most ``timeout`` seconds."""
        self._thread.join(timeout)

    def _run(self) -> None:
        state, message = "failed", UNEXPECTED
        try:
            for split in ("train", "test"):
                data.load(self.name, split=split, progress=self._report)
            self.done_bytes, state, message = self.total_bytes, "finished", NOTHING
        except _CancelledError:
            pass
        except DatasetError as error:
            message = error.sentence
        finally:
            self._end(state, message)

    def _end(self, state: str, message: Sentence = NOTHING) -> None:
        with self._ending:
            if self.state == "running":
                self.message, self.state = message, state

    def _report(self, file_name: str, done: int, total: int) -> None:
        if self.state != "running":
            raise _CancelledError
        before = next(number for number, stem in enumerate(STEMS) if file_name.startswith(stem))
        self.file_name = file_name
        self.done_bytes = min(sum(SIZES[self.name][:before]) + done, self.total_bytes)


class _CancelledError(Exception):
    """Nobody waits for the rest."""


def start(name: str) -> Download:
    """The download of ``name`` that is going on, or a new one. Raises :class:`DatasetError` like that."""
    with _lock:
        download = _latest.get(name)
        if download is None or download.state != "running":
            download = _latest[name] = Download(name)
        return download


def latest(name: str) -> Download | None:
    """The download of ``name`` that was started last; ``None`` before the first."""
    with _lock:
        return _latest.get(name)
