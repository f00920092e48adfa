"""What to predict about a network that was trained on L_k."""

from ui import late
from ui.i18n import gettext as _
from ui.predict import Question
from vae_core.printing import with_error


def who_is_higher() -> Question:
    """Whose ELBO and whose log p(x) are higher on average."""
    k = late.weighted.training().samples
    found = late.weighted.compared(k)
    return Question(
        _(
            "The VAE was trained for the ELBO, the IWAE then for $L_{{{k}}}$. On average over {count} test digits, "
            "whose ELBO is higher, and whose $\\log p(x)$?"
        ).format(k=k, count=found.images),
        (
            _("both the VAE's"),
            _("the VAE's ELBO, the IWAE's $\\log p(x)$"),
            _("the IWAE's ELBO, the VAE's $\\log p(x)$"),
            _("both the IWAE's"),
        ),
        2 * (found.elbo.mean > 0) + (found.log_evidence.mean > 0),
        _("The IWAE's ELBO less the VAE's is {elbo}; for $\\log p(x)$ it is {level}.").format(
            elbo=with_error(found.elbo.mean, found.elbo.standard_error),
            level=with_error(found.log_evidence.mean, found.log_evidence.standard_error),
        ),
    )
