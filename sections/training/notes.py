"""A slip in the course notes that this page can put right."""

from ui import lesson, state
from ui.fields import training as fields
from ui.i18n import gettext as _


def notes() -> None:
    """The notes on the codes of an autoencoder, checked."""
    lesson.check_the_notes(
        _("the codes of an autoencoder are discrete, those of a VAE continuous."),
        _(
            "both are points of the same continuous space: an autoencoder's decoder draws something at *every* $z$, "
            "between the codes too, as the prior samples above show. What it lacks is not continuity: no term of its "
            "loss asks the images between two codes to mean anything, or says where codes should lie."
        ),
        _as_images,
        key="discrete",
    )


def _as_images() -> None:
    """Images in place of the points: neighbours on the map pass gradually into each other."""
    state.put(fields.THUMBNAILS, True)
    state.put(fields.ELLIPSES, False)
    state.put(fields.MOMENT, fields.NEWEST)
