"""The steps of the lesson on latent space."""

from ui.fields import latent_map, latent_walk
from ui.fields.latent_space import PAGE
from ui.fields.steps import steps

STEPS = steps(
    PAGE,
    {
        "space": (),
        "manifold": (latent_walk.GRID_OF, latent_walk.SPACING, latent_walk.CELLS),
        "traversals": (latent_walk.ROWS_OF, latent_walk.RANGE),
        "path": (latent_walk.ENDS, latent_walk.TIME),
        "arithmetic": (latent_walk.TERMS,),
        "tour": (latent_walk.TOUR, latent_walk.SPEED),
        "holes": (latent_walk.HOLES_OF, latent_walk.DRAWS_SEED),
        "map": (*latent_map.SETTINGS, *latent_map.HAND.values()),
        "place": (*latent_map.PLACED.all, latent_map.HAS_TSNE),
    },
    named_by=latent_walk.PRESENTED,
    former={"predict": "space"},
)

FIELDS = (STEPS,)
