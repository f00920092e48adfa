"""Richer and richer q's over one posterior, and how far each bound stays below log p(x). Words are the caller's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from vae_core.analysis.ladder_results import FINENESS, Ladder, Portraits
from vae_core.figures.canvas import Panel, axis_suffix, bars, colour, heading, heat, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.kl_divergence import HATCHED
from vae_core.printing import nats

HEIGHT, WITHOUT_BARS = 376, 240
COLUMNS = 5
BETWEEN = 0.012  # of the width, to either side of a portrait
PORTRAITS, BARS = (0.44, 1.0), (0.12, 0.36)
BAR = 0.5
LEAST = 1e-3  # nats that the bars' axis reaches
# Regions with one, two and three standard deviations' share of a density.
REGIONS = {"start": FINENESS, "end": 3 * FINENESS, "size": FINENESS}
HIDDEN = {"showticklabels": False, "showgrid": False, "fixedrange": True}


@dataclass(frozen=True)
class Words:
    """What the figure says in words.

    Attributes:
        names: of the five families.
        freedoms: what each may do that those before it may not.
        below: of the bars' axis.
        waiting: where a q is still being fitted.
    """

    names: Sequence[str]
    freedoms: Sequence[str]
    below: str
    waiting: str


def rungs(portraits: Portraits, ladder: Ladder, words: Words, *, is_told: bool = True) -> Figure:
    """For each family the posterior under the lines of its q; below, the gap that is left, and by how much it is less.

    Panels: 0 to 4 the portraits, 5 the bars. Posterior and q are drawn alike, as the regions that hold 39, 86 and 99 %
    of it: the one as shades, the other as lines. Where q is the posterior, its lines are the edges of the shades.

    Args:
        portraits: of the posterior, and of each q that is there.
        ladder: what these q are worth.
        words: in the reader's language.
        is_told: whether the bars may be seen.
    """
    x, y = ((float(axis[0]), float(axis[-1])) for axis in (portraits.first, portraits.second))
    up = PORTRAITS if is_told else (0, 1)
    panels = [Panel("", "", _across(number), up, x, y) for number in range(COLUMNS)]
    marks = [_shades(portraits, number) for number in range(COLUMNS)]
    marks += [_lines(portraits, q, number) for number, q in enumerate(portraits.qs)]
    notes = [*_headings(words), *_waiting(words, len(portraits.qs))]
    if is_told:
        shown = ladder.printed()
        panels.append(Panel("", words.below, (0, 1), BARS, (-0.5, COLUMNS - 0.5), (0, 1.3 * max(shown.gap(0), LEAST))))
        marks += _bars(shown)
        notes += _numbers(shown)
    figure = sheet(panels, marks, height=HEIGHT if is_told else WITHOUT_BARS, legend=False, notes=notes)
    axes = {f"{kind}axis{axis_suffix(number)}": HIDDEN for number in range(COLUMNS) for kind in "xy"}
    figure.update_layout(barmode="stack", margin={"t": 44, "b": 4}, **axes)
    return figure.update_layout(xaxis6={"visible": False}, yaxis6={"nticks": 4}) if is_told else figure


def _across(number: int) -> tuple[float, float]:
    return number / COLUMNS + BETWEEN, (number + 1) / COLUMNS - BETWEEN


def _shades(portraits: Portraits, panel: int) -> dict:
    scale = [[0, colour("p")], [1, colour("paper")]]
    place = portraits.first, portraits.second, portraits.posterior
    return heat(*place, "p", panel=panel, colorscale=scale, contours=REGIONS, autocontour=False, line={"width": 0})


def _lines(portraits: Portraits, q: UInt8[np.ndarray, "m n"], panel: int) -> dict:
    line = {"width": 2, "color": colour("q")}
    settings = {"contours": {**REGIONS, "coloring": "none"}, "autocontour": False, "line": line}
    return heat(portraits.first, portraits.second, q, "q", panel=panel, **settings)


def _bars(ladder: Ladder) -> list[dict]:
    """What is left, and on top of it, hatched, what it was before."""
    count = len(ladder.rungs)
    look = {"panel": COLUMNS, "width": BAR, "hovertemplate": "%{y:.3f}<extra></extra>"}
    left = bars(list(range(count)), [ladder.gap(number) for number in range(count)], "kl", opacity=0.75, **look)
    gains = bars(list(range(1, count)), [ladder.gain(number) for number in range(1, count)], "kl", **look)
    gains["marker"]["pattern"] = HATCHED
    return [left, gains]


def _headings(words: Words) -> list[dict]:
    texts = (f"<b>{name}</b><br>{freedom}" for name, freedom in zip(words.names, words.freedoms, strict=True))
    return [
        heading(text, panel=number, x=0.5, xanchor="center", font={"size": 13}) for number, text in enumerate(texts)
    ]


def _numbers(ladder: Ladder) -> Iterator[dict]:
    """Under each bar what is left, and how much less that is."""
    place = {"panel": COLUMNS, "yanchor": "top", "yshift": -4, "font": {"size": 13}}
    for number in range(len(ladder.rungs)):
        less = f"<br>−{nats(ladder.gain(number))}" if number else ""
        yield note(f"<b>{nats(ladder.gap(number))}</b>{less}", number, 0, **place)


def _waiting(words: Words, count: int) -> list[dict]:
    """On the portraits that still miss their q."""
    place = {"x": 0.5, "xanchor": "center", "yanchor": "top", "font": {"size": 12}}
    return [heading(words.waiting, panel=number, **place) for number in range(count, COLUMNS)]
