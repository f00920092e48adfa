"""Everybody's θ on log L of the same data, and how far from the top each is. Words are the caller's."""

from collections.abc import Sequence

from vae_core.figures.canvas import sheet
from vae_core.figures.figure import Figure
from vae_core.figures.likelihood import WIDTH_TICKS, Words, contours, plane
from vae_core.figures.persons import Person, first_ones, points, rank_panel, ranks
from vae_core.probability.likelihood import Surface
from vae_core.probability.pooled_likelihood import Scored

LEFT, RIGHT = (0.0, 0.56), (0.64, 1.0)


def pooled_likelihood(
    surface: Surface, scored: Scored, persons: Sequence[Person], *, words: Words, below: str
) -> Figure:
    """log L over (μ, σ) as a map with a dot for each θ, beside how many nats each is below the top.

    Args:
        surface: of the data; what lies outside is not seen.
        scored: the θ.
        persons: whose they are, in the same order.
        words: those in the legend.
        below: title of the axis of nats.
    """
    named = first_ones(scored.order, most=1)
    dots = points(scored.means, scored.standard_deviations, persons, named=named, cliponaxis=True)
    panels = (plane(surface, across=LEFT), rank_panel(scored.below, below, across=RIGHT))
    marks = [*contours(surface, scored.best, words=words), dots, *ranks(scored.below, persons, panel=1)]
    figure = sheet(panels, marks, height=420)
    return figure.update_layout(yaxis={"tickvals": WIDTH_TICKS}, yaxis2={"showticklabels": False})
