"""Tables as programs and countries write them: the same images and classes come back."""

import gzip
import io

import numpy as np
import pyarrow
import pytest

from core.data import own_files as files
from vae_core.data.own import OwnData, read
from vae_core.data.own.cells import spread
from vae_core.data.own.plain_text import beginning_of, plain
from vae_core.errors import DatasetError

IMAGES = files.drawings()
LABELS = np.arange(len(IMAGES)) * 7 % 10
FLAT = IMAGES.reshape(len(IMAGES), 784)
TABLE = files.table(IMAGES, LABELS)
ROWS = files.table(IMAGES, LABELS, header=False)


def is_the_same(own: OwnData, labels=LABELS, abs=1) -> None:
    assert own.dataset.images * 255 == pytest.approx(FLAT.astype(float), abs=abs)
    assert [own.class_names[label] for label in own.dataset.labels] == [str(label) for label in labels]


def by_numpy(values, **options) -> bytes:
    """What ``numpy.savetxt`` writes."""
    file = io.StringIO()
    np.savetxt(file, values, **options)
    return file.getvalue().encode()


WITH_LABELS = np.column_stack([LABELS, FLAT])


def with_commas(template: str, header: bool) -> bytes:
    """Semicolons between cells, and decimal commas, as Excel writes them in most of Europe."""
    rows = [[str(label), *(template % (value / 255) for value in row)] for label, row in zip(LABELS, FLAT, strict=True)]
    names = [["label", *(f"pixel{number}" for number in range(784))]] * header
    return "\r\n".join(";".join(row).replace(".", ",") for row in names + rows).encode()


WRITTEN = {
    "savetxt": by_numpy(WITH_LABELS),
    "savetxt, commas": by_numpy(WITH_LABELS, delimiter=","),
    "savetxt, aligned": by_numpy(WITH_LABELS, fmt="%4d"),
    "savetxt, named": by_numpy(WITH_LABELS, fmt="%d", delimiter=",", header="label," + ",".join(["p"] * 784)),
    "a remark": b"# sixty drawings\n# of 2026\n" + TABLE,
    "Excel's first line": b"sep=;\r\n" + files.table(IMAGES, LABELS, delimiter=";"),
    "decimal commas": with_commas("%.4f", header=True),
    "decimal commas, no header": with_commas("%.4f", header=False),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + TABLE,
    "UTF-16": files.table(IMAGES, LABELS, delimiter="\t").decode().encode("utf-16"),
    "old Macs": TABLE.replace(b"\r\n", b"\r"),
    "Chinese Windows": TABLE.replace(b"label", "标签".encode("gb18030"), 1),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_table_is_read_whoever_wrote_it(written):
    is_the_same(read("mine.csv", WRITTEN[written]))


@pytest.mark.parametrize(("script", "name"), [("gb18030", "数字{}"), ("cp1252", "número {}"), ("utf-8", "número {}")])
@pytest.mark.parametrize("header", ["标签", "etiqueta"])
def test_classes_are_called_what_they_were_called(script, name, header):
    if script == "cp1252" and header == "标签":
        header = "año"
    names = [name.format(label) for label in LABELS]
    content = files.table(IMAGES, names).decode().replace("label", header, 1).encode(script)
    is_the_same(read("mine.csv", content), names)


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("header", [True, False])
def test_classes_may_have_a_column_each(last, header):
    one_hot = np.eye(10, dtype=int)[LABELS]
    rows = np.column_stack([FLAT, one_hot] if last else [one_hot, FLAT])
    pixels, classes = ([f"{what}{number}" for number in range(count)] for what, count in (("p", 784), ("class_", 10)))
    names = ",".join(pixels + classes if last else classes + pixels) if header else ""
    own = read("mine.csv", by_numpy(rows, fmt="%d", delimiter=",", header=names, comments=""))
    is_the_same(own)
    assert "Each row of the labels has a single 1 (one-hot): its place is the class." in own.said


@pytest.mark.parametrize("last", [True, False])
def test_a_class_alone_is_still_a_label(last):
    is_the_same(read("mine.csv", files.table(IMAGES, [7] * 60, header=False, last=last)), [7] * 60)


def small(images: np.ndarray) -> np.ndarray:
    """Every second pixel of images with a border, ``[n, 16, 16]``."""
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))[:, ::2, ::2]


CLASSICS = {
    "zip.train.gz": lambda rows: gzip.compress(
        b"".join(b"%d.0000 %s \n" % (label, b" ".join(b"%.4f" % v for v in row / 127.5 - 1)) for label, row in rows)
    ),
    "semeion.data": lambda rows: b"".join(
        b"%s %s \n" % (b" ".join(b"%d.0000" % (v > 0) for v in row), b" ".join(b"%d" % (c == label) for c in range(10)))
        for label, row in rows
    ),
    "optdigits.tra": lambda rows: b"".join(
        b"%s,%d\n" % (b",".join(b"%d" % round(v / 255 * 16) for v in row), label) for label, row in rows
    ),
}


@pytest.mark.parametrize("name", CLASSICS)
def test_classics_are_read_under_their_own_names(name):
    """USPS, Semeion's and UCI's digits: no suffix says that they are tables."""
    images = small(IMAGES)
    own = read(name, CLASSICS[name](list(zip(LABELS.tolist(), images.reshape(60, 256), strict=True))))
    by_label = read("mine.npz", files.npz(images=255 * (images > 0) if name == "semeion.data" else images, y=LABELS))
    tolerance = 16.1 if name == "optdigits.tra" else 1.01
    assert own.dataset.images * 255 == pytest.approx(by_label.dataset.images * 255, abs=tolerance)
    assert own.dataset.labels.tolist() == by_label.dataset.labels.tolist()
    assert own.class_names == by_label.class_names == tuple("0123456789")


CELLS = {
    "blanks": lambda row: " ".join(map(str, row)),
    "a list": lambda row: f'"{row.tolist()}"',
    "a list of lists": lambda row: f'"{row.reshape(28, 28).tolist()}"',
    "an array": lambda row: f'"{np.array2string(row.reshape(28, 28), threshold=9999, max_line_width=9999)}"',
}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("header", [True, False])
def test_a_cell_may_hold_all_pixels(cell, header):
    rows = [f"{label},{CELLS[cell](row)}" for label, row in zip(LABELS, FLAT, strict=True)]
    is_the_same(read("mine.csv", "\n".join(["emotion,pixels"] * header + rows).encode()))


def test_a_table_of_faces_brings_its_split():
    lines = [
        f"{label},{' '.join(map(str, row))},{'Training' if number < 50 else 'PublicTest'}"
        for number, (label, row) in enumerate(zip(LABELS, FLAT, strict=True))
    ]
    own = read("fer2013.csv", "\n".join(["emotion,pixels,Usage", *lines]).encode())
    assert (len(own.dataset), len(own.held_out)) == (50, 10)
    assert own.held_out.images * 255 == pytest.approx(FLAT[50:].astype(float), abs=1)
    assert own.class_names == tuple("0123456789")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", TABLE, b"a,b\n1,[1 2 3 4]\n", b"a,b\n1," + b"1 " * 17, b"a,b\n" + b"9" * 200_000, b'"', b"a\n1,1 1"],
)
def test_a_table_without_such_a_cell_stays_as_it_is(content):
    assert spread(content) == content


@pytest.mark.parametrize("script", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("most", [20, 30, 1000])
def test_the_beginning_of_a_table_is_whole_rows_of_it(script, end, most):
    content = end.join(["名,数"] + ["图,255"] * 20).encode(script)
    rows = beginning_of(content, most).decode().splitlines()
    assert rows == ["名,数", *["图,255"] * (len(rows) - 1)]
    assert plain(content).startswith(beginning_of(content, most))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mnist", b"5 153:0.0117 154:0.0703 155:0.0703 156:0.07\n" * 60, "This is a table of LIBSVM. In Python"),
        ("mine.json", b'{"images": [[0, 0, 1]]}', "This is JSON. In Python"),
        ("mine.json", b"[[0, 0, 1], [0, 1, 1]]", "This is JSON. In Python"),
        ("x.safetensors", b"\x40" + b"\0" * 7 + b'{"fc1.weight":{', "This is a file of safetensors"),
    ],
)
def test_tables_of_other_kinds_are_told_what_helps(name, content, message):
    with pytest.raises(DatasetError, match=message):
        read(name, content)


def test_the_index_that_pandas_adds_to_parquet_is_no_pixel():
    columns = {"label": LABELS} | {f"pixel{place}": FLAT[:, place] for place in range(784)}
    table = pyarrow.table(columns | {"__index_level_0__": np.arange(60) * 7 % 60})
    is_the_same(read("mine.parquet", files.parquet_bytes(table)))
