"""What the command line does: train, evaluate, publish, gaps.

Each command takes the parsed options and prints its result; what goes wrong, it raises.
"""

import contextlib
import dataclasses
import json
import math
import signal
import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor
from tqdm import tqdm

from vae_core import data, pretrained, publishing
from vae_core.analysis.evaluation import Estimate, as_learned
from vae_core.analysis.evaluation import evaluate as score
from vae_core.analysis.gaps import measure
from vae_core.analysis.kept_scores import KeptScores
from vae_core.analysis.likelihood_scores import LikelihoodScores, score_likelihood
from vae_core.compressing import compress, decompress
from vae_core.data import own
from vae_core.denoising import DenoisingConfig
from vae_core.errors import CheckpointError, ConfigError, DatasetError, TrainingDiverged
from vae_core.exporting import export
from vae_core.training import Snapshot, TrainingConfig, checkpoints
from vae_core.training import train as snapshots
from vae_core.training.checkpoints import Checkpoint
from vae_core.training_options import training_command, training_config

__all__ = ["compress", "decompress", "evaluate", "export", "gaps", "publish", "train"]

# Images of the test split that are scored after each epoch, for the progress bar.
WATCHED = 2000


def train(options: Namespace) -> None:
    """Train, save, and say what the result is worth; what ended the run early is raised after saving."""
    config = training_config(options)
    begun = _checkpoint(options.begin_with) if options.begin_with else None
    if begun and begun.config.model != config.model:
        raise ConfigError(f"{options.begin_with} is another network than the one that is to be trained.")
    _ensure_writable(options.out)
    dataset, test = _load(options, "train", "test")
    dataset, test = pretrained.coded(config, dataset, options.draws), pretrained.coded(config, test)
    if config.batch_size > len(dataset):
        print(f"A batch is the whole training set: {len(dataset)} images, not {config.batch_size}.", file=sys.stderr)
    snapshot, ending = _run_with_progress(config, dataset, test.take(WATCHED), begun and begun.weights)
    _save(options.out, config, snapshot, dataset, test)
    if ending:
        raise ending


def evaluate(options: Namespace) -> None:
    """Score a pretrained model or a checkpoint, in nats per image."""
    checkpoint = _checkpoint(options.model)
    (dataset,) = _load(options, options.split)
    dataset = dataset.take(options.limit) if options.limit else dataset
    dataset = pretrained.coded(checkpoint.config, dataset)
    _check_pixels(checkpoint, dataset)
    dataset = as_learned(checkpoint.config, dataset, seed=options.seed)
    results = dict(score(checkpoint.model(), checkpoint.config.objective, dataset, seed=options.seed))
    monte_carlo_error = None
    if options.importance_samples:
        scores = _score_by_importance(checkpoint, dataset, options)
        results["importance_weighted_nll"], monte_carlo_error = scores.estimate, scores.monte_carlo_error
    if options.json:
        scores = {name: _as_json(result) for name, result in results.items()}
        print(json.dumps(scores | {"monte_carlo_error": monte_carlo_error}))
        return
    kind = "binarised images" if checkpoint.config.binarise else "images"
    if name := getattr(checkpoint.config.model, "codes_of", None):
        kind = f"codes of {name}"
    print(f"{options.model} on {dataset.name}, {dataset.split} split, {len(dataset)} {kind}, per image:")
    _print_results(results, checkpoint.config)
    if monte_carlo_error is not None:
        print(f"  (Monte Carlo error of that mean, {options.importance_samples} samples: {monte_carlo_error:.4f})")


def _checkpoint(model: str) -> Checkpoint:
    """A pretrained model, or the checkpoint in a folder or file."""
    if model in pretrained.available():
        return pretrained.load_checkpoint(model)
    return checkpoints.load(pretrained.place_of(model))


def _score_by_importance(checkpoint: Checkpoint, dataset: data.Dataset, options: Namespace) -> LikelihoodScores:
    """Of each image; where they are to be kept, those that are kept already are not scored again."""
    objective = checkpoint.config.objective
    if checkpoint.config.model.model != "vae" or not objective.is_likelihood:
        raise ConfigError("--importance-samples needs a VAE with a likelihood, which the squared error is not")
    samples, seed = options.importance_samples, options.seed
    kept = options.keep and KeptScores(options.keep, checkpoint.digest, dataset.sha256, samples, seed)
    known = kept.load() if kept else LikelihoodScores()
    with tqdm(total=len(dataset), initial=len(known.nll), unit="image", dynamic_ncols=True) as bar:

        def hear(scores: LikelihoodScores) -> None:
            bar.update(len(scores.nll) - bar.n)
            if kept:
                kept.save(scores)

        model, settings = checkpoint.model(), {"seed": seed, "known": known, "told": hear}
        return score_likelihood(model, dataset, samples, objective=objective, **settings)


def publish(options: Namespace) -> None:
    """Turn a checkpoint into a pretrained model and print its row of the manifest."""
    checkpoint = checkpoints.load(options.checkpoint)
    dataset, test = _load(options, "train", "test")
    draws = max(1, checkpoint.dataset["examples"] // len(dataset))
    test = pretrained.coded(checkpoint.config, test)
    _check_pixels(checkpoint, test)
    command = training_command(checkpoint.config, options.dataset, options.threads, draws, options.begin_with)
    command += f"\npython -m vae_core publish DIR {options.name} --dataset {options.dataset}"
    row = publishing.publish(options.checkpoint, options.name, dataset, test, command=command)
    print(json.dumps(row, indent=2))


def gaps(options: Namespace) -> None:
    """Measure how far a pretrained model's bound is from log p(x), image by image, and put it beside the model."""
    checkpoint = pretrained.load_checkpoint(options.name)
    if not checkpoint.config.binarise:
        raise ConfigError("gaps are measured of a model that has learned black and white images")
    sets, found = dict(zip(("test", "train"), _load(options, "test", "train"), strict=True)), {}
    with tqdm(total=options.images * len(sets), unit="image", dynamic_ncols=True) as bar:
        for split, dataset in sets.items():
            _check_pixels(checkpoint, dataset)
            found[split] = measure(
                checkpoint.model(), dataset, options.images, seed=options.seed, told=lambda _done: bar.update()
            )
    command = f"python -m vae_core gaps {options.name} --images {options.images} --seed {options.seed}"
    command += f" --dataset {options.dataset}"
    print(json.dumps(publishing.publish_gaps(options.name, found, command=command), indent=2))


def _check_pixels(checkpoint: Checkpoint, dataset: data.Dataset) -> None:
    expected, pixels = checkpoint.config.model.pixels, dataset.images.shape[1]
    if expected != pixels:
        raise DatasetError(f"The model expects images of {expected} pixels, those of {dataset.name} have {pixels}.")


def _as_json(result: Estimate) -> dict[str, float | None]:
    """JSON has no NaN: the standard error over one image is null."""
    return {name: value if math.isfinite(value) else None for name, value in vars(result).items()}


def _load(options: Namespace, *splits: str) -> list[data.Dataset]:
    """The splits of the data set; what was found in a file of one's own is said once."""
    invert = None if options.invert is None else options.invert == "yes"
    how = own.Options(invert, options.turn, options.levels)
    settings = {"data_dir": options.data_dir, "progress": _report_download, "options": how}
    found = [data.load(options.dataset, split=split, **settings) for split in splits]
    for sentence in dict.fromkeys(sentence for dataset in found for sentence in dataset.said):
        print(sentence, file=sys.stderr)
    return found


def _ensure_writable(folder: Path) -> None:
    """Find out before an hour of training, not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CheckpointError(f"{folder} cannot be written: {error.strerror}.") from error


def _run_with_progress(
    config: TrainingConfig, dataset: data.Dataset, watched: data.Dataset, weights: Mapping[str, Tensor] | None
) -> tuple[Snapshot, Exception | KeyboardInterrupt | None]:
    """Train to the end or to the first Ctrl-C; returns the last good snapshot and what ended the run early."""
    total = config.epochs * max(1, len(dataset) // config.batch_size)
    with _interruption() as interrupted, tqdm(total=total, unit="step", dynamic_ncols=True) as bar:

        def tick() -> bool:
            bar.update()
            return interrupted()

        try:
            for snapshot in snapshots(config, dataset, watched, weights=weights, should_stop=tick):
                shown = snapshot.held_out.get("negative_elbo", snapshot.held_out["loss"])
                speed = f"{snapshot.images_per_second:.0f} images/s"
                bar.set_postfix_str(f"epoch {snapshot.epoch}, held-out {shown:.2f}, {speed}")
        except TrainingDiverged as error:
            return error.last_good, error
        return snapshot, KeyboardInterrupt() if interrupted() else None


@contextlib.contextmanager
def _interruption():
    """Yields a function that tells whether Ctrl-C was pressed; a second press stops at once."""
    pressed = False

    def on_interrupt(_signal, _frame):
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _save(out: Path, config: TrainingConfig, snapshot: Snapshot, dataset: data.Dataset, test: data.Dataset) -> None:
    source = {"name": dataset.name, "split": dataset.split, "examples": len(dataset), "sha256": dataset.sha256}
    checkpoint = Checkpoint(config, snapshot.weights, source, snapshot.epoch, {})
    results = score(checkpoint.model(), config.objective, as_learned(config, test))
    metrics = {name: result.mean for name, result in results.items()}
    checkpoints.save(out, dataclasses.replace(checkpoint, metrics=metrics))
    print(f"Saved after {snapshot.step} steps ({snapshot.epoch} epochs) in {out}; on the test split:")
    _print_results(results, config)


LABELS = {
    "reconstruction": "reconstruction",
    "kl": "KL(q(z|x) || p(z))",
    "negative_elbo": "-ELBO",
    "importance_weighted_nll": "importance-weighted NLL",
    "steps": "KLs of all steps",
    "last": "KL(q(x_T|x_0) || p(x_T))",
    "negative_bound": "-bound",
    "cross_entropy": "-log p(class|x)",
    "accuracy": "accuracy",
}


def _print_results(results: Mapping[str, Estimate], config: TrainingConfig) -> None:
    for name, result in results.items():
        print(f"  {LABELS[name]:<26}{result.mean:10.3f} ± {result.standard_error:.3f}")
    if min(result.mean for result in results.values()) < 0:
        density = "p(x_0|x_1)" if isinstance(config.objective, DenoisingConfig) else "p(x|z)"
        print(f"  (Below 0, for {density} is a density, and where it is above 1 its negative logarithm is below 0.)")


def _report_download(file_name: str, done: int, total: int) -> None:
    print(f"\rDownloading {file_name}: {done / 1e6:.1f} of {total / 1e6:.1f} MB", end="", file=sys.stderr)
    if done >= total:
        print(file=sys.stderr)
