"""Where the mean KL goes: what z tells of the image, and how far all codes together miss the prior."""

import streamlit as st

from sections.elbo.questions import what_would_stay
from ui import aggregates, lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.elbo import AVERAGED
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.analysis import aggregate as core
from vae_core.analysis.aggregate import Decomposition
from vae_core.figures import aggregate as figures
from vae_core.printing import fixed, readable

NAMES = {
    "grey": mark("2 dimensions"),
    "binary": mark("2 dimensions, black and white"),
    "eight": mark("8 dimensions"),
}


@lesson.section(shares=(AVERAGED,))
def average() -> None:
    st.markdown(
        _(
            "Over all images the KL falls into two parts. One is what $z$ tells of which image it is: no code comes "
            "without it. The other is how far all codes together, $q(z)$, are from the prior: nobody gains by that, "
            "and the holes are there."
        )
    )
    state.choose(
        AVERAGED,
        st.segmented_control,
        _("The model"),
        AVERAGED.kind.options,
        format_func=lambda name: _(NAMES[name]),
        required=True,
        label_visibility="collapsed",
    )
    model = state.get(AVERAGED)
    found, may_see = aggregates.decomposition(model), predict.first("average", what_would_stay)
    if may_see:
        lesson.reading(_reading(found))
    live_figure(
        lambda: _figure(model, found, may_see),
        key="average",
        label=_("The codes of all images together beside the prior, and the two parts of the mean KL"),
        wide=True,
        view=model,
    )
    if may_see:
        st.latex(coloured(EQUATION))
        st.caption(_caption(model, found))
    lesson.code(core.aggregate, core.decompose_plane, core.decompose)


EQUATION = (
    r"\underbrace{\mathbb{E}_{<x>}\,<kl>\big(<q>(<z>\mid <x>)\,\|\,<p>(<z>)\big)}_{\text{rate}} ="
    r" \underbrace{I_{<q>}(<x>; <z>)}_{\text{information}} + <kl>\big(<q>(<z>)\,\|\,<p>(<z>)\big),"
    r" \qquad <q>(<z>) = \tfrac{1}{N}\sum_n <q>(<z>\mid <x>_n)"
)


def _figure(model: str, found: Decomposition, is_told: bool):
    words = figures.Words(
        _("all codes, <i>q</i>(<i>z</i>)"),
        _("more, or fewer, than <i>p</i>(<i>z</i>)"),
        (_("mean KL"), _("tells the image"), _("misses the prior")),
        _("latent dimension"),
        _("nats"),
        _("mean KL"),
        _("misses the prior by itself"),
    )
    if aggregates.is_plane(model):
        return figures.of_plane(aggregates.density(model), found, words, is_told=is_told)
    return figures.of_dimensions(*aggregates.of_dimensions(model), found, words, is_told=is_told)


def _reading(found: Decomposition) -> str:
    return _(
        "Of {rate} nats that an image pays on average, {information} tell which image it is. {divergence} are lost: so "
        "much higher the mean bound would be with a prior that is just like these codes."
    ).format(
        rate=readable(found.rate, 3),
        information=readable(found.information, 3),
        divergence=readable(found.divergence, 2),
    )


def _caption(model: str, found: Decomposition) -> str:
    facts = {
        "count": aggregates.images(model),
        "error": readable(found.error, 1),
        "most": fixed(found.most_information(aggregates.images(model))),
    }
    if aggregates.is_plane(model):
        return _(
            "Over the {count} test images, by quadrature, right to {error} nats. Who knows which of them it is knows "
            "$\\log N$ = {most} nats; $z$ cannot tell more."
        ).format(**facts)
    return _(
        "Over the {count} test images; the divergence from {draws} draws, ± {error} nats. In eight dimensions their "
        "codes hardly overlap: $z$ tells nearly all of the $\\log N$ = {most} nats that there are. Then what is lost "
        "is the room between these codes, where those of other images would lie; a prior has to learn that, not to "
        "repeat them. Each dimension by itself fits; together they miss."
    ).format(draws=aggregates.DRAWS, **facts)
