"""Latent planes, surveyed once for everybody, in a thread beside the pages, for as long as somebody waits for it."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

from ui import late, library
from ui.library import Model
from vae_core.analysis.holes import Landing, land
from vae_core.analysis.survey_results import Survey, aggregate_draws, prior_sample
from vae_core.errors import VaeCoreError

JUDGE = "mnist-vae-8d"
SIDE = 81  # places along a side: one for each tenth of a standard deviation
KEPT = 16  # surveys
PATIENCE = 3.0  # seconds after which a survey that nobody has asked about is given up

_lock = threading.Lock()
_works: OrderedDict[tuple[Model, ...], "Work"] = OrderedDict()


@dataclass
class Work:
    """How far a survey has come.

    Attributes:
        done: which share, from 0 to 1.
        surveys: the surveys by their place among the planes asked for, once all are there.
        accuracy: of the judge, on known digits.
        error: what went wrong, if anything did.
        asked_about: when somebody last did, by a clock that never goes back.
        is_given_up: whether it has ended because nobody did.
    """

    done: float = 0.0
    surveys: list[Survey] = field(default_factory=list)
    accuracy: float = 0.0
    error: VaeCoreError | None = None
    asked_about: float = field(default_factory=time.monotonic)
    is_given_up: bool = False

    @property
    def is_done(self) -> bool:
        return self.done >= 1


def work(planes: tuple[Model, ...]) -> Work:
    """The survey of these planes: begun with the first call, finished a second or two later.

    It goes on while somebody asks about it. Raises what went wrong in it.
    """
    key = (*planes, library.pretrained(JUDGE))  # a judge published anew judges anew
    with _lock:
        progress = _works.get(key)
        if progress is None or progress.is_given_up:
            progress = _works[key] = Work()
            threading.Thread(target=_run, args=(planes, progress), daemon=True, name="survey").start()
        _works.move_to_end(key)
        while len(_works) > KEPT:
            _works.popitem(last=False)
        progress.asked_about = time.monotonic()
    if progress.error is not None:
        raise progress.error
    return progress


def _run(planes: tuple[Model, ...], work: Work) -> None:
    try:
        judge_model = library.pretrained(JUDGE)
        known = judge_model.encodings
        judge = late.survey.Judge(judge_model.network, known.mean, known.label)
        work.accuracy = judge.accuracy
        for number, plane in enumerate(planes):
            for step in late.survey.survey(plane.network, judge, SIDE):
                if _is_forgotten(work):
                    return
                if isinstance(step, Survey):
                    work.surveys.append(step)
                else:
                    work.done = min(0.99, (number + step) / len(planes))
    except VaeCoreError as error:
        work.error = error
    work.done = 1.0


def _is_forgotten(work: Work) -> bool:
    with _lock:  # whoever asks just now gets an answer: from this thread or from a new one
        work.is_given_up = time.monotonic() - work.asked_about > PATIENCE
    return work.is_given_up


@lru_cache(maxsize=64)
def landing(model: Model, draws: int, seed: int) -> Landing:
    """Where draws from the prior land among a sample of the aggregate posterior of a model."""
    codes = aggregate_draws(model.encodings.mean, model.encodings.log_variance, seed)
    return land(codes, prior_sample(draws, codes.shape[1], seed))
