"""A file of a person's own images, of whatever common kind, as a data set like any other."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from vae_core.data.own.archives import Member, in_zip
from vae_core.data.own.arrays import read_arrays
from vae_core.data.own.folders import read_pictures
from vae_core.data.own.idx_files import read_idx
from vae_core.data.own.kinds import EXPECTED, INSIDE, Kind, help_with, is_text, kind_of
from vae_core.data.own.members import HEAD, members_of, members_on_disk
from vae_core.data.own.own_data import OwnData
from vae_core.data.own.parquet import read_parquet
from vae_core.data.own.part import Part
from vae_core.data.own.reading import AS_FOUND, ON_DISK, Options, OwnDataLimits, Reading, listed, printable
from vae_core.data.own.tables import read_text
from vae_core.data.own.together import together
from vae_core.errors import DatasetError, Sentence

LIMITS = OwnDataLimits()
# A read-me and a list of labels are common beside images; much more is not a folder of images.
MOST_SKIPPED = 0.1


def read(file_name: str, content: bytes, limits: OwnDataLimits = LIMITS, options: Options = AS_FOUND) -> OwnData:
    """The images in an upload, each averaged over areas to 28 x 28 grey levels of 256, its shape kept.

    What kind of file it is, its first bytes say:

    - pictures in a zip or tar, grey or colour: where all lie in folders, and these have two names or more, the names
      are the classes; a table beside them may name the classes instead;
    - arrays of NumPy, IDX files, Parquet or tables of text, with their labels, alone or packed.

    Where names say which images are for training and which for testing, that is kept. What numbers mean which light,
    what is ink and what its ground, is found from all images together. All of it is said.

    Args:
        file_name: what the visitor calls it; it may also say what is in it (EMNIST lies on its side).
        content: its bytes.
        limits: how much is taken.
        options: what is not to be found but is known.

    Raises:
        DatasetError: the upload is not such a file, is damaged, too large, too small or unsafe; its
            sentence says which and what would do.
    """
    reading = Reading(printable(file_name) or Sentence("The upload"), limits, options)
    if not content:
        raise DatasetError("{file}: expected a file with images, found an empty one.", file=reading.name)
    if len(content) > limits.upload_bytes:
        raise DatasetError(
            "{file}: expected at most {most} MB, found {found} MB. Fewer or smaller images would do, or a table of "
            "numbers as a zip.",
            file=reading.name,
            most=limits.upload_bytes // 10**6,
            found=format(len(content) / 1e6, ".1f"),
        )
    return together(reading, _parts(reading, members_of(reading, content)))


def read_path(path: Path, limits: OwnDataLimits = ON_DISK, options: Options = AS_FOUND) -> OwnData:
    """The images in a file or folder on one's own disk; see :func:`read`."""
    if path.is_dir():
        reading = Reading(printable(path.name) or str(path), limits, options)
        return together(reading, _parts(reading, members_on_disk(reading, path)))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(
            "{file}: expected a readable file, found: {error}.", file=path, error=error.strerror or error
        ) from error
    return read(path.name, content, limits, options)


def _parts(reading: Reading, members: Sequence[Member]) -> list[Part]:
    """What the readers of the kind that is there make of the files."""
    by_kind: dict[Kind, list[Member]] = {}
    for member in members:
        by_kind.setdefault(kind_of(member), []).append(member)
    if len(members) == 1 and _could_be_a_table(members[0], by_kind):
        by_kind = {"table": list(members)}
    if not members:
        reading.check_count(0)
    kind = next((kind for kind in READERS if by_kind.get(kind)), None)
    if kind is None or (kind == "picture" and members[0].path == reading.name):
        raise _another_kind(reading, members, kind)
    skipped = [member.path for other in by_kind if other not in (kind, *BESIDE[kind]) for member in by_kind[other]]
    if kind == "picture" and len(skipped) > MOST_SKIPPED * len(members):
        raise _another_kind(reading, members, kind, len(skipped))
    if skipped:
        reading.say(
            Sentence("Passed over, as no images: {count} ({found}).", count=len(skipped), found=listed(skipped, 3))
        )
    return READERS[kind](reading, by_kind[kind], by_kind.get("table", []))


def _could_be_a_table(member: Member, by_kind: Mapping[Kind, Sequence[Member]]) -> bool:
    """Whether a file that came alone is text with many columns, whatever it is called."""
    head = member.load(HEAD)
    has_cells = head.count(b",") > len(head) / 20 or re.fullmatch(rb"[-+0-9.eE,;\s]+", head) is not None
    return "other" in by_kind and is_text(head) and help_with(member) is EXPECTED and has_cells


def _packed_arrays(reading: Reading, files: Sequence[Member]) -> list[Part]:
    """The parts in ``.npz`` files that lie beside other files, or each other."""
    arrays = []
    for file in files:
        inside = in_zip(reading, file.load(None))
        if any(kind_of(member) != "npy" for member in inside):
            raise _another_kind(reading, files, None)
        folder = f"{PurePosixPath(file.path).with_suffix('')}/" if len(files) > 1 else ""
        arrays += [replace(member, path=f"{folder}{member.path}") for member in inside]
    return read_arrays(reading, arrays)


def _text_tables(reading: Reading, files: Sequence[Member]) -> list[Part]:
    """The parts in tables; those that are no images lie beside some that are."""
    parts, refused = [], []
    for member in files:
        try:
            parts += read_text(reading, member)
        except DatasetError as error:
            refused.append(error)
            if len(files) == 1:
                raise
    if not parts:
        raise refused[0]
    for error in refused:
        reading.say(Sentence("Left out: {reason}", reason=error))
    return parts


# The readers of each kind, in the order in which they are asked where several kinds lie together.
READERS: Mapping[Kind, Callable[[Reading, Sequence[Member], Sequence[Member]], list[Part]]] = {
    "idx": lambda reading, files, _beside: read_idx(reading, files),
    "npy": lambda reading, files, _beside: read_arrays(reading, files),
    "parquet": lambda reading, files, _beside: [read_parquet(reading, member) for member in files],
    "picture": read_pictures,
    "npz": lambda reading, files, _beside: _packed_arrays(reading, files),
    "table": lambda reading, files, _beside: _text_tables(reading, files),
}
BESIDE: Mapping[Kind, Sequence[Kind]] = {kind: ("table",) if kind == "picture" else () for kind in READERS}


def _another_kind(reading: Reading, members: Sequence[Member], kind: Kind | None, skipped: int = 0) -> DatasetError:
    """With what helps, for a file that cannot be used."""
    for mark, sentence in INSIDE.items():
        if any(member.path.endswith(mark) for member in members):
            return DatasetError("{file} cannot be read. {help}", file=reading.name, help=sentence)
    if len(members) > 1 or not members:
        first = next((member for member in members if kind_of(member) == "other"), None)
        return DatasetError(
            "{file}: {skipped} of the {files} files in it are no images. {kinds}",
            file=reading.name,
            skipped=skipped or len(members),
            files=len(members),
            kinds=help_with(first) if first else EXPECTED,
        )
    if kind == "picture":
        return DatasetError(
            "{file} is a single image: choose at least {least} together, or put them into a zip. {kinds}",
            file=reading.name,
            least=reading.limits.fewest_images,
            kinds=EXPECTED,
        )
    return DatasetError(
        "{file} is a file of another kind. {kinds}", file=reading.shown(members[0].path), kinds=help_with(members[0])
    )
