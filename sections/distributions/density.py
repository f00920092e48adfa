"""Density and cumulative distribution, linked: an area on one is a height on the other."""

import streamlit as st

from sections.distributions import density_words
from sections.distributions.frequency_words import its_error
from sections.distributions.questions import half_the_interval, probability_of_a_point
from ui import families, lesson, predict, state
from ui.components.figure import Handle, Span, live_figure
from ui.fields.distributions import DRAWS, LEFT, MEMBER, RIGHT, SEED
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.table_editor import edit_table
from vae_core.figures.distributions import density_and_cdf
from vae_core.probability import events
from vae_core.probability.curves import curves, heights
from vae_core.probability.families import Member


@lesson.section(shares=(MEMBER, LEFT, RIGHT))
def density() -> None:
    st.markdown(
        _(
            "Drag $x_1$ and $x_2$ on either curve. Drag the coloured points, or the sliders, to change the "
            "distribution itself. The shaded area above is the difference of two heights below."
        )
    )
    picture, words = st.columns([3, 2], gap="large")
    member = state.get(MEMBER)
    event = events.event(member, state.get(LEFT), state.get(RIGHT), state.get(DRAWS), state.get(SEED))
    tangent = events.tangent(member.distribution, state.get(RIGHT))
    drawn = curves(member.distribution, marks=(event.x1, event.x2))
    with picture:
        live_figure(
            lambda: density_and_cdf(drawn, event, tangent),
            [*families.grips(MEMBER), *_ends(member), *families.sliders(MEMBER)],
            key="density",
            label=_("Density above, cumulative distribution below, over the same x"),
            spans=() if member.distribution.is_discrete else [Span("x1", "x2", trace=1, symbol="p")],
            view=member.family,
        )
        families.choose_size(MEMBER, _("How many"))
        if member.family == "categorical":
            edit_table(MEMBER, key="distribution_table")
    with words.container(key="density_words"):
        if predict.first("area", half_the_interval, probability_of_a_point):
            density_words.reading(drawn, event)
            st.latex(coloured(member.formula(numbers=False)))
            st.latex(coloured(member.formula()))
            density_words.three_ways(member, event)
            density_words.slope(tangent)
            its_error(event.frequency)  # last, for it comes and goes
    lesson.code(events.area, events.difference, events.frequency, events.tangent)


def _ends(member: Member) -> list[Handle]:
    """x₁ and x₂, each once on the density and once on the cumulative distribution."""
    step = 1 if member.distribution.is_discrete else None
    handles = []
    for field, sign in ((LEFT, "x₁"), (RIGHT, "x₂")):
        x = state.get(field)
        for panel, y in enumerate(heights(member.distribution, x)):
            handles.append(
                Handle(
                    field.name,
                    sign,
                    _("End of the interval, {sign}").format(sign=sign),
                    x,
                    y,
                    lambda x, _y, field=field: state.put(field, x),
                    panel=panel,
                    along=None if member.distribution.is_discrete else 1 - panel,
                    step=step,
                    rule=True,
                )
            )
    return handles
