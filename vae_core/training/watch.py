"""Whether a run still leads somewhere: divergence and patience."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from vae_core.errors import TrainingDiverged
from vae_core.training.snapshot import Snapshot

# A loss this many times the last good one is not coming back; nor, where that one was near 0, as a
# Gaussian's can be, is one of this many nats per pixel.
EXPLOSION = 100.0


@dataclass
class Watch:
    """What the losses of a run are compared with, in nats per example.

    Attributes:
        good_loss: the last that was known to be good, on training images.
        best: the lowest on the held-out set at the end of an epoch; ``None`` before the first.
        epochs_without_best: epochs since then.
    """

    good_loss: float
    best: float | None = None
    epochs_without_best: int = 0

    def require_good(self, result: Mapping[str, float], pixels: int, last_good: Snapshot) -> None:
        """Raise :class:`TrainingDiverged`, with ``last_good``, where the loss in ``result`` is not coming back."""
        loss = result["loss"]
        if math.isfinite(loss) and loss < EXPLOSION * max(abs(self.good_loss), pixels):
            return
        raise TrainingDiverged(
            "The loss went from {before} to {after} after step {step}: "
            "training has diverged. A smaller learning rate usually helps.",
            last_good,
            before=format(self.good_loss, ".4g"),
            after=format(loss, ".4g"),
            step=last_good.step,
        )

    def look(self, held_out_loss: float) -> None:
        """Take note of the loss at the end of an epoch."""
        if self.best is None or held_out_loss < self.best:
            self.best, self.epochs_without_best = held_out_loss, 0
        else:
            self.epochs_without_best += 1

    def start_anew(self, good_loss: float) -> None:
        """Forget what the losses were, since another β makes another loss, of which ``good_loss`` is a good one."""
        self.good_loss, self.best, self.epochs_without_best = good_loss, None, 0
