"""Which digit is on screen: by the address alone, with and without a session."""

import base64
import io
import re

import numpy as np
import pytest
import torch
from entering import PATIENCE, enter
from PIL import Image
from streamlit.testing.v1 import AppTest

from sections.elbo.subject import inference
from ui import digit, state
from ui.components.dataflow import source
from ui.fields import FIELDS
from ui.fields.autoencoders import DIGIT, PAGE
from ui.library import project
from vae_core import data, pretrained
from vae_core.data.drawing import centred, pack
from vae_core.errors import DatasetError


def current(**address: str) -> digit.Digit:
    with state.apart(PAGE, address, "en"):
        return digit.current(DIGIT)


def a_drawing() -> np.ndarray:
    field = np.zeros((28, 28), np.float32)
    field[3:15, 5:8] = 1
    return field.ravel()


def test_a_decoded_digit_is_always_there():
    found = current(image="5")
    vae, encodings = pretrained.load("mnist-vae-8d"), pretrained.encodings("mnist-vae-8d")
    with torch.no_grad():
        expected = torch.sigmoid(vae.decode(encodings.mean[5])).numpy()
    assert found.label == encodings.label[5]
    assert found.name == f"a {found.label}, decoded from the code of test image 5"
    assert found.image.dtype == np.float32
    assert np.abs(found.image - expected).max() <= 0.5 / 255 + 1e-6
    np.testing.assert_array_equal(found.image, (255 * found.image).round().astype(np.float32) / np.float32(255))


def test_a_digit_is_computed_once_and_nobody_can_write_to_it():
    assert current(image="7").image is current(image="7").image
    with pytest.raises(ValueError):
        current(image="7").image[0] = 1


@pytest.mark.parametrize("is_centred", [True, False])
def test_a_drawing_comes_from_the_address(is_centred):
    drawing = a_drawing()
    found = current(digit="drawn", ink=pack(drawing), centred=str(is_centred))
    np.testing.assert_array_equal(found.image, centred(drawing) if is_centred else drawing)
    assert (found.name, found.label) == ("your drawing", None)


@pytest.mark.parametrize("ink", ["", "AAAA", "!", "A" * 5000])
def test_on_an_empty_pad_the_digit_from_before_stays(ink):
    before, found = current(image="7"), current(image="7", digit="drawn", ink=ink)
    assert found.name == before.name
    np.testing.assert_array_equal(found.image, before.image)


def test_an_empty_pad_invites_to_draw():
    app = enter("autoencoders", digit="drawn", image="7")
    assert any("Draw a digit on the pad" in caption.value for caption in app.caption)
    app = enter("autoencoders", digit="drawn", ink=pack(a_drawing()))
    assert not any("Draw a digit on the pad" in caption.value for caption in app.caption)


@pytest.mark.mnist
def test_a_test_image_is_the_data_sets_own(with_mnist):
    test = data.load("mnist", split="test", data_dir=with_mnist)
    found = current(digit="dataset", image="9999")
    np.testing.assert_array_equal(found.image, test.images[9999])
    assert found.name == f"test image 9999 of MNIST, a {test.labels[9999]}"


def test_without_the_files_a_decoded_digit_stands_in(without_mnist):
    with pytest.raises(DatasetError):
        project.test_images()
    assert current(digit="dataset", image="3").image is current(image="3").image


def the_choice() -> None:
    """A page with nothing else on it."""
    from ui import digit_controls, state, undo
    from ui.fields.autoencoders import DIGIT, PAGE

    state.read_url_of_page(PAGE)
    state.start_run()
    digit_controls.choose(DIGIT)
    undo.remember()
    state.write_url()


def page(**address: str) -> AppTest:
    app = AppTest.from_function(the_choice, default_timeout=PATIENCE)
    app.query_params.update(address)
    return app.run()


def group(app: AppTest, label: str):
    return next(group for group in app.segmented_control if group.label == label)


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_a_digit_is_chosen_by_what_is_on_it_and_another_one_of_it_follows():
    labels = pretrained.encodings("mnist-vae-8d").label
    app = page()
    group(app, "Which digit").set_value(3).run()
    first, second = np.flatnonzero(labels == 3)[:2]
    assert not app.exception
    assert app.query_params["image"] == str(first)
    press(app, "Another")
    assert app.query_params["image"] == str(second)


def test_after_the_last_of_a_digit_comes_the_first():
    of_last = np.flatnonzero(pretrained.encodings("mnist-vae-8d").label == 5)
    app = page(image=str(of_last[-1]))
    press(app, "Another")
    assert app.query_params["image"] == str(of_last[0])


def test_test_images_are_offered_only_where_they_are(without_mnist):
    app = page(digit="dataset")
    assert not app.exception
    assert group(app, "The digit").options == ["Decoded", "Draw"]
    assert any("data folder" in button.help for button in app.button)


@pytest.mark.mnist
def test_test_images_are_offered_where_they_are(with_mnist):
    assert group(page(), "The digit").options == ["Decoded", "Test image", "Draw"]


def test_who_draws_has_no_choice_of_images():
    app = page(digit="drawn")
    assert not app.exception
    assert not [one for one in app.segmented_control if one.label == "Which digit"]


def test_both_settings_of_a_lesson_are_in_the_table():
    assert set(DIGIT.all) <= set(FIELDS)


@pytest.mark.parametrize(
    ("lines", "rules"), [(source.javascript(), source.JAVASCRIPT), (source.python(), source.PYTHON)]
)
def test_every_line_that_the_diagram_points_at_is_in_the_code(lines, rules):
    texts = ["".join(part for part, _ in line.parts) for line in lines]
    for fragment, stage, symbols in rules:
        marked = [line for line, text in zip(lines, texts, strict=True) if fragment in text]
        assert marked, fragment
        assert all((line.stage, line.symbols) == (stage, symbols) for line in marked), fragment


def test_types_and_exports_are_not_shown():
    texts = ["".join(part for part, _ in line.parts) for line in source.javascript()]
    assert not [text for text in texts if "@" in text or "export" in text or "import" in text]
    assert "/** KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) */" in texts


def test_the_code_that_is_shown_is_the_file_that_runs(root):
    from inspect import getsource

    from vae_core.models import VAE
    from vae_core.objectives import kl_to_standard_normal

    shown = ["".join(part for part, _ in line.parts).strip() for line in source.python()]
    for function in (VAE.encode, kl_to_standard_normal):
        last = getsource(function).rstrip().splitlines()[-1].strip()
        assert last in shown


@pytest.mark.parametrize("pixels", ["sampled", "threshold", "grey"])
def test_the_elbo_shows_the_pixels_that_it_computes_with(pixels):
    app = enter("elbo", step="dimensions", pixels=pixels)
    (shown,) = re.findall(r'src="data:image/png;base64,([^"]+)"', "".join(part.proto.body for part in app.get("html")))
    with state.apart("elbo", {"pixels": pixels}, "en"):
        x = inference().x
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(shown))))[:28, :28, 0]
    np.testing.assert_array_equal(255 - picture.ravel(), np.rint(x * 255))
