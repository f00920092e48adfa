"""Settings of the lesson on distributions."""

from ui.fields.field import SEEDS, Field, Number, Sequence, Whole
from ui.fields.member import MemberKind
from ui.fields.steps import steps
from vae_core.probability.families import FAMILIES, Member

PAGE = "distributions"
FAR = 1e6

DIE = Field("die", Member.even(range(1, 7)), MemberKind(("categorical",)), PAGE)
EVENT = Field("event", (5.0, 6.0), Sequence(Number(-FAR, FAR), 0, 20), PAGE)
THROWS = Field("throws", 12, Whole(1, 10_000), PAGE)
THROW_SEED = Field("luck", 1, SEEDS, PAGE)
MEMBER = Field("p", Member.default("normal"), MemberKind(tuple(FAMILIES)), PAGE)
LEFT = Field("x1", -1.5, Number(-FAR, FAR), PAGE)
RIGHT = Field("x2", 0.5, Number(-FAR, FAR), PAGE)
DRAWS = Field("n", 1000, Whole(1, 100_000), PAGE)
SEED = Field("seed", 1, SEEDS, PAGE)
SAMPLE_SIZE = Field("size", 5, Whole(2, 50), PAGE)
SHAPES_MEAN = Field("mean", 0.0, Number(-5, 5), PAGE)
SHAPES_DEVIATION = Field("sd", 1.0, Number(0.1, 5), PAGE)
STANDARDISED = Field("norm", Member.default("normal"), MemberKind(("normal",)), PAGE)
VALUE = Field("x", 1.5, Number(-FAR, FAR), PAGE)

STEPS = steps(
    PAGE,
    {
        "throws": (DIE, EVENT, THROWS, THROW_SEED),
        "area": (MEMBER, LEFT, RIGHT),
        "draws": (DRAWS, SEED),
        "estimators": (SAMPLE_SIZE,),
        "shapes": (SHAPES_MEAN, SHAPES_DEVIATION),
        "standardising": (STANDARDISED, VALUE),
    },
    former={"predict": "area"},
)

FIELDS = (
    STEPS,
    DIE,
    EVENT,
    THROWS,
    THROW_SEED,
    MEMBER,
    LEFT,
    RIGHT,
    DRAWS,
    SEED,
    SAMPLE_SIZE,
    SHAPES_MEAN,
    SHAPES_DEVIATION,
    STANDARDISED,
    VALUE,
)
