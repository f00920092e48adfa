"""What draws from q tell of one image's evidence: plain numbers, drawn without torch; all in nats."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import require


@dataclass(frozen=True, eq=False)
class ImportanceDraws:
    """Independent draws from q, weighed.

    Attributes:
        z: ``[n, 2]``.
        log_likelihood: log p(x|z), ``[n]``.
        log_weight: log w = log p(x|z) + log p(z) − log q(z), ``[n]``.
    """

    z: Float[np.ndarray, "n 2"]
    log_likelihood: Float[np.ndarray, " n"]
    log_weight: Float[np.ndarray, " n"]

    def log_weights_in_groups(self, k: int) -> Float[np.ndarray, "groups k"]:
        """log w of as many groups of ``k`` draws as there are, which share none.

        Raises:
            ConfigError: ``k`` is below 1, or there are fewer draws.
        """
        most = len(self.log_weight)
        require(1 <= k <= most, f"k goes from 1 to at most the {most} draws, not to {k!r}")
        return self.log_weight[: most // k * k].reshape(-1, k)


@dataclass(frozen=True)
class BoundEstimate:
    """L_k of one k.

    Attributes:
        value: in nats.
        standard_error: of ``value``.
    """

    value: float
    standard_error: float


@dataclass(frozen=True, eq=False)
class ImportanceBounds:
    """L_k = E[log (1/k) Σ w]: from the ELBO at k = 1 up to log p(x) (Burda, Grosse & Salakhutdinov 2016, theorem 1).

    Attributes:
        samples: k, ``[n]``.
        bound: the mean of log (1/k) Σ w over groups of k draws that share none, ``[n]``.
        standard_error: of ``bound``, ``[n]``; from the weights' spread where there are too few groups to compare.
        groups: how many groups there are, ``[n]``.
        path_samples: k along one path, ``[steps]``.
        path: log (1/k) Σ w of the first k draws, ``[steps]``.
    """

    samples: Int[np.ndarray, " n"]
    bound: Float[np.ndarray, " n"]
    standard_error: Float[np.ndarray, " n"]
    groups: Int[np.ndarray, " n"]
    path_samples: Int[np.ndarray, " steps"]
    path: Float[np.ndarray, " steps"]


@dataclass(frozen=True, eq=False)
class ReconstructionEstimates:
    """Estimates of −E_q[log p(x|z)] from ``samples`` draws each.

    Attributes:
        samples: draws per estimate.
        values: the estimates, which share no draw, ``[n]``.
    """

    samples: int
    values: Float[np.ndarray, " n"]

    @property
    def mean(self) -> float:
        """Of the estimates."""
        return float(self.values.mean())

    @property
    def spread(self) -> float:
        """Standard deviation of the estimates."""
        return float(self.values.std(ddof=1))
