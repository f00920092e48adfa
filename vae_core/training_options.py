"""The options of ``train`` as a run, and the run as the command line that repeats it."""

import shlex
from argparse import Namespace

from vae_core.classifying import ClassifyingConfig
from vae_core.data.dataset import PIXELS
from vae_core.denoising import DenoisingConfig
from vae_core.diffusion.schedule import Schedule
from vae_core.models import ClassifierConfig, DenoiserConfig, ModelConfig
from vae_core.objectives import ObjectiveConfig
from vae_core.pretrained import entry
from vae_core.training import TrainingConfig


def training_config(options: Namespace) -> TrainingConfig:
    """The run that the options describe; raises :class:`ConfigError` where one is out of range."""
    model, objective = {"diffusion": _denoiser, "classifier": _classifier}.get(options.model, _autoencoder)(options)
    return TrainingConfig(
        model,
        objective,
        epochs=options.epochs,
        batch_size=options.batch_size,
        learning_rate=options.learning_rate,
        schedule=options.schedule,
        weight_decay=options.weight_decay,
        input_noise=options.input_noise,
        binarise=options.binarise,
        max_gradient_norm=options.max_gradient_norm,
        patience=options.patience,
        seed=options.seed,
        momentum=options.momentum,
        epsilon=options.epsilon,
        initialisation=options.initialisation,
    )


def _autoencoder(options: Namespace) -> tuple[ModelConfig, ObjectiveConfig]:
    objective = ObjectiveConfig(
        options.reconstruction, options.beta, options.log_variance, options.samples, options.bound
    )
    shape = options.latent_dim, options.hidden, options.activation
    return ModelConfig(options.model, *shape, **objective.learned), objective


def _classifier(options: Namespace) -> tuple[ClassifierConfig, ClassifyingConfig]:
    return ClassifierConfig("classifier", options.hidden, options.activation), ClassifyingConfig()


def _denoiser(options: Namespace) -> tuple[DenoiserConfig, DenoisingConfig]:
    of = options.codes_of
    pixels, form = (entry(of)["latent_dim"], "vector") if of else (PIXELS, "image")
    model = DenoiserConfig("diffusion", pixels, options.width, options.blocks, options.classes, form, of)
    schedule = Schedule(options.noise_schedule, options.noise_steps)
    return model, DenoisingConfig(schedule, options.weighting, options.label_dropout)


def training_command(
    config: TrainingConfig, dataset: str, threads: int | None = None, draws: int = 1, begin_with: str | None = None
) -> str:
    """The command line that repeats the run described by ``config``.

    Args:
        config: the run.
        dataset: its name on the command line.
        threads: as the training had it.
        draws: of each image's posterior, where codes were learned.
        begin_with: the model whose weights it began with, where they were not drawn from its seed.
    """
    values = {
        "model": config.model.model,
        "dataset": dataset,
        "begin-with": begin_with,
        **_of_kind(config, draws),
        "epochs": config.epochs,
        "batch-size": config.batch_size,
        "learning-rate": config.learning_rate,
        "schedule": config.schedule,
        "weight-decay": config.weight_decay,
        "max-gradient-norm": config.max_gradient_norm,
        "patience": config.patience,
        "seed": config.seed,
        **_other_than(TrainingConfig(config.model, config.objective), config, "momentum", "epsilon", "initialisation"),
        "threads": threads,
    }
    given = {name: shlex.quote(str(value)) for name, value in values.items() if value is not None}
    # After a space, argparse would take a negative number such as -1e-05 for a flag.
    flags = [f"--{name}{'=' if value.startswith('-') else ' '}{value}" for name, value in given.items()]
    flags += ["--binarise"] if config.binarise else []
    return " \\\n    ".join(["python -m vae_core train", *flags, "--out DIR"])


def _of_kind(config: TrainingConfig, draws: int) -> dict:
    if isinstance(config.model, DenoiserConfig):
        return _of_denoiser(config.model, config.objective, draws)
    layers = {"hidden": ",".join(map(str, config.model.hidden)), "activation": config.model.activation}
    return layers if isinstance(config.model, ClassifierConfig) else {**layers, **_of_autoencoder(config)}


def _of_autoencoder(config: TrainingConfig) -> dict:
    return {
        "latent-dim": config.model.latent_dim,
        "reconstruction": config.objective.reconstruction,
        "log-variance": config.objective.log_variance,
        "beta": config.objective.beta,
        **_other_than(ObjectiveConfig(), config.objective, "samples", "bound"),
        "input-noise": config.input_noise,
    }


def _of_denoiser(model: DenoiserConfig, objective: DenoisingConfig, draws: int) -> dict:
    return {
        "codes-of": model.codes_of,
        "draws": draws if model.codes_of else None,
        "width": model.width,
        "blocks": model.depth,
        "classes": model.classes,
        "noise-schedule": objective.schedule.kind,
        "noise-steps": objective.schedule.steps,
        "weighting": objective.weighting,
        "label-dropout": objective.label_dropout,
    }


def _other_than(usual, config, *names: str) -> dict:
    """The settings ``names`` that are not as usual."""
    return {name: getattr(config, name) for name in names if getattr(config, name) != getattr(usual, name)}
