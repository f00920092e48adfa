"""Pretrained models: found by name, checked by hash, and read without torch where they can be."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest
import torch
from safetensors.numpy import load as parse

from core.builders import ROOT
from vae_core import data, pretrained
from vae_core.analysis.evaluation import as_learned
from vae_core.analysis.plane_bounds import plane_bounds
from vae_core.denoising import guess_of, noise_error
from vae_core.diffusion.sampling import Sampler, sample
from vae_core.errors import CheckpointError
from vae_core.models import VAE, AutoEncoder, build
from vae_core.randomness import stream
from vae_core.training import checkpoints

COMMITTED = pytest.mark.parametrize("name", pretrained.available())
AUTOENCODERS = pytest.mark.parametrize("name", pretrained.autoencoders())
DENOISERS = pytest.mark.parametrize("name", pretrained.denoisers())


def test_models_are_found_by_name(gallery):
    assert pretrained.available() == ["quick-ae", "quick-vae"]
    assert type(pretrained.load("quick-ae")) is AutoEncoder
    assert type(pretrained.load("quick-vae")) is VAE


def test_a_model_comes_ready_to_use(gallery, unseen):
    vae = pretrained.load("quick-vae")
    assert not vae.training
    assert vae.decode(vae.encode(unseen.images).mean).shape == (len(unseen), 784)


def test_encodings_come_in_single_precision(gallery, unseen):
    encodings = pretrained.encodings("quick-vae")
    assert {encodings.mean.dtype, encodings.log_variance.dtype} == {np.dtype(np.float32)}
    assert np.array_equal(encodings.label, unseen.labels)
    posterior = pretrained.load("quick-vae").encode(unseen.images)
    np.testing.assert_allclose(encodings.mean, posterior.mean.detach(), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(encodings.log_variance, posterior.log_variance.detach(), rtol=1e-3, atol=1e-4)


def test_an_autoencoders_encodings_have_no_variance(gallery):
    assert pretrained.encodings("quick-ae").log_variance is None


@pytest.mark.parametrize("name", ["quick-ae", "quick-vae"])
@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_a_part_comes_alone(gallery, name, part):
    arrays = parse(getattr(pretrained, f"{part}_file")(name))
    weights = checkpoints.load(gallery / name).weights
    assert arrays.keys() == {key for key in weights if key.startswith(f"{part}.")}
    assert all(np.array_equal(arrays[key], weights[key].half().numpy()) for key in arrays)


@pytest.mark.parametrize("call", ["load", "encodings", "decoder_file", "encoder_file", "entry"])
def test_an_unknown_name_is_answered_with_the_known_ones(gallery, call):
    with pytest.raises(
        CheckpointError, match=r"No pretrained model is called 'quick-gan'; there is: quick-ae, quick-vae"
    ):
        getattr(pretrained, call)("quick-gan")


def test_without_a_folder_nothing_is_available(tmp_path, monkeypatch):
    monkeypatch.setattr(pretrained, "FOLDER", tmp_path)
    assert pretrained.available() == []
    with pytest.raises(CheckpointError, match="there is: none"):
        pretrained.load("mnist-vae-2d")


@pytest.mark.parametrize("file", ["weights.safetensors", "checkpoint.json", "encodings.safetensors"])
def test_one_changed_byte_is_refused(tampered, file):
    path = tampered / "quick-vae" / file
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=rf"{path}: expected SHA-256 [0-9a-f]{{64}}, found"):
        pretrained.load("quick-vae")
    assert pretrained.load("quick-ae")


def test_changed_encodings_and_decoders_are_refused(tampered):
    for file, read in (("encodings", pretrained.encodings), ("weights", pretrained.decoder_file)):
        (tampered / "quick-vae" / f"{file}.safetensors").write_bytes(b"something else")
        with pytest.raises(CheckpointError, match=f"{file}.safetensors: expected SHA-256"):
            read("quick-vae")


def test_a_missing_file_is_named(tampered):
    (tampered / "quick-vae" / "encodings.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"quick-vae/encodings\.safetensors could not be read: No such file"):
        pretrained.encodings("quick-vae")


def test_a_damaged_manifest_is_named(tampered):
    (tampered / "manifest.json").write_text("{oops")
    with pytest.raises(CheckpointError, match=r"manifest\.json"):
        pretrained.load("quick-vae")


def test_the_project_comes_with_an_ae_and_a_vae_of_two_and_of_eight_dimensions_and_one_for_binary_digits():
    names = {"mnist-ae-2d", "mnist-ae-8d", "mnist-vae-2d", "mnist-vae-8d", "mnist-binary-vae-2d"}
    assert names <= set(pretrained.available())


@AUTOENCODERS
def test_a_committed_model_loads_and_draws(name):
    model, row = pretrained.load(name), pretrained.entry(name)
    assert model.config.latent_dim == row["latent_dim"]
    assert {parameter.device.type for parameter in model.parameters()} == {"cpu"}
    logits = model.decode(torch.zeros(1, row["latent_dim"]))
    assert 0.02 < torch.sigmoid(logits).mean().item() < 0.5


@DENOISERS
def test_a_committed_denoiser_finds_more_of_the_noise_than_none(name):
    """Of what it was taught: ε̂ is nearer to ε than where the noise is told from nothing, as a silent network has it."""
    checkpoint = pretrained.load_checkpoint(name)
    model, schedule = checkpoint.model(), pretrained.schedule(name)
    assert schedule == checkpoint.config.objective.schedule
    noise = np.random.default_rng(0).standard_normal((1, 8, model.config.pixels))
    ends = sample(Sampler("ddim", 25), schedule, guess_of(model, schedule, 1), noise)
    x_0, t = torch.from_numpy(ends.x[-1]).float(), torch.full((8,), schedule.steps // 2)

    def error(network) -> float:
        with torch.no_grad():
            return noise_error(schedule, network, x_0, t, None, stream(0, "noise")).mean().item()

    found, nothing = error(model), error(build(checkpoint.config.model))
    assert found < 0.95 * nothing


@AUTOENCODERS
def test_committed_encodings_are_of_ten_thousand_digits(name):
    encodings, row = pretrained.encodings(name), pretrained.entry(name)
    assert encodings.mean.shape == (10_000, row["latent_dim"])
    assert np.isfinite(encodings.mean).all()
    assert np.bincount(encodings.label).min() > 800
    if row["model"] == "vae":
        assert encodings.log_variance.shape == encodings.mean.shape


@COMMITTED
def test_a_committed_model_has_a_card_and_finite_metrics(name):
    card = (pretrained.FOLDER / name / "README.md").read_text("utf-8")
    assert card.startswith(f"# {name}\n")
    assert "python -m vae_core train" in card
    for metric in pretrained.entry(name)["metrics"].values():
        assert math.isfinite(metric)
        assert f"{metric:.2f} ±" in card


@pytest.mark.mnist
@AUTOENCODERS
def test_committed_encodings_are_those_of_the_official_test_images(name, mnist_dir):
    encodings, checkpoint = pretrained.encodings(name), pretrained.load_checkpoint(name)
    model, test = checkpoint.model(), data.load("mnist", split="test", data_dir=mnist_dir)
    test = as_learned(checkpoint.config, test)
    with torch.no_grad():
        encoded = model.encode(test.images[:1000])
    mean = encoded if isinstance(model, AutoEncoder) else encoded.mean
    assert np.array_equal(encodings.label, test.labels)
    np.testing.assert_allclose(encodings.mean[:1000], mean, rtol=2e-3, atol=2e-3)


def in_planes():
    """What is known exactly of the same digits under the VAE, and under it once it had been taught on with L_k."""
    return [pretrained.plane_bounds(name) for name in ("mnist-binary-vae-2d", "mnist-binary-iwae-2d")]


def test_of_each_committed_plane_the_bounds_climb_to_log_p():
    for found in in_planes():
        below = found.log_evidence[:, None] - found.bounds
        assert found.samples.tolist() == [1, 10, 100]
        assert (below.mean(0) > -3 * below.std(0) / math.sqrt(len(below))).all()
        steps = np.diff(found.bounds)
        assert (steps.mean(0) > 3 * steps.std(0) / math.sqrt(len(steps))).all()


def test_what_was_taught_on_with_l_k_gave_the_elbo_away_for_a_wider_q_and_for_log_p():
    first, second = in_planes()
    assert pretrained.load_checkpoint("mnist-binary-iwae-2d").config.objective.is_importance_weighted
    for more, less in (
        (second.log_evidence, first.log_evidence),
        (second.bound(10), first.bound(10)),
        (second.covered, first.covered),
        (first.bound(1), second.bound(1)),
    ):
        difference = more - less
        assert difference.mean() > 3 * difference.std() / math.sqrt(len(difference))


@pytest.mark.mnist
@pytest.mark.parametrize("name", ["mnist-binary-vae-2d", "mnist-binary-iwae-2d"])
def test_committed_bounds_are_those_of_the_official_test_images(name, mnist_dir):
    kept, model = pretrained.plane_bounds(name), pretrained.load(name).requires_grad_(False)
    test = data.load("mnist", split="test", data_dir=mnist_dir).binarised(0)
    found = plane_bounds(model, test.images[:3])
    np.testing.assert_allclose(kept.log_evidence[:3], found.log_evidence, atol=1e-2)
    np.testing.assert_allclose(kept.bounds[:3], found.bounds, atol=1e-2)
    np.testing.assert_allclose(kept.covered[:3], found.covered, atol=1e-2)


def test_all_that_is_committed_stays_small():
    assert sum(path.stat().st_size for path in pretrained.FOLDER.rglob("*") if path.is_file()) < 22_000_000


def test_names_data_and_encodings_need_no_torch():
    code = (
        "import sys, vae_core.data, vae_core.pretrained as p\n"
        "[p.encodings(name) for name in p.autoencoders()]\n"
        "[p.decoder_file(name) for name in p.autoencoders()]\n"
        "[(p.denoiser_file(name), p.schedule(name)) for name in p.denoisers()]\n"
        "sys.exit('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_model_is_loaded_without_torchs_compiler():
    """It would take a second and 45 MB, with SymPy, networkx and scikit-learn."""
    code = (
        "import sys; from vae_core import pretrained as p; [p.load(name) for name in p.available()]\n"
        "sys.exit(any(name in sys.modules for name in ('torch._dynamo', 'sympy', 'sklearn')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_model_published_anew_has_a_new_decoder(tampered):
    before = pretrained.decoder_file("quick-vae")
    manifest = json.loads((tampered / pretrained.MANIFEST).read_text())
    (tampered / "quick-vae" / pretrained.WEIGHTS).write_bytes((tampered / "quick-ae" / pretrained.WEIGHTS).read_bytes())
    manifest["quick-vae"]["files"][pretrained.WEIGHTS] = manifest["quick-ae"]["files"][pretrained.WEIGHTS]
    (tampered / pretrained.MANIFEST).write_text(json.dumps(manifest))
    assert pretrained.decoder_file("quick-vae") == pretrained.decoder_file("quick-ae") != before
