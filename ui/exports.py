"""Models of the library for other programs, and for a browser alone: made when they are asked for."""

from functools import lru_cache

from ui.library import Model
from vae_core.exporting import EXPORTS, Exported
from vae_core.pretrained import DECODER, ENCODINGS

KEPT = 8  # of up to some MB each


@lru_cache(maxsize=KEPT)
def export(model: Model, file: str) -> bytes:
    """One of :data:`ui.taken_along.LABELS`. Raises :class:`~vae_core.errors.VaeCoreError` where it cannot be had."""
    weights, encodings = (model.shelf.file(model.member, model.version, part) for part in (DECODER, ENCODINGS))
    name = model.member if model.member != model.kind else ""
    return EXPORTS[file](Exported(name, model.network, weights, encodings, model.has_digits, model.class_names))
