"""Takes from Python what Windows does not have: with this folder on PYTHONPATH a process and its children play Windows.

Only what our own code could lean on: the standard library beneath keeps what it needs.
"""

import multiprocessing
import multiprocessing.context
import multiprocessing.popen_fork
import multiprocessing.resource_tracker
import os
import select
import signal
import socket
import sys

KILL = int(signal.SIGKILL)
REAL_SELECT = select.select


def select_sockets(*lists_and_timeout):
    """As there, of sockets only."""
    for each in (each for ready in lists_and_timeout[:3] for each in ready):
        if not isinstance(each, socket.socket):
            raise OSError(10038, "An operation was attempted on something that is not a socket")
    return REAL_SELECT(*lists_and_timeout)


def lacks() -> list[tuple[object, str]]:
    """What is taken away: attributes of modules."""
    return [(os, "nice"), (os, "fork"), (signal, "pthread_sigmask"), (signal, "SIGKILL")]


def has_otherwise() -> list[tuple[object, str, object]]:
    """What is something else there."""
    # "fork" remains: a child sets it as its own default, as its parent has it.
    contexts = {name: multiprocessing.get_context(name) for name in ("spawn", "fork")}
    return [
        (multiprocessing, "get_all_start_methods", lambda: ["spawn"]),
        (multiprocessing.context, "_concrete_contexts", contexts),
        (multiprocessing.popen_fork.Popen, "kill", lambda process: process._send_signal(KILL)),
        (multiprocessing.resource_tracker, "_HAVE_SIGMASK", False),
        (select, "select", select_sockets),
    ]


MODULES = ("resource", "fcntl")


def play() -> None:
    """Take it away for good."""
    for owner, name, other in has_otherwise():
        setattr(owner, name, other)
    for owner, name in lacks():
        delattr(owner, name)
    for name in MODULES:
        sys.modules[name] = None


if __name__ == "sitecustomize":
    play()
