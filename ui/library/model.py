"""What every model can be asked, wherever it comes from."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from jaxtyping import Float, Float32, UInt8
from safetensors.numpy import load

from ui import addresses, late
from vae_core.errors import CheckpointError
from vae_core.pretrained import DECODER, DENOISER, ENCODER, ENCODINGS, Encodings, as_encodings

FILES = (DECODER, ENCODER, ENCODINGS, DENOISER)  # of a model, as a browser gets them
OF_FILES = "file-"  # how the token of opened files begins; no run has such a one
KEPT = 32  # encodings, of up to 1 MB


class Shelf(Protocol):
    """Models that belong together, by their names, and the images that they encode here.

    It is told from others by its token. All of it raises :class:`~vae_core.errors.VaeCoreError` where there is
    nothing (any more).

    Attributes:
        token: what an address calls it.
        has_digits: whether a label is the digit on the image, and not only the number of a class.
        class_names: of label 0, 1, …; none where they are numbers alone, or not known.
    """

    token: str

    @property
    def has_digits(self) -> bool: ...

    @property
    def class_names(self) -> tuple[str, ...]: ...

    def members(self) -> tuple[str, ...]:
        """The names of its models, a VAE's before an autoencoder's."""

    def find(self, member: str) -> "Model":
        """The model as it is now."""

    def file(self, member: str, version: str, name: str) -> bytes:
        """One of :data:`FILES`."""

    def network(self, member: str, version: str) -> Any:
        """The network whose halves are in the files, in evaluation mode; everybody gets the same."""

    def images(self) -> UInt8[np.ndarray, "n pixels"] | None:
        """The images behind the codes, a byte for each pixel; ``None`` where this server has only the codes."""


@dataclass(frozen=True)
class Model:
    """A model as it is at some time: one that has learned on, or was published anew, is another.

    What is computed of it is kept under it.

    Attributes:
        shelf, member: where it stands, and its name there.
        version: a hash.
        kind: ``"vae"`` or ``"ae"``.
        latent_dim: dimensions of z.
        activation: of the hidden layers.
        has_digits: whether a label is the digit on the image, and not only the number of a class.
        class_names: of label 0, 1, …; none where they are numbers alone, or not known.
        has_codes: whether it encodes: a decoder alone does not.
    """

    shelf: Shelf
    member: str
    version: str
    kind: str
    latent_dim: int
    activation: str
    has_digits: bool
    class_names: tuple[str, ...] = ()
    has_codes: bool = True

    def describe(self) -> dict[str, Any]:
        """What a browser needs to know of it: its form, and where its files are."""
        return {
            "kind": self.kind,
            "latent_dim": self.latent_dim,
            "activation": self.activation,
            "has_digits": self.has_digits,
            "class_names": self.class_names,
            "decoder": self.address(DECODER),
            "encoder": self.address(ENCODER),
            "encodings": self.address(ENCODINGS),
        }

    def address(self, file: str) -> str:
        """Where the browser gets one of :data:`FILES`."""
        return addresses.model_file(self.shelf.token, self.member, self.version, file)

    @property
    def encodings(self) -> Encodings:
        """The codes of all images. Everybody gets the same arrays: nobody may write to them."""
        return _encodings(self)

    @property
    def network(self) -> Any:
        """Its network; see :meth:`Shelf.network`."""
        return self.shelf.network(self.member, self.version)

    def codes(self, images: Float32[np.ndarray, "n pixels"]) -> Float32[np.ndarray, "n latent"]:
        """Where it puts images: the mean of a VAE's q(z|x), an autoencoder's code."""
        return late.neighbourhood.codes_of(self.network, images)

    def pictures(self, codes: Float[np.ndarray, "n latent"]) -> Float32[np.ndarray, "n pixels"]:
        """x̂ of each code, in [0, 1]."""
        return late.reparameterisation.pictures(self.network, np.float32(codes))


def require_same(asked: str, now: str) -> None:
    """Raises CheckpointError where a model's version is not the one that was asked for."""
    if asked != now:
        raise CheckpointError("The model is a newer one by now: reload the page.")


@lru_cache(maxsize=KEPT)
def _encodings(model: Model) -> Encodings:
    return as_encodings(load(model.shelf.file(model.member, model.version, ENCODINGS)))
