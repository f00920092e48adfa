"""Numbers of the literature, trained and scored again: published beside ours.

    python -m benchmarks.literature --data-dir FOLDER [--only vae iwae-5] [--folder runs/literature]
                                    [--epochs 3280] [--batch-size 100] [--learning-rate 0.001]
                                    [--begin-with CHECKPOINT]

Hours of training. A run that is stopped, or that another stops, goes on where it was last saved, a minute ago at most.
Another number of epochs has the same eight stages, each shorter; a run that begins with the weights of another saves
most of what both have to learn.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from tqdm import tqdm

from vae_core import data
from vae_core.analysis.kept_scores import KeptScores
from vae_core.analysis.likelihood_scores import LikelihoodScores, score_likelihood
from vae_core.data import Dataset
from vae_core.models import ModelConfig
from vae_core.objectives import ObjectiveConfig
from vae_core.training import TrainingConfig, TrainingRun, checkpoints, resume
from vae_core.training.checkpoints import Checkpoint

SAVED_EVERY = 60.0  # seconds
STATE, CHECKPOINT, SCORES = "state.safetensors", "checkpoint", "scores.safetensors"
SAMPLES, SEED = 5000, 0
EPOCHS = 3280
BATCH_SIZE, LEARNING_RATE = 100, 1e-3
DIFFERENT = "the KL in closed form where there is one draw; one draw of the binarised test set"


@dataclass(frozen=True)
class Published:
    """A number of Burda, Grosse & Salakhutdinov 2016, table 1: one stochastic layer, the NLL of MNIST's test set.

    Attributes:
        nll: in nats per image, from 5000 samples.
        objective: by which its model was learned.
    """

    nll: float
    objective: ObjectiveConfig


PUBLISHED = {
    "vae": Published(86.76, ObjectiveConfig()),
    "iwae-5": Published(85.54, ObjectiveConfig(samples=5, bound="importance-weighted")),
    "iwae-50": Published(84.78, ObjectiveConfig(samples=50, bound="importance-weighted")),
    "vae-5": Published(86.47, ObjectiveConfig(samples=5)),
    "vae-50": Published(86.35, ObjectiveConfig(samples=50)),
}


def config_of(
    name: str, epochs: int = EPOCHS, batch_size: int = BATCH_SIZE, learning_rate: float = LEARNING_RATE
) -> TrainingConfig:
    """As in section 5 of the paper and its code, which has batches of 20."""
    return TrainingConfig(
        ModelConfig("vae", 50, (200, 200), "tanh"),
        PUBLISHED[name].objective,
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=learning_rate,
        schedule="staged",
        binarise=True,
        epsilon=1e-4,
        initialisation="glorot",
    )


def trained(
    config: TrainingConfig, dataset: Dataset, held_out: Dataset, folder: Path, begun: Checkpoint | None
) -> Checkpoint:
    """The model of ``config``, learned from where its state was last saved, or from ``begun``, to the end."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / STATE
    state = resume.load(path) if path.exists() else None
    run = TrainingRun(config, dataset, held_out, state=state)
    if begun and not state:
        run.model.load_state_dict(begun.weights)
    saved = time.monotonic()
    with tqdm(total=run.total_steps, initial=run.step, desc=folder.name, unit="step", dynamic_ncols=True) as bar:
        while not run.is_finished:
            run.advance()
            bar.update()
            if run.step % (20 * run.steps_per_epoch) == 0:
                bar.set_postfix({term: f"{value:.2f}" for term, value in run.snapshot().held_out.items()})
            if time.monotonic() - saved > SAVED_EVERY or run.is_finished:
                resume.save(path, run.state())
                saved = time.monotonic()
    end = run.snapshot()
    source = {"name": dataset.name, "split": dataset.split, "examples": len(dataset), "sha256": dataset.sha256}
    checkpoint = Checkpoint(run.config, end.weights, source, end.epoch, end.held_out)
    checkpoints.save(folder / CHECKPOINT, checkpoint)
    return checkpoint


def scored(checkpoint: Checkpoint, test: Dataset, folder: Path) -> LikelihoodScores:
    """The NLL of each image, from where its scores were last kept."""
    kept = KeptScores(folder / SCORES, checkpoint.digest, test.sha256, SAMPLES, SEED)
    known = kept.load()
    with tqdm(total=len(test), initial=len(known.nll), desc="scores", unit="image", dynamic_ncols=True) as bar:

        def hear(scores: LikelihoodScores) -> None:
            bar.update(len(scores.nll) - bar.n)
            kept.save(scores)

        return score_likelihood(checkpoint.model(), test, SAMPLES, seed=SEED, known=known, told=hear)


def main() -> None:
    """Train what is asked for, score it, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--folder", type=Path, default=Path("runs/literature"))
    parser.add_argument("--only", nargs="+", choices=PUBLISHED, default=("vae", "iwae-5"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--batch-size", type=int, default=BATCH_SIZE)
    parser.add_argument("--learning-rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--begin-with", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    # Lets oneDNN multiply, a third more steps a second here: at full precision where a processor has no AMX.
    torch.set_float32_matmul_precision("medium")
    begun = checkpoints.load(options.begin_with) if options.begin_with else None
    different = [DIFFERENT]
    different += [f"batches of {options.batch_size}, not 20"] if options.batch_size != 20 else []
    different += [f"{options.epochs} epochs, not {EPOCHS}"] if options.epochs != EPOCHS else []
    different += (
        [f"from {options.learning_rate}, not {LEARNING_RATE}"] if options.learning_rate != LEARNING_RATE else []
    )
    different += [f"begun with the weights of {options.begin_with}"] if begun else []
    training, test = (data.load("mnist", split=split, data_dir=options.data_dir) for split in ("train", "test"))
    rows = []
    for name in options.only:
        checkpoint = trained(
            config_of(name, options.epochs, options.batch_size, options.learning_rate),
            training,
            test,
            options.folder / name,
            begun,
        )
        scores = scored(checkpoint, test.binarised(SEED), options.folder / name)
        rows.append(
            f"| {name} | {PUBLISHED[name].nll} | {scores.estimate.mean:.2f} ± {scores.estimate.standard_error:.2f} "
            f"(other images), ± {scores.monte_carlo_error:.3f} (other draws) |"
        )
    print(
        "| NLL, nats an image | published | ours |",
        "|---|---|---|",
        *rows,
        f"Settings that differ: {'; '.join(different)}.",
        sep="\n",
    )


if __name__ == "__main__":
    main()
