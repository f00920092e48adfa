"""From a run to a pretrained model: what is published is what was measured."""

import hashlib
import inspect
import json
import re
import shutil

import numpy as np
import pytest
import torch
from safetensors.numpy import load as parse

from core.builders import ROOT, checkpoint_of, tiny_run
from vae_core import publishing
from vae_core.analysis.evaluation import evaluate
from vae_core.analysis.plane_bounds import plane_bounds
from vae_core.publishing import publish
from vae_core.training import checkpoints, train

FILES = {"weights.safetensors", "checkpoint.json", "encodings.safetensors"}
MODELS = pytest.mark.parametrize("model", ["ae", "vae"])


def manifest(folder) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


@MODELS
def test_a_published_model_is_three_files_and_a_card(published, model):
    assert {path.name for path in (published / f"quick-{model}").iterdir()} == FILES | {"README.md"}


@MODELS
def test_the_manifest_has_the_hash_of_each_file(published, model):
    hashes = manifest(published)[f"quick-{model}"]["files"]
    assert set(hashes) == FILES
    for name, expected in hashes.items():
        assert hashlib.sha256((published / f"quick-{model}" / name).read_bytes()).hexdigest() == expected


@MODELS
def test_the_manifest_describes_the_model(published, model):
    row = manifest(published)[f"quick-{model}"]
    described = {name: row[name] for name in ("model", "latent_dim", "hidden", "activation", "dataset")}
    assert described == {
        "model": model,
        "latent_dim": 2,
        "hidden": [16],
        "activation": "silu",
        "dataset": "digits",
    }


@MODELS
def test_weights_are_in_half_precision(published, model):
    arrays = parse((published / f"quick-{model}" / "weights.safetensors").read_bytes())
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}


@MODELS
def test_encodings_are_those_of_the_published_weights(published, unseen, model):
    arrays = parse((published / f"quick-{model}" / "encodings.safetensors").read_bytes())
    network = checkpoints.load(published / f"quick-{model}").model()
    encoded = network.encode(unseen.images)
    expected = {"mean": encoded} if model == "ae" else vars(encoded)
    assert arrays.keys() == expected.keys() | {"label"}
    assert np.array_equal(arrays["label"], unseen.labels.astype(np.uint8))
    for name, values in expected.items():
        assert (arrays[name].shape, arrays[name].dtype) == ((len(unseen), 2), np.float16)
        assert np.array_equal(arrays[name], values.detach().half().numpy())


@MODELS
def test_metrics_are_those_of_the_published_weights(published, unseen, model):
    checkpoint = checkpoints.load(published / f"quick-{model}")
    measured = evaluate(checkpoint.model(), checkpoint.config.objective, unseen)
    published_metrics = manifest(published)[f"quick-{model}"]["metrics"]
    assert checkpoint.metrics == published_metrics
    for name, result in measured.items():
        assert published_metrics[name] == pytest.approx(result.mean, abs=1e-4)


def test_a_vae_is_measured_by_importance_weights_too(published):
    ae, vae = ((published / f"quick-{model}" / "README.md").read_text("utf-8") for model in ("ae", "vae"))
    assert "importance weights" not in ae
    nll = float(re.search(r"importance weights .*\| (\d+\.\d+) ±", vae)[1])
    assert nll < manifest(published)["quick-vae"]["metrics"]["negative_elbo"]


def test_an_autoencoders_codes_are_white_and_its_pictures_unchanged(published, runs, few):
    before, after = (checkpoints.load(folder).model() for folder in (runs["ae"], published / "quick-ae"))
    with torch.no_grad():
        codes = after.encode(few.images)
        pictures, as_before = torch.sigmoid(after(few.images)), torch.sigmoid(before(few.images))
    assert codes.mean(0).abs().max() < 2e-2
    torch.testing.assert_close(torch.cov(codes.T), torch.eye(2), rtol=0, atol=2e-2)
    torch.testing.assert_close(pictures, as_before, rtol=0, atol=5e-3)


def test_a_vaes_weights_are_only_rounded(published, runs):
    before, after = (checkpoints.load(folder).weights for folder in (runs["vae"], published / "quick-vae"))
    assert all(torch.equal(after[name].half(), before[name].half()) for name in before)


@MODELS
def test_the_card_says_how_to_repeat_the_run_and_what_came_of_it(published, model):
    card = (published / f"quick-{model}" / "README.md").read_text("utf-8")
    reconstruction = manifest(published)[f"quick-{model}"]["metrics"]["reconstruction"]
    for part in (f"# quick-{model}", f"make {model}", "256 training images of digits", f"{reconstruction:.2f} ±"):
        assert part in card


def test_publishing_again_replaces_one_row_and_keeps_the_others(published, runs, few, unseen, tmp_path, monkeypatch):
    folder = shutil.copytree(published, tmp_path / "copy")
    before = manifest(folder)
    monkeypatch.setattr(publishing, "IMPORTANCE_SAMPLES", 2)
    row = publish(runs["vae"], "quick-ae", few, unseen, command="", folder=folder)
    assert manifest(folder) == {"quick-ae": row, "quick-vae": before["quick-vae"]}
    assert row["model"] == "vae"


def test_where_log_p_can_be_found_exactly_it_is_kept_beside_the_bounds(few, unseen, tmp_path):
    run = tiny_run(binarise=True, epochs=1)
    *_, last = train(run, few)
    checkpoints.save(tmp_path / "run", checkpoint_of(run, last.weights))
    row = publish(tmp_path / "run", "binary", few, unseen.take(3), command="", folder=tmp_path)
    content = (tmp_path / "binary" / "bounds.safetensors").read_bytes()
    assert row["files"]["bounds.safetensors"] == hashlib.sha256(content).hexdigest()
    model = checkpoints.load(tmp_path / "binary").model()
    expected = plane_bounds(model, unseen.take(3).binarised(0).images).arrays()
    kept = parse(content)
    assert kept.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_array_equal(kept[name], values)


def test_names_are_in_order(published):
    assert list(manifest(published)) == ["quick-ae", "quick-vae"]


def test_the_real_folder_is_the_default():
    assert inspect.signature(publish).parameters["folder"].default == ROOT / "pretrained"
