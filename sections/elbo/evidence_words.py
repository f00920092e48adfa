"""What the gap between log p(x) and its bounds is made of, in words and numbers."""

import streamlit as st

from sections.elbo.known_words import equation
from ui import lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.inference import Inference
from vae_core.figures.evidence import Words
from vae_core.printing import nats, readable
from vae_core.probability.exact_bound import Account

# Two bounds nearer than this, in nats, are level.
LEVEL = 5e-3
# An error of the integrals from which on it is told, in nats: it shows in the digits printed, and is more than chance.
TOLD = 5e-3


def on_the_figure() -> Words:
    """The words of the figures, in the reader's language."""
    return Words(
        encoder=_("encoder's"),
        best=_("best"),
        yours=_("yours"),
        approximation=_("approximation"),
        amortisation=_("amortisation"),
        below=_("nats to log p(x)"),
        exact=_("exact"),
        bound=_("bound for k draws"),
        path=_("one run"),
        draws=_("draws per estimate"),
        nats=_("nats"),
    )


def reading(inferred: Inference, account: Account, *, is_the_encoders: bool) -> None:
    """What your q is worth beside the encoder's and the best."""
    gap, yours = inferred.gap.printed(), account.printed().kl_posterior
    if is_the_encoders or abs(yours - gap.total) < LEVEL:
        text = _(
            "The encoder stays {gap} nats below $\\log p(x)$: {approximation} because no such Gaussian is the "
            "posterior, {amortisation} because one network has to serve all images."
        )
    elif yours < gap.total:
        text = _(
            "**You beat the encoder** by {won} nats. {left} more are to be had, then no Gaussian of this kind helps."
        )
    else:
        text = _("Your $q$ is {lost} nats worse than the encoder's: $L_b$ fell, $\\log p(x)$ did not move.")
    lesson.reading(
        text.format(
            gap=nats(gap.total),
            approximation=nats(gap.approximation),
            amortisation=nats(gap.amortisation),
            won=nats(gap.total - yours),
            left=nats(max(yours - gap.approximation, 0.0)),
            lost=nats(yours - gap.total),
        )
    )
    _compared(inferred)


def _compared(inferred: Inference) -> None:
    """How probable the image is beside a test digit."""
    usual = inferred.usual_bound
    below = usual - inferred.evidence.log_evidence
    if below > 30:
        text = _(
            "$\\log p(x)$ is {below} nats below the average bound of test digits ({usual}): the model would hardly "
            "make this."
        )
    elif below > 0:
        text = _("The average bound of test digits is {usual}: this image is somewhat harder than they are.")
    else:
        text = _("The average bound of test digits is {usual}: this image is easier than they are.")
    st.caption(text.format(below=f"{below:.0f}", usual=nats(usual)))


def table(inferred: Inference, account: Account) -> None:
    """The terms of all three q's, the last two lines found by integrals of their own."""
    compared = (inferred.account(inferred.encoder), inferred.account(inferred.best), account)
    accounts = [each.printed() for each in compared]
    rows = (
        ("$\\mathrm{E}_q$[log p(x∣z)]", [each.reconstruction for each in accounts]),
        ("− KL(q‖p(z))", [-each.kl_prior for each in accounts]),
        ("$L_b$", [each.bound for each in accounts]),
        ("KL(q‖p(z∣x))", [each.kl_posterior for each in accounts]),
        ("$L_b$ + KL", [each.bound + each.kl_posterior for each in accounts]),
    )
    header = (_("in nats"), _("encoder's"), _("best"), _("yours"))
    lesson.table(header, [(name, *(nats(value) for value in values)) for name, values in rows])
    st.caption(
        _(
            "log p(x) = {level}, by quadrature over the plane: off by {error} nats at most, as far as two grids tell."
        ).format(level=nats(inferred.evidence.log_evidence), error=f"{max(inferred.evidence.error, 1e-4):.4f}")
    )
    if account.error > TOLD:
        st.caption(
            _(
                "Your $q$ is so wide that its integrals run over much that the decoder folds finely: its numbers may "
                "be off by {error} nats."
            ).format(error=readable(account.error, 1))
        )


def formulas(account: Account) -> None:
    """The equation, with the numbers of the q under the hand."""
    st.latex(coloured(equation(account, r"<q>(<z>\mid <x>)")))
