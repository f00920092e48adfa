"""The same images by the compressors that everybody has, in bytes."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Mapping
from io import BytesIO

import numpy as np
from jaxtyping import UInt8
from PIL import Image

Images = UInt8[np.ndarray, "n pixels"]
SHORTEST, LONGEST = 2**12, 2**26  # bytes, of a dictionary of xz


def _xz(content: bytes) -> bytes:
    # Its longest dictionary takes 674 MB of memory; one as long as the content finds as much.
    dictionary = min(max(len(content), SHORTEST), LONGEST)
    search = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": dictionary}
    return lzma.compress(content, filters=[search])


# All images as one stream: the most that these can find.
STREAMS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda content: gzip.compress(content, 9),
    "bz2": lambda content: bz2.compress(content, 9),
    "xz": _xz,
}
PICTURES = ("PNG", "WebP")


def sizes(images: Images, *, is_binary: bool) -> dict[str, int]:
    """Bytes by name: as they are, by each compressor, and as pictures, one file each.

    Args:
        images: 0 and 1 where ``is_binary``, of which eight make a byte, else 0 to 255.
    """
    plain = (np.packbits(images, axis=1) if is_binary else images).tobytes()
    found = {"as they are": len(plain)} | {name: len(of(plain)) for name, of in STREAMS.items()}
    return found | {kind: sum(_as_picture(image, kind, is_binary) for image in images) for kind in PICTURES}


def _as_picture(image: UInt8[np.ndarray, " pixels"], kind: str, is_binary: bool) -> int:
    side = round(len(image) ** 0.5)
    picture = Image.fromarray((255 if is_binary else 1) * image.reshape(side, side), "L")
    file = BytesIO()
    if kind == "PNG":
        (picture.convert("1") if is_binary else picture).save(file, "PNG", optimize=True)
    else:
        picture.save(file, "WebP", lossless=True, quality=100, method=6)
    return file.tell()
