"""What a server takes of memory: when it has started, and after every step of every lesson.

    python -m benchmarks.memory

Of the server and of the process from which workers are made, in MB: what each holds resident, and of that what is its
own alone. What is left is libraries that both have mapped, once in the machine's memory.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.learner import Learner
from benchmarks.serving import Server, started
from ui.lessons import LESSONS

SETTLES = 25  # seconds after its start a server has loaded what it loads late
MB = 1024  # kB, in which Linux counts


async def attend_all(port: int) -> None:
    """One person sees every step of every lesson."""
    for lesson in LESSONS:
        async with Learner(port, lesson.name, "step=all&ask=False"):
            await asyncio.sleep(1)


def report(when: str, server: Server) -> None:
    """A line for each process that has torch."""
    for pid in (server.pid, *server.descendants()):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        kilobytes = {name: int(value.split()[0]) for name, value in (line.split(":") for line in lines)}
        own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
        if own > 50 * MB:
            name = "server" if pid == server.pid else "makes workers"
            print(f"| {when} | {name} | {kilobytes['Rss'] / MB:.0f} | {own / MB:.0f} |", flush=True)


def main() -> None:
    print("| when | process | resident, MB | of it its own |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as runs, started(VAE_RUNS_DIR=runs) as server:
        time.sleep(SETTLES)
        report("started", server)
        asyncio.run(attend_all(server.port))
        report("after all lessons", server)


if __name__ == "__main__":
    main()
