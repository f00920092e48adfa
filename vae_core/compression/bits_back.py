"""Lossless coding with a VAE, whose cost is its ELBO: what was spent on z comes back.

Sources: Hinton & van Camp 1993; Frey & Hinton 1997; Townsend, Bird & Barber 2019, "Practical lossless compression with
latent variables using bits back coding" (cited as T).
"""

import math

import constriction
import numpy as np
import torch
from jaxtyping import UInt8, UInt32

from vae_core.compression.bill import Bill
from vae_core.data import as_ink
from vae_core.models import VAE, AnyConfig
from vae_core.objectives import AnyObjective, ObjectiveConfig
from vae_core.objectives.likelihoods import WHITE, beta_binomial_of_levels

AnsCoder = constriction.stream.stack.AnsCoder
Bernoulli, Categorical = constriction.stream.model.Bernoulli, constriction.stream.model.Categorical
QuantizedGaussian = constriction.stream.model.QuantizedGaussian

# z is one of these places, a 256th of the prior's standard deviation apart: finer ones change no bit, for what is spent
# on them comes back (T, section 2.5.1).
PLACES_IN_A_DEVIATION, DEVIATIONS = 256, 10
REACH = PLACES_IN_A_DEVIATION * DEVIATIONS
# The library gives every place it is told of some chance, however far it lies from μ. Of 5120 places a z far out was
# drawn once in a hundred images of 20 dimensions, and cost hundreds of nats: so it is told of those near μ alone.
NEAR = 8  # standard deviations of q
# Reconstructions that are probabilities of a pixel; a Gaussian's is that of what lies around a level.
PROBABILITIES = ("bernoulli", "gaussian", "beta-binomial")
# A pixel is never taken to be quite certain: it may be otherwise, and then it has to be written.
LEAST = 2.0**-20

Image = UInt8[np.ndarray, " pixels"]
Places = np.ndarray  # int32 [latent]


def can_code(config: AnyConfig, objective: AnyObjective) -> bool:
    """Whether it is a VAE whose p(x|z) is a probability of pixels."""
    return config.model == "vae" and objective.reconstruction in PROBABILITIES


def is_binary(objective: ObjectiveConfig) -> bool:
    """Whether pixels are black or white, 0 and 1; else they have levels of grey, 0 to 255."""
    return objective.reconstruction == "bernoulli"


class BitsBack:
    """A stack of coded images: the last one that was put on it is the first to come off.

    Args:
        model: a VAE; :func:`can_code` says which.
        objective: by which it learned: black and white with ``"bernoulli"``, 256 levels of grey otherwise.
        words: what lies on the stack at first; the first image draws its z with them.
    """

    def __init__(self, model: VAE, objective: ObjectiveConfig, words: UInt32[np.ndarray, " words"]):
        self._model, self._objective = model, objective
        self._stack = AnsCoder(words)
        # p(z) on the places
        self._prior = QuantizedGaussian(-REACH, REACH, 0.0, float(PLACES_IN_A_DEVIATION))

    @property
    def words(self) -> UInt32[np.ndarray, " words"]:
        """All that lies on the stack."""
        return self._stack.get_compressed()

    def push(self, image: Image) -> Bill:
        """Put an image on the stack."""
        sizes = [self._stack.num_valid_bits()]
        z = np.array([centre + self._stack.decode(near) for centre, near in self._posterior(image)], np.int32)
        sizes.append(self._stack.num_valid_bits())
        self._write(image, z)
        sizes.append(self._stack.num_valid_bits())
        self._stack.encode_reverse(z, self._prior)
        sizes.append(self._stack.num_valid_bits())
        before, taken, written, after = sizes
        return Bill(before - taken, written - taken, after - written)

    def pop(self) -> Image:
        """Take the last image off the stack, and give back what its z had taken."""
        z = self._stack.decode(self._prior, self._model.config.latent_dim)
        image = self._read(z)
        for place, (centre, near) in reversed([*zip(z.tolist(), self._posterior(image), strict=True)]):
            self._stack.encode_reverse(place - centre, near)
        return image

    @torch.no_grad()
    def _posterior(self, image: Image) -> list[tuple[int, QuantizedGaussian]]:
        """q(z|x) of each dimension: the place nearest to μ, and the places around it, counted from there.

        One image at a time: of several, sums are rounded otherwise.
        """
        ink = image.astype(np.float32) if is_binary(self._objective) else as_ink(image)
        q = self._model.encode(torch.from_numpy(ink[None]))
        parts = (q.mean.clamp(1 - DEVIATIONS, DEVIATIONS - 1), q.standard_deviation)
        means, deviations = ((PLACES_IN_A_DEVIATION * part[0].double()).tolist() for part in parts)
        return list(map(places_near, means, deviations))

    def _write(self, image: Image, z: Places) -> None:
        self._stack.encode_reverse(image.astype(np.int32), *self._pixels(z))

    def _read(self, z: Places) -> Image:
        return self._stack.decode(*self._pixels(z)).astype(np.uint8)

    @torch.no_grad()
    def _pixels(self, z: Places) -> tuple:
        """p(x|z) as the library has it, and its parameters for each pixel."""
        z = torch.from_numpy(z.astype(np.float32) / np.float32(PLACES_IN_A_DEVIATION))
        logits = self._model.decode(z[None])[0].double()
        ink = torch.sigmoid(logits).numpy()
        if is_binary(self._objective):
            return Bernoulli(perfect=False), np.clip(ink, LEAST, 1 - LEAST)
        if self._objective.reconstruction == "gaussian":
            return QuantizedGaussian(0, WHITE), WHITE * ink, np.full_like(ink, WHITE * self._deviation)
        log_concentration = self._model.pixel_log_concentration.double()
        return Categorical(perfect=False), beta_binomial_of_levels(logits, log_concentration).exp().numpy()

    @property
    def _deviation(self) -> float:
        """σ of a Gaussian pixel; what it gives to a level is what lies around it."""
        given = self._objective.log_variance
        return math.exp((self._model.pixel_log_variance.item() if given is None else given) / 2)


def places_near(mean: float, deviation: float) -> tuple[int, QuantizedGaussian]:
    """The place nearest to a mean, and N(mean, deviation²) over the places around it, counted from there."""
    centre, reach = round(mean), math.ceil(NEAR * deviation)
    low, high = max(-reach, -REACH - centre), min(reach, REACH - centre)
    return centre, QuantizedGaussian(low, high, mean - centre, deviation)
