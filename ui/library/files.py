"""Models from files that visitors have opened: kept in memory for a while, under a hash of their content."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from ui.fields.own_models import LEAST_DIMENSIONS
from ui.library.learned import Learned
from ui.library.model import OF_FILES
from vae_core import data
from vae_core.data import Dataset
from vae_core.data.dataset import PIXELS
from vae_core.errors import CheckpointError, Sentence
from vae_core.exchange.foreign import LIKELY, Foreign
from vae_core.exchange.opening import Opened, open_files, shape_of
from vae_core.lab import limits
from vae_core.lab.material import HELD_OUT
from vae_core.models import ModelConfig

ALWAYS_THERE = "digits"

_lock = threading.Lock()
_kept: OrderedDict[str, "Loaded"] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Loaded:
    """What is kept under a token.

    Attributes:
        models: a VAE, an autoencoder or both, of one latent size, by ``"vae"`` and ``"ae"``.
        dataset: whose held-out images they encode here.
        learned_from: what they have learned from; ``None``: they do not say.
    """

    models: Mapping[str, Opened]
    dataset: str
    learned_from: str | None

    @property
    def bytes(self) -> int:
        """That the weights take."""
        return sum(value.nbytes for model in self.models.values() for value in model.weights.values())


@dataclass(frozen=True)
class Files(Learned):
    """The shelf of what was opened together."""

    origin = "file"

    @property
    def dataset(self) -> str:
        return find(self.token).dataset

    @property
    def learned_from(self) -> str | None:
        return find(self.token).learned_from

    @property
    def assumed(self) -> tuple[Sentence, ...]:
        models = find(self.token).models.values()
        return tuple(dict.fromkeys(each for model in models if isinstance(model, Foreign) for each in model.assumed))

    def held_out(self) -> Dataset:
        return data.load(self.dataset, split="test", download=False).take(HELD_OUT)

    def checkpoint(self, member: str) -> Opened:
        models = find(self.token).models
        if member not in models:
            raise CheckpointError("There is no such model in the file.")
        return models[member]

    def kinds(self) -> tuple[str, ...]:
        return tuple(find(self.token).models)


def together(files: Mapping[str, bytes]) -> dict[str, Opened]:
    """The models in files, by kind, where they can be shown side by side.

    Raises :class:`CheckpointError` where they cannot.
    """
    models: dict[str, Opened] = {}
    for file, opened in open_files(files).items():
        shape = shape_of(opened)
        if not isinstance(shape, ModelConfig):
            raise CheckpointError("{file}: there is no autoencoder in it, and so no latent space.", file=file)
        if shape.pixels != PIXELS:
            raise CheckpointError(
                "{file}: the model decodes {pixels} pixels, and the pictures here have {expected}.",
                file=file,
                pixels=shape.pixels,
                expected=PIXELS,
            )
        if shape.latent_dim < LEAST_DIMENSIONS:
            raise CheckpointError("The map needs two latent dimensions or more, and this model has one.")
        if shape.model in models:
            raise CheckpointError("Two of the files hold the same kind of model: one VAE and one autoencoder fit here.")
        models[shape.model] = opened
    sizes = {shape_of(opened).latent_dim for opened in models.values()}
    if len(sizes) > 1:
        raise CheckpointError("The same z is decoded by both models, so their latent spaces must be of one size.")
    return models


def keep(models: Mapping[str, Opened]) -> str:
    """Keep the models; returns the token under which :func:`find` has them."""
    digest = hashlib.sha256("".join(models[name].digest for name in sorted(models)).encode())
    token = OF_FILES + digest.hexdigest()[:16]
    known = [str(model.dataset["name"]) for model in models.values() if not isinstance(model, Foreign)]
    learned_from = next(iter(known), None)
    dataset = next(name for name in (learned_from or LIKELY, ALWAYS_THERE) if data.is_present(name))
    most = limits.load().opened_bytes
    with _lock:
        _kept[token] = Loaded(dict(models), dataset, learned_from)
        _kept.move_to_end(token)
        while sum(each.bytes for each in _kept.values()) > most and len(_kept) > 1:
            _kept.popitem(last=False)
    return token


def find(token: str) -> Loaded:
    """What ``token`` stands for. Raises :class:`CheckpointError` where it is not kept any more."""
    with _lock:
        if token not in _kept:
            raise CheckpointError("The server does not have this file any more: open it once more.")
        _kept.move_to_end(token)
        return _kept[token]
