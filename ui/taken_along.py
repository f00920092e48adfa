"""Models as they are taken along: for a class in one HTML file, for other programs in ONNX."""

from ui import addresses, late, library
from ui.fields.own_models import LEAST_DIMENSIONS
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.library import Model

PAGE, DECODER, ENCODER = "page.html", "decoder.onnx", "encoder.onnx"
LABELS = {
    PAGE: mark("One file for the class (HTML)"),
    DECODER: mark("Decoder (ONNX)"),
    ENCODER: mark("Encoder (ONNX)"),
}


def kinds(latent_dim: int, has_codes: bool = True) -> list[str]:
    """The files of which a model can be had as: the page shows a plane, and an encoder gives codes."""
    missing = {PAGE: latent_dim < LEAST_DIMENSIONS, ENCODER: not has_codes}
    return [file for file in LABELS if not missing.get(file)]


def label(file: str) -> str:
    """What one of them is called."""
    return _(LABELS[file])


def kept_as(name: str, file: str) -> str:
    """Under which name one of them is kept, of a model called ``name``."""
    return f"{name}.html" if file == PAGE else f"{name}-{file}"


def links(model: Model) -> list[dict[str, str]]:
    """Where the browser gets them, in the order of a list."""
    where = model.shelf.token, model.member, model.version
    return [
        {"label": label(file), "address": addresses.export_file(*where, file), "name": kept_as(_name(model), file)}
        for file in kinds(model.latent_dim, model.has_codes)
    ]


def content(shelf: str, member: str, file: str, version: str | None = None) -> tuple[bytes, str]:
    """One of them, and the name under which it is kept.

    Raises :class:`~vae_core.errors.VaeCoreError` where it cannot be had, or is of another ``version`` by now.
    """
    model = library.shelf(shelf).find(member)
    library.require_same(version or model.version, model.version)
    return late.exports.export(model, file), kept_as(_name(model), file)


def _name(model: Model) -> str:
    return f"{model.kind}-{model.latent_dim}d"
