"""Codes of MNIST's test digits under a pretrained model, by the names that a setting has for them."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float

from ui import library
from ui.library import Model
from vae_core.analysis import paths

STEPS = 101  # of a way from one code to another


def code(model: Model, token: str) -> Float[np.ndarray, " latent"]:
    """The code that ``token`` names: ``"m3"`` is the mean of the threes."""
    known = _known(model)
    return known.mean(int(token[1:])) if token.startswith("m") else known.codes[int(token)].astype(np.float64)


def digit(token: str) -> int:
    """Which digit a token stands for."""
    known = _known(library.pretrained("mnist-vae-2d"))  # all have the same digits
    return int(token[1:]) if token.startswith("m") else int(known.labels[int(token)])


def nearest_digit(model: Model, z: Float[np.ndarray, " latent"]) -> int:
    """The digit whose code lies nearest to ``z``."""
    return int(_known(model).nearest(z[None])[0])


def place(model: Model, position: tuple[float, ...], dimension: int, shift: float) -> Float[np.ndarray, " latent"]:
    """z as the address has it, with one coordinate moved by ``shift``."""
    z = np.zeros(model.latent_dim)
    z[: min(len(position), len(z))] = position[: len(z)]
    z[dimension] += shift
    return z


def digits_met(model: Model, ends: tuple[str, str]) -> list[int]:
    """The digits whose codes are nearest on the straight way, each time another takes over."""
    way = paths.straight(*(code(model, token) for token in ends), np.linspace(0, 1, STEPS))
    labels = _known(model).nearest(way).tolist()
    return [label for i, label in enumerate(labels) if i == 0 or label != labels[i - 1]]


@lru_cache(maxsize=32)
def farthest(model: Model, ends: tuple[str, str]) -> float:
    """How far from the nearest code the straight and the spherical way between two codes lead at most."""
    a, b = (code(model, token) for token in ends)
    t = np.linspace(0, 1, STEPS)
    return max(float(_known(model).distances(way(a, b, t)).max()) for way in (paths.straight, paths.spherical))


def strayed(model: Model, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """The means among ``terms`` that lie among the codes of another digit: which digit's, and which is nearest."""
    digits = {int(term[1:]): nearest_digit(model, code(model, term)) for term in terms if term.startswith("m")}
    return [(own, nearest) for own, nearest in digits.items() if own != nearest]


def total(model: Model, terms: tuple[str, str, str]) -> Float[np.ndarray, " latent"]:
    """a − b + c."""
    a, b, c = (code(model, term) for term in terms)
    return a - b + c


@lru_cache(maxsize=8)
def _known(model: Model) -> paths.LabelledCodes:
    return paths.LabelledCodes(model.encodings.mean, model.encodings.label)
