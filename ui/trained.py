"""Models that have not come with the project, by the token in an address: of a run of the lab, or of files."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import UInt8

from ui import addresses, lab, loaded
from ui.models import Model
from vae_core.data import Dataset, as_bytes
from vae_core.errors import CheckpointError
from vae_core.lab import opening
from vae_core.lab.experiment import Experiment
from vae_core.models import VAE, AutoEncoder
from vae_core.pretrained import DECODER, ENCODER, ENCODINGS
from vae_core.training.checkpoints import Checkpoint

DIGITS = ("digits", "mnist")
KEPT = 8  # models that stay in memory: some MB each, up to a hundred for the largest file
KEPT_IMAGES = 64  # sets of images: at most 1.6 MB each


def about(token: str) -> Experiment | loaded.Loaded:
    """Its ``members``, and the ``dataset`` whose held-out images they encode.

    Raises :class:`~vae_core.errors.VaeCoreError` where there is nothing under this token.
    """
    return loaded.find(token) if loaded.is_token(token) else lab.experiment(token)


def trained_model(token: str, member: str) -> Model:
    """One of the models, of a run as last saved.

    Raises :class:`~vae_core.errors.VaeCoreError` where there is none or it cannot be shown.
    """
    checkpoint = _checkpoint(token, member)
    version = checkpoint.digest
    _opened(token, member, version)  # what goes wrong does so here, where it can be told
    shape = checkpoint.config.model
    decoder, encodings, encoder = (
        addresses.run_file(token, member, version, name) for name in (DECODER, ENCODINGS, ENCODER)
    )
    has_digits = about(token).dataset in DIGITS
    return Model(member, shape.latent_dim, shape.activation, decoder, encodings, encoder, has_digits)


def version(token: str, member: str) -> str:
    """A hash of the model as it is now. Raises :class:`~vae_core.errors.VaeCoreError` where there is none."""
    return _checkpoint(token, member).digest


def file(token: str, member: str, version: str, name: str) -> bytes:
    """A file of a model. Raises :class:`~vae_core.errors.VaeCoreError` where it is not there any more."""
    return _opened(token, member, version).files[name]


def network(token: str, member: str, version: str) -> AutoEncoder | VAE:
    """The network whose halves are in the files; raises as :func:`file` does."""
    return _opened(token, member, version).network


def held_out(token: str) -> Dataset:
    """The images whose codes are shown. Raises :class:`~vae_core.errors.DatasetError` where they are gone."""
    return loaded.held_out(token) if loaded.is_token(token) else lab.held_out(token)


@lru_cache(maxsize=KEPT_IMAGES)
def images(token: str) -> UInt8[np.ndarray, "n pixels"]:
    """The images of :func:`held_out`, a byte for each pixel."""
    return as_bytes(held_out(token).images)


def _checkpoint(token: str, member: str) -> Checkpoint:
    if not loaded.is_token(token):
        return lab.runner().result(token, member)
    models = loaded.find(token).models
    if member not in models:
        raise CheckpointError("There is no such model in the file.")
    return models[member]


@dataclass(frozen=True, eq=False)
class _Opened:
    network: AutoEncoder | VAE
    files: dict[str, bytes]


@lru_cache(maxsize=KEPT)
def _opened(token: str, member: str, version: str) -> _Opened:
    checkpoint = _checkpoint(token, member)
    if checkpoint.digest != version:
        raise CheckpointError("The model has learned on since; the page shows where the new one is.")
    encoded = held_out(token)
    network = opening.network(checkpoint, encoded)
    return _Opened(network, opening.browser_files(network, encoded))
