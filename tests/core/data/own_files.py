"""Files as people have them, made of the same few images."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow
from PIL import Image
from pyarrow import parquet

from core.builders import idx_bytes

COUNT = 60


def drawings(count: int = COUNT) -> np.ndarray:
    """Strokes on black, uint8 ``[n, 28, 28]``, no two alike, none symmetric; all levels from 0 to 255 occur."""
    images = np.zeros((count, 28, 28), np.uint8)
    for number, image in enumerate(images):
        image[5:23, 6 + number % 12] = 255
        image[5, 6:20] = 130 + number
        image[20 - number % 9, 8:12] = np.arange(4) * 60
    return images


def zipped(files: Mapping[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    """A tar archive, packed as ``mode`` says."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"./{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


PACKINGS: Mapping[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "zip": zipped,
    "stored zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "zip in a folder": lambda files: zipped({f"my data/{name}": content for name, content in files.items()}),
    "zip of Windows": lambda files: zipped(
        {f"my data\\{name}": content for name, content in files.items()}
        | {"my data\\Thumbs.db": b"\0", "my data\\desktop.ini": b"[.ShellClassInfo]"}
    ),
    "zip of a Mac": lambda files: zipped(
        {**files, ".DS_Store": b"\0"} | {f"__MACOSX/._{name}": b"\0" for name in files}
    ),
    "tar": tarred,
    "tar.gz": lambda files: tarred(files, "w:gz"),
    "tar.bz2": lambda files: tarred(files, "w:bz2"),
    "tar.xz": lambda files: tarred(files, "w:xz"),
    "zip of zips": lambda files: zipped({"mine.zip": zipped(files)}),
    "zip of gz": lambda files: zipped({f"{name}.gz": gzip.compress(content) for name, content in files.items()}),
}
COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    "": lambda content: content,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def npy(values: np.ndarray) -> bytes:
    """One array."""
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


def npz(**arrays: np.ndarray) -> bytes:
    """Several."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def table(values: np.ndarray, labels=None, *, header=True, last=False, index=False, delimiter=",") -> bytes:
    """A row for each image, flat, with its label first, last or absent."""
    flat = values.reshape(len(values), -1).tolist()
    names = [f"pixel{number}" for number in range(len(flat[0]))]
    rows = [names, *flat] if header else flat
    if labels is not None:
        column = [["label"]] * header + [[label] for label in labels]
        rows = [row + cell if last else cell + row for row, cell in zip(rows, column, strict=True)]
    if index:
        rows = [[("" if header and not at else at - header), *row] for at, row in enumerate(rows)]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def hub(images: np.ndarray, labels: np.ndarray, names: list[str] | None = None) -> bytes:
    """A picture and a label in each row, as the Hugging Face hub has it."""
    rows = [{"bytes": picture(image), "path": None} for image in images]
    columns = pyarrow.table({"image": rows, "label": labels})
    if names:
        features = {"image": {"_type": "Image"}, "label": {"names": names, "_type": "ClassLabel"}}
        columns = columns.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    return parquet_bytes(columns)


def parquet_bytes(columns: pyarrow.Table) -> bytes:
    """A table in Parquet."""
    file = io.BytesIO()
    parquet.write_table(columns, file)
    return file.getvalue()


def picture(pixels: np.ndarray, kind: str = "PNG", **options) -> bytes:
    """One picture as a file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **options)
    return file.getvalue()


def idx_files(images: np.ndarray, labels: np.ndarray, split: str = "train") -> dict[str, bytes]:
    """Two IDX files, as MNIST's are called."""
    return {
        f"{split}-images-idx3-ubyte": idx_bytes(images),
        f"{split}-labels-idx1-ubyte": idx_bytes(labels.astype(np.uint8)),
    }
