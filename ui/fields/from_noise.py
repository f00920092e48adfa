"""Settings of the lesson that goes from noise to a digit."""

from ui.fields.digit import IMAGES, SOURCES, DigitFields, Drawing
from ui.fields.field import SEEDS, Choice, Field, Number, Whole
from ui.fields.steps import steps
from vae_core.diffusion.sampling import KINDS as SAMPLERS

PAGE = "from_noise"
MODELS = Choice(("codes", "pixels"))

MODEL = Field("model", "codes", MODELS, PAGE)
DIGIT = Field("digit", 3, Whole(-1, 9), PAGE)
GUIDANCE = Field("guidance", 1.0, Number(0, 4), PAGE)
SAMPLER = Field("sampler", "ddim", Choice(SAMPLERS), PAGE)
COUNT = Field("steps", 50, Whole(1, 100), PAGE)
SEED = Field("seed", 1, SEEDS, PAGE)
MOMENT = Field("at", 1.0, Number(0, 1), PAGE)

BESIDE = {"model": MODEL, "digit": DIGIT, "guidance": GUIDANCE, "seed": SEED}
WAY = {**BESIDE, "sampler": SAMPLER, "steps": COUNT, "at": MOMENT}

# A 2 of three curves that nobody's hand has drawn: it stands there until somebody draws.
EXAMPLE = (
    "Y2AgDZgGI3Fy__-_BudI______9GGG___2mZ_39DOaz_LzMw6P4PgPC4_hswMDD_XwDh8f4FkfcvQHh8YC3nH0B43L8YGBgY_x-A8BgDGRgYOP8XIDlg"
    "_T8BBIfj_xMkqfp_DggO-_8vSFLzYS4BAZ3_XxEctvdIupj2__-_hYG5Gebq____3zoPdi0DA8ffkpz__-EeVGBg8Hr_GslUkgEA"
)
DRAWN = DigitFields(
    Field("drawing", "drawn", Choice(SOURCES), PAGE),
    Field("image", 0, Whole(0, IMAGES - 1), PAGE),
    Field("ink", EXAMPLE, Drawing(), PAGE),
    Field("centred", True, Choice((True, False)), PAGE),
)
NOISED = {
    "model": Field("noised_in", "pixels", MODELS, PAGE),
    "noised": Field("noised", 0.5, Number(0.02, 1), PAGE),
    "seed": Field("noise", 1, SEEDS, PAGE),
}

# Two noises of about the usual length, at a right angle.
BETWEEN = {
    "digit": Field("walked", -1, Whole(-1, 9), PAGE),
    "path": Field("path", "arc", Choice(("arc", "line")), PAGE),
    "seed": Field("from", 6, SEEDS, PAGE),
    "other": Field("to", 24, SEEDS, PAGE),
    "between": Field("between", 0.5, Number(0, 1), PAGE),
}

DRAWS_SEED = Field("luck", 1, SEEDS, PAGE)

IMAGE = Field("code", 0, Whole(0, 9999), PAGE)
CHAINS_SEED = Field("chains", 1, SEEDS, PAGE)

STEPS = steps(
    PAGE,
    {
        "way": tuple(WAY.values()),
        "beside": (),
        "drawing": (*DRAWN.all, *NOISED.values()),
        "between": tuple(BETWEEN.values()),
        "needed": (DRAWS_SEED,),
        "holes": (DRAWS_SEED,),
        "derivation": (IMAGE, CHAINS_SEED),
    },
)

FIELDS = (
    STEPS,
    *WAY.values(),
    *DRAWN.all,
    *NOISED.values(),
    *BETWEEN.values(),
    DRAWS_SEED,
    IMAGE,
    CHAINS_SEED,
)
