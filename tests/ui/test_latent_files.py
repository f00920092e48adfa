"""A model from a file opens in the lesson on latent space, side by side with another, or is refused with the reason."""

import numpy as np
import pytest
import torch
from core.builders import checkpoint_of, tiny_run
from core.exchange.models import Example
from entering import enter, queried
from safetensors.numpy import save as save_tensors
from safetensors.torch import save as pack_tensors
from streamlit.testing.v1 import AppTest

from ui import clouds, library
from ui.clouds import Source
from ui.fields.steps import ALL
from ui.library import files
from vae_core import data, packing
from vae_core.data import Dataset
from vae_core.errors import CheckpointError
from vae_core.exchange import onnx_writing
from vae_core.models import ModelConfig
from vae_core.training import TrainingConfig, checkpoints
from vae_core.training.checkpoints import Checkpoint


def model_of(kind: str, latent_dim: int = 2, pixels: int = 784, learned_from: str = "digits") -> Checkpoint:
    made = checkpoint_of(TrainingConfig(ModelConfig(kind, latent_dim, (16,), pixels=pixels)))
    return Checkpoint(made.config, made.weights, {**made.dataset, "name": learned_from}, 2, {})


def open_page(page: str = "latent_space", **address) -> AppTest:
    return enter(page, **{"step": ALL, **address})


def choose(app: AppTest, **files: bytes) -> AppTest:
    kind = "application/octet-stream"
    app.file_uploader[0].set_value([(f"{name}.safetensors", content, kind) for name, content in files.items()])
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(part.value for part in (*app.markdown, *app.caption))


def headers(app: AppTest) -> set[str]:
    return {header.value for header in app.header}


def keep(**models: Checkpoint) -> str:
    return library.take_in({name: checkpoints.to_bytes(model) for name, model in models.items()})


def shown(app: AppTest) -> str | None:
    return queried(app, "run")


def test_two_files_open_side_by_side_and_the_address_leads_others_to_them():
    before = open_page()
    every = headers(before)
    files = {kind: checkpoints.to_bytes(model_of(kind)) for kind in ("ae", "vae")}
    app = choose(before, **files)
    assert "What has your model made of the space?" in words(app)
    assert "scikit-learn's digits" in words(app)
    assert headers(app) == every
    assert not app.error
    again = open_page(run=shown(app))
    assert "What has your model made" in words(again)
    assert not again.warning
    assert library.shelf(shown(app)).members() == ("vae", "ae")
    next(button for button in again.button if button.label == "Back to the pretrained models").click()
    again.run()
    assert shown(again) is None
    assert "**What lies between a 3 and an 8?**" in words(again)


@pytest.mark.parametrize("latent_dim", [2, 3])
def test_one_file_is_enough_and_every_part_of_the_page_copes(latent_dim):
    app = choose(open_page(), mine=checkpoints.to_bytes(model_of("vae", latent_dim)))
    of_map = open_page("latent_map", run=shown(app))
    assert ("A map of holes needs a space of two dimensions; here there are 3." in words(of_map)) == (latent_dim == 3)
    assert "the two models with two dimensions" not in words(of_map)
    assert "AE, 2" not in words(of_map).replace("VAE, 2", "")
    assert f"VAE, {latent_dim} |" in words(of_map)
    for page in (app, of_map):
        assert not page.error
        assert "There is no" not in words(page)


def test_a_model_of_images_that_are_not_here_meets_others_and_says_so():
    app = choose(open_page(), mine=checkpoints.to_bytes(model_of("vae", learned_from="own")))
    assert "It has learned from images of somebody's own, which this server does not have" in words(app)
    strange = choose(open_page(), mine=checkpoints.to_bytes(model_of("vae", learned_from="*my* cats")))
    assert r"It has learned from \*my\* cats" in words(strange)


REFUSED = {
    "another's weights": (
        {"mine": save_tensors({"conv.weight": np.zeros((8, 1, 3, 3), np.float32)})},
        r"mine.safetensors\: conv is a convolution",
    ),
    "a pickle": ({"vae": b"\x80\x04\x95" + bytes(40)}, "save\\_file\\(model.state\\_dict\\(\\)"),
    "prose": ({"poem": b"Two roads diverged in a yellow wood"}, r"poem.safetensors\: Expected a safetensors file"),
    "a run's events": ({"event": packing.pack({"kind": "ended"}, {})}, "expected the fields"),
    "other pictures": ({"small": checkpoints.to_bytes(model_of("vae", pixels=64))}, "decodes 64 pixels"),
    "a line": ({"line": checkpoints.to_bytes(model_of("vae", 1))}, "two latent dimensions or more"),
    "two sizes": (
        {"a": checkpoints.to_bytes(model_of("vae", 2)), "b": checkpoints.to_bytes(model_of("ae", 3))},
        "must be of one size",
    ),
    "two of a kind": (
        {"a": checkpoints.to_bytes(model_of("vae", 2)), "b": checkpoints.to_bytes(model_of("vae", 3))},
        "the same kind of model",
    ),
}


@pytest.mark.parametrize(("files", "reason"), REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused_with_the_reason(files, reason):
    app = choose(open_page(), **files)
    assert reason in app.error[0].value
    assert shown(app) is None
    assert not choose(app).error


def test_a_file_that_is_not_kept_any_more_is_a_notice():
    app = open_page(run="file-0123456789abcdef")
    assert "open it once more" in app.warning[0].value
    assert shown(app) is None


def test_those_not_looked_at_for_longest_go_first(monkeypatch, tmp_path):
    tokens = [keep(vae=model_of("vae", size)) for size in (2, 3, 4)]
    assert keep(vae=model_of("vae", 2)) == tokens[0]
    (tmp_path / "limits.toml").write_text(f"opened_bytes = {2 * files.find(tokens[2]).bytes}")
    monkeypatch.setenv("VAE_LIMITS", str(tmp_path / "limits.toml"))
    library.shelf(tokens[0]).members()
    latest = keep(vae=model_of("vae", 5))
    for token in (*tokens[1:], "file-nothing"):
        with pytest.raises(CheckpointError, match="open it once more"):
            library.shelf(token).members()
    assert library.shelf(latest).members() == ("vae",)


@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_a_new_digit_is_encoded_as_the_others_are(kind):
    model = library.shelf(keep(mine=model_of(kind, 3))).find(kind)
    images: Dataset = data.load("digits", split="test")
    cloud = clouds.cloud(Source(model, 100))
    for point in (0, 7):
        image = images.images[cloud.numbers[point]]
        np.testing.assert_allclose(clouds.encode(model, image.tobytes()), cloud.codes[point], atol=0.01)
    before = model_of(kind, 3).model().encode(torch.from_numpy(images.images[:50]))
    assert (kind == "vae") == np.allclose(
        (before.mean if kind == "vae" else before).detach(), model.encodings.mean[:50], atol=0.01
    )


def test_every_held_out_image_is_behind_its_code():
    source = Source(library.shelf(keep(mine=model_of("vae"))).find("vae"), 10_000)
    assert len(clouds.images(source)) == len(clouds.cloud(source).codes) == len(data.load("digits", split="test"))


def test_a_checkpoint_of_the_command_line_opens_too(tmp_path):
    saved = checkpoints.load(checkpoints.save(tmp_path, checkpoint_of(tiny_run())))
    assert not choose(open_page(), mine=checkpoints.to_bytes(saved)).error


def test_the_pictures_shown_are_those_that_were_encoded():
    token = keep(mine=model_of("vae", 2))
    expected = data.load("digits", split="test").images[:3]
    np.testing.assert_allclose(library.shelf(token).images()[:3] / 255, expected, atol=1 / 255)
    app = open_page("latent_map", run=token)
    maps = [part.proto.json for part in app.get("bidi_component") if '"strips"' in part.proto.json]
    assert [f"images/{token}/" in shown for shown in maps] == [True, True]


@pytest.mark.parametrize("count", [10, 40])
def test_images_without_classes_are_not_said_to_be_alike(monkeypatch, count):
    some = data.load("digits", split="test").take(count)
    monkeypatch.setattr(files.Files, "held_out", lambda shelf: Dataset("own", "test", some.images, np.full(count, -1)))
    app = open_page("latent_map", run=keep(mine=model_of("vae", 7 + count // 40)))
    assert not app.error
    assert ("There are too few points" in words(app)) == (count == 10)
    assert ("neighbours kept" in words(app)) == (count == 40)
    assert "of the same class" not in words(app)
    assert not open_page("latent_map", run=shown(app), step="map", ask="True").pills


def example(**metadata: str) -> bytes:
    torch.manual_seed(0)
    return pack_tensors(Example(40, 2).state_dict(), metadata or None)


def test_the_example_of_pytorch_opens_with_what_was_taken_for_granted():
    app = choose(open_page(), mine=example())
    assert not app.error
    said = words(app).replace("\\", "")
    assert "Taken for granted here: ReLU stands between the layers. fc21 gives μ, fc22 gives log σ²." in said
    assert "It knows images like those of MNIST" in said or "It knows images like those of scikit-learn's" in said
    model = library.shelf(shown(app)).find("vae")
    z = np.random.default_rng(0).standard_normal((5, 2)).astype(np.float32)
    torch.manual_seed(0)
    expected = Example(40, 2).decode(torch.from_numpy(z)).detach()
    np.testing.assert_allclose(model.pictures(z), expected, atol=1e-5)
    assert not open_page("latent_map", run=shown(app)).error
    described = choose(open_page(), mine=example(activation="relu"))
    assert "ReLU stands" not in words(described)


def test_our_own_onnx_opens_again_with_the_same_pictures():
    before = library.pretrained("mnist-vae-2d")
    halves = {f"{half.__name__}.onnx": half(before.network) for half in (onnx_writing.decoder, onnx_writing.encoder)}
    again = library.shelf(library.take_in(halves)).find("vae")
    z = np.random.default_rng(0).standard_normal((50, 2)).astype(np.float32)
    np.testing.assert_allclose(again.pictures(z), before.pictures(z), atol=1e-5)


def test_a_decoder_alone_answers_and_what_needs_codes_says_so():
    content = onnx_writing.decoder(model_of("vae", 3).model())
    token = library.take_in({"decoder.onnx": content})
    app = open_page(run=token)
    assert not app.error
    assert not app.exception
    assert "Without its encoder there are no codes" in words(app)
    assert "Behind each slider" not in words(app)
    assert len([each for each in app.info if "only an encoder gives them" in each.value]) == 1
    of_map = open_page("latent_map", run=token)
    assert not of_map.exception
    assert not of_map.error
    assert "your file has a decoder alone" in words(of_map)
    assert library.shelf(token).find("vae").encodings.mean.shape == (0, 3)
