"""A saved model is whole or it is refused, in words; it never runs code."""

import json
import re
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load as parse
from safetensors.torch import save as pack

import vae_core
from core.builders import ROOT, checkpoint_of, json_values, noise_images, same_weights, tiny_run
from vae_core import packing
from vae_core.errors import CheckpointError
from vae_core.storage import write_atomically
from vae_core.training import checkpoints
from vae_core.training.checkpoints import DESCRIPTION, WEIGHTS

CONFIG = tiny_run(pixels=4)
BIAS = "decoder.logits.bias"


@pytest.fixture
def saved(tmp_path) -> Path:
    return checkpoints.save(tmp_path / "run", checkpoint_of(CONFIG))


@pytest.mark.parametrize("model", ["ae", "vae"])
@pytest.mark.parametrize("reconstruction", ["bernoulli", "gaussian"])
def test_a_checkpoint_comes_back_as_it_was(tmp_path, model, reconstruction):
    original = checkpoint_of(tiny_run(model, reconstruction, pixels=4))
    loaded = checkpoints.load(checkpoints.save(tmp_path, original))
    assert same_weights(loaded.weights, original.weights)
    for part in ("config", "dataset", "epochs", "metrics", "version"):
        assert getattr(loaded, part) == getattr(original, part)
    assert loaded.version == vae_core.__version__


def test_other_weights_and_another_configuration_have_another_digest(saved):
    one = checkpoint_of(CONFIG)
    assert one.digest == checkpoint_of(CONFIG).digest == checkpoints.load(saved).digest
    assert one.digest != checkpoint_of(CONFIG, {**one.weights, BIAS: one.weights[BIAS] + 1}).digest
    assert one.digest != checkpoint_of(replace(CONFIG, seed=CONFIG.seed + 1), one.weights).digest


def test_a_loaded_model_computes_what_the_trained_one_did(saved):
    images = noise_images(5, 4).images
    model, original = checkpoints.load(saved).model(), checkpoint_of(CONFIG).model()
    assert not model.training
    assert torch.equal(model.encode(images).mean, original.encode(images).mean)
    assert torch.equal(model.decode(torch.ones(1, 2)), original.decode(torch.ones(1, 2)))


def test_half_precision_on_disk_is_exact_to_half_precision(tmp_path):
    original = checkpoint_of(CONFIG)
    folder = checkpoints.save(tmp_path, original, dtype=torch.float16)
    assert {value.dtype for value in parse((folder / WEIGHTS).read_bytes()).values()} == {torch.float16}
    restored = checkpoints.load(folder).model().state_dict()
    assert same_weights(restored, {name: value.half().float() for name, value in original.weights.items()})


def test_loading_always_gives_single_precision(tmp_path):
    folder = checkpoints.save(tmp_path, checkpoint_of(CONFIG), dtype=torch.float16)
    assert {value.dtype for value in checkpoints.load(folder).weights.values()} == {torch.float32}


def test_saving_again_replaces_the_old_and_leaves_nothing_else(saved):
    checkpoints.save(saved, checkpoint_of(tiny_run("ae", pixels=9)))
    assert checkpoints.load(saved).config == tiny_run("ae", pixels=9)
    assert sorted(path.name for path in saved.iterdir()) == sorted([WEIGHTS, DESCRIPTION])


def test_the_description_is_json_that_a_reader_can_read(saved):
    description = json.loads((saved / DESCRIPTION).read_text("utf-8"))
    assert description["format"] == 1
    assert description["config"]["model"] == {**vars(CONFIG.model), "hidden": [16]}
    assert description["dataset"]["name"] == "digits"


def replace_file(name: str, content: bytes):
    return lambda folder: (folder / name).write_bytes(content)


def cut(name: str, count: int):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:count])


def describe(**changes):
    def damage(folder):
        description = json.loads((folder / DESCRIPTION).read_text())
        description.update(changes)
        kept = {name: value for name, value in description.items() if value is not ...}
        (folder / DESCRIPTION).write_text(json.dumps(kept))

    return damage


def reweigh(change):
    def damage(folder):
        weights = parse((folder / WEIGHTS).read_bytes())
        change(weights)
        (folder / WEIGHTS).write_bytes(pack(weights))

    return damage


def safetensors_header(*shape: int) -> bytes:
    """A file of one empty tensor that claims this shape."""
    header = json.dumps({"a": {"dtype": "F32", "shape": shape, "data_offsets": [0, 0]}}).encode()
    return struct.pack("<Q", len(header)) + header


def config_with(**changes) -> dict:
    return {**vae_core.config.to_json(CONFIG), **changes}


SOURCE = checkpoint_of(CONFIG).dataset
HEADER_ONLY = struct.pack("<Q", 8) + b"{}      "
PICKLE = b"\x80\x04\x95\x0f\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94K\x01s."
DAMAGE = {
    "no description": (lambda folder: (folder / DESCRIPTION).unlink(), r"checkpoint\.json could not be read: No such"),
    "no weights": (lambda folder: (folder / WEIGHTS).unlink(), r"weights\.safetensors could not be read: No such"),
    "empty description": (replace_file(DESCRIPTION, b""), r"checkpoint\.json: expected JSON"),
    "empty weights": (replace_file(WEIGHTS, b""), r"weights\.safetensors: expected a safetensors file"),
    "truncated description": (cut(DESCRIPTION, 40), "expected JSON"),
    "truncated weights": (cut(WEIGHTS, -1), "expected a safetensors file"),
    "truncated header": (cut(WEIGHTS, 20), "expected a safetensors file"),
    "garbage weights": (replace_file(WEIGHTS, b"\xde\xad\xbe\xef" * 64), "expected a safetensors file"),
    "pickled weights": (replace_file(WEIGHTS, PICKLE), "expected a safetensors file"),
    "zipped weights": (replace_file(WEIGHTS, b"PK\x03\x04" + bytes(200)), "expected a safetensors file"),
    "no tensors": (
        replace_file(WEIGHTS, HEADER_ONLY),
        r"does not fit .*missing: \['decoder.logits.bias'.*unknown: none",
    ),
    "missing tensor": (reweigh(lambda w: w.pop(BIAS)), rf"missing: \['{BIAS}'\]; unknown: none"),
    "extra tensor": (reweigh(lambda w: w.update(extra=torch.ones(1))), r"missing: none; unknown: \['extra'\]"),
    "wrong shape": (
        reweigh(lambda w: w.update({BIAS: torch.ones(5)})),
        rf"{BIAS} should have shape \[4\], has \[5\]",
    ),
    "NaN weight": (reweigh(lambda w: w[BIAS].fill_(float("nan"))), f"{BIAS} holds values that are not finite"),
    "infinite weight": (reweigh(lambda w: w[BIAS].fill_(float("inf"))), f"{BIAS} holds values that are not finite"),
    "integer weight": (reweigh(lambda w: w.update({BIAS: torch.ones(4).int()})), f"{BIAS} holds values that are not"),
    "overflowing weight": (
        reweigh(lambda w: w.update({BIAS: torch.full((4,), 1e300, dtype=torch.float64)})),
        f"{BIAS} holds values that are not finite",
    ),
    "eighth precision": (reweigh(lambda w: w.update({BIAS: torch.ones(4).to(torch.float8_e4m3fn)})), f"{BIAS} "),
    "empty tensor of impossible shape": (
        replace_file(WEIGHTS, safetensors_header(0, 2**62, 2**62)),
        "expected a safetensors file",
    ),
    "empty tensor beyond all integers": (
        replace_file(WEIGHTS, safetensors_header(0, 2**63)),
        "expected a safetensors file",
    ),
    "prose": (replace_file(DESCRIPTION, b"A fine model."), "expected JSON"),
    "not text": (replace_file(DESCRIPTION, PICKLE), "expected JSON"),
    "list": (replace_file(DESCRIPTION, b"[1, 2]"), "expected the fields config, .*, found list"),
    "deep nesting": (replace_file(DESCRIPTION, b"[" * 100_000), "expected JSON, found something else"),
    "missing field": (describe(metrics=...), "expected the fields .*metrics.*, found config, dataset, epochs, format"),
    "extra field": (describe(optimiser="adam"), "found .*optimiser"),
    "other format": (describe(format=2), "expected format 1, found 2"),
    "wrong type": (describe(epochs="two"), r"json: epochs cannot be 'two'\.$"),
    "metrics in a list": (describe(metrics=[]), r"json: metrics cannot be \[\]\.$"),
    "metrics that are words": (describe(metrics={"kl": "small"}), r"json: metrics cannot be \{'kl': 'small'\}\.$"),
    "metrics that are NaN": (describe(metrics={"kl": float("nan")}), r"json: metrics cannot be \{'kl': nan\}\.$"),
    "data set without a name": (describe(dataset={}), r"json: dataset cannot be \{\}\.$"),
    "data set with a licence": (describe(dataset={**SOURCE, "licence": "free"}), "json: dataset cannot be {'name'"),
    "data set of words": (describe(dataset={**SOURCE, "examples": "many"}), "json: dataset cannot be {'name'"),
    "negative epochs": (describe(epochs=-1), r"json: epochs cannot be -1\.$"),
    "true epochs": (describe(epochs=True), r"json: epochs cannot be True\.$"),
    "huge number": (describe(config=config_with(objective={"beta": 10**400})), "beta"),
    "no configuration": (describe(config=None), "TrainingConfig must be a JSON object"),
    "bad configuration": (describe(config=config_with(batch_size=0)), "batch_size must be from 1"),
    "unknown setting": (describe(config=config_with(warmth=0.9)), "TrainingConfig does not know warmth"),
    "another model": (describe(config=vae_core.config.to_json(tiny_run("ae", pixels=4))), "unknown: .*log_variance"),
    "another size": (describe(config=vae_core.config.to_json(tiny_run(pixels=5))), r"should have shape .*5"),
}


@pytest.mark.parametrize(("damage", "complaint"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_checkpoint_is_refused_with_the_reason(saved, damage, complaint):
    damage(saved)
    with pytest.raises(CheckpointError, match=f"{re.escape(str(saved))}.*{complaint}"):
        checkpoints.load(saved)


@pytest.mark.parametrize(("file", "limit"), [(DESCRIPTION, "MAX_DESCRIPTION_BYTES"), (WEIGHTS, "MAX_WEIGHTS_BYTES")])
def test_an_oversized_file_is_refused_unread(saved, monkeypatch, file, limit):
    size = (saved / file).stat().st_size
    monkeypatch.setattr(checkpoints, limit, size)
    checkpoints.load(saved)
    monkeypatch.setattr(checkpoints, limit, size - 1)
    with pytest.raises(CheckpointError, match=f"{file}: expected at most {size - 1} bytes, found {size}"):
        checkpoints.load(saved)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CheckpointError, match=f"{tmp_path}/nowhere/checkpoint.json could not be read: No such file"):
        checkpoints.load(tmp_path / "nowhere")


def test_a_folder_in_place_of_a_file_is_named(saved):
    (saved / WEIGHTS).unlink()
    (saved / WEIGHTS).mkdir()
    with pytest.raises(CheckpointError, match=r"weights\.safetensors could not be read: Is a directory"):
        checkpoints.load(saved)


# ---- all of it in one file --------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["ae", "vae"])
def test_a_checkpoint_in_one_file_comes_back_as_it_was(tmp_path, model):
    original = checkpoint_of(tiny_run(model, "gaussian", pixels=4))
    content = checkpoints.to_bytes(original)
    assert content == checkpoints.to_bytes(original)
    (tmp_path / "mine.safetensors").write_bytes(content)
    for loaded in (checkpoints.from_bytes(content, "mine"), checkpoints.load(tmp_path / "mine.safetensors")):
        assert same_weights(loaded.weights, original.weights)
        for part in ("config", "dataset", "epochs", "metrics", "version"):
            assert getattr(loaded, part) == getattr(original, part)


def repacked(change) -> bytes:
    """A checkpoint in one file after ``change`` to its description and its weights."""
    description, arrays = packing.unpack(checkpoints.to_bytes(checkpoint_of(CONFIG)))
    change(description, arrays)
    return packing.pack(description, arrays)


WHOLE = checkpoints.to_bytes(checkpoint_of(CONFIG))
NO_CHECKPOINTS = {
    "nothing": (b"", "Expected a safetensors file"),
    "cut off": (WHOLE[:-1], "Expected a safetensors file"),
    "a pickle": (PICKLE, "This is a Python pickle"),
    "a zip": (b"PK\x03\x04" + bytes(200), "This is a zip archive, not a model"),
    "weights alone": (pack(dict(checkpoint_of(CONFIG).weights)), ".*holds weights alone"),
    "another description": (packing.pack({"run": 1}, {}), "expected the fields config, .*, found run"),
    "no weights": (repacked(lambda _, arrays: arrays.clear()), "does not fit its description"),
    "wrong numbers": (repacked(lambda _, arrays: arrays[BIAS].fill(np.nan)), f"{BIAS} holds values that are not"),
    "whole numbers": (
        repacked(lambda _, arrays: arrays.update({BIAS: np.ones(4, np.uint16)})),
        f"{BIAS} holds values that are not",
    ),
    "another size": (
        repacked(lambda description, _: description["config"]["model"].update(pixels=5)),
        ".* should have shape .*5",
    ),
    "impossible": (repacked(lambda description, _: description["config"].update(batch_size=0)), "batch_size must be"),
}


@pytest.mark.parametrize(("content", "complaint"), NO_CHECKPOINTS.values(), ids=NO_CHECKPOINTS)
def test_a_file_that_is_no_checkpoint_is_refused_with_the_reason(content, complaint):
    with pytest.raises(CheckpointError, match=rf"^mine\.x: {complaint}"):
        checkpoints.from_bytes(content, "mine.x")


@given(st.data())
def test_a_flipped_byte_of_the_one_file_is_refused_or_harmless(choose):
    content = bytearray(WHOLE)
    content[choose.draw(st.integers(0, len(content) - 1))] ^= choose.draw(st.integers(1, 255))
    try:
        weights = checkpoints.from_bytes(bytes(content), "mine").model().state_dict()
    except CheckpointError:
        return
    assert all(torch.isfinite(value).all() for value in weights.values())


@given(st.binary(max_size=300))
def test_random_weights_are_never_worse_than_a_checkpoint_error(saved, content):
    for prefix in (b"", struct.pack("<Q", len(content)), struct.pack("<Q", len(content) + 2) + b"{}"):
        (saved / WEIGHTS).write_bytes(prefix + content)
        with pytest.raises(CheckpointError):
            checkpoints.load(saved)


@given(st.data())
def test_a_flipped_byte_of_weights_is_refused_or_harmless(saved, choose):
    content = bytearray((saved / WEIGHTS).read_bytes())
    position = choose.draw(st.integers(0, len(content) - 1))
    content[position] ^= choose.draw(st.integers(1, 255))
    other = saved.with_name("flipped")
    other.mkdir(exist_ok=True)
    (other / DESCRIPTION).write_bytes((saved / DESCRIPTION).read_bytes())
    (other / WEIGHTS).write_bytes(content)
    try:
        weights = checkpoints.load(other).model().state_dict()
    except CheckpointError:
        return
    assert all(torch.isfinite(value).all() for value in weights.values())


@given(st.binary(max_size=100) | json_values.map(lambda value: json.dumps(value).encode()))
def test_a_random_description_is_never_worse_than_a_checkpoint_error(saved, content):
    (saved / DESCRIPTION).write_bytes(content)
    with pytest.raises(CheckpointError):
        checkpoints.load(saved)


@given(st.sampled_from(("format", "version", "config", "dataset", "epochs", "metrics")), json_values)
def test_a_random_field_is_refused_or_kept(saved, field, value):
    description = {**json.loads((saved / DESCRIPTION).read_text()), field: value}
    other = saved.with_name("changed")
    other.mkdir(exist_ok=True)
    (other / WEIGHTS).write_bytes((saved / WEIGHTS).read_bytes())
    (other / DESCRIPTION).write_text(json.dumps(description))
    try:
        loaded = checkpoints.load(other)
    except CheckpointError:
        return
    assert field != "config"
    assert loaded.config == CONFIG


@pytest.mark.parametrize("method", ["write_bytes", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, method):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    original = getattr(Path, method)

    def fail(self, argument):
        if method == "write_bytes":
            original(self, argument[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, method, fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("file", b"old")]


def test_a_full_disk_is_reported_and_the_old_checkpoint_stays(saved, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", fail)
        with pytest.raises(CheckpointError, match="could not be written: No space left"):
            checkpoints.save(saved, checkpoint_of(tiny_run(pixels=4, seed=7)))
    assert checkpoints.load(saved).config.seed == 0


def test_a_file_in_place_of_the_folder_is_reported(tmp_path):
    (tmp_path / "run").write_bytes(b"")
    with pytest.raises(CheckpointError, match=f"{tmp_path}/run could not be written: File exists"):
        checkpoints.save(tmp_path / "run", checkpoint_of(CONFIG))


def test_nothing_in_the_project_unpickles():
    sources = [ROOT / "app.py", *(path for part in ("vae_core", "ui", "pages") for path in (ROOT / part).rglob("*.py"))]
    forbidden = re.compile(
        r"^\s*(import|from)\s+(c?pickle|joblib|dill|shelve|marshal)\b|torch\.(load|save)\(|allow_pickle", re.M
    )
    assert len(sources) > 20
    assert [str(path) for path in sources if forbidden.search(path.read_text("utf-8"))] == []
