"""Several runs in one figure: their losses over epochs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.figures.canvas import Panel, axis_suffix, curve, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.training import EPOCHS, NATS

# Runs are told apart by dash and weight, because the colours say which term is shown.
STYLES = (("solid", 3.2), ("dash", 2.6), ("dot", 2.6), ("dashdot", 1.8), ("solid", 1.2))
TERMS = (("negative_elbo", "p", "−ELBO"), ("reconstruction", "reconstruction", "reconstruction"), ("kl", "kl", "KL"))


@dataclass(frozen=True, eq=False)
class RunCourse:
    """The held-out terms of one run over time.

    Attributes:
        name: what tells it from the others.
        terms: by name (``"negative_elbo"``, ``"reconstruction"``, ``"kl"``): epochs and values.
    """

    name: str
    terms: Mapping[str, tuple[Float[np.ndarray, " n"], Float[np.ndarray, " n"]]]


def compared_runs(
    courses: Sequence[RunCourse], *, unit: str = NATS, epochs: str = EPOCHS, titles: Mapping[str, str] | None = None
) -> Figure:
    """−ELBO, reconstruction and KL side by side, a line for each run (five at most).

    Args:
        courses: the runs.
        unit: of the losses.
        epochs: what the x axes count.
        titles: of the panels, by term.
    """
    end = max([1.0, *(float(x[-1]) for each in courses for x, _values in each.terms.values() if len(x))])
    panels, notes, marks = [], [], [_key(each.name, *style) for each, style in zip(courses, STYLES, strict=False)]
    for number, (term, symbol, title) in enumerate(TERMS):
        shown = [(each, style) for each, style in zip(courses, STYLES, strict=False) if term in each.terms]
        title = (titles or {}).get(term, title)
        across = (number * 0.35, number * 0.35 + 0.3)
        y_range = _limits([each.terms[term][1] for each, _style in shown])
        panels.append(Panel(epochs, "" if number else unit, across=across, x_range=(0, end), y_range=y_range))
        notes.append(_above(number, f"<b>{title}</b>"))
        for each, (dash, width) in shown:
            hover = {"hoverinfo": "all", "hovertemplate": f"{each.name}: %{{y:.2f}}<extra></extra>"}
            marks.append(curve(*each.terms[term], symbol, panel=number, dash=dash, width=width, **hover))
    figure = sheet(panels, marks, height=340, notes=notes)
    return figure.update_layout(margin={"t": 62}, legend={"y": 1.12})


def _above(panel: int, text: str) -> dict:
    """The title of a panel, between it and the legend."""
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "xanchor": "left", "yanchor": "bottom"}
    return note(text, 0, 1.01, panel=panel, **place)


def _key(name: str, dash: str, width: float) -> dict:
    """A line in the legend, in ink: it stands for a run in all three panels."""
    return curve([None], [None], "ink", name=name, dash=dash, width=width)


def _limits(lines: Sequence[Float[np.ndarray, " n"]]) -> tuple[float, float]:
    """Of the y axis: what comes after the first steep fall fills the panel."""
    values = np.concatenate([np.array([]), *(line[len(line) // 12 :] for line in lines)])
    if not len(values):
        return 0.0, 1.0
    room = 0.06 * float(np.ptp(values)) or 0.5
    return float(values.min()) - room, float(values.max()) + room
