"""Everybody's q over one true posterior, and how far below log p(x) the bound of each stays. Words are the caller's."""

from collections.abc import Sequence

import numpy as np

from vae_core.analysis.evidence_results import GapParts, LatentGaussian, PosteriorMap
from vae_core.figures.canvas import Panel, curve, heat, sheet
from vae_core.figures.evidence import LEFT, Words, around, ellipses, ring
from vae_core.figures.figure import Figure
from vae_core.figures.persons import Person, rank_panel, ranks

RIGHT = (0.6, 1.0)


def pooled_evidence(
    posterior: PosteriorMap,
    encoder: LatentGaussian,
    best: LatentGaussian,
    gap: GapParts,
    qs: Sequence[LatentGaussian],
    below: Sequence[float],
    persons: Sequence[Person],
    *,
    words: Words,
) -> Figure:
    """p(z∣x) as a heat map under the ellipse of one standard deviation of each q, beside the gaps that they leave.

    Args:
        posterior: of the image.
        encoder, best: for comparison.
        gap: that those two leave.
        qs: of the hands.
        below: log p(x) − L_b of each, in nats.
        persons: whose they are.
        words: those in the figure.
    """
    x, y = around(posterior)
    known = (gap.total, gap.approximation)
    panels = (
        Panel("<i>z</i>₁", "<i>z</i>₂", LEFT, x_range=x, y_range=y, square=True),
        rank_panel(below, words.below, known, across=RIGHT),
    )
    top, bottom = panels[1].y_range[1], panels[1].y_range[0]
    marks = [
        heat(posterior.first, posterior.second, posterior.density.astype(np.float32), "p", levels=12),
        *_rings(qs, persons),
        *ellipses(encoder, "ink", words.encoder, dash="dash"),
        *ellipses(best, "sigma", words.best, dash="dot"),
        curve([gap.total] * 2, [top, bottom], "ink", dash="dash", width=2, panel=1),
        curve([gap.approximation] * 2, [top, bottom], "sigma", dash="dot", width=2, panel=1),
        *ranks(below, persons, panel=1),
    ]
    return sheet(panels, marks, height=420).update_layout(yaxis2={"showticklabels": False})


def _rings(qs: Sequence[LatentGaussian], persons: Sequence[Person]) -> list[dict]:
    """Those of one colour as one line with gaps."""
    gap, marks = np.full((2, 1), np.nan), []
    for shade in dict.fromkeys(person.shade for person in persons):
        own = [ring(q, 1) for q, person in zip(qs, persons, strict=True) if person.shade == shade]
        path = np.hstack([part for each in own for part in (each, gap)]).astype(np.float32)
        line = curve(*path, "ink", width=2)
        marks.append({**line, "opacity": 0.85, "line": {**line["line"], "color": shade.light}})
    return marks
