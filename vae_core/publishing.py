"""From a training run to a pretrained model: half precision, encodings, metrics, a card."""

import dataclasses
import hashlib
import json
import re
from pathlib import Path

import torch

from vae_core import pretrained
from vae_core.analysis.encodings import pack_encodings
from vae_core.analysis.evaluation import Estimate, as_learned, evaluate, importance_weighted_nll
from vae_core.analysis.whitening import whiten
from vae_core.config import require
from vae_core.data import Dataset
from vae_core.models import VAE, AutoEncoder
from vae_core.training import checkpoints
from vae_core.training.checkpoints import Checkpoint, write_atomically

# Enough for a Monte Carlo error well under the spread between images.
IMPORTANCE_SAMPLES = 1000
IMPORTANCE_IMAGES = 1000
NAME = re.compile("[a-z0-9][a-z0-9.-]*")


def publish(run, name: str, train: Dataset, test: Dataset, *, command: str, folder: Path = pretrained.FOLDER) -> dict:
    """Turn the checkpoint in folder ``run`` into the pretrained model ``name``.

    Weights are rounded to half precision first and everything is measured after, so the numbers
    are those of the files. An autoencoder's codes are whitened, which changes no reconstruction.

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
    results |= _measure_likelihood(model, test)
    target = checkpoints.save(folder / name, published, dtype=torch.float16)
    write_atomically(target / pretrained.ENCODINGS, pack_encodings(model, test))
    write_atomically(target / "README.md", model_card(name, published, results, command).encode())
    return _register(folder, name, published)


def _measure_likelihood(model: AutoEncoder | VAE, test: Dataset) -> dict[str, Estimate]:
    if isinstance(model, AutoEncoder):
        return {}
    nll, _ = importance_weighted_nll(model, test.take(IMPORTANCE_IMAGES), IMPORTANCE_SAMPLES)
    return {"importance_weighted_nll": Estimate.of(nll)}


def _register(folder: Path, name: str, checkpoint: Checkpoint) -> dict:
    files = (checkpoints.WEIGHTS, checkpoints.DESCRIPTION, pretrained.ENCODINGS)
    row = {
        "model": checkpoint.config.model.model,
        "latent_dim": checkpoint.config.model.latent_dim,
        "hidden": list(checkpoint.config.model.hidden),
        "activation": checkpoint.config.model.activation,
        "dataset": checkpoint.dataset["name"],
        "metrics": dict(checkpoint.metrics),
        "files": {file: hashlib.sha256((folder / name / file).read_bytes()).hexdigest() for file in files},
    }
    path = folder / pretrained.MANIFEST
    rows = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    rows = dict(sorted({**rows, name: row}.items()))
    write_atomically(path, (json.dumps(rows, indent=2) + "\n").encode())
    return row


METRIC_NAMES = {
    "reconstruction": "reconstruction",
    "kl": "KL(q(z\\|x) ‖ p(z))",
    "negative_elbo": "−ELBO",
    "importance_weighted_nll": f"NLL by importance weights ({IMPORTANCE_SAMPLES}, first {IMPORTANCE_IMAGES} images)",
}
LIMITS = {
    "binary vae": """\
- The images are binary: each pixel of a batch was drawn anew with its grey level as the probability, and the test
  set was drawn once in the same way. So these numbers are log probabilities, comparable with others on binarised
  MNIST of this kind; on grey levels the same formula would only be a score.
- A small fully connected network with a latent plane: its digits are blurred where two classes meet.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "vae": """\
- The images are grey, so the Bernoulli formula is a score here, not a normalised likelihood: compare these
  numbers only with others computed on grey levels.
- A small fully connected network: its digits are blurred where two classes meet.
- It has seen MNIST's centred, upright digits and nothing else.""",
    "ae": """\
- Nothing in its training asks the space between codes to mean anything: decoded there, it gives what it gives.
- The codes were whitened after training (mean 0, covariance I over the training set) by moving an affine map
  from the encoder's last layer into the decoder's first. No reconstruction changes; but a sample of N(0, I) now
  has the codes' own mean and spread, so that what is wrong with it is their shape and their holes alone.
- It has seen MNIST's centred, upright digits and nothing else.""",
}


def model_card(name: str, checkpoint: Checkpoint, results: dict[str, Estimate], command: str) -> str:
    """What a reader should know of a pretrained model, as Markdown."""
    config = checkpoint.config
    unit = "nats per image" if config.objective.reconstruction != "squared-error" else "summed squared error per image"
    rows = "\n".join(
        f"| {METRIC_NAMES[key]} | {value.mean:.2f} ± {value.standard_error:.2f} |" for key, value in results.items()
    )
    widths = " - ".join(map(str, (config.model.pixels, *config.model.hidden, config.model.latent_dim)))
    return f"""\
# {name}

{"A variational autoencoder" if config.model.model == "vae" else "An autoencoder"} with {config.model.latent_dim} \
latent dimensions, {widths} and back, {config.model.activation} activations, weights in half precision.

Trained on the {checkpoint.dataset["examples"]} training images of {checkpoint.dataset["name"]} for \
{checkpoint.epochs} epochs, seed {config.seed}:

```
{command}
```

On the official test set ({unit}; ± is the standard error over the images):

| | |
|---|---|
{rows}

`encodings.safetensors` holds where it puts each of the 10 000 test images{" as drawn" * config.binarise} (float16).

## Known limits

{LIMITS["binary vae" if config.binarise and config.model.model == "vae" else config.model.model]}
"""
