"""What the sources of codes are called."""

from ui.i18n import gettext as _


def names_of_sources() -> dict[str, str]:
    """The plain prior first, real codes last."""
    return {"prior": "N(0, I)", "diffusion": _("latent diffusion"), "real": _("codes of real images")}
