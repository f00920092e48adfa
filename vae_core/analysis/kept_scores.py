"""Likelihood scores on disk, so that hours of scoring can be stopped and gone on with."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from vae_core.analysis.likelihood_scores import LikelihoodScores
from vae_core.errors import CheckpointError
from vae_core.packing import pack, unpack
from vae_core.writing import write_file

FORMAT, NAMES = 1, ("nll", "errors")


@dataclass(frozen=True)
class KeptScores:
    """A file of scores.

    Attributes:
        path: of it.
        model, data: hashes of what was scored and on what.
        samples, seed: how.
    """

    path: Path
    model: str
    data: str
    samples: int
    seed: int

    def load(self) -> LikelihoodScores:
        """What is kept; nothing where there is no file yet.

        Raises :class:`~vae_core.errors.CheckpointError` where the file is damaged, or of another model, other data,
        another number of samples or another seed.
        """
        if not self.path.exists():
            return LikelihoodScores()
        record, arrays = unpack(self.path.read_bytes())
        if record != self._record():
            raise CheckpointError(
                "{file}: the scores in it are of another model, other images, another number of samples or another "
                "seed. Another name keeps both.",
                file=self.path,
            )
        is_sound = arrays.keys() == set(NAMES) and len({array.shape for array in arrays.values()}) == 1
        if not is_sound or not all(array.ndim == 1 and np.isfinite(array).all() for array in arrays.values()):
            raise CheckpointError("{file}: expected two numbers of each image.", file=self.path)
        return LikelihoodScores(*(torch.from_numpy(arrays[name]).double() for name in NAMES))

    def save(self, scores: LikelihoodScores) -> None:
        """Put ``scores`` in the place of what is kept."""
        arrays = {name: getattr(scores, name).numpy() for name in NAMES}
        write_file(self.path, pack(self._record(), arrays))

    def _record(self) -> dict:
        return {
            "format": FORMAT,
            "model": self.model,
            "data": self.data,
            "samples": self.samples,
            "seed": self.seed,
        }
