"""Training as runs that are taken step by step, a generator of snapshots over them, and what is kept on disk."""

from vae_core.training.config import Change, TrainingConfig
from vae_core.training.loop import train
from vae_core.training.resume import TrainingState
from vae_core.training.run import TrainingRun
from vae_core.training.snapshot import Snapshot

__all__ = ["Change", "Snapshot", "TrainingConfig", "TrainingRun", "TrainingState", "train"]
