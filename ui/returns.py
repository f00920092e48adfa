"""Which digit comes back, counted once for everybody."""

from functools import lru_cache

import numpy as np

from ui.draws import CLASSIFIER, DENOISER
from ui.library import PROJECT
from vae_core import pretrained
from vae_core.analysis import returns
from vae_core.analysis.returns import Networks, Returned

CODES, NOISES = 500, 200
SEED = 0
KEPT = 256


@lru_cache(maxsize=KEPT)
def there_and_back(t: int) -> Returned:
    """The codes of five hundred test images, noised up to step ``t``."""
    codes = PROJECT.find(pretrained.entry(DENOISER)["codes_of"]).encodings.mean
    chosen = np.random.default_rng(SEED).choice(len(codes), CODES, replace=False)
    return returns.there_and_back(_networks(), codes[chosen], t, seed=SEED)


@lru_cache(maxsize=KEPT)
def few_and_many(kind: str, few: int, many: int) -> Returned:
    """Two hundred noises, brought back in few steps and in many."""
    return returns.few_and_many(_networks(), kind, few, many, NOISES, seed=SEED)


@lru_cache(maxsize=1)
def _networks() -> Networks:
    vae = PROJECT.find(pretrained.entry(DENOISER)["codes_of"]).network
    return Networks(vae, pretrained.load(DENOISER), pretrained.schedule(DENOISER), pretrained.load(CLASSIFIER))
