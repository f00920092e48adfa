"""The page that decodes by itself has all it needs within it, and the command line writes it."""

import json
import re
from base64 import b64decode
from urllib.parse import unquote

import numpy as np
import onnx
import pytest
import torch
from safetensors.numpy import load
from safetensors.torch import save_file

from core.builders import checkpoint_of, tiny_run
from core.exchange.models import Example
from vae_core import __main__ as cli
from vae_core import exporting, pretrained
from vae_core.analysis.encodings import pack_no_encodings
from vae_core.errors import CheckpointError
from vae_core.exporting import Exported
from vae_core.models import ModelConfig, build
from vae_core.training import checkpoints

NAME = "mnist-vae-2d"


def exported(network=None, name: str = NAME) -> Exported:
    network = network or pretrained.load(NAME)
    return Exported(
        name, network, pretrained.decoder_file(NAME), pretrained.read_file(NAME, "encodings.safetensors"), True
    )


def parts(page: str) -> tuple[dict[str, str], dict]:
    """The scripts of a page, by name, and what is given to them."""
    scripts = json.loads(re.search(r'<script type="importmap">(.*?)</script>', page, re.S)[1])["imports"]
    assert all(address.startswith("data:text/javascript;") for address in scripts.values())
    given = json.loads(re.search(r'id="given">(.*?)</script>', page, re.S)[1])
    return {path: unquote(address.split(",", 1)[1]) for path, address in scripts.items()}, given


@pytest.fixture(scope="module")
def page() -> str:
    return exporting.page(exported()).decode()


def test_every_script_that_is_imported_is_in_the_page(page, root):
    scripts, _ = parts(page)
    asked = {path for text in scripts.values() for path in re.findall(r'^(?:import|\}) .*from "(.*)";$', text, re.M)}
    assert exporting.START in scripts
    assert asked <= scripts.keys()
    assert "networks/network.js" in asked
    assert scripts["base/formats.js"] == (root / "web/base/formats.js").read_text("utf-8")


def test_nothing_in_it_leads_out(page):
    scripts, _ = parts(page)
    rest = re.sub(r'<script type="importmap">.*?</script>', "", page, flags=re.S)
    for text in (rest, *scripts.values()):
        assert not re.search(r"https?://|fetch\(|import\.meta|import\(\"\.[^)]*\)\.then", text)


def test_its_weights_are_those_of_the_model(page):
    _, given = parts(page)
    weights = load(b64decode(given["decoder"]))
    assert weights.keys() == load(pretrained.decoder_file(NAME)).keys()
    state = pretrained.load(NAME).state_dict()
    for name, value in weights.items():
        np.testing.assert_array_equal(value.astype(np.float32), state[name])
    assert len(load(b64decode(given["encodings"]))["label"]) == 10_000


def test_no_name_ends_its_script():
    hostile = exporting.page(exported(name="</script><script>alert(1)</script>")).decode()
    assert parts(hostile)[1]["name"].startswith("</script>")
    assert "alert(1)</script>" not in hostile


@pytest.mark.parametrize("config", [ModelConfig("vae", 2, (8,), pixels=64), ModelConfig("vae", 1, (8,))])
def test_other_pictures_and_a_line_are_no_page(config):
    with pytest.raises(CheckpointError, match="28 × 28 pixels"):
        exporting.page(Exported("", build(config), b"", pack_no_encodings(2), True))


@pytest.fixture
def run(capsys):
    def run(*arguments) -> tuple[int, str, str]:
        code = cli.main(["export", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def test_a_pretrained_model_is_written_as_a_page_and_in_onnx(run, tmp_path):
    for name, flags in (("class.html", ()), ("decoder.onnx", ()), ("encoder.onnx", ("--part", "encoder"))):
        code, output, _ = run(NAME, tmp_path / name, *flags)
        assert code == 0
        assert name in output
    assert (tmp_path / "class.html").read_bytes() == exporting.page(exported())
    graphs = {half: onnx.load(tmp_path / f"{half}.onnx").graph for half in ("decoder", "encoder")}
    assert [graphs[half].input[0].name for half in ("decoder", "encoder")] == ["z", "x"]


@pytest.mark.parametrize("kind", ["ae", "vae"])
def test_a_checkpoint_is_written_with_the_codes_of_its_test_images(run, tmp_path, kind):
    torch.manual_seed(1)
    checkpoints.save(tmp_path / "run", checkpoint_of(tiny_run(kind)))
    assert run(tmp_path / "run", tmp_path / "p.html")[0] == 0
    given = parts((tmp_path / "p.html").read_text("utf-8"))[1]
    codes = load(b64decode(given["encodings"]))["mean"]
    assert len(codes) > 100
    if kind == "ae":  # as the lesson shows them
        np.testing.assert_allclose(np.cov(codes.T.astype(float)), np.eye(2), atol=0.02)


def test_somebody_elses_weights_are_written_too(run, tmp_path, monkeypatch):
    save_file(Example(30, 2).state_dict(), tmp_path / "mine.safetensors")
    monkeypatch.setattr("vae_core.data.is_present", lambda *_: False)
    code, _, told = run(tmp_path / "mine.safetensors", tmp_path / "p.html")
    assert code == 0
    assert "shows no codes" in told
    assert len(load(b64decode(parts((tmp_path / "p.html").read_text("utf-8"))[1]["encodings"]))["label"]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ((NAME, "class.pdf"), 2, "should end in .html or .onnx"),
        (("nobody", "class.html"), 1, "There is no model nobody"),
        (("mnist-classifier", "class.html"), 1, "There is no model mnist-classifier"),
    ],
)
def test_what_cannot_be_written_ends_with_a_sentence(run, arguments, code, complaint):
    found, _, told = run(*arguments)
    assert found == code
    assert complaint in told
