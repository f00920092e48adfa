"""A runner whose limits and visitors a test may choose, and which is closed when the test is over."""

import dataclasses

import pytest

from core.lab.works import until
from vae_core.lab import limits
from vae_core.lab.events import Record
from vae_core.lab.local import LocalRunner, warm_up

warm_up()  # before a test of jobs has workers that know less than those of the lab


@pytest.fixture
def open_runner(tmp_path):
    runners = []

    def open_runner(folder=tmp_path / "runs", is_present=lambda owner: True, **changes) -> LocalRunner:
        allowed = dataclasses.replace(limits.load(), **{"processes": 2, **changes})
        runners.append(LocalRunner(folder, allowed, is_present))
        return runners[-1]

    yield open_runner
    for runner in runners:
        runner.close()


@pytest.fixture
def runner(open_runner) -> LocalRunner:
    return open_runner()


class Watcher:
    """What a page does: takes the events of a run as they come."""

    def __init__(self, runner: LocalRunner, run: str, members=("ae", "vae")):
        self.runner, self.run, self.record, self.seen = runner, run, Record(members), []

    def look(self) -> Record:
        for event in self.runner.events(self.run, self.record.last):
            self.record.take(event)
            self.seen.append(event)
        return self.record

    def until(self, condition, seconds: float = 30.0) -> Record:
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
