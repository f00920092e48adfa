"""Uploads that are packed: opened without trusting a word of what they say about themselves."""

import gzip
import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, fields
from pathlib import PurePosixPath

from vae_core.config import is_whole, require
from vae_core.errors import DatasetError

# What gzip and zipfile raise on files that are truncated, damaged or made to confuse.
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, ValueError, RuntimeError, struct.error, ArithmeticError)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DIRECTORY_ENTRY = b"PK\x01\x02"
CLIMBING = re.compile(r"^/|^[A-Za-z]:|\\|\x00|(^|/)\.\.(/|$)")


@dataclass(frozen=True)
class OwnDataLimits:
    """How much of a visitor's own data is taken.

    Attributes:
        upload_bytes: of the file. MNIST's largest has 10 MB zipped and 47 MB as it is.
        unpacked_bytes: of everything in an archive, and pixels of all its images: MNIST as 64-bit floats,
            and still well inside the memory of a small server.
        images: as many as MNIST has, training and test together.
        fewest_images: with fewer, no network learns anything that a held-out set could confirm.
        side: pixels. A larger photograph says nothing more once it is 28 x 28.
        classes: as many as ImageNet has.
    """

    upload_bytes: int = 50_000_000
    unpacked_bytes: int = 400_000_000
    images: int = 70_000
    fewest_images: int = 50
    side: int = 4096
    classes: int = 1000

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            require(
                is_whole(value, 1, 2**40),
                "{name} must be a whole number from 1, not {found}",
                name=field.name,
                found=repr(value),
            )


def printable(name: str) -> str:
    """A file's or folder's name as it may stand in a sentence: short, and without control characters."""
    shown = "".join(letter for letter in name if letter.isprintable())
    return shown if len(shown) <= 60 else f"{shown[:40]}…{shown[-19:]}"


def unzip_gzip(name: str, content: bytes, limits: OwnDataLimits) -> bytes:
    """What is in a gzip file, unpacked no further than the limit."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            unpacked = file.read(limits.unpacked_bytes + 1)
    except BROKEN as error:
        raise DatasetError(
            "{file}: expected a whole gzip file, found a truncated or damaged one ({error}).", file=name, error=error
        ) from error
    if len(unpacked) > limits.unpacked_bytes:
        raise too_much(name, limits)
    return unpacked


def open_zip(name: str, content: bytes, limits: OwnDataLimits) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """The archive and its files, without folders and hidden ones; nothing is unpacked yet.

    Raises :class:`DatasetError` when any entry is encrypted, a link, leads out of the archive, or is packed
    in an uncommon way, and when all together would be too large.
    """
    # Counted before they are read, for each takes memory. On a Mac every file has a hidden twin.
    if content.count(DIRECTORY_ENTRY) > 3 * limits.images:
        raise DatasetError(
            "{file}: expected at most {most} images, found far more files.", file=name, most=limits.images
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise DatasetError(
            "{file}: expected a whole zip archive, found a truncated or damaged one ({error}). "
            "Uploading it again may help.",
            file=name,
            error=error,
        ) from error
    for entry in archive.infolist():
        _check_entry(name, entry)
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry)]
    if sum(entry.file_size for entry in files) > limits.unpacked_bytes:
        raise too_much(name, limits)
    return archive, files


def unpack(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int | None = None) -> bytes:
    """One file of an archive, or its first ``most`` bytes; never more than the directory says it has."""
    length = entry.file_size if most is None else min(most, entry.file_size)
    try:
        with archive.open(entry) as file:
            # One byte more than there should be: only at the end is the checksum compared.
            content = file.read(length + 1 if most is None else length)
    except BROKEN as error:
        raise DatasetError(
            "{file}: {entry} in it is damaged ({error}).", file=name, entry=printable(entry.filename), error=error
        ) from error
    if len(content) != length:
        raise DatasetError(
            "{file}: {entry} in it is damaged (expected {expected} bytes, found {found}).",
            file=name,
            entry=printable(entry.filename),
            expected=length,
            found=len(content),
        )
    return content


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    shown = repr(printable(entry.orig_filename))
    if CLIMBING.search(entry.orig_filename):
        raise DatasetError(
            "{file}: expected names inside the archive, found {entry}, which leads out of it.", file=name, entry=shown
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DatasetError(
            "{file}: expected files, found {entry}, a link. Pack the file that it points to.", file=name, entry=shown
        )
    if entry.flag_bits & 0x1:
        raise DatasetError(
            "{file}: expected an archive without a password, found {entry} encrypted.", file=name, entry=shown
        )
    if entry.compress_type not in METHODS:
        raise DatasetError(
            "{file}: expected an ordinary zip (stored or deflated), found {entry} packed by another method "
            "(number {method}).",
            file=name,
            entry=shown,
            method=entry.compress_type,
        )


def _is_hidden(entry: zipfile.ZipInfo) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(entry.filename).parts)


def too_much(name: str, limits: OwnDataLimits) -> DatasetError:
    return DatasetError(
        "{file}: expected at most {most} MB once unpacked, found more. Fewer or smaller images would do.",
        file=name,
        most=limits.unpacked_bytes // 10**6,
    )


def check_count(name: str, count: int, limits: OwnDataLimits) -> None:
    """Raise :class:`DatasetError` where there are too few images, or too many."""
    if count < limits.fewest_images:
        raise DatasetError(
            "{file}: expected at least {least} images, found {found}. "
            "From fewer there is nothing to learn that would hold for others.",
            file=name,
            least=limits.fewest_images,
            found=count,
        )
    if count > limits.images:
        raise DatasetError(
            "{file}: expected at most {most} images, found {found}. A part of them would do.",
            file=name,
            most=limits.images,
            found=count,
        )
