"""What a network looks like, frozen and checked."""

import math
from dataclasses import dataclass
from typing import Literal

from vae_core.config import is_whole, require

ACTIVATIONS = ("relu", "silu", "tanh")
MAX_LATENT_DIM = 64
# A layer of 4096 units is 3 million weights on 784 pixels: beyond it nothing here is interactive.
MAX_WIDTH = 4096
MAX_DEPTH = 8
MAX_PIXELS = 64 * 64
MAX_CLASSES = 100
FORMS = ("vector", "image")
GROUPS = 8  # in which the channels of an image are normalised


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
        learned_concentration: the same of a beta-binomial likelihood.

    Raises:
        ConfigError: when a value is outside its range.
    """

    model: Literal["ae", "vae"]
    latent_dim: int
    hidden: tuple[int, ...] = (512, 256)
    activation: Literal["relu", "silu", "tanh"] = "silu"
    pixels: int = 28 * 28
    learned_variance: bool = False
    learned_concentration: bool = False

    def __post_init__(self):
        require(self.model in ("ae", "vae"), f"model must be 'ae' or 'vae', not {self.model!r}")
        require(
            is_whole(self.latent_dim, 1, MAX_LATENT_DIM),
            f"latent_dim must be a whole number from 1 to {MAX_LATENT_DIM}, not {self.latent_dim!r}",
        )
        _require_layers(self.hidden, self.activation, self.pixels)
        for name in ("learned_variance", "learned_concentration"):
            require(isinstance(getattr(self, name), bool), f"{name} must be true or false")


@dataclass(frozen=True)
class ClassifierConfig:
    """The shape of a network that tells classes apart.

    Attributes:
        model: ``"classifier"``.
        hidden: widths of the hidden layers.
        activation: after every hidden layer.
        pixels: length of a flattened image.
        classes: how many there are, from 2.

    Raises:
        ConfigError: when a value is outside its range.
    """

    model: Literal["classifier"]
    hidden: tuple[int, ...] = (128,)
    activation: Literal["relu", "silu", "tanh"] = "silu"
    pixels: int = 28 * 28
    classes: int = 10

    def __post_init__(self):
        require(self.model == "classifier", f"model must be 'classifier', not {self.model!r}")
        _require_layers(self.hidden, self.activation, self.pixels)
        require(is_whole(self.classes, 2, MAX_CLASSES), f"classes must be 2 to {MAX_CLASSES}, not {self.classes!r}")


def _require_layers(hidden, activation, pixels) -> None:
    require(
        isinstance(hidden, tuple) and len(hidden) <= MAX_DEPTH and all(is_whole(w, 1, MAX_WIDTH) for w in hidden),
        f"hidden must be at most {MAX_DEPTH} whole numbers from 1 to {MAX_WIDTH}, not {hidden!r}",
    )
    require(activation in ACTIVATIONS, f"activation must be one of {ACTIVATIONS}, not {activation!r}")
    require(is_whole(pixels, 1, MAX_PIXELS), f"pixels must be from 1 to {MAX_PIXELS}, not {pixels!r}")


@dataclass(frozen=True)
class DenoiserConfig:
    """The shape of a network that tells what noise has hidden.

    Attributes:
        model: ``"diffusion"``.
        pixels: length of one example: of a flattened image, of a code, 2 of a point in a plane.
        width: of each hidden layer; of an image, channels where it is finest.
        depth: residual blocks; of an image, blocks at each stage on the way down and up.
        classes: how many kinds of examples it can be told; 0: none.
        form: ``"vector"``, or ``"image"``: square, in [0, 1], with sides that four divides.
        codes_of: the pretrained autoencoder whose codes are denoised; ``None``: the data themselves are.

    Raises:
        ConfigError: when a value is outside its range.
    """

    model: Literal["diffusion"]
    pixels: int
    width: int = 256
    depth: int = 3
    classes: int = 0
    form: Literal["vector", "image"] = "vector"
    codes_of: str | None = None

    def __post_init__(self):
        require(self.model == "diffusion", f"model must be 'diffusion', not {self.model!r}")
        require(is_whole(self.pixels, 1, MAX_PIXELS), f"pixels must be from 1 to {MAX_PIXELS}, not {self.pixels!r}")
        require(is_whole(self.depth, 1, MAX_DEPTH), f"depth must be from 1 to {MAX_DEPTH}, not {self.depth!r}")
        require(is_whole(self.classes, 0, MAX_CLASSES), f"classes must be 0 to {MAX_CLASSES}, not {self.classes!r}")
        require(self.form in FORMS, f"form must be one of {FORMS}, not {self.form!r}")
        require(
            self.codes_of is None or (isinstance(self.codes_of, str) and self.form == "vector"),
            f"codes_of must be the name of a model, of vectors, not {self.codes_of!r}",
        )
        multiple = 1 if self.form == "vector" else GROUPS
        require(
            is_whole(self.width, 1, MAX_WIDTH) and self.width % multiple == 0,
            f"width must be a multiple of {multiple} up to {MAX_WIDTH}, not {self.width!r}",
        )
        require(
            self.form == "vector" or (self.side**2 == self.pixels and self.side % 4 == 0),
            f"an image must be square, with sides that 4 divides, not of {self.pixels} pixels",
        )

    @property
    def side(self) -> int:
        """Of an image, in pixels."""
        return math.isqrt(self.pixels)
