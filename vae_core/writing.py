"""Files that a person has named, written whole or not at all."""

from pathlib import Path

from vae_core.errors import CheckpointError
from vae_core.storage import write_atomically


def write_file(path: Path, content: bytes) -> None:
    """Raises :class:`~vae_core.errors.CheckpointError`, with a sentence, where the file cannot be written."""
    try:
        write_atomically(path, content)
    except OSError as error:
        reason = error.strerror or error
        raise CheckpointError("{file}: cannot be written ({reason}).", file=path, reason=reason) from error
