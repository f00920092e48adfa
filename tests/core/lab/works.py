"""What the workers of these tests do, and what the tests ask of runs."""

import functools
import os
import subprocess
import sys
import time
from multiprocessing.connection import wait

import numpy as np

from vae_core import data
from vae_core.errors import ConfigError
from vae_core.lab.experiment import Experiment
from vae_core.training import train
from vae_core.training.jobs import Job

# How many times as long as alone something may take beside a busy desk's work: that is slow, not wrong.
BUSY = 5
QUICK = {"images": 256, "hidden": (16,), "batch_size": 64, "epochs": 10}


def quick(**changes) -> Experiment:
    """A pair that learns for 40 steps."""
    return Experiment(**{**QUICK, **changes})


def endless(**changes) -> Experiment:
    return quick(**{"epochs": 1000, "images": None, "batch_size": 16, "members": ("vae",), **changes})


@functools.cache
def expected_weights(experiment, member, changes=()):
    """Those of a run from start to end in this process."""
    training = data.load("digits")
    training = training.take(experiment.images or len(training))
    *_, last = train(experiment.config(member), training, changes=changes)
    return last.weights


def pids_of(runner, run) -> list[int]:
    return [job.pid for job in runner._runs[run].jobs.values()]


def until(condition, seconds: float = 20.0):
    """The first true answer of ``condition``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.01)
    raise AssertionError(f"This did not happen within {seconds} seconds.")


def finish(job: Job) -> list:
    """What a job says until it has ended."""
    messages = []
    while not job.ending:
        wait([job.connection, job.sentinel], 0.02)
        messages += job.hear()
    return messages


def is_alive(pid: int) -> bool:
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(status) and not status.startswith("Z")  # an orphan that has ended may find nobody to bury it


def echo(channel, arguments) -> None:
    channel.send({"pid": os.getpid(), **arguments}, {"numbers": np.arange(3)})
    for command in channel.wait_for_command():
        channel.send(command)


def looking(channel, arguments) -> None:
    """Say which of some modules this process has imported."""
    channel.send({name: sys.modules.get(name) is not None for name in arguments})


def obedient(channel, arguments) -> None:
    channel.send({"is": "here"})
    channel.wait_for_command()


def deaf(channel, arguments) -> None:
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    channel.send({"is": "here"})
    while True:
        time.sleep(1)


def busy(channel, arguments) -> None:
    channel.send({"is": "here"})
    while not channel.is_stopping:
        channel.commands()


def talkative(channel, arguments) -> None:
    for number in range(1000):
        channel.send({"number": number}, replaces="number")
    channel.send({"number": "last"})


def mistaken(channel, arguments) -> None:
    raise ConfigError("the setting is wrong")


def broken(channel, arguments) -> None:
    channel.send({"is": "here"})
    raise ZeroDivisionError("oh")


def greedy(channel, arguments) -> None:
    channel.send({"is": "here"})
    np.ones(10**9)


def forgetful(channel, arguments) -> None:
    np.ones(10**15)  # more than any machine has


def torch_greedy(channel, arguments) -> None:
    import torch

    torch.ones(10**9)


def silent(channel, arguments) -> None:
    os._exit(3)


def trainer(channel, arguments) -> None:
    import sys

    *_, last = train(quick(epochs=1).config("vae"), data.load("digits").take(64))
    channel.send({"step": last.step, "has compiler": "torch._dynamo" in sys.modules})
