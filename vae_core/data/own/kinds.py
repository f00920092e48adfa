"""What kind of file it is, as its first bytes say, and what to do about kinds that are not read."""

import re
from collections.abc import Mapping
from typing import Literal

from vae_core.data.own.archives import Member
from vae_core.data.own.members import HEAD
from vae_core.errors import Sentence

Kind = Literal["npy", "npz", "idx", "parquet", "picture", "table", "other"]

EXPECTED = Sentence(
    "Read are a zip or tar of pictures (PNG, JPEG, GIF, BMP, WEBP, TIFF, HEIC), whose folders are classes; arrays of "
    "NumPy (.npz, .npy); IDX files; tables (.csv) and Parquet."
)
STARTS: Mapping[bytes, Kind] = {
    b"\x93NUMPY": "npy",
    b"PK\x03\x04": "npz",
    b"PAR1": "parquet",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"II+\x00": "picture",
    b"MM\x00+": "picture",
}
IDX = re.compile(rb"\x00\x00[\x08\x09\x0b-\x0e][\x01-\x04]", re.S)
HEIF = re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.S)
WEBP = re.compile(rb"RIFF....WEBP", re.S)
BMP = re.compile(rb"BM....\x00\x00\x00\x00", re.S)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TABLES = (".csv", ".tsv", ".txt")
# How files of other kinds begin, and what helps.
OTHERS = {
    rb"\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE svg|<!--[^>]*>\s*<svg|<svg)": Sentence(
        "These are drawings of lines (SVG). Save them as PNG."
    ),
    rb"\s*<(!DOCTYPE|html|\?xml)|\s*<!--": Sentence(
        "This is a web page: the download has failed, or the file has moved. Fetch it again."
    ),
    rb"\x80[\x02-\x05]": Sentence(
        "This is a Python pickle (.pkl, CIFAR's batches), which could run any code. In Python: "
        "numpy.savez('images.npz', images=…, labels=…)."
    ),
    rb"MATLAB 5\.0": Sentence(
        "This is a file of MATLAB (.mat). In Python: found = scipy.io.loadmat(file), then "
        "numpy.savez('images.npz', images=found['…'], labels=found['…'])."
    ),
    rb"\x89HDF": Sentence(
        "This is an HDF5 file (.h5, or .mat of MATLAB 7.3). In Python: file = h5py.File(…), then "
        "numpy.savez('images.npz', images=file['…'][:], labels=file['…'][:])."
    ),
    rb"Rar!|7z\xbc\xaf": Sentence("This is a RAR or 7z archive. Unpack it, and pack the folder as a zip."),
    rb"ARROW1|\xff\xff\xff\xff.\x00\x00\x00\x10": Sentence(
        "This is a file of Apache Arrow. In Python: dataset.to_parquet('images.parquet')."
    ),
    rb"%PDF|\xd0\xcf\x11\xe0": Sentence(
        "This is a document. Save its pictures as PNG or JPEG, and pack them as a zip."
    ),
    rb"\s*(%[^\n]*\n\s*)*@relation": Sentence("This is a file of Weka (.arff). Fetch the data set as CSV."),
    rb"\s*-?[0-9.]+( +[0-9]+:[-+.0-9e]+){3}": Sentence(
        "This is a table of LIBSVM. In Python: images, labels = sklearn.datasets.load_svmlight_file(file), then "
        "numpy.savez('images.npz', images=images.toarray(), labels=labels)."
    ),
    rb"\s*[\[{]\s*[\"\[{0-9]": Sentence(
        "This is JSON. In Python: found = json.load(open(file)), then "
        "numpy.savez('images.npz', images=found['…'], labels=found['…'])."
    ),
    rb".{8}\{\"": Sentence(
        "This is a file of safetensors. A model's weights are opened in the lesson on the latent space. Of images, in "
        "Python: numpy.savez('images.npz', **safetensors.numpy.load_file(file))."
    ),
    rb"....ftyp(avif|avis)": Sentence("These are AVIF pictures. Save them as PNG or JPEG."),
}
# What lies in archives that are no archives of images.
INSIDE = {
    "data.pkl": Sentence(
        "This is a file of PyTorch (.pt, .pth), which could run any code. In Python: numpy.savez('images.npz', "
        "images=images.numpy(), labels=labels.numpy())."
    ),
    "[Content_Types].xml": Sentence(
        "This is a document of an office program (.xlsx, .docx). Save a table as CSV, pictures as PNG or JPEG."
    ),
    ".arrow": Sentence("This is a data set of the Hugging Face hub. In Python: dataset.to_parquet('images.parquet')."),
}


def kind_of(member: Member) -> Kind:
    """What a file is; a table only where its name says so, for any text could be one."""
    head = member.load(HEAD)
    found = next((kind for start, kind in STARTS.items() if head.startswith(start)), None)
    if found is not None:
        return found
    if IDX.match(head):
        return "idx"
    if any(kind.match(head) for kind in (HEIF, WEBP, BMP)):
        return "picture"
    if member.path.lower().endswith(TABLES) and is_text(head) and not _other(head):
        return "table"
    return "other"


def is_text(head: bytes) -> bool:
    """Whether bytes could be text."""
    return head[:2] in UTF_16 or (bool(head.strip()) and not re.search(rb"[\x00-\x08\x0e-\x1f]", head))


def help_with(member: Member) -> Sentence:
    """What to do with a file that is not read."""
    return _other(member.load(HEAD)) or EXPECTED


def _other(head: bytes) -> Sentence | None:
    return next((sentence for start, sentence in OTHERS.items() if re.match(start, head, re.S | re.I)), None)
