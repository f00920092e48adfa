"""The settings on the page as an experiment, and an experiment as the settings on the page."""

import math

from ui import state
from ui.fields import training as fields
from vae_core.lab.experiment import MEMBERS, PAIR, THIRD, Experiment


def experiment(members: tuple[str, ...] | None = None, **changes) -> Experiment:
    """The settings on the page, with ``changes``. Raises ConfigError where they do not fit together."""
    reconstruction = state.get(fields.RECONSTRUCTION)
    settings = {
        "dataset": state.get(fields.DATASET),
        "images": state.get(fields.IMAGES) or None,
        "members": members or (MEMBERS if state.get(fields.DIFFUSION) else PAIR),
        "latent_dim": state.get(fields.LATENT),
        "hidden": state.get(fields.WIDTHS),
        "batch_size": state.get(fields.BATCH),
        "learning_rate": state.get(fields.LEARNING_RATE),
        "beta": state.get(fields.BETA),
        "reconstruction": reconstruction,
        "log_variance": 2 * math.log(state.get(fields.DEVIATION)) if reconstruction == "gaussian" else None,
        "samples": state.get(fields.SAMPLES),
        "epochs": state.get(fields.EPOCHS),
        "patience": state.get(fields.PATIENCE) or None,
        "seed": state.get(fields.SEED),
    }
    return Experiment(**{**settings, **changes})


def put_on_screen(run: str, experiment: Experiment) -> None:
    """Show a run, and put its settings into the page, as :func:`experiment` reads them: reset starts the same."""
    state.put(fields.RUN, run)
    state.put(fields.MOMENT, fields.NEWEST)
    settings = {
        fields.DATASET: experiment.dataset,
        fields.IMAGES: experiment.images or 0,
        fields.DIFFUSION: THIRD in experiment.members,
        fields.LATENT: experiment.latent_dim,
        fields.WIDTHS: experiment.hidden,
        fields.BATCH: experiment.batch_size,
        fields.LEARNING_RATE: experiment.learning_rate,
        fields.BETA: experiment.beta,
        fields.RECONSTRUCTION: experiment.reconstruction,
        fields.SAMPLES: experiment.samples,
        fields.EPOCHS: experiment.epochs,
        fields.PATIENCE: experiment.patience or 0,
        fields.SEED: experiment.seed,
    }
    if experiment.log_variance is not None:
        settings[fields.DEVIATION] = math.exp(experiment.log_variance / 2)
    for field, value in settings.items():
        state.put(field, value)
