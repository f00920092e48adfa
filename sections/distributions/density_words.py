"""The area between x₁ and x₂ in words and numbers."""

import streamlit as st

from sections.distributions.frequency_words import share
from ui import lesson, state
from ui.fields.distributions import LEFT, RIGHT
from ui.i18n import gettext as _
from vae_core.printing import decimals_of, fixed, readable, short, what_is_left
from vae_core.probability import events
from vae_core.probability.curves import Curves
from vae_core.probability.families import Member
from vae_core.probability.notation import number

# A probability less than this is a power of ten; the others have so many decimals at least.
THIN, LEAST_DECIMALS = 1e-9, 6


def reading(drawn: Curves, event: events.Event) -> None:
    """What lies between x₁ and x₂."""
    first, second = state.get(LEFT), state.get(RIGHT)
    if first > second and not drawn.is_discrete:
        lesson.reading(
            _(
                "From {x1} down to {x2} the integral is $F(x_2) - F(x_1)$ = {backwards}, the area walked backwards. "
                "What lies between is as probable as ever."
            ).format(x1=short(first), x2=short(second), backwards=readable(-event.difference))
        )
    elif event.x1 == event.x2 and not drawn.is_discrete:
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


def three_ways(member: Member, event: events.Event) -> None:
    """The same probability as an area, as a difference of heights, and as a share of draws."""
    x1, x2 = number(event.x1), number(event.x2)
    if member.distribution.is_discrete:
        area = rf"$\sum_{{{x1} < x \le {x2}}} P(X = x)$"
    else:
        area = rf"$\int_{{{x1}}}^{{{x2}}} f(x)\,dx$"
    by_area, by_heights, heights = _printed(event)
    lesson.table(
        (rf"$P({x1} < X \le {x2})$", ""),
        [
            (area, by_area),
            (rf"$F({x2}) - F({x1})${heights}", by_heights),
            (
                _("share of {n} draws, ± its standard error").format(n=event.frequency.n),
                share(event.frequency),
            ),
        ],
    )


def _printed(event: events.Event) -> tuple[str, str, str]:
    """The area, the difference, and the two heights that it is the difference of, all to the same decimals.

    Where a tail is so thin that F is 1 on either side, heights say nothing.
    """
    if 0 < event.difference < THIN:
        return readable(event.area, 6), readable(event.difference, 6), ""
    decimals = decimals_of([event.difference], least=LEAST_DECIMALS)
    lower, upper = event.cdf
    lower = what_is_left(upper, event.difference, lower, decimals)
    heights = f" = {fixed(upper, decimals)} − {fixed(lower, decimals)}"
    return fixed(event.area, decimals), fixed(event.difference, decimals), heights


def slope(tangent: events.Tangent | None) -> None:
    """f as the slope of F."""
    if tangent is None:
        st.caption(_("$F$ jumps by $P(X = x)$ at each value that $X$ can take, and is level in between."))
        return
    st.caption(
        _(
            "The slope of $F$ at $x_2$, measured on the curve, is {slope}; the density there is $f(x_2)$ = {density}."
        ).format(slope=readable(tangent.difference_quotient), density=readable(tangent.density))
    )
