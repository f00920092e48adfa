"""What is measured on the digit on screen, kept by its content: a slider that rests costs nothing."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ui import digit, library, state
from ui.fields import autoencoders as fields
from vae_core.analysis import gradient_estimators, neighbourhood, reparameterisation
from vae_core.analysis.gradient_estimators import Draws, Estimate
from vae_core.analysis.neighbourhood import Neighbours, Profile, Reader
from vae_core.analysis.reparameterisation import Backward, Posterior
from vae_core.figures.neighbourhood import PICTURES

MODELS = {"ae": "mnist-ae-8d", "vae": "mnist-vae-8d"}
SHOWN_DRAWS = 8
# The gradient that the estimates are held against: reparameterised, from other draws than theirs.
REFERENCE_DRAWS, REFERENCE_SEED = 4000, 10_000
SCALES = tuple(0.03 * 100 ** (step / 10) for step in range(11))  # 0.03 to 3
AROUND = 100  # draws for each place of a curve


@dataclass(frozen=True)
class Picture:
    """An image of 784 pixels in [0, 1], told from others by what is on it."""

    content: bytes
    image: Any = field(compare=False, repr=False)


def picture() -> Picture:
    """The digit on screen."""
    image = digit.current(fields.DIGIT).image
    return Picture(image.tobytes(), image.copy())  # torch warns of arrays that nobody may write to


def model(kind: str) -> Any:
    """The pretrained network."""
    return library.pretrained(MODELS[kind]).network


@lru_cache(maxsize=2)
def reader(kind: str) -> Reader:
    """The model's encoder, with the digits that it knows."""
    known = library.pretrained(MODELS[kind])
    return Reader(known.network, known.encodings.mean, known.encodings.label)


@lru_cache(maxsize=64)
def of_encoder(shown: Picture) -> Posterior:
    """q(z|x) as the VAE's encoder gives it."""
    return reparameterisation.posterior(model("vae"), shown.image)


def now(shown: Picture) -> Posterior:
    """The same, with μ and σ of one dimension where the hand has moved them."""
    q, j = of_encoder(shown), state.get(fields.LATENT_DIMENSION) - 1
    mean = q.mean[j] + state.get(fields.MEAN_MOVE) * q.deviation[j]
    return q.moved(j, mean, state.get(fields.WIDENING) * q.deviation[j])


@lru_cache(maxsize=64)
def noise(seed: int, dimension: int) -> Any:
    """ε of the draws that are shown, from left to right in one dimension, counted from 0."""
    drawn = reparameterisation.standard_noise(SHOWN_DRAWS, fields.LATENT, seed)
    return drawn[drawn[:, dimension].argsort()]


@lru_cache(maxsize=64)
def decoded(q: Posterior, seed: int, dimension: int) -> tuple[Any, Any]:
    """z of those draws, and their pictures."""
    codes = reparameterisation.latent_codes(q, noise(seed, dimension))
    return codes, reparameterisation.pictures(model("vae"), codes)


@lru_cache(maxsize=64)
def sent_back(shown: Picture, q: Posterior, seed: int, dimension: int, has_path: bool) -> Backward:
    """What the loss of the first of those draws sends back."""
    first = noise(seed, dimension)[0]
    return reparameterisation.backward(model("vae"), shown.image, q, first, reparameterised=has_path)


@lru_cache(maxsize=16)
def draws(shown: Picture, q: Posterior, seed: int, n: int = fields.DRAWS.kind.high) -> Draws:
    """As many draws as may be asked for; fewer are the first of them."""
    loss = reparameterisation.reconstruction_loss(model("vae"), shown.image)
    return gradient_estimators.draw(loss, q, n, seed=seed)


@lru_cache(maxsize=16)
def reference(shown: Picture, q: Posterior, parameter: str) -> Estimate:
    """The gradient from many draws."""
    return gradient_estimators.compare(draws(shown, q, REFERENCE_SEED, REFERENCE_DRAWS), parameter)[0]


@lru_cache(maxsize=256)
def around_code(shown: Picture, kind: str, scale: float, seed: int) -> Neighbours:
    """The pictures near a model's code that are shown, with noise of ``scale`` times the codes' spread."""
    own = reader(kind)
    code = neighbourhood.codes_of(own.model, shown.image[None])[0]
    return _neighbours(shown, kind, neighbourhood.around(code, scale * own.spread), seed)


@lru_cache(maxsize=64)
def cloud(shown: Picture, seed: int) -> Neighbours:
    """As many pictures of q(z|x) itself."""
    return _neighbours(shown, "vae", of_encoder(shown), seed)


def _neighbours(shown: Picture, kind: str, q: Posterior, seed: int) -> Neighbours:
    readers = [reader(each) for each in MODELS]
    return neighbourhood.neighbours(model(kind), shown.image, q, readers, PICTURES, seed=seed)


@lru_cache(maxsize=64)
def profile(shown: Picture, kind: str, seed: int) -> Profile:
    """How pictures change as the noise grows."""
    readers = [reader(each) for each in MODELS]
    return neighbourhood.profile(reader(kind), shown.image, readers, SCALES, AROUND, seed=seed)
