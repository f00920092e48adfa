"""Where a latent plane has holes: two models side by side, in the same colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.analysis.survey_results import REACH, Survey
from vae_core.figures.canvas import FONT, Panel, colour, curve, dots, heat, note, sheet
from vae_core.figures.figure import Figure

GAP = 0.06
TURN = np.linspace(0, 2 * np.pi, 73)
CIRCLES = (1, 2, 3)  # standard deviations of the prior
HEIGHT = 400
# The darkest colour: a z that comes back two standard deviations away, a judge who is as good as guessing.
FARTHEST, MOST_DOUBT = 2.0, 0.7
LEVELS = 10
# Under both maps: on a phone there is no room beside them.
BAR = {"orientation": "h", "x": 0.5, "y": -0.17, "yanchor": "top", "len": 0.6, "thickness": 12, "outlinewidth": 0}


@dataclass(frozen=True)
class Words:
    """What the figure says in words; a page passes its own language."""

    returned: str = "distance"
    doubt: str = "doubt"
    models: Mapping[str, str] | None = None


def planes(
    surveys: Mapping[str, Survey],
    measure: str,
    position: Sequence[float],
    words: Words | None = None,
) -> Figure:
    """A map for each of ``surveys``, by model.

    Args:
        surveys: by the name that stands above the map.
        measure: ``"return"``: ‖E(D(z)) − z‖; ``"confidence"``: 1 minus the judge's share of votes.
        position: z, marked on every map; empty: no mark.
        words: in the reader's language.
    """
    words = words or Words()
    wide = (1 - GAP * (len(surveys) - 1)) / len(surveys)
    panels, marks, notes = [], [], []
    for number, (name, survey) in enumerate(surveys.items()):
        left = number * (wide + GAP)
        limits = (-REACH, REACH)
        panels.append(Panel("<i>z</i>₁", "<i>z</i>₂", (left, left + wide), (0, 1), limits, limits, square=True))
        is_last = number == len(surveys) - 1
        marks += [_heat(survey, measure, number, words, has_scale=is_last), *_prior(number), *_here(position, number)]
        notes.append(note(f"<b>{name}</b>", 0, REACH, panel=number, yanchor="bottom", yshift=2))
    return sheet(panels, marks, height=HEIGHT, legend=False, notes=notes).update_layout(margin={"t": 30, "b": 100})


def _heat(survey: Survey, measure: str, panel: int, words: Words, *, has_scale: bool) -> dict:
    values, highest, title = _measured(survey, measure, words)
    bar = {"title": {"text": title, "side": "right", "font": FONT}, "tickfont": FONT, **BAR}
    return heat(
        survey.axis,
        survey.axis,
        values.astype(np.float32),  # half as much to send
        "z",
        panel=panel,
        zmin=0,
        zmax=highest,
        autocontour=False,
        contours={"start": 0, "end": highest, "size": highest / LEVELS},
        line={"width": 0},
        showscale=has_scale,
        colorbar=bar,
        hoverinfo="text",
        hovertemplate="<i>z</i> = (%{x:.1f}, %{y:.1f})<br>" + title + ": %{z:.2f}<extra></extra>",
    )


def _measured(survey: Survey, measure: str, words: Words) -> tuple[Float[np.ndarray, "n n"], float, str]:
    if measure == "return":
        return survey.returned, FARTHEST, words.returned
    return 1 - survey.confidence, MOST_DOUBT, words.doubt


def _prior(panel: int) -> list[dict]:
    return [curve(r * np.cos(TURN), r * np.sin(TURN), "p", panel=panel, dash="dot", width=1.5) for r in CIRCLES]


def _here(position: Sequence[float], panel: int) -> list[dict]:
    marker = {"line": {"color": colour("z"), "width": 3}}
    return [dots(position[:1], position[1:2], "paper", panel=panel, size=13, marker=marker, hoverinfo="skip")]
