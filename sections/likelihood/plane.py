"""log L over the plane of μ and σ, with θ under the hand."""

from sections.likelihood.theta import Theta, controls
from ui.components.figure import live_figure
from ui.i18n import gettext as _
from vae_core.figures import likelihood as figures
from vae_core.probability import likelihood as model
from vae_core.probability.likelihood import Likelihood, Maximum
from vae_core.probability.likelihood_window import Window

GRID_STEPS = 51


def mount(key: str, here: Theta, at: Likelihood, best: Maximum, shown: Window, *, is_map: bool = True) -> None:
    """As a map on which θ is dragged, or as a landscape in which it stands."""
    live_figure(
        lambda: _figure(here, at, best, shown, is_map),
        controls(here, shown, is_map),
        key=key,
        label=_("The logarithm of the likelihood over μ and σ"),
        view=f"{'map' if is_map else 'landscape'}:{shown}",
    )


def _figure(here: Theta, at: Likelihood, best: Maximum, shown: Window, is_map: bool):
    grid = model.parameter_grid((shown.low, shown.high), (shown.narrowest, shown.widest), GRID_STEPS)
    surface = model.surface(at.x, *grid)
    settings = {"ascent": here.path if here.step else None, "step": here.step, "words": words()}
    if is_map:
        return figures.over_parameters(surface, best, **settings)
    return figures.landscape(surface, at, best, **settings)


def words() -> figures.Words:
    """What the figures of this lesson say."""
    return figures.Words(maximum=_("maximum"), truth=_("hidden truth"), ascent=_("gradient ascent"))
