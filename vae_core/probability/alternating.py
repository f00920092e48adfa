"""Learning a linear Gaussian model by turns: q to the posterior, then the model to its best under q.

Both steps climb the same hill, L_b as a function of all q and of the model, one of them along q and the other along
the model, so that the bound never goes back: even where q is too poor to reach the posterior.

Sources: Neal & Hinton, "A view of the EM algorithm that justifies incremental, sparse, and other variants" (1998),
cited as NH; Tipping & Bishop, "Probabilistic principal component analysis" (1999), cited as TB; Bishop, "Pattern
Recognition and Machine Learning" (2006), sections 9.4 and 12.2.2, cited as B.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core.config import is_number, is_whole, require
from vae_core.probability.linear_gaussian import Data, Gaussians, LinearGaussian, draw, posterior, terms

# What q may be: any normal for each datum; any mean, but this width; one normal for all data.
FAMILIES = ("free", "fixed", "shared")
SIZE = 40
HALF_STEPS = 30
# Of hidden truths: how long and how steep w is, where b lies, and s.
LENGTHS, ANGLES, OFFSETS, NOISES = (1.4, 2.0), (0.2, 1.2), (-0.8, 0.8), (0.4, 0.6)


@dataclass(frozen=True)
class Family:
    """Which q are allowed.

    Attributes:
        name: ``"free"``: any normal for each datum; ``"fixed"``: any mean, but one width; ``"shared"``: one normal
            for all data.
        standard_deviation: of q where it is fixed, from 0.01 to 100.
    """

    name: str = "free"
    standard_deviation: float = 1.0

    def __post_init__(self):
        require(self.name in FAMILIES, f"name must be one of {FAMILIES}, not {self.name!r}")
        is_width = is_number(self.standard_deviation, 0.01, 100)
        require(is_width, f"standard_deviation must be a number from 0.01 to 100, not {self.standard_deviation!r}")

    @property
    def variance(self) -> float:
        return self.standard_deviation**2


@dataclass(frozen=True, eq=False)
class Alternation:
    """Half step by half step: 0 is the start, an odd number follows an E step, an even one an M step.

    Attributes:
        x: the data, ``[n, d]``.
        models: after each half step.
        qs: likewise.
        bounds: Σ L_b, ``[half steps + 1]``, in nats; never going back.
        evidences: Σ log p(x), likewise; never below the bound.
    """

    x: Data
    models: tuple[LinearGaussian, ...]
    qs: tuple[Gaussians, ...]
    bounds: Float[np.ndarray, " moments"]
    evidences: Float[np.ndarray, " moments"]

    @property
    def gaps(self) -> Float[np.ndarray, " moments"]:
        """Σ KL(q‖p(z∣x)), computed as such."""
        pairs = zip(self.models, self.qs, strict=True)
        return np.array([terms(model, self.x, q).kl_posterior.total for model, q in pairs])


def e_step(model: LinearGaussian, x: Data, family: Family) -> Gaussians:
    """The allowed q with the highest bound, which are those with the lowest Σ KL(q‖p(z∣x))."""
    best = posterior(model, x)
    if family.name == "free":
        # q(z) = p(z∣x): KL = 0   (NH, theorem 1; B, section 9.4)
        return best
    if family.name == "fixed":
        # KL of two normals is a part of the means and a part of the variances: only the first can be brought to 0.
        return Gaussians(best.means, family.variance)
    # Σ KL(N(m, v)‖N(μᵢ, V)) is lowest at m = 1/n Σ μᵢ and v = V.
    return Gaussians(np.full_like(best.means, best.means.mean()), best.variance)


def m_step(x: Data, q: Gaussians) -> LinearGaussian:
    """The model with the highest bound under q: x regressed on z, where z is only known to be N(mᵢ, v).

    Raises :class:`~vae_core.errors.ConfigError` where the data leave no noise.
    """
    together, spread, blur = regression_sums(x, q)
    # w = Σ (mᵢ − m̄)(xᵢ − x̄) / (Σ (mᵢ − m̄)² + n v),   b = x̄ − w m̄   (B, equation 12.56, with b as well)
    w = together / (spread + blur)
    b = x.mean(axis=0) - w * q.means.mean()
    # s² = 1/nd Σ E_q‖xᵢ − w z − b‖² = 1/nd (Σ ‖xᵢ − w mᵢ − b‖² + n v ‖w‖²)   (B, equation 12.57)
    squares = ((x - np.outer(q.means, w) - b) ** 2).sum() + blur * (w @ w)
    return LinearGaussian(tuple(w.tolist()), tuple(b.tolist()), math.sqrt(squares / x.size))


def regression_sums(x: Data, q: Gaussians) -> tuple[Float[np.ndarray, " d"], float, float]:
    """Σ (mᵢ − m̄)(xᵢ − x̄), Σ (mᵢ − m̄)², and n v: what blurs z, and flattens the slope."""
    aside = q.means - q.means.mean()
    return aside @ (x - x.mean(axis=0)), float(aside @ aside), len(x) * q.variance


def alternate(x: Data, start: LinearGaussian, family: Family, half_steps: int = HALF_STEPS) -> Alternation:
    """E and M in turn, from ``start`` with the prior as every q (of the fixed width, where it is).

    Raises :class:`~vae_core.errors.ConfigError` unless there are 3 data or more, of as many dimensions as the start's.
    """
    require(len(x) >= 3, f"3 data or more are needed, not {len(x)}")
    require(x.shape[1] == len(start.weights), "the data and the start have different dimensions")
    require(is_whole(half_steps, 1, 1000), f"half_steps must be a whole number from 1 to 1000, not {half_steps!r}")
    models, qs = [start], [Gaussians(np.zeros(len(x)), family.variance if family.name == "fixed" else 1.0)]
    for number in range(half_steps):
        is_e_step = number % 2 == 0
        models.append(models[-1] if is_e_step else m_step(x, qs[-1]))
        qs.append(e_step(models[-1], x, family) if is_e_step else qs[-1])
    history = [terms(model, x, q) for model, q in zip(models, qs, strict=True)]
    bounds, evidences = (np.array([getattr(t, name).sum() for t in history]) for name in ("bound", "log_evidence"))
    return Alternation(x, tuple(models), tuple(qs), bounds, evidences)


def maximum_likelihood(x: Data) -> LinearGaussian:
    """The model with the highest Σ log p(x)."""
    mean, variances, axis = _principal(x)
    # s² = the average of the d − 1 smaller variances,  w = √(λ₁ − s²) · first principal axis   (TB; B, 12.45, 12.46)
    noise = variances[1:].mean()
    return _model(axis, mean, variances[0] - noise, noise)


def best_model(x: Data, family: Family) -> LinearGaussian:
    """The model with the highest bound when every q is the best that the family allows: where E and M come to rest."""
    if family.name == "free":
        return maximum_likelihood(x)
    mean, variances, axis = _principal(x)
    d, largest, rest = len(mean), variances[0], variances[1:].sum()
    if family.name == "shared":
        # One q for all has no covariance with x, so that w = 0; what is left is noise.
        return _model(axis, mean, 0.0, variances.mean())
    # With w along the first axis and mᵢ the posterior means, both equations of the M step hold where
    # v = λ₁ s² / (‖w‖² + s²)²  and  d s² − √(λ₁ v) s − (λ₂ + … + λ_d) = 0.
    pull = math.sqrt(largest * family.variance)
    noise = (pull + math.sqrt(pull**2 + 4 * d * rest)) / (2 * d)
    squared_length = noise * math.sqrt(largest / family.variance) - noise**2
    if squared_length <= 0:
        # So wide a q says nothing that is worth its price: the model gives z up.
        return _model(axis, mean, 0.0, variances.mean())
    return _model(axis, mean, squared_length, noise**2)


def summed(model: LinearGaussian, x: Data, family: Family) -> tuple[float, float]:
    """Σ L_b with the best q that are allowed, and Σ log p(x), in nats."""
    per_datum = terms(model, x, e_step(model, x, family))
    return float(per_datum.bound.sum()), float(per_datum.log_evidence.sum())


def nearest(x: Data, place: tuple[float, ...]) -> int:
    """The number of the datum that is nearest to a place."""
    return int(np.linalg.norm(x - np.array(place), axis=1).argmin())


def _principal(x: Data) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean of the data, the variances along their principal axes from the largest down, and the first axis."""
    mean = x.mean(axis=0)
    variances, axes = np.linalg.eigh((x - mean).T @ (x - mean) / len(x))
    first = axes[:, -1] * (1.0 if axes[0, -1] >= 0 else -1.0)
    return mean, np.maximum(variances[::-1], 0.0), first


def _model(axis: np.ndarray, mean: np.ndarray, squared_length: float, variance: float) -> LinearGaussian:
    weights = math.sqrt(max(squared_length, 0.0)) * axis
    return LinearGaussian(tuple(weights.tolist()), tuple(mean.tolist()), math.sqrt(variance))


@lru_cache(maxsize=64)
def hidden_truth(seed: int) -> LinearGaussian:
    """The model that the data come from, with two dimensions of x; nobody who learns sees it."""
    random = np.random.default_rng([seed, 1])
    length, angle, noise = (float(random.uniform(*ends)) for ends in (LENGTHS, ANGLES, NOISES))
    offset = tuple(random.uniform(*OFFSETS, size=2).tolist())
    return LinearGaussian((length * math.cos(angle), length * math.sin(angle)), offset, noise)


@lru_cache(maxsize=64)
def film(seed: int, start: LinearGaussian, family: Family) -> Alternation:
    """Both steps in turn on the data that ``seed`` draws from its hidden truth."""
    return alternate(draw(hidden_truth(seed), SIZE, seed), start, family)
