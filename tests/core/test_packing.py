"""A record and arrays in one file come back as they were, or the file is refused in words."""

import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from safetensors.numpy import save

from core.builders import json_values
from vae_core.errors import CheckpointError
from vae_core.packing import pack, unpack

numbers = st.sampled_from(["uint8", "int64", "float32", "float64", "bool"]).flatmap(
    lambda dtype: arrays(dtype, array_shapes(min_dims=0, min_side=0, max_dims=3, max_side=4))
)
names = st.text(max_size=8).filter(lambda name: name not in ("record", "__metadata__"))
SMALL = pack({"step": 3}, {"x": np.arange(6.0).reshape(2, 3)})


@given(st.dictionaries(st.text(max_size=8), json_values, max_size=4), st.dictionaries(names, numbers, max_size=4))
def test_a_record_and_arrays_come_back_as_they_were(record, some):
    read_record, read_arrays = unpack(pack(record, some))
    assert json.dumps(read_record) == json.dumps(record)
    assert read_arrays.keys() == some.keys()
    for name, array in some.items():
        assert read_arrays[name].dtype == array.dtype
        assert np.array_equal(read_arrays[name], array, equal_nan=array.dtype.kind == "f")


def test_a_slice_and_another_byte_order_keep_their_values():
    wide = np.arange(12.0).reshape(3, 4)
    given_arrays = {"slice": wide[:, ::2], "turned": wide.T, "big-endian": np.arange(3, dtype=">i4")}
    _, read = unpack(pack({}, given_arrays))
    assert all(np.array_equal(read[name], array) for name, array in given_arrays.items())


def test_what_comes_back_may_be_written_to():
    _, read = unpack(SMALL)
    read["x"][0, 0] = 7


@pytest.mark.parametrize(
    ("record", "some", "message"),
    [
        ({}, {"record": np.zeros(1)}, "No array can be called 'record'"),
        ({}, {"x": np.array([object()])}, "'x' should hold numbers, it holds object"),
        ({}, {"x": np.array(["a"])}, "'x' should hold numbers, it holds <U1"),
        ({"x": np.zeros(1)}, {}, "JSON values only"),
    ],
)
def test_what_cannot_be_kept_is_refused(record, some, message):
    with pytest.raises(CheckpointError, match=message):
        pack(record, some)


@given(st.integers(0, len(SMALL) - 1))
def test_a_file_cut_anywhere_is_refused(cut):
    with pytest.raises(CheckpointError, match="xpected"):
        unpack(SMALL[:cut])


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(content):
    with pytest.raises(CheckpointError):
        unpack(content)


@given(st.integers(0, len(SMALL) * 8 - 1))
def test_a_flipped_bit_is_refused_or_reads_as_something(bit):
    damaged = bytearray(SMALL)
    damaged[bit // 8] ^= 1 << bit % 8
    try:
        record, read = unpack(bytes(damaged))
    except CheckpointError:
        return
    assert isinstance(record, dict)
    assert all(isinstance(array, np.ndarray) for array in read.values())


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"x": np.zeros(1)}, "holds weights alone \\(x\\), and nothing says which network"),
        ({"record": np.zeros(3)}, "holds weights alone"),
        ({"record": np.frombuffer(b"{", np.uint8)}, "Expected JSON in 'record'"),
        ({"record": np.frombuffer(b"[1]", np.uint8)}, "Expected a JSON object in 'record', found \\[1\\]"),
        ({"record": np.frombuffer(b"[" * 100_000, np.uint8)}, "Expected JSON in 'record'"),
    ],
)
def test_another_record_is_refused(tensors, message):
    with pytest.raises(CheckpointError, match=message):
        unpack(save(tensors))


def zip_of(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zip_of(**{"archive/data.pkl": b""}), "PyTorch"),
        (zip_of(**{"metadata.json": b"{}", "model.weights.h5": b""}), "Keras"),
        (zip_of(**{"readme.txt": b"hello"}), "a zip archive"),
        (b"\x80\x04\x95" + bytes(40), "a Python pickle"),
        (b"\x89HDF\r\n\x1a\n" + bytes(40), "HDF5"),
        (b"\x93NUMPY\x01\x00" + bytes(40), "NumPy"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content, kind):
    with pytest.raises(CheckpointError, match=rf"This is .*{kind}.* (Where the model is, |A model is one )"):
        unpack(content)


@given(st.integers(1, 400))
def test_a_file_of_our_own_is_never_taken_for_another(length):
    # Its first byte is the last of its header's length: any, also those by which other kinds begin.
    assert unpack(pack({"text": "x" * length}, {}))[0] == {"text": "x" * length}
