"""What a network is before it has learned anything: its weights, and what the images tell at once."""

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vae_core.models import Network, build
from vae_core.models.mlp import EncoderDecoder
from vae_core.randomness import stream
from vae_core.training.config import TrainingConfig

Images = Float[Tensor, "n pixels"]
# Images that are all alike leave nothing; a level of grey is 1/255 of the way from black to white.
SMALLEST_VARIANCE = (1 / 255) ** 2
RAREST = 1e-3  # how seldom a pixel is taken to be inked, or blank, that is never so: its log odds must be finite


def begun(config: TrainingConfig, images: Images) -> Network:
    """The network of ``config``, about to learn ``images``."""
    model = build(config.model, seed=config.seed)
    if config.initialisation == "glorot":
        draw_as_glorot(model, images, config.seed)
    if hasattr(model, "pixel_log_variance"):
        model.pixel_log_variance.data.fill_(log_variance_at_start(images))
    return model


def log_variance_at_start(images: Images) -> float:
    """Where a learned log σ² of the pixels begins: what is left of the images once their mean is known.

    A decoder that knows no more than the mean image is best off with this σ² (Rybkin, Daniilidis & Levine 2021, eq. 5).
    From σ² = 1, as wide as black is from white, a step size of 0.001 would take epochs to get there.
    """
    # σ² = 1/(n d) Σᵢ ‖xᵢ − x̄‖²
    variance = images.var(dim=0, correction=0).mean().item()
    return math.log(max(variance, SMALLEST_VARIANCE))


def draw_as_glorot(model: EncoderDecoder, images: Images, seed: int) -> None:
    """Draw all weights anew as Glorot & Bengio 2010 do, equation 16: uniformly from ±√(6/(inputs + outputs)).

    Biases are 0, but those of the pixels are the log odds of their means, as in the code of Burda, Grosse &
    Salakhutdinov 2016: what all images have in common need not be learned. Each layer has a stream of its own, so that
    an autoencoder and a VAE of one shape still start alike.
    """
    for name, layer in model.named_modules():
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight, generator=stream(seed, f"weights of {name}"))
            nn.init.zeros_(layer.bias)
    with torch.no_grad():
        model.decoder.logits.bias.copy_(torch.logit(images.mean(dim=0), eps=RAREST))
