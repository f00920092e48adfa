"""Settings of the lesson on noise, step by step."""

from ui.fields.field import SEEDS, Choice, Field, Number, Sequence, Whole
from ui.fields.steps import steps
from vae_core.diffusion.examples import LINES, PLANES
from vae_core.diffusion.reverse import WIDTHS
from vae_core.diffusion.sampling import KINDS as SAMPLERS
from vae_core.diffusion.schedule import KINDS, MOST_STEPS

PAGE = "diffusion"
REACH = 3.0

LINE = Field("line", "two", Choice(tuple(LINES)), PAGE)
SCHEDULE = Field("schedule", "log-snr", Choice(tuple(KINDS)), PAGE)
VALUE = Field("x0", 1.2, Number(-REACH, REACH), PAGE)
# Of a schedule of a hundred steps, to be looked at; the chain has its own.
MOMENT = Field("t", 40, Whole(0, 100), PAGE)

CHAIN = Field("T", 5, Whole(1, MOST_STEPS), PAGE)
WIDTH = Field("width", "best", Choice(WIDTHS), PAGE)
STEP = Field("step_at", 3, Whole(1, MOST_STEPS), PAGE)
SEEN = Field("xt", 0.4, Number(-REACH, REACH), PAGE)

OWN = "own"  # points set by hand
MOST_POINTS = 20
PLANE = Field("plane", "moons", Choice((*PLANES, OWN)), PAGE)
POINTS = Field(
    "points",
    (-1.2, 0.9, 1.2, 0.9, -1.0, -0.7, 0.0, -1.2, 1.0, -0.7),
    Sequence(Number(-REACH, REACH), 2, 2 * MOST_POINTS, lambda points: len(points) % 2 == 0),
    PAGE,
)
PLACE = Field("at", (0.3, 1.2), Sequence(Number(-REACH, REACH), 2, 2), PAGE)
LEVEL = Field("level", 25, Whole(1, 100), PAGE)

SAMPLER = Field("without", "ddim", Choice(tuple(kind for kind in SAMPLERS if kind != "ancestral")), PAGE)
COUNT = Field("steps", 20, Whole(1, 100), PAGE)
STOP = Field("stop", 20, Whole(0, 100), PAGE)
SEED = Field("seed", 1, SEEDS, PAGE)

STAGE = Field("stage", 14, Whole(0, 20), PAGE)
PARTICLE = Field("particle", 248, Whole(0, 299), PAGE)
WEIGHTING = Field("weighting", "simple", Choice(("simple", "bound")), PAGE)
VIEW = Field("losses", "loss", Choice(("loss", "above")), PAGE)
START = Field("start", 1, SEEDS, PAGE)
LEARN = {"t": LEVEL, "weighting": WEIGHTING, "view": VIEW, "seed": START, "points": POINTS}

STEPS = steps(
    PAGE,
    {
        "noise": (LINE, SCHEDULE, VALUE, MOMENT),
        "chain": (CHAIN, WIDTH, STEP, SEEN),
        "score": (PLANE, PLACE, LEVEL),
        "back": (SAMPLER, COUNT, STOP, SEED),
        "plane": (STAGE, PARTICLE, SEED),
        "learn": (WEIGHTING, VIEW, START, POINTS),
    },
)

FIELDS = (
    STEPS,
    LINE,
    SCHEDULE,
    VALUE,
    MOMENT,
    CHAIN,
    WIDTH,
    STEP,
    SEEN,
    PLANE,
    POINTS,
    PLACE,
    LEVEL,
    SAMPLER,
    COUNT,
    STOP,
    SEED,
    STAGE,
    PARTICLE,
    WEIGHTING,
    VIEW,
    START,
)
