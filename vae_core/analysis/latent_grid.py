"""log p(x|z) over a latent plane: on a grid decoded once per model, and anywhere for one image.

For x in {0, 1} the Bernoulli formula is a probability. For grey levels in [0, 1] the same formula is evaluated and
gives a score: it does not sum or integrate to 1 over images (see :mod:`vae_core.analysis.grey_levels`).
"""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Float32
from torch import Tensor

from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.analysis.lattice import Lattice
from vae_core.config import require
from vae_core.models import VAE
from vae_core.objectives import bernoulli_nll, normal_log_density

# Posteriors are as narrow as 0.01: integration refines a lattice that is coarser than most of them.
# Outside the circle lies e^-28 of the prior.
LATTICE = Lattice(spacing=0.1, radius=7.5)
# Places decoded at once: their layers stay in the cache.
PLACES_AT_ONCE = 256


class Likelihood:
    """log p(x|z) and log p(x, z) of one image x at any z.

    Args:
        model: a VAE with a latent plane.
        x: the image, ``[pixels]`` in [0, 1].

    Raises:
        ConfigError: the model's code is not a plane, or the image does not fit the model.
    """

    def __init__(self, model: VAE, x: Float[np.ndarray, " pixels"]):
        require_plane(model)
        pixels = model.config.pixels
        require(len(x) == pixels, f"the model's images have {pixels} pixels, not {len(x)}")
        # A NaN lies in no interval.
        require(bool(((x >= 0) & (x <= 1)).all()), "pixels are numbers from 0 to 1")
        self._model = model
        self._x = torch.from_numpy(np.asarray(x, np.float64))

    @torch.no_grad()
    def log_likelihood(self, z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        """log p(x|z), in nats, summed in double precision."""
        parts = [self._model.decode(part).double() for part in torch.from_numpy(z).split(PLACES_AT_ONCE)]
        return torch.cat([-bernoulli_nll(self._x.expand_as(logits), logits) for logits in parts]).numpy()

    def log_joint(self, z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
        """log p(x, z) = log p(x|z) + log p(z), in nats."""
        return self.log_likelihood(z) + log_prior(z)


@dataclass(frozen=True, eq=False)
class LatentGrid:
    """What the decoder makes of each node of a lattice, kept so that any image is quickly compared with all of them.

    Attributes:
        lattice: the places.
        log_prior: log p(z) of each, ``[n]``.
        features: the decoder's last hidden layer h(z), ``[n, width]``.
        weight: of the layer from there to the logits, ``[pixels, width]``.
        bias: of the same, ``[pixels]``.
        base: log p(0|z) of the black image, ``[n]``.
    """

    lattice: Lattice
    log_prior: Float[np.ndarray, " n"]
    features: Float32[Tensor, "n width"]
    weight: Float32[Tensor, "pixels width"]
    bias: Float32[Tensor, " pixels"]
    base: Float[np.ndarray, " n"]

    @classmethod
    @torch.no_grad()
    def of(cls, model: VAE, lattice: Lattice = LATTICE) -> "LatentGrid":
        """The grid of ``model``; raises :class:`ConfigError` unless its code is a plane."""
        require_plane(model)
        decoder, z = model.decoder, torch.from_numpy(lattice.nodes).float()
        weight, bias = (value.detach() for value in (decoder.logits.weight, decoder.logits.bias))
        # Filled in place: joined from parts it would be there twice, and the memory is not given back.
        features, base = torch.empty(len(z), weight.shape[1]), torch.empty(len(z))
        for start in range(0, len(z), PLACES_AT_ONCE):
            part = slice(start, start + PLACES_AT_ONCE)
            features[part] = decoder.trunk(z[part])
            logits = decoder.logits(features[part])
            base[part] = -bernoulli_nll(torch.zeros(()).expand_as(logits), logits)
        return cls(lattice, log_prior(lattice.nodes), features, weight.detach(), bias.detach(), base.double().numpy())

    def log_joint(self, x: Float[np.ndarray, " pixels"]) -> Float[np.ndarray, " n"]:
        """log p(x, z) of an image at each node, in nats, good to about a millionth of its size."""
        # log p(x|z) = log p(0|z) + x·logits(z), and x·(W h + b) = (Wᵀx)·h + x·b: no need to form the logits again.
        x = torch.from_numpy(np.asarray(x, np.float32))
        hidden = self.features @ (x @ self.weight)
        return hidden.double().numpy() + float(x @ self.bias) + self.base + self.log_prior

    @property
    def bytes(self) -> int:
        """Memory that the grid holds."""
        tensors = sum(values.nbytes for values in (self.features, self.weight, self.bias))
        return tensors + self.log_prior.nbytes + self.base.nbytes + self.lattice.nodes.nbytes


@torch.no_grad()
def encoder_gaussian(model: VAE, x: Float[np.ndarray, " pixels"]) -> LatentGaussian:
    """q(z|x) of the encoder for one image."""
    require_plane(model)
    q = model.encode(np.asarray(x, np.float32)[None])
    return LatentGaussian.diagonal(q.mean[0].double().numpy(), q.log_variance[0].double().numpy())


def log_prior(z: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, " n"]:
    """log N(z; 0, I), in nats."""
    return normal_log_density(torch.from_numpy(np.asarray(z, np.float64)), 0.0, 0.0).numpy()


def require_plane(model) -> None:
    """Raise :class:`ConfigError` unless ``model`` is a VAE with two latent dimensions."""
    is_plane = model.config.model == "vae" and model.config.latent_dim == 2
    require(is_plane, "exact evidence is computed for VAEs with two latent dimensions")
