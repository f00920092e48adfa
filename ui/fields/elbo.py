"""Settings of the lesson on the evidence lower bound."""

from ui.fields.digit import LEARNED, digit_fields
from ui.fields.field import SEEDS, Choice, Field, Number, Sequence, Whole
from ui.fields.steps import steps
from vae_core.probability.alternating import FAMILIES, HALF_STEPS, SIZE

PAGE = "elbo"
NARROWEST = 1e-3  # σ of a q that a hand can make

# A model where all is known: z ~ N(0, 1), x∣z ~ N(w z + b, s²), one x and one q.
WEIGHT = Field("w", 1.2, Number(-3, 3), PAGE)
OFFSET = Field("b", 0.0, Number(-3, 3), PAGE)
NOISE = Field("s", 0.8, Number(0.05, 3), PAGE)
VALUE = Field("x", 2.0, Number(-12, 12), PAGE)
MEAN = Field("m", -0.4, Number(-30, 30), PAGE)
DEVIATION = Field("sd", 0.45, Number(0.01, 10), PAGE)
KNOWN = (WEIGHT, OFFSET, NOISE, VALUE, MEAN, DEVIATION)

# Two steps in turn: which q are allowed, where the model starts, and the datum whose q is shown.
FAMILY = Field("qs", "free", Choice(FAMILIES), PAGE)
FIXED_DEVIATION = Field("width", 0.8, Number(0.1, 2), PAGE)
SEED = Field("seed", 4, SEEDS, PAGE)
HALF_STEP = Field("half", 0, Whole(0, HALF_STEPS), PAGE)
START_OFFSET = Field("from", (-1.0, 1.5), Sequence(Number(-9, 9), 2, 2), PAGE)
START_WEIGHTS = Field("along", (-0.4, 1.0), Sequence(Number(-9, 9), 2, 2), PAGE)
START_NOISE = Field("noise", 1.0, Number(0.1, 3), PAGE)
DATUM = Field("datum", 1, Whole(1, SIZE), PAGE)
ALTERNATING = (FAMILY, FIXED_DEVIATION, SEED, HALF_STEP, START_OFFSET, START_WEIGHTS, START_NOISE, DATUM)

# A trained VAE: which image, as which pixels, and the q under the hand: μ₁, μ₂, σ₁, σ₂, or nothing for the encoder's.
DIGIT = digit_fields(PAGE, has_learned=True)
PIXELS = Field("pixels", "sampled", Choice(("sampled", "threshold", "grey")), PAGE)
FLIP = Field("flip", 0, SEEDS, PAGE)
SUBJECT = (*DIGIT.all, PIXELS, FLIP)
IS_Q = Sequence(Number(-9, 9), 0, 4, lambda q: not q or (len(q) == 4 and min(q[2:]) >= NARROWEST))
Q = Field("q", (), IS_Q, PAGE, of=SUBJECT)
LUCK = Field("luck", 1, SEEDS, PAGE)

OF_DRAWS = Field("of", 10, Choice((1, 10, 100)), PAGE)  # one is kept, by its weight

# The gaps of a thousand digits: of which set, and the digit by its place in the order, the largest gap first.
SPLIT = Field("set", "test", Choice(("test", "train")), PAGE)
RANK = Field("gap", 1, Whole(1, LEARNED), PAGE)

AVERAGED = Field("averaged", "grey", Choice(("grey", "binary", "eight")), PAGE)  # over all images

# Digits that are coded one after the other: as which pixels, how many, and which hundred.
LEVELS = Field("levels", "binary", Choice(("binary", "grey")), PAGE)
CODED = Field("coded", 40, Whole(0, 100), PAGE)
PILE = Field("pile", 1, SEEDS, PAGE)

STEPS = steps(
    PAGE,
    {
        "known": KNOWN,
        "evidence": (*SUBJECT, Q),
        "families": (),
        "draws": (LUCK,),
        "weighted": (OF_DRAWS,),
        "derivation": (),
        "dimensions": (),
        "gaps": (SPLIT, RANK),
        "average": (AVERAGED,),
        "on-disk": (LEVELS, CODED, PILE),
        "alternating": ALTERNATING,
    },
    former={"predict": "known"},
)

FIELDS = (STEPS, *KNOWN, *ALTERNATING, *SUBJECT, Q, LUCK, OF_DRAWS, SPLIT, RANK, AVERAGED, LEVELS, CODED, PILE)
