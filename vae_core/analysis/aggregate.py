"""Where the mean KL of a VAE goes: what z tells of which image it is, and how far all codes together miss the prior.

Source: Hoffman & Johnson 2016, "ELBO surgery: yet another way to carve up the variational evidence lower bound" (cited
as HJ).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from vae_core.config import require
from vae_core.diffusion.forward import PRIOR
from vae_core.diffusion.normal import Normal, kl_divergence
from vae_core.probability.normal import LOG_TWO_PI, normal_log_density

# The trapezoid rule is exact for a normal to e^(−2π²σ²/h²): 3e-14 at this distance h between nodes, in its σ.
SPACING = 0.8
CHECKED = 1.5  # times as coarse, to tell the error
WINDOW = 7.0  # standard deviations, beyond which a posterior has a weight of 1e-11
MOST_NODES = 4000  # along a side: 130 MB
AT_ONCE = 4_000_000  # pairs of a draw and a posterior

Codes = Float[np.ndarray, "n latent"]


@dataclass(frozen=True, eq=False)
class Aggregate:
    """q(z) = (1/N) Σ q(z|x_n) over a plane, on a grid.

    Attributes:
        axes: coordinates of the grid's columns and rows, in latent units.
        density: q(z), ``[rows, columns]``; rows go up.
    """

    axes: tuple[Float[np.ndarray, " columns"], Float[np.ndarray, " rows"]]
    density: Float[np.ndarray, "rows columns"]

    @property
    def prior(self) -> Float[np.ndarray, "rows columns"]:
        """p(z) = N(0, I) on the same grid."""
        return np.exp(self._log_prior)

    @property
    def _log_prior(self) -> Float[np.ndarray, "rows columns"]:
        x, y = (normal_log_density(axis, 0.0, 1.0) for axis in self.axes)
        return x + y[:, None]

    def coarser(self, cell: float) -> "Aggregate":
        """The mean over cells of about so many latent units, for a picture."""
        times = max(1, round(cell / (self.axes[0][1] - self.axes[0][0])))
        rows, columns = (times * (size // times) for size in self.density.shape)
        axes = tuple(axis[: times * (len(axis) // times)].reshape(-1, times).mean(1) for axis in self.axes)
        blocks = self.density[:rows, :columns].reshape(rows // times, times, columns // times, times)
        return Aggregate(axes, blocks.mean((1, 3)))

    @property
    def divergence(self) -> float:
        """KL(q(z)‖p(z)) in nats, by the trapezoid rule."""
        return _divergence(self.density, self._log_prior, np.prod([axis[1] - axis[0] for axis in self.axes]))


@dataclass(frozen=True)
class Decomposition:
    """E[KL(q(z|x)‖p(z))] = I(x; z) + KL(q(z)‖p(z)), all in nats   (HJ, eq. 6).

    Attributes:
        rate: E[KL(q(z|x)‖p(z))], in closed form.
        divergence: KL(q(z)‖p(z)).
        error: of it: what a coarser grid changes, or a standard error.
    """

    rate: float
    divergence: float
    error: float

    @property
    def information(self) -> float:
        """I(x; z): what z tells of which of the images it is, at most log N."""
        return self.rate - self.divergence

    @staticmethod
    def most_information(images: int) -> float:
        """log N: as much as there is to be told of N images, each as likely."""
        return float(np.log(images))


def aggregate(mean: Codes, deviation: Codes, spacing: float | None = None) -> Aggregate:
    """The aggregate posterior of codes in a plane.

    Args:
        mean, deviation: μ and σ of each q(z|x), ``[n, 2]``, σ above 0.
        spacing: between nodes, in latent units; as fine as the narrowest posterior needs, where it is left out.

    Raises :class:`~vae_core.errors.ConfigError` unless the codes are in a plane, and not too narrow for a grid.
    """
    require(mean.shape == deviation.shape and mean.shape[1] == 2, "an aggregate is drawn in a plane")
    mean, deviation = mean.astype(np.float64), deviation.astype(np.float64)
    spacing = spacing or SPACING * float(deviation.min())
    axes = tuple(_axis(mean[:, d], deviation[:, d], spacing) for d in (0, 1))
    density = np.zeros((len(axes[1]), len(axes[0])))
    for centre, width in zip(mean, deviation, strict=True):
        columns, rows = (_window(axes[d], centre[d], WINDOW * width[d]) for d in (0, 1))
        x, y = (np.exp(normal_log_density(axes[d][part], centre[d], width[d])) for d, part in ((0, columns), (1, rows)))
        density[rows, columns] += np.outer(y, x)
    return Aggregate(axes, density / len(mean))


def divergences_of_dimensions(mean: Codes, deviation: Codes) -> Float[np.ndarray, " latent"]:
    """KL(q(z_j)‖p(z_j)) of each dimension by itself, in nats, by the trapezoid rule."""
    mean, deviation = mean.astype(np.float64), deviation.astype(np.float64)
    return np.array([_divergence_on_line(m, s) for m, s in zip(mean.T, deviation.T, strict=True)])


def _divergence_on_line(mean: Float[np.ndarray, " n"], deviation: Float[np.ndarray, " n"]) -> float:
    spacing = SPACING * float(deviation.min())
    axis = _axis(mean, deviation, spacing)
    density = np.zeros_like(axis)
    for centre, width in zip(mean, deviation, strict=True):
        part = _window(axis, centre, WINDOW * width)
        density[part] += np.exp(normal_log_density(axis[part], centre, width)) / len(mean)
    return _divergence(density, normal_log_density(axis, 0.0, 1.0), spacing)


def _divergence(density: Float[np.ndarray, "*grid"], log_prior: Float[np.ndarray, "*grid"], cell: float) -> float:
    """∫ q log q/p by the trapezoid rule; where q is 0, so is the integrand."""
    inside = density > 0
    return float(cell * (density[inside] * (np.log(density[inside]) - log_prior[inside])).sum())


def decompose_plane(mean: Codes, deviation: Codes, together: Aggregate | None = None) -> Decomposition:
    """Exactly, by quadrature, for codes in a plane.

    Args:
        mean, deviation: as :func:`aggregate` takes them.
        together: what that has made of them, if it is there.
    """
    divergence = (together or aggregate(mean, deviation)).divergence
    coarser = aggregate(mean, deviation, CHECKED * SPACING * float(deviation.min())).divergence
    return Decomposition(_rate(mean, deviation), divergence, abs(divergence - coarser))


def decompose(mean: Codes, deviation: Codes, *, draws: int | None = None, seed: int = 0) -> Decomposition:
    """By Monte Carlo, in any number of dimensions, with q(z) exact at each draw.

    Args:
        mean, deviation: μ and σ of each q(z|x), ``[n, latent]``, σ above 0.
        draws: of q(z), each from a posterior of its own, of the n at most; as many as there are, where it is left out.
        seed: of the draws.
    """
    mean, deviation = mean.astype(np.float64), deviation.astype(np.float64)
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(mean))[: draws or len(mean)]
    z = mean[chosen] + deviation[chosen] * rng.standard_normal((len(chosen), mean.shape[1]))
    # KL(q(z)‖p(z)) = E[log q(z) − log p(z)]
    ratios = _log_density(z, mean, deviation) - normal_log_density(z, 0.0, 1.0).sum(-1)
    return Decomposition(_rate(mean, deviation), float(ratios.mean()), float(ratios.std(ddof=1) / np.sqrt(len(ratios))))


def rates(mean: Codes, deviation: Codes) -> Float[np.ndarray, " latent"]:
    """E[KL(q(z_j|x)‖p(z_j))] of each dimension, in nats."""
    return kl_divergence(Normal(mean, deviation.astype(np.float64) ** 2), PRIOR).mean(0)


def _rate(mean: Codes, deviation: Codes) -> float:
    return float(rates(mean, deviation).sum())


def _log_density(z: Codes, mean: Codes, deviation: Codes) -> Float[np.ndarray, " draws"]:
    """log q(z) in nats at each draw: over all posteriors, a block of draws at a time."""
    block = max(1, AT_ONCE // len(mean))
    # log N(z; μ, σ²) = −½ Σ (z² − 2 z μ + μ²)/σ² − log σ − ½ log 2π, as two products of matrices
    precision = deviation**-2.0
    constant = -0.5 * (mean**2 * precision).sum(1) - np.log(deviation).sum(1) - 0.5 * mean.shape[1] * LOG_TWO_PI
    parts = [
        logsumexp(constant + part @ (mean * precision).T - 0.5 * part**2 @ precision.T, axis=1)
        for part in np.split(z, range(block, len(z), block))
    ]
    return np.concatenate(parts) - np.log(len(mean))


def _axis(mean: Float[np.ndarray, " n"], deviation: Float[np.ndarray, " n"], spacing: float) -> Float[np.ndarray, " m"]:
    low, high = (mean - WINDOW * deviation).min(), (mean + WINDOW * deviation).max()
    nodes = int(np.ceil((high - low) / spacing)) + 1
    require(nodes <= MOST_NODES, f"the narrowest posterior needs {nodes} nodes along an axis, of {MOST_NODES} at most")
    return low + spacing * np.arange(nodes)


def _window(axis: Float[np.ndarray, " m"], centre: float, reach: float) -> slice:
    return slice(*np.searchsorted(axis, (centre - reach, centre + reach)))
