"""Settings of the lesson on the map of the codes."""

from ui.fields.digit import digit_fields
from ui.fields.field import SEEDS, Choice, Field, Number, Sequence, Whole

PAGE = "latent_map"
FAR = 100.0  # of a corner or a view: in reaches of the map, which zooming may leave
MODELS = ("vae-8d", "ae-8d", "vae-2d", "ae-2d")
PERPLEXITIES = (2, 5, 10, 20, 30, 50, 100)
EXAGGERATIONS = (1, 4, 12, 24)
COUNTS = (500, 1000, 2000, 5000, 10_000)
CORNERS = 40  # of a lasso
CAMERA = 5  # numbers: what is in the middle, the zoom, and how it is turned
NOBODY = -1

SHOWN_MODEL = Field("cloud", "vae-8d", Choice(MODELS), PAGE)
PROJECTION = Field("proj", "pca", Choice(("space", "pca", "tsne")), PAGE)
MAP_DIMENSIONS = Field("flat", 2, Choice((2, 3)), PAGE)
COUNT = Field("pts", 2000, Choice(COUNTS), PAGE)
PERPLEXITY = Field("perp", 30, Choice(PERPLEXITIES), PAGE)
EXAGGERATION = Field("exag", 12, Choice(EXAGGERATIONS), PAGE)
START = Field("from", "pca", Choice(("pca", "random")), PAGE)
MAP_SEED = Field("mapseed", 0, SEEDS, PAGE)
BESIDE = Field("beside", "nothing", Choice(("nothing", "perplexity", "seed")), PAGE)  # what the second map differs in
SECOND_PERPLEXITY = Field("perp2", 5, Choice(PERPLEXITIES), PAGE)
SETTINGS = (
    *(SHOWN_MODEL, PROJECTION, MAP_DIMENSIONS, COUNT, PERPLEXITY),
    *(EXAGGERATION, START, MAP_SEED, BESIDE, SECOND_PERPLEXITY),
)

# What the hand has set: where it looks (a camera for each map), the point it has chosen, what it has encircled (the
# number of a map, then x and y of each corner).
A_LOOK = Sequence(Number(-FAR, FAR), 0, 2 * CAMERA, lambda v: len(v) % CAMERA == 0)
A_LASSO = Sequence(Number(-FAR, FAR), 0, 1 + 2 * CORNERS, lambda v: not v or len(v) % 2 == 1)
LOOK = Field("look", (), A_LOOK, PAGE, of=SETTINGS)
CHOSEN = Field("point", NOBODY, Whole(NOBODY, COUNTS[-1] - 1), PAGE)
LASSO = Field("lasso", (), A_LASSO, PAGE, of=SETTINGS)
HAND = {"look": LOOK, "point": CHOSEN, "lasso": LASSO}

# The digit that is placed in the maps.
PLACED = digit_fields(PAGE)
HAS_TSNE = Field("mapped", False, Choice((True, False)), PAGE)  # whether it is placed in t-SNE as well

HOLES_OF = Field("heat", "return", Choice(("return", "confidence")), PAGE)
DRAWS_SEED = Field("draws", 1, SEEDS, PAGE)

FIELDS = (*SETTINGS, *HAND.values(), *PLACED.all, HAS_TSNE, HOLES_OF, DRAWS_SEED)
