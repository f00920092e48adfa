"""Runs in a few words: what they are, what tells them apart, how they did."""

import math
import time
from collections.abc import Iterable

from sections.training.more import RECONSTRUCTIONS
from sections.training.setup import DATASETS
from ui.i18n import gettext as _
from vae_core.lab.experiment import Experiment
from vae_core.lab.runner import RunSummary
from vae_core.printing import readable, short

# Where nothing tells runs apart, these say what they are.
USUAL = ("dataset", "latent_dim", "beta")


def in_words(began: Experiment, became: Experiment, names: Iterable[str]) -> str:
    """The settings ``names``, the usual ones without any: as they were, and what was made of them in mid-run."""
    return " · ".join(_course_in_words(began, became, name) for name in names or USUAL)


def _course_in_words(began: Experiment, became: Experiment, name: str) -> str:
    first, last = getattr(began, name), getattr(became, name)
    words = setting_in_words(began, name)
    return words if first == last else f"{words} → {short(last, 4)}"


def setting_in_words(experiment: Experiment, name: str) -> str:
    """One setting, such as ``β 4``."""
    value = getattr(experiment, name)
    if name == "dataset":
        return _(DATASETS[value])
    if name == "reconstruction":
        return _(RECONSTRUCTIONS[value][0])
    if name == "images":
        return _("all images") if value is None else _("{n} images").format(n=value)
    if name == "hidden":
        return _("layers {widths}").format(widths="-".join(map(str, value)) or "0")
    if name == "log_variance":
        return "" if value is None else f"σ {short(math.exp(value / 2))}"
    if name == "patience":
        return _("to the last epoch") if value is None else _("patience {n}").format(n=value)
    words = {
        "latent_dim": _("latent {n}"),
        "batch_size": _("batches of {n}"),
        "beta": "β {n}",
        "learning_rate": "η {n}",
        "samples": "k {n}",
        "epochs": _("{n} epochs"),
        "seed": _("seed {n}"),
    }
    return words[name].format(n=short(value, 4))


def results(summary: RunSummary) -> list[str]:
    """The held-out results of both members: AE reconstruction; VAE reconstruction, KL and their sum."""
    wanted = (("ae", "reconstruction"), ("vae", "reconstruction"), ("vae", "kl"), ("vae", "negative_elbo"))
    return [readable(summary.results.get(member, {}).get(term)) for member, term in wanted]


def total_in_words(experiments: Iterable[Experiment]) -> str:
    """What reconstruction + KL is called: a squared error is no −log p(x|z)."""
    is_bound = all(each.reconstruction != "squared-error" for each in experiments)
    return "−ELBO" if is_bound else _("sum of both")


def ago(moment: float) -> str:
    """How long ago a Unix time was."""
    minutes = max(0.0, time.time() - moment) / 60
    if minutes < 1:
        return _("just now")
    for size, words in ((60, _("{n} min ago")), (24, _("{n} h ago"))):
        if minutes < size:
            return words.format(n=int(minutes))
        minutes /= size
    return _("{n} d ago").format(n=int(minutes))
