"""What a person asks the lab for: data, one shape for both models, and how they learn."""

from dataclasses import dataclass
from typing import Literal

from vae_core.config import is_whole, require
from vae_core.data import NAMES
from vae_core.lab.limits import Limits
from vae_core.models import ModelConfig
from vae_core.objectives import ObjectiveConfig
from vae_core.training import TrainingConfig

OWN = "own"
DATASETS = (*NAMES, OWN)
MEMBERS = ("ae", "vae")


@dataclass(frozen=True)
class Experiment:
    """An autoencoder and a VAE, or one of them, that learn from the same batches and the same start.

    The defaults make both of them clear on digits within ten seconds, side by side on two cores.

    Attributes:
        dataset: ``"digits"``, ``"mnist"``, ``"fashion-mnist"``, ``"kmnist"`` or ``"own"``.
        images: how many of the training set, its first ones, are learned from; ``None``: all.
        members: ``"ae"``, ``"vae"`` or both.
        latent_dim, hidden, batch_size, learning_rate, epochs, patience, seed: see
            :class:`~vae_core.models.ModelConfig` and :class:`~vae_core.training.TrainingConfig`.
        beta: weight of the KL term; it means nothing to an autoencoder.
        reconstruction: ``"squared-error"``, ``"bernoulli"`` or ``"gaussian"``.
        log_variance: log σ² of a Gaussian reconstruction; ``None`` lets the model learn it.

    Raises:
        ConfigError: a value is outside its range.
    """

    dataset: str = "digits"
    images: int | None = None
    members: tuple[str, ...] = MEMBERS
    latent_dim: int = 2
    hidden: tuple[int, ...] = (256, 128)
    batch_size: int = 32
    learning_rate: float = 1e-3
    beta: float = 1.0
    reconstruction: Literal["squared-error", "bernoulli", "gaussian"] = "bernoulli"
    log_variance: float | None = None
    epochs: int = 50
    patience: int | None = None
    seed: int = 0

    def __post_init__(self):
        require(self.dataset in DATASETS, f"dataset must be one of {DATASETS}, not {self.dataset!r}")
        require(
            self.images is None or is_whole(self.images, 1, 10**9),
            f"images must be a whole number above 0, not {self.images!r}",
        )
        require(
            isinstance(self.members, tuple)
            and len(self.members) > 0
            and len(set(self.members)) == len(self.members)
            and set(self.members) <= set(MEMBERS),
            f"members must be some of {MEMBERS}, each once, not {self.members!r}",
        )
        for member in self.members:
            self.config(member)  # which checks all the rest

    def config(self, member: str) -> TrainingConfig:
        """The training run of one member."""
        learned_variance = self.reconstruction == "gaussian" and self.log_variance is None
        return TrainingConfig(
            ModelConfig(member, self.latent_dim, self.hidden, learned_variance=learned_variance),
            ObjectiveConfig(self.reconstruction, self.beta, self.log_variance),
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            patience=self.patience,
            seed=self.seed,
        )

    def check(self, limits: Limits) -> None:
        """Raise :class:`ConfigError`, with a sentence, where the experiment is larger than ``limits`` allow."""
        asked = {
            "epochs": (self.epochs, limits.epochs),
            "images": (self.images or 0, limits.images),
            "latent dimensions": (self.latent_dim, limits.latent_dim),
            "units in a layer": (max(self.hidden, default=0), limits.width),
            "hidden layers": (len(self.hidden), limits.depth),
        }
        for name, (value, most) in asked.items():
            require(value <= most, f"This server allows at most {most} {name}; the experiment asks for {value}.")
