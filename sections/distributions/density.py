"""Density and cumulative distribution, linked: an area on one is a height on the other."""

import streamlit as st

from sections.distributions.questions import half_the_interval, probability_of_a_point
from ui import families, lesson, predict, state
from ui.components.figure import Handle, Span, live_figure
from ui.fields.distributions import DRAWS, LEFT, MEMBER, RIGHT, SEED
from ui.formulas import coloured
from ui.i18n import gettext as _
from ui.printing import readable, short, with_error
from ui.table_editor import edit_table
from vae_core.figures.distributions import density_and_cdf
from vae_core.probability import events
from vae_core.probability.curves import Curves, curves, heights
from vae_core.probability.families import Member
from vae_core.probability.notation import number


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
            _reading(drawn, event)
            st.latex(coloured(member.formula(numbers=False)))
            st.latex(coloured(member.formula()))
            _three_ways(member, event)
            _slope(tangent)
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


def _reading(drawn: Curves, event: events.Event) -> None:
    if event.x1 == event.x2 and not drawn.is_discrete:
        lesson.reading(_("$x_1 = x_2$: an interval without width has no area. $P(X = x) = 0$ for every single $x$."))
    elif drawn.top > 1 and not drawn.is_discrete:
        lesson.reading(
            _(
                "The density reaches {peak}, above 1, and yet the whole area is 1: it is a height, not a probability."
            ).format(peak=readable(drawn.top))
        )
    else:
        lesson.reading(
            _("Between {x1} and {x2} lie {share} % of the probability.").format(
                x1=short(event.x1), x2=short(event.x2), share=readable(100 * event.difference, 3)
            )
        )


def _three_ways(member: Member, event: events.Event) -> None:
    x1, x2 = number(event.x1), number(event.x2)
    if member.distribution.is_discrete:
        area = rf"$\sum_{{{x1} < x \le {x2}}} P(X = x)$"
    else:
        area = rf"$\int_{{{x1}}}^{{{x2}}} f(x)\,dx$"
    lesson.table(
        (rf"$P({x1} < X \le {x2})$", ""),
        [
            (area, readable(event.area, 6)),
            (
                rf"$F({x2}) - F({x1})$ = {readable(event.cdf[1])} − {readable(event.cdf[0])}",
                readable(event.difference, 6),
            ),
            (
                _("share of {n} draws, ± its standard error").format(n=event.frequency.n),
                with_error(event.frequency.value, event.frequency.standard_error),
            ),
        ],
    )


def _slope(tangent: events.Tangent | None) -> None:
    if tangent is None:
        st.caption(_("$F$ jumps by $P(X = x)$ at each value that $X$ can take, and is level in between."))
        return
    st.caption(
        _(
            "The slope of $F$ at $x_2$, measured on the curve, is {slope}; the density there is $f(x_2)$ = {density}."
        ).format(slope=readable(tangent.difference_quotient), density=readable(tangent.density))
    )
