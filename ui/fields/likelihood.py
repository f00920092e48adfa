"""Settings of the lesson on likelihood."""

from dataclasses import dataclass

from ui.fields.field import SEEDS, Choice, Field, Number, Sequence, Whole
from ui.fields.steps import steps
from vae_core.probability.likelihood import MAX_DATA, TRUTHS, draw, secret_truth

PAGE = "likelihood"
FAR = 1000.0
MOST_POINTS = 20


@dataclass(frozen=True)
class Place(Number):
    """A number with at most three decimals: two data are equal, or far enough apart to have a spread."""

    def parse(self, text: str) -> float:
        return round(super().parse(text), 3) + 0.0


def drawn(shape: str, n: int, seed: int) -> tuple[float, ...]:
    """Data from a hidden truth, with two decimals: short enough for an address."""
    return tuple(round(value, 2) + 0.0 for value in draw(secret_truth(shape, seed), n, seed).tolist())


TRUTH = Field("truth", "normal", Choice(TRUTHS), PAGE)
SIZE = Field("size", 8, Whole(1, MOST_POINTS), PAGE)
SEED = Field("seed", 2, SEEDS, PAGE)
REVEAL = Field("reveal", False, Choice((False, True)), PAGE)
DATA = Field("data", drawn("normal", 8, 2), Sequence(Place(-FAR, FAR), 1, MOST_POINTS), PAGE)
MEAN = Field("mu", -2.0, Number(-FAR, FAR), PAGE)
DEVIATION = Field("sigma", 2.0, Number(1e-4, 1e4), PAGE)
RATE = Field("rate", 0.2, Number(0.01, 10), PAGE)
CLIMB_STEP = Field("climb", 0, Whole(0, 200), PAGE, former="step")
VIEW = Field("view", "map", Choice(("map", "landscape")), PAGE)
AREA_DEVIATION = Field("width", 1.0, Number(0.05, 20), PAGE)
DRAWS = Field("n", 300, Whole(1, MAX_DATA), PAGE)
SPREAD = Field("spread", 1.0, Number(0.01, 10), PAGE)
FIT_MEAN = Field("fit", -1.0, Number(-FAR, FAR), PAGE)
FIT_DEVIATION = Field("fit_sd", 1.0, Number(0.05, 20), PAGE)
BIN = Field("bin", 0.5, Number(0.05, 5), PAGE)
ERROR_MEAN = Field("guess", -1.0, Number(-FAR, FAR), PAGE)
ERROR_DEVIATION = Field("guess_sd", 1.0, Number(0.05, 20), PAGE)

STEPS = steps(
    PAGE,
    {
        "both-ways": (TRUTH, SIZE, SEED, REVEAL, DATA, MEAN, DEVIATION, VIEW),
        "ascent": (RATE, CLIMB_STEP),
        "area": (AREA_DEVIATION,),
        "underflow": (DRAWS, SPREAD),
        "nearest": (FIT_MEAN, FIT_DEVIATION, BIN),
        "squared-error": (ERROR_MEAN, ERROR_DEVIATION),
    },
    former={"predict": "both-ways"},
)

FIELDS = (
    STEPS,
    TRUTH,
    SIZE,
    SEED,
    REVEAL,
    DATA,
    MEAN,
    DEVIATION,
    RATE,
    CLIMB_STEP,
    VIEW,
    AREA_DEVIATION,
    DRAWS,
    SPREAD,
    FIT_MEAN,
    FIT_DEVIATION,
    BIN,
    ERROR_MEAN,
    ERROR_DEVIATION,
)
