"""The models that come with the project, and MNIST's test images, which they encode."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from jaxtyping import UInt8

from ui.library.model import Model, require_same
from vae_core import data, pretrained
from vae_core.errors import CheckpointError, DatasetError

KEPT = 8  # networks
PARTS = {
    pretrained.DECODER: pretrained.decoder_file,
    pretrained.ENCODER: pretrained.encoder_file,
    pretrained.DENOISER: pretrained.denoiser_file,
}


@dataclass(frozen=True)
class Project:
    """Their shelf."""

    token: str = "project"  # too short for a run's
    has_digits: bool = True
    class_names: tuple[str, ...] = ()

    def members(self) -> tuple[str, ...]:
        return tuple(pretrained.autoencoders())

    def find(self, member: str) -> Model:
        entry = pretrained.entry(member)
        if member not in self.members():
            raise CheckpointError("The model has no codes to be shown here.")
        form = entry["model"], entry["latent_dim"], entry["activation"]
        return Model(self, member, version_of(member), *form, has_digits=self.has_digits)

    def file(self, member: str, version: str, name: str) -> bytes:
        require_same(version, version_of(member))
        if name == pretrained.ENCODINGS:
            return pretrained.read_file(member, name)
        return PARTS[name](member)

    def network(self, member: str, version: str) -> Any:
        require_same(version, version_of(member))
        return _network(member, version)

    def images(self) -> UInt8[np.ndarray, "n pixels"] | None:
        try:
            return test_images()
        except DatasetError:
            return None


PROJECT = Project()


@cache
def test_images() -> UInt8[np.ndarray, "n 784"]:
    """A byte for each pixel: 8 MB for the whole server. Raises :class:`DatasetError` where the files are missing."""
    return data.as_bytes(data.load("mnist", split="test", download=False).images)


def version_of(name: str) -> str:
    """A hash of its files."""
    files = pretrained.entry(name)["files"]
    return hashlib.sha256("".join(files[file] for file in sorted(files)).encode()).hexdigest()[:16]


@lru_cache(maxsize=KEPT)
def _network(name: str, _version: str) -> Any:
    return pretrained.load(name)
