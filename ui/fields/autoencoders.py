"""Settings of the lesson from AE to VAE."""

from ui.fields.digit import digit_fields
from ui.fields.field import SEEDS, Choice, Field, Number, Whole
from ui.fields.steps import steps

PAGE = "autoencoders"
LATENT = 8  # dimensions of the models

DIGIT = digit_fields(PAGE)

STAGE = Field("stage", 0, Whole(0, 5), PAGE)  # encode, sample, decode, loss, gradient; 0: all of it
ROWS = Field("rows", 1, Choice((1, 128)), PAGE)  # of the batch that is shown
NOISE = Field("eps", 1, SEEDS, PAGE)  # the seed of ε
DIMENSION = Field("dim", 0, Whole(0, LATENT), PAGE)  # that the hand moves; 0: all of them
SHIFT = Field("shift", 0.0, Number(-3.0, 3.0), PAGE)  # added to μ
STRETCH = Field("stretch", 1.0, Number(0.1, 10.0), PAGE)  # multiplies σ
FLOW = {
    "stage": STAGE,
    "rows": ROWS,
    "noise": NOISE,
    "dimension": DIMENSION,
    "shift": SHIFT,
    "stretch": STRETCH,
}

# Sampling: the dimension looked at, and how far its μ and σ are moved from where the encoder has put them.
LATENT_DIMENSION = Field("j", 4, Whole(1, LATENT), PAGE)
CODE = (*DIGIT.all, LATENT_DIMENSION)
MEAN_MOVE = Field("moved", 0.0, Number(-6.0, 6.0), PAGE, of=CODE)  # of μ, in σ of the encoder
WIDENING = Field("wider", 1.0, Number(0.2, 5.0), PAGE, of=CODE)  # of σ, as a multiple of it
HAS_PATH = Field("path", True, Choice((True, False)), PAGE)
DRAWS_SEED = Field("draw", 1, SEEDS, PAGE)
# The gradients of single draws.
PARAMETER = Field("by", "mu", Choice(("mu", "sigma")), PAGE)
DRAWS = Field("n", 1000, Whole(50, 2000), PAGE)
# What lies around a code.
NEARBY = Field("nearby", 0.5, Number(0.03, 3.0), PAGE)  # noise, in units of the codes' spread
CLOUD_SEED = Field("cloud", 1, SEEDS, PAGE)
SAMPLING = (
    *(LATENT_DIMENSION, MEAN_MOVE, WIDENING, HAS_PATH, DRAWS_SEED),
    *(PARAMETER, DRAWS),
    *(NEARBY, CLOUD_SEED),
)

STEPS = steps(
    PAGE,
    {
        "flow": (*DIGIT.all, *FLOW.values()),
        "sampling": (LATENT_DIMENSION, MEAN_MOVE, WIDENING, HAS_PATH, DRAWS_SEED),
        "gradients": (PARAMETER, DRAWS),
        "cloud": (NEARBY, CLOUD_SEED),
    },
    former={"predict": "sampling"},
)

FIELDS = (
    STEPS,
    *DIGIT.all,
    *FLOW.values(),
    *SAMPLING,
)
