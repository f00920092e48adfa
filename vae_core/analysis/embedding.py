"""t-SNE as it forms: codes of any length become points of a map, frame by frame.

The method is van der Maaten & Hinton, "Visualizing Data using t-SNE" (2008), with the gradient of van der Maaten,
"Accelerating t-SNE using Tree-Based Algorithms" (2014); openTSNE (Poličar et al. 2024) computes it.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float, Float32

from vae_core.config import is_number, is_whole, require, to_json

# With fewer neighbours than these a perplexity means nothing: openTSNE looks for three times as many as it says.
NEIGHBOURS_PER_PERPLEXITY = 3
FEWEST, MOST = 10, 20_000
# The first steps are shown one by one, later ones farther apart, as far as this at most: points move fast at first.
LONGEST_STRIDE = 20
# The spread of the first coordinate at the start (Kobak & Berens 2019): so small that all points attract each other.
START_SPREAD = 1e-4


@dataclass(frozen=True)
class TSNEConfig:
    """How a map is made. The same codes and configuration give the same map, bit for bit on one machine.

    Attributes:
        perplexity: how many neighbours a point looks after: 2 to the entropy, in bits, of its p(j∣i).
        exaggeration: factor on the attraction in the first steps, which gathers clusters.
        dimensions: of the map, 2 or 3.
        start: ``"pca"``: the codes' leading principal components; ``"random"``: a normal draw.
        seed: of that draw, and of the jitter that separates equal codes.
        early_steps: with the exaggeration; 250 and 500 are what openTSNE and the literature use.
        late_steps: without it.
    """

    perplexity: float = 30.0
    exaggeration: float = 12.0
    dimensions: int = 2
    start: Literal["pca", "random"] = "pca"
    seed: int = 0
    early_steps: int = 250
    late_steps: int = 500

    def __post_init__(self):
        require(is_number(self.perplexity, 1, 1000), "perplexity must be from 1 to 1000")
        require(is_number(self.exaggeration, 1, 100), "exaggeration must be from 1 to 100")
        require(self.dimensions in (2, 3), "a map has 2 or 3 dimensions")
        require(self.start in ("pca", "random"), "a map starts from 'pca' or 'random'")
        require(is_whole(self.seed, 0, 2**31 - 1), "the seed must be a whole number, 0 or more")
        require(is_whole(self.early_steps, 0, 10_000), "early_steps must be a whole number from 0 to 10 000")
        require(is_whole(self.late_steps, 1, 10_000), "late_steps must be a whole number from 1 to 10 000")

    @property
    def steps(self) -> int:
        """Of gradient descent, from the start to the finished map."""
        return self.early_steps + self.late_steps

    def check(self, count: int) -> None:
        """Raise :class:`~vae_core.errors.ConfigError` unless ``count`` codes can be mapped so."""
        require(FEWEST <= count <= MOST, "a map takes from {fewest} to {most} codes", fewest=FEWEST, most=MOST)
        most = (count - 1) / NEIGHBOURS_PER_PERPLEXITY
        require(
            self.perplexity <= most,
            "{count} codes are too few for a perplexity of {perplexity:g}; at most {most:.0f} will do",
            count=count,
            perplexity=self.perplexity,
            most=most,
        )


@dataclass(frozen=True, eq=False)
class Frame:
    """The map after so many steps.

    Attributes:
        step: of gradient descent; 0 is the start.
        points: float32 ``[n, dimensions]``.
        kl: KL(P‖Q) in nats, which the steps make smaller; ``None`` at the start, where it is not known yet.
    """

    step: int
    points: Float32[np.ndarray, "n dimensions"]
    kl: float | None


def frame_steps(config: TSNEConfig) -> list[int]:
    """The steps that are shown: 0, 1, 2, … one by one, then farther and farther apart, and the last of either phase."""
    shown, step = [0], 0
    while step < config.steps:
        step += min(LONGEST_STRIDE, 1 + step // 12)
        end = config.early_steps if shown[-1] < config.early_steps else config.steps
        step = min(step, end)
        shown.append(step)
    return shown


def key_of(codes: Float32[np.ndarray, "n latent"], config: TSNEConfig) -> str:
    """The name of a map: a hash of all that it is made of."""
    digest = hashlib.sha256(json.dumps([to_json(config), codes.shape], sort_keys=True).encode())
    digest.update(np.ascontiguousarray(codes).data)
    return digest.hexdigest()[:24]


def form(codes: Float[np.ndarray, "n latent"], config: TSNEConfig) -> Iterator[Frame]:
    """Make the map of ``codes``: yields a :class:`Frame` for each of :func:`frame_steps`; stop asking to end it.

    The descent is that of KL(P‖Q) = Σᵢⱼ pᵢⱼ log(pᵢⱼ / qᵢⱼ) with qᵢⱼ ∝ 1 / (1 + ‖yᵢ − yⱼ‖²), on one thread.

    Raises:
        ConfigError: there are too few codes for the perplexity.
    """
    config.check(len(codes))
    codes = codes.astype(np.float64)
    points = start(codes, config)
    yield Frame(0, points.astype(np.float32), None)
    from openTSNE import TSNEEmbedding  # takes a second: the first picture need not wait for it

    descent = {"negative_gradient_method": "bh", "n_jobs": 1, "momentum": 0.8}
    embedding = TSNEEmbedding(points, _affinities(codes, config), random_state=config.seed, **descent)
    steps = frame_steps(config)
    for before, step in itertools.pairwise(steps):
        factor = config.exaggeration if step <= config.early_steps else 1
        # A callback at the last of these steps has openTSNE compute the KL there.
        embedding.optimize(
            step - before,
            inplace=True,
            exaggeration=factor,
            callbacks=[_go_on],
            callbacks_every_iters=step - before,
        )
        yield Frame(step, np.asarray(embedding, np.float32).copy(), float(embedding.kl_divergence))


def _go_on(_iteration: int, _error: float, _points: np.ndarray) -> bool:
    """What openTSNE asks for: whether to stop."""
    return False


def start(codes: Float[np.ndarray, "n latent"], config: TSNEConfig) -> Float[np.ndarray, "n dimensions"]:
    """Where the points set out from, with a spread of 10⁻⁴ along the first axis."""
    random = np.random.default_rng(config.seed)
    if config.start == "random":
        return START_SPREAD * random.standard_normal((len(codes), config.dimensions))
    points = (codes - codes.mean(0)) @ principal_directions(codes, config.dimensions)
    spread = points[:, 0].std()
    if spread > 0:
        points = points * (START_SPREAD / spread)
    # Equal codes would stay on one point for ever: their gradients are equal, too.
    return points + random.normal(0.0, START_SPREAD / 100, points.shape)


def principal_directions(
    codes: Float[np.ndarray, "n latent"], dimensions: int
) -> Float[np.ndarray, "latent dimensions"]:
    """An orthonormal basis of the ``dimensions`` directions in which ``codes`` vary most, the largest first.

    A direction's largest entry is positive. Directions beyond the codes' own dimensions are 0.
    """
    centred = codes.astype(np.float64) - codes.mean(0, dtype=np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)  # the largest eigenvalue comes last
    principal = directions[:, ::-1][:, :dimensions]
    largest = np.take_along_axis(principal, np.abs(principal).argmax(0)[None], 0)
    basis = np.zeros((codes.shape[1], dimensions))
    basis[:, : principal.shape[1]] = principal * np.where(largest < 0, -1, 1)
    return basis


def transform(
    codes: Float[np.ndarray, "n latent"],
    points: Float[np.ndarray, "n dimensions"],
    new: Float[np.ndarray, "m latent"],
    config: TSNEConfig,
) -> Float32[np.ndarray, "m dimensions"]:
    """Where ``new`` codes belong in a finished map of ``codes``, whose ``points`` stay where they are.

    Each starts at the median of its nearest neighbours' points and follows the same gradient, by openTSNE's method
    (Poličar, Stražar & Zupan, "Embedding to reference t-SNE space addresses batch effects" (2023)).
    """
    return placer(codes, points, config)(new)


def placer(
    codes: Float[np.ndarray, "n latent"], points: Float[np.ndarray, "n dimensions"], config: TSNEConfig
) -> Callable[[Float[np.ndarray, "m latent"]], Float32[np.ndarray, "m dimensions"]]:
    """:func:`transform` into one map, for many calls: what they share is computed once."""
    config.check(len(codes))
    from openTSNE import TSNEEmbedding

    # openTSNE moves a finished map so that its box has 0 in the middle; it shall find it there.
    middle = (points.max(0) + points.min(0)).astype(np.float64) / 2
    affinities = _affinities(codes.astype(np.float64), config)
    embedding = TSNEEmbedding(points - middle, affinities, negative_gradient_method="bh", n_jobs=1)
    # A few neighbours say where a single point belongs; the map's own perplexity would blur that.
    perplexity = min(5.0, config.perplexity)

    def place(new: Float[np.ndarray, "m latent"]) -> Float32[np.ndarray, "m dimensions"]:
        placed = embedding.transform(new.astype(np.float64), perplexity=perplexity)
        return (np.asarray(placed) + middle).astype(np.float32)

    return place


def _affinities(codes: Float[np.ndarray, "n latent"], config: TSNEConfig):
    """P: pᵢⱼ = (p(j∣i) + p(i∣j)) / 2n, with a width for each i that gives p(·∣i) the perplexity."""
    from openTSNE.affinity import PerplexityBasedNN

    return PerplexityBasedNN(
        codes, perplexity=config.perplexity, method="exact", n_jobs=1, random_state=config.seed, verbose=False
    )
