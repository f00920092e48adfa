"""Where the models of a run learn: in processes of this machine, or wherever somebody else has room for them."""

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import combinations
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Protocol, runtime_checkable

from vae_core.config import require
from vae_core.lab.worker import learn
from vae_core.training.jobs import Ending, Job, Message

HERE, RAY = "local", "ray"
# More models at once than any cluster of ours has places for: the cluster itself is the limit.
ALL_OF_A_CLUSTER = 1_000_000


@runtime_checkable
class AnyJob(Protocol):
    """What the lab asks of a :class:`~vae_core.training.jobs.Job`, wherever it is done."""

    ending: Ending | None

    def sources(self) -> Sequence[Any]: ...

    def start(self) -> None: ...

    def tell(self, record: Mapping) -> None: ...

    def stop(self, within: float = 1.0) -> None: ...

    def hear(self) -> list[Message]: ...


@runtime_checkable
class Workplace(Protocol):
    """Has models learn. Safe to call from many threads."""

    def places(self, most: int) -> int:
        """How many models can learn at once just now, at most ``most``; 1 where it is not known yet."""
        ...

    def prepare(self, members: Mapping[str, Mapping], memory_bytes: int) -> Mapping[str, AnyJob]:
        """Jobs for the members of one run, which learn in step, to be started.

        Args:
            members: what each needs to know (:func:`vae_core.lab.worker.arguments_for`), by name, in their order.
            memory_bytes: how much more memory than at its start each may use.
        """
        ...

    def close(self) -> None:
        """Let go of whatever is held."""
        ...


class Here:
    """The workplace that is always there: a process of this machine for each model."""

    def places(self, most: int) -> int:
        return most

    def prepare(self, members: Mapping[str, Mapping], memory_bytes: int) -> dict[str, Job]:
        ties = ties_between(tuple(members))
        return {
            name: Job(learn, arguments, memory_bytes=memory_bytes, ties=ties[name])
            for name, arguments in members.items()
        }

    def close(self) -> None:
        """The jobs are ended by whoever has started them."""


def is_on_ray() -> bool:
    """Whether models are to learn on a Ray cluster: ``VAE_RUNNER=ray``. Raises :class:`ConfigError` on other words."""
    asked = os.environ.get("VAE_RUNNER") or HERE
    require(asked in (HERE, RAY), "VAE_RUNNER is {here} or {ray}, not {found}", here=HERE, ray=RAY, found=repr(asked))
    return asked == RAY


def asked_for() -> Workplace:
    """The workplace that ``VAE_RUNNER`` names: processes of this machine, or the cluster at ``RAY_ADDRESS``."""
    if not is_on_ray():
        return Here()
    return import_module("vae_core.lab.on_ray").OnRay(os.environ.get("RAY_ADDRESS"))  # loaded only where it is wanted


def ties_between(members: Sequence[str]) -> dict[str, list[Connection]]:
    """The ends of lines from each of ``members`` to all others, in their order."""
    ties = {member: [] for member in members}
    for first, second in combinations(members, 2):
        ours, theirs = Pipe()
        ties[first].append(ours)
        ties[second].append(theirs)
    return ties
