"""Whatever file somebody opens as a model: a network that decodes, or a sentence that says why not."""

import json
import struct

import pytest
import torch
from core.builders import checkpoint_of, json_values, tiny_run
from core.exchange.models import Example
from guarded import cases, guarded, says_why
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save
from spoiling import spoilt

from ui.library import files
from vae_core import packing
from vae_core.errors import CheckpointError, VaeCoreError
from vae_core.exchange import onnx_writing
from vae_core.models import ModelConfig, build
from vae_core.training import checkpoints

# What is large on purpose is long to print.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

NETWORK = build(ModelConfig("vae", 2, (8,)), seed=0).eval()
EXAMPLE = Example(8, 2).state_dict()
SOUND = {
    "lab.safetensors": checkpoints.to_bytes(checkpoint_of(tiny_run())),
    "example.safetensors": save(EXAMPLE),
    "silu.safetensors": save(EXAMPLE, metadata={"activation": "silu"}),
    "decoder.onnx": onnx_writing.decoder(NETWORK),
    "encoder.onnx": onnx_writing.encoder(NETWORK),
}
HALVES = {"decoder.onnx", "encoder.onnx"}


def open_all(contents: dict[str, bytes]) -> None:
    with guarded(), torch.no_grad():
        try:
            models = files.together(contents)
        except CheckpointError as error:
            says_why(error)
            return
        for kind, opened in models.items():
            model = opened.model()
            assert kind in ("vae", "ae")
            assert model.decode(torch.zeros(1, files.shape_of(opened).latent_dim)).shape == (1, 784)


@cases(0.1)
@given(spoilt(SOUND))
def test_a_file(file):
    open_all(dict([file]))


@cases(0.03)
@given(spoilt({name: SOUND[name] for name in HALVES}, least=0), spoilt(SOUND, least=0))
def test_two_files_together(first, second):
    open_all(dict([first, second]))


shapes = st.lists(st.integers(-1, 900) | st.sampled_from([2**31, 2**62]), max_size=3)
entries = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["F32", "F64", "BF16", "F16", "I64", "U8", "BOOL", "F8_E4M3", "X"]),
        "shape": shapes,
        "data_offsets": st.tuples(st.integers(-1, 4000), st.integers(-1, 4000)) | st.just((0, 2**62)),
    }
)
layers = st.sampled_from(
    ["fc1.weight", "fc1.bias", "fc21.weight", "fc3.weight", "decoder.0.weight", "record", "__metadata__", "", "a.b"]
)


@cases(0.04)
@given(st.dictionaries(layers, entries | json_values, max_size=6), st.integers(-8, 2**40), st.integers(0, 4000))
def test_a_header_of_anything(header, off, length):
    text = json.dumps(header).encode()
    open_all({"x.safetensors": struct.pack("<q", len(text) + (off if off > 100 else 0)) + text + bytes(length)})


tensors = st.dictionaries(
    st.sampled_from([*EXAMPLE, "encoder.0.weight", "decoder.weight", "a", "record", "9" * 5000 + ".weight"]),
    st.tuples(
        st.sampled_from(
            [torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.bool, torch.complex64, torch.uint8]
        ),
        st.lists(st.sampled_from([0, 1, 2, 8, 784]), max_size=3),
        st.sampled_from([0.0, 1.0, float("nan"), float("inf"), 3e38]),
    ),
    max_size=8,
)


def _filled(dtype: torch.dtype, shape: list[int], value: float) -> torch.Tensor:
    if shape.count(784) > 1:
        shape = shape[:1]
    is_whole = dtype in (torch.int64, torch.bool, torch.uint8)
    return torch.full(shape, 1 if is_whole else value, dtype=torch.float32).to(dtype)


@cases(0.04)
@given(tensors, st.booleans(), st.none() | st.sampled_from(["tanh", "", "a" * 5000]) | st.text(max_size=9))
def test_weights_of_any_shapes(made, is_whole, activation):
    weights = {name: _filled(*each) for name, each in made.items()}
    said = None if activation is None else {"activation": activation}
    open_all({"x.safetensors": save((EXAMPLE if is_whole else {}) | weights, said)})


@cases(0.02)
@given(
    spoilt({"record": packing.pack({"a": [1, {"b": None}]}, {"x": NETWORK.decode(torch.zeros(1, 2)).detach().numpy()})})
)
def test_a_record_with_arrays(file):
    with guarded():
        try:
            packing.unpack(file[1])
        except VaeCoreError as error:
            says_why(error)


@pytest.mark.parametrize("names", [*({name} for name in sorted(SOUND) if name != "encoder.onnx"), HALVES])
def test_before_they_are_bent_they_are_sound(names):
    """Else all of the above would be refused at once. An encoder alone shows nothing."""
    assert files.together({name: SOUND[name] for name in names})
