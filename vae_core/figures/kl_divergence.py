"""The pictures of the lesson on divergences. Words come from the caller, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_core.figures import apart
from vae_core.figures.canvas import Panel, area, bars, colour, curve, dots, note, sheet, stems
from vae_core.figures.figure import Figure
from vae_core.probability.coding import Coding
from vae_core.probability.kl_pointwise import Pointwise

UPPER, LOWER = (0.5, 1.0), (0.0, 0.38)
LEFT, RIGHT = (0.0, 0.44), (0.56, 1.0)
HEADROOM = 1.15
# The lower panel keeps a height where P and Q are all but the same.
LEAST_HEIGHT = 1e-3
# Tells two kinds of bars apart where colours cannot be told.
HATCHED = {"shape": "/", "size": 6, "solidity": 0.3, "fillmode": "overlay", "fgcolor": colour("paper")}
# How far the stems of P and Q stand from their value, as a share of the distance between values.
ASIDE = 0.12
# Between the bars of neighbouring symbols, and from a symbol's middle to the middle of either of its two bars.
BAR_GAP = 0.3
BAR_ASIDE = (1 - BAR_GAP) / 4
# Lengths are shown up to so many bits at least, and an infinite one rises past the panel's top.
LEAST_BITS = 3.0
# In CSS pixels: of a line of text, and of the panel of the boxes up.
LINE, PANEL_PIXELS = 18, 320
# A box that is as wide as this is wide enough for its symbol.
LEAST_NAMED = 0.03


@dataclass(frozen=True)
class Words:
    """What these figures say in words; a page passes its own language."""

    up: str = "pulls up"
    down: str = "pulls down"
    impossible: str = "Q cannot be here"
    tail: str = "the tail adds up to ∞"
    code_for_q: str = "code for Q"
    code_for_p: str = "best code"


WORDS = Words()


def pointwise_divergence(
    result: Pointwise, *, words: Words = WORDS, names: Sequence[str] = ("p", "q"), log: str = "log"
) -> Figure:
    """p and q above p log(p/q), whose area above zero less the area below is KL(P‖Q).

    Args:
        result: from :func:`vae_core.probability.kl_pointwise.pointwise`; with P and Q exchanged for the other way.
        words: those in the legend and in the picture.
        names: of the first and the second distribution, each a symbol with a colour: ("q", "p") for KL(Q‖P).
        log: what the logarithm is called; ``"log₂"`` for a result in bits.
    """
    low, high = result.integrand_range
    reach = max(high - low, LEAST_HEIGHT)
    below = (low - 0.15 * reach, high + 0.15 * reach)
    top = HEADROOM * result.ceiling
    first, second = (f"<i>{name}</i>" for name in names)
    panels = (
        Panel("", "", up=UPPER, x_range=_margins(result), y_range=(0, top)),
        Panel(
            "<i>x</i>", f"{first} {log} {first}/{second}", up=LOWER, x_range=_margins(result), y_range=below, shares_x=0
        ),
    )
    draw = _masses if result.is_discrete else _densities
    marks = [*draw(result, names, top, below, words), *_impossible(result, top, below, words)]
    figure = sheet(panels, marks, notes=_infinities(result, top, words))
    return figure.update_layout(barmode="overlay")


def aside(result: Pointwise) -> float:
    """How far to the left and right of their value the masses of P and Q are drawn."""
    return ASIDE * float(np.diff(result.x).min(initial=1.0)) if result.is_discrete else 0.0


def _margins(result: Pointwise) -> tuple[float, float]:
    low, high = result.window
    margin = 0.6 if result.is_discrete else 0.0
    return low - margin, high + margin


def _densities(result: Pointwise, names: Sequence[str], top: float, below: tuple[float, float], words: Words) -> list:
    # What is infinite rises past the top of its panel.
    integrand = np.clip(result.integrand, 2 * below[0], 2 * below[1])
    hatched = {"shape": "/", "fgcolor": colour("kl"), "bgcolor": colour("kl", 0.08), "size": 6, "solidity": 0.25}
    return [
        curve(result.x, np.minimum(result.p, 2 * top), names[0], name=f"<i>{names[0]}</i>"),
        curve(result.x, np.minimum(result.q, 2 * top), names[1], name=f"<i>{names[1]}</i>", dash="dash"),
        area(result.x, np.maximum(integrand, 0), "kl", name=words.up, panel=1, opacity=0.45),
        area(result.x, np.minimum(integrand, 0), "kl", name=words.down, panel=1, fillpattern=hatched),
        curve(result.x, integrand, "kl", panel=1, width=1.5),
    ]


def _masses(result: Pointwise, names: Sequence[str], top: float, below: tuple[float, float], words: Words) -> list:
    apart = aside(result)
    hover = "%{customdata:.4g}: %{y:.4g}<extra></extra>"
    pairs = ((result.x - apart, result.p, names[0], "circle"), (result.x + apart, result.q, names[1], "diamond"))
    marks = []
    for x, mass, name, shape in pairs:
        head = {"marker": {"symbol": shape}, "customdata": result.x, "hovertemplate": hover}
        marks += [stems(x, mass, name, width=2), dots(x, mass, name, name=f"<i>{name}</i>", size=7, **head)]
    integrand, width = np.clip(result.integrand, 2 * below[0], 2 * below[1]), 4 * apart
    down = bars(result.x, np.minimum(integrand, 0), "kl", name=words.down, panel=1, width=width)
    down["marker"]["pattern"] = HATCHED
    up = bars(result.x, np.maximum(integrand, 0), "kl", name=words.up, panel=1, width=width)
    return [*marks, up, down]


def _impossible(result: Pointwise, top: float, below: tuple[float, float], words: Words) -> list[dict]:
    """Shades, in both panels, where P can be and Q cannot."""
    marks = []
    for low, high in _in_view(result):
        for panel, (bottom, ceiling) in enumerate(((0, top), below)):
            box = [low, low, high, high, low], [bottom, ceiling, ceiling, bottom, bottom]
            settings = {"fill": "toself", "fillcolor": colour("reconstruction", 0.16), "width": 0}
            name = "" if marks else f"∞: {words.impossible}"
            marks.append(curve(*box, "reconstruction", name=name, panel=panel, **settings))
    return marks


def _in_view(result: Pointwise) -> list[tuple[float, float]]:
    """The forbidden places as far as the panels show them; a single value is made as wide as its stems."""
    wide = 0.5 * np.diff(result.x).min(initial=1.0) if result.is_discrete else 0.0
    left, right = _margins(result)
    cut = ((max(low - wide, left), min(high + wide, right)) for low, high in result.places)
    return [(low, high) for low, high in cut if low < high]


def _infinities(result: Pointwise, top: float, words: Words) -> list[dict]:
    notes = []
    for low, high in _in_view(result):
        notes.append(note("<b>∞</b>", (low + high) / 2, top, symbol="reconstruction", yanchor="top"))
    if result.reason == "tail":
        notes.append(note(words.tail, result.window[1], top, symbol="reconstruction", xanchor="right", yanchor="top"))
    return notes


def coding_view(result: Coding, symbols: Sequence[str], *, words: Words = WORDS) -> Figure:
    """How often symbols come and are expected, beside their code words' lengths: each box is as wide as p.

    The area of all boxes is the average length; what the filled ones have more than the outlined ones is KL.

    Args:
        result: from :func:`vae_core.probability.coding.coding`.
        symbols: the name of each, shown under its bars.
        words: those in the legend.
    """
    finite = [length for length in (*result.lengths_p, *result.lengths_q) if np.isfinite(length)]
    top = HEADROOM * max([LEAST_BITS, *finite])
    panels = (
        Panel("", "", LEFT, y_range=(0, HEADROOM * float(max(result.p.max(), result.q.max())))),
        Panel("Σ <i>p</i>", "bit", RIGHT, x_range=(0, 1), y_range=(0, top)),
    )
    number, edges = list(range(len(result.p))), np.concatenate([[0.0], np.cumsum(result.p)])
    expected = bars(number, result.q, "q", name="<i>q</i>", opacity=0.8, hovertemplate="%{y:.4g}<extra></extra>")
    expected["marker"]["pattern"] = HATCHED
    marks = [
        bars(number, result.p, "p", name="<i>p</i>", opacity=0.8, hovertemplate="%{y:.4g}<extra></extra>"),
        expected,
        *_boxes(edges, result.lengths_q, top, "q", words.code_for_q, {"fillcolor": colour("q", 0.25)}),
        *_boxes(edges, result.lengths_p, top, "p", words.code_for_p, {"dash": "dash", "fillcolor": "rgba(0,0,0,0)"}),
        curve([0, 1], [result.average] * 2, "q", panel=1, width=1, dash="dot"),
        curve([0, 1], [result.entropy] * 2, "p", panel=1, width=1, dash="dot"),
    ]
    notes = [*_box_names(edges, result, symbols, top), *_averages(result, top)]
    figure = sheet(panels, marks, notes=notes)
    return figure.update_layout(bargap=BAR_GAP, margin={"r": 66}, xaxis={"tickvals": number, "ticktext": list(symbols)})


def _boxes(edges: np.ndarray, lengths: np.ndarray, top: float, symbol: str, name: str, look: dict) -> list[dict]:
    """One outline of all boxes; those of no width are left out."""
    wide = np.diff(edges) > 0
    left, right, up = edges[:-1][wide], edges[1:][wide], np.minimum(lengths[wide], 2 * top)
    gap, ground = np.full_like(up, np.nan), np.zeros_like(up)
    across = np.stack([left, left, right, right, left, gap], axis=1).ravel()
    height = np.stack([ground, up, up, ground, ground, gap], axis=1).ravel()
    return [curve(across, height, symbol, name=name, panel=1, width=1.5, fill="toself", **look)]


def _averages(result: Coding, top: float) -> list[dict]:
    """The names of both lines, at their right ends, outside of the panel."""
    lines = [("<i>H</i>(<i>P</i>)", result.entropy, "p"), ("<i>H</i>(<i>P</i>, <i>Q</i>)", result.average, "q")]
    shown = [line for line in lines if np.isfinite(line[1])]
    heights = apart.spread([height for _name, height, _symbol in shown], top * LINE / PANEL_PIXELS, 0.0, top)
    place = {"x": 1.0, "panel": 1, "xanchor": "left", "xshift": 5}
    each = zip(shown, heights, strict=True)
    return [note(name, y=float(y), symbol=symbol, **place) for (name, _height, symbol), y in each]


def _box_names(edges: np.ndarray, result: Coding, names: Sequence[str], top: float) -> list[dict]:
    notes = []
    for i, name in enumerate(names):
        if result.p[i] > 0:
            middle, infinite = (edges[i] + edges[i + 1]) / 2, np.isinf(result.lengths_q[i])
            if result.p[i] >= LEAST_NAMED:
                notes.append(note(name, middle, 0, panel=1, yanchor="bottom"))
            notes += [note("<b>∞</b>", middle, top, panel=1, symbol="q", yanchor="top")] * bool(infinite)
    return notes
