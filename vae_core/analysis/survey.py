"""A latent plane, surveyed: what a decoder draws at each place, and what encoder and judge make of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float, Float32, Int
from scipy.spatial import cKDTree

from vae_core.analysis.neighbourhood import codes_of
from vae_core.analysis.survey_results import REACH, Survey
from vae_core.config import require
from vae_core.models import VAE, AutoEncoder

VOTERS = 15  # nearest codes that a judge asks; a share of votes then comes in steps of 7 %
BATCH = 1024  # pictures decoded at once: 3 MB


@dataclass(frozen=True, eq=False)
class Judge:
    """Says how surely a picture is one digit: the share of votes among the 15 codes nearest to its own.

    It looks with the encoder of a model that is not under judgement, so that no model speaks for itself. Nothing is
    trained for it. It can be fooled like any classifier: what resembles no digit still has nearest codes, and a low
    share says that they disagree, not that the picture is far from all of them.

    Attributes:
        model: whose encoder looks.
        codes: of known digits, ``[known, latent]``.
        labels: which digits those are, ``[known]``.
    """

    model: AutoEncoder | VAE
    codes: Float32[np.ndarray, "known latent"]
    labels: Int[np.ndarray, " known"]

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.codes)

    def shares(self, pictures: Float32[np.ndarray, "n pixels"]) -> Float[np.ndarray, "n classes"]:
        """The share of votes for each class; rows sum to 1."""
        _distances, nearest = self._tree.query(codes_of(self.model, pictures), k=VOTERS)
        return self._counted(nearest)

    def _counted(self, nearest: Int[np.ndarray, "n voters"]) -> Float[np.ndarray, "n classes"]:
        classes = np.arange(self.labels.max() + 1)
        return (self.labels[nearest][:, :, None] == classes).mean(1)

    @property
    def accuracy(self) -> float:
        """On the known digits themselves, each without its own vote."""
        _distances, nearest = self._tree.query(self.codes, k=VOTERS + 1)
        return float((self._counted(nearest[:, 1:]).argmax(1) == self.labels).mean())


def survey(model: AutoEncoder | VAE, judge: Judge, n: int) -> Iterator[float | Survey]:
    """Survey ``model``'s plane on a grid of ``n`` by ``n`` from −4 to 4; yields the share done, in the end the result.

    Raises:
        ConfigError: the model's space is no plane, or the grid has fewer than two places a side.
    """
    latent = model.config.latent_dim
    require(latent == 2, f"a plane has two dimensions, and this latent space {latent}")
    require(n >= 2, f"a grid has two places or more along a side, not {n}")
    axis = np.linspace(-REACH, REACH, n)
    places = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2).astype(np.float32)
    returned, shares = [], []
    for at in range(0, len(places), BATCH):
        z = places[at : at + BATCH]
        pictures = _decoded(model, z)
        # ‖E(D(z)) − z‖
        returned.append(np.linalg.norm(codes_of(model, pictures) - z, axis=1))
        shares.append(judge.shares(pictures))
        yield min(1.0, (at + BATCH) / len(places))
    votes = np.concatenate(shares).reshape(n, n, -1)
    yield Survey(axis, np.concatenate(returned).astype(float).reshape(n, n), votes.max(-1), votes.argmax(-1))


@torch.no_grad()
def _decoded(model: AutoEncoder | VAE, z: Float32[np.ndarray, "n latent"]) -> Float32[np.ndarray, "n pixels"]:
    return torch.sigmoid(model.decode(torch.from_numpy(z))).numpy()
