"""What it takes to serve many, and where it bends: measured on one server and two, simulated for as many as you like.

    python -m benchmarks.scale [--visitors 10 20 30 40 60] [--seconds 20] [--servers 1 10 100 1000]

What an act costs is measured by one learner, one act after the other, as processor time of the server: to move
something (a question on the way, then letting go) or, one time in ten, to turn to another step. Then so many at once do
one a second, on one server and on two of this machine, which plays them as well; beside what was measured stands what
the simulation (``benchmarks/queues.py``) says. All that is said of more servers than two is simulated.
"""

import argparse
import asyncio
import contextlib
import math
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.learner import Learner
from benchmarks.queues import PACE, Waits, trained, visited
from benchmarks.serving import Server, started
from benchmarks.training_lab import until
from ui.lessons import LESSONS
from vae_core.lab import limits
from vae_core.lab.experiment import Experiment
from vae_core.lab.local import LocalRunner
from vae_core.lab.store import Description, Store

TURNS = 0.1  # of all that people do: to another step
ACTS = 100  # of the one learner on each lesson: what is dear is rare
SETTLES = 25  # seconds after its start a server has loaded what it loads late
NAMES = [lesson.name for lesson in LESSONS]
SOON = 0.25  # seconds in which 95 % are answered as long as nothing bends
AT_ONCE = 30.0  # seconds within which 95 % of the runs of a course begin
EVERY = 600.0  # seconds from one run of a student to the next
RUNS = (1_000, 10_000)  # in the folder that all servers see


async def act(learner: Learner) -> float:
    """One thing that a person does; the seconds until the page has answered it."""
    if random.random() < TURNS:
        return await learner.turn()
    asked, let_go = await learner.drag()
    return sum(asked) + let_go


async def see_all(port: int) -> None:
    """One person turns through every lesson: what is computed once for all is there from now on."""
    for name in NAMES:
        async with Learner(port, name) as learner:
            for _ in learner.components["heading"]["data"]["steps"]:
                await learner.turn()
                await learner.drag()


async def costs(server: Server) -> tuple[list[float], list[int]]:
    """Processor seconds of the server, and bytes sent, for each act of one learner."""
    services, sent = [], []
    for name in NAMES:
        async with Learner(server.port, name) as learner:
            await asyncio.sleep(1)
            for _ in range(ACTS):
                before = server.processor_seconds
                await act(learner)
                services.append(server.processor_seconds - before)
                sent.append(learner.sent)
    return services, sent


async def attend(learner: Learner, seconds: float, waits: list[float]) -> None:
    """One person, who does something once in PACE seconds."""
    end = time.perf_counter() + seconds
    await asyncio.sleep(random.uniform(0, PACE))
    while (began := time.perf_counter()) < end:
        waits.append(await act(learner))
        await asyncio.sleep(max(0.0, began + PACE - time.perf_counter()))


async def crowd(told: Connection, ports: Sequence[int], visitors: int, seconds: float) -> list[float]:
    """The waits of so many, spread over all lessons and servers; tells when all are there."""
    waits: list[float] = []
    async with contextlib.AsyncExitStack() as room:
        people = [
            await room.enter_async_context(Learner(ports[number % len(ports)], NAMES[number % len(NAMES)]))
            for number in range(visitors)
        ]
        await asyncio.sleep(1)
        told.send("all are there")
        await asyncio.gather(*(attend(each, seconds, waits) for each in people))
    return waits


def play(told: Connection, ports: Sequence[int], visitors: int, seconds: float) -> None:
    told.send(asyncio.run(crowd(told, ports, visitors, seconds)))


def measured(servers: Sequence[Server], visitors: int, seconds: float) -> Waits:
    """The waits of so many, who are played by a process of their own, and how busy each server's one thread was."""
    heard, told = multiprocessing.Pipe(duplex=False)
    people = multiprocessing.Process(target=play, args=(told, [each.port for each in servers], visitors, seconds))
    people.start()
    told.close()  # or nobody would notice that they have failed
    heard.recv()
    before, began = sum(each.processor_seconds for each in servers), time.perf_counter()
    waits = heard.recv()
    worked, took = sum(each.processor_seconds for each in servers) - before, time.perf_counter() - began
    people.join()
    return Waits(sorted(waits), worked / (len(servers) * took))


def most(holds: Callable[[int], bool], upto: int = 1000) -> int:
    """The largest whole number for which this holds; it holds of none above one of which it does not."""
    least = 0
    while upto - least > 1:
        middle = (least + upto) // 2
        least, upto = (middle, upto) if holds(middle) else (least, middle)
    return least


def run_seconds() -> float:
    """How long both models of the lab's first run learn, side by side."""
    with tempfile.TemporaryDirectory() as folder:
        runner = LocalRunner(Path(folder), limits.load())
        try:
            run = runner.start(Experiment(), "somebody")
            return until(runner, run, lambda record: record.is_over)
        finally:
            runner.close()


def look_seconds(runs: int) -> float:
    """How long a server looks whether others have begun runs, where so many are known."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for number in range(runs):
            store.create(f"run-{number}", Description(Experiment(), "owner", float(number)), None)
        known = {name: None for name, *_ in store.descriptions()}
        began = time.perf_counter()
        list(store.descriptions(known))
        return time.perf_counter() - began


def line(*cells: object) -> None:
    print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


def milliseconds(waits: Waits) -> str:
    return f"{1000 * waits.median:.0f}, {1000 * waits.slow:.0f}; {waits.busy:.0%}"


def here(visitors: Sequence[int], seconds: float) -> tuple[list[float], float]:
    """Print what was measured; the services, and the bytes of an act."""
    with tempfile.TemporaryDirectory() as runs, contextlib.ExitStack() as room:
        servers = [room.enter_context(started(VAE_RUNS_DIR=runs, VAE_SERVER_NAME=name)) for name in ("one", "two")]
        time.sleep(SETTLES)
        for each in servers:
            asyncio.run(see_all(each.port))
        waits = {number: [measured(servers[:count], number, seconds) for count in (1, 2)] for number in visitors}
        services, sent = asyncio.run(costs(servers[0]))  # last: what is computed once for all has been computed
    line("an act", f"{1000 * statistics.mean(services):.1f} ms", f"{statistics.mean(sent) / 1000:.1f} kB")
    line("the longest of them", *(f"{1000 * each:.0f} ms" for each in sorted(services)[-3:]))
    line("visitors", "one server: measured", "simulated", "two servers: measured", "simulated")
    for number, (one, two) in waits.items():
        simulated = [visited(count, number, services) for count in (1, 2)]
        line(number, *map(milliseconds, (one, simulated[0], two, simulated[1])))
    return services, statistics.mean(sent)


def beyond(servers: Sequence[int], services: Sequence[float], sent: float) -> None:
    """Print what is simulated."""
    each = most(lambda visitors: visited(1, visitors, services).slow < SOON)
    length = run_seconds()
    line("a run of the lab, both models", f"{length:.1f} s")
    line("servers", "visitors", "ms: median, 95 %; busy", "MB/s", "cores that train", "of them a run begins within")
    for count in servers:
        people = count * each
        waits = visited(count, people, services, seconds=60 if count < 100 else 10)
        cores, begin = training(people, length)
        line(count, people, milliseconds(waits), f"{people * sent / PACE / 1e6:.1f}", cores, f"{begin.slow:.0f} s")


def training(students: int, length: float) -> tuple[int, Waits]:
    """The fewest cores with which runs begin soon enough, and how soon."""
    pairs = math.ceil(students * length / EVERY)
    while (begin := trained(2 * pairs, students, length, EVERY)).slow >= AT_ONCE:
        pairs += 1
    return 2 * pairs, begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, nargs="+", default=[10, 20, 30, 40, 60])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--servers", type=int, nargs="+", default=[1, 10, 100, 1000])
    options = parser.parse_args()
    services, sent = here(options.visitors, options.seconds)
    beyond(options.servers, services, sent)
    for runs in RUNS:
        line(f"a look for others' runs among {runs}", f"{1000 * look_seconds(runs):.0f} ms")


if __name__ == "__main__":
    main()
