"""The state of an unfinished run as bytes, from which it goes on, bit for bit, as if it had never stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from vae_core import packing, storage
from vae_core.config import from_json, is_number, is_whole
from vae_core.data import Dataset
from vae_core.errors import CheckpointError, ConfigError
from vae_core.storage import write_atomically
from vae_core.training.config import Change, TrainingConfig
from vae_core.training.learner import Learner

FORMAT = 1


def _is_finite(value) -> bool:
    return is_number(value, -1e300, 1e300)


def _are_terms(value) -> bool:
    return isinstance(value, dict) and "loss" in value and all(map(_is_finite, value.values()))


def _is_watch(value) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"good_loss", "best", "epochs_without_best"}
        and _is_finite(value["good_loss"])
        and (value["best"] is None or _is_finite(value["best"]))
        and is_whole(value["epochs_without_best"], 0, 10_000)
    )


CHECKS = {
    "format": lambda value: is_whole(value, FORMAT, FORMAT),
    "config": lambda value: isinstance(value, dict),
    "data": lambda value: isinstance(value, dict),
    "step": lambda value: is_whole(value, 0, 10**12),
    "changes": lambda value: isinstance(value, list),
    "train_terms": _are_terms,
    "since_last": lambda value: isinstance(value, list) and all(map(_are_terms, value)),
    "watch": _is_watch,
}


@dataclass(frozen=True, eq=False)
class TrainingState:
    """Everything that decides how a run goes on.

    Attributes:
        record: configuration, step, changes and running numbers, as JSON values.
        tensors: weights, the optimiser's memory and the generators' states, by name.
    """

    record: Mapping[str, Any]
    tensors: Mapping[str, Tensor]


def pack(state: TrainingState) -> bytes:
    """``state`` as one safetensors file; :func:`unpack` is its inverse."""
    return packing.pack(state.record, {name: value.numpy() for name, value in state.tensors.items()})


def unpack(content: bytes) -> TrainingState:
    """The state in ``content``; raises :class:`CheckpointError` where it is damaged."""
    record, arrays = packing.unpack(content)
    state = TrainingState(record, {name: torch.from_numpy(array) for name, array in arrays.items()})
    _require_well_formed(state)
    return state


def save(path, state: TrainingState) -> None:
    """Write ``state`` to ``path``, whole or not at all; raises :class:`CheckpointError` where that fails."""
    try:
        write_atomically(storage.at(path), pack(state))
    except OSError as error:
        raise CheckpointError(f"{path} could not be written: {error.strerror or error}.") from error


def load(path) -> TrainingState:
    """Read and check the state at ``path``; raises :class:`CheckpointError` where it is missing or damaged."""
    try:
        return unpack(storage.at(path).read_bytes())
    except OSError as error:
        raise CheckpointError(f"{path} could not be read: {error.strerror or error}.") from error


def fingerprint(dataset: Dataset, held_out: Dataset | None) -> dict[str, str | None]:
    """What tells the data of one run from those of another."""
    return {"train": dataset.sha256, "held_out": held_out.sha256 if held_out else None}


def restore(learner: Learner, state: TrainingState, data: Mapping[str, str | None]) -> None:
    """Put a new ``learner`` where the one was that ``state`` was taken of.

    Raises:
        CheckpointError: ``state`` is damaged, or of a run with another config or other ``data``.
    """
    _require_well_formed(state)
    record = state.record
    if from_json(TrainingConfig, record["config"]) != learner.config:
        raise CheckpointError("The state belongs to a run with another configuration: it cannot be taken up with this.")
    if record["data"] != data:
        raise CheckpointError("The state belongs to a run on other data: it cannot be taken up with these.")
    if record["step"] > learner.total_steps:
        raise CheckpointError(f"The state is at step {record['step']} of a run of {learner.total_steps} steps.")
    _require_same_form(state.tensors, learner.state())
    try:
        learner.restore(state.tensors, record["step"], [from_json(Change, values) for values in record["changes"]])
    except RuntimeError as error:  # what a generator says to bytes that are no state of it
        raise CheckpointError(f"The state of a generator of random numbers is damaged ({error}).") from error


def _require_same_form(tensors: Mapping[str, Tensor], expected: Mapping[str, Tensor]) -> None:
    different = sorted(tensors.keys() ^ expected.keys())
    if different:
        raise CheckpointError(
            f"The state does not fit the model that it describes: {different[0]} is missing or unknown."
        )
    for name, value in expected.items():
        tensor = tensors[name]
        if (tensor.shape, tensor.dtype) != (value.shape, value.dtype):
            raise CheckpointError(
                f"The state's {name} should be {value.dtype} of shape {list(value.shape)}, "
                f"is {tensor.dtype} of shape {list(tensor.shape)}."
            )


def _require_well_formed(state: TrainingState) -> None:
    record = state.record
    if record.keys() != CHECKS.keys():
        raise CheckpointError(f"Expected the fields {', '.join(CHECKS)} of a training state, found {sorted(record)}.")
    for name, is_right in CHECKS.items():
        if not is_right(record[name]):
            raise CheckpointError(f"The training state is damaged: {name} cannot be {record[name]!r:.60}.")
    try:
        from_json(TrainingConfig, record["config"])
        changes = [from_json(Change, values) for values in record["changes"]]
    except ConfigError as error:
        raise CheckpointError(f"The training state is damaged: {error}.") from error
    steps = [change.step for change in changes]
    if [*steps, record["step"]] != sorted([*steps, record["step"]]):
        raise CheckpointError(f"The training state is damaged: after {record['step']} steps it has changes at {steps}.")
    if any(result.keys() != record["train_terms"].keys() for result in record["since_last"]):
        raise CheckpointError("The training state is damaged: the terms of its steps have different names.")
    for name, value in state.tensors.items():
        if not torch.isfinite(value).all():
            raise CheckpointError(f"The training state is damaged: {name} holds values that are not finite numbers.")
