"""What is taken away from the training lab, and what is done with it elsewhere."""

import re
from html import escape
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from vae_core.training import checkpoints

pytestmark = pytest.mark.browser

SMALL = "images=128&widths=16&batch=32&epochs=3"


@pytest.fixture
def finished(visit):
    """The page of a run that is over."""
    visitor = visit(f"/training?{SMALL}", ready=False)
    visitor.page.locator("[data-testid=stBaseButton-primary]").filter(has_text="Play").click()
    visitor.page.get_by_role("button", name="VAE (safetensors)").wait_for()
    visitor.page.get_by_text("Finished", exact=True).first.wait_for()
    visitor.until(lambda: asks_no_more(visitor))
    visitor.settle()
    return visitor


def asks_no_more(visitor) -> bool:
    """Whether no section looks after the run by itself any more: each did so once a second."""
    before = visitor.sent
    visitor.page.wait_for_timeout(1500)
    return visitor.sent == before


def download(visitor, press, folder):
    with visitor.page.expect_download() as started:
        press()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def save_figure(visitor, key: str, kind: str, folder):
    node = visitor.figure(key).node
    node.hover()
    node.get_by_label("Save this figure").click()
    return download(visitor, node.get_by_role("button", name=kind).click, folder)


def test_models_numbers_and_figures_are_made_when_asked_for(finished, tmp_path):
    button = finished.page.get_by_role("button", name="VAE (safetensors)")
    assert checkpoints.load(download(finished, button.click, tmp_path)).epochs == 3
    table = download(finished, finished.page.get_by_role("button", name="Numbers (CSV)").click, tmp_path)
    assert table.read_text().startswith("model,step,epoch")
    script = download(finished, finished.page.get_by_role("button", name="Script").click, tmp_path)
    compile(script.read_text(), str(script), "exec")
    assert Image.open(BytesIO(save_figure(finished, "curves", "PNG", tmp_path).read_bytes())).width >= 1600
    words = re.findall(r"<text[^>]*>([^<]+)</text>", save_figure(finished, "latent_map", "SVG", tmp_path).read_text())
    assert words[-2:] == ["Codes of held-out images, coloured by class, for each model", escape(finished.page.url)]
    assert {str(digit) for digit in range(10)} <= set(words)  # the legend of the digits
    saved = save_figure(finished, "curves", "HTML", tmp_path)
    page = finished.page.context.new_page()
    page.goto(f"file://{saved}")
    assert page.title() == "Losses of both models over the epochs"
    assert page.locator(".scatterlayer path.js-line").count() > 4


def test_a_run_answers_the_hand_in_the_latent_space_also_after_a_reload(finished):
    finished.page.get_by_text("drag a point, and these decoders answer").click()
    finished.page.wait_for_url("**/latent_space?**run=**")
    finished.decoder.wait_for()
    run = re.search("run=([^&]+)", finished.page.url)[1]
    before = finished.pictures()
    finished.page.mouse.move(*finished.pad_point(0.5, 0.5))
    finished.page.mouse.down()
    finished.page.mouse.move(*finished.pad_point(0.8, 0.8), steps=5)
    finished.page.mouse.up()
    finished.page.wait_for_url("**z=*")
    moved = finished.pictures()
    assert np.abs(np.subtract(before, moved)).max() > 5
    finished.page.reload()
    finished.decoder.wait_for()
    finished.settle()
    assert f"run={run}" in finished.page.url
    assert np.abs(np.subtract(finished.pictures(), moved)).max() <= 6


def test_a_file_taken_along_opens_in_the_latent_space_and_another_is_refused(finished, tmp_path, visit):
    file = download(finished, finished.page.get_by_role("button", name="VAE (safetensors)").click, tmp_path)
    visitor = visit("/latent_space")
    visitor.page.get_by_role("button", name="Own model").click()
    chooser = visitor.page.locator("[data-testid=stPopoverBody] input[type=file]")
    chooser.set_input_files({"name": "poem.safetensors", "mimeType": "text/plain", "buffer": b"Two roads diverged"})
    visitor.page.get_by_text("poem.safetensors: Expected a safetensors file").wait_for()
    visitor.page.get_by_role("button", name="Remove poem").click()
    visitor.settle()
    chooser.set_input_files(file)
    visitor.page.get_by_text("What has your model made of the space?").wait_for()
    visitor.page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")  # what there was to do is done
    visitor.settle()
    visitor.sees(lambda: visitor.decoder.locator(".pictures canvas").count(), 1)
    before = visitor.pictures()
    visitor.page.mouse.click(*visitor.pad_point(0.9, 0.9))
    visitor.settle()
    assert np.abs(np.subtract(before, visitor.pictures())).max() > 5
    other = visit(visitor.page.url.removeprefix(visitor.address))
    assert other.position() == pytest.approx(visitor.position(), abs=0.01)
    assert np.abs(np.subtract(other.pictures(), visitor.pictures())).max() <= 6
