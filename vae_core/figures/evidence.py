"""One image under a VAE with a latent plane: the true posterior, the Gaussians in its place, and what they cost.

What a person drags is laid over these figures by the page. Words come from the caller, in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8

from vae_core.analysis.evidence_results import GapParts, LatentGaussian, PosteriorMap
from vae_core.analysis.importance_results import ImportanceBounds, ReconstructionEstimates
from vae_core.figures.canvas import Panel, bars, colour, curve, dots, heat, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.kl_divergence import HATCHED
from vae_core.figures.pictures import mosaic
from vae_core.printing import nats, rounded

LEFT, RIGHT = (0.0, 0.5), (0.66, 1.0)
LOG_EVIDENCE = "log <i>p</i>(<i>x</i>)"
TURN = np.linspace(0, 2 * np.pi, 73)
# An ellipse of so many standard deviations holds 39 % and 86 % of a Gaussian in the plane.
REACHES = (1, 2)
# Nats below log p(x) that the bars' axis reaches: it stays still while q is dragged, and jumps when it must.
SPANS = tuple(digit * 10.0**power for power in range(-1, 7) for digit in (1, 2, 5))
LEAST_SPAN = 2.0
BAR = 0.5


@dataclass(frozen=True)
class Words:
    """What these figures say in words; a page passes its own language."""

    encoder: str = "encoder's q"
    best: str = "best q"
    yours: str = "your q"
    approximation: str = "approximation"
    amortisation: str = "amortisation"
    below: str = "nats below log p(x)"
    exact: str = "exact"
    bound: str = "average of log ¹⁄ₖ Σ w"
    path: str = "one path"
    draws: str = "draws per estimate"
    nats: str = "nats"


WORDS = Words()


@dataclass(frozen=True, eq=False)
class Picture:
    """A small picture beside the plane: its heading and grey levels."""

    heading: str
    pixels: UInt8[np.ndarray, " pixels"]


def posterior_plane(
    posterior: PosteriorMap,
    encoder: LatentGaussian,
    best: LatentGaussian,
    yours: LatentGaussian,
    gap: GapParts,
    your_gap: float,
    pictures: Sequence[Picture],
    *,
    words: Words = WORDS,
) -> Figure:
    """p(z∣x) as a heat map under the ellipses of three q's, all to one scale, beside the gaps that they leave.

    Panels: 0 the latent plane; 1 for each q, how far its bound stays below log p(x): the encoder's gap in its two
    parts, the best diagonal Gaussian's, which is the first of them, and that of the q under the hand.

    Args:
        posterior: of the image.
        encoder, best, yours: the q's.
        gap: of the encoder and of the best.
        your_gap: log p(x) − L_b of ``yours``, in nats.
        pictures: shown in a row above the bars, such as x and x̂.
        words: those in the figure.
    """
    span = next(span for span in SPANS if span >= max(LEAST_SPAN, 1.15 * gap.total, min(your_gap, SPANS[-1])))
    x, y = around(posterior)
    panels = (
        Panel("<i>z</i>₁", "<i>z</i>₂", LEFT, x_range=x, y_range=y, square=True),
        Panel(words.below, "", RIGHT, (0.0, 0.55), x_range=(-span, 0.04 * span), y_range=(2.6, -0.6)),
    )
    marks = [
        heat(posterior.first, posterior.second, posterior.density.astype(np.float32), "p", levels=12),
        *ellipses(encoder, "ink", words.encoder, dash="dash"),
        *ellipses(best, "sigma", words.best, dash="dot"),
        *ellipses(yours, "q", words.yours),
        *_gaps(gap, your_gap, words),
    ]
    figure = sheet(panels, marks, height=400, notes=[*_gap_names(gap, your_gap, span), *_headings(pictures)])
    names = (words.encoder, words.best, words.yours)
    return figure.update_layout(
        barmode="stack",
        images=[_beside(number, len(pictures), each) for number, each in enumerate(pictures)],
        yaxis2={"tickvals": [0, 1, 2], "ticktext": names, "showgrid": False},
    )


def around(posterior: PosteriorMap) -> tuple[tuple[float, float], tuple[float, float]]:
    """The limits of z₁ and of z₂ on the map."""
    ends = (axis[[0, -1]].astype(float).tolist() for axis in (posterior.first, posterior.second))
    x, y = (tuple(pair) for pair in ends)
    return x, y


def ellipses(q: LatentGaussian, symbol: str, name: str = "", *, panel: int = 0, dash: str = "solid"):
    """The lines of one and two standard deviations: L ε for ε on circles of radius 1 and 2."""
    for reach in REACHES:
        yield curve(*ring(q, reach), symbol, name=name * (reach == 1), panel=panel, width=3 - reach, dash=dash)


def ring(q: LatentGaussian, reach: float) -> Float[np.ndarray, "2 n"]:
    """The line of so many standard deviations."""
    return q.mean[:, None] + reach * q.factor @ np.stack([np.cos(TURN), np.sin(TURN)])


def _gaps(gap: GapParts, your_gap: float, words: Words) -> list[dict]:
    look = {"panel": 1, "orientation": "h", "width": BAR, "hovertemplate": "%{x:.3f}<extra></extra>"}
    approximation = bars([-gap.approximation] * 2, [0, 1], "kl", name=words.approximation, opacity=0.75, **look)
    amortisation = bars([-gap.amortisation], [0], "kl", name=words.amortisation, **look)
    amortisation["marker"]["pattern"] = HATCHED
    level = curve([0, 0], [-0.6, 2.6], "p", name=LOG_EVIDENCE, panel=1, width=3)
    return [approximation, amortisation, bars([-your_gap], [2], "q", **look), level]


def _gap_names(gap: GapParts, your_gap: float, span: float) -> list[dict]:
    """Each gap in numbers, left of its bar."""
    place = {"panel": 1, "xanchor": "right", "xshift": -4, "font": {"size": 13, "color": colour("ink")}}
    shown = gap.printed()
    # As the table has it: the difference of two printed numbers.
    yours = shown.log_evidence - rounded(gap.log_evidence - your_gap)
    gaps = enumerate((shown.total, shown.approximation, yours))
    return [note(nats(value), -min(value, 0.8 * span), row, **place) for row, value in gaps]


def _beside(number: int, count: int, picture: Picture) -> dict:
    left, width = RIGHT[0], (RIGHT[1] - RIGHT[0]) / count
    place = {"xref": "paper", "yref": "paper", "x": left + number * width, "y": 0.94, "xanchor": "left"}
    size = {"sizex": 0.86 * width, "sizey": 0.3, "yanchor": "top"}
    return {"source": mosaic(picture.pixels[None], 1), **place, **size}


def _headings(pictures: Sequence[Picture]) -> list[dict]:
    left, width = RIGHT[0], (RIGHT[1] - RIGHT[0]) / max(len(pictures), 1)
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    each = enumerate(pictures)
    return [note(f"<b>{one.heading}</b>", left + number * width, 0.95, **place) for number, one in each]


def importance_bounds(bounds: ImportanceBounds, log_evidence: float, *, words: Words = WORDS) -> Figure:
    """L_k as k grows, with two standard errors to either side, one path of a single estimate, and log p(x).

    Args:
        bounds: on log p(x), one for each k.
        log_evidence: log p(x), in nats.
        words: those in the legend.
    """
    lowest = float(min(bounds.bound.min(), bounds.path.min()))
    highest = max(log_evidence, float((bounds.bound + 2 * bounds.standard_error).max()))
    room = 0.08 * max(highest - lowest, 0.5)
    ends = (np.log10(bounds.samples[0]) - 0.1, np.log10(bounds.samples[-1]) + 0.1)
    panel = Panel("<i>k</i>", words.nats, x_kind="log", x_range=ends, y_range=(lowest - room, highest + room))
    errors = {"type": "data", "array": 2 * bounds.standard_error, "thickness": 2}
    marks = [
        curve(bounds.samples[[0, -1]], [log_evidence] * 2, "p", name=LOG_EVIDENCE, dash="5px,3px", width=2),
        curve(bounds.path_samples, bounds.path, "epsilon", name=words.path, width=1.2),
        curve(bounds.samples, bounds.bound, "q", width=1.5),
        dots(bounds.samples, bounds.bound, "q", name=words.bound, size=8, error_y=errors, hoverinfo="skip"),
    ]
    return sheet([panel], marks, height=330).update_layout(xaxis={"dtick": 1}, margin={"l": 72})  # −89.25 is long


def reconstruction_estimates(
    estimates: Sequence[ReconstructionEstimates], exact: float, *, words: Words = WORDS
) -> Figure:
    """How estimates of −E_q[log p(x∣z)] scatter, by the number of draws behind each, around its exact value.

    Args:
        estimates: for one number of draws each.
        exact: −E_q[log p(x∣z)], in nats.
        words: those in the figure.
    """
    panel = Panel(words.draws, words.nats, x_range=(-0.6, len(estimates) - 0.4))
    marks = [curve([-0.6, len(estimates) - 0.4], [exact] * 2, "p", name=words.exact, dash="5px,3px", width=2)]
    for number, each in enumerate(estimates):
        marks.append(
            dots(_strewn(number, each.values), each.values, "reconstruction", size=4, opacity=0.5, hoverinfo="skip")
        )
    ticks = {"tickvals": list(range(len(estimates))), "ticktext": [str(each.samples) for each in estimates]}
    return sheet([panel], marks, height=330).update_layout(xaxis=ticks)


def _strewn(centre: int, values: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    """Places side by side, so that equal values do not hide each other: the golden ratio never repeats."""
    return centre + 0.5 * ((np.arange(len(values)) * 0.6180339887) % 1 - 0.5)
