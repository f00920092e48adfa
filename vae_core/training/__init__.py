"""Training as a generator of snapshots, and checkpoints on disk."""

from vae_core.training.config import TrainingConfig
from vae_core.training.loop import Snapshot, train

__all__ = ["Snapshot", "TrainingConfig", "train"]
