"""Settings of the lesson that goes from noise to a digit."""

from ui.fields.field import SEEDS, Choice, Field, Number, Whole
from ui.fields.steps import steps
from vae_core.diffusion.sampling import KINDS as SAMPLERS

PAGE = "from_noise"

MODEL = Field("model", "codes", Choice(("codes", "pixels")), PAGE)
DIGIT = Field("digit", 3, Whole(-1, 9), PAGE)
GUIDANCE = Field("guidance", 1.0, Number(0, 4), PAGE)
SAMPLER = Field("sampler", "ddim", Choice(SAMPLERS), PAGE)
COUNT = Field("steps", 50, Whole(1, 100), PAGE)
SEED = Field("seed", 1, SEEDS, PAGE)
MOMENT = Field("at", 1.0, Number(0, 1), PAGE)

WAY = {
    "model": MODEL,
    "digit": DIGIT,
    "guidance": GUIDANCE,
    "sampler": SAMPLER,
    "steps": COUNT,
    "seed": SEED,
    "at": MOMENT,
}

DRAWS_SEED = Field("luck", 1, SEEDS, PAGE)

IMAGE = Field("image", 0, Whole(0, 9999), PAGE)
CHAINS_SEED = Field("chains", 1, SEEDS, PAGE)

STEPS = steps(
    PAGE,
    {
        "way": tuple(WAY.values()),
        "needed": (DRAWS_SEED,),
        "holes": (DRAWS_SEED,),
        "derivation": (IMAGE, CHAINS_SEED),
    },
)

FIELDS = (STEPS, *WAY.values(), DRAWS_SEED, IMAGE, CHAINS_SEED)
