"""Codes of test images, ways between codes, and where codes lie, by NumPy and vae_core."""

from pathlib import Path

import numpy as np
from scipy import stats
from web.references.networks import MODELS  # whose files are there already

from vae_core import pretrained
from vae_core.analysis import paths

LIMIT, BINS = 4.0, 64
TIMES = np.linspace(0, 1, 7)


def make(_folder: Path) -> dict:
    return {
        "unlabelled": pretrained.UNLABELLED,
        "models": {name: codes(name) for name in MODELS},
        "eased": {"times": TIMES.tolist(), "expected": paths.eased(TIMES).tolist()},
        "ways": [way(np.asarray(a, float), np.asarray(b, float)) for a, b in pairs()],
    }


def codes(name: str) -> dict:
    known = pretrained.encodings(name)
    mean = known.mean.astype(float)
    places = np.random.default_rng(0).uniform(-LIMIT, LIMIT, (30, mean.shape[1]))
    distances = np.linalg.norm(mean[None] - places[:, None], axis=2)
    found = {
        "n": mean.shape[1],
        "places": places.tolist(),
        "nearest": distances.argmin(1).tolist(),
        "distances": distances.min(1).tolist(),
        "labels": known.label[distances.argmin(1)].tolist(),
        "means": [paths.class_mean(known.mean, known.label, label).tolist() for label in range(10)],
        "spread": [{"mean": m, "deviation": d} for m, d in zip(mean.mean(0), mean.std(0), strict=True)],
    }
    if known.log_variance is None:
        return found | {"histograms": [histogram(column) for column in mean.T]}
    kl = paths.mean_kl(known.mean, known.log_variance)
    return found | {"kl": kl.tolist(), "mixtures": mixtures(mean, known.log_variance.astype(float))}


def histogram(coordinates: np.ndarray) -> list[float]:
    counts = np.histogram(coordinates, BINS, (-LIMIT, LIMIT))[0]
    return (counts / len(coordinates) / (2 * LIMIT / BINS)).tolist()


def mixtures(mean: np.ndarray, log_variance: np.ndarray) -> list[list[float]]:
    """The density of every fourth code's normal distributions, none narrower than half a bin, in each dimension."""
    width = 2 * LIMIT / BINS
    middles = -LIMIT + width * (np.arange(BINS) + 0.5)
    deviation = np.maximum(np.exp(log_variance / 2), width / 2)
    return [
        stats.norm.pdf(middles[:, None], mean[::4, j], deviation[::4, j]).mean(1).tolist() for j in range(mean.shape[1])
    ]


def pairs() -> list:
    """Ends at random, opposite, alike, in the origin, and nearly opposite."""
    random = np.random.default_rng(0)
    return [
        *random.normal(size=(20, 2, 5)),
        *[(a, -a) for a in random.normal(size=(3, 5))],
        (np.ones(5), np.ones(5)),
        (np.zeros(5), np.ones(5)),
        (np.ones(5), np.zeros(5)),
        (np.zeros(5), np.zeros(5)),
        (np.eye(5)[0], [-2, 1e-6, 0, 0, 0]),
    ]


def way(a: np.ndarray, b: np.ndarray) -> dict:
    ways = {"straight": paths.straight(a, b, TIMES), "spherical": paths.spherical(a, b, TIMES)}
    return {"a": a.tolist(), "b": b.tolist(), **{name: places.tolist() for name, places in ways.items()}}
