"""The IDX reader gives back what was written, or says what is wrong with the file."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from core.builders import idx_bytes
from vae_core.data import idx
from vae_core.data.idx import parse_idx, read_bytes
from vae_core.errors import DatasetError

bytes_arrays = arrays(np.uint8, array_shapes(max_dims=4, min_side=0, max_side=6))
ANY = Path("any-file")


@given(bytes_arrays, st.booleans())
def test_an_array_survives_the_format_zipped_or_not(tmp_path, values, zipped):
    path = tmp_path / ("values.gz" if zipped else "values")
    path.write_bytes(gzip.compress(idx_bytes(values)) if zipped else idx_bytes(values))
    read = parse_idx(read_bytes(path), values.ndim, path)
    assert read.dtype == np.uint8
    assert np.array_equal(read, values)


@given(bytes_arrays, st.integers(1, 4))
def test_another_number_of_axes_is_refused(values, axes):
    if axes == values.ndim:
        axes += 1
    with pytest.raises(DatasetError, match=r"any-file: expected .*, found"):
        parse_idx(idx_bytes(values), axes, ANY)


@given(bytes_arrays.filter(lambda values: values.size), st.data())
def test_a_file_cut_anywhere_is_refused(values, choose):
    content = idx_bytes(values)
    cut = choose.draw(st.integers(0, len(content) - 1))
    with pytest.raises(DatasetError, match=r"any-file.* found"):
        parse_idx(content[:cut], values.ndim, ANY)


@given(bytes_arrays, st.binary(min_size=1, max_size=9))
def test_a_file_with_more_than_its_header_promises_is_refused(values, surplus):
    shape = " x ".join(map(str, values.shape))
    message = f"any-file: its header promises {shape} = {values.size} bytes of data, found {values.size + len(surplus)}"
    with pytest.raises(DatasetError, match=message):
        parse_idx(idx_bytes(values) + surplus, values.ndim, ANY)


@given(st.binary(max_size=64), st.integers(1, 4))
def test_random_bytes_are_never_worse_than_a_dataset_error(content, axes):
    with pytest.raises(DatasetError, match="any-file"):
        parse_idx(content, axes, ANY)


def test_an_empty_file_is_refused():
    with pytest.raises(DatasetError, match="expected an IDX header of 8 bytes, found a file of 0 bytes"):
        parse_idx(b"", 1, ANY)


def test_a_header_that_promises_the_moon_takes_no_memory():
    header = bytes((0, 0, 8, 3)) + struct.pack(">3I", 2**32 - 1, 2**32 - 1, 2**32 - 1)
    with pytest.raises(DatasetError, match=f"= {(2**32 - 1) ** 3} bytes of data, found 0"):
        parse_idx(header, 3, ANY)


@pytest.mark.parametrize("shape", [(0, 2**32 - 1, 2**32 - 1), (2**32 - 1, 2**32 - 1, 0)])
def test_no_examples_of_an_impossible_size_are_refused(shape):
    with pytest.raises(DatasetError, match="any-file"):
        parse_idx(bytes((0, 0, 8, 3)) + struct.pack(">3I", *shape), 3, ANY)


@pytest.mark.parametrize("magic", ["00000d01", "01000801", "00000803", "1f8b0800"])
def test_another_magic_number_is_refused_with_the_one_expected(magic):
    with pytest.raises(DatasetError, match=f"expected the IDX magic number 00000801, found {magic}"):
        parse_idx(bytes.fromhex(magic) + bytes(8), 1, ANY)


@pytest.mark.parametrize("name", ["labels.gz", "labels"])
@pytest.mark.parametrize("is_zipped", [False, True])
def test_what_is_in_a_file_says_whether_it_is_zipped(tmp_path, name, is_zipped):
    path, content = tmp_path / name, idx_bytes(np.arange(3, dtype=np.uint8))
    path.write_bytes(gzip.compress(content) if is_zipped else content)
    assert read_bytes(path) == content


def test_an_error_page_is_called_so():
    with pytest.raises(DatasetError, match="expected an IDX file, found a web page"):
        parse_idx(b"<!DOCTYPE html><html><body>404 Not Found</body></html>", 3, Path("images"))


@pytest.mark.parametrize("damaged", [slice(10, 11), slice(50, 51), slice(-8, -7), slice(-20, None)])
def test_a_damaged_gzip_file_is_refused(tmp_path, damaged):
    content = bytearray(gzip.compress(bytes(range(256)) * 4))
    content[damaged] = [byte ^ 255 for byte in content[damaged]] if damaged.stop else b""
    path = tmp_path / "values.gz"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=rf"{path}: expected a (whole )?gzip file, found"):
        read_bytes(path)


@pytest.mark.parametrize("name", ["values", "values.gz"])
def test_an_archive_is_never_unpacked_beyond_the_limit(tmp_path, monkeypatch, name):
    monkeypatch.setattr(idx, "MAX_BYTES", 99)
    path = tmp_path / name
    path.write_bytes(gzip.compress(bytes(100)) if name.endswith(".gz") else bytes(100))
    with pytest.raises(DatasetError, match=rf"{path}: expected at most 99 bytes once unpacked, found more"):
        read_bytes(path)


def test_unpacking_stops_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(idx, "MAX_BYTES", 99)
    path = tmp_path / "values.gz"
    path.write_bytes(gzip.compress(np.random.default_rng(0).bytes(1_000_000))[:-8])
    with pytest.raises(DatasetError, match="expected at most 99 bytes"):  # and not: a whole gzip file
        read_bytes(path)


@pytest.mark.parametrize("name", ["values", "values.gz"])
def test_a_missing_file_is_named(tmp_path, name):
    with pytest.raises(DatasetError, match=rf"{tmp_path / name}: expected a readable file, found: No such file"):
        read_bytes(tmp_path / name)


@pytest.mark.parametrize("name", ["values", "values.gz"])
def test_a_folder_in_place_of_a_file_is_named(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(DatasetError, match=rf"{tmp_path / name}: expected a readable file, found: Is a directory"):
        read_bytes(tmp_path / name)
