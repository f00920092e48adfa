"""Every model that a page shows, asked in one way: those that come with the project, of a run, and from a file."""

from collections.abc import Mapping

from ui import late
from ui.library.model import FILES, OF_FILES, Model, Shelf, require_same
from ui.library.project import PROJECT

__all__ = ["FILES", "PROJECT", "Model", "Shelf", "pretrained", "require_same", "shelf", "take_in"]


def shelf(token: str | None) -> Shelf:
    """The shelf with this token, which may be empty; without one, that of the models that come with the project."""
    if token is None or token == PROJECT.token:
        return PROJECT
    return late.files.Files(token) if token.startswith(OF_FILES) else late.runs.Run(token)


def pretrained(name: str) -> Model:
    """The pretrained model ``name``. Raises :class:`~vae_core.errors.CheckpointError` where there is none."""
    return PROJECT.find(name)


def take_in(files: Mapping[str, bytes]) -> str:
    """Keep the models in files, by their names, for a while; returns the token of their shelf.

    Raises :class:`~vae_core.errors.CheckpointError` where they are none, or cannot be shown side by side.
    """
    return late.files.keep(late.files.together(files))
