"""Digits that noise becomes in somebody's browser, computed once more here: for everybody to see."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import UInt8

from ui import pools
from ui.draws import CLASSIFIER, coder, network
from vae_core import pretrained
from vae_core.analysis.draws import brought_back
from vae_core.data import as_bytes
from vae_core.diffusion.sampling import Sampler

KEPT = 2000  # digits, of a kilobyte each
# Ways that are gone side by side: of images, fifty steps of so many take half a second.
AT_ONCE = {True: 64, False: 8}


@dataclass(frozen=True)
class Way:
    """From noise to a digit, as the address of a page says it.

    Attributes:
        denoiser: name of the pretrained model.
        digit: that it is told; ``None``: none.
        guidance: how loudly.
        sampler, steps: how it comes back.
        seed: of the noise.
    """

    denoiser: str
    digit: int | None
    guidance: float
    sampler: str
    steps: int
    seed: int


@dataclass(frozen=True, eq=False)
class Digit:
    """What has become of a noise.

    Attributes:
        picture: a byte for each pixel.
        taken_for: the digit that a plain classifier takes it for.
        surely: the probability that it gives to that.
    """

    picture: UInt8[np.ndarray, "784"]
    taken_for: int
    surely: float


_digits: OrderedDict[Way, Digit] = OrderedDict()
_lock = threading.Lock()


def digits(ways: Sequence[Way], patience: float = pools.PATIENCE) -> dict[Way, Digit]:
    """The digits of those ways that are known, or can be gone within so many seconds."""
    with _lock:
        missing = [way for way in dict.fromkeys(ways) if way not in _digits]
    pools.in_time(_works(missing), patience)
    with _lock:
        found = {way: _digits[way] for way in ways if way in _digits}
        for way in found:
            _digits.move_to_end(way)
        while len(_digits) > KEPT:
            _digits.popitem(last=False)
    return found


def _works(missing: Sequence[Way]) -> Iterator[Callable[[], None]]:
    """Ways that differ in their noise alone are gone side by side."""
    alike: dict[Way, list[Way]] = {}
    for way in missing:
        alike.setdefault(replace(way, seed=0), []).append(way)
    for ways in alike.values():
        most = AT_ONCE[pretrained.entry(ways[0].denoiser)["codes_of"] is not None]
        for first in range(0, len(ways), most):
            yield lambda part=ways[first : first + most]: _go(part)


def _go(ways: Sequence[Way]) -> None:
    way = ways[0]
    is_of_codes = pretrained.entry(way.denoiser)["codes_of"] is not None
    found = brought_back(
        network(way.denoiser),
        pretrained.schedule(way.denoiser),
        Sampler(way.sampler, way.steps),
        [each.seed for each in ways],
        network(CLASSIFIER),
        label=way.digit,
        guidance=way.guidance,
        vae=coder(way.denoiser).network if is_of_codes else None,
    )
    taken = zip(as_bytes(found.pictures), found.probabilities, strict=True)
    made = [Digit(picture, int(shares.argmax()), float(shares.max())) for picture, shares in taken]
    with _lock:
        _digits.update(zip(ways, made, strict=True))
