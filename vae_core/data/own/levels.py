"""Arrays of pixels in whatever range they come, as pictures; which range it is, the numbers say."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float32

from vae_core.data.dataset import as_bytes
from vae_core.data.own.reading import Reading
from vae_core.data.own.stack import Stack
from vae_core.errors import DatasetError, Sentence

SHAPES = Sentence(
    "[n, height, width], [n, height, width, channels], [n, channels, height, width], [n, side * side] or "
    "[n, 3 * side * side]"
)
CHANNELS = (1, 3, 4)
# How much red, green and blue add to what an eye calls bright (ITU-R BT.601), as in Pillow's grey.
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
# Numbers that are turned into 32-bit floats at once: 16 MB.
AT_ONCE = 2**22
# What whole numbers may mean by full light: 1 to 4 bits, scikit-learn's digits, and 8, 10, 12 and 16 bits.
TOPS = (1, 3, 7, 15, 16, 255, 1023, 4095, 65_535)
NEARLY_BLACK = 20  # levels of 255
OVERSHOOT = 0.1  # by which pictures that were resized with care leave their range


def as_pictures(reading: Reading, values: np.ndarray) -> np.ndarray:
    """A view of an array of images as ``[n, height, width, channels]``.

    Raises :class:`DatasetError` on a shape that is none of :data:`SHAPES`.
    """
    shape = values.shape
    if values.ndim > 2 and _has_images_last(shape):
        reading.say(
            Sentence("The images were the last axis, as in MATLAB, which became the first: {shape}.", shape=list(shape))
        )
        values = np.moveaxis(values, -1, 0)
    if values.ndim == 2 and flat_side(shape[1]):
        channels, side = flat_side(shape[1])
        values = np.moveaxis(values.reshape(len(values), channels, side, side), 1, 3)
    elif values.ndim == 3:
        values = values[..., None]
    elif values.ndim == 4 and shape[3] not in CHANNELS and shape[1] in CHANNELS:
        values = np.moveaxis(values, 1, 3)
    if values.ndim != 4 or values.shape[3] not in CHANNELS or min(values.shape[1:3]) < 2:
        raise DatasetError(
            "{file}: expected images as {shapes} with {channels} channels, found {found}.",
            file=reading.name,
            shapes=SHAPES,
            channels=CHANNELS,
            found=list(shape),
        )
    if max(values.shape[1:3]) > reading.limits.side:
        raise DatasetError(
            "{file}: expected images of at most {most} pixels a side, found {found}.",
            file=reading.name,
            most=reading.limits.side,
            found=list(shape),
        )
    return values


def _has_images_last(shape: Sequence[int]) -> bool:
    """Whether an array is [height, width, n] or [height, width, channels, n]."""
    return shape[0] == shape[1] < shape[-1] and (len(shape) == 3 or shape[2] in CHANNELS)


def flat_side(pixels: int) -> tuple[int, int] | None:
    """Channels and side of square images of which each is one row of ``pixels`` numbers; colours lie in planes."""
    for channels in (1, 3):
        side = math.isqrt(max(pixels, 0) // channels)
        if side >= 2 and channels * side * side == pixels:
            return channels, side
    return None


def stacks(reading: Reading, pictures: Sequence[np.ndarray]) -> list[Stack]:
    """Arrays of images ``[n, height, width, channels]``, all in the one range that is found in them and said.

    Raises :class:`DatasetError` on NaN and infinity, and on numbers of which nobody can make pictures again.
    """
    if reading.options.levels is None and _is_standardised_by_image(pictures):
        reading.say(
            Sentence(
                "Each image was standardised by itself (mean 0, standard deviation 1): its darkest pixel was taken as "
                "no light, its brightest as full light."
            )
        )
        pictures = [_by_image(part) for part in pictures]
    found = _range(reading, pictures)
    return [_stack(part, found) for part in pictures]


@dataclass(frozen=True)
class Range:
    """The values that mean no light and full light."""

    low: float
    high: float


def _range(reading: Reading, pictures: Sequence[np.ndarray]) -> Range:
    with np.errstate(all="ignore"):
        low = min(float(part.min()) for part in pictures)
        high = max(float(part.max()) for part in pictures)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise DatasetError(
            "{file}: expected finite numbers, found NaN or infinity among the pixels.", file=reading.name
        )
    if reading.options.levels is not None:
        return Range(*reading.options.levels)
    if low == high:
        raise all_alike(reading)
    found = _found(reading, pictures, low, high)
    if (found.low, found.high) not in ((0, 255), (0, 1)) or (high <= 1 and pictures[0].dtype.kind in "iu"):
        reading.say(
            Sentence(
                "The pixels lie between {lowest} and {highest}: {low} was taken as no light, {high} as full light.",
                lowest=_shown(low),
                highest=_shown(high),
                low=_shown(found.low),
                high=_shown(found.high),
            )
        )
    return found


def _shown(level: float) -> str:
    return str(int(level)) if level == int(level) else format(level, ".4g")


def _found(reading: Reading, pictures: Sequence[np.ndarray], low: float, high: float) -> Range:
    is_whole = all(part.dtype.kind in "biu" or _is_whole(part) for part in pictures)
    if low < 0:
        return _below_zero(reading, pictures, low, high, is_whole)
    if is_whole or high > 255:
        return Range(0, next((top for top in TOPS if high <= top), high))
    if high <= 1 + OVERSHOOT:
        return Range(0, 1)
    return Range(0, 255 if high > 16 else high)


def _below_zero(reading: Reading, pictures: Sequence[np.ndarray], low: float, high: float, is_whole: bool) -> Range:
    if is_whole and high > 1:
        return Range(-128, 127) if low >= -128 and high <= 127 else Range(low, high)
    for reach in (0.5, 1):
        if -reach <= low < -OVERSHOOT and high <= reach:
            return Range(-reach, reach)
    if low >= -OVERSHOOT and high <= 1 + OVERSHOOT:
        return Range(0, 1)
    if _is_standardised_by_pixel(pictures):
        raise DatasetError(
            "{file}: each pixel was standardised by itself (mean 0, standard deviation 1), so that nobody can tell any "
            "more how bright it was. Save the images before they are standardised.",
            file=reading.name,
        )
    return Range(low, high)  # standardised as a whole, for example


def _is_whole(part: np.ndarray) -> bool:
    """Whether floats are whole numbers, as far as some of them tell."""
    some = part[:: max(1, part.shape[0] // 500)]
    return bool((some == np.rint(some)).all())


def _is_standardised_by_pixel(pictures: Sequence[np.ndarray]) -> bool:
    largest = max(pictures, key=len)
    some = largest[:2000].astype(np.float64)
    means, deviations = some.mean(0), some.std(0)
    is_constant = deviations < 1e-3
    near_0, near_1 = np.abs(means).max() < 0.25, np.abs(deviations[~is_constant] - 1) < 0.5
    return bool(near_0 and is_constant.mean() < 1 and near_1.mean() > 0.8)


def _is_standardised_by_image(pictures: Sequence[np.ndarray]) -> bool:
    some = max(pictures, key=len)[:2000]
    if some.dtype.kind != "f" or not np.isfinite(some).all():
        return False
    means, deviations = some.mean((1, 2, 3), np.float64), some.std((1, 2, 3), np.float64)
    return bool(np.abs(means).max() < 0.02 and np.abs(deviations - 1).max() < 0.02)


def _by_image(pictures: np.ndarray) -> np.ndarray:
    low, high = (end((1, 2, 3), keepdims=True) for end in (pictures.min, pictures.max))
    return (pictures - low) / np.maximum(high - low, np.finfo(pictures.dtype).tiny)


def all_alike(reading: Reading) -> DatasetError:
    """That there is nothing to see."""
    return DatasetError("{file}: expected pictures, found only evenly grey areas.", file=reading.name)


def stretched(reading: Reading, stack: Stack) -> Stack:
    """Pictures from files in the range that is asked for, or stretched where all are nearly black, which is said."""
    brightest = int(stack.light.max())
    low, high = reading.options.levels or (0, brightest if brightest <= NEARLY_BLACK else 255)
    if (low, high) == (0, 255) or high <= max(low, 0):  # all black: that is for others to say
        return stack
    if reading.options.levels is None:
        reading.say(
            Sentence("The pictures are nearly black: their brightest level, {high}, was taken as white.", high=high)
        )
    light = np.clip((stack.light.astype(np.float32) - low) / (high - low), 0, 1)
    return replace(stack, light=as_bytes(light * stack.inside))


def _stack(pictures: np.ndarray, of: Range) -> Stack:
    """Pictures ``[n, height, width, channels]`` in the range ``of``."""
    count = max(1, AT_ONCE // pictures[0].size)
    return Stack.joined([_part(pictures[i : i + count], of) for i in range(0, len(pictures), count)])


def _part(pictures: np.ndarray, of: Range) -> Stack:
    part = (pictures.astype(np.float32) - np.float32(of.low)) / np.float32(of.high - of.low)
    part = np.clip(part, 0, 1)
    if part.shape[3] == 4:
        solid = part[..., 3]
        return Stack.of(_brightness(part) * solid, 1 - solid)
    return Stack.of(_brightness(part), None)


def _brightness(pictures: Float32[np.ndarray, "n height width channels"]) -> Float32[np.ndarray, "n height width"]:
    return pictures[..., 0] if pictures.shape[3] == 1 else pictures[..., :3] @ LUMA
