"""Which models the lesson shows: the pretrained ones of the chosen size, or those that the address names."""

from sections.latent_space import opened
from ui import clouds, state
from ui.clouds import Source
from ui.fields.latent_space import LATENT_DIM, RUN
from ui.models import Model, pretrained_model

KINDS = ("vae", "ae")


def models() -> list[Model]:
    """The VAE first; of one's own there may be one of the two only."""
    return opened.models() if state.get(RUN) else [pretrained_model(name) for name in names()]


def names() -> list[str]:
    """The pretrained models of the chosen size."""
    return [f"mnist-{kind}-{state.get(LATENT_DIM)}d" for kind in KINDS]


def sources() -> list[Source]:
    """The codes of the models on screen, the VAE's first."""
    run = state.get(RUN)
    if run is None:
        return [clouds.of_pretrained(name, 0) for name in names()]
    return [clouds.of_run(run, model.kind, 0) for model in models()]


def key(name: str) -> str:
    """The key of the component ``name``: other models start anew."""
    return f"{name}_{state.get(RUN) or state.get(LATENT_DIM)}"


def is_own() -> bool:
    """Whether the models are one's own: of a run or from a file."""
    return state.get(RUN) is not None
