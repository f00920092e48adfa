"""Three slips of the notes about densities and what a mean and a variance leave open, each with its counterexample."""

import streamlit as st

from sections.distributions.choice import put_interval
from ui import lesson, state
from ui.fields.distributions import MEMBER, SHAPES_DEVIATION, SHAPES_MEAN
from ui.i18n import gettext as _
from vae_core.probability.families import Member


def reversed_limits() -> None:
    """Slip 1: nearly the whole line, walked from right to left."""
    state.put(MEMBER, Member.default("normal"))
    put_interval(4.0, -4.0)


def tall_density() -> None:
    """Slip 2: f is no probability."""
    state.put(MEMBER, Member("normal", (0.0, 0.1)))
    put_interval(-0.1, 0.1)


def four_shapes() -> None:
    """Slip 3: equal mean and variance, four times."""
    state.put(SHAPES_MEAN, 1.0)
    state.put(SHAPES_DEVIATION, 2.0)


def about_areas() -> None:
    """Two slips about the density, side by side."""
    limits, mean = st.columns(2)
    with limits:
        lesson.check_the_notes(
            _("the density satisfies $\\int_{+\\infty}^{-\\infty} f(x)\\,dx = 1$."),
            _("from $+\\infty$ down to $-\\infty$ the integral is $-1$; the limits are the other way round."),
            reversed_limits,
            key="limits",
        )
    with mean:
        lesson.check_the_notes(
            _("the mean of a continuous variable is $\\int x P(x)\\,dx$."),
            _("it is $\\int x f(x)\\,dx$. $P(X = x)$ is 0 everywhere, and $f(x)$ may be larger than any probability."),
            tall_density,
            key="mean",
        )


def about_shapes() -> None:
    """The slip that two numbers say it all."""
    lesson.check_the_notes(
        _("once mean and variance are known, the distribution is 100 % determined."),
        _("only inside one family, such as the normal. The four above share both, and their tails are not alike."),
        four_shapes,
        key="shapes",
    )
