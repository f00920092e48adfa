"""Pictures of any size and colour, as arrays or as files, to 28 x 28 grey bytes on a black background."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

import numpy as np
from jaxtyping import Float, Float32, UInt8
from PIL import Image, UnidentifiedImageError

from vae_core.data.dataset import SIDE, as_bytes, as_ink
from vae_core.data.own_archives import OwnDataLimits, printable, too_much, unpack
from vae_core.errors import DatasetError, Sentence

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
SHAPES = Sentence("[n, height, width], [n, height, width, channels], [n, channels, height, width] or [n, side * side]")
CHANNELS = (1, 3, 4)
# How much red, green and blue add to what an eye calls bright (ITU-R BT.601), as in Pillow's grey.
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
# Numbers that are turned into 32-bit floats at once: 16 MB.
AT_ONCE = 2**22


def as_pictures(name: str, values: np.ndarray, limits: OwnDataLimits) -> np.ndarray:
    """A view of an array of images as ``[n, height, width, channels]``.

    Raises :class:`DatasetError` on a shape that is none of :data:`SHAPES`.
    """
    shape, side = values.shape, round(values.shape[-1] ** 0.5) if values.ndim else 0
    if values.ndim == 2 and side * side == shape[1]:
        values = values.reshape(len(values), side, side, 1)
    elif values.ndim == 3:
        values = values[..., None]
    elif values.ndim == 4 and shape[3] not in CHANNELS and shape[1] in CHANNELS:
        values = np.moveaxis(values, 1, 3)
    if values.ndim != 4 or values.shape[3] not in CHANNELS or min(values.shape[1:3]) < 2:
        raise DatasetError(
            "{file}: expected images as {shapes} with {channels} channels, found {found}.",
            file=name,
            shapes=SHAPES,
            channels=CHANNELS,
            found=list(shape),
        )
    if max(values.shape[1:3]) > limits.side:
        raise DatasetError(
            "{file}: expected images of at most {most} pixels a side, found {found}.",
            file=name,
            most=limits.side,
            found=list(shape),
        )
    return values


def shrunk(name: str, pictures: np.ndarray) -> list[UInt8[np.ndarray, "height width"]]:
    """Each of the pictures ``[n, height, width, channels]`` in grey, no side longer than 28.

    Values are from 0 to 255, or from 0 to 1 where none is larger.

    Raises :class:`DatasetError` on NaN, infinite, negative or larger values.
    """
    with np.errstate(all="ignore"):
        low, high = float(pictures.min()), float(pictures.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise DatasetError("{file}: expected finite numbers, found NaN or infinity among the pixels.", file=name)
    if low < 0 or high > 255:
        raise DatasetError(
            "{file}: expected pixels from 0 to 1 or from 0 to 255, found {low} to {high}. Rescale them before saving.",
            file=name,
            low=format(low, ".4g"),
            high=format(high, ".4g"),
        )
    scale = np.float32(255 if high > 1 else 1)
    count = max(1, AT_ONCE // pictures[0].size)
    slices = (pictures[i : i + count].astype(np.float32) / scale for i in range(0, len(pictures), count))
    return [picture for part in slices for picture in shrink(_grey(part))]


def _grey(pictures: Float32[np.ndarray, "n height width channels"]) -> Float32[np.ndarray, "n height width"]:
    """Colours by their brightness, transparent ones over black."""
    channels = pictures.shape[3]
    brightness = pictures[..., 0] if channels == 1 else pictures[..., :3] @ LUMA
    return brightness * pictures[..., 3] if channels == 4 else brightness


def shrink(grey: Float32[np.ndarray, "n height width"]) -> UInt8[np.ndarray, "n small_height small_width"]:
    """Grey levels in [0, 1] averaged over areas, to bytes, so that the longer side becomes 28."""
    height, width = grey.shape[1:]
    scale = SIDE / max(height, width)
    for axis, size in ((1, height), (2, width)):
        grey = _averaged(grey, axis, max(1, round(size * scale)))
    return as_bytes(np.clip(grey, 0, 1))


def _averaged(values: Float[np.ndarray, "n height width"], axis: int, parts: int) -> Float[np.ndarray, "n _ _"]:
    """The mean over each of ``parts`` equal parts of an axis, which may begin and end inside a pixel."""
    size = values.shape[axis]
    edges = np.linspace(0, size, parts + 1)
    start = edges.astype(int)

    def along(line: np.ndarray) -> np.ndarray:
        return line.reshape([-1 if i == axis else 1 for i in range(3)])

    # Whole pixels from one edge's pixel to the next one's (reduceat gives a pixel where there is none between) ...
    whole = np.add.reduceat(values, start[:-1], axis, dtype=np.float64) * along(start[1:] > start[:-1])
    # ... without what lies before the first edge, and with what lies before the second.
    before = along(edges - start) * values.take(np.minimum(start, size - 1), axis)
    return (whole + np.diff(before, axis=axis)) * (parts / size)


def on_black(name: str, pictures: list[UInt8[np.ndarray, "_ _"]]) -> tuple[UInt8[np.ndarray, "n 28 28"], bool]:
    """Pictures of at most 28 x 28 in the middle of black squares, and whether they had to be turned over for it.

    They are turned over together when most of them are lighter than mid-grey along their edges.

    Raises :class:`DatasetError` when there is nothing to see in any of them.
    """
    if all(picture.min() == picture.max() for picture in pictures):
        raise DatasetError(
            "{file}: expected pictures, found only evenly grey areas. Transparent parts count as black: "
            "black ink needs a white background.",
            file=name,
        )
    inverted = bool(np.median([_edge_brightness(picture) for picture in pictures]) > 127.5)
    squares = np.zeros((len(pictures), SIDE, SIDE), np.uint8)
    for square, picture in zip(squares, pictures, strict=True):
        height, width = picture.shape
        top, left = (SIDE - height) // 2, (SIDE - width) // 2
        square[top : top + height, left : left + width] = 255 - picture if inverted else picture
    return squares, inverted


def _edge_brightness(picture: UInt8[np.ndarray, "height width"]) -> float:
    return float(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]).mean())


@contextmanager
def quiet_pillow() -> Iterator[None]:
    """Without Pillow's warnings about odd files: what matters of them is checked here and raised."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def open_image(name: str, content: bytes, limits: OwnDataLimits) -> Image.Image | None:
    """A file as an image of which only the header has been read, or ``None`` where it is something else.

    Raises :class:`DatasetError` when it is too large, before any memory is set aside for it.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        return None
    except Exception as error:  # Pillow's readers let almost anything out of a damaged file
        raise _damaged(name, error) from error
    if max(image.size) > limits.side or min(image.size) < 1:
        width, height = image.size
        raise DatasetError(
            "{file}: expected an image of at most {most} x {most} pixels, found {width} x {height}. "
            "A smaller copy would do.",
            file=name,
            most=limits.side,
            width=width,
            height=height,
        )
    return image


def pictures_in(
    name: str, archive: ZipFile, entries: list[ZipInfo], limits: OwnDataLimits
) -> Iterator[tuple[UInt8[np.ndarray, "_ _"], PurePosixPath]]:
    """Every image among the files of an archive, shrunk, with its path; other files are passed over.

    Raises :class:`DatasetError` at an image that is damaged or too large, or when all together are.
    """
    pixels = 0
    for entry in entries:
        shown = f"{name}, {printable(entry.filename)}"
        content = unpack(name, archive, entry)
        with quiet_pillow():
            image = open_image(shown, content, limits)
            if image is None:
                continue
            # An even area of any size packs into almost nothing; only here does it take time and memory.
            pixels += image.width * image.height
            if pixels > limits.unpacked_bytes:
                raise too_much(name, limits)
            picture = decode(shown, image)
        yield picture, PurePosixPath(entry.filename)


def decode(name: str, image: Image.Image) -> UInt8[np.ndarray, "height width"]:
    """The first frame of an opened image in grey, transparent parts over black, no side longer than 28.

    Raises :class:`DatasetError` when the file is truncated or damaged.
    """
    try:
        grey = _decoded(image)
    except Exception as error:  # as above
        raise _damaged(name, error) from error
    if grey is None:
        raise DatasetError(
            "{file}: expected 8 or 16 bits a pixel, found 32 (Pillow's mode {mode}).", file=name, mode=image.mode
        )
    return shrink(grey[None])[0]


def _decoded(image: Image.Image) -> Float[np.ndarray, "height width"] | None:
    if image.mode.startswith("I;16"):  # Pillow's own conversion would cut off all above 255
        return np.asarray(image).astype(np.float32) / np.float32(65535)
    if image.mode in ("I", "F"):
        return None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image)
    return as_ink(np.asarray(image.convert("L")))


def _damaged(name: str, error: Exception) -> DatasetError:
    return DatasetError(
        "{file}: expected a whole image, found a truncated or damaged one ({error}).", file=name, error=error
    )
