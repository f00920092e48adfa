"""The command line: ``python -m vae_core train | evaluate | publish``."""

import argparse
import contextlib
import json
import shlex
import signal
import sys
import tempfile
from pathlib import Path

from vae_core import data, pretrained
from vae_core.errors import CheckpointError, ConfigError, TrainingDiverged, VaeCoreError

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
# Images of the test split that are scored after each epoch, for the progress bar.
WATCHED = 2000


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 misused, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        if options.threads:
            import torch

            torch.set_num_threads(options.threads)
        return options.run(options)
    except ConfigError as error:
        return _complain(error, MISUSED)
    except VaeCoreError as error:
        return _complain(error, FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)


def _complain(message, code: int) -> int:
    print(f"error: {message}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m vae_core", description="Train and evaluate autoencoders.")
    commands = parser.add_subparsers(required=True, metavar="train | evaluate | publish")

    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--dataset", choices=data.NAMES, default="mnist")
    shared.add_argument("--data-dir", type=Path, help="folder with the four IDX files, gzipped or not")
    shared.add_argument(
        "--threads", type=int, help="threads for the arithmetic; results repeat bit for bit only at equal numbers"
    )

    train = commands.add_parser("train", parents=[shared], help="train a model and save it")
    train.add_argument("--model", choices=("ae", "vae"), default="vae")
    train.add_argument("--latent-dim", type=int, default=8)
    train.add_argument("--hidden", type=_widths, default=(512, 256), help="widths such as 512,256; '' for none")
    train.add_argument("--activation", choices=("relu", "silu", "tanh"), default="silu")
    train.add_argument("--reconstruction", choices=("squared-error", "bernoulli", "gaussian"), default="bernoulli")
    train.add_argument("--log-variance", type=float, help="of a Gaussian p(x|z); learned when left out")
    train.add_argument("--beta", type=float, default=1.0)
    train.add_argument("--epochs", type=int, default=20)
    train.add_argument("--batch-size", type=int, default=128)
    train.add_argument("--learning-rate", type=float, default=1e-3)
    train.add_argument("--schedule", choices=("constant", "one-cycle"), default="constant")
    train.add_argument("--weight-decay", type=float, default=0.0)
    train.add_argument("--input-noise", type=float, default=0.0, help="how often the encoder sees a binarised copy")
    train.add_argument("--max-gradient-norm", type=float, help="shorten longer gradients")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--out", type=Path, required=True, help="folder for the checkpoint")
    train.set_defaults(run=_train)

    evaluate = commands.add_parser("evaluate", parents=[shared], help="score a model, in nats per image")
    evaluate.add_argument("model", metavar="NAME_OR_DIR", help="a pretrained model or a checkpoint's folder")
    evaluate.add_argument("--split", choices=("train", "test"), default="test")
    evaluate.add_argument("--limit", type=int, help="only the first so many images")
    evaluate.add_argument("--importance-samples", type=int, metavar="K", help="also estimate the NLL with K samples")
    evaluate.add_argument("--seed", type=int, default=0)
    evaluate.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    evaluate.set_defaults(run=_evaluate)

    publish = commands.add_parser(
        "publish",
        parents=[shared],
        help="turn a checkpoint into a pretrained model",
        description="Give --threads as the training had it: the model card repeats it.",
    )
    publish.add_argument("checkpoint", type=Path, metavar="DIR")
    publish.add_argument("name")
    publish.set_defaults(run=_publish)
    return parser


def _widths(text: str) -> tuple[int, ...]:
    return tuple(int(width) for width in text.split(",") if width.strip())


def _training_config(options):
    from vae_core.models import ModelConfig
    from vae_core.objectives import ObjectiveConfig
    from vae_core.training import TrainingConfig

    learned_variance = options.reconstruction == "gaussian" and options.log_variance is None
    return TrainingConfig(
        model=ModelConfig(
            options.model, options.latent_dim, options.hidden, options.activation, learned_variance=learned_variance
        ),
        objective=ObjectiveConfig(options.reconstruction, options.beta, options.log_variance),
        epochs=options.epochs,
        batch_size=options.batch_size,
        learning_rate=options.learning_rate,
        schedule=options.schedule,
        weight_decay=options.weight_decay,
        input_noise=options.input_noise,
        max_gradient_norm=options.max_gradient_norm,
        seed=options.seed,
    )


def _train(options) -> int:
    config = _training_config(options)
    _ensure_writable(options.out)
    dataset = data.load(options.dataset, split="train", data_dir=options.data_dir, progress=_report_download)
    test = data.load(options.dataset, split="test", data_dir=options.data_dir, progress=_report_download)
    snapshot, code = _run_with_progress(config, dataset, test.take(WATCHED))
    return _save(options.out, config, snapshot, dataset, test) or code


def _ensure_writable(folder: Path) -> None:
    """Find out before an hour of training, not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CheckpointError(f"{folder} cannot be written: {error.strerror}.") from error


def _run_with_progress(config, dataset, watched):
    """Train to the end or to the first Ctrl-C; returns the last good snapshot and the exit code."""
    from tqdm import tqdm

    from vae_core.training import train

    total = config.epochs * max(1, len(dataset) // config.batch_size)
    snapshot = None
    with _interruption() as interrupted, tqdm(total=total, unit="step", dynamic_ncols=True) as bar:

        def tick() -> bool:
            bar.update()
            return interrupted()

        try:
            for snapshot in train(config, dataset, watched, should_stop=tick):
                shown = snapshot.held_out.get("negative_elbo", snapshot.held_out["loss"])
                bar.set_postfix_str(
                    f"epoch {snapshot.epoch}, held-out {shown:.2f}, {snapshot.images_per_second:.0f} images/s"
                )
        except TrainingDiverged as error:
            return error.last_good, _complain(error, FAILED)
    return snapshot, INTERRUPTED if interrupted() else 0


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


def _save(out: Path, config, snapshot, dataset, test) -> int:
    from vae_core.analysis.evaluation import evaluate
    from vae_core.training.checkpoints import Checkpoint, save

    provenance = {
        "name": dataset.name,
        "split": dataset.split,
        "examples": len(dataset),
        "sha256": dataset.sha256,
    }
    checkpoint = Checkpoint(config, snapshot.weights, provenance, snapshot.epoch, {})
    results = evaluate(checkpoint.model(), config.objective, test)
    metrics = {name: result.mean for name, result in results.items()}
    save(out, Checkpoint(config, snapshot.weights, provenance, snapshot.epoch, metrics))
    print(f"Saved after {snapshot.step} steps ({snapshot.epoch} epochs) in {out}; on the test split:")
    _print_results(results)
    return 0


def _evaluate(options) -> int:
    from vae_core.analysis.evaluation import Estimate, evaluate, importance_weighted_nll
    from vae_core.training import checkpoints

    is_name = options.model in pretrained.available()
    checkpoint = checkpoints.load(pretrained.FOLDER / options.model if is_name else options.model)
    dataset = data.load(options.dataset, split=options.split, data_dir=options.data_dir, progress=_report_download)
    dataset = dataset.take(options.limit) if options.limit else dataset
    model = checkpoint.model()
    results = dict(evaluate(model, checkpoint.config.objective, dataset, seed=options.seed))
    monte_carlo = None
    if options.importance_samples:
        if checkpoint.config.model.model != "vae" or checkpoint.config.objective.reconstruction != "bernoulli":
            raise ConfigError("--importance-samples needs a VAE with a Bernoulli likelihood")
        with _bar(len(dataset)) as bar:
            nll, errors = importance_weighted_nll(
                model, dataset, options.importance_samples, seed=options.seed, progress=bar
            )
        results["importance_weighted_nll"] = Estimate.of(nll)
        monte_carlo = errors.square().sum().sqrt().item() / len(dataset)
    if options.json:
        print(json.dumps({name: vars(result) for name, result in results.items()} | {"monte_carlo_error": monte_carlo}))
        return 0
    print(f"{options.model} on {dataset.name}, {dataset.split} split, {len(dataset)} images, per image:")
    _print_results(results)
    if monte_carlo is not None:
        print(f"  (Monte Carlo error of that mean, {options.importance_samples} samples: {monte_carlo:.4f})")
    return 0


LABELS = {
    "reconstruction": "reconstruction",
    "kl": "KL(q(z|x) || p(z))",
    "negative_elbo": "-ELBO",
    "importance_weighted_nll": "importance-weighted NLL",
}


def _print_results(results) -> None:
    for name, result in results.items():
        print(f"  {LABELS[name]:<26}{result.mean:10.3f} ± {result.standard_error:.3f}")


def _publish(options) -> int:
    from vae_core.publishing import publish
    from vae_core.training import checkpoints

    config = checkpoints.load(options.checkpoint).config
    train, test = (data.load(options.dataset, split=split, data_dir=options.data_dir) for split in ("train", "test"))
    command = training_command(config, options.dataset, options.threads)
    command += f"\npython -m vae_core publish DIR {options.name} --dataset {options.dataset}"
    row = publish(options.checkpoint, options.name, train, test, command=command)
    print(json.dumps(row, indent=2))
    return 0


def training_command(config, dataset: str, threads: int | None = None) -> str:
    """The command line that repeats the run described by ``config``."""
    values = {
        "model": config.model.model,
        "dataset": dataset,
        "latent-dim": config.model.latent_dim,
        "hidden": ",".join(map(str, config.model.hidden)),
        "activation": config.model.activation,
        "reconstruction": config.objective.reconstruction,
        "log-variance": config.objective.log_variance,
        "beta": config.objective.beta,
        "epochs": config.epochs,
        "batch-size": config.batch_size,
        "learning-rate": config.learning_rate,
        "schedule": config.schedule,
        "weight-decay": config.weight_decay,
        "input-noise": config.input_noise,
        "max-gradient-norm": config.max_gradient_norm,
        "seed": config.seed,
        "threads": threads,
    }
    flags = (f"--{name} {shlex.quote(str(value))}" for name, value in values.items() if value is not None)
    return " \\\n    ".join(["python -m vae_core train", *flags, "--out DIR"])


@contextlib.contextmanager
def _bar(total: int):
    from tqdm import tqdm

    with tqdm(total=total, unit="image", dynamic_ncols=True) as bar:
        yield lambda done: bar.update(done - bar.n)


def _report_download(file_name: str, done: int, total: int) -> None:
    print(f"\rDownloading {file_name}: {done / 1e6:.1f} of {total / 1e6:.1f} MB", end="", file=sys.stderr)
    if done >= total:
        print(file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
