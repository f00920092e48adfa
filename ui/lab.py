"""The lab behind the training page: one runner for the whole server, and what it tells of each run."""

import atexit
import threading
from functools import cache

from ui import metering, visitor
from vae_core import places
from vae_core.data import Dataset, own
from vae_core.lab import limits, workplace
from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment
from vae_core.lab.local import LocalRunner
from vae_core.lab.material import load_data
from vae_core.lab.runner import Runner

_lock = threading.Lock()


def prepare() -> None:
    """Have the runner ready soon, without waiting for it: it starts a process that workers are made from."""
    threading.Thread(target=runner, name="lab", daemon=True).start()


def runner() -> Runner:
    """Whoever runs the experiments of this server."""
    with _lock:
        return _runner()


@cache
def _runner() -> LocalRunner:
    local_runner = LocalRunner(places.runs(), allowed(), visitor.is_present, workplace.asked_for())
    metering.register("vae_runs", "Runs of the training lab, by state", local_runner.census, "state")
    atexit.register(local_runner.close)
    return local_runner


@cache
def allowed() -> limits.Limits:
    """How much this server allows. Raises :class:`~vae_core.errors.ConfigError` where its file of limits is wrong."""
    return limits.load(all_places=workplace.ALL_OF_A_CLUSTER if workplace.is_on_ray() else None)


def record(run: str) -> Record:
    """What is known of a run now. Raises :class:`~vae_core.lab.runner.RunError` where there is no such run."""
    return runner().record(run)


def experiment(run: str) -> Experiment:
    """What was asked for in a run."""
    return runner().summary(run).experiment


def own_images(run: str) -> own.OwnData | None:
    """What a run on a person's own images has learned from; ``None`` for others, and where they are gone."""
    path = runner().data(run)
    return None if path is None else own.from_packed(path.read_bytes())


def held_out(run: str) -> Dataset:
    """The images that a run is scored on. Raises :class:`~vae_core.errors.DatasetError` where they are gone."""
    _training, held_out = load_data(experiment(run), runner().data(run))
    return held_out
