"""A real object store for tests: a server of its own that speaks S3, started once where a test asks for it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SECRET = "what-nobody-may-read"
PATIENCE = 30  # seconds


def announce() -> None:
    """Say where it will be, before the process that workers are made from begins: they inherit what it knows."""
    if "AWS_ENDPOINT_URL" in os.environ:
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.update(
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}",
        AWS_ACCESS_KEY_ID="tests",
        AWS_SECRET_ACCESS_KEY=SECRET,
        AWS_DEFAULT_REGION="us-east-1",
    )


class ObjectStore:
    """It keeps everything in memory, and forgets it when it is stopped."""

    def __init__(self, log: Path):
        self._address = os.environ["AWS_ENDPOINT_URL"]
        self._log = log
        self.start()

    def start(self) -> None:
        port = self._address.rpartition(":")[2]
        with self._log.open("a") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-p", port], stdout=said, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self._address}/moto-api/", timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"No object store: {self._log.read_text()}")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
