"""A plain classifier: fully connected layers that say which class an image is of."""

from jaxtyping import Float
from torch import Tensor, nn

from vae_core.models.config import ClassifierConfig
from vae_core.models.mlp import as_floats, dense, trunk
from vae_core.randomness import stream


class Classifier(nn.Module):
    """x -> the logits of p(class|x).

    Args:
        config: its shape.
        seed: of its first weights.
    """

    def __init__(self, config: ClassifierConfig, *, seed: int = 0):
        super().__init__()
        self.config = config
        generator, widths = stream(seed, "weights"), (config.pixels, *config.hidden)
        self.trunk = trunk(widths, config.activation, generator)
        self.logits = dense(widths[-1], config.classes, generator)

    def forward(self, x) -> Float[Tensor, "n classes"]:
        """The logits of images ``x``: ``[n, pixels]`` in [0, 1], a tensor or an array."""
        return self.logits(self.trunk(as_floats(x)))

    def probabilities(self, x) -> Float[Tensor, "n classes"]:
        """p(class|x) of each image."""
        return self(x).softmax(-1)
