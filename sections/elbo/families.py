"""Why the gap is there at all: q's that may do more and more, fitted to one digit, and what each leaves of the gap."""

import streamlit as st

from sections.elbo.families_questions import tilted_or_no_gaussian, won_by_this_digit_alone
from sections.elbo.subject import inference
from ui import late, lesson, predict
from ui.components.figure import live_figure
from ui.fields.elbo import SUBJECT
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis.ladder_results import Ladder
from vae_core.figures import ladder as figures
from vae_core.printing import nats, readable
from vae_core.probability.notation import amount

POLL_SECONDS = 0.5
MISSING = "…"


def _poll() -> float | None:
    """While q's are fitted, the section looks again by itself."""
    return POLL_SECONDS if late.families_of_q.is_fitting(inference()) else None


@lesson.section(shares=SUBJECT, every=_poll)
def families() -> None:
    st.markdown(
        _(
            "Why is there a gap at all? But for the first one, every $q$ here is fitted to this digit alone, and may "
            "do more than the one before. The shades are the posterior, the lines are $q$: where $q$ is the "
            "posterior, **its lines run along the edges of the shades**."
        )
    )
    found = late.families_of_q.families(inference())
    may_see = predict.first("families", won_by_this_digit_alone, tilted_or_no_gaussian)
    live_figure(
        lambda: figures.rungs(found.portraits, found.ladder, _words(found.ladder), is_told=may_see),
        key="families",
        label=_("The posterior under five q's, each richer than the one before, and the gap that each of them leaves"),
        wide=True,
    )
    if may_see:
        _read(found.ladder)
    lesson.code(*late.families_of_q.sources())


def _read(ladder: Ladder) -> None:
    lesson.reading(_reading(ladder))
    st.latex(coloured(_jensen(ladder.printed())))
    _table(ladder)
    st.caption(
        _(
            "Jensen's inequality: a logarithm bends downwards, so the logarithm of a mean is at least the mean of the "
            "logarithms, and equal to it only where $w$ is the same for every $z$, which means $q(z) = p(z∣x)$. "
            "Mixture and flow both set out from the best Gaussian: a mixture can have peaks far apart, a flow bends "
            "one piece and cannot tear it. Another way to close the gap leaves $q$ as it is and takes the mean of "
            "several $w$ under the logarithm: the next step."
        )
    )


def _words(ladder: Ladder) -> figures.Words:
    return figures.Words(
        _names(ladder),
        (_("for all digits"), _("for this digit"), _("may be tilted"), _("several peaks"), _("may be bent")),
        _("nats to log p(x)"),
        _("being fitted …"),
    )


def _names(ladder: Ladder) -> tuple[str, ...]:
    mixture = _("mixture of {count}").format(count=ladder.rungs[3].components) if ladder.is_whole else _("mixture")
    return _("encoder's"), _("upright"), _("any Gaussian"), mixture, _("flow")


def _reading(ladder: Ladder) -> str:
    shown = ladder.printed()
    amortisation, correlation, *others = (nats(part) for part in shown.parts)
    if not shown.is_whole:
        return _(
            "Of {gap} nats, {amortisation} are lost because one network serves all digits, {correlation} because its "
            "$q$ may not be tilted; {left} remain, and two more $q$ are being fitted."
        ).format(gap=nats(shown.gap(0)), amortisation=amortisation, correlation=correlation, left=others[0])
    return _(
        "Of {gap} nats, {amortisation} are lost because one network serves all digits, {correlation} because its $q$ "
        "may not be tilted, {shape} because a Gaussian has one peak and no bend; {left} are left."
    ).format(
        gap=nats(shown.gap(0)),
        amortisation=amortisation,
        correlation=correlation,
        shape=others[0],
        left=others[1],
    )


def _jensen(shown: Ladder) -> str:
    """The inequality with the numbers of the encoder's q."""
    return (
        r"\log <p>(<x>) = \log \mathrm{E}_{<q>}[w] \;\ge\; \mathrm{E}_{<q>}[\log w] = L_b, \qquad"
        r" w = \frac{<p>(<x>, <z>)}{<q>(<z>)}, \qquad"
        rf" {amount(shown.log_evidence)} \ge {amount(shown.rungs[0].bound)}"
    )


def _table(ladder: Ladder) -> None:
    shown = ladder.printed()
    missing = [MISSING] * (5 - len(shown.rungs))
    bounds = [nats(rung.bound) for rung in shown.rungs]
    gaps = [nats(shown.gap(number)) for number in range(len(shown.rungs))]
    spreads = [readable(rung.deviation, 2) for rung in ladder.rungs]
    lesson.table(
        (_("in nats"), *_names(ladder)),
        [
            ("$\\log\\mathrm{E}_q[w] = \\log p(x)$", *[nats(shown.log_evidence)] * 5),
            ("$\\mathrm{E}_q[\\log w] = L_b$", *bounds, *missing),
            (_("what lies between"), *gaps, *missing),
            (_("standard deviation of $\\log w$"), *spreads, *missing),
        ],
    )
