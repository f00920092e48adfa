"""A class at once: how long a visitor waits for a rerun while thirty of them move something every second.

    python -m benchmarks.many_visitors [--visitors 30] [--seconds 15]

The app is started twice on this machine: as it is, and with Streamlit's usual search for garbage after each run of a
script. torch is loaded in both, as it is once a lesson needs it.
Visitors are real sessions over real websockets; each asks for a rerun of the latent space lesson once a second and
times the answer.
"""

import argparse
import asyncio
import itertools
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parent.parent
APP = """
import torch
import streamlit as st
from ui import server
app = st.App("{root}/ui/router.py", routes=server.routes())
"""
CHANGES = {"as it is": "false", "collecting each time": "true"}  # runner.postScriptGC


def start(change: str, folder: Path) -> tuple[subprocess.Popen, int]:
    script = folder / "served.py"
    script.write_text(APP.format(root=ROOT))
    port = free_port()
    settings = ["--server.headless=true", f"--server.port={port}", f"--runner.postScriptGC={change}"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *settings]
    server = subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, stdout=subprocess.DEVNULL)
    wait_for(port)
    return server, port


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port: int) -> None:
    """Wait until a server answers."""
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


async def rerun(connection) -> float:
    """Seconds from asking for a rerun to its last message."""
    message = BackMsg()
    message.rerun_script.page_name = "latent_space"
    began = time.perf_counter()
    await connection.send(message.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(await connection.recv())
        if answer.WhichOneof("type") == "script_finished":
            return time.perf_counter() - began


async def visitor(port: int, seconds: float) -> list[float]:
    """One session, moving something about once a second; the first run, which loads the page, does not count."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as connection:
        await rerun(connection)
        await asyncio.sleep(random.random())
        waits, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            waits.append(await rerun(connection))
            await asyncio.sleep(max(0, 1 - waits[-1]))
        return waits


async def crowd(port: int, visitors: int, seconds: float) -> list[float]:
    waits = await asyncio.gather(*(visitor(port, seconds) for _ in range(visitors)))
    return list(itertools.chain(*waits))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=15)
    options = parser.parse_args()
    medians = {}
    for name, change in CHANGES.items():
        with tempfile.TemporaryDirectory() as folder:
            server, port = start(change, Path(folder))
            try:
                asyncio.run(crowd(port, 1, 2))  # the first visitor pays for imports
                waits = sorted(asyncio.run(crowd(port, options.visitors, options.seconds)))
            finally:
                server.terminate()
                server.wait()
        medians[name] = statistics.median(waits)
        late = waits[int(0.95 * len(waits))]
        print(f"{name:<22}{len(waits)} reruns, median {1000 * medians[name]:.0f} ms, 95 % within {1000 * late:.0f} ms")
    print(f"collecting each time / as it is: {medians['collecting each time'] / medians['as it is']:.1f}")


if __name__ == "__main__":
    main()
