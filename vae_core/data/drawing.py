"""A digit drawn by hand: 28 × 28 pixels in 16 levels of grey, small enough for an address.

web/drawing does the same in the browser, and the tests hold the two together.
"""

import base64
import re
import zlib

import numpy as np
from jaxtyping import Float, Float32

from vae_core.config import require
from vae_core.data.dataset import PIXELS, SIDE
from vae_core.errors import ConfigError

LEVELS = 16
BOX = 20  # MNIST's digits fill a box of this side, in the field of 28 (LeCun et al. 1998, section III.A)
MIDDLE = (
    SIDE / 2 + 0.5
)  # where their centre of mass is, to half a pixel: in the 15th row and column, seen on all 10 000
BYTES = PIXELS // 2  # two pixels share one
# Deflate adds five bytes to what it cannot shrink, and base64 a third to that.
MOST_TEXT = (BYTES + 5 + 2) * 4 // 3


def pack(image: Float[np.ndarray, "784"]) -> str:
    """``image``, in [0, 1], as text for an address: 16 levels, deflated (RFC 1951), in base64url without padding.

    Raises:
        ConfigError: the image holds something outside [0, 1].
    """
    require(bool(((image >= 0) & (image <= 1)).all()), "a drawing has grey levels from 0 to 1")
    levels = np.rint((LEVELS - 1) * image).astype(np.uint8)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = deflate.compress((16 * levels[::2] + levels[1::2]).tobytes()) + deflate.flush()
    return base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")


def unpack(text: str) -> Float32[np.ndarray, "784"]:
    """The image that :func:`pack` made ``text`` of, to the nearest of 16 levels.

    No more is unpacked than a drawing needs, whatever the text promises.

    Raises:
        ConfigError: ``text`` is no drawing.
    """
    require(
        bool(re.fullmatch(r"[A-Za-z0-9_-]+", text)) and len(text) <= MOST_TEXT, f"this is no drawing: {text[:40]!r}"
    )
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflate.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), BYTES + 1)
    except (ValueError, zlib.error) as error:
        raise ConfigError(f"this is no drawing: {text[:40]!r} ({error})") from error
    require(
        len(content) == BYTES and inflate.eof and not inflate.unused_data,
        f"a drawing has {PIXELS} pixels, and {text[:40]!r} has not",
    )
    pairs = np.frombuffer(content, np.uint8)
    levels = np.stack([pairs >> 4, pairs & 15], axis=1).ravel()
    return levels.astype(np.float32) / np.float32(LEVELS - 1)


def centred(image: Float[np.ndarray, "784"]) -> Float32[np.ndarray, "784"]:
    """``image`` as MNIST's digits were prepared, after LeCun et al. 1998, section III.A.

    The box around the ink is scaled until its longer side is 20, the ratio of the sides kept to the nearest
    pixel. Then the field is moved by whole pixels, so that the centre of mass comes to its middle, but never so
    far that ink is lost. MNIST's own images stay as they are.
    """
    field = image.reshape(SIDE, SIDE).astype(np.float64)
    rows, columns = np.flatnonzero(field.any(1)), np.flatnonzero(field.any(0))
    if not len(rows):
        return np.zeros(PIXELS, np.float32)
    ink = field[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    longer = max(ink.shape)
    # ⌊20 a/b + ½⌋ rather than round(): halves go up, as they do in JavaScript.
    height, width = (max(1, int(BOX * side / longer + 0.5)) for side in ink.shape)
    ink = _resampling(ink.shape[0], height) @ ink @ _resampling(ink.shape[1], width).T
    top, left = _offset(ink.sum(1)), _offset(ink.sum(0))
    result = np.zeros((SIDE, SIDE))
    result[top : top + height, left : left + width] = ink
    return result.ravel().astype(np.float32)


def _offset(mass: Float[np.ndarray, " n"]) -> int:
    """Where ``mass`` begins on a line of the field, with its centre as near to the middle as whole pixels allow."""
    centre = float((mass * (np.arange(len(mass)) + 0.5)).sum() / mass.sum())
    return min(max(int(MIDDLE - centre + 0.5), 0), SIDE - len(mass))


def _resampling(before: int, after: int) -> Float[np.ndarray, "after before"]:
    """The weights that make ``after`` pixels of ``before``: a triangle around each, as wide as two of the larger."""
    # w(i, j) ∝ max(0, 1 − |cᵢ − (j + ½)| / r),  cᵢ = (i + ½) s,  r = max(s, 1),  s = before / after
    scale = before / after
    centres = (np.arange(after) + 0.5) * scale
    distance = np.abs(centres[:, None] - (np.arange(before) + 0.5))
    weights = np.maximum(0.0, 1 - distance / max(scale, 1.0))
    return weights / weights.sum(1, keepdims=True)
