"""The models that a browser computes with, and those that come with the project."""

from dataclasses import dataclass

from ui import addresses
from vae_core import pretrained


@dataclass(frozen=True)
class Model:
    """What a browser needs to know of a model.

    Attributes:
        kind: ``"vae"`` or ``"ae"``.
        latent_dim: dimensions of z.
        activation: of the hidden layers.
        decoder: where it gets the decoder's weights.
        encodings: where it gets the codes of images that the model has not learned from, with their labels.
        encoder: where it gets the encoder's weights.
        has_digits: whether a label is the digit on the image, and not only the number of a class.
    """

    kind: str
    latent_dim: int
    activation: str
    decoder: str
    encodings: str
    encoder: str
    has_digits: bool = True


def pretrained_model(name: str) -> Model:
    """The pretrained model ``name``. Raises :class:`~vae_core.errors.CheckpointError` where there is none."""
    entry = pretrained.entry(name)
    decoder, encodings, encoder = (
        addresses.model_file(name, file) for file in (pretrained.DECODER, pretrained.ENCODINGS, pretrained.ENCODER)
    )
    return Model(entry["model"], entry["latent_dim"], entry["activation"], decoder, encodings, encoder)
