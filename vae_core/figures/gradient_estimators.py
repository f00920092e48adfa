"""Pictures of draws that follow μ and σ or do not, and of how far single-draw gradients scatter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32

from vae_core.data.dataset import as_bytes
from vae_core.figures.canvas import Panel, area, axis_suffix, colour, curve, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.pictures import mosaic
from vae_core.probability.normal import normal_log_density

# Of the window over z, in σ of the encoder, to either side of its μ.
REACH = 8.0
POINTS = 241
# Share of the single gradients that the axis takes in, and bins of each histogram.
SHOWN_SHARE, BINS = 0.998, 41
ROW_HEIGHT, FLOOR = 0.58, 0.08
# Who wears which colour: the way through z, and the way by the density q.
SYMBOL = {"reparameterised": "z", "baseline": "q", "score": "q"}


@dataclass(frozen=True, eq=False)
class Sampled:
    """Draws of one latent dimension, and what all of each draw decodes to.

    Attributes:
        number: of the latent dimension, from 1.
        encoder: (μ, σ) that the encoder gave.
        now: (μ, σ) as the hand has moved them.
        codes: z of each draw in this dimension, ``[n]``.
        image: x, ``[pixels]``, in [0, 1].
        pictures: x̂ of each draw, ``[n, pixels]``.
    """

    number: int
    encoder: tuple[float, float]
    now: tuple[float, float]
    codes: Float[np.ndarray, " n"]
    image: Float32[np.ndarray, " pixels"]
    pictures: Float32[np.ndarray, "n pixels"]

    def height_at(self, z: float) -> float:
        """Of the curve of q as it stands."""
        return float(_density(z, *self.now))


def sampled_pictures(sampled: Sampled, *, encoder: str = "from the encoder", now: str = "q(z∣x)") -> Figure:
    """The density of one latent dimension with numbered draws on it (panel 0) and their pictures (panel 1).

    Args:
        sampled: what is drawn.
        encoder: what the legend calls q as the encoder gave it.
        now: what it calls q as it stands.
    """
    mean, deviation = sampled.encoder
    ends = (mean - REACH * deviation, mean + REACH * deviation)
    top = 1.25 * max(float(_density(m, m, s)) for m, s in (sampled.encoder, sampled.now))
    across = len(sampled.pictures) + 1
    sign = f"<i>z</i><sub>{sampled.number}</sub>"
    panels = [
        Panel(sign, f"<i>q</i>({sign}∣<i>x</i>)", up=(0.46, 1), x_range=ends, y_range=(0, top)),
        Panel(across=(0, 1), up=(0, 0.26), x_range=(0, across), y_range=(1, 0), square=True),
    ]
    drawn = np.stack([sampled.image, *sampled.pictures])
    figure = sheet(panels, _draws(sampled, ends, encoder, now), height=380, notes=_captions(sampled, top))
    bare = {"visible": False, "fixedrange": True}
    return figure.update_layout(images=[_row(drawn, 1)], xaxis={"title": {"standoff": 2}}, xaxis2=bare, yaxis2=bare)


def _density(x, mean: float, deviation: float) -> np.ndarray:
    return np.asarray(np.exp(normal_log_density(np.asarray(x, dtype=float), mean, deviation)))


def _draws(sampled: Sampled, ends: tuple[float, float], encoder: str, now: str):
    x = np.linspace(*ends, POINTS)
    # A narrow curve has a point at its peak, wherever that is.
    x = np.sort(np.concatenate([x, *(m + s * np.linspace(-4, 4, 81) for m, s in (sampled.encoder, sampled.now))]))
    if sampled.now != sampled.encoder:
        yield curve(x, _density(x, *sampled.encoder), "q", name=encoder, dash="dot", width=1.5, opacity=0.8)
    yield area(x, _density(x, *sampled.now), "q", opacity=0.15)
    yield curve(x, _density(x, *sampled.now), "q", name=now, width=2)
    heights = _density(sampled.codes, *sampled.now)
    hover = {"hovertemplate": "%{x:.3f}<extra></extra>"}
    yield dots(sampled.codes, heights, "z", name="<i>z</i>", size=10, **hover)


def _captions(sampled: Sampled, top: float) -> list[dict]:
    """The number of each draw above its picture; on the curve those of the first and the last, in between in order."""
    heights = _density(sampled.codes, *sampled.now)
    raised = {"yanchor": "bottom", "yshift": 6, "font": {"size": 12, "color": colour("z")}}
    notes = [
        note(f"{number}", float(z), min(float(height), top), **raised)
        for number, (z, height) in enumerate(zip(sampled.codes, heights, strict=True), 1)
        if number in (1, len(sampled.codes))
    ]
    above = {"panel": 1, "yanchor": "bottom"}
    signs = [("<i>x</i>", "x")]
    signs += [(f"<i>x̂</i><sub>{number}</sub>", "x_hat") for number in range(1, len(sampled.pictures) + 1)]
    return notes + [note(text, place + 0.5, 0, symbol=symbol, **above) for place, (text, symbol) in enumerate(signs)]


def _row(pictures: Float32[np.ndarray, "n pixels"], panel: int) -> dict:
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix}", "yref": f"y{suffix}", "x": 0, "y": 0, "sizex": len(pictures), "sizey": 1}
    return {"source": mosaic(as_bytes(pictures), len(pictures)), "sizing": "stretch", "layer": "above", **place}


@dataclass(frozen=True, eq=False)
class Scatter:
    """The single-draw gradients of one estimator in one latent dimension.

    Attributes:
        name: one of ``"reparameterised"``, ``"baseline"`` and ``"score"``.
        title: what the reader calls it.
        samples: ``[n]``, in nats for a unit.
        average: their mean.
        standard_error: of that mean.
    """

    name: str
    title: str
    samples: Float[np.ndarray, " n"]
    average: float
    standard_error: float


def gradient_scatter(
    scatters: Sequence[Scatter],
    reference: float,
    sign: str,
    *,
    single: str = "single draws",
    means: str = "mean ± standard error",
    exact: str = "many draws",
) -> Figure:
    """Histograms of single-draw gradients on one axis (panel 0), and beside them their means (panel 1).

    Args:
        scatters: one row each, from the top.
        reference: what the means estimate.
        sign: of the gradient, in plotly's small HTML.
        single: title of the axis on the left, behind the sign.
        means: of that on the right.
        exact: what the legend calls the reference.
    """
    rows = len(scatters)
    panels = [
        Panel(f"{sign}, {single}", across=(0, 0.56), x_range=_reach(scatters), y_range=(0, rows)),
        Panel(f"{sign}, {means}", across=(0.62, 1), x_range=_closer(scatters, reference), y_range=(0, rows)),
    ]
    marks, notes = [], []
    for number, scatter in enumerate(scatters):
        floor = rows - 1 - number + FLOOR
        marks += [_reference(reference, floor, panel, "" if number or panel else exact) for panel in (0, 1)]
        marks += [_histogram(scatter, floor), _mean(scatter, floor)]
        place = {"xref": "x domain", "xanchor": "left", "yanchor": "bottom", "yshift": 3}
        notes.append(note(f"<b>{scatter.title}</b>", 0.01, floor + ROW_HEIGHT, symbol=SYMBOL[scatter.name], **place))
    figure = sheet(panels, marks, height=92 * rows + 84, notes=notes)
    return figure.update_yaxes(showticklabels=False, showgrid=False, fixedrange=True)


def _reference(value: float, floor: float, panel: int, name: str) -> dict:
    return curve([value] * 2, [floor, floor + ROW_HEIGHT], "ink", name=name, panel=panel, width=1.5, dash="dot")


def _reach(scatters: Sequence[Scatter]) -> tuple[float, float]:
    """Of all but the outermost single gradients, with 0 in sight."""
    outside = (1 - SHOWN_SHARE) / 2
    ends = [np.quantile(scatter.samples, (outside, 1 - outside)) for scatter in scatters]
    low, high = min(0.0, *(end[0] for end in ends)), max(0.0, *(end[1] for end in ends))
    room = 0.02 * (high - low) or 1.0
    return float(low - room), float(high + room)


def _closer(scatters: Sequence[Scatter], reference: float) -> tuple[float, float]:
    """Around the reference, as far as the worst mean and its error reach."""
    far = max(abs(scatter.average - reference) + 1.3 * scatter.standard_error for scatter in scatters) or 1.0
    return reference - far, reference + far


def _histogram(scatter: Scatter, floor: float) -> dict:
    """As high as its row at its highest bin."""
    low, high = np.quantile(scatter.samples, (0.001, 0.999))
    room = max(1e-9, 1e-6 * abs(low))
    counts, edges = np.histogram(scatter.samples, BINS, (low - room, high + room))
    heights = ROW_HEIGHT * counts / counts.max()
    x = np.concatenate([edges[:1], np.repeat(edges, 2)[1:-1], edges[-1:]])
    y = floor + np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    fill = {"fill": "toself", "fillcolor": colour(SYMBOL[scatter.name], 0.35)}
    return curve(x, y, SYMBOL[scatter.name], width=1.2, **fill)


def _mean(scatter: Scatter, floor: float) -> dict:
    error = {"type": "data", "array": [scatter.standard_error], "thickness": 2.5, "width": 6}
    hover = {"hovertemplate": f"%{{x:.3g}} ± {scatter.standard_error:.2g}<extra></extra>"}
    shape = {"marker": {"symbol": "circle" if scatter.name == "reparameterised" else "diamond"}}
    return dots(
        [scatter.average],
        [floor + ROW_HEIGHT / 2],
        SYMBOL[scatter.name],
        panel=1,
        size=9,
        error_x=error,
        **hover,
        **shape,
    )
