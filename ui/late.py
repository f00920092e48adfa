"""What is loaded late: these modules need torch, which takes 1.3 s, and nobody's first page waits for that.

``late.survey`` is :mod:`vae_core.analysis.survey`, loaded by whoever first asks for it.
"""

import threading
from importlib import import_module
from types import ModuleType

MODULES = {
    "chains": "ui.chains",
    "denoising": "vae_core.denoising",
    "drawn": "ui.drawn",
    "draws": "ui.draws",
    "exports": "ui.exports",
    "families_of_q": "ui.families_of_q",
    "files": "ui.library.files",
    "inference": "ui.inference",
    "noises": "ui.noises",
    "piles": "ui.piles",
    "returns": "ui.returns",
    "runs": "ui.library.runs",
    "neighbourhood": "vae_core.analysis.neighbourhood",
    "reparameterisation": "vae_core.analysis.reparameterisation",
    "weighted": "ui.weighted",
    "survey": "vae_core.analysis.survey",
    "local": "vae_core.lab.local",
    "embeddings": "vae_core.lab.embeddings",
}
# Two threads that begin with different parts of torch wait for each other, and Python lets one of them fail.
_one_at_a_time = threading.RLock()


def __getattr__(name: str) -> ModuleType:
    if name not in MODULES:
        raise AttributeError(f"{__name__} knows no {name!r}")
    with _one_at_a_time:
        return import_module(MODULES[name])


def load() -> None:
    """Load all of it: whoever needs it first then need not wait."""
    for module in MODULES.values():
        with _one_at_a_time:
            import_module(module)
