"""Tables with all pixels of an image in one cell (Kaggle's faces, lists that pandas has written)."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from vae_core.data.own.levels import flat_side

FEWEST = 16  # numbers in a cell that are an image, and no place in one
NUMBER = r"[-+]?[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?"
PIXELS = re.compile(rf"[\[( ]*{NUMBER}(?:[\s,;\[\]()]+{NUMBER})+[\s\])]*", re.I)
BETWEEN = re.compile(r"[\s,;\[\]()]+")


def spread(content: bytes) -> bytes:
    """A table in UTF-8 with a cell for each pixel, where it had all those of an image in one."""
    with suppress(csv.Error):  # no table, or a cell longer than any image
        head = list(islice(_rows(content), 2))
        place = next((at for at, cell in enumerate(head[-1]) if _is_an_image(cell)), None) if head else None
        if place is not None and all(len(row) > place for row in head):
            return _spread(content, place, head)
    return content


def _spread(content: bytes, place: int, head: Sequence[Sequence[str]]) -> bytes:
    table = io.BytesIO()
    with io.TextIOWrapper(table, "utf-8", newline="") as file:
        write, rows = csv.writer(file, lineterminator="\n").writerow, _rows(content)
        if not _is_an_image(head[0][place]):
            names = next(rows)
            pixels = [f"pixel{number}" for number in range(len(_pixels(head[1][place])))]
            write([*names[:place], *pixels, *names[place + 1 :]])
        for row in rows:
            write([cell for at, each in enumerate(row) for cell in (_pixels(each) if at == place else (each,))])
        file.flush()
        return table.getvalue()


def _rows(content: bytes) -> Iterator[list[str]]:
    line = content.partition(b"\n")[0]
    delimiter = max((b",", b";", b"\t"), key=line.count).decode()
    # Read as it comes: a text as a whole would take four bytes a letter.
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", "replace", newline=""), delimiter=delimiter)
    return (row for row in rows if row)


def _is_an_image(cell: str) -> bool:
    return bool(PIXELS.fullmatch(cell)) and len(_pixels(cell)) >= FEWEST and flat_side(len(_pixels(cell))) is not None


def _pixels(cell: str) -> Sequence[str]:
    return [pixel for pixel in BETWEEN.split(cell) if pixel]
