"""Codes of the pretrained models by the names that a setting has for them."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float

from vae_core import pretrained
from vae_core.analysis import paths

STEPS = 101  # of a way from one code to another


def code(name: str, token: str) -> Float[np.ndarray, " latent"]:
    """The code of the pretrained model ``name`` that ``token`` names: ``"m3"`` is the mean of the threes."""
    known = _known(name, _version(name))
    return known.mean(int(token[1:])) if token.startswith("m") else known.codes[int(token)].astype(np.float64)


def digit(token: str) -> int:
    """Which digit a token stands for."""
    name = "mnist-vae-2d"
    return int(token[1:]) if token.startswith("m") else int(_known(name, _version(name)).labels[int(token)])


def nearest_digit(name: str, z: Float[np.ndarray, " latent"]) -> int:
    """The digit whose code lies nearest to ``z``."""
    return int(_known(name, _version(name)).nearest(z[None])[0])


def place(name: str, position: tuple[float, ...], dimension: int, shift: float) -> Float[np.ndarray, " latent"]:
    """z as the address has it, with one coordinate moved by ``shift``."""
    z = np.zeros(pretrained.entry(name)["latent_dim"])
    z[: min(len(position), len(z))] = position[: len(z)]
    z[dimension] += shift
    return z


def digits_met(name: str, ends: tuple[str, str]) -> list[int]:
    """The digits whose codes are nearest on the straight way, each time another takes over."""
    way = paths.straight(*(code(name, token) for token in ends), np.linspace(0, 1, STEPS))
    labels = _known(name, _version(name)).nearest(way).tolist()
    return [label for i, label in enumerate(labels) if i == 0 or label != labels[i - 1]]


def total(name: str, terms: tuple[str, str, str]) -> Float[np.ndarray, " latent"]:
    """a − b + c."""
    a, b, c = (code(name, term) for term in terms)
    return a - b + c


def _version(name: str) -> str:
    return pretrained.entry(name)["files"][pretrained.ENCODINGS]


# A model published anew is another model: its hash is a part of what is asked for.
@lru_cache(maxsize=8)
def _known(name: str, _version: str) -> paths.LabelledCodes:
    found = pretrained.encodings(name)
    return paths.LabelledCodes(found.mean, found.label)
