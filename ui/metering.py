"""What a server tells whoever runs it, in the form of Prometheus: numbers, and nothing about anybody.

Off, unless VAE_METRICS is set: to ``open``, or to a secret that has to be shown.
"""

import hmac
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

OPEN = "open"
ADDRESS = "metrics"
MISSING = "VAE_METRICS is set, and the package prometheus-client is missing: pip install -r requirements-servers.txt"


@dataclass(frozen=True)
class Source:
    """Something that is counted whenever somebody asks.

    Attributes:
        name: of the metric.
        says: what it counts.
        label: what its numbers are told apart by; empty where it is one.
        count: the numbers, by the value of the label.
    """

    name: str
    says: str
    label: str
    count: Callable[[], Mapping[str, float]]


SOURCES: dict[str, Source] = {}


def register(name: str, says: str, count: Callable[[], Mapping[str, float]], label: str = "") -> None:
    """Have something counted from now on, in place of what had its name."""
    SOURCES[name] = Source(name, says, label, count)


def is_on() -> bool:
    """Whether anybody wants to know."""
    return bool(os.environ.get("VAE_METRICS")) and _prometheus() is not None


def may_ask(authorization: str) -> bool:
    """Whether somebody with this header may."""
    secret = os.environ.get("VAE_METRICS", "")
    return secret == OPEN or hmac.compare_digest(authorization.encode(), f"Bearer {secret}".encode())


def page() -> tuple[bytes, str]:
    """All numbers as they are now, and the kind of text that they are in."""
    return _prometheus().page(SOURCES.values())


@contextmanager
def timed(section: str, way: str) -> Iterator[None]:
    """Measure a run of a section: on a ``"page"``, or for a ``"hand"`` that moves."""
    if not is_on():
        yield
        return
    began = time.perf_counter()
    try:
        yield
    finally:
        _prometheus().took(section, way, time.perf_counter() - began)


@cache
def _prometheus() -> ModuleType | None:
    try:
        return import_module("ui.on_prometheus")
    except ModuleNotFoundError as error:
        if error.name != "prometheus_client":
            raise
        logging.getLogger(__name__).warning(MISSING)
        return None
