"""Who is near whom: in the latent space, on the image, on a map, and what a projection has made of it."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float, Int

from vae_core.config import require

ROWS = 256  # distances of so many points at once: 10 000 take 20 MB
NEIGHBOURS = 12  # that are looked at, unless somebody says otherwise


def nearest(
    points: Float[np.ndarray, "n dimensions"], place: Float[np.ndarray, " dimensions"], count: int
) -> Int[np.ndarray, " count"]:
    """The numbers of the ``count`` points nearest to ``place``, the nearest first; ties go to the lower number."""
    count = min(count, len(points))
    squares = np.square(points.astype(np.float64) - place.astype(np.float64)).sum(1)
    return np.argsort(squares, kind="stable")[:count]


def neighbours(
    points: Float[np.ndarray, "n dimensions"], of: Int[np.ndarray, " m"], count: int = NEIGHBOURS
) -> Int[np.ndarray, "m count"]:
    """The numbers of the ``count`` points nearest to each of ``of``, the nearest first and itself left out.

    Raises:
        ConfigError: there are not so many others.
    """
    require(1 <= count < len(points), "a point needs {count} others around it", count=count)
    closest = []
    for rows, squares in _distances(points, of):
        squares[np.arange(len(rows)), rows] = np.inf
        few = np.argpartition(squares, count - 1, axis=1)[:, :count]
        order = np.take_along_axis(squares, few, 1).argsort(axis=1, kind="stable")
        closest.append(np.take_along_axis(few, order, 1))
    return np.concatenate(closest) if closest else np.empty((0, count), int)


def purity(
    points: Float[np.ndarray, "n dimensions"],
    labels: Int[np.ndarray, " n"],
    of: Int[np.ndarray, " m"] | None = None,
    count: int = NEIGHBOURS,
) -> float:
    """The mean share, over the points ``of``, of the ``count`` nearest neighbours that have the point's own class."""
    return float(of_own_class(points, labels, of, count).mean())


def of_own_class(
    points: Float[np.ndarray, "n dimensions"],
    labels: Int[np.ndarray, " n"],
    of: Int[np.ndarray, " m"] | None = None,
    count: int = NEIGHBOURS,
) -> Float[np.ndarray, " m"]:
    """For each of the points ``of`` (all, where none are given), the share of its neighbours that have its class."""
    of = _all(points) if of is None else of
    require(len(of) > 0, "of no points nothing is to be said")
    return (labels[neighbours(points, of, count)] == labels[of][:, None]).mean(1)


def is_measurable(n: int, count: int = NEIGHBOURS) -> bool:
    """Whether ``count`` neighbours are a part of ``n`` points: less than half, as :func:`trustworthiness` asks."""
    return 2 * count < n


def trustworthiness(
    codes: Float[np.ndarray, "n latent"],
    points: Float[np.ndarray, "n dimensions"],
    of: Int[np.ndarray, " m"] | None = None,
    count: int = NEIGHBOURS,
) -> float:
    """How far the neighbours on the map can be trusted to be neighbours in the latent space, from 0 to 1.

    T = 1 − 2 / (m k (2n − 3k − 1)) Σᵢ Σⱼ max(0, r(i, j) − k)   (Venna & Kaski 2001), where j runs over the k nearest
    of i on the map and r(i, j) is j's rank among i's neighbours in the latent space.

    Args:
        codes: in the latent space.
        points: on the map.
        of: whose neighbours are looked at, m of the n points; ``None``: everybody's.
        count: k, less than half of n.
    """
    of = _all(points) if of is None else of
    n = len(points)
    require(len(of) > 0, "of no points nothing is to be said")
    require(is_measurable(n, count), "trustworthiness looks at fewer neighbours than half of the points")
    near = neighbours(points, of, count)
    intrusion, seen = 0, 0
    for rows, squares in _distances(codes, of):
        there = near[seen : seen + len(rows)]
        seen += len(rows)
        squares[np.arange(len(rows)), rows] = -1.0  # nobody is nearer to a point than itself: rank 0
        limits = np.take_along_axis(squares, there, 1)
        # r(i, j): how many are nearer to i than j is, i itself among them.
        ranks = np.stack([(squares < limit[:, None]).sum(1) for limit in limits.T], 1)
        intrusion += int(np.maximum(0, ranks - count).sum())
    return 1.0 - intrusion * 2.0 / (len(of) * count * (2.0 * n - 3.0 * count - 1.0))


def kept_neighbours(
    codes: Float[np.ndarray, "n latent"],
    points: Float[np.ndarray, "n dimensions"],
    of: Int[np.ndarray, " m"],
    count: int = NEIGHBOURS,
) -> float:
    """The mean share of a point's ``count`` nearest neighbours in the latent space that it has on the map as well."""
    require(len(of) > 0, "of no points nothing is to be said")
    pairs = zip(neighbours(codes, of, count), neighbours(points, of, count), strict=True)
    return float(np.mean([len(np.intersect1d(before, after)) / count for before, after in pairs]))


def _all(points: np.ndarray) -> Int[np.ndarray, " n"]:
    return np.arange(len(points))


def _distances(
    points: Float[np.ndarray, "n dimensions"], of: Int[np.ndarray, " m"]
) -> Iterator[tuple[Int[np.ndarray, " rows"], Float[np.ndarray, "rows n"]]]:
    """Squared distances of some of ``of`` to all points, part by part."""
    points = points.astype(np.float64)
    lengths = np.square(points).sum(1)
    for first in range(0, len(of), ROWS):
        rows = of[first : first + ROWS]
        # ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b
        yield rows, np.maximum(lengths[rows][:, None] + lengths - 2 * points[rows] @ points.T, 0)
