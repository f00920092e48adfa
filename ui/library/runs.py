"""The models of a run of the lab."""

from dataclasses import dataclass

from ui import lab
from ui.library.learned import Learned
from vae_core.data import Dataset
from vae_core.training.checkpoints import Checkpoint


@dataclass(frozen=True)
class Run(Learned):
    """A run, as last saved: one that goes on learns on."""

    origin = "run"

    @property
    def dataset(self) -> str:
        return lab.experiment(self.token).dataset

    def held_out(self) -> Dataset:
        return lab.held_out(self.token)

    def checkpoint(self, member: str) -> Checkpoint:
        return lab.runner().result(self.token, member)

    def kinds(self) -> tuple[str, ...]:
        return lab.experiment(self.token).members
