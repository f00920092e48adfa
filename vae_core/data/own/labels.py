"""Labels in whatever form they come, as classes from 0; what is no classes is left out, and said."""

import re
from collections.abc import Sequence

import numpy as np
from jaxtyping import Int64

from vae_core.data.own.names import in_order
from vae_core.data.own.own_data import NO_LABEL
from vae_core.data.own.part import Part
from vae_core.data.own.reading import Reading, printable
from vae_core.errors import DatasetError, Sentence

# 7, 7.0, 7,0 and 7.000e+00, as NumPy writes it.
WHOLE = re.compile(r"-?[0-9]{1,15}([.,]0*)?|-?[0-9](\.[0-9]+)?e[+-][0-9]{2}", re.I)
NO_LABELS = Sentence("No labels were found.")
Numbers = Int64[np.ndarray, " n"]


def classes(reading: Reading, parts: Sequence[Part], held_out: int) -> tuple[Numbers, tuple[str, ...]] | None:
    """The class of each image of all parts, and the classes' names; ``None`` where there are none, which is said.

    Labels are whole numbers (of whatever type), truth values, text, or rows with a single 1 (one-hot). The last
    ``held_out`` images may be without.

    Raises :class:`DatasetError` unless there is one for each image.
    """
    bare = np.repeat([part.labels is None for part in parts], [len(part.images) for part in parts])
    if bare[: len(bare) - held_out].any():
        reading.say(NO_LABELS if bare.all() else Sentence("Not all images to learn from have labels: none are used."))
        return None
    columns = [_column(reading, part) for part in parts if part.labels is not None]
    if any(column is None for column in columns):
        return None
    values = _plain(np.concatenate(columns))
    names = next((part.names for part in parts if part.names), ())
    found, numbers = _text(values) if values.dtype.kind in "US" else _whole(reading, values, names)
    if numbers is None:
        return None
    if len(found) > reading.limits.classes or (len(found) == len(values) and values.dtype.kind in "US"):
        reading.say(
            Sentence(
                "The labels are left out: {found} different ones for {count} images are no classes.",
                found=len(found),
                count=len(values),
            )
        )
        return None
    if bare.any():
        reading.say(Sentence("Of the held-out images, {count} have no labels.", count=int(bare.sum())))
    everywhere = np.full(len(bare), NO_LABEL, np.int64)
    everywhere[~bare] = numbers
    return everywhere, tuple(printable(name) or "?" for name in found)


def _column(reading: Reading, part: Part) -> np.ndarray | None:
    """One label for each image of a part."""
    labels, count = part.labels, len(part.images)
    if labels.shape == (1, count):  # as MATLAB keeps them
        labels = labels[0]
    if labels.ndim < 1 or len(labels) != count:
        raise DatasetError(
            "{file}: expected one label for each of the {count} images, found labels of shape {shape}.",
            file=reading.name,
            count=count,
            shape=list(labels.shape),
        )
    labels = labels.reshape(count, -1) if labels.ndim > 1 else labels
    if labels.ndim == 1 or labels.shape[1] == 1:
        return labels.ravel()
    if labels.dtype.kind in "biuf" and ((labels == 0) | (labels == 1)).all() and (labels.sum(1) == 1).all():
        reading.say(Sentence("Each row of the labels has a single 1 (one-hot): its place is the class."))
        return labels.argmax(1)
    reading.say(
        Sentence(
            "The labels are left out: expected one for each image, or rows with a single 1 (one-hot), found rows of "
            "{count} numbers.",
            count=labels.shape[1],
        )
    )
    return None


def _plain(values: np.ndarray) -> np.ndarray:
    """Text without blanks around it; as whole numbers where all of it is some."""
    if values.dtype.kind not in "US":
        return values
    if values.dtype.kind == "S":
        values = np.array([value.decode("utf-8", "replace") for value in values])
    values = np.char.strip(values)
    if not all(WHOLE.fullmatch(value) for value in set(values.tolist())):
        return values
    return np.char.replace(values, ",", ".").astype(np.float64)


def _text(values: np.ndarray) -> tuple[Sequence[str], np.ndarray]:
    names = in_order(values.tolist())
    number = {name: index for index, name in enumerate(names)}
    return names, np.array([number[value] for value in values.tolist()])


def _whole(reading: Reading, values: np.ndarray, names: tuple[str, ...]) -> tuple[Sequence[str], np.ndarray | None]:
    if values.dtype.kind == "f" and not (np.isfinite(values).all() and (values == np.rint(values)).all()):
        odd = values[~(np.isfinite(values) & (values == np.rint(values)))][0]
        reading.say(
            Sentence(
                "The labels are left out: {found} among them is no whole number, and so no class.",
                found=format(float(odd), ".4g"),
            )
        )
        return (), None
    if values.dtype.kind == "f":
        values = values.astype(np.int64)
    found, numbers = np.unique(values, return_inverse=True)
    if names and found[0] >= 0 and found[-1] < len(names):
        return [names[value] for value in found], numbers
    return [str(value) for value in found], numbers
