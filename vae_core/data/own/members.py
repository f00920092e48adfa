"""The files in a file: those of an archive or a folder, or the file itself."""

import bz2
import gzip
import io
import lzma
import os
import re
from pathlib import Path

from vae_core.data.own.archives import BROKEN, Member, in_tar, in_zip, together
from vae_core.data.own.reading import Reading, printable
from vae_core.errors import DatasetError

ZIP, EMPTY_ZIP, TAR, TAR_AT = b"PK\x03\x04", b"PK\x05\x06", b"ustar", 257
STREAMS = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
SUFFIXES = re.compile(r"\.(gz|bz2|xz)$", re.I)
HEAD = 512  # bytes from which a file is recognised


def members_of(reading: Reading, content: bytes) -> list[Member]:
    """The files in a file: of an archive those in it, of any other itself; what was packed by itself is unpacked.

    An archive that holds nothing but another one is opened twice.

    Raises :class:`DatasetError` where one of them is damaged, a link, encrypted, leads out of the archive or is packed
    in an uncommon way, and where all together would be too large.
    """
    members = _opened(reading, Member(reading.name, len(content), lambda most: content[:most]), content)
    if len(members) == 1 and _is_archive(members[0].load(HEAD)):
        members = _opened(reading, members[0], members[0].load(None))
    return [_unpacked(reading, member) for member in members]


def members_on_disk(reading: Reading, folder: Path) -> list[Member]:
    """The files in a folder of one's own disk and in those below it; links to folders are not followed."""
    paths = sorted(Path(place) / name for place, _folders, names in os.walk(folder) for name in names)
    members = [_on_disk(path, path.relative_to(folder).as_posix()) for path in paths if path.is_file()]
    return [_unpacked(reading, member) for member in together(reading, members)]


def _on_disk(path: Path, shown: str) -> Member:
    def load(most: int | None) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(-1 if most is None else most)
        except OSError as error:
            raise DatasetError(
                "{file}: expected a readable file, found: {error}.", file=path, error=error.strerror or error
            ) from error

    return Member(shown, path.stat().st_size, load)


def _is_archive(head: bytes) -> bool:
    return head[:4] in (ZIP, EMPTY_ZIP) or head[TAR_AT:].startswith(TAR)


def _opened(reading: Reading, member: Member, content: bytes) -> list[Member]:
    stream = next((mark for mark in STREAMS if content.startswith(mark)), None)
    if stream is not None:
        content = _decompressed(reading, reading.name, content, stream)
        member = Member(SUFFIXES.sub("", member.path), len(content), lambda most: content[:most])
    if content[:4] in (ZIP, EMPTY_ZIP):
        return in_zip(reading, content)
    if content[TAR_AT:].startswith(TAR):
        return in_tar(reading, content)
    return [member]


def _unpacked(reading: Reading, member: Member) -> Member:
    """The member, or what is in it, where it was packed by itself inside the archive."""
    if not SUFFIXES.search(member.path):
        return member
    stream = next((mark for mark in STREAMS if member.load(len(mark)) == mark), None)
    if stream is None:
        return member
    shown = f"{reading.name}, {printable(member.path)}"
    content = _decompressed(reading, shown, member.load(None), stream)
    return Member(SUFFIXES.sub("", member.path), len(content), lambda most: content[:most])


def _decompressed(reading: Reading, shown: str, content: bytes, stream: bytes) -> bytes:
    """What is in a gzip, bzip2 or xz file, unpacked no further than the limit."""
    most = reading.limits.unpacked_bytes
    try:
        with STREAMS[stream](io.BytesIO(content)) as file:
            unpacked = file.read(most + 1)
    except BROKEN as error:
        raise DatasetError(
            "{file}: expected a whole gzip file, found a truncated or damaged one ({error}).", file=shown, error=error
        ) from error
    reading.spend(len(unpacked))
    return unpacked
