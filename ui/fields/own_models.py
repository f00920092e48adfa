"""Which models of one's own the lessons on latent space show."""

from ui.fields.field import Field
from ui.fields.training import Token

LEAST_DIMENSIONS = 2  # for a map

RUN = Field("run", None, Token(), "latent_space", also_on=("latent_map",))  # None: the pretrained ones

FIELDS = (RUN,)
