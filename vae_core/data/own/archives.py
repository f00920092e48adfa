"""Zip and tar archives, opened without trusting a word of what they say about themselves."""

import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from vae_core.data.own.plain_text import could_be_chinese
from vae_core.data.own.reading import Reading, printable, too_much
from vae_core.errors import DatasetError

# What the readers of archives raise on files that are truncated, damaged or made to confuse.
BROKEN = (
    *(OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
    *(ValueError, RuntimeError, struct.error, ArithmeticError),
)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNICODE = 0x800  # the bit of a zip that says how names are written
DIRECTORY_ENTRY = b"PK\x01\x02"
MOST_WORDS = 200  # letters
CLIMBING = re.compile(r"^/|^[A-Za-z]:|\x00|(^|/)\.\.(/|$)")
# What Macs and Windows leave in folders without being asked.
UNASKED = {"__macosx", "thumbs.db", "desktop.ini", "ehthumbs.db", "$recycle.bin"}


@dataclass(frozen=True)
class Member:
    """One file of those in an archive or folder, or the whole of what was given.

    Attributes:
        path: where in the archive it lies, with ``/`` between folders; where it was packed by itself, without that
            suffix.
        size: in bytes, as its header has it.
        load: its content, or its first so many bytes. Raises :class:`DatasetError` where it is damaged.
    """

    path: str
    size: int
    load: Callable[[int | None], bytes]

    @property
    def stem(self) -> str:
        """The last part of its path, without the suffix."""
        return PurePosixPath(self.path).stem

    @property
    def folder(self) -> str:
        """The folder that it lies in; empty for none."""
        return PurePosixPath(self.path).parent.name


def in_zip(reading: Reading, content: bytes) -> list[Member]:
    """The files in a zip archive. Raises :class:`DatasetError` where one is unsafe, or all together are too large."""
    # Counted before they are read, for each takes memory. On a Mac every file has a hidden twin.
    if content.count(DIRECTORY_ENTRY) > 3 * reading.limits.images:
        raise _far_more(reading)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise _not_whole(reading, error) from error
    members = []
    for entry, name in zip(archive.infolist(), _names(archive.infolist()), strict=True):
        path = _inside(reading, name)
        _check_entry(reading, path, entry)
        if not (entry.is_dir() or path.endswith("/")):
            members.append(Member(path, entry.file_size, _loader(reading, path, archive, entry)))
    return together(reading, members)


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of files as whoever packed them has read them: old Windows wrote its country's script, not Unicode."""
    names = [entry.orig_filename for entry in entries]
    are_old = [not (entry.flag_bits & UNICODE or entry.orig_filename.isascii()) for entry in entries]
    raw = [name.encode("cp437") for name, is_old in zip(names, are_old, strict=True) if is_old]
    for script in ("utf-8", "gb18030") if all(map(could_be_chinese, raw)) else ("utf-8",):
        with suppress(UnicodeError):
            read = iter([name.decode(script) for name in raw])
            return [next(read) if is_old else name for name, is_old in zip(names, are_old, strict=True)]
    return names


def in_tar(reading: Reading, content: bytes) -> list[Member]:
    """The files in a tar archive, likewise."""
    members = []
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for entry in archive:
                path = _inside(reading, entry.name.removeprefix("./") or ".")
                if entry.issym() or entry.islnk() or entry.isdev():
                    raise _a_link(reading, path)
                if entry.isfile():
                    start, size = entry.offset_data, entry.size
                    if start + size > len(content) or entry.issparse():
                        raise _not_whole(reading, Exception(printable(path)))
                    members.append(Member(path, size, _slice(content, start, size)))
                if len(members) > 3 * reading.limits.images:
                    raise _far_more(reading)
    except BROKEN as error:
        raise _not_whole(reading, error) from error
    return together(reading, members)


def _slice(content: bytes, start: int, size: int) -> Callable[[int | None], bytes]:
    return lambda most: content[start : start + (size if most is None else min(most, size))]


def together(reading: Reading, members: Iterable[Member]) -> list[Member]:
    """Those that somebody has put there, where all together are not too large."""
    members = [member for member in members if not _is_unasked(member)]
    if sum(member.size for member in members) > reading.limits.unpacked_bytes:
        raise too_much(reading.name, reading.limits)
    return members


def _is_unasked(member: Member) -> bool:
    return any(part.startswith(".") or part.lower() in UNASKED for part in PurePosixPath(member.path).parts)


def _loader(reading: Reading, path: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable:
    """Reads one file of an archive, never more than the directory says it has."""

    def load(most: int | None) -> bytes:
        length = entry.file_size if most is None else min(most, entry.file_size)
        try:
            with archive.open(entry) as file:
                # One byte more than there should be: only at the end is the checksum compared.
                content = file.read(length + 1 if most is None else length)
        except BROKEN as error:
            raise DatasetError(
                "{file}: {entry} in it is damaged ({error}).",
                file=reading.name,
                entry=printable(path),
                error=_words(error),
            ) from error
        if len(content) != length:
            raise DatasetError(
                "{file}: {entry} in it is damaged (expected {expected} bytes, found {found}).",
                file=reading.name,
                entry=printable(path),
                expected=entry.file_size,
                found=len(content),
            )
        return content

    return load


def _inside(reading: Reading, path: str) -> str:
    """A path with the separators of all but Windows, where it stays inside the archive."""
    path = path.replace("\\", "/")
    if CLIMBING.search(path):
        raise DatasetError(
            "{file}: expected names inside the archive, found {entry}, which leads out of it.",
            file=reading.name,
            entry=repr(printable(path)),
        )
    return path


def _check_entry(reading: Reading, path: str, entry: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _a_link(reading, path)
    if entry.flag_bits & 0x1:
        raise DatasetError(
            "{file}: expected an archive without a password, found {entry} encrypted.",
            file=reading.name,
            entry=repr(printable(path)),
        )
    if entry.compress_type not in METHODS:
        raise DatasetError(
            "{file}: expected an ordinary zip (stored or deflated), found {entry} packed by another method "
            "(number {method}).",
            file=reading.name,
            entry=repr(printable(path)),
            method=entry.compress_type,
        )


def _a_link(reading: Reading, path: str) -> DatasetError:
    return DatasetError(
        "{file}: expected files, found {entry}, a link. Pack the file that it points to.",
        file=reading.name,
        entry=repr(printable(path)),
    )


def _far_more(reading: Reading) -> DatasetError:
    return DatasetError(
        "{file}: expected at most {most} images, found far more files.",
        file=reading.name,
        most=reading.limits.images,
    )


def _not_whole(reading: Reading, error: Exception) -> DatasetError:
    return DatasetError(
        "{file}: expected a whole zip archive, found a truncated or damaged one ({error}). "
        "Uploading it again may help.",
        file=reading.name,
        error=_words(error),
    )


def _words(error: Exception) -> str:
    """What a reader says is wrong; some quote half of the file."""
    said = str(error)
    return said if len(said) <= MOST_WORDS else printable(said)
