"""Which models the lesson shows: the pretrained ones of the chosen size, or those of a run in the address."""

from sections.latent_space import opened
from ui import state
from ui.fields.latent_space import LATENT_DIM, RUN
from ui.models import Model, pretrained_model

KINDS = ("vae", "ae")


def models() -> list[Model]:
    """The VAE first; a run may have one of the two only."""
    return opened.models() if state.get(RUN) else [pretrained_model(name) for name in names()]


def names() -> list[str]:
    """The pretrained models of the chosen size."""
    return [f"mnist-{kind}-{state.get(LATENT_DIM)}d" for kind in KINDS]


def key(name: str) -> str:
    """The key of the component ``name``: other models start anew."""
    return f"{name}_{state.get(RUN) or state.get(LATENT_DIM)}"


def is_own() -> bool:
    """Whether the models are those of a run."""
    return state.get(RUN) is not None
