"""What no input may do, whatever it is: take long, take memory without end, or reach out of its folders."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from hypothesis import HealthCheck, settings

import vae_core

IN_THE_SUITE = 500  # cases, of all doors together; python -m benchmarks.fuzz sets FUZZ_CASES to more
MANY = int(os.environ.get("FUZZ_CASES", IN_THE_SUITE))
SECONDS = 2.0  # of this process's own work: what others do meanwhile is not the input's fault
MOST_BYTES = 1_000_000_000  # that one input may take besides what stands; its limits allow a tenth of it

STATM = Path("/proc/self/statm")
ROOT = Path(vae_core.__file__).resolve().parents[1]
READ = tuple(map(str, (ROOT, sys.prefix, sys.base_prefix, "/usr", "/lib", "/proc", "/sys", "/dev", "/etc/localtime")))
TOUCHING = {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "shutil.rmtree"}

OWN = tuple(os.path.realpath(os.environ[name]) for name in ("VAE_RUNS_DIR", "VAE_DATA_DIR"))  # the tests' own

_folders: tuple[str, ...] | None = None
_outside: list[str] = []


def cases(part: float, **more) -> settings:
    """Settings for a door that gets a part of all cases."""
    return settings(
        max_examples=max(1, round(part * MANY)),
        deadline=None,  # measured below, by the process's own clock
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
        **more,
    )


def _look(event: str, told: tuple) -> None:
    if _folders is None:
        return
    if event == "open" and isinstance(told[0], str | bytes | os.PathLike):
        path = os.path.realpath(os.fsdecode(told[0]))
        writes = bool(told[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if isinstance(told[2], int) else False
        if not path.startswith(_folders if writes else (*_folders, *READ)):
            _outside.append(f"{event} {path}")
    elif event in TOUCHING:
        path = os.path.realpath(os.fsdecode(told[0]))
        if not path.startswith(_folders):
            _outside.append(f"{event} {path}")


sys.addaudithook(_look)


@contextmanager
def _little_memory() -> Iterator[None]:
    """Only on Linux does a process know what it has, and may it be refused more."""
    if sys.platform != "linux":
        yield
        return
    resource = import_module("resource")
    limits = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(STATM.read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MOST_BYTES, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


@contextmanager
def guarded(*folders: Path) -> Iterator[None]:
    """Whatever happens inside is short, small, and touches nothing but ``folders``; it reads the project besides."""
    global _folders
    _outside.clear()
    _folders, began = tuple(map(str, (*folders, *OWN))), time.process_time()
    try:
        with _little_memory():
            yield
    finally:
        _folders, took = None, time.process_time() - began
    assert not _outside, [*_outside]
    assert took < SECONDS, f"{took:.1f} s"


def says_why(error: Exception) -> None:
    """A refusal is a sentence, not empty, and no longer than somebody reads."""
    assert 10 < len(str(error).strip()) < 2000
