"""Saved models: weights as safetensors, everything else as JSON, nothing executable.

A checkpoint is a folder with ``weights.safetensors`` and ``checkpoint.json``, or a single safetensors file with both in
it, to be taken along. Loading checks every name, shape and number before a network is handed out: it is whole or it is
refused.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_weights
from safetensors.torch import save as pack_weights
from torch import Tensor

import vae_core
from vae_core import storage
from vae_core.config import from_json, is_number, is_whole, to_json
from vae_core.errors import CheckpointError, ConfigError
from vae_core.models import Network, build
from vae_core.packing import pack, unpack
from vae_core.storage import AnyPath, write_atomically
from vae_core.training.config import TrainingConfig

WEIGHTS = "weights.safetensors"
DESCRIPTION = "checkpoint.json"
FORMAT = 1
# The largest network that a configuration allows, twice eight layers of 4096, has 970 MB.
MAX_WEIGHTS_BYTES = 1_200_000_000
MAX_DESCRIPTION_BYTES = 1_000_000
FIELDS = {"format", "version", "config", "dataset", "epochs", "metrics"}
SOURCE = {
    "name": lambda value: isinstance(value, str),
    "split": lambda value: isinstance(value, str),
    "examples": lambda value: is_whole(value, 1, 10**12),
    "sha256": lambda value: isinstance(value, str),
}
CHECKS = {
    "version": lambda value: isinstance(value, str),
    "dataset": lambda value: (
        isinstance(value, dict)
        and value.keys() == SOURCE.keys()
        and all(is_right(value[name]) for name, is_right in SOURCE.items())
    ),
    "epochs": lambda value: is_whole(value, 0, 10_000),
    "metrics": lambda value: isinstance(value, dict) and all(is_number(one, -1e300, 1e300) for one in value.values()),
}
PRECISIONS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A trained model and where it came from.

    Attributes:
        config: the run that made it; its seed is in it.
        weights: every parameter, by name.
        dataset: ``{"name", "split", "examples", "sha256"}`` of the training set.
        epochs: passes over the training set that were really done.
        metrics: named results, in nats per example.
        version: of this package when the file was written.
    """

    config: TrainingConfig
    weights: Mapping[str, Tensor]
    dataset: Mapping[str, str | int]
    epochs: int
    metrics: Mapping[str, float]
    version: str = vae_core.__version__

    @cached_property
    def digest(self) -> str:
        """A hash of its file, 16 hexadecimal digits: another model has another."""
        return hashlib.sha256(to_bytes(self)).hexdigest()[:16]

    def model(self) -> Network:
        """The network with these weights, in evaluation mode."""
        model = build(self.config.model)
        model.load_state_dict({name: value.float() for name, value in self.weights.items()})
        return model.eval()


def save(folder, checkpoint: Checkpoint, *, dtype: torch.dtype = torch.float32) -> AnyPath:
    """Write ``checkpoint`` into ``folder``, each file whole or not at all.

    ``dtype`` is the precision on disk; loading always gives float32.
    """
    folder = storage.at(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files(checkpoint, dtype=dtype).items():
            write_atomically(folder / name, content)
    except OSError as error:
        raise CheckpointError(
            "{folder} could not be written: {error}.", folder=folder, error=error.strerror or error
        ) from error
    return folder


def files(checkpoint: Checkpoint, *, dtype: torch.dtype = torch.float32) -> dict[str, bytes]:
    """What :func:`save` writes, by name; the description comes last, because it makes a folder a checkpoint."""
    weights = {name: value.to(dtype).contiguous() for name, value in checkpoint.weights.items()}
    description = json.dumps(_description(checkpoint), indent=2) + "\n"
    return {WEIGHTS: pack_weights(weights), DESCRIPTION: description.encode()}


def to_bytes(checkpoint: Checkpoint) -> bytes:
    """``checkpoint`` as the content of one safetensors file; :func:`from_bytes` is the inverse."""
    return pack(_description(checkpoint), {name: value.numpy() for name, value in checkpoint.weights.items()})


def _description(checkpoint: Checkpoint) -> dict:
    return {
        "format": FORMAT,
        "version": checkpoint.version,
        "config": to_json(checkpoint.config),
        "dataset": dict(checkpoint.dataset),
        "epochs": checkpoint.epochs,
        "metrics": dict(checkpoint.metrics),
    }


def load(path) -> Checkpoint:
    """Read and check the checkpoint at ``path``: a folder, or a file that holds all of it.

    Raises :class:`CheckpointError` saying what is wrong.
    """
    path = storage.at(path)
    if path.is_file():
        return from_bytes(_read(path, MAX_WEIGHTS_BYTES), path)
    description = _parse_description(path / DESCRIPTION)
    config = _check_description(description, path / DESCRIPTION)
    return _checkpoint(description, config, _parse_weights(path / WEIGHTS), path / WEIGHTS)


def from_bytes(content: bytes, name: str | AnyPath) -> Checkpoint:
    """The checkpoint that :func:`to_bytes` put into ``content``; ``name`` is what its reader calls the file.

    Raises :class:`CheckpointError` saying what is wrong.
    """
    try:
        description, arrays = unpack(content)
    except CheckpointError as error:
        raise CheckpointError("{file}: {error}", file=name, error=error) from error
    config = _check_description(description, name)
    return _checkpoint(description, config, {key: torch.from_numpy(value) for key, value in arrays.items()}, name)


def _checkpoint(description: dict, config: TrainingConfig, weights: Mapping[str, Tensor], place) -> Checkpoint:
    rest = (description[name] for name in ("dataset", "epochs", "metrics", "version"))
    return Checkpoint(config, _checked_weights(weights, config, place), *rest)


def _read(path: AnyPath, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            raise CheckpointError(
                "{file}: expected at most {limit} bytes, found {size}.", file=path, limit=limit, size=size
            )
        return path.read_bytes()
    except OSError as error:
        raise CheckpointError("{file} could not be read: {error}.", file=path, error=error.strerror or error) from error


def _parse_description(path: AnyPath) -> object:
    try:
        return json.loads(_read(path, MAX_DESCRIPTION_BYTES))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(
            "{file}: expected JSON, found something else ({error}).", file=path, error=error
        ) from error


def _check_description(description: object, place) -> TrainingConfig:
    """The run that made it."""
    if not isinstance(description, dict) or description.keys() != FIELDS:
        content = ", ".join(sorted(description)) if isinstance(description, dict) else type(description).__name__
        raise CheckpointError(
            "{file}: expected the fields {names}, found {found}.",
            file=place,
            names=", ".join(sorted(FIELDS)),
            found=content,
        )
    if not is_whole(description["format"], FORMAT, FORMAT):
        raise CheckpointError(
            "{file}: expected format {format}, found {found}.",
            file=place,
            format=FORMAT,
            found=repr(description["format"])[:60],
        )
    for name, is_right in CHECKS.items():
        if not is_right(description[name]):
            raise CheckpointError(
                "{file}: {field} cannot be {found}.", file=place, field=name, found=repr(description[name])[:60]
            )
    try:
        return from_json(TrainingConfig, description["config"])
    except ConfigError as error:
        raise CheckpointError("{file}: {error}.", file=place, error=error) from error


def _parse_weights(path: AnyPath) -> Mapping[str, Tensor]:
    content = _read(path, MAX_WEIGHTS_BYTES)
    try:
        return parse_weights(content)
    except (SafetensorError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise CheckpointError(
            "{file}: expected a safetensors file, found something else ({error}).", file=path, error=error
        ) from error


def _checked_weights(weights: Mapping[str, Tensor], config: TrainingConfig, place) -> Mapping[str, Tensor]:
    with torch.device("meta"):  # shapes without memory
        expected = {name: value.shape for name, value in build(config.model).state_dict().items()}
    missing, unknown = sorted(expected.keys() - weights.keys()), sorted(weights.keys() - expected.keys())
    if missing or unknown:
        raise CheckpointError(
            "{file}: does not fit its description (missing: {missing}; unknown: {unknown}).",
            file=place,
            missing=missing or "none",
            unknown=unknown or "none",
        )
    for name, value in weights.items():
        if value.shape != expected[name]:
            raise CheckpointError(
                "{file}: {name} should have shape {expected}, has {found}.",
                file=place,
                name=name,
                expected=list(expected[name]),
                found=list(value.shape),
            )
        if value.dtype not in PRECISIONS or not torch.isfinite(value.float()).all():
            raise CheckpointError("{file}: {name} holds values that are not finite numbers.", file=place, name=name)
    return {name: value.float() for name, value in weights.items()}
