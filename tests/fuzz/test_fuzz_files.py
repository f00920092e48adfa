"""Whatever file somebody uploads as images of their own: images, or a sentence that says why not."""

import gzip
import io
import struct
import tarfile
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from core.data import own_files
from guarded import cases, guarded, says_why
from hypothesis import given
from hypothesis import strategies as st
from spoiling import bends, bent, spoilt

from vae_core.data import drawing, idx, own
from vae_core.data.own import own_data
from vae_core.errors import DatasetError, VaeCoreError

# What is large on purpose is long to print.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

LIMITS = own.OwnDataLimits(upload_bytes=2_000_000, unpacked_bytes=20_000_000, images=2_000, side=512, classes=100)
IMAGES, LABELS = own_files.drawings(), np.arange(own_files.COUNT) % 7
PICTURES = {
    f"{label}/{n}.png": own_files.picture(image) for n, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True))
}
LIST = "".join(f"{name},{n % 3}\n" for n, name in enumerate(PICTURES)).encode()
SOUND = {
    "a.npy": own_files.npy(IMAGES),
    "a.npz": own_files.npz(images=IMAGES, labels=LABELS),
    "b.npz": own_files.npz(x_train=IMAGES / 255, y_train=LABELS.astype(str)),
    "a.csv": own_files.table(IMAGES, LABELS),
    "a.tsv": own_files.table(IMAGES, LABELS, header=False, delimiter="\t"),
    "a.parquet": own_files.hub(IMAGES, LABELS, [str(n) for n in range(7)]),
    "train-images-idx3-ubyte": own_files.idx_files(IMAGES, LABELS)["train-images-idx3-ubyte"],
    "idx.zip": own_files.zipped(own_files.idx_files(IMAGES, LABELS)),
    "pictures.zip": own_files.zipped(PICTURES),
    "pictures.tar": own_files.tarred(PICTURES),
    "listed.zip": own_files.zipped(PICTURES | {"labels.csv": LIST}),
    "one.png": own_files.picture(np.tile(IMAGES[0], (4, 4))),
    "one.jpg": own_files.picture(IMAGES[0], "JPEG"),
    "one.gif": own_files.picture(IMAGES[0], "GIF"),
    "one.tif": own_files.picture(IMAGES[0], "TIFF"),
    "kept.safetensors": b"",
}
SOUND["kept.safetensors"] = own.to_bytes(own.read("a.npz", SOUND["a.npz"]))
PACKED = {"": bytes, ".gz": gzip.compress, ".zip": lambda content: own_files.zipped({"inner": content})}


def read(name: str, content: bytes) -> None:
    with guarded():
        try:
            found = own.read(name, content, LIMITS)
        except DatasetError as error:
            says_why(error)
            return
    for part in (found.dataset, *([found.held_out] if found.held_out else [])):
        assert part.images.shape[1:] == (784,)
        assert np.isfinite(part.images).all()
        assert part.images.min() >= 0
        assert part.images.max() <= 1
    assert own.from_packed(own.to_bytes(found)).dataset.name == own.NAME


@cases(0.16)
@given(spoilt(SOUND), st.sampled_from(sorted(PACKED)), st.lists(bends, max_size=1))
def test_an_upload(file, packing, after):
    name, content = file
    read(name + packing, bent(PACKED[packing](content), after))


numbers = st.sampled_from([0, 1, 28, 60, 784, 2**31, 2**63, 2**64, -1]) | st.integers(-5, 70)
descriptions = st.sampled_from(
    [
        "'|u1'",
        "'<f8'",
        "'<f4'",
        "'|O'",
        "'<U9999999'",
        "'<M8[s]'",
        "'>c16'",
        "[('a','<f4')]",
        "'|V0'",
        "'x'",
        "None",
        "'|S0'",
    ]
)
headers = (
    st.builds(
        "{{'descr': {}, 'fortran_order': {}, 'shape': {}, }}\n".format,
        descriptions,
        st.sampled_from(["False", "True", "None", "2"]),
        st.lists(numbers, max_size=5).map(tuple) | st.sampled_from(["()", "None", "(1,", "[60, 784]", "(True, 784)"]),
    )
    | st.text(max_size=40)
    | st.sampled_from(["(" * 200, "{" * 3000, "-" * 3000 + "1", "9" * 5000])
)


@cases(0.06)
@given(headers, st.sampled_from([(1, 0), (2, 0), (3, 0), (9, 9)]), st.integers(0, 3000), st.booleans())
def test_an_array_with_any_header(text, version, length, is_packed):
    header = text.encode(errors="replace")
    size = struct.pack("<H" if version == (1, 0) else "<I", len(header))
    content = b"\x93NUMPY" + bytes(version) + size + header + bytes(length)
    read("a.npz" if is_packed else "a.npy", own_files.zipped({"images.npy": content}) if is_packed else content)


names = st.sampled_from(
    [
        "../x.png",
        "/etc/passwd",
        "C:\\x.png",
        "a/../../b.png",
        "\x00",
        "con",
        "a" * 5000,
        "a/" * 400 + "b.png",
        ".",
        "",
        "é\u202e.png",
    ]
) | st.text(min_size=1, max_size=12)
contents = st.sampled_from([b"", b"\x00" * 3000, PICTURES["0/0.png"], own_files.zipped(PICTURES)]) | st.binary(
    max_size=40
)


@cases(0.06)
@given(
    st.dictionaries(names, contents, max_size=6),
    st.booleans(),
    st.sampled_from([tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.REGTYPE, tarfile.GNUTYPE_SPARSE, tarfile.CHRTYPE]),
)
def test_an_archive_with_any_names(files, is_tar, kind):
    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):  # zipfile's, of names that come twice
        if is_tar:
            with tarfile.open(fileobj=made, mode="w") as archive:
                for name, content in files.items():
                    entry = tarfile.TarInfo(name.replace("\ud800", "?"))
                    entry.type, entry.linkname, entry.size = kind, "../../x", len(content) * (kind == tarfile.REGTYPE)
                    archive.addfile(entry, io.BytesIO(content))
        else:
            with zipfile.ZipFile(made, "w") as archive:
                for name, content in files.items():
                    entry = zipfile.ZipInfo("x")
                    entry.filename = name or "/"
                    archive.writestr(entry, content)
    read("a.tar" if is_tar else "a.zip", made.getvalue())


cells = st.sampled_from(
    ["", "0", "255", "-1", "1e999", "nan", "9" * 400, '"', '"a', "é", "\x00", "True", "0x1f"]
) | st.text(max_size=4)


@cases(0.04)
@given(
    st.lists(st.lists(cells, max_size=6), max_size=6),
    st.sampled_from(",;\t|"),
    st.integers(1, 60),
    st.sampled_from(["utf-8", "utf-16", "gb18030", "latin-1"]),
)
def test_a_table_of_anything(rows, delimiter, times, alphabet):
    text = "\n".join(delimiter.join(row) for row in rows * times)
    read("a.csv", text.encode(alphabet, errors="replace"))


@cases(0.04)
@given(
    st.binary(max_size=4), st.lists(st.integers(0, 2**32 - 1), max_size=6), st.binary(max_size=64), st.integers(1, 4)
)
def test_idx_with_any_header(magic, shape, rest, axes):
    content = magic + struct.pack(f">{len(shape)}I", *shape) + rest
    read("a-images-idx3-ubyte", content)
    with guarded():
        for each in (content, gzip.compress(content), b"\0\0\x08" + bytes([axes]) + content[4:]):
            try:
                idx.parse_idx(each, axes, Path("file"))
            except DatasetError as error:
                says_why(error)


@cases(0.04)
@given(
    st.text(max_size=30)
    | st.binary(max_size=520).map(lambda content: drawing.base64.urlsafe_b64encode(content).decode().rstrip("="))
)
def test_a_drawing_in_an_address(text):
    with guarded():
        try:
            image = drawing.unpack(text)
        except VaeCoreError as error:
            says_why(error)
            return
    assert image.shape == (784,)
    assert drawing.unpack(drawing.pack(image)).tolist() == image.tolist()


@cases(0.04)
@given(spoilt({"kept": SOUND["kept.safetensors"]}))
def test_images_that_were_kept(file):
    with guarded():
        try:
            own_data.from_packed(file[1])
        except DatasetError as error:
            says_why(error)


@pytest.mark.parametrize("name", sorted(set(SOUND) - {"one.png", "one.jpg", "one.gif", "one.tif", "kept.safetensors"}))
def test_before_they_are_bent_they_are_sound(name):
    """Else all of the above would be refused at once."""
    assert len(own.read(name, SOUND[name], LIMITS).dataset) >= 40
