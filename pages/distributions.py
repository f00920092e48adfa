"""Distributions: densities, areas, and what many draws tell."""

import streamlit as st

from sections.distributions.density import density
from sections.distributions.estimators import estimators
from sections.distributions.questions import questions
from sections.distributions.settling import settling
from sections.distributions.shapes import shapes
from sections.distributions.standardising import standardising
from ui import families, lesson, state
from ui.fields.distributions import LEFT, MEMBER, RIGHT, SHAPES_DEVIATION, SHAPES_MEAN, STEPS
from ui.i18n import gettext as _
from ui.steps import Step
from vae_core.probability.events import interval_to_start
from vae_core.probability.families import FAMILIES, Member


def reversed_limits() -> None:
    """Slip 1: the whole area, from left to right."""
    state.put(MEMBER, Member.default("normal"))
    state.put(LEFT, -4.0)
    state.put(RIGHT, 4.0)


def tall_density() -> None:
    """Slip 2: f is no probability."""
    state.put(MEMBER, Member("normal", (0.0, 0.1)))
    state.put(LEFT, -0.1)
    state.put(RIGHT, 0.1)


def four_shapes() -> None:
    """Slip 3: equal mean and variance, four times."""
    state.put(SHAPES_MEAN, 1.0)
    state.put(SHAPES_DEVIATION, 2.0)


def start_interval(member: Member) -> None:
    """Begin with an interval where the mass is."""
    low, high = interval_to_start(member.distribution)
    state.put(LEFT, low)
    state.put(RIGHT, high)


def choices() -> None:
    """Which distribution the page is about."""
    families.choose_family(
        MEMBER, _("Distribution of X"), tuple(FAMILIES), then=start_interval, width=200, label_visibility="collapsed"
    )


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
        _("only inside one family, such as the normal. The four above share both and differ in every probability."),
        four_shapes,
        key="shapes",
    )


lesson.walk(
    STEPS,
    _("It is a height, and only areas under it are probabilities. Choose a distribution and take hold of it."),
    Step("area", _("Area is probability"), (density, about_areas), choices),
    Step("draws", _("What many draws tell"), (settling,), choices),
    Step("estimators", _("Divide by n, or by n − 1?"), (estimators,), choices),
    Step("shapes", _("Same mean, same variance, four shapes"), (shapes, about_shapes)),
    Step("standardising", _("Every normal is the standard normal"), (standardising,)),
    lesson.predict(questions, choices=choices),
)
