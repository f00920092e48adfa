"""Linear maps with nothing between them are one: layers, batch norms, and what is added or multiplied on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import torch
from jaxtyping import Float
from torch import Tensor

from vae_core.exchange.foreign import Linear


@dataclass(frozen=True, eq=False)
class Elementwise:
    """scale · a + shift, number by number; one number of each may stand for all.

    Attributes:
        scale, shift: likewise.
    """

    scale: Float[Tensor, " scales"]
    shift: Float[Tensor, " shifts"]

    @property
    def size(self) -> int:
        """How many numbers it is about; 1: any."""
        return max(len(self.scale), len(self.shift))

    def fits(self, size: int) -> bool:
        """Whether it can be applied to so many numbers."""
        return self.size in (1, size)


Step = Linear | Elementwise | str  # the last: the name of what bends the outputs of a layer


def batch_norm(scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: float) -> Elementwise:
    """What a batch norm does once it has learned: scale · (a − mean) / √(variance + ε) + shift."""
    scale = scale.double() / torch.sqrt(variance.double() + epsilon)
    return Elementwise(scale, shift.double() - scale * mean.double())


def joined(first: Step, second: Step) -> Linear | Elementwise | None:
    """``second`` after ``first`` as one; ``None`` where they are not two linear maps that fit."""
    if isinstance(first, Linear) and isinstance(second, Linear) and first.outputs == second.inputs:
        weight, bias = first.weight.double(), first.bias.double()  # W₂(W₁a + b₁) + b₂
        return replace(second, weight=_floats(second.weight.double() @ weight), bias=_floats(_through(second, bias)))
    if isinstance(first, Linear) and isinstance(second, Elementwise) and second.fits(first.outputs):
        weight = second.scale[:, None] * first.weight.double()
        return replace(first, weight=_floats(weight), bias=_floats(second.scale * first.bias + second.shift))
    if isinstance(first, Elementwise) and isinstance(second, Linear) and first.fits(second.inputs):
        weight, shift = first.scale * second.weight.double(), first.shift.double().expand(second.inputs)
        return replace(second, weight=_floats(weight), bias=_floats(_through(second, shift)))
    if (
        isinstance(first, Elementwise)
        and isinstance(second, Elementwise)
        and (first.size == 1 or second.fits(first.size))
    ):
        return Elementwise(second.scale * first.scale, second.scale * first.shift + second.shift)
    return None


def merged(steps: Sequence[Step]) -> list[Step]:
    """Steps in which no linear map follows another."""
    return reduce(_append, steps, [])


def _append(merged: list[Step], step: Step) -> list[Step]:
    both = joined(merged[-1], step) if merged else None
    return [*merged, step] if both is None else [*merged[:-1], both]


def _through(layer: Linear, values: Float[Tensor, " inputs"]) -> Float[Tensor, " outputs"]:
    return layer.weight.double() @ values + layer.bias


def _floats(values: Tensor) -> Tensor:
    return values.float()
