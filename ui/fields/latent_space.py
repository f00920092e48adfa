"""Settings of the lesson on latent space."""

from ui.fields.field import Choice, Field, Number, Sequence, Whole

PAGE = "latent_space"
MAX_COORDINATE = 4.0
MAX_DIMENSIONS = 64

LATENT_DIM = Field("dim", 2, Choice((2, 8)), PAGE)
POSITION = Field(
    "z", (), Sequence(Number(-MAX_COORDINATE, MAX_COORDINATE), 0, MAX_DIMENSIONS), PAGE, also_on=("latent_map",)
)
AXES = Field("axes", (1, 2), Sequence(Whole(1, MAX_DIMENSIONS), 2, 2, lambda axes: axes[0] != axes[1]), PAGE)
MAP = Field("map", "vae", Choice(("vae", "ae")), PAGE)

FIELDS = (LATENT_DIM, POSITION, AXES, MAP)
