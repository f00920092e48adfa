"""Settings of the lesson on latent variables."""

from ui.fields.field import SEEDS, Choice, Field, Number, Sequence, Whole
from ui.fields.member import MemberKind
from ui.fields.steps import steps
from vae_core.probability.families import Member
from vae_core.probability.latent_curves import CURVES, SPREADS

PAGE = "latent_variables"
FAR = 1e5
# Of the curves, where x is dragged: farther than any of them reaches.
WIDE = 100
# Two steps a draw: z, then x.
FULL = 300

MIXTURE = Field(
    "p", Member("mixture", (0.45, -2.0, 0.5, 0.25, 0.3, 0.6, 0.3, 2.6, 0.8)), MemberKind(("mixture",)), PAGE
)
DRAW_STEP = Field("drawn", 9, Whole(0, 2 * FULL), PAGE, former="step")
SEED = Field("seed", 1, SEEDS, PAGE)
VALUE = Field("x", -0.7, Number(-FAR, FAR), PAGE)

DIMENSIONS = Field("dim", 1, Choice((1, 2)), PAGE)
# What is chosen on the line stays chosen there while the plane is looked at, and the other way round.
CURVE = {
    1: Field("line", "sine", Choice(tuple(CURVES[1])), PAGE),
    2: Field("plane", "spiral", Choice(tuple(CURVES[2])), PAGE),
}
PLACE = {
    1: Field("at", (1.4,), Sequence(Number(-WIDE, WIDE), 1, 1), PAGE),
    2: Field("where", (0.5, 1.0), Sequence(Number(-WIDE, WIDE), 2, 2), PAGE),
}
SPREAD = Field("noise", "constant", Choice(tuple(SPREADS)), PAGE)
SIGMA = Field("sigma", 0.2, Number(0.05, 1.5), PAGE)
AMPLITUDE = Field("a", 1.0, Number(0.25, 2.0), PAGE)
MODEL = (DIMENSIONS, *CURVE.values(), SPREAD, SIGMA, AMPLITUDE)

COMPONENTS = Field("k", 6, Whole(1, 400), PAGE)
DRAWS = Field("n", 1000, Whole(1, 100_000), PAGE)
PRIOR_SEED = Field("luck", 1, SEEDS, PAGE)

STEPS = steps(
    PAGE,
    {
        "ancestral": (MIXTURE, DRAW_STEP, SEED, VALUE),
        "infinite": (*MODEL, COMPONENTS),
        "prior": (*PLACE.values(), DRAWS, PRIOR_SEED),
        "jensen": (),
    },
    former={"predict": "ancestral"},
)

FIELDS = (STEPS, MIXTURE, DRAW_STEP, SEED, VALUE, *MODEL, *PLACE.values(), COMPONENTS, DRAWS, PRIOR_SEED)
