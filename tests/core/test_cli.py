"""The command line: what it prints, what it leaves on disk, how it ends."""

import argparse
import dataclasses
import functools
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.builders import ROOT, checkpoint_of, tiny_run, valid_settings
from core.data.own_files import drawings, npy, npz
from vae_core import __main__ as cli
from vae_core import data, pretrained, publishing, training_options
from vae_core.analysis.evaluation import evaluate
from vae_core.analysis.likelihood_scores import score_likelihood
from vae_core.config import from_json
from vae_core.data import mnist_family
from vae_core.models import ModelConfig
from vae_core.objectives import ObjectiveConfig
from vae_core.training import TrainingConfig, checkpoints

QUICK = ("--dataset", "digits", "--hidden", "16", "--latent-dim", "2", "--epochs", "1")


@pytest.fixture
def run(capsys):
    """Run a command in this process; returns its exit code, output and complaints."""

    def run(*arguments) -> tuple[int, str, str]:
        code = cli.main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def trained(run, tmp_path) -> Path:
    code, *_ = run("train", *QUICK, "--out", tmp_path / "run")
    assert code == 0
    return tmp_path / "run"


@pytest.fixture
def no_network(monkeypatch):
    nobody = dataclasses.replace(mnist_family.SOURCES["mnist"], mirrors=("http://127.0.0.1:1/",))
    monkeypatch.setitem(mnist_family.SOURCES, "mnist", nobody)


def test_training_saves_a_checkpoint_and_says_what_it_is_worth(run, tmp_path):
    code, output, _ = run("train", *QUICK, "--out", tmp_path)
    saved = checkpoints.load(tmp_path)
    assert code == 0
    assert f"Saved after 11 steps (1 epochs) in {tmp_path}" in output
    assert f"{saved.metrics['negative_elbo']:.3f}" in output
    assert saved.dataset == {
        "name": "digits",
        "split": "train",
        "examples": 1500,
        "sha256": data.load("digits").sha256,
    }


def test_saved_metrics_are_those_of_the_saved_weights(trained):
    saved = checkpoints.load(trained)
    results = evaluate(saved.model(), saved.config.objective, data.load("digits", split="test"))
    assert saved.metrics == {name: result.mean for name, result in results.items()}


def test_flags_become_the_configuration(run, tmp_path):
    flags = "--model ae --activation tanh --reconstruction squared-error --batch-size 500 --learning-rate 0.01 --seed 7"
    more = "--schedule one-cycle --weight-decay 0.1 --input-noise 0.2 --max-gradient-norm 5 --patience 7"
    run("train", *QUICK, *flags.split(), *more.split(), "--out", tmp_path)
    config = checkpoints.load(tmp_path).config
    assert (config.model.model, config.model.latent_dim, config.model.hidden) == ("ae", 2, (16,))
    assert (config.model.activation, config.objective.reconstruction) == ("tanh", "squared-error")
    assert (config.batch_size, config.learning_rate, config.seed, config.epochs) == (500, 0.01, 7, 1)
    assert (config.schedule, config.weight_decay, config.input_noise) == ("one-cycle", 0.1, 0.2)
    assert (config.max_gradient_norm, config.patience) == (5, 7)


def test_what_learned_binarised_images_is_scored_on_binarised_images(run, tmp_path):
    run("train", *QUICK, "--binarise", "--out", tmp_path)
    saved = checkpoints.load(tmp_path)
    assert saved.config.binarise
    binary = data.load("digits", split="test").binarised(0)
    expected = evaluate(saved.model(), saved.config.objective, binary)
    assert saved.metrics == {name: result.mean for name, result in expected.items()}
    _, output, _ = run("evaluate", tmp_path, "--dataset", "digits")
    assert "297 binarised images" in output
    assert f"{expected['negative_elbo'].mean:.3f}" in output
    assert "--binarise" in training_options.training_command(saved.config, "digits")


def test_the_same_command_gives_the_same_files(run, tmp_path):
    for name in ("first", "second"):
        run("train", *QUICK, "--threads", 1, "--out", tmp_path / name)
    for file in (checkpoints.WEIGHTS, checkpoints.DESCRIPTION):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


def test_training_begins_with_the_weights_of_another_model(run, trained, tmp_path):
    slow = ("--learning-rate", 1e-9, "--samples", 3, "--bound", "importance-weighted")
    code, *_ = run("train", *QUICK, *slow, "--begin-with", trained, "--out", tmp_path / "on")
    first, second = checkpoints.load(trained), checkpoints.load(tmp_path / "on")
    assert code == 0
    assert second.config.objective.samples == 3
    for name, weights in first.weights.items():
        torch.testing.assert_close(second.weights[name], weights, rtol=0, atol=1e-6)
    command = training_options.training_command(second.config, "digits", begin_with="quick-vae")
    assert "--begin-with quick-vae" in command


def test_training_begins_with_no_other_network(run, trained, tmp_path):
    wider = ("--dataset", "digits", "--hidden", "17", "--latent-dim", "2", "--epochs", "1")
    code, _, complaint = run("train", *wider, "--begin-with", trained, "--out", tmp_path / "on")
    assert code == 2
    assert "another network" in complaint


def test_a_checkpoint_is_scored_in_a_table(run, trained):
    code, output, _ = run("evaluate", trained, "--dataset", "digits", "--limit", 50)
    assert code == 0
    assert f"{trained} on digits, test split, 50 images, per image:" in output
    for label in ("reconstruction", "KL(q(z|x) || p(z))", "-ELBO"):
        assert label in output


def test_a_checkpoint_is_scored_as_json(run, trained):
    code, output, _ = run("evaluate", trained, "--dataset", "digits", "--json")
    scores = json.loads(output)
    assert code == 0
    assert scores.pop("monte_carlo_error") is None
    assert {name: score["mean"] for name, score in scores.items()} == pytest.approx(checkpoints.load(trained).metrics)
    assert all(score["standard_error"] > 0 for score in scores.values())


def test_json_is_json_for_a_single_image_too(run, trained):
    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    _, output, _ = run("evaluate", trained, "--dataset", "digits", "--limit", 1, "--json")
    assert json.loads(output, parse_constant=refuse)["kl"]["standard_error"] is None


def test_importance_weights_are_scored_when_asked_for(run, trained):
    options = ("--dataset", "digits", "--limit", 20, "--importance-samples", 50, "--seed", 3)
    _, output, _ = run("evaluate", trained, *options, "--json")
    scores = json.loads(output)
    assert scores["importance_weighted_nll"]["mean"] < scores["negative_elbo"]["mean"]
    expected = score_likelihood(
        checkpoints.load(trained).model(), data.load("digits", split="test").take(20), 50, seed=3
    )
    assert scores["importance_weighted_nll"]["mean"] == pytest.approx(expected.estimate.mean)
    assert scores["monte_carlo_error"] == pytest.approx(expected.monte_carlo_error)
    _, table, _ = run("evaluate", trained, *options)
    assert f"Monte Carlo error of that mean, 50 samples: {scores['monte_carlo_error']:.4f}" in table


def test_scores_are_kept_and_gone_on_with(run, trained, tmp_path):
    options = (
        "evaluate",
        trained,
        "--dataset",
        "digits",
        "--importance-samples",
        5,
        "--json",
        "--keep",
        tmp_path / "nll",
    )
    _, few, _ = run(*options, "--limit", 3)
    code, _, complaint = run(*options, "--limit", 5)  # other images, as far as the file can tell
    assert code == 1
    assert "of another model, other images" in complaint
    _, again, _ = run(*options, "--limit", 3)
    assert json.loads(again) == json.loads(few)


def test_a_split_and_a_seed_can_be_chosen(run, trained):
    outputs = [
        run("evaluate", trained, "--dataset", "digits", "--limit", 50, "--json", *more)[1]
        for more in ((), ("--split", "train"), ("--seed", "1"))
    ]
    test, train, other_seed = (json.loads(output) for output in outputs)
    assert train["kl"] != test["kl"]
    assert other_seed["kl"] == test["kl"]
    assert other_seed["reconstruction"] != test["reconstruction"]


def test_a_pretrained_model_is_scored_by_its_name(run, gallery):
    code, output, _ = run("evaluate", "quick-vae", "--dataset", "digits", "--limit", 40, "--json")
    published = pretrained.entry("quick-vae")["metrics"]
    assert code == 0
    assert json.loads(output)["negative_elbo"]["mean"] == pytest.approx(published["negative_elbo"])


@pytest.mark.mnist
def test_a_committed_model_scores_what_its_card_says(run, mnist_dir):
    _, output, _ = run("evaluate", "mnist-vae-2d", "--dataset", "mnist", "--data-dir", mnist_dir, "--json")
    measured = {name: score["mean"] for name, score in json.loads(output).items() if score}
    published = pretrained.entry("mnist-vae-2d")["metrics"]
    assert measured == pytest.approx({name: published[name] for name in measured}, abs=1e-3)


def test_a_checkpoint_is_published_with_the_command_that_made_it(run, trained, tmp_path, monkeypatch):
    monkeypatch.setattr(publishing, "publish", functools.partial(publishing.publish, folder=tmp_path / "gallery"))
    monkeypatch.setattr(publishing, "IMPORTANCE_SAMPLES", 2)
    code, output, _ = run("publish", trained, "digits-vae", "--dataset", "digits")
    manifest = json.loads((tmp_path / "gallery" / "manifest.json").read_text())
    card = (tmp_path / "gallery" / "digits-vae" / "README.md").read_text("utf-8")
    assert code == 0
    assert json.loads(output) == manifest["digits-vae"]
    assert training_options.training_command(checkpoints.load(trained).config, "digits") in card


def test_gaps_are_measured_and_kept_beside_the_model(run, tmp_path, monkeypatch):
    folder = tmp_path / "gallery"
    for name in ("publish", "publish_gaps"):
        monkeypatch.setattr(publishing, name, functools.partial(getattr(publishing, name), folder=folder))
    monkeypatch.setattr(publishing, "IMPORTANCE_SAMPLES", 2)
    monkeypatch.setattr(pretrained, "FOLDER", folder)
    for kind, flags in (("grey", ()), ("binary", ("--binarise",))):
        run("train", *QUICK, *flags, "--out", tmp_path / kind)
        run("publish", tmp_path / kind, kind, "--dataset", "digits")
    before = (folder / "binary" / "README.md").read_text("utf-8")
    for _again in range(2):
        code, output, _ = run("gaps", "binary", "--dataset", "digits", "--images", "3", "--seed", "7")
        assert code == 0
    assert json.loads(output) == pretrained.entry("binary")
    assert {len(pretrained.gaps("binary", split)) for split in ("test", "train")} == {3}
    card = (folder / "binary" / "README.md").read_text("utf-8")
    assert card.count("python -m vae_core gaps binary --images 3 --seed 7 --dataset digits") == 1
    gone = set(before.splitlines()) - set(card.splitlines())
    assert not gone, "the rest of the card stays"
    code, _, complaint = run("gaps", "grey", "--dataset", "digits", "--images", "3")
    assert (code, "black and white" in complaint) == (2, True)
    code, _, complaint = run("gaps", "nobody", "--dataset", "digits")
    assert (code, "there is: binary, grey" in complaint) == (1, True)


@pytest.mark.parametrize("name", ["", "../elsewhere", "a/b"])
def test_a_published_name_is_a_name_and_not_a_path(run, trained, tmp_path, monkeypatch, name):
    monkeypatch.setattr(publishing, "publish", functools.partial(publishing.publish, folder=tmp_path / "gallery"))
    code, _, errors = run("publish", trained, name, "--dataset", "digits")
    assert code == 2
    assert f"not {name!r}" in errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]


def parsed(command: str) -> argparse.Namespace:
    """The options of a command as a shell would pass them on."""
    python, flag, package, *arguments = shlex.split(command.replace("\\\n", " "))
    assert (python, flag, package) == ("python", "-m", "vae_core")
    return cli._parser().parse_args(arguments)


@given(valid_settings(pixels=784), st.none() | st.integers(1, 64))
def test_the_printed_command_describes_the_same_run(settings, threads):
    config = from_json(TrainingConfig, settings)
    options = parsed(training_options.training_command(config, "digits", threads))
    assert training_options.training_config(options) == config
    assert (options.command, options.dataset, options.threads) == ("train", "digits", threads)


def test_the_printed_command_survives_a_tiny_negative_number():
    config = TrainingConfig(ModelConfig("vae", 2), ObjectiveConfig("gaussian", log_variance=-1e-5))
    assert training_options.training_config(parsed(training_options.training_command(config, "digits"))) == config


MISUSES = {
    "no command": "",
    "unknown command": "dream",
    "no folder": "train --dataset digits",
    "unknown flag": "train --out x --warmth 0.9",
    "unknown model": "train --out x --model gan",
    "unknown data set": "train --out x --dataset cifar",
    "words for numbers": "train --out x --epochs many",
    "words for widths": "train --out x --hidden wide",
    "no model": "evaluate",
    "unknown split": "evaluate x --split validation",
}


@pytest.mark.parametrize("command", MISUSES.values(), ids=MISUSES)
def test_a_misused_command_ends_with_2_and_its_usage(capsys, command):
    with pytest.raises(SystemExit) as ended:
        cli.main(command.split())
    assert ended.value.code == 2
    assert "usage: python -m vae_core" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flag", "value", "low"),
    [
        *(("--importance-samples", value, 2) for value in (-3, 0, 1)),
        *((flag, value, 1) for flag in ("--limit", "--threads") for value in (-5, 0)),
    ],
)
def test_counts_that_make_no_sense_end_with_2(capsys, flag, value, low):
    with pytest.raises(SystemExit) as ended:
        cli.main(["evaluate", "x", "--dataset", "digits", flag, str(value)])
    assert ended.value.code == 2
    assert f"{flag}: must be at least {low}" in capsys.readouterr().err


OUTSIDE = {
    "--latent-dim 0": "latent_dim must be a whole number from 1 to 64, not 0",
    "--hidden 512,0": "hidden must be",
    "--epochs -1": "epochs must be from 1",
    "--learning-rate nan": "learning_rate must be above 0",
    "--beta -1": "beta must be a number from 0",
    "--log-variance 0": "log_variance belongs to the gaussian",
    "--seed -1": "seed must be",
}


@pytest.mark.parametrize(("flags", "complaint"), OUTSIDE.items())
def test_a_setting_out_of_range_ends_with_2_and_the_range(run, tmp_path, flags, complaint):
    code, output, errors = run("train", "--dataset", "digits", *flags.split(), "--out", tmp_path / "run")
    assert (code, output) == (2, "")
    assert errors.startswith(f"error: {complaint}")
    assert not (tmp_path / "run").exists()


def test_importance_weights_of_an_autoencoder_end_with_2(run, gallery):
    code, _, errors = run("evaluate", "quick-ae", "--dataset", "digits", "--importance-samples", 10)
    assert code == 2
    assert "error: --importance-samples needs a VAE" in errors


def failed(result) -> str:
    code, output, errors = result
    assert (code, output) == (1, "")
    assert "Traceback" not in errors
    return errors


def test_a_missing_checkpoint_ends_with_1_and_its_name(run, tmp_path):
    tmp_path.joinpath("empty").mkdir()
    errors = failed(run("evaluate", tmp_path / "empty", "--dataset", "digits"))
    assert errors.startswith(f"error: {tmp_path / 'empty' / 'checkpoint.json'} could not be read")


def test_a_model_that_there_is_not_ends_with_1_and_the_names_that_there_are(run, gallery):
    errors = failed(run("evaluate", "nosuch", "--dataset", "digits"))
    assert errors.startswith("error: There is no model nosuch")
    assert "quick-vae" in errors


def test_a_batch_larger_than_the_data_is_told(run, tmp_path):
    _, _, complaint = run("train", *QUICK, "--batch-size", "5000", "--out", tmp_path)
    assert re.search(r"A batch is the whole training set: \d+ images, not 5000\.", complaint)
    assert "A batch is" not in run("train", *QUICK, "--batch-size", "100", "--out", tmp_path)[2]


def test_a_negative_loss_is_explained(run, tmp_path):
    told, good = "for p(x|z) is a density", ("--epochs", "30", "--learning-rate", "0.01")
    assert told in run("train", *QUICK, *good, "--reconstruction", "gaussian", "--out", tmp_path)[1]
    assert told in run("evaluate", tmp_path, "--dataset", "digits")[1]
    assert told not in run("train", *QUICK, "--out", tmp_path)[1]


def test_a_damaged_checkpoint_ends_with_1_and_the_damage(run, trained):
    (trained / checkpoints.WEIGHTS).write_bytes(b"")
    assert "expected a safetensors file" in failed(run("evaluate", trained, "--dataset", "digits"))


def test_a_model_of_other_images_ends_with_1(run, tmp_path):
    checkpoints.save(tmp_path, checkpoint_of(tiny_run(pixels=9)))
    assert "9 pixels" in failed(run("evaluate", tmp_path, "--dataset", "digits"))


def test_a_tampered_pretrained_model_is_not_scored(run, tampered):
    description = tampered / "quick-vae" / checkpoints.DESCRIPTION
    description.write_text(description.read_text() + " ")
    assert "SHA-256" in failed(run("evaluate", "quick-vae", "--dataset", "digits"))


@pytest.mark.usefixtures("no_network")
def test_missing_data_end_with_1_and_how_to_bring_them(run, tmp_path):
    errors = failed(run("train", "--data-dir", tmp_path / "data", "--out", tmp_path / "run"))
    assert errors.startswith("error: ")
    assert "To bring the files yourself" in errors
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "run" / checkpoints.DESCRIPTION).exists()


def test_damaged_data_end_with_1_and_the_file(run, tmp_path):
    for stem in mnist_family.STEMS.values():
        (tmp_path / stem).write_bytes(b"not what you think")
    errors = failed(run("train", "--data-dir", tmp_path, "--out", tmp_path / "run"))
    assert errors.startswith(f"error: {tmp_path / 'train-images-idx3-ubyte'}: expected the IDX magic number")


def test_a_diverged_run_ends_with_1_and_keeps_the_last_good_weights(run, tmp_path):
    code, output, errors = run("train", *QUICK, "--learning-rate", 10, "--out", tmp_path)
    assert code == 1
    assert "error: The loss went from" in errors
    assert "Saved after 0 steps" in output
    assert checkpoints.load(tmp_path).epochs == 0


def test_a_folder_that_cannot_be_written_ends_with_1_before_the_training(run, tmp_path):
    (tmp_path / "run").write_bytes(b"")
    errors = failed(run("train", *QUICK, "--out", tmp_path / "run"))
    assert errors == f"error: {tmp_path / 'run'} cannot be written: File exists.\n"


def test_an_interrupted_run_saves_what_it_has_and_ends_with_130(tmp_path):
    flags = ("--dataset", "digits", "--hidden", "8", "--epochs", "10000", "--threads", "1", "--out", str(tmp_path))
    command = [sys.executable, "-m", "vae_core", "train", *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        shown = b""
        while b"epoch 1," not in shown:
            shown += process.stderr.read1() or pytest.fail(shown.decode())
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    saved = checkpoints.load(tmp_path)
    assert process.returncode == 130
    assert b"Saved after" in output
    assert b"Traceback" not in errors
    assert 1 <= saved.epochs < 10_000
    assert saved.model().decode([[0.0] * 8]).shape == (1, 784)


def test_an_alphabet_that_lacks_a_letter_is_no_error():
    """As a pipe of Windows has it, in English and in Chinese."""
    for alphabet in ("cp1252", "gbk", "ascii"):
        command = [sys.executable, "-m", "vae_core", "train", "--help"]
        surroundings = {**os.environ, "PYTHONIOENCODING": alphabet, "PYTHONUTF8": "0"}
        result = subprocess.run(command, cwd=ROOT, capture_output=True, env=surroundings)
        assert result.returncode == 0, result.stderr
        assert b"--momentum" in result.stdout


def test_a_denoiser_is_trained_scored_and_published(run, tmp_path, monkeypatch):
    monkeypatch.setattr(publishing, "publish", functools.partial(publishing.publish, folder=tmp_path / "gallery"))
    small = ("--model", "diffusion", "--width", "8", "--blocks", "1", "--noise-steps", "12", "--epochs", "1")
    code, output, _ = run("train", *small, "--dataset", "digits", "--out", tmp_path / "run")
    assert (code, "-bound" in output) == (0, True)
    code, output, _ = run("evaluate", tmp_path / "run", "--dataset", "digits", "--limit", "20", "--json")
    scores = json.loads(output)
    parts = sum(scores[name]["mean"] for name in ("reconstruction", "steps", "last"))
    assert scores["negative_bound"]["mean"] == pytest.approx(parts, rel=1e-5)
    code, output, _ = run("publish", tmp_path / "run", "small", "--dataset", "digits")
    assert (code, json.loads(output)["model"]) == (0, "diffusion")
    assert sorted(path.name for path in (tmp_path / "gallery" / "small").iterdir()) == [
        "README.md",
        "checkpoint.json",
        "weights.safetensors",
    ]
    card = (tmp_path / "gallery" / "small" / "README.md").read_text("utf-8")
    config = checkpoints.load(tmp_path / "run").config
    assert (
        training_options.training_config(parsed(re.search("```\n(.*?)\npython -m vae_core publish", card, re.S)[1]))
        == config
    )


def test_a_denoiser_of_codes_learns_what_a_pretrained_encoder_says(run, tmp_path):
    small = ("--model", "diffusion", "--codes-of", "mnist-vae-2d", "--draws", "2", "--width", "8", "--noise-steps", "9")
    code, *_ = run("train", *small, "--epochs", "1", "--dataset", "digits", "--out", tmp_path)
    saved = checkpoints.load(tmp_path)
    assert (code, saved.config.model.pixels) == (0, 2)
    assert saved.dataset["examples"] == 2 * len(data.load("digits"))
    code, output, _ = run("evaluate", tmp_path, "--dataset", "digits", "--limit", "20")
    assert "20 codes of mnist-vae-2d" in output


def test_codes_of_nobody_are_refused(run, tmp_path):
    code, _, errors = run(
        "train", "--model", "diffusion", "--codes-of", "nobody", "--dataset", "digits", "--out", tmp_path
    )
    assert (code, "nobody" in errors) == (1, True)


# ---- images of one's own ------------------------------------------------------------------------------


def test_a_file_of_ones_own_is_learned_and_scored(run, tmp_path):
    path, images = tmp_path / "mine.npz", drawings()
    path.write_bytes(npz(x_train=images / 127.5 - 1, y_train=["a", "b"] * 30, x_test=images[:20] / 127.5 - 1))
    shape = ("--hidden", "8", "--latent-dim", "2", "--epochs", "1")
    code, _output, errors = run("train", "--dataset", path, *shape, "--out", tmp_path / "run")
    assert code == 0
    assert errors.count("-1 was taken as no light, 1 as full light") == 1
    assert "Of the held-out images, 20 have no labels." in errors
    code, output, _errors = run("evaluate", tmp_path / "run", "--dataset", path, "--split", "train")
    assert code == 0
    assert "on own, train split, 60 images" in output


def test_how_a_file_is_read_can_be_said(run, tmp_path):
    (tmp_path / "mine.npy").write_bytes(npy(drawings()))
    how = ("--invert", "yes", "--turn", "over", "--levels", "0,255")
    code, _output, errors = run("evaluate", "mnist-vae-2d", "--dataset", tmp_path / "mine.npy", *how, "--limit", 2)
    assert code == 0
    assert "Dark and light changed places" in errors
    assert "turned by half a turn" in errors


def test_a_file_that_is_not_there_or_no_images_is_spoken_of(run, tmp_path):
    (tmp_path / "mine.pdf").write_bytes(b"%PDF-1.7")
    errors = failed(run("evaluate", "mnist-vae-2d", "--dataset", tmp_path / "mine.pdf"))
    assert "mine.pdf is a file of another kind. This is a document." in errors
    errors = failed(run("evaluate", "mnist-vae-2d", "--dataset", tmp_path / "nowhere.zip"))
    assert re.search(
        r"Unknown data set '.*nowhere\.zip': expected one of digits, mnist.* or the path of a file", errors
    )
    with pytest.raises(SystemExit):
        run("evaluate", "mnist-vae-2d", "--dataset", "mnits")
