"""What a decoder draws near a code: how fast pictures change with distance, how long they stay the same digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Bool, Float32, Float64, Int64
from scipy.spatial import cKDTree

from vae_core.analysis.holes import whereabouts
from vae_core.analysis.reparameterisation import Posterior, latent_codes, pictures, standard_noise
from vae_core.models import VAE, AutoEncoder

# Codes that vote on which digit a picture is.
VOTERS = 5
HALF = 0.5


@torch.no_grad()
def codes_of(model: AutoEncoder | VAE, images: Float32[np.ndarray, "n pixels"]) -> Float32[np.ndarray, "n latent"]:
    """Where ``model`` puts each image: an autoencoder's code, the mean of a VAE's q(z|x)."""
    encoded = model.encode(images)
    return (encoded if model.config.model == "ae" else encoded.mean).numpy()


@dataclass(frozen=True, eq=False)
class Reader:
    """Says which digit a picture shows, by the known digits whose codes are nearest to the picture's own.

    Attributes:
        model: whose encoder looks at the picture.
        codes: of known digits, ``[known, latent]``.
        labels: which digits those are, ``[known]``.
    """

    model: AutoEncoder | VAE
    codes: Float32[np.ndarray, "known latent"]
    labels: Int64[np.ndarray, " known"]

    @cached_property
    def spread(self) -> float:
        """Standard deviation of the codes in a dimension, in latent units: what distances are measured by."""
        return whereabouts(self.codes).spread

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.codes)

    def read(self, images: Float32[np.ndarray, "n pixels"]) -> Int64[np.ndarray, " n"]:
        """The digit that most of the 5 nearest known codes have; the smaller one where two have as many."""
        _distances, nearest = self._tree.query(codes_of(self.model, images), k=VOTERS)
        votes = self.labels[nearest]
        classes = np.arange(self.labels.max() + 1)
        return (votes[:, :, None] == classes).sum(1).argmax(1)


def around(code: Float32[np.ndarray, " latent"], scale: float) -> Posterior:
    """Noise of one standard deviation, ``scale``, in all directions of ``code``; in latent units."""
    return Posterior(tuple(code.tolist()), (scale,) * len(code))


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Pictures decoded at draws around a code.

    Attributes:
        centre: what the code itself decodes to, ``[pixels]``, in [0, 1].
        pictures: of each draw, ``[n, pixels]``, in [0, 1].
        same: which of them every reader takes for the digit that it sees in x, ``[n]``.
    """

    centre: Float32[np.ndarray, " pixels"]
    pictures: Float32[np.ndarray, "n pixels"]
    same: Bool[np.ndarray, " n"]

    @cached_property
    def changes(self) -> Float64[np.ndarray, " n"]:
        """(x̂ − x̂₀)², the mean over the pixels, of each picture x̂ against the centre's x̂₀."""
        return np.square(self.pictures.astype(float) - self.centre).mean(1)

    @property
    def change(self) -> float:
        """The mean of :attr:`changes`."""
        return float(self.changes.mean())

    @property
    def share(self) -> float:
        """Which share of the pictures are the same digit."""
        return float(self.same.mean())


def neighbours(
    model: AutoEncoder | VAE,
    image: Float32[np.ndarray, " pixels"],
    q: Posterior,
    readers: Sequence[Reader],
    n: int,
    *,
    seed: int,
) -> Neighbours:
    """Decode ``n`` draws of ``q``, and ask whether they still show what ``image`` shows.

    Args:
        model: whose decoder draws.
        image: x, in [0, 1]: says which digit is the same.
        q: what is drawn from: q(z|x) itself, or noise :func:`around` a code.
        readers: a picture counts as the same digit only where all of them say so, so that no model judges alone.
        n: how many draws.
        seed: of ε; equal seeds give two models the same ε.
    """
    noise = standard_noise(n, len(q.mean), seed)
    centre, *drawn = pictures(model, np.concatenate([np.float32([q.mean]), latent_codes(q, noise)]))
    drawn = np.stack(drawn)
    verdicts = [reader.read(drawn) == reader.read(image[None]) for reader in readers]
    return Neighbours(centre, drawn, np.logical_and.reduce(verdicts))


@dataclass(frozen=True, eq=False)
class Profile:
    """How pictures change as noise around a code grows.

    Attributes:
        scales: standard deviation of the noise, in units of the codes' own spread, ``[scales]``.
        change: mean squared difference to the centre's picture, ``[scales]``.
        share: which share is still the same digit, ``[scales]``.
    """

    scales: Float64[np.ndarray, " scales"]
    change: Float64[np.ndarray, " scales"]
    share: Float64[np.ndarray, " scales"]

    @property
    def half_life(self) -> float | None:
        """The noise at which only half are the same digit, read between two scales; ``None`` where that is not met."""
        below = np.flatnonzero(self.share < HALF)
        if len(below) == 0 or below[0] == 0:
            return None
        i = below[0]
        part = (self.share[i - 1] - HALF) / (self.share[i - 1] - self.share[i])
        low, high = np.log(self.scales[i - 1 : i + 1])
        return float(np.exp(low + part * (high - low)))


def profile(
    reader: Reader,
    image: Float32[np.ndarray, " pixels"],
    readers: Sequence[Reader],
    scales: Sequence[float],
    n: int,
    *,
    seed: int,
) -> Profile:
    """:func:`neighbours` of the code that ``reader``'s model gives ``image``, at each of ``scales``.

    Distances are measured in units of ``reader.spread``: a code has no unit of its own, and what is far in one
    model may be near in another.
    """
    code = codes_of(reader.model, image[None])[0]
    surroundings = [
        neighbours(reader.model, image, around(code, scale * reader.spread), readers, n, seed=seed) for scale in scales
    ]
    return Profile(
        np.array(scales, float),
        np.array([each.change for each in surroundings]),
        np.array([each.share for each in surroundings]),
    )
