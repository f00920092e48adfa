"""A file of compressed images: read by its model alone, refused with the reason, never half-written."""

import gzip
import lzma
import tracemalloc

import numpy as np
import pytest

from core.builders import checkpoint_of, idx_bytes, tiny_run
from vae_core.__main__ import main
from vae_core.compression import files, rivals
from vae_core.data.idx import parse_idx
from vae_core.errors import CheckpointError, ConfigError
from vae_core.packing import pack, unpack
from vae_core.training.checkpoints import Checkpoint

MODEL = checkpoint_of(tiny_run())
IMAGES = (np.random.default_rng(0).random((5, 784)) < 0.1).astype(np.uint8)

MANY = np.concatenate([IMAGES] * 10)  # a file of one's own has as many images as can be learned from


def find(name: str) -> Checkpoint:
    assert name == "mine"
    return MODEL


@pytest.fixture(scope="module")
def content() -> bytes:
    return files.compress("mine", MODEL, IMAGES)


def changed(content: bytes, **values) -> bytes:
    record, arrays = unpack(content)
    return pack({**record, **values}, arrays)


def test_what_went_in_comes_out_and_is_told_of(content):
    bills, done = [], []
    assert files.compress("mine", MODEL, IMAGES, bills.append) == content
    assert len(bills) == 5
    assert np.array_equal(files.decompress(content, find, done.append), IMAGES)
    assert done == [1, 2, 3, 4, 5]


def test_no_image_is_a_file_too():
    none = files.compress("mine", MODEL, IMAGES[:0])
    assert files.decompress(none, find).shape == (0, 784)


def other_words(content: bytes) -> bytes:
    record, arrays = unpack(content)
    arrays["words"][3] ^= 1
    return pack(record, arrays)


@pytest.mark.parametrize(
    ("damage", "complaint"),
    {
        "of another kind": (lambda content: b"PK\x03\x04 no", "zip archive"),
        "cut off": (lambda content: content[:-3], "cut off"),
        "another record": (lambda content: pack({"format": 1}, {}), "Expected a file of compressed images"),
        "another format": (lambda content: changed(content, format=1), "Expected a file of compressed images"),
        "as many images as none has": (lambda content: changed(content, images=10**12), "Expected a file"),
        "another model": (lambda content: changed(content, digest="0" * 16), "another model of the name mine"),
        "other images": (lambda content: changed(content, sha256="0" * 64), "rounds otherwise"),
        "damaged": (other_words, "damaged"),
    }.values(),
)
def test_other_files_are_refused_with_the_reason(content, damage, complaint):
    with pytest.raises(CheckpointError, match=complaint):
        files.decompress(damage(content), find)


def test_greys_do_not_go_into_black_and_white():
    with pytest.raises(ConfigError, match="black and white"):
        files.compress("mine", MODEL, 200 * IMAGES)
    with pytest.raises(ConfigError, match="784 pixels, not of 6"):
        files.compress("mine", MODEL, IMAGES[:, :6])


@pytest.mark.parametrize("length", [0, 1, 5000, 300_000])
def test_xz_finds_as_much_in_less_memory(length):
    random = np.random.default_rng(0)
    content = (random.random(length) < 0.1).astype(np.uint8).tobytes()
    tracemalloc.start()
    try:
        ours = rivals.STREAMS["xz"](content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert lzma.decompress(ours) == content
    assert len(ours) <= len(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    assert peak < 30e6, "it was 674 MB, whatever there was to compress"


def test_rivals_are_the_real_ones():
    sizes = rivals.sizes(IMAGES, is_binary=True)
    packed = np.packbits(IMAGES, axis=1).tobytes()
    assert sizes["as they are"] == len(packed) == 5 * 98
    assert sizes["gzip"] == len(gzip.compress(packed, 9))
    assert len(lzma.decompress(lzma.compress(packed))) == len(packed)
    assert sizes["WebP"] > 0
    assert sizes["PNG"] > 5 * 67  # an empty picture's header
    assert rivals.sizes(IMAGES, is_binary=False)["as they are"] == 5 * 784


def test_the_command_line_goes_there_and_back(tmp_path, capsys):
    source = tmp_path / "digits.idx"
    source.write_bytes(idx_bytes(255 * MANY.reshape(-1, 28, 28)))
    small, out = tmp_path / "small.bits", tmp_path / "again.idx.gz"
    assert main(["compress", str(source), str(small)]) == 0
    printed = capsys.readouterr().out
    assert f"{len(MANY)} images in {small.stat().st_size} bytes" in printed
    assert "gzip" in printed
    assert main(["decompress", str(small), str(out)]) == 0
    again = parse_idx(gzip.decompress(out.read_bytes()), 3, out)
    assert np.array_equal(again, 255 * MANY.reshape(-1, 28, 28))


def test_grey_digits_are_drawn_and_it_is_said(tmp_path, capsys):
    out = tmp_path / "small.bits"
    assert main(["compress", "digits", str(out), "--limit", "3"]) == 0
    assert "each pixel is drawn from its grey" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["compress", "nowhere.idx", "out"], "neither a file nor a data set"),
        (["compress", "digits", "out", "--model", "none"], "There is no model none"),
        (["compress", "digits", "out", "--model", "mnist-ae-2d"], "only a VAE"),
        (["compress", "digits", "no/such/folder/out", "--limit", "2"], "cannot be written"),
        (["decompress", "nowhere", "out"], "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(tmp_path, monkeypatch, capsys, arguments, complaint):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) != 0
    assert complaint in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
