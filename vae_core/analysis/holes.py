"""Does a draw from the prior come to where a model keeps its codes, or into a hole between them?

What is near depends on the model: an autoencoder may spread its codes over thousands of units, a VAE over
three. So distances are measured against those between the codes themselves: a draw has fallen into a hole
where its nearest code is farther away than 95 % of the codes have *their* nearest one. The rule compares
ranks of distances only, so stretching draws and codes together changes nothing; and draws that are
distributed as the codes are fall into holes one time in twenty, however many dimensions there are.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.spatial import cKDTree

from vae_core.analysis.shares import standard_error
from vae_core.config import require

# The share of codes whose nearest neighbour is near.
NEAR = 0.95


@dataclass(frozen=True, eq=False)
class Landing:
    """Where draws have landed among codes.

    Attributes:
        nearest: number of each draw's nearest code, ``[draws]``.
        distances: to that code, in latent units, ``[draws]``.
        spacing: the median distance of a code to its nearest neighbour, in latent units.
        limit: what is farther from every code than this lies in a hole.
        in_hole: which draws do, ``[draws]``.
    """

    nearest: Int[np.ndarray, " draws"]
    distances: Float[np.ndarray, " draws"]
    spacing: float
    limit: float
    in_hole: Bool[np.ndarray, " draws"]

    @property
    def holes(self) -> int:
        """How many draws have fallen into a hole."""
        return int(self.in_hole.sum())

    @property
    def share(self) -> float:
        """Of the draws that have."""
        return float(self.in_hole.mean())

    @property
    def standard_error(self) -> float:
        """Of the share, for these codes."""
        return standard_error(self.share, len(self.in_hole))

    @property
    def distance(self) -> float:
        """The median distance of a draw to its nearest code."""
        return float(np.median(self.distances))

    def deepest(self, count: int) -> Int[np.ndarray, " count"]:
        """The numbers of the draws that lie farthest from all codes, the farthest first."""
        return np.argsort(-self.distances, kind="stable")[:count]

    def classes(self, labels: Int[np.ndarray, " codes"]) -> int:
        """How many classes the draws outside the holes come near; codes without a class (−1) count for none."""
        met = labels[self.nearest[~self.in_hole]]
        return class_count(met)


def land(codes: Float[np.ndarray, "codes latent"], draws: Float[np.ndarray, "draws latent"]) -> Landing:
    """Measure ``draws`` against ``codes``.

    Raises:
        ConfigError: there are fewer than two codes, or they have no dimension: nothing lies between them.
    """
    is_sound = len(codes) >= 2 and codes.shape[1] > 0
    require(is_sound, f"holes are found among two codes or more, of one dimension or more, not {list(codes.shape)}")
    tree = cKDTree(codes)
    # The nearest of all to a code is the code itself: the second one counts.
    between = tree.query(codes, k=2)[0][:, 1]
    distances, nearest = tree.query(draws)
    limit = float(np.quantile(between, NEAR))
    return Landing(nearest, distances, float(np.median(between)), limit, distances > limit)


def depths(codes: Float[np.ndarray, "codes latent"], places: Float[np.ndarray, "n latent"]) -> Float[np.ndarray, " n"]:
    """How far each place is from its nearest code, in units of the limit: above 1 it lies in a hole."""
    found = land(codes, places)
    return found.distances / found.limit


def class_count(labels: Int[np.ndarray, " n"]) -> int:
    """How many classes there are among ``labels``; −1 stands for none."""
    return len(np.unique(labels[labels >= 0]))


@dataclass(frozen=True)
class Whereabouts:
    """Where codes lie as a whole, in latent units.

    Attributes:
        offset: distance of their mean from 0.
        spread: their standard deviation in a dimension (root of the mean variance).
    """

    offset: float
    spread: float


def whereabouts(codes: Float[np.ndarray, "n latent"]) -> Whereabouts:
    """The mean's distance from 0 and the spread around it."""
    codes = codes.astype(np.float64)
    return Whereabouts(float(np.linalg.norm(codes.mean(0))), float(np.sqrt(codes.var(0).mean())))
