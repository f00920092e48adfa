"""What to predict about the map on screen: whose neighbours are of one class."""

from sections.latent_map import choices
from ui import charts
from ui.components.decoder import TITLES
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.analysis.neighbours import NEIGHBOURS
from vae_core.printing import fixed, with_error

ALIKE = 2  # standard errors: a difference less than so many is none


def neighbours() -> Question | None:
    """By which distance neighbours are of one class, where there are classes to count."""
    source = choices.source()
    if not charts.is_measurable(source) or not charts.has_classes(source):
        return None
    purities = charts.purities(source)
    difference = purities.latent - purities.pixels
    answer = 2 if abs(difference) <= ALIKE * purities.error else int(difference < 0)
    return Question(
        _(
            "Take points of the map ({model}, {n} dimensions) and their {k} nearest neighbours. By which distance "
            "are more of them of the same class?"
        ).format(model=TITLES[source.model.kind], n=source.model.latent_dim, k=NEIGHBOURS),
        (
            _("between codes"),
            _("between pictures, pixel by pixel"),
            _("alike, as far as {count} points can tell").format(count=purities.count),
        ),
        answer,
        _(
            "Between codes {latent} % are, between pictures {pixels} %: a difference of {difference} %. Choose other "
            "codes for the map."
        ).format(
            latent=fixed(100 * purities.latent, 1),
            pixels=fixed(100 * purities.pixels, 1),
            difference=with_error(100 * difference, 100 * purities.error),
        ),
    )
