"""A model that another program has made, as the lessons on latent space ask for it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from jaxtyping import Float
from safetensors.torch import save as pack_weights
from torch import Tensor, nn

from vae_core.errors import CheckpointError, ConfigError, Sentence
from vae_core.models import VAE, AutoEncoder, ModelConfig, build
from vae_core.models.config import MAX_WIDTH
from vae_core.models.mlp import Decoder, as_floats

LIKELY = "mnist"  # what a model knows that does not say so


@dataclass(frozen=True, eq=False)
class Linear:
    """A fully connected layer, W·input + b.

    Attributes:
        name: in its file.
        weight: W.
        bias: b.

    Raises:
        CheckpointError: a number in it is not finite, or there are too many.
    """

    name: str
    weight: Float[Tensor, "outputs inputs"]
    bias: Float[Tensor, " outputs"]

    def __post_init__(self):
        if max(self.weight.shape) > MAX_WIDTH:
            raise CheckpointError("{name} is wider than {most}.", name=self.name, most=MAX_WIDTH)
        if not (torch.isfinite(self.weight).all() and torch.isfinite(self.bias).all()):
            raise CheckpointError("{name} holds values that are not finite numbers.", name=self.name)

    @property
    def inputs(self) -> int:
        """How many numbers it takes."""
        return self.weight.shape[1]

    @property
    def outputs(self) -> int:
        """How many numbers it gives."""
        return self.weight.shape[0]

    def rows(self, first: int, last: int) -> "Linear":
        """The part of it that gives the outputs from ``first`` to before ``last``."""
        return replace(self, weight=self.weight[first:last].clone(), bias=self.bias[first:last].clone())

    def times(self, factor: float) -> "Linear":
        """The layer that gives ``factor`` times as much."""
        return replace(self, weight=factor * self.weight, bias=factor * self.bias)


@dataclass(frozen=True, eq=False)
class Encoder:
    """The half that encodes.

    Attributes:
        trunk: layers with the activation after each.
        mean: from there to μ, or to an autoencoder's code.
        log_variance: from there to log σ²; ``None`` in an autoencoder.
    """

    trunk: Sequence[Linear]
    mean: Linear
    log_variance: Linear | None


class DecoderAlone(nn.Module):
    """A decoder whose encoder is not known.

    Args:
        config: its shape.
    """

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.decoder = Decoder(config, torch.Generator())

    def decode(self, z) -> Float[Tensor, "*batch pixels"]:
        """The logits of the images at ``z``, ``[n, latent]``."""
        return self.decoder(as_floats(z))


@dataclass(frozen=True, eq=False)
class Foreign:
    """Such a model.

    Attributes:
        decoder: its layers, with the activation between them; the last gives logits of pixels.
        encoder: ``None`` where there is only a decoder.
        activation: in both.
        assumed: what nothing in its files says.

    Raises:
        CheckpointError: it is wider or deeper than models can be here.
    """

    decoder: Sequence[Linear]
    encoder: Encoder | None
    activation: str
    assumed: tuple[Sentence, ...]

    def __post_init__(self):
        try:
            assert self._encoder_shape.latent_dim == self.shape.latent_dim  # each checks itself
        except ConfigError as error:
            raise CheckpointError("The model cannot be opened here: {error}.", error=error) from error

    @cached_property
    def shape(self) -> ModelConfig:
        """Of the decoder, and with it of the whole where the encoder mirrors it; one without an encoder is a VAE's."""
        kind = "ae" if self.encoder and self.encoder.log_variance is None else "vae"
        widths = [layer.outputs for layer in self.decoder]
        hidden = tuple(reversed(widths[:-1]))
        return ModelConfig(kind, self.decoder[0].inputs, hidden, self.activation, pixels=widths[-1])

    @cached_property
    def _encoder_shape(self) -> ModelConfig:
        hidden = tuple(layer.outputs for layer in self.encoder.trunk) if self.encoder else ()
        return replace(self.shape, hidden=hidden)

    @cached_property
    def weights(self) -> Mapping[str, Tensor]:
        """Every parameter, by the name that it has here."""
        layers = dict(_trunk("decoder.trunk", self.decoder[:-1]))
        layers["decoder.logits"] = self.decoder[-1]
        if self.encoder is not None:
            layers |= _trunk("encoder.trunk", self.encoder.trunk)
            layers["encoder.mean"] = self.encoder.mean
            if self.encoder.log_variance is not None:
                layers["encoder.log_variance"] = self.encoder.log_variance
        return {
            f"{name}.{part}": getattr(layer, part).float().contiguous()
            for name, layer in layers.items()
            for part in ("weight", "bias")
        }

    @cached_property
    def digest(self) -> str:
        """A hash of all that counts, 16 hexadecimal digits: another model has another."""
        content = pack_weights(dict(self.weights)) + repr(self.shape).encode()
        return hashlib.sha256(content).hexdigest()[:16]

    def model(self) -> AutoEncoder | VAE | DecoderAlone:
        """The network with these weights, in evaluation mode."""
        if self.encoder is None:
            network = DecoderAlone(self.shape)
        else:
            network = build(self._encoder_shape)
            network.decoder = build(self.shape).decoder
        network.load_state_dict(self.weights)
        return network.eval()


def _trunk(name: str, layers: Sequence[Linear]) -> dict[str, Linear]:
    """Layers by their names in an ``nn.Sequential`` where an activation follows each."""
    return {f"{name}.{2 * number}": layer for number, layer in enumerate(layers)}
