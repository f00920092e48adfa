"""Servers and cores that are not here: a simulation, fed with the times that this machine was measured to take.

A server is one process whose threads take turns, as Python's do: who is asked for something dear lets others through
every few milliseconds. A visitor stays with one server and does something once in ``PACE`` seconds, unless they still
wait. What learns has cores of its own.
"""

import random
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import simpy

PACE = 1.0  # seconds from one act of a visitor to the next
TURN = sys.getswitchinterval()  # seconds that a thread has while others wait
SPREAD = 0.5  # of a run's length: from half as long to half as long again


@dataclass(frozen=True)
class Waits:
    """How long people waited, in seconds, sorted, and how busy what they waited for was, as a share of the time."""

    seconds: Sequence[float]
    busy: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def slow(self) -> float:
        """Of 95 % none is longer."""
        return self.seconds[int(0.95 * len(self.seconds))]


def visited(servers: int, visitors: int, services: Sequence[float], seconds: float = 60.0, seed: int = 0) -> Waits:
    """The waits of ``visitors``, spread evenly over ``servers``, for acts that take one of ``services`` each."""
    chance, world = random.Random(seed), simpy.Environment()
    waits: list[float] = []
    worked = [0.0]

    def visitor(server: simpy.Resource):
        yield world.timeout(chance.uniform(0, PACE))
        while (began := world.now) < seconds:
            left = chance.choice(services)
            worked[0] += left
            while left > 1e-9:
                with server.request() as turn:
                    yield turn
                    yield world.timeout(min(TURN, left))
                left -= TURN
            waits.append(world.now - began)
            yield world.timeout(max(0.0, began + PACE - world.now))

    places = [simpy.Resource(world) for _ in range(servers)]
    for number in range(visitors):
        world.process(visitor(places[number % servers]))
    world.run()
    return Waits(sorted(waits), worked[0] / (servers * world.now))


def trained(cores: int, students: int, run_seconds: float, every: float, hours: float = 2.0, seed: int = 0) -> Waits:
    """The waits until a run begins, of ``students`` who each want one of two models once in ``every`` seconds.

    ``cores`` are taken two at a time, by whoever has waited longest; a run takes both of its own ``run_seconds``.
    """
    chance, world = random.Random(seed), simpy.Environment()
    places = simpy.Resource(world, capacity=cores // 2)
    waits: list[float] = []
    worked = [0.0]

    def run(length: float):
        began = world.now
        with places.request() as turn:
            yield turn
            waits.append(world.now - began)
            yield world.timeout(length)
        worked[0] += length

    def asking():
        while world.now < 3600 * hours:
            yield world.timeout(chance.expovariate(students / every))
            world.process(run(run_seconds * chance.uniform(1 - SPREAD, 1 + SPREAD)))

    world.process(asking())
    world.run()
    return Waits(sorted(waits), worked[0] / (cores // 2 * world.now))
