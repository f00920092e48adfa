"""Embeddings for the page: one maker for the whole server, what was ordered of it, and what browsers fetch."""

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from jaxtyping import Float, Float32

from ui import clouds, late
from ui.clouds import Source
from vae_core.analysis import embedding
from vae_core.analysis.embedding import TSNEConfig
from vae_core.config import require
from vae_core.errors import CheckpointError
from vae_core.packing import pack

ORDERS = 1000  # that are remembered; each is a few words
PLACERS = 8  # finished maps that new points can be placed in at once: a tree and neighbours, some 10 MB each
MOST_NUMBERS = 4_000_000  # in one answer: 16 MB

_lock = threading.Lock()
_orders: OrderedDict[str, "Order"] = OrderedDict()


@dataclass(frozen=True)
class Order:
    """A map that the page may ask for.

    Attributes:
        key: a hash of all that it is made of.
        source: of its codes.
        config: how it is made.
    """

    key: str
    source: Source
    config: TSNEConfig


@cache
def prepare() -> None:
    """Have what makes maps ready soon, without waiting for it: it starts a process that workers are made from."""
    threading.Thread(target=_prepare, name="maps", daemon=True).start()


def _prepare() -> None:
    late.local.warm_up()
    maker()


def maker():
    """Whoever makes the maps of this server."""
    with _lock:
        return _maker()


@cache
def _maker():
    made = late.embeddings.Embeddings()
    atexit.register(made.close)
    return made


def order(source: Source, config: TSNEConfig) -> Order:
    """Make a map known by its key; it is made when a browser asks for its frames.

    Raises :class:`~vae_core.errors.ConfigError` where it cannot be made.
    """
    asked = _order(source, config)
    with _lock:
        _orders[asked.key] = asked
        _orders.move_to_end(asked.key)
        while len(_orders) > ORDERS:
            _orders.popitem(last=False)
    return asked


@lru_cache(maxsize=ORDERS)
def _order(source: Source, config: TSNEConfig) -> Order:
    codes = clouds.cloud(source).codes
    config.check(len(codes))
    return Order(embedding.key_of(codes, config), source, config)


def known(key: str) -> Order:
    """The order with this key. Raises :class:`~vae_core.errors.CheckpointError` where there is none."""
    with _lock:
        asked = _orders.get(key)
    if asked is None:
        raise CheckpointError("This map was not ordered since the server started; reload the page.")
    return asked


def frames(key: str, after: int, watcher: str, translate: Callable[[str], str] = str) -> bytes:
    """What there is of a map from frame ``after`` on, as a safetensors file; asked for by ``watcher``.

    Raises :class:`~vae_core.errors.VaeCoreError` where there is no such map.
    """
    asked = known(key)
    codes = clouds.cloud(asked.source).codes
    size = len(codes) * asked.config.dimensions
    most = max(1, MOST_NUMBERS // size)
    glimpse = maker().watch(codes, asked.config, watcher, after, most)
    record = {
        "stage": glimpse.stage,
        "message": translate(glimpse.message),
        "ahead": glimpse.ahead,
        "steps": [frame.step for frame in glimpse.frames],
        "kls": [frame.kl for frame in glimpse.frames],
        "total": asked.config.steps,
        "is_more": len(glimpse.frames) == most,
    }
    empty = np.empty((0, len(codes), asked.config.dimensions), np.float32)
    return pack(record, {"frames": np.stack([f.points for f in glimpse.frames]) if glimpse.frames else empty})


def leave(key: str, watcher: str) -> None:
    """``watcher`` does not want the map any more."""
    maker().leave(key, watcher)


def finished(asked: Order) -> Float32[np.ndarray, "n dimensions"] | None:
    """The points of a finished map; ``None`` where it is not there (yet)."""
    frame = maker().finished(asked.key)
    return None if frame is None else frame.points


def place(key: str, code: Float[np.ndarray, " latent"]) -> Float32[np.ndarray, " dimensions"] | None:
    """Where a new code belongs in a finished map; ``None`` where that is not finished.

    Raises :class:`~vae_core.errors.VaeCoreError` where there is no such map or the code does not fit it.
    """
    asked = known(key)
    points = finished(asked)
    if points is None:
        return None
    latent = clouds.cloud(asked.source).codes.shape[1]
    require(code.shape == (latent,), "a code of this map has {latent} numbers", latent=latent)
    return _placer(asked)(code[None])[0]


@lru_cache(maxsize=PLACERS)
def _placer(asked: Order) -> Callable[[np.ndarray], np.ndarray]:
    # The same order gives the same points, so one that was made again needs no other placer.
    return embedding.placer(clouds.cloud(asked.source).codes, finished(asked), asked.config)
