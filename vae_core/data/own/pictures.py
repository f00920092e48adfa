"""Files of pictures, of any size and colour, as photographed, scanned or drawn."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
from jaxtyping import Float
from PIL import Image, ImageOps, UnidentifiedImageError

from vae_core.data.dataset import as_ink
from vae_core.data.own.archives import Member
from vae_core.data.own.reading import Reading
from vae_core.data.own.stack import Stack
from vae_core.errors import DatasetError, Sentence

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "HEIF")
ORIENTATION = 0x0112  # the tag of EXIF that says how the camera was held
# A JPEG may be decoded at a half, a quarter or an eighth of its size, but no smaller than this: eight times 28.
DRAFT = (224, 224)


def stack_of(reading: Reading, members: Sequence[Member]) -> Stack:
    """Pictures from files, upright as their cameras have noted.

    Headers are looked at first: nothing is decoded where all together would be too large.

    Raises :class:`DatasetError` at one that is damaged or too large, or when all together are.
    """
    reading.check_most(len(members))
    with _quiet_pillow():
        for member in members:
            image = _opened(reading, member)
            reading.spend(image.width * image.height)
        images = [_decoded(reading, member) for member in members]
    turned = sum(was_turned for _, was_turned in images)
    if turned:
        reading.say(
            Sentence(
                "Turned upright, as their cameras have noted (EXIF): {count} of {all}.", count=turned, all=len(members)
            )
        )
    return Stack.joined([stack for stack, _ in images])


@contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Without Pillow's warnings about odd files: what matters of them is checked here and raised."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


@cache
def _formats() -> tuple[str, ...]:
    """What Pillow opens; phones' HEIC has a reader of its own."""
    import pillow_heif  # brings a video decoder along, which other data need not wait for

    pillow_heif.register_heif_opener(thumbnails=False)
    return FORMATS


def _opened(reading: Reading, member: Member) -> Image.Image:
    """An image of which only the header has been read. Raises :class:`DatasetError` when it is too large."""
    try:
        image = Image.open(io.BytesIO(member.load(None)), formats=_formats())
        image.draft(None, DRAFT)
    except Image.DecompressionBombError as error:
        raise DatasetError(
            "{file}: expected an image of at most {most} x {most} pixels, found a far larger one. "
            "A smaller copy would do.",
            file=reading.shown(member.path),
            most=reading.limits.side,
        ) from error
    except UnidentifiedImageError as error:
        raise _damaged(reading, member, Exception("its header")) from error
    except DatasetError:
        raise
    except Exception as error:  # Pillow's readers let almost anything out of a damaged file
        raise _damaged(reading, member, error) from error
    if max(image.size) > reading.limits.side or min(image.size) < 1:
        raise DatasetError(
            "{file}: expected an image of at most {most} x {most} pixels, found {width} x {height}. "
            "A smaller copy would do.",
            file=reading.shown(member.path),
            most=reading.limits.side,
            width=image.width,
            height=image.height,
        )
    return image


def _decoded(reading: Reading, member: Member) -> tuple[Stack, bool]:
    """The first frame of an image, and whether it had to be turned upright."""
    image = _opened(reading, member)
    try:
        was_turned = image.getexif().get(ORIENTATION, 1) in range(2, 9)
        layers = _layers(ImageOps.exif_transpose(image) if was_turned else image)
    except Exception as error:  # as above
        raise _damaged(reading, member, error) from error
    if layers is None:
        raise DatasetError(
            "{file}: expected 8 or 16 bits a pixel, found 32 (Pillow's mode {mode}).",
            file=reading.shown(member.path),
            mode=image.mode,
        )
    return Stack.of(*layers), was_turned


Layer = Float[np.ndarray, "1 height width"]


def _layers(image: Image.Image) -> tuple[Layer, Layer | None] | None:
    """How bright the image is over black, and how much shows through it, both in [0, 1]."""
    if image.mode.startswith("I;16"):  # Pillow's own conversion would cut off all above 255
        return np.asarray(image).astype(np.float32)[None] / np.float32(65535), None
    if image.mode in ("I", "F"):
        return None
    if not image.has_transparency_data:
        return as_ink(np.asarray(image.convert("L")))[None], None
    image = image.convert("RGBA")
    over_black = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image).convert("L")
    return as_ink(np.asarray(over_black))[None], 1 - as_ink(np.asarray(image.getchannel("A")))[None]


def _damaged(reading: Reading, member: Member, error: Exception) -> DatasetError:
    return DatasetError(
        "{file}: expected a whole image, found a truncated or damaged one ({error}).",
        file=reading.shown(member.path),
        error=error,
    )
