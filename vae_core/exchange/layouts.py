"""A ``state_dict`` of fully connected layers, recognised by names and shapes.

It comes as safetensors, written by ``save_file(model.state_dict(), "vae.safetensors")``, as it would by anybody. A
description may be in its metadata: ``activation``, ``latent_dim`` and ``input_shape``.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import torch
from safetensors.torch import load as parse_weights
from torch import Tensor

from vae_core.data.dataset import PIXELS
from vae_core.errors import CheckpointError, Sentence
from vae_core.exchange import activations, heads
from vae_core.exchange.foreign import Encoder, Foreign, Linear
from vae_core.exchange.heads import Heads
from vae_core.exchange.merging import batch_norm, joined

MOST_SHUFFLED = 6  # layers of a half, whose names need not tell their order
USUAL_ACTIVATION = "relu"  # of the example that comes with PyTorch
WRAPPERS = re.compile(r"^(module|_orig_mod|model|vae|net)\.")  # what wraps a whole model puts before every name
PARTS = ("weight", "bias")
NORMS = ("running_mean", "running_var")  # of a batch norm
LONGEST_NAME = 200  # letters: nobody's network is nested so deeply
EPSILON = 1e-5  # of PyTorch's, unless somebody has set another
WHAT_FITS = Sentence(
    "What opens here are fully connected layers, named in their order: fc1, fc21, fc22, fc3, fc4 as in PyTorch's "
    "example, or encoder.0, encoder.2, …, decoder.0, decoder.2, …"
)


def read(content: bytes, file: str) -> Foreign:
    """The model whose weights are in a safetensors file without a record of ours; ``file`` is what its reader calls it.

    Raises:
        CheckpointError: something in it does not fit, and what would.
    """
    try:
        tensors = parse_weights(content)
        halves = _halves(_layers(tensors))
        activation, assumed = _activation(_description(content), halves.latent_dim)
        if any(name.endswith(NORMS[0]) for name in tensors):
            assumed = (*assumed, Sentence("Batch norms have ε = {epsilon}.", epsilon=EPSILON))
        return activations.foreign(halves.decoder, halves.encoder, activation, (*assumed, *halves.assumed))
    except CheckpointError as error:
        raise CheckpointError("{file}: {error}", file=file, error=error) from error


def _description(content: bytes) -> Mapping[str, str]:
    """The metadata of a safetensors file, whose header has been read without complaint."""
    length = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + length]).get("__metadata__", {})


def _activation(description: Mapping[str, str], latent_dim: int) -> tuple[str, tuple[Sentence, ...]]:
    """What bends the outputs of layers, and what had to be assumed, once the description has been held against them."""
    for name, found in (("latent_dim", latent_dim), ("input_shape", PIXELS)):
        numbers = [int(number) for number in re.findall(r"\d{1,9}", description.get(name, ""))]
        if numbers and math.prod(numbers) != found:
            raise CheckpointError(
                "Its description says {name} = {said}, and its layers say {found}.",
                name=name,
                said=description[name][:60],
                found=found,
            )
    said = description.get("activation")
    if said is None:
        return USUAL_ACTIVATION, (Sentence("ReLU stands between the layers."),)
    activation = activations.named(said)
    if activation is None:
        raise CheckpointError(
            "Its description says activation = {said}; known here are {known}.",
            said=said[:60],
            known=", ".join(activations.KNOWN),
        )
    return activation, ()


def _layers(tensors: Mapping[str, Tensor]) -> list[Linear]:
    """The layers in their natural order. Raises CheckpointError for one that is not fully connected."""
    while len(prefixes := {match and match[0] for match in map(WRAPPERS.match, tensors)}) == 1 and None not in prefixes:
        tensors = {name.removeprefix(*prefixes): value for name, value in tensors.items()}
    layers = []
    for name in tensors:
        if len(name) > LONGEST_NAME:
            raise _refusal(Sentence("{name} belongs to no fully connected layer.", name=f"{name[:LONGEST_NAME]}…"))
    for name in sorted(tensors, key=_natural):
        layer, _, part = name.rpartition(".")
        if part not in PARTS and part not in NORMS:
            if tensors[name].numel() > 1:
                raise _refusal(Sentence("{name} belongs to no fully connected layer.", name=name))
        elif tensors[name].ndim > 2:
            shape = list(tensors[name].shape)
            raise _refusal(Sentence("{name} is a convolution (weights {shape}).", name=layer, shape=str(shape)))
        elif part == "weight" and f"{layer}.{NORMS[0]}" in tensors and layers:
            layers[-1] = _normalised(layers[-1], layer, tensors)
        elif part == "weight":
            layers.append(_layer(layer, tensors))
    if not any(PIXELS in (layer.inputs, layer.outputs) for layer in layers):
        found = ", ".join(f"{layer.name} {layer.inputs}→{layer.outputs}" for layer in layers)[:200]
        raise _refusal(
            Sentence(
                "No layer takes or gives {pixels} numbers, and pictures of 28 × 28 pixels are what the lessons draw "
                "({found}).",
                pixels=PIXELS,
                found=found,
            )
        )
    return layers


def _normalised(before: Linear, name: str, tensors: Mapping[str, Tensor]) -> Linear:
    """The layer ``before`` with the batch norm ``name`` that follows it at once in an ``nn.Sequential``."""
    (stem, _, place), (layer, _, last) = name.rpartition("."), before.name.rpartition(".")
    follows = stem == layer and place.isdecimal() and last.isdecimal() and int(place) == int(last) + 1
    learned = [tensors[f"{name}.{part}"] for part in (*PARTS, *NORMS) if f"{name}.{part}" in tensors]
    if len(learned) == 4 and follows and {value.shape for value in learned} == {before.bias.shape}:
        return joined(before, batch_norm(*learned, EPSILON))
    raise _refusal(
        Sentence(
            "{name} is a batch norm, and not the next in an nn.Sequential after a layer of its size ({before}).",
            name=name,
            before=before.name,
        )
    )


def _layer(name: str, tensors: Mapping[str, Tensor]) -> Linear:
    weight = tensors[f"{name}.weight"]
    bias = tensors.get(f"{name}.bias", torch.zeros(weight.shape[:1]))
    if weight.ndim != 2 or bias.shape != weight.shape[:1] or weight.is_complex() or bias.is_complex():
        raise _refusal(
            Sentence("{name} is not a fully connected layer (weights {shape}).", name=name, shape=str([*weight.shape]))
        )
    return Linear(name, weight.float(), bias.float())


def _natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts names as people do: fc2 before fc10."""
    return [(int(part or 0), text) for text, part in re.findall(r"(\D*)(\d*)", name.lower())]


@dataclass(frozen=True)
class _Halves:
    encoder: Encoder | None
    decoder: Sequence[Linear]
    assumed: tuple[Sentence, ...]

    @property
    def latent_dim(self) -> int:
        return self.decoder[0].inputs


def _halves(layers: list[Linear]) -> _Halves:
    """Encoder and decoder. Raises CheckpointError where there is no way through all layers."""
    found, others = heads.find(layers)
    halves = ("encoder", "", "decoder")
    first, free, last = ([layer for layer in others if heads.half(layer) == half] for half in halves)
    solutions = [
        halves
        for cut in range(len(free) + 1)
        if (trunk := _chain([*first, *free[:cut]], PIXELS)) is not None
        and (decoder := _chain([*free[cut:], *last], found and found.mean.outputs))
        and decoder[-1].outputs == PIXELS
        and (halves := _fitted(trunk, found, decoder))
    ]
    if not solutions:
        raise _refusal(_misfit([*first, *([found.mean] if found else [])], free, last))
    return min(solutions, key=lambda halves: halves.latent_dim)  # an autoencoder's code is where it is narrowest


def _fitted(trunk: Sequence[Linear], found: Heads | None, decoder: Sequence[Linear]) -> _Halves | None:
    """The two halves, if they fit each other."""
    given, latent_dim = (trunk[-1].outputs if trunk else PIXELS), decoder[0].inputs
    sigmoid = Sentence("A sigmoid follows the last layer.")
    if found is not None:
        encoder = Encoder(trunk, found.mean, found.log_variance)
        return _Halves(encoder, decoder, (*found.assumed, sigmoid)) if given == found.mean.inputs else None
    if not trunk:
        alone = Sentence("The decoder is a VAE's: its codes are spread as N(0, I) is.")
        return _Halves(None, decoder, (alone, sigmoid)) if latent_dim < PIXELS else None
    if given == latent_dim:
        return _Halves(Encoder(trunk[:-1], trunk[-1], None), decoder, (sigmoid,))
    if given == 2 * latent_dim:
        both = trunk[-1]
        parts = both.rows(0, latent_dim), both.rows(latent_dim, given)
        halved = Sentence("Of what {name} gives, the first half is μ, the second log σ².", name=both.name)
        return _Halves(Encoder(trunk[:-1], *parts), decoder, (halved, sigmoid))
    return None


def _chain(layers: Sequence[Linear], start: int | None) -> Sequence[Linear] | None:
    """``layers`` in an order in which each takes what the one before gives, the natural one if it will do.

    ``start`` is what the first takes; ``None``: anything.
    """
    orders = permutations(layers) if len(layers) <= MOST_SHUFFLED else [layers]
    return next((order for order in orders if _is_chain(order, start)), None)


def _is_chain(layers: Sequence[Linear], start: int | None) -> bool:
    fits = all(before.outputs == after.inputs for before, after in pairwise(layers))
    return fits and (not layers or start in (None, layers[0].inputs))


def _misfit(encoder: Sequence[Linear], free: Sequence[Linear], decoder: Sequence[Linear]) -> Sentence:
    """The first layer that does not take what the one before it gives; else, all of them."""
    for half in (encoder, decoder, free):
        for before, after in pairwise(half):
            if before.outputs != after.inputs:
                return Sentence(
                    "{after} takes {taken} numbers, and {before} before it gives {given}.",
                    after=after.name,
                    taken=after.inputs,
                    before=before.name,
                    given=before.outputs,
                )
    found = ", ".join(f"{layer.name} {layer.inputs}→{layer.outputs}" for layer in (*encoder, *free, *decoder))
    return Sentence(
        "No way leads through its layers, from {pixels} pixels to z and back: {found}.",
        pixels=PIXELS,
        found=found[:300],
    )


def _refusal(reason: Sentence) -> CheckpointError:
    return CheckpointError("{reason} {what_fits}", reason=reason, what_fits=WHAT_FITS)
