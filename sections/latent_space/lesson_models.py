"""Which models the lesson shows: the pretrained ones of the chosen size, or those that the address names."""

from sections.latent_space import own_models
from ui import library, state
from ui.fields.latent_space import LATENT_DIM, RUN
from ui.library import Model

KINDS = ("vae", "ae")


def models() -> list[Model]:
    """The VAE first; of one's own there may be one of the two only."""
    if is_own():
        return own_models.models()
    return [library.pretrained(f"mnist-{kind}-{state.get(LATENT_DIM)}d") for kind in KINDS]


def key(name: str) -> str:
    """The key of the component ``name``: other models start anew."""
    return f"{name}_{state.get(RUN) or state.get(LATENT_DIM)}"


def is_own() -> bool:
    """Whether the models are one's own: of a run or from a file."""
    return state.get(RUN) is not None
