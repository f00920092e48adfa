"""The one process of a server that knows Ray.

Ray ends a process that has lost its cluster for good; it shall not end the server, whose other pages need no cluster.
So this is the work of a worker process (:class:`~vae_core.training.jobs.Job`), which places crews on the cluster
(:mod:`vae_core.lab.crew`), passes on what is said on either side, and says what the cluster has.
"""

import contextlib
import json
import logging
import os
import socket
import threading
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from vae_core.errors import Sentence, VaeCoreError
from vae_core.lab.crew import EARS, GROUPS, MOUTH, Crew
from vae_core.training.channel import Channel

# Seconds for a cluster to answer; between two looks at how large it is; after which a crew that began and does not
# answer is lost.
ANSWERED_WITHIN, LOOKED_AT_EVERY, SILENCE = 5.0, 2.0, 10.0
# Ray's word for a new cluster, which ends with whoever began it; without a word Ray looks for old ones first.
ALONE = "local"
# What the foreman says: how many models the cluster can train at once; what a member of a crew has said; a lost crew.
PLACES, CREW, MEMBER, CONTENT, LOST = "places", "crew", "member", "content", "lost"
NEEDED = Sentence("To train on Ray, the package ray is needed: python -m pip install -r requirements-cluster.txt")
NOBODY = Sentence("No Ray cluster answers at {address} ({error}).")
REFUSED = Sentence("Ray cannot be had: {error}")


def oversee(channel: Channel, arguments: Mapping) -> None:
    """The work: ``arguments`` are the cluster's ``address``, ``None`` for one of this computer alone, and the
    ``environment`` of crews.
    """
    foreman = Foreman(channel, _connected(arguments["address"]), arguments["environment"])
    foreman.say_places()
    threading.Thread(target=foreman.watch_places, daemon=True).start()
    while commands := channel.wait_for_command():
        for command in commands:
            getattr(foreman, f"on_{command.pop('do')}")(**command)


def _connected(address: str | None) -> ModuleType:
    _require_answer(address)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told who uses this
    try:
        import ray
    except ImportError as error:
        raise VaeCoreError(NEEDED) from error
    try:
        ray.init(address or ALONE, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (ray.exceptions.RayError, OSError, RuntimeError, ValueError) as error:
        raise VaeCoreError(REFUSED, error=str(error).strip().split("\n")[0]) from error
    return ray


def _require_answer(address: str | None) -> None:
    """Ray itself tries for more than a minute where nobody is."""
    host, _, port = (address or "").rpartition(":")
    if host and port.isdigit() and "/" not in host:
        try:
            socket.create_connection((host.strip("[]"), int(port)), ANSWERED_WITHIN).close()
        except OSError as error:
            reason = error.strerror or error
            raise VaeCoreError(NOBODY, address=address, error=reason) from error


class Foreman:
    """The crews of one server.

    Args:
        channel: to the server.
        ray: connected.
        environment: of crews.
    """

    def __init__(self, channel: Channel, ray: ModuleType, environment: Mapping[str, str]):
        self._channel, self._ray, self._environment = channel, ray, environment
        self._crews: dict[str, Any] = {}  # actors, by the server's name for each
        self._places: int | None = None

    def say_places(self) -> None:
        """Say it where it has changed."""
        places = int(self._ray.cluster_resources().get("CPU", 0))
        if places != self._places:
            self._places = places
            self._channel.send({PLACES: places}, at_once=True)

    def watch_places(self) -> None:
        """Say it whenever it changes."""
        while not self._channel.is_stopping:
            threading.Event().wait(LOOKED_AT_EVERY)
            with contextlib.suppress(self._ray.exceptions.RayError):  # lost crews are noticed where they are heard
                self.say_places()

    def on_start(self, crew: str, members: Mapping[str, Mapping], memory_bytes: int) -> None:
        """Have Ray find a place for a crew. It waits there as long as others have them all."""
        claims = self._claims(len(members), memory_bytes)
        place = self._ray.remote(**claims, max_restarts=0, max_task_retries=0, concurrency_groups=GROUPS)(Crew)
        self._crews[crew] = place.remote(json.dumps(members), memory_bytes, self._environment)
        threading.Thread(target=self._attend, args=(crew, self._crews[crew]), daemon=True).start()

    def on_tell(self, crew: str, member: str, record: Mapping) -> None:
        """Pass a command on."""
        if actor := self._crews.get(crew):
            actor.tell.options(concurrency_group=MOUTH).remote(member, json.dumps(record))

    def on_stop(self, crew: str, member: str, within: float) -> None:
        """Ask a member to end."""
        if actor := self._crews.get(crew):
            actor.stop.options(concurrency_group=MOUTH).remote(member, within)

    def on_drop(self, crew: str) -> None:
        """End a crew that does not answer, or still waits."""
        if actor := self._crews.pop(crew, None):
            self._ray.kill(actor, no_restart=True)

    def _claims(self, models: int, memory_bytes: int) -> dict[str, float]:
        """A CPU and the memory for each model; on no computer more than the largest has, or it would wait for ever."""
        nodes = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
        most = {name: max((node.get(name, 0.0) for node in nodes), default=0.0) for name in ("CPU", "memory")}
        return {
            "num_cpus": min(models, int(most["CPU"])) or models,
            "memory": min(models * memory_bytes, most["memory"]) or models * memory_bytes,
        }

    def _attend(self, crew: str, actor: Any) -> None:
        """Hear a crew to its end: a thread for each."""
        hear = actor.hear.options(concurrency_group=EARS)
        patience, is_over = None, False  # until there is a place for it
        try:
            while not is_over:
                heard, is_over = self._ray.get(hear.remote(), timeout=patience)
                patience = SILENCE
                for member, content in heard:
                    arrays = {CONTENT: np.frombuffer(content, np.uint8)}
                    self._channel.send({CREW: crew, MEMBER: member}, arrays, at_once=True)
        except self._ray.exceptions.RayError:
            self._channel.send({CREW: crew, LOST: True}, at_once=True)
        self.on_drop(crew)
