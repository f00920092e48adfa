"""A long lesson: thirty people come, work and go while models learn; nothing may fail, and memory stays level.

    python -m benchmarks.soak [--visitors 30] [--minutes 20]

Everybody does something once a second, and goes to another lesson, as a new session, after a minute or two. One of them
has two models learn all the while, one looks at maps that form. Printed are, as time goes on, what the server and all
that it has started hold resident, in MB; at the end what anybody missed and what the server's log has of errors. The
first third warms up; then the mean of the second is held beside that of the last.
"""

import argparse
import asyncio
import contextlib
import itertools
import multiprocessing
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.learner import Learner
from benchmarks.many_visitors import MAP, SETTLES, Waits, attend
from benchmarks.serving import started
from ui.lessons import LESSONS

STAYS = (60, 120)  # seconds with a lesson
SAMPLED = 20.0  # seconds from one look at the memory to the next
ERRORS = ("Traceback", "ERROR", "Error:", "Exception")


async def come_and_go(port: int, until: float, waits: Waits) -> None:
    """One person, with one lesson after the other."""
    while (left := until - time.perf_counter()) > 0:
        async with Learner(port, random.choice(LESSONS).name) as learner:
            await attend(learner, min(left, random.uniform(*STAYS)), waits)


async def learn(port: int, until: float) -> None:
    """One person after the other has two models learn, for longer than they stay."""
    while (left := until - time.perf_counter()) > 0:
        async with Learner(port, "training", "epochs=500&images=20000&ask=False") as trainer:
            await trainer.press("Play")
            await asyncio.sleep(min(left, random.uniform(*STAYS)))


async def look(port: int, until: float) -> None:
    """One person has maps formed, each of them anew."""
    for seed in itertools.count(1):
        if time.perf_counter() > until:
            return
        async with Learner(port, "latent_map", f"{MAP}&mapseed={seed}") as watcher:
            (panel,) = watcher.components["map"]["data"]["panels"]
            await watcher.watch(panel["url"])


async def crowd(port: int, visitors: int, seconds: float) -> tuple[Waits, list[str]]:
    """The waits of so many, and what they missed."""
    waits: Waits = defaultdict(list)
    until = time.perf_counter() + seconds
    people = (come_and_go(port, until, waits) for _ in range(visitors))
    ended = await asyncio.gather(*people, learn(port, until), look(port, until), return_exceptions=True)
    return waits, [repr(each) for each in ended if each]


def play(told, port: int, visitors: int, seconds: float) -> None:
    told.send(asyncio.run(crowd(port, visitors, seconds)))


def resident(pid: int) -> float:
    """MB; none of a process that has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def level(samples: Sequence[float]) -> float:
    """The last third's mean over the second's."""
    third = len(samples) // 3
    return statistics.fmean(samples[-third:]) / statistics.fmean(samples[third : 2 * third])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=20)
    options = parser.parse_args()
    samples = []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with started(log=log, VAE_RUNS_DIR=str(Path(folder) / "runs")) as server:
            time.sleep(SETTLES)
            heard, told = multiprocessing.Pipe(duplex=False)
            asked = (told, server.port, options.visitors, 60 * options.minutes)
            people = multiprocessing.Process(target=play, args=asked)
            people.start()
            told.close()
            while not heard.poll(SAMPLED):
                samples.append(resident(server.pid))
                others = sum(map(resident, server.descendants()))
                print(f"| {SAMPLED * len(samples) / 60:.1f} min | {samples[-1]:.0f} | {others:.0f} |", flush=True)
            waits, missed = heard.recv()
            people.join()
        amiss = [line for line in log.read_text("utf-8").splitlines() if any(word in line for word in ERRORS)]
    every = sorted(wait for found in waits.values() for wait in found)
    median, slow = (1000 * every[int(share * len(every))] for share in (0.5, 0.95))
    print(f"{len(every)} waits: median {median:.0f} ms, 95 % {slow:.0f} ms")
    print(f"the server's memory, last third over second: {level(samples):.3f}")
    print(f"missed by visitors: {missed or 'nothing'}; errors in the log: {amiss or 'none'}")


if __name__ == "__main__":
    main()
