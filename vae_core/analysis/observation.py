"""What a model looks like at one moment of its training: always the same images, the same prior draws, one map."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import torch
from jaxtyping import Float, Float32, Int64, UInt8

from vae_core.analysis.projection import next_plane
from vae_core.config import require
from vae_core.data import Dataset, as_bytes
from vae_core.errors import CheckpointError, VaeCoreError
from vae_core.models import VAE, AutoEncoder
from vae_core.objectives import kl_to_standard_normal
from vae_core.randomness import stream

RECONSTRUCTED = 10
SAMPLED = 30
MAPPED = 500
# A dimension whose mean KL is below this carries nothing: the posterior is the prior whatever the image.
# Burda, Grosse & Salakhutdinov 2016 (section 5.2) call a unit active where the variance of its posterior
# mean is above 0.01; a mean KL of 0.01 nats allows a variance of at most 0.02.
COLLAPSED_BELOW = 0.01


@dataclass(frozen=True, eq=False)
class Observation:
    """One model at one moment. A denoiser has no codes, and so nothing of what follows from them.

    Attributes:
        reconstructions: uint8 ``[10, pixels]``; x̂ of the observer's images, decoded from the posterior
            mean (an autoencoder's code); x̂_0, which a denoiser takes ``noisy`` for. Fewer where there are fewer images.
        samples: uint8 ``[30, pixels]``; decodes of draws from the prior N(0, I), always of the same ones. Of a
            denoiser ``[20, pixels]``: where it comes from the same noise.
        codes: float32 ``[n, latent]``; posterior means of the mapped images.
        points: float32 ``[n, 2]``; the codes in the plane of the map.
        plane: float32 ``[latent, 2]``, orthonormal; ``codes @ plane`` are the points.
        covariances: float32 ``[n, 3]``; xx, xy and yy of each posterior's covariance in that plane.
            ``None`` for an autoencoder.
        kl: float32 ``[latent]``; KL(q(z|x) ‖ p(z)) of each dimension in nats, averaged over the mapped
            images. ``None`` for an autoencoder.
        noisy: uint8 ``[10, pixels]``; the images as a denoiser is given them. ``None`` for others.
    """

    reconstructions: UInt8[np.ndarray, "shown pixels"]
    samples: UInt8[np.ndarray, "sampled pixels"]
    codes: Float32[np.ndarray, "n latent"] | None = None
    points: Float32[np.ndarray, "n 2"] | None = None
    plane: Float32[np.ndarray, "latent 2"] | None = None
    covariances: Float32[np.ndarray, "n 3"] | None = None
    kl: Float32[np.ndarray, " latent"] | None = None
    noisy: UInt8[np.ndarray, "shown pixels"] | None = None

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything that is there, by name; :meth:`from_arrays` is the inverse."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    @staticmethod
    def from_arrays(arrays: Mapping[str, np.ndarray]) -> "Observation":
        """The observation that :meth:`arrays` took apart.

        Raises :class:`CheckpointError` on missing, unknown or ill-fitting arrays.
        """
        kinds = ((DRAWN | CODED, DRAWN | CODED | {"covariances", "kl"}), (DRAWN | {"noisy"},) * 2)
        if not any(needed <= arrays.keys() <= known for needed, known in kinds):
            raise CheckpointError(f"An observation has {', '.join(sorted(AXES))}; found {', '.join(sorted(arrays))}.")
        sizes = {2: 2, 3: 3}  # the axes that always have the same length
        for name, array in arrays.items():
            _check(name, array, sizes)
        return Observation(**arrays)


# The axes of each array; a name stands for one length throughout an observation.
AXES = {
    "reconstructions": (np.uint8, ("shown", "pixels")),
    "samples": (np.uint8, ("sampled", "pixels")),
    "codes": (np.float32, ("n", "latent")),
    "points": (np.float32, ("n", 2)),
    "plane": (np.float32, ("latent", 2)),
    "covariances": (np.float32, ("n", 3)),
    "kl": (np.float32, ("latent",)),
    "noisy": (np.uint8, ("shown", "pixels")),
}
DRAWN, CODED = frozenset({"reconstructions", "samples"}), frozenset({"codes", "points", "plane"})


def _check(name: str, array: np.ndarray, sizes: dict[str | int, int]) -> None:
    """Whether ``array`` fits :data:`AXES` and the ``sizes`` found so far, to which it adds its own."""
    dtype, axes = AXES[name]
    if array.ndim == len(axes):
        for axis, length in zip(axes, array.shape, strict=True):
            sizes.setdefault(axis, length)
    expected = tuple(sizes.get(axis, axis) for axis in axes)
    if array.dtype != dtype or array.shape != expected or not np.isfinite(array).all():
        needed, actual = f"{np.dtype(dtype)} {list(expected)}", f"{array.dtype} {list(array.shape)}"
        raise CheckpointError(f"{name} of an observation should be {needed}, all finite; found {actual}.")


class Observer:
    """Looks at one model again and again, so that only the model changes from look to look.

    Args:
        held_out: images that the model does not learn from.
        latent_dim: of the models to be looked at.
        seed: of the prior draws; an autoencoder and a VAE that share it decode the same z.
        mapped: how many images the map has at most, the first ones.
        plane: of an earlier observation that the map should go on from, for example of a resumed run.

    Attributes:
        images: uint8 ``[10, pixels]``; those that every observation reconstructs, the first of each class
            and then the first others; fewer where there are fewer.
        labels: int64 ``[n]``; the classes of the mapped images.
    """

    def __init__(
        self,
        held_out: Dataset,
        latent_dim: int,
        *,
        seed: int,
        mapped: int = MAPPED,
        plane: Float32[np.ndarray, "latent 2"] | None = None,
    ):
        fits = plane is None or plane.shape == (latent_dim, 2)
        require(fits, f"the plane of {latent_dim} dimensions has shape {[latent_dim, 2]}, not {np.shape(plane)}")
        chosen = first_of_each_class(held_out.labels)
        self.images = as_bytes(held_out.images[chosen])
        self.labels = held_out.labels[:mapped]
        self._plane = plane
        # One batch, so that the encoder runs once.
        self._inputs = torch.from_numpy(np.concatenate([held_out.images[chosen], held_out.images[:mapped]]))
        self._prior_draws = prior_draws(seed, latent_dim)

    @torch.no_grad()
    def observe(self, model: AutoEncoder | VAE) -> Observation:
        """The model as it is now, which stays as it is.

        Raises :class:`VaeCoreError` when its codes or images are no longer finite numbers.
        """
        encoded = model.encode(self._inputs)
        is_vae = model.config.model == "vae"
        means = encoded.mean if is_vae else encoded
        shown = len(self.images)
        logits = model.decode(torch.cat([means[:shown], self._prior_draws]))
        require_finite(means, logits)
        pictures = as_bytes(torch.sigmoid(logits).numpy())
        codes = means[shown:].numpy()
        self._plane = plane = next_plane(self._plane, codes)
        covariances = kl = None
        if is_vae:
            log_variance = encoded.log_variance[shown:]
            covariances = _in_plane(log_variance.exp().numpy(), plane)
            kl = kl_to_standard_normal(means[shown:], log_variance).mean(0).numpy()
        return Observation(pictures[:shown], pictures[shown:], codes, codes @ plane, plane, covariances, kl)


def prior_draws(seed: int, latent_dim: int) -> Float32[torch.Tensor, "sampled latent"]:
    """The draws z ~ N(0, I) that every observation under ``seed`` decodes, ``[30, latent]``."""
    return torch.randn(SAMPLED, latent_dim, generator=stream(seed, "prior samples"))


def collapsed(kl: Float[np.ndarray, " latent"], threshold: float = COLLAPSED_BELOW) -> int:
    """How many latent dimensions carry nothing: those whose mean KL, in nats, is under ``threshold``."""
    return int((kl < threshold).sum())


def first_of_each_class(labels: Int64[np.ndarray, " n"]) -> Int64[np.ndarray, " shown"]:
    """Where to find ten images: the first of each class, in order, and after them the first others."""
    _, first = np.unique(labels, return_index=True)
    others = np.setdiff1d(np.arange(len(labels)), first)
    return np.concatenate([first, others])[:RECONSTRUCTED]


def _in_plane(
    variances: Float32[np.ndarray, "n latent"], plane: Float32[np.ndarray, "latent 2"]
) -> Float32[np.ndarray, "n 3"]:
    """xx, xy and yy of the covariance Pᵀ diag(σ²) P of each posterior."""
    x, y = plane.T
    return variances @ np.stack([x * x, x * y, y * y], axis=1)


def require_finite(*values: Float[torch.Tensor, "..."]) -> None:
    if not all(torch.isfinite(value).all() for value in values):
        raise VaeCoreError("The model gives values that are not finite numbers: its training has diverged.")
