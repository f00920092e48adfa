"""Small grey images as the browser takes them: PNG in a data URI."""

import base64
from io import BytesIO

import numpy as np
from jaxtyping import UInt8
from PIL import Image

GAP = 2  # pixels between neighbours


def mosaic(pictures: UInt8[np.ndarray, "n pixels"], across: int) -> str:
    """Square pictures in rows of ``across``, ink (255) on paper (0), with clear gaps between them.

    In grey: black on white, which the page turns over in the dark (``web/figure/figure.css``, ``ui/style.css``).
    """
    side = round(pictures.shape[1] ** 0.5)
    rows = -(-len(pictures) // across)
    step = side + GAP
    grey = np.zeros((rows * step, across * step), np.uint8)
    solid = np.zeros_like(grey)
    for number, picture in enumerate(pictures):
        top, left = step * (number // across), step * (number % across)
        grey[top : top + side, left : left + side] = 255 - picture.reshape(side, side)
        solid[top : top + side, left : left + side] = 255
    return _data_uri(np.stack([grey, solid], axis=-1), "LA")


def stamp(picture: UInt8[np.ndarray, " pixels"], colour: str) -> str:
    """One square picture as ink of ``colour`` (``"#RRGGBB"``) on nothing."""
    side = round(len(picture) ** 0.5)
    ink = np.empty((side, side, 4), np.uint8)
    ink[..., :3] = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    ink[..., 3] = picture.reshape(side, side)
    return _data_uri(ink, "RGBA")


def _data_uri(pixels: np.ndarray, mode: str) -> str:
    file = BytesIO()
    Image.fromarray(pixels, mode).save(file, "PNG", compress_level=1)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
