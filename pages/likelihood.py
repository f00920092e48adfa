"""Likelihood: one formula read both ways, its maximum, its logarithm, and what it is to KL and squared error."""

from sections.likelihood.area import area
from sections.likelihood.both_ways import both_ways
from sections.likelihood.climbing import climbing
from sections.likelihood.nearest import nearest
from sections.likelihood.questions import questions
from sections.likelihood.squared_error import squared_error
from sections.likelihood.theta import move_to
from sections.likelihood.underflow import underflow
from ui import lesson, state
from ui.fields.likelihood import AREA_DEVIATION, DATA, STEPS
from ui.i18n import gettext as _
from ui.steps import Step

CLOSE_TOGETHER = (-0.1, 0.0, 0.1)


def no_density() -> None:
    """Slip 4: three points so close together that the area over μ is well above 1."""
    state.put(DATA, CLOSE_TOGETHER)
    state.put(AREA_DEVIATION, 0.1)


def all_to_the_left() -> None:
    """Slip 10: nearly all of the density to the left of every point, and hardly any at them."""
    move_to(min(state.get(DATA)) - 4.0, 1.0)


def about_the_cdf() -> None:
    """Slip 10, and its counterexample."""
    lesson.check_the_notes(
        _(
            "we want to learn from as many data as possible, so that $X$ ranges far and its distribution function "
            "$P(x)$ grows; this amounts to maximising $\\sum_x \\log P(x)$."
        ),
        _(
            "maximum likelihood raises the density at the data, not the CDF. Push the normal far to the left: "
            "$F$ at every point nears 1, and $\\log L$ collapses."
        ),
        all_to_the_left,
        key="cdf",
    )


def about_the_area() -> None:
    """Slip 4, and its counterexample."""
    lesson.check_the_notes(
        _("$L(\\theta \\mid x) = P(X \\mid x = \\theta)$, the probability of $X$ given the parameter."),
        _(
            "$L(\\theta \\mid x) = f(x; \\theta)$: the density, read as a function of $\\theta$. $\\theta$ is no "
            "outcome, and over $\\theta$ the integral need not be 1. Here are three points for which it is far above."
        ),
        no_density,
        key="area",
    )


lesson.walk(
    STEPS,
    _("Those that lift the curve highest over the data, all points together."),
    Step("both-ways", _("One formula, read both ways"), (both_ways, about_the_cdf)),
    Step("ascent", _("Up the slope, step by step"), (climbing,)),
    Step("area", _("Over θ the area is not 1"), (area, about_the_area)),
    Step("underflow", _("Sum the logarithms"), (underflow,)),
    Step("nearest", _("The best fit is the nearest distribution"), (nearest,)),
    Step("squared-error", _("Squared error in disguise"), (squared_error,)),
    lesson.predict(questions),
)
