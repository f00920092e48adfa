"""The models of one run on a computer of a cluster: the actor that Ray places, and what is said to it.

The members are workers of this very computer, as they are anywhere (:class:`~vae_core.lab.workplace.Here`): they keep
step by lines between them, obey and end as they do where there is no Ray. This actor passes on what they are told and
what they say, packed; it does not look into it.
"""

import json
import os
from collections.abc import Mapping
from importlib import import_module
from multiprocessing import connection
from typing import Any

from vae_core import system
from vae_core.errors import Sentence
from vae_core.packing import pack

# Seconds: a call that hears nothing ends after so many; a look at the clocks of those that are to end.
LISTENING, TICK = 1.0, 0.02
# Names in records that the members themselves do not use.
PID, ENDED = "pid", "ended"
# Two calls at once, each kind in its order: one thread starts, hears and ends the jobs, another tells them something.
EARS, MOUTH = "ears", "mouth"
GROUPS = {EARS: 1, MOUTH: 1}
Heard = list[tuple[str, bytes]]


class Crew:
    """The workers of one run.

    Args:
        members: arguments of each by its name, in their order, as JSON.
        memory_bytes: how much more memory than at its start each may use.
        environment: variables that hold where this computer says nothing else.
    """

    def __init__(self, members: str, memory_bytes: int, environment: Mapping[str, str]):
        for name, value in environment.items():
            os.environ.setdefault(name, value)
        # What the workers need is imported where they are forked from, while this process imports it as well.
        system.begin_forks("vae_core.lab.worker")
        here = import_module("vae_core.lab.workplace").Here()
        self._jobs: Mapping[str, Any] = here.prepare(json.loads(members), memory_bytes)
        self._going: dict[str, Any] | None = None  # until it has started

    def hear(self) -> tuple[Heard, bool]:
        """What the members have said since the last call, as soon as there is something; whether all have ended.

        The first call starts them, and tells their process ids. An ending is a message as well.
        """
        if self._going is None:
            return self._start(), False
        heard: Heard = []
        for _ in range(round(LISTENING / TICK)):
            for name, job in list(self._going.items()):
                heard += [(name, pack(record, arrays)) for record, arrays in job.hear()]
                if job.ending:
                    heard.append((name, _last_words(job)))
                    del self._going[name]
            if heard or not self._going:
                break
            connection.wait([source for job in self._going.values() for source in job.sources()], TICK)
        return heard, not self._going

    def tell(self, member: str, record: str) -> None:
        """Pass a command on, JSON as it comes."""
        self._jobs[member].tell(json.loads(record))

    def stop(self, member: str, within: float) -> None:
        """See :meth:`~vae_core.training.jobs.Job.stop`."""
        self._jobs[member].stop(within)

    def _start(self) -> Heard:
        for job in self._jobs.values():
            job.start()
        self._going = dict(self._jobs)
        return [(name, pack({PID: job.pid}, {})) for name, job in self._going.items() if job.ending is None]


def _last_words(job: Any) -> bytes:
    return pack({ENDED: job.ending.kind, "message": Sentence(job.ending.message).record()}, {})
