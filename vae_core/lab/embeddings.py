"""The maps that are being made on this machine, and those that are finished, each made once for all who ask."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from multiprocessing import connection
from typing import Literal

import numpy as np
from jaxtyping import Float32

from vae_core.analysis.embedding import Frame, TSNEConfig, key_of
from vae_core.errors import NOTHING, Sentence
from vae_core.lab.embedding_work import arguments_for, make_embedding
from vae_core.training.jobs import Job

# Seconds between two looks while a map is made, and after which somebody who has not asked again has gone.
TICK, PATIENCE = 0.05, 15.0
# Two maps side by side should form side by side; more would only make each of them slower.
AT_ONCE = 2
# A map of 10 000 points with its 70 frames takes 6 MB.
KEPT_BYTES = 200_000_000
# 20 000 codes, their neighbours and the tree: some 200 MB, and openTSNE's own code.
MEMORY_BYTES = 1_500_000_000

Stage = Literal["waiting", "forming", "finished", "cancelled", "failed"]
OVER = ("finished", "cancelled", "failed")


@dataclass(eq=False)
class _Embedding:
    codes: Float32[np.ndarray, "n latent"]
    config: TSNEConfig
    stage: Stage = "waiting"
    message: Sentence = NOTHING
    frames: list[Frame] = field(default_factory=list)
    watchers: dict[str, float] = field(default_factory=dict)
    job: Job | None = None

    @property
    def bytes(self) -> int:
        return self.codes.nbytes + sum(frame.points.nbytes for frame in self.frames)


@dataclass(frozen=True, eq=False)
class Glimpse:
    """What is there of a map.

    Attributes:
        stage: ``"waiting"`` for a process, ``"forming"``, or over: ``"finished"``, ``"cancelled"`` or ``"failed"``.
        message: why it failed.
        frames: those asked for.
        ahead: how many maps come before it while it waits.
    """

    stage: Stage
    message: Sentence
    frames: tuple[Frame, ...]
    ahead: int = 0


class Embeddings:
    """Makes maps in worker processes.

    Args:
        at_once: maps in the making at the same time; others wait their turn.
        kept_bytes: of all maps together; those not asked for longest go first.
        patience: seconds after which a watcher who has not asked again counts as gone; a map that nobody watches
            is not made further.
    """

    def __init__(self, at_once: int = AT_ONCE, kept_bytes: int = KEPT_BYTES, patience: float = PATIENCE):
        self._at_once, self._kept_bytes, self._patience = at_once, kept_bytes, patience
        self._embeddings: OrderedDict[str, _Embedding] = OrderedDict()
        # Begun anew before their workers had ended: these are heard to their end.
        self._replaced: list[_Embedding] = []
        self._lock = threading.RLock()
        self._awake = threading.Event()
        self._is_closing = False
        self._thread = threading.Thread(target=self._attend, name="maps", daemon=True)
        self._thread.start()

    def watch(
        self, codes: Float32[np.ndarray, "n latent"], config: TSNEConfig, watcher: str, after: int = 0, most: int = 1000
    ) -> Glimpse:
        """What there is of a map from frame number ``after`` on, at most ``most`` frames; starts it where need be.

        ``watcher`` counts as present from here on for a while. A map that was cancelled or has failed is begun anew
        by who asks for its first frame.

        Raises:
            ConfigError: the map cannot be made of so many codes.
        """
        config.check(len(codes))
        key = key_of(codes, config)
        with self._lock:
            known = self._embeddings.get(key)
            if known is not None and after == 0 and known.stage in ("cancelled", "failed"):
                self._replaced.append(known)
                known = None
            if known is None:
                known = self._embeddings[key] = _Embedding(codes, config)
            self._embeddings.move_to_end(key)
            known.watchers[watcher] = time.monotonic()
            self._awake.set()
            frames = tuple(known.frames[after : after + most])
            return Glimpse(known.stage, known.message, frames, self._ahead(known))

    def leave(self, key: str, watcher: str) -> None:
        """``watcher`` does not want the map any more; when nobody does, it is not made further."""
        with self._lock:
            known = self._embeddings.get(key)
            if known is not None:
                known.watchers.pop(watcher, None)
                self._drop_unwatched()
                self._awake.set()

    def finished(self, key: str) -> Frame | None:
        """The last frame of a finished map; ``None`` where there is none."""
        with self._lock:
            known = self._embeddings.get(key)
            return known.frames[-1] if known is not None and known.stage == "finished" else None

    def close(self) -> None:
        """End all workers, within a second or so."""
        with self._lock:
            self._is_closing = True
            for each in self._working():
                each.job.stop()
        self._awake.set()
        self._thread.join()

    def _ahead(self, one: _Embedding) -> int:
        waiting = [each for each in self._embeddings.values() if each.stage == "waiting"]
        return waiting.index(one) if one in waiting else 0

    def _working(self) -> list[_Embedding]:
        return [each for each in (*self._replaced, *self._embeddings.values()) if each.job is not None]

    # ---- the one thread that starts, hears and ends workers ---------------------------------------------

    def _attend(self) -> None:
        while not (self._is_closing and not self._working()):
            self._wait()
            with self._lock:
                for each in self._working():
                    _hear(each)
                self._replaced = [each for each in self._replaced if each.job is not None]
                self._drop_unwatched()
                self._forget_old()
                due = self._next()
            for each in due:  # the first one waits for the server of forks: pages need not
                each.job.start()

    def _wait(self) -> None:
        with self._lock:
            working = [each.job for each in self._working() if each.job.ending is None]
            is_idle = not working and not any(each.stage == "waiting" for each in self._embeddings.values())
            self._awake.clear()
        if working:
            connection.wait([source for job in working for source in job.sources()], TICK)
        elif is_idle and not self._is_closing:
            self._awake.wait()

    def _drop_unwatched(self) -> None:
        limit = time.monotonic() - self._patience
        for each in self._embeddings.values():
            each.watchers = {who: seen for who, seen in each.watchers.items() if seen > limit}
            if not each.watchers and each.stage in ("waiting", "forming"):
                each.stage = "cancelled"
                if each.job is not None:
                    each.job.stop()

    def _forget_old(self) -> None:
        over = [key for key, each in self._embeddings.items() if each.stage in OVER and each.job is None]
        while over and sum(each.bytes for each in self._embeddings.values()) > self._kept_bytes:
            del self._embeddings[over.pop(0)]

    def _next(self) -> list[_Embedding]:
        due = []
        for each in self._embeddings.values():
            if each.stage == "waiting" and len(self._working()) < self._at_once and not self._is_closing:
                each.job = Job(make_embedding, arguments_for(each.codes, each.config), memory_bytes=MEMORY_BYTES)
                each.stage = "forming"
                due.append(each)
        return due


def _hear(one: _Embedding) -> None:
    for record, arrays in one.job.hear():
        one.frames.append(Frame(record["step"], arrays["points"], record["kl"]))
    ending = one.job.ending
    if ending is None:
        return
    one.job = None
    if one.stage == "forming":
        one.stage = "finished" if ending.kind == "finished" else "failed"
        one.message = Sentence(ending.message)
