"""Which models the lesson shows: the pretrained ones of the chosen size, or those that the address names."""

from ui import library, own_models, state
from ui.fields.latent_space import LATENT_DIM
from ui.fields.own_models import RUN
from ui.library import Model

KINDS = ("vae", "ae")


def models() -> list[Model]:
    """The VAE first; of one's own there may be one of the two only."""
    return own_models.models() or pretrained(state.get(LATENT_DIM))


def pretrained(size: int) -> list[Model]:
    """Those with so many dimensions."""
    return [library.pretrained(f"mnist-{kind}-{size}d") for kind in KINDS]


def key(name: str) -> str:
    """The key of the component ``name``: other models start anew.

    Streamlit refuses the key of a component with two underscores in a row, which the name of a run may have.
    """
    return f"{name}-{state.get(RUN) or state.get(LATENT_DIM)}".replace("_", ".")
