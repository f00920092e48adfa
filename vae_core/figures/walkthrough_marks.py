"""What is drawn of one training step: pictures, codes, draws of them, losses and layers, each image in its own row."""

import numpy as np
from jaxtyping import Float

from vae_core.data.dataset import as_bytes
from vae_core.figures.canvas import axis_suffix, bars, colour, curve, dots
from vae_core.figures.pictures import mosaic

STAGES = ("encode", "sample", "decode", "loss", "update")
ROWS = 8
DIMENSIONS = 2
FAINT = 0.28
BESIDE = (-0.17, 0.17)  # where a row has its two dimensions
MARKERS = ("circle", "diamond")


def strength(stage: str | None, own: str) -> float:
    """How clearly something of the stage ``own`` is drawn while ``stage`` is lit; ``None``: all of them."""
    return 1.0 if stage in (None, own) else FAINT


def column(pictures: Float[np.ndarray, "n pixels"], panel: int, opacity: float) -> dict:
    """The images one below the other, as a plotly layout image."""
    shown = as_bytes(pictures[:ROWS])
    suffix = axis_suffix(panel)
    place = {"xref": f"x{suffix}", "yref": f"y{suffix}", "x": 0.5, "y": 0, "sizex": 1, "sizey": len(shown)}
    return {"source": mosaic(shown, 1), "xanchor": "center", "opacity": opacity, "layer": "above", **place}


def _rows(count: int, dimension: int, dimensions: int) -> np.ndarray:
    return np.arange(count) + 0.5 + (BESIDE[dimension] if dimensions > 1 else 0)


def codes(walk, panel: int, stage: str | None) -> list[dict]:
    """μ of each image and dimension, with σ to both sides."""
    dimensions, clear = min(DIMENSIONS, walk.mean.shape[1]), strength(stage, "encode")
    marks = []
    for d in range(dimensions):
        mean = walk.mean[:ROWS, d]
        error = {}
        if walk.standard_deviation is not None:
            sigma = walk.standard_deviation[:ROWS, d]
            error = {"error_x": {"array": sigma, "color": colour("sigma"), "thickness": 2, "width": 0}}
        rows = _rows(len(mean), d, dimensions)
        hover = {"hovertemplate": f"μ{_index(d)} = %{{x:.3f}}<extra></extra>"}
        marks.append(dots(mean, rows, "mu", panel=panel, marker={"symbol": MARKERS[d]}, size=7, **error, **hover))
    return [{**mark, "opacity": clear} for mark in marks]


def noise(walk, panel: int, stage: str | None) -> list[dict]:
    """ε of each image and dimension; an autoencoder has none."""
    if walk.noise is None:
        return []
    dimensions, clear = min(DIMENSIONS, walk.noise.shape[1]), strength(stage, "sample")
    marks = []
    for d in range(dimensions):
        epsilon = walk.noise[:ROWS, d]
        hover = {"hovertemplate": f"ε{_index(d)} = %{{x:.3f}}<extra></extra>", "marker": {"symbol": MARKERS[d]}}
        marks.append(dots(epsilon, _rows(len(epsilon), d, dimensions), "epsilon", panel=panel, size=7, **hover))
    return [{**mark, "opacity": clear} for mark in marks]


def draws(walk, panel: int, stage: str | None) -> list[dict]:
    """An arrow from μ to z, as long as σ ⊙ ε; where there is no noise a point."""
    dimensions, clear = min(DIMENSIONS, walk.codes.shape[1]), strength(stage, "sample")
    marks = []
    for d in range(dimensions):
        code = walk.codes[:ROWS, d]
        rows = _rows(len(code), d, dimensions)
        if walk.noise is None:
            hover = {"hovertemplate": f"z{_index(d)} = %{{x:.3f}}<extra></extra>"}
            marks.append(dots(code, rows, "z", panel=panel, marker={"symbol": MARKERS[d]}, size=7, **hover))
        else:
            marks.append(_arrows(walk.mean[:ROWS, d], code, rows, d, panel))
    return [{**mark, "opacity": clear} for mark in marks]


def _arrows(mean, code, rows, dimension: int, panel: int) -> dict:
    path = np.stack([mean, code, np.full(len(code), np.nan)], 1).ravel()
    head = {"symbol": "arrow", "angleref": "previous", "size": [0, 9, 0] * len(code), "opacity": 1}
    texts = [("", f"z{_index(dimension)} = {z:.3f}", "") for z in code]
    shown = {"text": [text for group in texts for text in group], "hoverinfo": "text"}
    line = curve(path, np.repeat(rows, 3), "epsilon", panel=panel, width=2, **shown)
    return {**line, "mode": "lines+markers", "marker": {**head, "color": colour("z")}}


def _index(dimension: int) -> str:
    return "₁₂"[dimension]


def losses(walk, panel: int, stage: str | None) -> list[dict]:
    """The reconstruction of each image, and behind it the weighted KL."""
    rows, clear = _rows(len(walk.loss[:ROWS]), 0, 1), strength(stage, "loss")
    shape = {"panel": panel, "orientation": "h", "width": 0.6, "opacity": clear}
    reconstruction = walk.reconstruction[:ROWS]
    hover = "%{x:.2f}<extra></extra>"
    marks = [bars(reconstruction, rows, "reconstruction", hovertemplate=hover, **shape)]
    if walk.kl is not None:
        weighted = walk.loss[:ROWS] - reconstruction
        over = {
            "base": reconstruction,
            "customdata": weighted,
            "hovertemplate": "β KL = %{customdata:.2f}<extra></extra>",
        }
        marks.append(bars(weighted, rows, "kl", **over, **shape))
    return marks


def layers(walk, panel: int, stage: str | None) -> list[dict]:
    """Gradient and relative change of each layer: the encoder's in the colour of q, the decoder's in that of p."""
    marks = []
    for offset, values in enumerate((walk.gradient_norms, walk.relative_updates)):
        for part, symbol in (("encoder", "q"), ("decoder", "p")):
            own = [(row + 0.5, value) for row, (name, value) in enumerate(values.items()) if name.startswith(part)]
            rows, sizes = zip(*own, strict=True)
            shape = {"orientation": "h", "width": 0.6, "opacity": strength(stage, "update")}
            hover = {"hovertemplate": "%{x:.3g}<extra></extra>"}
            marks.append(bars(list(sizes), list(rows), symbol, panel=panel + offset, **shape, **hover))
    return marks
