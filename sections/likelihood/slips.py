"""Two slips of the notes about what a likelihood is, each with its counterexample."""

from sections.likelihood.theta import move_to
from ui import lesson, state
from ui.fields.likelihood import AREA_DEVIATION, DATA
from ui.i18n import gettext as _

CLOSE_TOGETHER, NARROW = (-0.02, 0.0, 0.02), 0.05


def no_density() -> None:
    """Slip 4: three points so close together that both areas, over μ and over θ, are well above 1."""
    state.put(DATA, CLOSE_TOGETHER)
    state.put(AREA_DEVIATION, NARROW)


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
