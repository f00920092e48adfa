"""Heights and areas by NumPy and SciPy; a figure that names every colour of the light theme."""

from pathlib import Path

import numpy as np
from scipy import stats

from vae_core.figures import canvas, theme


def make(folder: Path) -> dict:
    x = np.sort(np.random.default_rng(0).uniform(-4, 4, 400))
    y = stats.norm.pdf(x)
    at = np.random.default_rng(1).uniform(-5, 5, 200)
    spans = [[-1.5, 0.5], [0, 0], [-0.01, 0.01], [-3, 3]]
    return {
        "curve": {"x": x.tolist(), "y": y.tolist()},
        "heights": {"at": at.tolist(), "expected": np.interp(at, x, y).tolist()},
        "areas": [{"span": span, "expected": area(x, y, *span)} for span in spans],
        "ways": [way(*ends) for ends in ((0.01, 100), (1, 1000), (0.5, 2))],
        "dark": in_the_dark(),
    }


def area(x: np.ndarray, y: np.ndarray, low: float, high: float) -> float:
    """The area under the straight lines between the points."""
    ends = np.concatenate([[low], x[(x > low) & (x < high)], [high]])
    return float(np.trapezoid(np.interp(ends, x, y), ends))


def way(low: float, high: float) -> dict:
    """Values whose factors are equal, from one end of a slider to the other."""
    return {"low": low, "high": high, "values": np.geomspace(low, high, 11).tolist()}


def in_the_dark() -> dict:
    """Every colour of the light theme, half of it let through for those of symbols; and how that reads in the dark."""
    shades = theme.dark_shades()
    half = {canvas.colour(name, 0.5): transparent(shade.dark, 0.5) for name, shade in theme.SYMBOLS.items()}
    light, dark = (" ".join([*part(shades), *part(half)]) for part in (dict.keys, dict.values))
    return {"colours": shades, "light": light, "dark": dark}


def transparent(colour: str, opacity: float) -> str:
    return f"rgba({','.join(str(part) for part in bytes.fromhex(colour[1:]))},{opacity})"
