"""The steps of the two lessons on latent space."""

from ui.fields import latent_map, latent_space, latent_walk
from ui.fields.steps import steps

STEPS = steps(
    latent_space.PAGE,
    {
        "space": (),
        "manifold": (latent_walk.GRID_OF, latent_walk.SPACING, latent_walk.CELLS),
        "traversals": (latent_walk.ROWS_OF, latent_walk.RANGE),
        "path": (latent_walk.ENDS, latent_walk.TIME),
        "arithmetic": (latent_walk.TERMS,),
        "tour": (latent_walk.TOUR, latent_walk.SPEED),
    },
    named_by=latent_walk.PRESENTED,
    former={"predict": "space"},
)

MAP_STEPS = steps(
    latent_map.PAGE,
    {
        "map": (*latent_map.SETTINGS, *latent_map.HAND.values()),
        "place": (*latent_map.PLACED.all, latent_map.HAS_TSNE),
        "holes": (latent_map.HOLES_OF, latent_map.DRAWS_SEED),
    },
    once_in=STEPS,
)

FIELDS = (STEPS, MAP_STEPS)
