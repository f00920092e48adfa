"""Coded images as a file: what is needed to read it, a hash to know that they came back, and the stack.

Examples:
    >>> from vae_core import data, pretrained
    >>> black = data.load("digits").take(20).binarised().images.astype(np.uint8)
    >>> bills: list[Bill] = []
    >>> model = pretrained.load_checkpoint("mnist-binary-vae-2d")
    >>> file = compress("mnist-binary-vae-2d", model, black, bills.append)
    >>> bool((decompress(file, pretrained.load_checkpoint) == black).all())
    True
    >>> 0 <= len(file) - sum(bill.total for bill in bills) / 8 < 500  # bytes: a record, and the bits to begin with
    True
"""

import hashlib
from collections.abc import Callable

import numpy as np
from jaxtyping import UInt8, UInt32

from vae_core.compression.bill import Bill
from vae_core.compression.bits_back import BitsBack, can_code, is_binary
from vae_core.config import is_whole, require
from vae_core.errors import CheckpointError, Sentence
from vae_core.packing import pack, unpack
from vae_core.training.checkpoints import Checkpoint

FORMAT, WORDS = 2, "words"
MOST_IMAGES = 10**7
OTHER_ARITHMETIC = Sentence(
    "The images that come out are not those that went in: this machine, or another version of torch, rounds otherwise "
    "than the one that made the file."
)

Images = UInt8[np.ndarray, "n pixels"]


def start(latent_dim: int, seed: int = 0) -> UInt32[np.ndarray, " words"]:
    """Random bits that lie on the stack at first, to draw the first z with: a word for each dimension, and two more."""
    return np.random.default_rng(seed).integers(1, 2**32, latent_dim + 2, dtype=np.uint32)


def compress(
    name: str, checkpoint: Checkpoint, images: Images, told: Callable[[Bill], None] = lambda bill: None
) -> bytes:
    """``images`` as a file.

    Args:
        name: by which a reader finds the model.
        checkpoint: of a VAE.
        images: 0 and 1 for a model of black and white, 0 to 255 for one of grey.
        told: hears what each image costs.

    Raises :class:`~vae_core.errors.ConfigError` where the model cannot code such images.
    """
    _require_fit(checkpoint, images)
    config = checkpoint.config
    coder = BitsBack(checkpoint.model(), config.objective, start(config.model.latent_dim))
    for image in images:
        told(coder.push(image))
    words = coder.words
    record = {
        "format": FORMAT,
        "model": name,
        "digest": checkpoint.digest,
        "images": len(images),
        "sha256": _hash(images),
        "sha256 of words": _hash(words),
    }
    return pack(record, {WORDS: words})


def decompress(
    content: bytes, find: Callable[[str], Checkpoint], told: Callable[[int], None] = lambda done: None
) -> Images:
    """The images in a file.

    Args:
        content: what :func:`compress` made.
        find: the model of a name.
        told: hears how many have come out.

    Raises :class:`~vae_core.errors.CheckpointError` where the file is damaged, of another kind, or needs another model.
    """
    record, arrays = unpack(content)
    _require_record(record, arrays)
    checkpoint = find(record["model"])
    if checkpoint.digest != record["digest"]:
        raise CheckpointError(
            "The file was made with another model of the name {name}: only the same weights read it.",
            name=record["model"],
        )
    images = np.empty((record["images"], checkpoint.config.model.pixels), np.uint8)
    coder = BitsBack(checkpoint.model(), checkpoint.config.objective, arrays[WORDS])
    for number in reversed(range(len(images))):
        images[number] = coder.pop()
        told(len(images) - number)
    if _hash(images) != record["sha256"]:
        raise CheckpointError(OTHER_ARITHMETIC)
    return images


def _hash(array: UInt8[np.ndarray, "..."] | UInt32[np.ndarray, "..."]) -> str:
    return hashlib.sha256(np.ascontiguousarray(array)).hexdigest()


def _require_fit(checkpoint: Checkpoint, images: Images) -> None:
    is_known = can_code(checkpoint.config.model, checkpoint.config.objective)
    require(is_known, "only a VAE whose p(x|z) is a probability of pixels can code them")
    pixels = checkpoint.config.model.pixels
    require(images.shape[1] == pixels, f"the model codes images of {pixels} pixels, not of {images.shape[1]}")
    is_fit = not is_binary(checkpoint.config.objective) or int(images.max(initial=0)) <= 1
    require(is_fit, "this model codes black and white, 0 and 1, and these images have levels of grey")


def _require_record(record: dict, arrays: dict[str, np.ndarray]) -> None:
    words = arrays.get(WORDS)
    checks = (
        record.keys() == {"format", "model", "digest", "images", "sha256", "sha256 of words"},
        record.get("format") == FORMAT,
        all(isinstance(record.get(name), str) for name in ("model", "digest", "sha256")),
        is_whole(record.get("images"), 0, MOST_IMAGES),
        arrays.keys() == {WORDS} and words.dtype == np.uint32 and words.ndim == 1,
    )
    if not all(checks):
        raise CheckpointError("Expected a file of compressed images, found one of {found}.", found=sorted(record))
    if _hash(words) != record["sha256 of words"]:
        raise CheckpointError("The file is damaged: its content is not what was written.")
