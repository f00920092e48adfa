"""The two networks of the lesson."""

from ui.i18n import gettext as _
from ui.library.denoisers import Described

CODES, PIXELS = "mnist-latent-diffusion-8d", "mnist-diffusion"


def models() -> dict[str, Described]:
    """By what they denoise."""
    return {
        "codes": Described(CODES, _("codes of the VAE, 8 numbers")),
        "pixels": Described(PIXELS, _("images, 784 pixels")),
    }
