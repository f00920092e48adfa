"""One image under two models: each one's posterior, its encoder's q, what weighing keeps of q's draws, and the gaps.

Words come from the caller, in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from vae_core.analysis.evidence_results import LatentGaussian, PosteriorMap
from vae_core.figures.canvas import Panel, bars, dots, heading, heat, note, sheet
from vae_core.figures.evidence import SPANS, ellipses
from vae_core.figures.figure import Figure
from vae_core.printing import fixed

ACROSS, BESIDE = ((0.0, 0.31), (0.36, 0.67)), (0.78, 1.0)
HEIGHT = 320
BAR, BETWEEN = 0.7, 0.6  # of a bar, and more room between the models


@dataclass(frozen=True, eq=False)
class Side:
    """What is shown of one model.

    Attributes:
        name: of the model.
        posterior: p(z|x).
        q: the encoder's.
        kept: draws of q that were kept by their weights, ``[n, 2]``.
        gaps: how far each bound stays below log p(x), in nats, by what it is called.
    """

    name: str
    posterior: PosteriorMap
    q: LatentGaussian
    kept: Float[np.ndarray, "n 2"]
    gaps: Sequence[tuple[str, float]]


def side_by_side(sides: Sequence[Side], below: str, *, is_told: bool = True) -> Figure:
    """Two latent planes to one scale, and bars that reach from log p(x) down to the bounds.

    Panels: 0 and 1 the planes, one for each of ``sides``; 2 the gaps, once they may be seen.

    Args:
        sides: the two models.
        below: title of the bars' axis.
        is_told: whether the gaps may be seen.
    """
    reach = max(float(np.ptp(axis)) for side in sides for axis in (side.posterior.first, side.posterior.second)) / 2
    panels = [_plane(side, reach, across) for side, across in zip(sides, ACROSS, strict=True)]
    marks = [mark for panel, side in enumerate(sides) for mark in _marks(side, reach, panel)]
    notes = [heading(f"<b>{side.name}</b>", panel=panel) for panel, side in enumerate(sides)]
    if not is_told:
        return sheet(panels, marks, height=HEIGHT, legend=False, notes=notes).update_layout(margin={"t": 30})
    places = [row + BETWEEN * (row >= len(sides[0].gaps)) for row in range(sum(len(side.gaps) for side in sides))]
    gaps = [gap for side in sides for _name, gap in side.gaps]
    span = next(span for span in SPANS if span >= 1.3 * max(gaps))
    panels.append(Panel(below, "", BESIDE, (0, 1), (-span, 0), (places[-1] + BAR, -BAR)))
    marks.append(bars([-max(gap, 0.0) for gap in gaps], places, "kl", panel=2, orientation="h", width=BAR))
    look = {"panel": 2, "xanchor": "right", "xshift": -4, "font": {"size": 13}}
    notes += [note(fixed(gap, 2), -max(gap, 0.0), place, **look) for gap, place in zip(gaps, places, strict=True)]
    names = [f"{side.name}: {name}" for side in sides for name, _gap in side.gaps]
    figure = sheet(panels, marks, height=HEIGHT, legend=False, notes=notes)
    return figure.update_layout(margin={"t": 30}, yaxis3={"tickvals": places, "ticktext": names, "showgrid": False})


def _plane(side: Side, reach: float, across: tuple[float, float]) -> Panel:
    x, y = _window(side, reach)
    # Beside the second plane a phone has no room for a title, and it is the first one's.
    return Panel("<i>z</i>₁", "<i>z</i>₂" if across == ACROSS[0] else "", across, (0, 1), x, y, square=True)


def _window(side: Side, reach: float) -> tuple[tuple[float, float], ...]:
    middles = (float(axis[[0, -1]].mean()) for axis in (side.posterior.first, side.posterior.second))
    return tuple((middle - reach, middle + reach) for middle in middles)


def _marks(side: Side, reach: float, panel: int) -> list[dict]:
    # Beyond the map there is next to nothing: so it goes on to the rim of the panel.
    density = np.pad(side.posterior.density, 1).astype(np.float32)
    axes = (side.posterior.first, side.posterior.second)
    ends = _window(side, 1.01 * reach)
    first, second = (np.array([low, *axis, high]) for axis, (low, high) in zip(axes, ends, strict=True))
    return [
        heat(first, second, density, "p", panel=panel, levels=12),
        dots(*side.kept.T, "z", panel=panel, size=4, opacity=0.55, hoverinfo="skip"),
        *ellipses(side.q, "q", panel=panel),
    ]
