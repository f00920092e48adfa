"""What a run's models and a file's have in common: checkpoints, and held-out images that they encode here."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from jaxtyping import UInt8

from ui.library.model import Model, require_same
from vae_core.data import Dataset, as_bytes, emnist, own
from vae_core.errors import CheckpointError, Sentence
from vae_core.exchange.foreign import DecoderAlone
from vae_core.exchange.opening import Opened, shape_of
from vae_core.lab import opening

MEMBERS = ("vae", "ae")
DIGITS = ("digits", "mnist")
KEPT = 8  # models that stay in memory: some MB each, up to a hundred for the largest file
KEPT_IMAGES = 64  # sets of images: at most 1.6 MB each


@dataclass(frozen=True)
class Learned(ABC):
    """A shelf of a VAE, an autoencoder or both.

    Attributes:
        token: what an address calls it.
        origin: ``"run"`` or ``"file"``, for the words about it.
    """

    token: str
    origin: ClassVar[str]

    @property
    @abstractmethod
    def dataset(self) -> str:
        """Whose held-out images the models encode here."""

    @property
    def has_digits(self) -> bool:
        """Whether a label is the digit on the image, and not only the number of a class."""
        return self.dataset in DIGITS

    @property
    def class_names(self) -> tuple[str, ...]:
        """Of label 0, 1, …; none where they are numbers alone, or not known."""
        return _class_names(self) if self.dataset == own.NAME else emnist.classes(self.dataset)

    @property
    def learned_from(self) -> str | None:
        """What the models have learned from, which may not be here: then other images stand in. ``None``: unknown."""
        return self.dataset

    @property
    def assumed(self) -> tuple[Sentence, ...]:
        """What had to be taken for granted of them."""
        return ()

    @abstractmethod
    def held_out(self) -> Dataset:
        """Those images. Raises :class:`~vae_core.errors.DatasetError` where they are gone."""

    @abstractmethod
    def checkpoint(self, member: str) -> Opened:
        """A model as last saved."""

    @abstractmethod
    def kinds(self) -> tuple[str, ...]:
        """Which models there are."""

    def members(self) -> tuple[str, ...]:
        kinds = self.kinds()
        return tuple(member for member in MEMBERS if member in kinds)

    def find(self, member: str) -> Model:
        checkpoint = self.checkpoint(member)
        version, form = checkpoint.digest, shape_of(checkpoint)
        opened = _opened(self, member, version)  # what goes wrong does so here, where it can be told
        shape = form.model, form.latent_dim, form.activation
        has_codes = not isinstance(opened.network, DecoderAlone)
        return Model(self, member, version, *shape, self.has_digits, self.class_names, has_codes)

    def file(self, member: str, version: str, name: str) -> bytes:
        files = _opened(self, member, version).files
        if name not in files:
            raise CheckpointError("This model has no such file.")
        return files[name]

    def network(self, member: str, version: str) -> opening.Shown:
        return _opened(self, member, version).network

    def images(self) -> UInt8[np.ndarray, "n pixels"]:
        return _images(self)


@dataclass(frozen=True, eq=False)
class _Opened:
    network: opening.Shown
    files: dict[str, bytes]


@lru_cache(maxsize=KEPT)
def _opened(shelf: Learned, member: str, version: str) -> _Opened:
    checkpoint = shelf.checkpoint(member)
    require_same(version, checkpoint.digest)
    encoded = shelf.held_out()
    network = opening.network(checkpoint, encoded)
    return _Opened(network, opening.browser_files(network, encoded))


@lru_cache(maxsize=KEPT_IMAGES)
def _images(shelf: Learned) -> UInt8[np.ndarray, "n pixels"]:
    return as_bytes(shelf.held_out().images)


@lru_cache(maxsize=KEPT_IMAGES)
def _class_names(shelf: Learned) -> tuple[str, ...]:
    return shelf.held_out().class_names
