"""The pretrained planes, surveyed once for everybody, in a thread beside the pages."""

import threading
from dataclasses import dataclass, field
from functools import lru_cache

from vae_core import pretrained
from vae_core.analysis.holes import Landing, land
from vae_core.analysis.survey_results import Survey, aggregate_draws, prior_sample
from vae_core.errors import VaeCoreError

JUDGE = "mnist-vae-8d"
SIDE = 81  # places along a side: one for each tenth of a standard deviation


@dataclass
class Work:
    """How far a survey has come.

    Attributes:
        done: which share, from 0 to 1.
        found: the surveys by model, once all are there.
        accuracy: of the judge, on known digits.
        error: what went wrong, if anything did.
    """

    done: float = 0.0
    found: dict[str, Survey] = field(default_factory=dict)
    accuracy: float = 0.0
    error: VaeCoreError | None = None

    @property
    def is_done(self) -> bool:
        return self.done >= 1


def work(names: tuple[str, ...]) -> Work:
    """The survey of these planes: begun with the first call, finished a second or two later.

    Raises what went wrong in it.
    """
    begun = _begun(names, tuple(_version(name) for name in (*names, JUDGE)))
    if begun.error is not None:
        raise begun.error
    return begun


@lru_cache(maxsize=8)
def _begun(names: tuple[str, ...], _versions: tuple[str, ...]) -> Work:
    """Kept under the hashes of the models: one published anew is surveyed anew."""
    begun = Work()
    threading.Thread(target=_run, args=(names, begun), daemon=True, name="survey").start()
    return begun


def _run(names: tuple[str, ...], begun: Work) -> None:
    from vae_core.analysis import survey as core  # torch takes a second: not before it is needed

    try:
        known = pretrained.encodings(JUDGE)
        judge = core.Judge(pretrained.load(JUDGE), known.mean, known.label)
        begun.accuracy = judge.accuracy
        for number, name in enumerate(names):
            for step in core.survey(pretrained.load(name), judge, SIDE):
                if isinstance(step, Survey):
                    begun.found[name] = step
                else:
                    begun.done = min(0.99, (number + step) / len(names))
    except VaeCoreError as error:
        begun.error = error
    begun.done = 1.0


def _version(name: str) -> str:
    return pretrained.entry(name)["files"][pretrained.WEIGHTS]


def landing(name: str, draws: int, seed: int) -> Landing:
    """Where draws from the prior land among a sample of the aggregate posterior of the pretrained model ``name``."""
    return _landing(name, draws, seed, _version(name))


@lru_cache(maxsize=64)
def _landing(name: str, draws: int, seed: int, _version: str) -> Landing:
    encodings = pretrained.encodings(name)
    codes = aggregate_draws(encodings.mean, encodings.log_variance, seed)
    return land(codes, prior_sample(draws, codes.shape[1], seed))
