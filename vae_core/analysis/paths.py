"""Ways through latent space: lines and arcs between codes, grids and rows of them.

The browser follows the same ways (``web/latent/paths.js``); a test compares the two.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float, Int
from scipy.spatial import cKDTree
from scipy.special import ndtri

from vae_core.config import require
from vae_core.probability.standard_normal import kl_parts

Code = Float[np.ndarray, " latent"]
Steps = Float[np.ndarray, " steps"]

SPACINGS = ("probability", "steps")
EXTENT = 3.0  # standard deviations of the prior that equal steps reach: 99.7 % of each coordinate
TURNED = 1e-9  # sine of an angle below which two directions are one, or opposite


def straight(a: Code, b: Code, t: Steps) -> Float[np.ndarray, "steps latent"]:
    """From ``a`` to ``b`` in equal steps; ``t`` runs from 0 to 1."""
    # z(t) = (1 − t) a + t b
    return (1 - t)[:, None] * a + t[:, None] * b


def spherical(a: Code, b: Code, t: Steps) -> Float[np.ndarray, "steps latent"]:
    """From ``a`` to ``b`` along a great circle: direction and length change at an even pace.

    For ends of equal length it is slerp (Shoemake, "Animating rotation with quaternion curves", 1985), which White
    ("Sampling generative networks", 2016) brought to latent spaces. White's weights sin((1 − t)Ω)/sin Ω grow without
    bound where ends of unequal length are nearly opposite; here the length is interpolated by itself and stays
    between theirs. Between opposite ends every great circle is as short: the one taken passes the axis that ``a`` has
    least of. Where one end is 0 there is no direction, and the way is straight.
    """
    short, long = np.linalg.norm(a), np.linalg.norm(b)
    if short == 0 or long == 0:
        return straight(a, b, t)
    start, end = a / short, b / long
    cosine = float(start @ end)
    side = end - cosine * start
    sine = float(np.linalg.norm(side))
    if sine < TURNED and cosine > 0:
        return straight(a, b, t)
    if sine < TURNED:
        side = _across(start)
    # z(t) = ‖z(t)‖ (cos tΩ · a/‖a‖ + sin tΩ · e),  e the unit vector at a right angle to a, towards b
    angle = (t * np.arctan2(sine, cosine))[:, None]
    length = ((1 - t) * short + t * long)[:, None]
    return length * (np.cos(angle) * start + np.sin(angle) * (side / np.linalg.norm(side)))


def _across(direction: Code) -> Code:
    """At a right angle to a unit vector: the axis that it has least of, made perpendicular."""
    least = int(np.abs(direction).argmin())
    return np.eye(len(direction))[least] - direction[least] * direction


def eased(t: Steps) -> Steps:
    """The same way, slow at both ends."""
    return t * t * (3 - 2 * t)


def coordinates(count: int, spacing: str) -> Float[np.ndarray, " count"]:
    """Where the cells of a grid lie on one axis, from low to high.

    Args:
        count: how many, at least 2.
        spacing: ``"steps"``: evenly from −3 to 3. ``"probability"``: in the middle, by probability, of ``count``
            intervals that a draw from N(0, 1) falls into equally often (Kingma & Welling 2014, appendix A).

    Raises:
        ConfigError: another spacing, or too few cells.
    """
    require(spacing in SPACINGS, f"the cells of a grid are spaced by {' or '.join(SPACINGS)}, not {spacing!r}")
    require(count >= 2, f"a grid has two cells or more along an axis, not {count}")
    if spacing == "steps":
        return np.linspace(-EXTENT, EXTENT, count)
    # zᵢ = Φ⁻¹((i + ½) / n)
    return ndtri((np.arange(count) + 0.5) / count)


def mean_kl(
    mean: Float[np.ndarray, "n latent"], log_variance: Float[np.ndarray, "n latent"]
) -> Float[np.ndarray, " latent"]:
    """KL(q(zⱼ∣x) ‖ N(0, 1)) of each latent dimension, the mean over ``n`` images, in nats."""
    return kl_parts(mean.astype(np.float64), log_variance.astype(np.float64)).kl.mean(0)


def class_mean(codes: Float[np.ndarray, "n latent"], labels: Int[np.ndarray, " n"], label: int) -> Code:
    """The mean code of the images with ``label``. Raises ConfigError where there are none."""
    members = codes[labels == label].astype(np.float64)
    require(len(members) > 0, f"there is no image with the label {label}")
    return members.mean(0)


@dataclass(frozen=True, eq=False)
class LabelledCodes:
    """Codes whose labels are known, to be asked for the nearest.

    Attributes:
        codes: ``[n, latent]``.
        labels: ``[n]``.
    """

    codes: Float[np.ndarray, "n latent"]
    labels: Int[np.ndarray, " n"]

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.codes)

    def nearest(self, places: Float[np.ndarray, "places latent"]) -> Int[np.ndarray, " places"]:
        """The label of the code nearest to each place."""
        _distances, nearest = self._tree.query(places)
        return self.labels[nearest]

    def distances(self, places: Float[np.ndarray, "places latent"]) -> Float[np.ndarray, " places"]:
        """How far the nearest code is from each place."""
        distances, _nearest = self._tree.query(places)
        return distances

    def mean(self, label: int) -> Code:
        """The mean code of a class. Raises ConfigError where there is none with that label."""
        return class_mean(self.codes, self.labels, label)
