"""Settings of the training lab.

The defaults are those of an experiment, which a test compares: importing one here would have every
visitor wait for torch.
"""

import re
from dataclasses import dataclass

from ui.fields.field import Choice, Field, Number, Sequence, Whole
from ui.fields.steps import steps

PAGE = "training"
EMNIST = tuple(f"emnist-{name}" for name in ("balanced", "byclass", "bymerge", "digits", "letters", "mnist"))
DATASETS = ("digits", "mnist", "fashion-mnist", "kmnist", *EMNIST, "own")
FOUND = "found"  # from the images
INVERTED = (FOUND, "yes", "no")
TURNS = (FOUND, "none", "transposed", "left", "right", "over")
LEVELS = (FOUND, "0_1", "-1_1", "0_16", "0_255", "0_65535")  # no light and full light
RECONSTRUCTIONS = ("bernoulli", "squared-error", "gaussian")
NEWEST = -1


@dataclass(frozen=True)
class Token:
    """The id of a run."""

    def parse(self, text: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,40}", text):
            raise ValueError(text)
        return text

    def format(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Tokens:
    """Ids of up to ``most`` runs, each once, with a full stop between them: no id has one."""

    most: int

    def parse(self, text: str) -> tuple[str, ...]:
        runs = tuple(Token().parse(part) for part in text.split(".")) if text else ()
        if len(runs) > self.most or len(set(runs)) < len(runs):
            raise ValueError(text)
        return runs

    def format(self, value: tuple[str, ...]) -> str:
        return ".".join(value)


DATASET = Field("data", "digits", Choice(DATASETS), PAGE)
IMAGES = Field("images", 0, Whole(0, 60_000), PAGE)  # 0: all of them
DIFFUSION = Field("diffusion", False, Choice((True, False)), PAGE)  # beside autoencoder and VAE
LATENT = Field("latent", 2, Whole(1, 64), PAGE)
WIDTHS = Field("widths", (256, 128), Sequence(Whole(4, 2048), 0, 4), PAGE)
BATCH = Field("batch", 32, Whole(1, 4096), PAGE)
LEARNING_RATE = Field("lr", 1e-3, Number(1e-5, 1.0), PAGE)
BETA = Field("beta", 1.0, Number(0.0, 100.0), PAGE)
RECONSTRUCTION = Field("loss", "bernoulli", Choice(RECONSTRUCTIONS), PAGE)
DEVIATION = Field("sd", 0.1, Number(0.01, 1.0), PAGE)  # of a Gaussian p(x|z)
SAMPLES = Field("k", 1, Whole(1, 100), PAGE)  # draws of z for each image
EPOCHS = Field("epochs", 50, Whole(1, 1000), PAGE)
PATIENCE = Field("patience", 0, Whole(0, 1000), PAGE)  # 0: never
SEED = Field("seed", 0, Whole(0, 9999), PAGE)

OWN = Field("own", None, Token(), PAGE)  # the person's images, kept on the server
INVERT = Field("invert", FOUND, Choice(INVERTED), PAGE)
TURN = Field("turn", FOUND, Choice(TURNS), PAGE)
RANGE = Field("levels", FOUND, Choice(LEVELS), PAGE)

RUN = Field("run", None, Token(), PAGE)
MOMENT = Field("moment", NEWEST, Whole(NEWEST, 1000), PAGE)
ELLIPSES = Field("ellipses", True, Choice((True, False)), PAGE)
THUMBNAILS = Field("thumbs", False, Choice((True, False)), PAGE)
LOG = Field("log", False, Choice((True, False)), PAGE)  # scale of the losses
SMOOTH = Field("smooth", False, Choice((True, False)), PAGE)  # their curves
STAGE = Field("stage", 0, Whole(0, 5), PAGE)  # of a step in slow motion; 0: all of it

COMPARED = Field("compare", (), Tokens(5), PAGE)
SWEEP = Field("sweep", (), Tokens(10), PAGE)
SWEPT = Field("over", "beta", Choice(("beta", "latent_dim")), PAGE)

STEPS = steps(
    PAGE,
    {
        "learn": (),
        "terms": (),
        "slow-motion": (STAGE,),
        "runs": (COMPARED,),
        "sweep": (SWEEP, SWEPT),
    },
    former={"predict": "learn"},
)

FIELDS = (
    STEPS,
    DATASET,
    IMAGES,
    DIFFUSION,
    LATENT,
    WIDTHS,
    BATCH,
    LEARNING_RATE,
    BETA,
    RECONSTRUCTION,
    DEVIATION,
    SAMPLES,
    EPOCHS,
    PATIENCE,
    SEED,
    OWN,
    INVERT,
    TURN,
    RANGE,
    RUN,
    MOMENT,
    ELLIPSES,
    THUMBNAILS,
    STAGE,
    COMPARED,
    SWEEP,
    SWEPT,
)
