"""A hundred digits that are compressed, coded once for everybody."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from jaxtyping import Float, Float32, UInt8

from ui import digit, library
from ui.library import PROJECT
from vae_core import pretrained
from vae_core.analysis.evaluation import evaluate
from vae_core.compression import rivals
from vae_core.compression.bill import Bill
from vae_core.compression.bits_back import BitsBack
from vae_core.compression.files import start
from vae_core.data import Dataset, as_bytes, as_ink
from vae_core.data.dataset import binarise
from vae_core.figures import bits_back as figures
from vae_core.figures.figure import Figure
from vae_core.objectives import ObjectiveConfig

MODELS = {"binary": "mnist-binary-vae-2d", "grey": "mnist-grey-vae-20d"}  # by the kind of pixels
N = 100
WORD = 32  # bits
DRAWS = 20  # for the bound, which is an expectation
KEPT = 16  # piles


@dataclass(frozen=True, eq=False)
class Pile:
    """Digits in the order in which they are put on a stack.

    Attributes:
        kind: of pixels, of :data:`MODELS`.
        images: 0 and 1, or 0 to 255, ``[100, 784]``.
        are_real: whether they are MNIST's; where its files are missing, they are decoded from the codes of its images.
        bills: what each costs, in bits.
        start: bits that lie on the stack at first.
    """

    kind: str
    images: UInt8[np.ndarray, "n pixels"]
    are_real: bool
    bills: tuple[Bill, ...]
    start: int

    @cached_property
    def bound(self) -> float:
        """The mean negative ELBO of the images, in bits."""
        data = Dataset("pile", "test", self._ink, np.full(len(self.images), -1))
        found = evaluate(library.pretrained(MODELS[self.kind]).network, _objective(self.kind), data, draws=DRAWS)
        return found["negative_elbo"].mean / float(np.log(2))

    @cached_property
    def _ink(self) -> Float32[np.ndarray, "n pixels"]:
        return self.images.astype(np.float32) if self.kind == "binary" else as_ink(self.images)

    @property
    def pictures(self) -> UInt8[np.ndarray, "n pixels"]:
        """The images as levels of grey."""
        return as_bytes(self._ink)

    @cached_property
    def rivals(self) -> dict[str, int]:
        """Bytes of all images, by other compressors."""
        return rivals.sizes(self.images, is_binary=self.kind == "binary")

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
def pile(kind: str, seed: int) -> Pile:
    """A hundred of the test images, by seed."""
    model = library.pretrained(MODELS[kind])
    chosen = np.random.default_rng(seed).choice(len(model.encodings.mean), N, replace=False)
    grey = _grey(chosen)
    images = binarise(grey, seed).astype(np.uint8) if kind == "binary" else as_bytes(grey)
    words = start(model.latent_dim, seed)
    coder = BitsBack(model.network, _objective(kind), words)
    return Pile(kind, images, digit.is_present(), tuple(coder.push(image) for image in images), WORD * len(words))


def _grey(chosen: np.ndarray) -> np.ndarray:
    if digit.is_present():
        return as_ink(PROJECT.images()[chosen])
    model = library.pretrained(digit.DECODER)
    return model.pictures(model.encodings.mean[chosen])


@cache
def _objective(kind: str) -> ObjectiveConfig:
    return pretrained.load_checkpoint(MODELS[kind]).config.objective


def figure(of: Pile, count: int, words: figures.Words, *, is_told: bool) -> Figure:
    """The pile with so many of its digits on the stack."""
    return figures.stacked(of.pictures, of.heights, of.bound, of.bills, count, words, is_told=is_told)
