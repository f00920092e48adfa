"""How far the bound is from log p(x), for many images and for one of them. Words are the caller's."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from vae_core.analysis.evidence_results import GapParts
from vae_core.analysis.gap_results import POWERS, Gaps
from vae_core.figures.canvas import Panel, bars, colour, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.kl_divergence import HATCHED
from vae_core.figures.pictures import mosaic
from vae_core.printing import nats, short

HEIGHT = 340
SPREAD, PARTS, ONE = (0.0, 0.35), (0.44, 0.74), (0.81, 1.0)
# Powers of ten, of nats.
APPROXIMATIONS, AMORTISATIONS = (-3.6, 1.0), (-2.6, 2.6)
BARS = 0.45  # how high those of one image reach; its picture is above them
LEAST = 1e-3  # nats that its bars span
RING = {"symbol": "circle-open", "line": {"width": 2.5, "color": colour("x")}}  # around what belongs to the one image


@dataclass(frozen=True)
class Words:
    """What the figure says in words.

    Attributes:
        gap, digits: of the histogram's axes.
        shown, other: the images that are shown, and those behind them, in the legend.
        mean, median: of the gaps that are shown.
        approximation, amortisation: the two parts, of axes and bars.
        equal: beside the line where they are.
        one: above the picture of one image, in two lines.
    """

    gap: str
    digits: str
    shown: str
    other: str
    mean: str
    median: str
    approximation: str
    amortisation: str
    equal: str
    one: tuple[str, str]


def spread(
    gaps: Gaps,
    others: Gaps,
    place: int,
    picture: UInt8[np.ndarray, " pixels"] | None,
    words: Words,
    *,
    is_told: bool = True,
) -> Figure:
    """The gaps as a histogram over factors, their two parts against each other, and one image with its own.

    Panels: 0 the histogram, 1 the parts, 2 those of one image.

    Args:
        gaps: of the images that are shown.
        others: of those that they are compared with, as an outline.
        place: of the one image, in ``gaps``.
        picture: that image, as bytes of ink; ``None`` where it is not known.
        words: in the reader's language.
        is_told: whether the mean may be seen.
    """
    one, top = gaps.of(place), 1.2 * float(max(each.counts()[1].max() for each in (gaps, others)))
    panels = [
        Panel(words.gap, words.digits, SPREAD, (0, 1), POWERS, (0, top), x_kind="log"),
        Panel(words.approximation, words.amortisation, PARTS, (0, 1), APPROXIMATIONS, AMORTISATIONS, "log", "log"),
        Panel("", "", ONE, (0.0, BARS), (0, max(one.total, LEAST)), (1.6, -0.9)),
    ]
    marks = [*_histogram(gaps, others, one, top, words, is_told), *_scatter(gaps, one), *_bars(one)]
    notes = [*_levels(gaps, top, words, is_told), _equal(words), *_names(one, words), _heading(words)]
    figure = sheet(panels, marks, height=HEIGHT, notes=notes)
    figure.update_layout(xaxis=_decades(POWERS), xaxis2=_decades(APPROXIMATIONS), yaxis2=_decades(AMORTISATIONS))
    hidden = {"visible": False, "fixedrange": True}
    return figure.update_layout(images=_images(picture), xaxis3=hidden, yaxis3=hidden, barmode="overlay")


def _histogram(gaps: Gaps, others: Gaps, one: GapParts, top: float, words: Words, is_told: bool) -> list[dict]:
    (edges, counts), (_, behind) = gaps.counts(), others.counts()
    low, high = edges[:-1], edges[1:]
    marks = [
        bars((low + high) / 2, counts, "kl", name=words.shown, width=high - low, hoverinfo="skip"),
        curve(np.repeat(edges, 2)[1:-1], np.repeat(behind, 2), "ink", name=words.other, width=1.5),
        curve([gaps.median] * 2, [0, top], "x", dash="dash", width=2),
        dots([one.total], [0], "x", size=14, marker=RING, hoverinfo="skip", cliponaxis=False),
    ]
    return [*marks, curve([gaps.mean] * 2, [0, top], "x", width=2)] if is_told else marks


def _levels(gaps: Gaps, top: float, words: Words, is_told: bool) -> list[dict]:
    """What the lines are, on either side of them."""
    place = {"y": top, "yanchor": "top", "symbol": "x"}
    names = [note(words.median, np.log10(gaps.median), xanchor="right", xshift=-3, **place)]
    if is_told:
        names.append(note(words.mean, np.log10(gaps.mean), xanchor="left", xshift=3, **place))
    return names


def _scatter(gaps: Gaps, one: GapParts) -> list[dict]:
    """The two parts of each gap, and a ring around one of them."""
    parts, low = gaps.parts, (10.0 ** APPROXIMATIONS[0], 10.0 ** AMORTISATIONS[0])
    ends = 10.0 ** np.array([AMORTISATIONS[0], APPROXIMATIONS[1]])

    def shown(of: GapParts) -> tuple:
        return np.maximum(of.approximation, low[0]), np.maximum(of.amortisation, low[1])

    x, y = shown(one)
    look = {"panel": 1, "hovertemplate": "%{x:.3f} + %{y:.3f}<extra></extra>"}
    return [
        curve(ends, ends, "ink", panel=1, dash="dot", width=1.5),
        dots(*shown(parts), "kl", size=5, opacity=0.5, **look),
        dots([x], [y], "x", size=14, marker=RING, hoverinfo="skip", panel=1),
    ]


def _equal(words: Words) -> dict:
    """Below the line where both parts are."""
    return note(words.equal, 0.0, -0.4, panel=1, xanchor="left", font={"size": 12, "color": colour("ink")})


def _bars(one: GapParts) -> list[dict]:
    look = {"panel": 2, "orientation": "h", "width": 0.55, "hoverinfo": "skip"}
    approximation = bars([one.approximation], [0], "kl", opacity=0.75, **look)
    amortisation = bars([one.amortisation], [1], "kl", opacity=1.0, **look)
    amortisation["marker"]["pattern"] = HATCHED
    return [approximation, amortisation]


def _names(one: GapParts, words: Words) -> list[dict]:
    """Each bar's, above it, with its nats as the table of the image has them."""
    printed = one.printed()
    rows = enumerate(((words.approximation, printed.approximation), (words.amortisation, printed.amortisation)))
    place = {"panel": 2, "xanchor": "left", "yanchor": "bottom", "font": {"size": 13, "color": colour("ink")}}
    return [note(f"{name}: {nats(value)}", 0, row - 0.3, **place) for row, (name, value) in rows]


def _heading(words: Words) -> dict:
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    what, which = words.one
    return note(f"<b>{what}</b><br>{which}", ONE[0], 1.0, align="left", **place)


def _images(picture: UInt8[np.ndarray, " pixels"] | None) -> list[dict]:
    if picture is None:
        return []
    place = {"xref": "paper", "yref": "paper", "x": ONE[0], "y": 0.97, "xanchor": "left", "yanchor": "top"}
    return [{"source": mosaic(picture[None], 1), **place, "sizex": ONE[1] - ONE[0], "sizey": 0.97 - BARS - 0.04}]


def _decades(powers: tuple[float, float]) -> dict:
    whole = range(int(np.ceil(powers[0])), int(np.floor(powers[1])) + 1)
    return {"tickvals": [10.0**power for power in whole], "ticktext": [short(10.0**power) for power in whole]}
