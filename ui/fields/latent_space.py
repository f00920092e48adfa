"""Settings of the lesson on latent space."""

from dataclasses import dataclass

from ui.fields.field import Choice, Field, Number, Sequence, Whole, four_digits
from ui.fields.own_models import RUN

PAGE = "latent_space"
MAX_COORDINATE = 4.0
MAX_DIMENSIONS = 64

LATENT_DIM = Field("dim", 2, Choice((2, 8)), PAGE)


@dataclass(frozen=True)
class Coordinates(Sequence):
    """Of a point; the origin is where nobody has moved it yet."""

    def parse(self, text: str) -> tuple:
        values = super().parse(text)
        return values if any(four_digits(value) != "0" for value in values) else ()


A_POSITION = Coordinates(Number(-MAX_COORDINATE, MAX_COORDINATE), 0, MAX_DIMENSIONS)
# Of whose models: those of a run end it. It stays where the pretrained ones change their size, which fits it to theirs.
POSITION = Field("z", (), A_POSITION, PAGE, also_on=("latent_map",), of=(RUN,))
AXES = Field("axes", (1, 2), Sequence(Whole(1, MAX_DIMENSIONS), 2, 2, lambda axes: axes[0] != axes[1]), PAGE)
MAP = Field("map", "vae", Choice(("vae", "ae")), PAGE)

FIELDS = (LATENT_DIM, POSITION, AXES, MAP)
