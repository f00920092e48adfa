"""Settings of the lesson on divergences."""

from ui.fields.field import SEEDS, Choice, Field, Number, Whole
from ui.fields.member import MemberKind
from ui.fields.steps import steps
from ui.fields.tables import TablesKind
from vae_core.probability.families import FAMILIES, Member

PAGE = "kl_divergence"
FEWEST_SYMBOLS, MOST_SYMBOLS = 3, 8
FAR = 1e4

P = Field("p", Member("normal", (-1.0, 1.0)), MemberKind(tuple(FAMILIES)), PAGE)
Q = Field("q", Member("normal", (1.5, 1.5)), MemberKind(tuple(FAMILIES)), PAGE)
UNIT = Field("unit", "nats", Choice(("nats", "bits")), PAGE)
DRAWS = Field("n", 2000, Whole(2, 20_000), PAGE)
SEED = Field("seed", 1, SEEDS, PAGE)

TABLES = Field(
    "code",
    ((0.5, 0.25, 0.15, 0.06, 0.04), (0.1, 0.15, 0.25, 0.2, 0.3)),
    TablesKind(FEWEST_SYMBOLS, MOST_SYMBOLS),
    PAGE,
)

MODES = Field("mix", Member("mixture", (0.5, -2.5, 0.6, 0.5, 2.0, 0.9)), MemberKind(("mixture",)), PAGE)
START_MEAN = Field("start", 0.8, Number(-FAR, FAR), PAGE)
START_DEVIATION = Field("start_sd", 1.2, Number(1e-3, FAR), PAGE)
FIT_STEP = Field("fitted", 0, Whole(0, 60), PAGE, former="step")

MEAN = Field("mu", 1.5, Number(-3, 3), PAGE)
LOG_VARIANCE = Field("logvar", -2.0, Number(-5, 3), PAGE)
VIEW = Field("view", "map", Choice(("map", "landscape")), PAGE)
NOTES = Field("notes", False, Choice((False, True)), PAGE)
DIMENSIONS = Field("d", 8, Whole(1, 16), PAGE)
VALUES_SEED = Field("values", 1, SEEDS, PAGE)
SECOND_MEAN = Field("mu2", -1.0, Number(-3, 3), PAGE)
SECOND_LOG_VARIANCE = Field("logvar2", 0.5, Number(-5, 3), PAGE)

STEPS = steps(
    PAGE,
    {
        "coding": (TABLES,),
        "divergence": (P, Q, UNIT, DRAWS, SEED),
        "fit": (MODES, START_MEAN, START_DEVIATION, FIT_STEP),
        "standard-normal": (MEAN, LOG_VARIANCE, VIEW, NOTES),
        "dimensions": (DIMENSIONS, VALUES_SEED, SECOND_MEAN, SECOND_LOG_VARIANCE),
    },
    former={"predict": "divergence"},
)

FIELDS = (
    STEPS,
    P,
    Q,
    UNIT,
    DRAWS,
    SEED,
    TABLES,
    MODES,
    START_MEAN,
    START_DEVIATION,
    FIT_STEP,
    MEAN,
    LOG_VARIANCE,
    VIEW,
    NOTES,
    DIMENSIONS,
    VALUES_SEED,
    SECOND_MEAN,
    SECOND_LOG_VARIANCE,
)
