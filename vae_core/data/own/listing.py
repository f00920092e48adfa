"""Tables beside pictures: which class each has, and which part of the whole it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from vae_core.data.own.archives import Member
from vae_core.data.own.columns import beginning, is_header
from vae_core.data.own.names import SPLITS, Split, role_of, split_of
from vae_core.data.own.reading import Reading
from vae_core.errors import Sentence

MOST_BYTES = 20_000_000  # of a table that lies beside pictures
NAMED = 0.5  # of its rows name pictures in a table that speaks of them
Row = Sequence[str]


@dataclass(frozen=True)
class Listing:
    """What tables say of pictures, by the paths of these.

    Attributes:
        labels: the class of each.
        splits: the part of each, where a column or the name of the table says so.
    """

    labels: dict[str, str] = field(default_factory=dict)
    splits: dict[str, Split] = field(default_factory=dict)


def read_tables(reading: Reading, pictures: Sequence[Member], tables: Sequence[Member]) -> Listing:
    """What the tables say of the pictures that they name by path, by name, or by name without suffix."""
    listing = Listing()
    for table in tables:
        rows, _delimiter = beginning(table.load(MOST_BYTES), reading.limits.images + 1, MOST_BYTES)
        header = [cell.strip().lower() for cell in rows.pop(0)] if rows and is_header(rows[0]) else []
        place, named = _named(pictures, rows)
        if named:
            _take(listing, table, header, place, named)
            reading.say(Sentence("The classes are those in {table}.", table=reading.shown(table.path)))
        elif not table.path.lower().endswith(".txt"):  # which may be anything
            reading.say(Sentence("{table} names none of the pictures.", table=reading.shown(table.path)))
    return listing


def _named(pictures: Sequence[Member], rows: Sequence[Row]) -> tuple[int, Mapping[str, Row]]:
    """The column that names pictures, and the row of each of these."""
    width = min((len(row) for row in rows), default=0)
    for names in (_full_names(pictures), {PurePosixPath(member.path).stem: member.path for member in pictures}):
        for place in range(width if width > 1 else 0):
            found = {
                path: row for row in rows if (path := names.get(row[place].strip().replace("\\", "/").lstrip("./")))
            }
            if len(found) >= max(1, NAMED * len(rows)):
                return place, found
    return 0, {}


def _full_names(pictures: Sequence[Member]) -> dict[str, str]:
    """The paths of pictures by what they may be called: themselves, without their first folders, by name alone."""
    names: dict[str, str] = {}
    for member in pictures:
        parts = PurePosixPath(member.path).parts
        names |= {"/".join(parts[start:]): member.path for start in range(len(parts))}
    return names


def _take(listing: Listing, table: Member, header: Row, place: int, named: Mapping[str, Row]) -> None:
    width = min(len(row) for row in named.values())
    label = _label(header, place, width, list(named.values()))
    column = next((at for at in range(width) if at < len(header) and header[at] in SPLITS and at != label), None)
    for path, row in named.items():
        listing.labels[path] = row[label].strip()
        split = split_of(row[column]) if column is not None else split_of(PurePosixPath(table.path).name)
        if split:
            listing.splits[path] = split


def _label(header: Row, place: int, width: int, rows: Sequence[Row]) -> int:
    """The column that is called label, else the one with the fewest values."""
    others = [at for at in range(width) if at != place and (at >= len(header) or header[at] not in SPLITS)]
    called = [at for at in others if at < len(header) and role_of(header[at]) == "labels"]
    return called[0] if called else min(others, key=lambda at: len({row[at] for row in rows}))
