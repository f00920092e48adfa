"""A hundred digits that are compressed, coded once for everybody."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from jaxtyping import Float, UInt8

from ui import digit, library
from ui.library import PROJECT
from vae_core import pretrained
from vae_core.analysis.evaluation import evaluate
from vae_core.compression import rivals
from vae_core.compression.bill import Bill
from vae_core.compression.bits_back import BitsBack
from vae_core.compression.files import start
from vae_core.data import Dataset, as_ink
from vae_core.data.dataset import binarise
from vae_core.figures import bits_back as figures
from vae_core.figures.figure import Figure
from vae_core.objectives import ObjectiveConfig

MODEL = "mnist-binary-vae-2d"
N = 100
WORD = 32  # bits
DRAWS = 20  # for the bound, which is an expectation
KEPT = 16  # piles


@dataclass(frozen=True, eq=False)
class Pile:
    """Digits in the order in which they are put on a stack.

    Attributes:
        images: 0 and 1, ``[100, 784]``.
        are_real: whether they are MNIST's; where its files are missing, they are decoded from the codes of its images.
        bills: what each costs, in bits.
        start: bits that lie on the stack at first.
    """

    images: UInt8[np.ndarray, "n pixels"]
    are_real: bool
    bills: tuple[Bill, ...]
    start: int

    @cached_property
    def bound(self) -> float:
        """The mean negative ELBO of the images, in bits."""
        data = Dataset("pile", "test", self.images.astype(np.float32), np.full(len(self.images), -1))
        found = evaluate(library.pretrained(MODEL).network, _objective(), data, draws=DRAWS)
        return found["negative_elbo"].mean / float(np.log(2))

    @cached_property
    def rivals(self) -> dict[str, int]:
        """Bytes of all images, by other compressors."""
        return rivals.sizes(self.images, is_binary=True)

    def mean(self, part: str) -> float:
        """Of ``"back"``, ``"image"``, ``"code"`` or ``"total"``, over all images."""
        return float(np.mean([getattr(bill, part) for bill in self.bills]))

    @property
    def kl_in_nats(self) -> float:
        """What z costs and does not give back, on average."""
        return (self.mean("code") - self.mean("back")) * float(np.log(2))

    @cached_property
    def heights(self) -> Float[np.ndarray, " stops"]:
        """Bits on the stack before the first image and after each."""
        return self.start + np.cumsum([0.0, *(bill.total for bill in self.bills)])

    def height(self, count: int) -> float:
        """Bits on the stack once so many images lie there."""
        return float(self.heights[count])


@lru_cache(maxsize=KEPT)
def pile(seed: int) -> Pile:
    """A hundred of the test images, by seed."""
    chosen = np.random.default_rng(seed).choice(len(library.pretrained(MODEL).encodings.mean), N, replace=False)
    images = binarise(_grey(chosen), seed).astype(np.uint8)
    model = library.pretrained(MODEL)
    words = start(model.latent_dim, seed)
    coder = BitsBack(model.network, _objective(), words)
    return Pile(images, digit.is_present(), tuple(coder.push(image) for image in images), WORD * len(words))


def _grey(chosen: np.ndarray) -> np.ndarray:
    if digit.is_present():
        return as_ink(PROJECT.images()[chosen])
    model = library.pretrained(digit.DECODER)
    return model.pictures(model.encodings.mean[chosen])


@cache
def _objective() -> ObjectiveConfig:
    return pretrained.load_checkpoint(MODEL).config.objective


def figure(of: Pile, count: int, words: figures.Words, *, is_told: bool) -> Figure:
    """The pile with so many of its digits on the stack."""
    return figures.stacked(255 * of.images, of.heights, of.bound, of.bills, count, words, is_told=is_told)
