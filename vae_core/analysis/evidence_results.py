"""What is known of one image under a model with a latent plane: plain numbers, drawn without torch; all in nats."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.config import require
from vae_core.printing import rounded

Level = float | Float[np.ndarray, " n"]  # of one image, or of each of many


@dataclass(frozen=True, eq=False)
class LatentGaussian:
    """A normal distribution over the latent plane.

    Attributes:
        mean: μ, ``[2]``.
        covariance: Σ, ``[2, 2]``, positive definite.

    Raises:
        ConfigError: a number is not finite, or the covariance is not one.
    """

    mean: Float[np.ndarray, " 2"]
    covariance: Float[np.ndarray, "2 2"]

    def __post_init__(self):
        finite = np.isfinite(self.mean).all() and np.isfinite(self.covariance).all()
        require(bool(finite), "a Gaussian needs a finite mean and finite variances")
        symmetric = np.allclose(self.covariance, self.covariance.T, rtol=1e-9, atol=0)
        positive = self.covariance[0, 0] > 0 and np.linalg.det(self.covariance) > 0
        sound = bool(symmetric and positive)
        require(sound, f"a covariance is symmetric and positive definite, not {self.covariance.tolist()}")

    @classmethod
    def diagonal(cls, mean: Float[np.ndarray, " 2"], log_variance: Float[np.ndarray, " 2"]) -> "LatentGaussian":
        """N(μ, diag σ²) from μ and log σ²: the family of the encoder."""
        return cls(np.asarray(mean, float), np.diag(np.exp(np.asarray(log_variance, float))))

    @property
    def is_diagonal(self) -> bool:
        """Whether the coordinates are independent."""
        return bool(self.covariance[0, 1] == 0)

    @property
    def standard_deviation(self) -> Float[np.ndarray, " 2"]:
        """σ of each coordinate."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def log_variance(self) -> Float[np.ndarray, " 2"]:
        """log σ² of each coordinate."""
        return np.log(np.diag(self.covariance))

    @property
    def factor(self) -> Float[np.ndarray, "2 2"]:
        """The lower triangle L with L Lᵀ = Σ: z = μ + L ε has this distribution where ε ~ N(0, I)."""
        return np.linalg.cholesky(self.covariance)


@dataclass(frozen=True, eq=False)
class Evidence:
    """log p(x) of an image, and the posterior p(z|x) that comes with it.

    Attributes:
        log_evidence: log p(x) = log ∫ p(z) p(x|z) dz, in nats.
        error: of ``log_evidence``, in nats: from disjoint halves of the nodes, with what may lie beyond the grid.
        beyond: log of the mass outside the grid, if the likelihood is nowhere larger there than on the grid's rim.
        mean: E[z|x], ``[2]``.
        covariance: Cov[z|x], ``[2, 2]``.
        modes: the posterior's local maxima, the highest first, ``[modes, 2]``.
        mode_log_density: log p(z|x) there, ``[modes]``.
        mode_covariance: the inverse of −∇² log p(z|x) there (Laplace's approximation), ``[modes, 2, 2]``.
        nodes: where the posterior's mass is, ``[n, 2]``.
        spacing: side of the square that each node stands for, ``[n]``.
        share: the posterior's mass in that square, ``[n]``; their sum is 1.
    """

    log_evidence: float
    error: float
    beyond: float
    mean: Float[np.ndarray, " 2"]
    covariance: Float[np.ndarray, "2 2"]
    modes: Float[np.ndarray, "modes 2"]
    mode_log_density: Float[np.ndarray, " modes"]
    mode_covariance: Float[np.ndarray, "modes 2 2"]
    nodes: Float[np.ndarray, "n 2"]
    spacing: Float[np.ndarray, " n"]
    share: Float[np.ndarray, " n"]


@dataclass(frozen=True, eq=False)
class PosteriorMap:
    """The true posterior on a regular grid, for a heat map.

    Attributes:
        first: z₁ of the columns, ``[n]``.
        second: z₂ of the rows, ``[m]``.
        density: p(z|x), ``[m, n]``.
        inside: the posterior's mass between the first and last column and row.
    """

    first: Float[np.ndarray, " n"]
    second: Float[np.ndarray, " m"]
    density: Float[np.ndarray, "m n"]
    inside: float

    def level(self, share: float) -> float:
        """The density on the rim of the smallest region that holds ``share`` of the map's mass."""
        require(0 < share < 1, f"a share lies between 0 and 1, not at {share!r}")
        falling = np.sort(self.density.ravel())[::-1]
        mass = np.cumsum(falling)
        return float(falling[np.searchsorted(mass, share * mass[-1])])


@dataclass(frozen=True, eq=False)
class Bound:
    """The ELBO of a Gaussian q for one image: log p(x) ≥ E_q[log p(x|z)] − KL(q ‖ p(z)).

    Attributes:
        expected_log_likelihood: E_q[log p(x|z)], in nats.
        deviation: standard deviation of log p(x|z) under q, in nats: the spread of an estimate from one sample.
        error: of ``expected_log_likelihood``, estimated, in nats.
        kl: KL(q ‖ p(z)), in nats.
    """

    expected_log_likelihood: float
    deviation: float
    error: float
    kl: float

    @property
    def elbo(self) -> float:
        """L_b, in nats."""
        # L_b = E_q[log p(x|z)] − KL(q ‖ p(z))   (Kingma & Welling 2014, eq. 3)
        return self.expected_log_likelihood - self.kl


@dataclass(frozen=True)
class Divergence:
    """KL(q ‖ p(z|x)) by direct integration.

    Attributes:
        value: in nats.
        error: estimated, in nats.
    """

    value: float
    error: float


@dataclass(frozen=True, eq=False)
class BestGaussian:
    """The Gaussian of a family with the largest ELBO for one image.

    Attributes:
        q: the distribution.
        bound: its ELBO.
    """

    q: LatentGaussian
    bound: Bound


@dataclass(frozen=True)
class GapParts:
    """Why the encoder's bound lies below log p(x) (Cremer, Li & Duvenaud, "Inference Suboptimality in VAEs", 2018).

    Attributes:
        log_evidence: log p(x), in nats; of many images, an array.
        best_elbo: of the best diagonal Gaussian for this image, in nats.
        encoder_elbo: of the encoder's q(z|x), in nats.
    """

    log_evidence: Level
    best_elbo: Level
    encoder_elbo: Level

    def printed(self) -> "GapParts":
        """The same with the decimals that terms have: what is said of the gap adds up."""
        return GapParts(*(rounded(value) for value in (self.log_evidence, self.best_elbo, self.encoder_elbo)))

    @property
    def approximation(self) -> Level:
        """log p(x) − L_b[q*]: what no diagonal Gaussian can do."""
        return self.log_evidence - self.best_elbo

    @property
    def amortisation(self) -> Level:
        """L_b[q*] − L_b[q]: what one encoder for all images costs this one."""
        return self.best_elbo - self.encoder_elbo

    @property
    def total(self) -> Level:
        """log p(x) − L_b[q] = KL(q(z|x) ‖ p(z|x))."""
        return self.log_evidence - self.encoder_elbo
