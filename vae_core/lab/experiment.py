"""What a person asks the lab for: data, one shape for both models, and how they learn."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from vae_core.config import is_whole, require
from vae_core.data import NAMES
from vae_core.data.dataset import PIXELS
from vae_core.denoising import DenoisingConfig
from vae_core.diffusion.schedule import Schedule
from vae_core.errors import Sentence
from vae_core.lab.limits import Limits
from vae_core.models import DenoiserConfig, ModelConfig
from vae_core.objectives import ObjectiveConfig
from vae_core.training import Change, TrainingConfig

OWN = "own"
DATASETS = (*NAMES, OWN)
PAIR, THIRD = ("ae", "vae"), "diffusion"
MEMBERS = (*PAIR, THIRD)
SIGNS = {"ae": "AE", "vae": "VAE", THIRD: Sentence("Diffusion")}  # where a member is named in a sentence
# The third sees images of 28 × 28 as a U-Net does, whatever layers the others have: residual blocks of 256 units have
# missed six times as much of the noise on digits after fifteen epochs (277 of 784, where this one misses 42).
DENOISER = DenoiserConfig(THIRD, PIXELS, width=16, depth=1, form="image")
DENOISING = DenoisingConfig(Schedule("cosine", 100))
# By the name of the limit.
TOO_LARGE = {
    "epochs": Sentence("This server allows at most {most} epochs; the experiment asks for {asked}."),
    "images": Sentence("This server allows at most {most} images; the experiment asks for {asked}."),
    "latent_dim": Sentence("This server allows at most {most} latent dimensions; the experiment asks for {asked}."),
    "width": Sentence("This server allows at most {most} units in a layer; the experiment asks for {asked}."),
    "depth": Sentence("This server allows at most {most} hidden layers; the experiment asks for {asked}."),
}


@dataclass(frozen=True)
class Experiment:
    """An autoencoder, a VAE and a diffusion model, or some of them, that learn from the same batches.

    Autoencoder and VAE also have the same start.

    The defaults make both of them clear on digits within ten seconds, side by side on two cores.

    Attributes:
        dataset: ``"digits"``, ``"mnist"``, ``"fashion-mnist"``, ``"kmnist"`` or ``"own"``.
        images: how many of the training set, its first ones, are learned from; ``None``: all.
        members: some of ``"ae"``, ``"vae"`` and ``"diffusion"``.
        latent_dim, hidden, batch_size, learning_rate, epochs, patience, seed: see
            :class:`~vae_core.models.ModelConfig` and :class:`~vae_core.training.TrainingConfig`.
        beta: weight of the KL term; it means nothing but to a VAE.
        reconstruction: ``"squared-error"``, ``"bernoulli"`` or ``"gaussian"``; like the shape, it means nothing to a
            diffusion model.
        log_variance: log σ² of a Gaussian reconstruction; ``None`` lets the model learn it.
        samples: k draws of z for each image; a VAE that takes several learns L_k, which has no β.

    Raises:
        ConfigError: a value is outside its range.
    """

    dataset: str = "digits"
    images: int | None = None
    members: tuple[str, ...] = PAIR
    latent_dim: int = 2
    hidden: tuple[int, ...] = (256, 128)
    batch_size: int = 32
    learning_rate: float = 1e-3
    beta: float = 1.0
    reconstruction: Literal["squared-error", "bernoulli", "gaussian"] = "bernoulli"
    log_variance: float | None = None
    samples: int = 1
    epochs: int = 50
    patience: int | None = None
    seed: int = 0

    def __post_init__(self):
        require(
            self.dataset in DATASETS,
            "dataset must be one of {names}, not {found}",
            names=DATASETS,
            found=repr(self.dataset),
        )
        require(
            self.images is None or is_whole(self.images, 1, 10**9),
            "images must be a whole number above 0, not {found}",
            found=repr(self.images),
        )
        require(
            isinstance(self.members, tuple)
            and len(self.members) > 0
            and len(set(self.members)) == len(self.members)
            and set(self.members) <= set(MEMBERS),
            "members must be some of {names}, each once, not {found}",
            names=MEMBERS,
            found=repr(self.members),
        )
        for member in self.members:
            self.config(member)  # which checks all the rest

    def config(self, member: str) -> TrainingConfig:
        """The training run of one member."""
        model, objective = (DENOISER, DENOISING) if member == THIRD else self._autoencoder(member)
        return TrainingConfig(
            model,
            objective,
            epochs=self.epochs,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            patience=self.patience,
            seed=self.seed,
        )

    def _autoencoder(self, member: str) -> tuple[ModelConfig, ObjectiveConfig]:
        objective = ObjectiveConfig(self.reconstruction, self.beta, self.log_variance, *self._draws(member))
        return ModelConfig(member, self.latent_dim, self.hidden, **objective.learned), objective

    def _draws(self, member: str) -> tuple:
        return (self.samples, "importance-weighted") if member == "vae" and self.samples > 1 else ()

    @property
    def is_importance_weighted(self) -> bool:
        """Whether the VAE learns L_k, and no sum of reconstruction and KL."""
        return "vae" in self.members and self.samples > 1

    def after(self, changes: Iterable[Change]) -> "Experiment":
        """What it became by ``changes`` in mid-run, in the order in which they were made."""
        became = self
        for change in changes:
            made = {"beta": change.beta, "learning_rate": change.learning_rate}
            became = replace(became, **{name: value for name, value in made.items() if value is not None})
        return became

    def check(self, limits: Limits) -> None:
        """Raise :class:`ConfigError`, with a sentence, where the experiment is larger than ``limits`` allow."""
        asked = {
            "epochs": self.epochs,
            "images": self.images or 0,
            "latent_dim": self.latent_dim,
            "width": max(self.hidden, default=0),
            "depth": len(self.hidden),
        }
        for name, value in asked.items():
            most = getattr(limits, name)
            require(value <= most, TOO_LARGE[name], most=most, asked=value)
