"""A class at once: when a teacher's step is on all screens, when all answers are counted, and what a wanderer waits.

    python -m benchmarks.classroom [--students 30 100] [--steps 12]

Students are played by a process of their own: each has a page of the app and its line to the class, follows as a page
does (told by the line, it asks for the step and waits for the last word of its run), and answers when it is asked. What
a browser takes to draw is not in these times; nor is the network.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import random
import statistics
import tempfile
import time

import requests
import websockets

from benchmarks.learner import Learner
from benchmarks.serving import serving

SETTLES = 15  # seconds after its start a server has loaded what it loads late
PACE = 3.0  # seconds between two steps of a teacher
ROUNDS = 20  # moves of a wanderer
# What a teacher walks through: steps of several lessons, and something moved on them.
WALK = (
    ("distributions", {"step": "area"}),
    ("distributions", {"step": "area", "x2": "1.5"}),
    ("distributions", {"step": "draws"}),
    ("likelihood", {}),
    ("likelihood", {"step": "ascent"}),
    ("likelihood", {"step": "ascent", "rate": "0.5"}),
    ("kl_divergence", {"step": "fit"}),
    ("latent_variables", {"step": "prior"}),
    ("elbo", {}),
    ("elbo", {"step": "evidence"}),
    ("latent_space", {}),
    ("latent_map", {"step": "map"}),
)


class Line:
    """Somebody's line to the class: the latest view of it, and who waits for another."""

    def __init__(self, port: int, code: str, token: str):
        self.address, self.token = f"ws://127.0.0.1:{port}/classes/{code}/socket", token
        self.view: dict = {}
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> "Line":
        self._socket = await websockets.connect(self.address, max_size=None)
        await self.send({"do": "enter", "token": self.token, "language": "en"})
        self._listening = asyncio.create_task(self._listen())
        await self.until(lambda view: view)
        return self

    async def __aexit__(self, *_error) -> None:
        self._listening.cancel()
        await self._socket.close()

    async def _listen(self) -> None:
        async for text in self._socket:
            message = json.loads(text)
            if message["is"] != "view":
                raise RuntimeError(text)
            async with self._changed:
                self.view = message
                self._changed.notify_all()

    async def send(self, message: dict) -> None:
        await self._socket.send(json.dumps(message))

    async def until(self, is_so) -> dict:
        """Wait for a view of which something is so."""
        async with self._changed:
            await self._changed.wait_for(lambda: is_so(self.view))
            return self.view


class Student:
    """A page and its line."""

    def __init__(self, learner: Learner, line: Line):
        self.learner, self.line, self.followed = learner, line, 0

    async def follow(self) -> None:
        """Go to the teacher's latest step, and wait until the page is there."""
        lead = (await self.line.until(lambda view: view["lead"] and view["lead"]["number"] > self.followed))["lead"]
        self.followed = lead["number"]
        await self.learner.tell("classroom", "go", {"follow": lead})
        if self.learner.components["classroom"]["data"]["followed"] != lead["number"]:
            raise RuntimeError("The server has not heard of the teacher's step.")


async def enter(room: contextlib.AsyncExitStack, port: int, code: str) -> Student:
    """One more student."""
    web = f"http://127.0.0.1:{port}/classes/{code}/members"
    token = (await asyncio.to_thread(requests.post, web)).json()["token"]
    learner = await room.enter_async_context(Learner(port, "home", f"class={code}"))
    await learner.tell("classroom", "go", {"token": token})
    return Student(learner, await room.enter_async_context(Line(port, code, token)))


async def lead(teacher: Line, students: list[Student], steps: int) -> list[float]:
    """Seconds from each of the teacher's steps until each student's page is there."""
    waits = []
    for number in range(steps):
        page, query = WALK[number % len(WALK)]
        start = time.perf_counter()

        async def wait(student: Student, since: float = start) -> float:
            await student.follow()
            return time.perf_counter() - since

        await teacher.send({"do": "lead", "page": page, "query": {**query, "ask": "False"}})
        waits.append(await asyncio.gather(*map(wait, students)))
        print(f"    {page} {query}: {statistics.median(waits[-1]):.2f} {max(waits[-1]):.2f}", flush=True)
        await asyncio.sleep(max(0, PACE - (time.perf_counter() - start)))
    return [wait for each in waits for wait in each]


async def ask(teacher: Line, students: list[Student]) -> tuple[int, float]:
    """All answer within a second: how many were counted, and seconds after the last until the teacher sees it."""
    await teacher.send({"do": "ask", "prompt": "Which?", "options": ["this", "that", "neither"]})
    view = await teacher.until(lambda view: view["question"])
    number = view["question"]["number"]

    async def answer(student: Student, after: float) -> None:
        await student.line.until(lambda view: view["question"])
        await asyncio.sleep(after)
        await student.line.send({"do": "answer", "question": number, "option": random.randrange(3)})

    await asyncio.gather(*(answer(each, random.random()) for each in students))
    sent = time.perf_counter()
    view = await teacher.until(lambda view: view["answers"]["all"] == len(students))
    return view["answers"]["all"], time.perf_counter() - sent


async def wander(port: int) -> float:
    """The median wait of somebody who moves something once a second."""
    waits = []
    async with Learner(port, "distributions", "step=area&ask=False") as learner:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            asked, _let_go = await learner.drag()
            waits += asked
            await asyncio.sleep(max(0, began + 1 - time.perf_counter()))
    return statistics.median(waits)


async def teach(port: int, many: int, steps: int) -> None:
    """One class of so many."""
    begun = requests.post(f"http://127.0.0.1:{port}/classes").json()
    alone = await wander(port) if many <= 30 else None
    async with contextlib.AsyncExitStack() as room:
        teacher = await room.enter_async_context(Line(port, begun["code"], begun["token"]))
        students = await asyncio.gather(*(enter(room, port, begun["code"]) for _ in range(many)))
        waits = sorted(await lead(teacher, students, steps))
        late = waits[int(0.95 * len(waits))]
        print(f"| {many} | {statistics.median(waits):.2f} s | {late:.2f} s | {waits[-1]:.2f} s |", end=" ", flush=True)
        counted, after = await ask(teacher, students)
        print(f"{counted}, {after:.2f} s |", end=" ", flush=True)
        if alone is None:
            print("|")
            return
        leading = asyncio.create_task(lead(teacher, students, ROUNDS))
        beside = await wander(port)
        leading.cancel()
        print(f"{1000 * alone:.0f}, {1000 * beside:.0f} ms: {beside / alone:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, nargs="+", default=[30, 100])
    parser.add_argument("--steps", type=int, default=len(WALK))
    options = parser.parse_args()
    print("| students | followed: median | 95 % | last | answers counted, seen after | a wanderer alone, beside |")
    print("|---|---|---|---|---|---|", flush=True)
    for many in options.students:
        with tempfile.TemporaryDirectory() as runs, serving(VAE_RUNS_DIR=runs) as port:
            time.sleep(SETTLES)
            play = multiprocessing.Process(target=_play, args=(port, many, options.steps))
            play.start()
            play.join()


def _play(port: int, many: int, steps: int) -> None:
    asyncio.run(teach(port, many, steps))


if __name__ == "__main__":
    main()
