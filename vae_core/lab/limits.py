"""What a server allows, from one file: ``limits.toml`` beside this module.

Another one, which ``VAE_LIMITS`` names, has those of its names that are to be others.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from vae_core.config import from_json, is_whole, require
from vae_core.errors import ConfigError

FILE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True)
class Limits:
    """Upper limits, all of them whole numbers; ``limits.toml`` gives the reason of each.

    Attributes:
        processes: worker processes at once.
        waiting_per_person: runs of one person that may wait in the queue.
        epochs, images, latent_dim, width, depth: of one experiment.
        memory_bytes: that a worker may use besides what it starts with.
        wall_seconds: of training, pauses not counted.
        grace_seconds: after which the runs of a person who has gone are ended.
        paused_seconds: after which a paused run makes room when others wait.
        kept_bytes: of all runs on disk together.
        upload_bytes: of one upload of own data.
        opened_bytes: of models that visitors have opened from files, together.
        class_members: of one class.
        classes_begun, classes_begun_each: in a minute, by all and from one address.
        wrong_codes, wrong_codes_each: of classes, likewise.

    Raises:
        ConfigError: a value is not a whole number above 0.
    """

    processes: int
    waiting_per_person: int
    epochs: int
    images: int
    latent_dim: int
    width: int
    depth: int
    memory_bytes: int
    wall_seconds: int
    grace_seconds: int
    paused_seconds: int
    kept_bytes: int
    upload_bytes: int
    opened_bytes: int
    class_members: int
    classes_begun: int
    classes_begun_each: int
    wrong_codes: int
    wrong_codes_each: int

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            require(
                is_whole(value, 1, 10**15),
                "the limit {name} must be a whole number above 0, not {found}",
                name=field.name,
                found=repr(value),
            )


def load(path: Path | None = None, all_places: int | None = None) -> Limits:
    """Our own limits, but for those in the file at ``path``, by default the one that ``VAE_LIMITS`` names.

    ``all_places`` is what 0 processes stand for: by default the cores of this machine, at least 2.

    Raises :class:`ConfigError` where the file is missing, not TOML, or not right.
    """
    path = path or Path(os.environ.get("VAE_LIMITS") or FILE)
    values = _read(FILE) | _read(path)
    if values["processes"] == 0:
        values["processes"] = all_places or max(2, os.cpu_count() or 2)
    return from_json(Limits, values)


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(
            "{file}: expected a readable file of limits, found: {error}.", file=path, error=error.strerror or error
        ) from error
    except ValueError as error:
        raise ConfigError("{file}: expected TOML, found something else ({error}).", file=path, error=error) from error
