"""Everybody's q over the true posterior of one image: who beats the encoder?"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from sections.elbo import evidence_words
from sections.elbo.subject import on_screen
from ui import digit_controls, inference, lesson, pools, state
from ui.components.figure import live_figure
from ui.fields.elbo import PAGE, Q
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.inference import Inference
from ui.pools import Hand, Pool
from vae_core.analysis.evidence_results import LatentGaussian
from vae_core.figures import pooled_evidence as figures
from vae_core.printing import nats

LISTED = 3


def qs(hands: Sequence[Hand]) -> bool:
    """Draw them."""
    found = pools.read(hands, PAGE, lambda: (on_screen(), state.get(Q)))
    alike = pools.agreed(found, by=lambda each: each[0])
    inferred = inference.of(alike[0][1][0])
    own = [(hand, inference.gaussian(q[:2], q[2:])) for hand, (_asked, q) in alike if q]
    below = pools.in_time(partial(inferred.below, q) for _hand, q in own)
    scored = own[: len(below)]
    left, right = st.columns((1, 16), vertical_alignment="center")
    with left:
        digit_controls.picture(inferred.x, _("The image x, pixel by pixel as it is computed with"))
    with right:
        _reading(inferred, below, [hand.person.name for hand, _q in scored])
    _draw(inferred, below, scored)
    pools.say_left_out(
        {
            _("{n} with another image"): len(found) - len(alike),
            _("{n} who have not moved q"): len(alike) - len(own),
            _("{n} still to be computed"): len(own) - len(scored),
        }
    )
    _table(inferred, below, [hand for hand, _q in scored])
    return len(scored) < len(own)


def _draw(inferred: Inference, below: Sequence[float], scored: Sequence[tuple[Hand, LatentGaussian]]) -> None:
    live_figure(
        lambda: figures.pooled_evidence(
            inferred.map,
            inferred.encoder,
            inferred.best,
            inferred.gap,
            [q for _hand, q in scored],
            below,
            [hand.person for hand, _q in scored],
            words=evidence_words.on_the_figure(),
        ),
        key="pool",
        label=_("Everybody's q over the true posterior in the latent plane, and how far each bound stays below"),
        wide=True,
        goes_on=True,
    )


def _reading(inferred: Inference, below: Sequence[float], names: Sequence[str]) -> None:
    if not below:
        lesson.reading(_("Nobody has moved q yet: all of them are the encoder's."))
        return
    gap, first = inferred.gap.printed(), min(range(len(below)), key=below.__getitem__)
    text = _(
        "**{winners} of {all} beat the encoder**, which stays {gap} nats below $\\log p(x)$. Nearest comes the {name}: "
        "$L_b$ = {bound}, {below} nats below. No such Gaussian comes nearer than {approximation}."
    )
    lesson.reading(
        text.format(
            winners=sum(each < inferred.gap.total for each in below),
            all=len(below),
            gap=nats(gap.total),
            name=f"**{names[first]}**",
            bound=nats(inferred.evidence.log_evidence - below[first]),
            below=nats(below[first]),
            approximation=nats(gap.approximation),
        )
    )


def _table(inferred: Inference, below: Sequence[float], hands: Sequence[Hand]) -> None:
    order = sorted(range(len(below)), key=below.__getitem__)[:LISTED]
    level, gap = inferred.evidence.log_evidence, inferred.gap.total
    rows = [(hands[i], [nats(level - below[i]), nats(below[i]), nats(gap - below[i])]) for i in order]
    if rows:
        pools.table((_("nearest"), _("bound"), _("nats below log p(x)"), _("nats above the encoder")), rows)


QS_OF_ALL = Pool(mark("Everybody's q on one posterior"), qs)
