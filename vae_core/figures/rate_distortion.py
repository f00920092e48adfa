"""A sweep as rate against distortion: what a code costs, and what it leaves unsaid.

After Alemi, Poole, Fischer, Dillon, Saurous & Murphy, "Fixing a Broken ELBO" (2018), figure 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_core.figures.canvas import Panel, curve, dots, heading, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.persons import Person, points

# Between lines of equal sums, in nats: the first of which there are not more than so many.
STEPS = tuple(digit * 10.0**power for power in range(-3, 6) for digit in (1, 2, 5))
MOST_LINES = 8
OPEN = "circle-open"  # of what has not learned all it will
ROOM = (0.05, 0.05)  # of the panel's sides, that a label takes
# Of the panel's width that a point's own line takes to either side, and of its height at most.
TANGENT, STEEPEST = 0.06, 0.12


@dataclass(frozen=True)
class Trade:
    """One model: what its code costs and what it leaves unsaid.

    Attributes:
        label: beside the point.
        rate: KL in nats.
        distortion: reconstruction term in nats.
        is_final: whether it has learned all it will; else the point is open.
        beta: what a nat of rate counted for in its training, where that is what tells the models apart.
    """

    label: str
    rate: float
    distortion: float
    is_final: bool = True
    beta: float | None = None


@dataclass(frozen=True)
class Words:
    """What the figure says in words.

    Attributes:
        rate, distortion: titles of the axes.
        total: what the sum of both is called.
        said, unsaid: the ends of a sweep of β: where the code says more, and where it says less.
    """

    rate: str = "rate: KL, nats per image"
    distortion: str = "distortion: reconstruction, nats per image"
    total: str = "−ELBO"
    said: str = "β < 1: the code says more"
    unsaid: str = "β > 1: it says less"


WORDS = Words()


def rate_distortion(
    trades: Sequence[Trade],
    *,
    bound: float | None = None,
    other: Trade | None = None,
    persons: Sequence[Person] = (),
    words: Words = WORDS,
) -> Figure:
    """Rate against distortion, the points joined in their order, over lines of equal sums.

    Where β is known, each point has a line of slope −β: what it was trained for is constant along it.

    Args:
        trades: in the order of what tells them apart.
        bound: a −ELBO in nats; the line of all pairs that add up to it is drawn.
        other: a model that is not part of the sweep.
        persons: whose each of ``trades`` is, where several people have trained them: those may differ in more than
            one thing, and are not joined.
        words: in the reader's language.
    """
    shown = [*trades, *([other] if other else [])]
    x, y = (np.array([getattr(each, axis) for each in shown], float) for axis in ("rate", "distortion"))
    right = 1.12 * max(1.0, float(x.max(initial=0.0)))
    low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)
    room = 0.14 * (high - low) or 1.0
    panel = Panel(words.rate, words.distortion, x_range=(-0.03 * right, right), y_range=(low - room, high + room))
    marks = [_equal_sums(right, *panel.y_range), curve([0, 0], panel.y_range, "ink", width=1)] if len(y) else []
    notes = _ends(words) if any(each.beta is not None for each in trades) else []
    if bound is not None:
        marks.append(curve([0, right], [bound, bound - right], "p", width=1.8, dash="dash"))
        notes.append(_key(f"{words.total} = {bound:.1f}", right, high + room))
    marks.append(_tangents(trades, right, panel.y_range))
    marks += _of_persons(trades, persons, panel) if persons else _joined(trades)
    if other:
        marks.append(_points([other], symbol="diamond-open", line={"width": 2}))
    return sheet([panel], marks, height=400, legend=False, notes=notes).update_layout(margin={"t": 24})


def _joined(trades: Sequence[Trade]) -> list[dict]:
    final = [each for each in trades if each.is_final]
    unfinished = [each for each in trades if not each.is_final]
    x, y = ([getattr(each, name) for each in trades] for name in ("rate", "distortion"))
    line = curve(x, y, "z", width=1.2, dash="dot")
    return [line, _points(final), _points(unfinished, symbol=OPEN, line={"width": 2})]


def _of_persons(trades: Sequence[Trade], persons: Sequence[Person], panel: Panel) -> list[dict]:
    """A dot of each, and beside those that are far enough from the others how they were trained."""
    x, y = (np.array([getattr(each, name) for each in trades], float) for name in ("rate", "distortion"))
    places = np.stack([x / np.ptp(panel.x_range), y / np.ptp(panel.y_range)], 1)
    labelled: list[int] = []
    for number, place in enumerate(places):
        if (np.abs(places[labelled] - place) > ROOM).any(1).all():
            labelled.append(number)
    symbols = ["circle" if each.is_final else OPEN for each in trades]
    marks = points(x, y, persons, marker={"symbol": symbols})
    marks["hovertext"] = [f"{person.name} · {each.label}" for person, each in zip(persons, trades, strict=True)]
    words = {"text": [trades[number].label for number in labelled], "textposition": "top right", "hoverinfo": "skip"}
    names = {**dots(x[labelled], y[labelled], "ink", size=1, **words), "mode": "text"}
    return [names, marks]


def _points(trades: Sequence[Trade], **marker) -> dict:
    x, y, labels = ([getattr(each, name) for each in trades] for name in ("rate", "distortion", "label"))
    words = {"text": labels, "textposition": "top right", "hoverinfo": "skip"}
    return {**dots(x, y, "z", size=11, marker=marker, **words), "mode": "markers+text"}


def _equal_sums(right: float, low: float, high: float) -> dict:
    """Faint lines of slope −1: along each the −ELBO is the same, and it is the distortion where the line begins."""
    step = next(step for step in STEPS if (high + right - low) / step <= MOST_LINES)
    sums = np.arange(np.ceil(low / step), (high + right) / step) * step
    across = np.tile([0, right, np.nan], len(sums))
    return curve(across, np.repeat(sums, 3) - across, "grid", width=1.2)


def _tangents(trades: Sequence[Trade], right: float, limits: tuple[float, float]) -> dict:
    """A short line through each point whose β is known, no longer up than across where it is steep."""
    known = [each for each in trades if each.beta is not None]
    x, y, beta = (np.array([getattr(each, name) for each in known], float) for name in ("rate", "distortion", "beta"))
    # At the least of D + βR over what can be reached, dD/dR = −β   (Alemi et al., section 2.3)
    reach = np.minimum(TANGENT * right, STEEPEST * np.ptp(limits) / np.maximum(beta, 1e-9))
    gaps = np.full_like(x, np.nan)
    across = np.stack([x - reach, x + reach, gaps], 1).ravel()
    return curve(across, np.stack([y + beta * reach, y - beta * reach, gaps], 1).ravel(), "kl", width=2.5)


def _ends(words: Words) -> list[dict]:
    small = {"font": {"size": 13}}
    right = heading(f"{words.said} ↘", x=1.0, xanchor="right", **small)
    return [heading(f"↖ {words.unsaid}", **small), right]


def _key(text: str, right: float, top: float) -> dict:
    """What the dashed line means, in the corner where no point is: who has a high rate has a low distortion."""
    return note(f"╌╌ {text}", right, top, symbol="p", xanchor="right", yanchor="top", xshift=-4)
