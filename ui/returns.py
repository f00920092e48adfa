"""Which digit comes back, counted once for everybody."""

from functools import cache, lru_cache

import numpy as np

from ui.draws import CLASSIFIER, DENOISER, coder, network
from vae_core import pretrained
from vae_core.analysis import returns
from vae_core.analysis.returns import Networks, Returned

CODES, NOISES = 500, 100
FEW, MANY = 10, 100  # steps
SEED = 0
KEPT = 100  # steps of the schedule


@lru_cache(maxsize=KEPT)
def there_and_back(t: int) -> Returned:
    """The codes of five hundred test images, noised up to step ``t``."""
    codes = coder(DENOISER).encodings.mean
    chosen = np.random.default_rng(SEED).choice(len(codes), CODES, replace=False)
    return returns.there_and_back(_networks(), codes[chosen], t, seed=SEED)


@cache
def few_and_many(kind: str) -> Returned:
    """A hundred noises, brought back by a kind of sampler in :data:`FEW` steps and in :data:`MANY`."""
    return returns.few_and_many(_networks(), kind, FEW, MANY, NOISES, seed=SEED)


def prepare() -> None:
    """Count what takes a second: nobody waits for it then."""
    for kind in ("ancestral", "ddim"):
        few_and_many(kind)


@cache
def _networks() -> Networks:
    vae = coder(DENOISER).network
    return Networks(vae, network(DENOISER), pretrained.schedule(DENOISER), network(CLASSIFIER))
