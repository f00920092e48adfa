"""The one table of all settings: whatever outlives a rerun, with its default and its form in the address.

One file a lesson. A copied address reproduces the page; :mod:`ui.state` reads and writes it.
"""

from functools import cache

from ui.fields import (
    app,
    autoencoders,
    diffusion,
    distributions,
    elbo,
    from_noise,
    kl_divergence,
    latent_map,
    latent_space,
    latent_steps,
    latent_variables,
    latent_walk,
    likelihood,
    own_models,
    training,
)
from ui.fields.field import Field
from ui.fields.steps import Steps

FIELDS = (
    *app.FIELDS,
    *autoencoders.FIELDS,
    *diffusion.FIELDS,
    *distributions.FIELDS,
    *elbo.FIELDS,
    *from_noise.FIELDS,
    *kl_divergence.FIELDS,
    *likelihood.FIELDS,
    *own_models.FIELDS,  # before what a hand has placed on them
    *latent_space.FIELDS,
    *latent_steps.FIELDS,
    *latent_map.FIELDS,
    *latent_variables.FIELDS,
    *latent_walk.FIELDS,
    *training.FIELDS,
)

STEPS = {field.page: field for field in FIELDS if isinstance(field, Steps)}  # of each lesson


@cache
def placed_on(field: Field) -> tuple[Field, ...]:
    """What a hand has placed on what ``field`` says, and what ends with it."""
    return tuple(other for other in FIELDS if field in other.of)
