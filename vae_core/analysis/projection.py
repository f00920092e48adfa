"""The plane in which codes of any length are drawn: where they spread most, and held still.

Points are codes times the plane, with nothing subtracted: the origin of the map is the origin of the
latent space, and ``plane @ point`` is the code under a point of the map.
"""

import numpy as np
from jaxtyping import Float, Float32
from scipy.linalg import orthogonal_procrustes

# A plane stays while it shows this share of the variance that the best one would. A VAE's codes spread almost
# alike in all directions, and the two leading ones change places all the time: on a VAE of 8 dimensions, points
# then moved by half the map's size between two snapshots (median), with this by a tenth.
ENOUGH = 0.9


def principal_plane(codes: Float[np.ndarray, "n latent"]) -> Float32[np.ndarray, "latent 2"]:
    """An orthonormal basis of the plane in which ``codes`` vary most, their two leading principal directions.

    Codes of two dimensions are shown as they are, and those of one on the horizontal axis: the plane
    is then ``[[1, 0]]``, and every point's second coordinate is 0. A direction's largest entry is positive.
    """
    latent = codes.shape[1]
    if latent <= 2 or not len(codes):
        return np.eye(latent, 2, dtype=np.float32)
    centred = codes.astype(np.float64) - codes.mean(0, dtype=np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)  # the largest eigenvalue comes last
    plane = directions[:, :-3:-1]
    largest = np.take_along_axis(plane, np.abs(plane).argmax(0)[None], 0)
    return (plane * np.where(largest < 0, -1, 1)).astype(np.float32)


def aligned(
    plane: Float32[np.ndarray, "latent 2"],
    codes: Float[np.ndarray, "n latent"],
    previous_points: Float[np.ndarray, "n 2"],
) -> Float32[np.ndarray, "latent 2"]:
    """The same plane in the basis, turned or mirrored, that brings the codes' points closest to ``previous_points``.

    Principal directions have no sign, and two that spread alike no order: without this, a map would
    spin and flip while its model learns. A latent space of one or two dimensions keeps its own axes.
    """
    if len(plane) <= 2:
        return plane
    # R = argmin ‖Z P R − Y‖ over RᵀR = I, from the SVD of (Z P)ᵀ Y   (Schönemann 1966)
    rotation, _ = orthogonal_procrustes(codes.astype(np.float64) @ plane, previous_points.astype(np.float64))
    return (plane @ rotation).astype(np.float32)


def next_plane(
    previous: Float32[np.ndarray, "latent 2"] | None, codes: Float[np.ndarray, "n latent"]
) -> Float32[np.ndarray, "latent 2"]:
    """The plane of the map for ``codes``, given that of the snapshot before, ``None`` for the first.

    It is the previous one while that shows nearly as much as any, and then the principal plane, turned
    so that points move as little as they can.
    """
    best = principal_plane(codes)
    if previous is None:
        return best
    if _shown(previous, codes) >= ENOUGH * _shown(best, codes):
        return previous
    return aligned(best, codes, codes @ previous)


def _shown(plane: Float32[np.ndarray, "latent 2"], codes: Float[np.ndarray, "n latent"]) -> float:
    """How much of the codes' variance lies in a plane."""
    return float((codes.astype(np.float64) @ plane).var(0).sum()) if len(codes) else 0.0


def outlines(
    points: Float[np.ndarray, "n 2"], covariances: Float[np.ndarray, "n 3"], corners: int = 25
) -> Float[np.ndarray, "n corners 2"]:
    """Each normal distribution in the plane as the ellipse at one standard deviation, closed.

    Args:
        points: means.
        covariances: xx, xy and yy of each.
        corners: points on each ellipse.
    """
    xx, xy, yy = covariances.astype(np.float64).T
    # Σ = L Lᵀ (Cholesky) maps the unit circle to the ellipse vᵀ Σ⁻¹ v = 1.
    first = np.sqrt(np.maximum(xx, 0))
    across = np.divide(xy, first, out=np.zeros_like(xy), where=first > 0)
    second = np.sqrt(np.maximum(yy - across**2, 0))
    angle = np.linspace(0, 2 * np.pi, corners)
    x = first[:, None] * np.cos(angle)
    y = across[:, None] * np.cos(angle) + second[:, None] * np.sin(angle)
    return (points[:, None, :] + np.stack([x, y], axis=-1)).astype(np.float32)


def spread_out(points: Float[np.ndarray, "n 2"], most: int) -> list[int]:
    """Which points to show in place of all: at most ``most``, each far from those before it."""
    chosen = [0] if len(points) else []
    distance = np.full(len(points), np.inf)
    while len(chosen) < min(most, len(points)):
        distance = np.minimum(distance, np.square(points - points[chosen[-1]]).sum(axis=1))
        chosen.append(int(distance.argmax()))
    return chosen
