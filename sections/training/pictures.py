"""What the models draw, and where they put the images."""

from sections.training.shown import Shown
from ui import library, state
from ui.components.class_legend import legend_of
from ui.components.figure import live_figure
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.analysis.observation import COLLAPSED_BELOW
from vae_core.analysis.projection import outlines, spread_out
from vae_core.figures.latent_map import Cloud, latent_maps
from vae_core.figures.training import kl_by_dimension, stacked
from vae_core.lab.experiment import SIGNS

OUTLINED = 100  # posteriors that are drawn: more would cover each other
THUMBNAILS = 60


def titles() -> dict[str, str]:
    """What the models with codes are called."""
    return {"ae": _("Autoencoder"), "vae": _("VAE")}


def signs() -> dict[str, str]:
    """What all models are called where there is little room."""
    return {name: _(sign) for name, sign in SIGNS.items()}


def pictures(here: Shown) -> None:
    """Originals, reconstructions and prior samples of the models with codes."""
    seen = {name: moment.observation for name, moment in here.coded.items()}
    originals = here.record.members[next(iter(seen))].originals
    blocks = [("<i>x</i>", originals)]
    blocks += [(f"{name.upper()} <i>x̂</i>", each.reconstructions) for name, each in seen.items()]
    blocks += [(f"{name.upper()} <i>z</i>", each.samples) for name, each in seen.items()]
    live_figure(
        lambda: stacked(blocks),
        key="pictures",
        goes_on=True,
        label=_("Ten images, their reconstructions, and thirty decoded draws from the prior, for each model"),
        view=f"{len(blocks)}",
    )


def maps(here: Shown) -> None:
    """Codes of held-out images."""
    clouds = [_cloud(name, here) for name in here.coded]
    labels = here.record.members[next(iter(here.coded))].labels  # the other model may not have started yet
    shelf = library.shelf(state.get(fields.RUN))
    live_figure(
        lambda: latent_maps(clouds, labels, names=shelf.class_names),
        key="latent_map",
        goes_on=True,
        label=_("Codes of held-out images, coloured by class, for each model"),
        view=f"{len(clouds)}",
        legend=legend_of(labels, shelf.has_digits, shelf.class_names),
    )


def dimensions(here: Shown) -> None:
    """How much each latent dimension of the VAE carries."""
    vae = here.moments.get("vae")
    if vae is not None:
        live_figure(
            lambda: kl_by_dimension(vae.observation.kl, COLLAPSED_BELOW, dimension=_("latent dimension")),
            key="dimensions",
            goes_on=True,
            label=_("Mean KL of each latent dimension of the VAE"),
        )


def _cloud(name: str, here: Shown) -> Cloud:
    seen = here.moments[name].observation
    drawn = None
    if seen.covariances is not None and state.get(fields.ELLIPSES):
        drawn = outlines(seen.points[:OUTLINED], seen.covariances[:OUTLINED])
    stamps = ()
    if state.get(fields.THUMBNAILS):
        images = library.shelf(state.get(fields.RUN)).images()
        stamps = [(which, images[which]) for which in spread_out(seen.points, THUMBNAILS)]
    return Cloud(titles()[name], seen.points, drawn, stamps)
