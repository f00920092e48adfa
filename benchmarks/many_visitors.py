"""A class at once: how long people wait for what they move, on all lessons, while two models learn and a map forms.

    python -m benchmarks.many_visitors [--visitors 30 60 100 200] [--seconds 20]

They come all at once; then each moves something once a second: mostly drags a control and lets go (a figure's moves are
asked of the server on the way), now and then turns to the next step. They go through the app's real sockets and routes,
from a process of their own on the same machine, which costs the server a part of it.
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

from benchmarks.learner import Learner
from benchmarks.serving import serving
from ui.lessons import LESSONS

TURNS = 0.1  # of all that people do: to another step
SETTLES = 15  # seconds after its start a server has loaded what it loads late
MAP = "proj=tsne&pts=5000&ask=False"

Waits = dict[tuple[str, str], list[float]]  # seconds, of each kind on each lesson


async def attend(learner: Learner, seconds: float, waits: Waits) -> None:
    """One person on one lesson, moving something about once a second."""
    until = time.perf_counter() + seconds
    await asyncio.sleep(random.random())
    while (began := time.perf_counter()) < until:
        if random.random() < TURNS:
            waits["turning a step", learner.lesson].append(await learner.turn())
        else:
            asked, let_go = await learner.drag()
            waits["a move", learner.lesson].extend(asked)
            waits["letting go", learner.lesson].append(let_go)
        await asyncio.sleep(max(0, began + 1 - time.perf_counter()))


async def learn(port: int) -> None:
    """Two models learn, and a map of t-SNE forms, again and again."""
    async with Learner(port, "training", "epochs=500&images=20000&ask=False") as trainer:
        await trainer.press("Play")
        for seed in itertools.count(1):
            async with Learner(port, "latent_map", f"{MAP}&mapseed={seed}") as watcher:
                (panel,) = watcher.components["map"]["data"]["panels"]
                await watcher.watch(panel["url"])


async def crowd(port: int, visitors: int, seconds: float) -> Waits:
    """A class of so many, spread over all lessons: they come all at once, and begin when all are there."""
    waits: Waits = defaultdict(list)
    lessons = [lesson.name for lesson in LESSONS]
    background = asyncio.create_task(learn(port))
    await asyncio.sleep(2)
    async with contextlib.AsyncExitStack() as room:

        async def enter(lesson: str) -> Learner:
            start = time.perf_counter()
            learner = await room.enter_async_context(Learner(port, lesson))
            waits["opening", lesson].append(time.perf_counter() - start)
            return learner

        people = await asyncio.gather(*(enter(lessons[number % len(lessons)]) for number in range(visitors)))
        await asyncio.gather(*(attend(each, seconds, waits) for each in people))
        background.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await background
    return waits


def report(visitors: int, waits: Waits) -> None:
    """A line for each kind of wait, and where people waited longest."""
    for kind in dict.fromkeys(kind for kind, _ in waits):
        every = sorted(wait for (each, _), found in waits.items() if each == kind for wait in found)
        shares = (f"{1000 * every[min(int(share * len(every)), len(every) - 1)]:.0f}" for share in (0.95, 0.99))
        print(f"| {visitors} | {kind} | {len(every)} | {1000 * statistics.median(every):.0f} | {' | '.join(shares)} |")
    medians = {pair: 1000 * statistics.median(found) for pair, found in waits.items() if pair[0] != "opening" and found}
    slowest = max(medians, key=medians.get)
    print(f"| {visitors} | slowest: {slowest[0]} on {slowest[1]} | | {medians[slowest]:.0f} | | |")


def play(port: int, visitors: int, seconds: float) -> None:
    report(visitors, asyncio.run(crowd(port, visitors, seconds)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, nargs="+", default=[30, 60, 100, 200])
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    print("| visitors | what | how often | median, ms | 95 % | 99 % |\n|---|---|---|---|---|---|", flush=True)
    for visitors in options.visitors:
        with tempfile.TemporaryDirectory() as runs, serving(VAE_RUNS_DIR=runs) as port:
            time.sleep(SETTLES)
            people = multiprocessing.Process(target=play, args=(port, visitors, options.seconds))
            people.start()
            people.join()


if __name__ == "__main__":
    main()
