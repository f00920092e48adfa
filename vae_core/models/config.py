"""What a network looks like, frozen and checked."""

from dataclasses import dataclass
from typing import Literal

from vae_core.config import is_whole, require

ACTIVATIONS = ("relu", "silu", "tanh")
MAX_LATENT_DIM = 64
# A layer of 4096 units is 3 million weights on 784 pixels: beyond it nothing here is interactive.
MAX_WIDTH = 4096
MAX_DEPTH = 8
MAX_PIXELS = 64 * 64


@dataclass(frozen=True)
class ModelConfig:
    """The shape of an autoencoder.

    Attributes:
        model: ``"ae"`` or ``"vae"``.
        latent_dim: size of the code, 1 to 64.
        hidden: widths of the encoder's hidden layers; the decoder mirrors them. May be empty.
        activation: ``"relu"``, ``"silu"`` or ``"tanh"``, after every hidden layer.
        pixels: length of a flattened image.
        learned_variance: whether p(x|z) has a variance of its own to learn, one for all
            pixels (for a Gaussian likelihood).

    Raises:
        ConfigError: when a value is outside its range.
    """

    model: Literal["ae", "vae"]
    latent_dim: int
    hidden: tuple[int, ...] = (512, 256)
    activation: Literal["relu", "silu", "tanh"] = "silu"
    pixels: int = 28 * 28
    learned_variance: bool = False

    def __post_init__(self):
        require(self.model in ("ae", "vae"), f"model must be 'ae' or 'vae', not {self.model!r}")
        require(
            is_whole(self.latent_dim, 1, MAX_LATENT_DIM),
            f"latent_dim must be a whole number from 1 to {MAX_LATENT_DIM}, not {self.latent_dim!r}",
        )
        require(
            isinstance(self.hidden, tuple)
            and len(self.hidden) <= MAX_DEPTH
            and all(is_whole(width, 1, MAX_WIDTH) for width in self.hidden),
            f"hidden must be at most {MAX_DEPTH} whole numbers from 1 to {MAX_WIDTH}, not {self.hidden!r}",
        )
        require(self.activation in ACTIVATIONS, f"activation must be one of {ACTIVATIONS}, not {self.activation!r}")
        require(is_whole(self.pixels, 1, MAX_PIXELS), f"pixels must be from 1 to {MAX_PIXELS}, not {self.pixels!r}")
        require(isinstance(self.learned_variance, bool), "learned_variance must be true or false")
