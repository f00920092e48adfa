"""One training step in slow motion: encode, sample, decode, measure, update."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor, nn

from vae_core.config import require
from vae_core.objectives import Terms
from vae_core.training import TrainingRun
from vae_core.training.learner import Learner

Layers = Mapping[str, tuple[Tensor, ...]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Walkthrough:
    """What the next step of a run does to the first ``n`` images of its batch, and to the weights.

    Attributes:
        step: optimiser steps done before it.
        batch_size: images in the batch; losses, gradients and updates are of all of them.
        learning_rate: the optimiser's step size.
        beta: weight of the KL term.
        loss_before: of the batch, in nats per image (squared error: per image).
        loss_after: of the same batch with the same ε once the weights are updated.
        gradient_norms: Euclidean norm of the loss's gradient in each layer's weights and biases, by the layer's
            name, from the first layer to the last; before ``max_gradient_norm`` shortens it.
        relative_updates: ‖Δw‖ / ‖w‖ of each layer's weights and biases, by name.
        images: x, ``[n, pixels]``.
        inputs: what the encoder sees, ``[n, pixels]``: x, or where the run has input noise a corrupted copy.
        mean: μ, ``[n, latent]``; of an autoencoder the code itself.
        codes: z = μ + σ ⊙ ε, ``[n, latent]``; of an autoencoder the same as ``mean``.
        reconstructions: x̂, ``[n, pixels]``, in [0, 1].
        reconstruction: the reconstruction term, ``[n]``, in nats (or the squared error).
        loss: reconstruction + β KL, ``[n]``.
        standard_deviation: σ, ``[n, latent]``; ``None`` for an autoencoder, as are the next two.
        noise: ε, ``[n, latent]``.
        kl: KL of each latent dimension, ``[n, latent]``, in nats.
    """

    step: int
    batch_size: int
    learning_rate: float
    beta: float
    loss_before: float
    loss_after: float
    gradient_norms: Mapping[str, float]
    relative_updates: Mapping[str, float]
    images: Float32[np.ndarray, "n pixels"]
    inputs: Float32[np.ndarray, "n pixels"]
    mean: Float32[np.ndarray, "n latent"]
    codes: Float32[np.ndarray, "n latent"]
    reconstructions: Float32[np.ndarray, "n pixels"]
    reconstruction: Float32[np.ndarray, " n"]
    loss: Float32[np.ndarray, " n"]
    standard_deviation: Float32[np.ndarray, "n latent"] | None = None
    noise: Float32[np.ndarray, "n latent"] | None = None
    kl: Float32[np.ndarray, "n latent"] | None = None

    def record(self) -> dict[str, Any]:
        """The numbers that are not arrays, as JSON values."""
        return {name: value for name, value in self._fields().items() if not isinstance(value, np.ndarray)}

    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays by name, without those that an autoencoder does not have."""
        return {name: value for name, value in self._fields().items() if isinstance(value, np.ndarray)}

    @classmethod
    def from_parts(cls, record: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> "Walkthrough":
        """The inverse of :meth:`record` and :meth:`arrays`."""
        return cls(**record, **arrays)

    def _fields(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in values.items() if value is not None}


def walk(run: TrainingRun, count: int = 8) -> Walkthrough:
    """What :meth:`TrainingRun.advance` is about to do, seen on the first ``count`` images; ``run`` stays as it is.

    Raises:
        ConfigError: the run is finished.
        TrainingDiverged: the step makes the loss NaN, infinite or far too large.
    """
    require(not run.is_finished, f"the run is finished: there is no step after step {run.step}")
    learner = run.learner.twin()
    images, inputs = learner.next_batch()
    noise = learner.noise.get_state()
    passed = _pass_through(learner, images if inputs is None else inputs, noise)
    learning_rate, old = learner.learning_rate, _copied(_layers(learner.model))
    before = learner.find_gradients(images, inputs)
    gradients = {name: _norm(parameter.grad for parameter in layer) for name, layer in _layers(learner.model).items()}
    learner.update_weights()
    with torch.no_grad():
        after = learner.terms(images, inputs, _generator(noise))
    for result in (before, after):
        run.require_good(result.means())
    arrays = {"images": images, "inputs": images if inputs is None else inputs, **passed, **_of_each_image(before)}
    return Walkthrough(
        step=run.step,
        batch_size=len(images),
        learning_rate=learning_rate,
        beta=before.beta,
        loss_before=before.loss.item(),
        loss_after=after.loss.item(),
        gradient_norms=gradients,
        relative_updates=_relative_updates(old, _layers(learner.model)),
        **{name: value[:count].detach().numpy().copy() for name, value in arrays.items()},
    )


@torch.no_grad()
def _pass_through(learner: Learner, inputs: Tensor, noise: Tensor) -> dict[str, Tensor]:
    """The way of a whole batch through the network: a smaller one would be rounded differently."""
    encoded = learner.model.encode(inputs)
    if learner.config.model.model == "ae":
        return {"mean": encoded, "codes": encoded, "reconstructions": torch.sigmoid(learner.model.decode(encoded))}
    codes = encoded.sample(_generator(noise))
    return {
        "mean": encoded.mean,
        "standard_deviation": encoded.standard_deviation,
        "noise": torch.randn(encoded.mean.shape, generator=_generator(noise)),
        "codes": codes,
        "reconstructions": torch.sigmoid(learner.model.decode(codes)),
    }


def _of_each_image(result: Terms) -> dict[str, Tensor]:
    kl = {} if result.kl is None else {"kl": result.kl}
    return {"reconstruction": result.reconstruction, "loss": result.of_each, **kl}


def _generator(state: Tensor) -> torch.Generator:
    generator = torch.Generator()
    generator.set_state(state)
    return generator


def _layers(model: nn.Module) -> Layers:
    """The weights and biases of each layer, by its name."""
    linear = ((name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear))
    return {name: tuple(module.parameters()) for name, module in linear}


def _copied(layers: Layers) -> Layers:
    return {name: tuple(value.detach().clone() for value in layer) for name, layer in layers.items()}


def _norm(values) -> float:
    return torch.cat([value.detach().flatten() for value in values]).norm().item()


def _relative_updates(old: Layers, new: Layers) -> dict[str, float]:
    moves = {name: [b - a for a, b in zip(old[name], new[name], strict=True)] for name in old}
    return {name: _norm(moves[name]) / _norm(old[name]) for name in old}
