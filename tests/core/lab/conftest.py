"""A runner whose limits and visitors a test may choose, and which is closed when the test is over."""

import dataclasses

import pytest

from core.lab import object_store
from core.lab.works import until
from vae_core.lab import limits
from vae_core.lab.events import Event, Record
from vae_core.lab.local import LocalRunner, warm_up

object_store.announce()  # to the workers as well
warm_up()  # before a test of jobs has workers that know less than those of the lab


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """An object store."""
    store = object_store.ObjectStore(tmp_path_factory.mktemp("store") / "log")
    yield store
    store.stop()


@pytest.fixture
def workplace():
    """Where the models of a runner learn; other files have another."""
    return


@pytest.fixture
def runs(tmp_path):
    """Where runs are; other files keep them elsewhere."""
    return tmp_path / "runs"


@pytest.fixture
def open_runner(runs, workplace):
    runners = []

    def open_runner(folder=runs, is_present=lambda owner: True, **changes) -> LocalRunner:
        allowed = dataclasses.replace(limits.load(), **{"processes": 2, **changes})
        runners.append(LocalRunner(folder, allowed, is_present, workplace))
        return runners[-1]

    yield open_runner
    for runner in runners:
        runner.close()


@pytest.fixture
def runner(open_runner) -> LocalRunner:
    return open_runner()


class Watcher:
    """What a page does: looks again and again at a run."""

    def __init__(self, runner: LocalRunner, run: str):
        self.runner, self.run = runner, run

    def look(self) -> Record:
        self.record = self.runner.record(self.run)
        return self.record

    def log(self) -> list[Event]:
        """Its events on disk."""
        return self.runner._store.events(self.run)

    def until(self, condition, seconds: float = 60.0) -> Record:
        """Watch until ``condition`` holds of the record."""
        until(lambda: condition(self.look()), seconds)
        return self.record

    def until_over(self) -> Record:
        return self.until(lambda record: record.is_over)

    def control(self, command: str, **settings) -> None:
        self.runner.control(self.run, {"command": command, **settings})


@pytest.fixture
def watch():
    return Watcher
