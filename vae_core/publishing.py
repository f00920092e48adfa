"""From a training run to a pretrained model: half precision, encodings, metrics, a card."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.numpy import save as pack_arrays

from vae_core import pretrained
from vae_core.analysis import plane_bounds
from vae_core.analysis.encodings import pack_encodings
from vae_core.analysis.estimate import Estimate
from vae_core.analysis.evaluation import as_learned, evaluate
from vae_core.analysis.gap_results import Gaps, to_arrays
from vae_core.analysis.likelihood_scores import score_likelihood
from vae_core.analysis.whitening import whiten
from vae_core.config import require, to_json
from vae_core.data import Dataset
from vae_core.model_cards import IMPORTANCE_IMAGES, IMPORTANCE_SAMPLES, has_plane_bounds, model_card, with_gaps
from vae_core.models import VAE, AutoEncoder, ClassifierConfig, DenoiserConfig, Network
from vae_core.objectives import AnyObjective
from vae_core.storage import write_atomically
from vae_core.training import TrainingConfig, checkpoints
from vae_core.training.checkpoints import Checkpoint

NAME = re.compile("[a-z0-9][a-z0-9.-]*")


def publish(run, name: str, train: Dataset, test: Dataset, *, command: str, folder: Path = pretrained.FOLDER) -> dict:
    """Turn the checkpoint in folder ``run`` into the pretrained model ``name``.

    Weights are rounded to half precision first and everything is measured after, so the numbers
    are those of the files. An autoencoder's codes are whitened, which changes no reconstruction.
    Of a denoiser, ``train`` and ``test`` are what it denoises.

    Returns the manifest's row.
    """
    require(NAME.fullmatch(name) is not None, f"a model's name is made of a-z, 0-9, '.' and '-', not {name!r}")
    trained = checkpoints.load(run)
    test = as_learned(trained.config, test)
    model = trained.model()
    if isinstance(model, AutoEncoder):
        whiten(model, torch.from_numpy(train.images))
    halved = {key: value.half() for key, value in model.state_dict().items()}
    published = dataclasses.replace(trained, weights=halved)
    model = published.model()
    results = dict(evaluate(model, published.config.objective, test))
    metrics = {key: round(value.mean, 4) for key, value in results.items()}
    published = dataclasses.replace(published, metrics=metrics)
    results |= _measure_likelihood(model, published.config.objective, test)
    target = checkpoints.save(folder / name, published, dtype=torch.float16)
    if isinstance(model, AutoEncoder | VAE):
        write_atomically(target / pretrained.ENCODINGS, pack_encodings(model, test))
    if has_plane_bounds(published.config):
        found = plane_bounds.plane_bounds(model, test.take(plane_bounds.IMAGES).images)
        write_atomically(target / pretrained.BOUNDS, pack_arrays(found.arrays()))
    write_atomically(target / "README.md", model_card(name, published, results, command).encode())
    return _register(folder, name, published)


def publish_gaps(name: str, of: Mapping[str, Gaps], *, command: str, folder: Path = pretrained.FOLDER) -> dict:
    """Put the gaps of images of each split beside the pretrained model ``name``, and into its card.

    They are of its weights as published: a model that is published anew has none.

    Returns the manifest's row.
    """
    card = folder / name / "README.md"
    write_atomically(folder / name / pretrained.GAPS, pack_arrays(to_arrays(of)))
    write_atomically(card, with_gaps(card.read_text("utf-8"), of, command).encode())
    return _register(folder, name, checkpoints.load(folder / name), pretrained.GAPS)


def _measure_likelihood(model: Network, objective: AnyObjective, test: Dataset) -> dict[str, Estimate]:
    if not isinstance(model, VAE) or not objective.is_likelihood:
        return {}
    scores = score_likelihood(model, test.take(IMPORTANCE_IMAGES), IMPORTANCE_SAMPLES, objective=objective)
    return {"importance_weighted_nll": scores.estimate}


def _register(folder: Path, name: str, checkpoint: Checkpoint, *measured: str) -> dict:
    known = (checkpoints.WEIGHTS, checkpoints.DESCRIPTION, pretrained.ENCODINGS, pretrained.BOUNDS, *measured)
    files = {file: folder / name / file for file in known}
    row = {
        **_shape(checkpoint.config),
        "dataset": checkpoint.dataset["name"],
        "metrics": dict(checkpoint.metrics),
        "files": {
            file: hashlib.sha256(path.read_bytes()).hexdigest() for file, path in files.items() if path.is_file()
        },
    }
    path = folder / pretrained.MANIFEST
    rows = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    rows = dict(sorted({**rows, name: row}.items()))
    write_atomically(path, (json.dumps(rows, indent=2) + "\n").encode())
    return row


def _shape(config: TrainingConfig) -> dict:
    model = config.model
    if isinstance(model, DenoiserConfig):
        return {**to_json(model), "schedule": to_json(config.objective.schedule)}
    if isinstance(model, ClassifierConfig):
        return to_json(model)
    return {
        "model": model.model,
        "latent_dim": model.latent_dim,
        "hidden": list(model.hidden),
        "activation": model.activation,
    }
