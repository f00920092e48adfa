"""What to predict about the map on screen: whose neighbours are of one class."""

from sections.latent_map import choices
from ui import charts
from ui.components.decoder import TITLES
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.analysis.neighbours import NEIGHBOURS

ALIKE = 0.005  # a difference of shares that is none


def neighbours() -> Question | None:
    """By which distance neighbours are of one class, where there are classes to count."""
    source = choices.source()
    if not charts.is_measurable(source) or not charts.has_classes(source):
        return None
    purities = charts.purities(source)
    difference = purities.latent - purities.pixels
    answer = 2 if abs(difference) < ALIKE else int(difference < 0)
    return Question(
        _(
            "Take every point of the map ({model}, {n} dimensions) and its {k} nearest neighbours. By which distance "
            "are more of them of the same class?"
        ).format(model=TITLES[source.model.kind], n=source.model.latent_dim, k=NEIGHBOURS),
        (_("between codes"), _("between pictures, pixel by pixel"), _("alike, to half a per cent")),
        answer,
        _("Between codes {latent:.1%} are, between pictures {pixels:.1%}. Choose other codes for the map.").format(
            latent=purities.latent, pixels=purities.pixels
        ),
    )
