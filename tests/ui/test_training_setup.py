"""The settings of a run: what is chosen is asked for, and what cannot be is said before anyone presses play."""

import dataclasses
import io
import threading
import zipfile

import pytest
from entering import enter, queried
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from sections.training import download as download_section
from sections.training.asked import OWN_DATA
from sections.training.widths import widths_in
from ui import lab
from ui.literal import literal
from ui.session import SETTINGS
from vae_core import data
from vae_core.data import downloads, own
from vae_core.data.mnist_sources import STEMS
from vae_core.errors import DatasetError
from vae_core.lab import limits


def open_lab(**address) -> AppTest:
    return enter("training", **address)


def labelled(widgets, label: str):
    return next(widget for widget in widgets if widget.label == label)


def click(app: AppTest, label: str) -> AppTest:
    labelled(app.button, label).click()
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(part.value for part in (*app.markdown, *app.caption))


# ---- settings ---------------------------------------------------------------------------------------


def test_of_a_large_set_a_part_is_learned_from_at_first(monkeypatch, tmp_path):
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    app = open_lab()
    labelled(app.selectbox, "Data").set_value("mnist").run()
    assert (queried(app, "data"), queried(app, "images")) == ("mnist", "10000")
    assert labelled(app.selectbox, "Images").options == ["2 000", "10 000", "30 000", "all"]
    labelled(app.selectbox, "Data").set_value("digits").run()
    assert "images" not in app.query_params


def test_what_is_chosen_is_in_the_address_and_in_the_summary():
    app = open_lab()
    labelled(app.number_input, "Latent dimensions").set_value(8).run()
    labelled(app.number_input, "Epochs").set_value(7).run()
    labelled(app.selectbox, "Images in a batch").set_value(128).run()
    labelled(app.selectbox, "Hidden layers").set_value(()).run()
    labelled(app.selectbox, "The run ends").set_value(10).run()
    labelled(app.number_input, "Seed").set_value(3).run()
    settings = {name: queried(app, name) for name in ("latent", "epochs", "batch", "widths", "patience", "seed")}
    assert settings == {"latent": "8", "epochs": "7", "batch": "128", "widths": "", "patience": "10", "seed": "3"}
    summary = (
        "hidden layers: none: linear · batches of 128 · ends after 10 epochs without a better held-out loss · seed 3"
    )
    assert summary in words(app)
    assert not app.exception


def test_the_deviation_is_asked_for_where_it_means_something():
    app = open_lab()
    assert "σ of each pixel" not in [slider.label for slider in app.select_slider]
    labelled(app.radio, "Reconstruction").set_value("gaussian").run()
    labelled(app.select_slider, "σ of each pixel").set_value(0.2).run()
    assert (queried(app, "loss"), queried(app, "sd")) == ("gaussian", "0.2")
    assert "Gaussian with σ = 0.2" in words(app)


def test_values_of_an_address_that_are_not_offered_are_shown():
    app = open_lab(images="77", batch="33", widths="300_100", patience="3", sd="0.123", loss="gaussian", epochs="999")
    shown = {widget.label: widget.value for widget in (*app.selectbox, *app.select_slider, *app.number_input)}
    assert (shown["Images"], shown["Images in a batch"], shown["Hidden layers"]) == (77, 33, (300, 100))
    assert (shown["The run ends"], shown["σ of each pixel"], shown["Epochs"]) == (3, 0.123, 999)


@pytest.mark.parametrize(
    ("text", "widths"), [("300, 100", (300, 100)), ("64", (64,)), ("512，256 ; 8", (512, 256, 8)), ("  ", ())]
)
def test_widths_are_read_as_they_are_typed(text, widths):
    assert widths_in(text) == widths


@pytest.mark.parametrize("text", ["a", "256, x", "3", "4096", "-8", "8.5", "8 8 8 8 8", "1e3"])
def test_what_is_no_list_of_widths_is_refused(text):
    with pytest.raises(ValueError):
        widths_in(text)


def test_what_the_server_does_not_allow_is_said_before_play(monkeypatch):
    lab.runner()  # it keeps the limits that it was made with: here those are the usual ones
    small = dataclasses.replace(limits.load(), epochs=10)
    monkeypatch.setattr(lab, "allowed", lambda: small)
    app = open_lab(epochs="30")
    assert "at most 10 epochs; the experiment asks for 30" in app.warning[0].value
    shown = labelled(app.number_input, "Epochs")
    assert (shown.value, shown.max) == (30, 30)  # what the address asks for, not what would do
    labelled(app.number_input, "Epochs").set_value(10).run()
    assert not app.warning


# ---- own images -------------------------------------------------------------------------------------


def zipped(count: int = 60, ink: str = "black", ground: str = "white") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("read_me.md", "drawn by hand")
        for number in range(count):
            picture = Image.new("L", (40, 30), ground)
            ImageDraw.Draw(picture).ellipse((10, 5, 15 + number % 10, 25), fill=ink)
            content = io.BytesIO()
            picture.save(content, "PNG")
            archive.writestr(f"{'*odd*' if number % 2 else 'even'}/{number}.png", content.getvalue())
    return file.getvalue()


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return app.run()


def packed(app: AppTest) -> bytes | None:
    return app.session_state[SETTINGS].get(OWN_DATA.key)


def test_own_images_are_taken_in_once_and_told_about(monkeypatch):
    read, reads = own.read, []
    monkeypatch.setattr(own, "read", lambda *arguments: reads.append(1) or read(*arguments))
    app = upload(open_lab(data="own"), "my *shapes*.zip", zipped())
    assert not app.exception
    told = words(app)
    for fact in (
        r"my \*shapes\*.zip: **60 images**",
        "2 classes",
        "Dark and light changed places",
        r"Passed over, as no images\: 1 \(read\_me.md\)",
    ):
        assert fact in told
    (pictures,) = (part.body for part in app.get("html") if "ink-rows" in part.body)
    assert pictures.count("<img") == 2
    assert "<b>*odd*</b><i>30</i>" in pictures
    assert len(own.from_packed(packed(app)).dataset) == 60
    app.run()
    labelled(app.number_input, "Epochs").set_value(3).run()
    assert reads == [1]


def test_pictures_may_be_chosen_one_by_one():
    app = open_lab(data="own")
    with zipfile.ZipFile(io.BytesIO(zipped())) as archive:
        chosen = [(entry.split("/")[-1], archive.read(entry), "image/png") for entry in archive.namelist()]
    app.file_uploader[0].set_value(chosen)
    app.run()
    assert r"read\_me.md \+ 60: **60 images**" in words(app)
    assert len(own.from_packed(packed(app)).dataset) == 60


def test_what_did_not_happen_is_not_told():
    content = io.BytesIO()
    app = upload(open_lab(data="own"), "drawn.npz", _arrays(content))
    assert "No labels were found." in words(app)
    assert "changed places" not in words(app)
    assert "Passed over" not in words(app)


def _arrays(file: io.BytesIO) -> bytes:
    import numpy as np

    np.savez(file, images=np.random.default_rng(0).integers(0, 100, (50, 28, 28), dtype=np.uint8))
    return file.getvalue()


def test_what_is_refused_says_why_and_gives_way_to_the_next_file():
    app = upload(open_lab(data="own"), "_a_.zip", zipped()[:500])
    (error,) = app.error
    assert error.value.startswith(r"\_a\_.zip\: expected a whole zip archive")
    assert packed(app) is None
    app = upload(app, "few.zip", zipped(9))
    assert "expected at least 50 images, found 9" in app.error[0].value
    app = upload(app, "enough.zip", zipped())
    assert not app.error
    assert packed(app) is not None
    app.file_uploader[0].clear()
    app.run()
    assert packed(app) is None
    assert "60 images" not in words(app)


def test_own_images_are_still_there_after_a_look_at_other_data():
    app = upload(open_lab(data="own"), "mine.zip", zipped())
    before = packed(app)
    labelled(app.selectbox, "Data").set_value("digits").run()
    assert not app.file_uploader
    labelled(app.selectbox, "Data").set_value("own").run()
    assert packed(app) == before
    assert "mine.zip: **60 images**" in words(app)


def test_own_images_are_still_there_after_a_reload():
    before = upload(open_lab(data="own"), "mine.zip", zipped())
    again = open_lab(data="own", own=queried(before, "own"))
    assert packed(again) == packed(before)
    assert "mine.zip: **60 images**" in words(again)


def test_images_that_are_not_kept_any_more_are_asked_for_again():
    app = open_lab(data="own", own="0" * 32)
    assert "upload the file again" in app.warning[0].value
    assert "own" not in app.query_params
    assert packed(upload(app, "mine.zip", zipped())) is not None


def test_what_was_found_can_be_overruled():
    app = upload(open_lab(data="own"), "mine.zip", zipped())
    found = own.from_packed(packed(app)).dataset.images
    labelled(app.selectbox, "Dark and light").set_value("no").run()
    assert "changed places" not in words(app)
    assert own.from_packed(packed(app)).dataset.images.mean() > 0.6 > found.mean()
    labelled(app.selectbox, "Dark and light").set_value("found").run()
    labelled(app.selectbox, "Turn").set_value("over").run()
    turned = own.from_packed(packed(app)).dataset.images
    assert (turned == found[:, ::-1]).all()
    assert queried(app, "turn") == "over"
    labelled(app.selectbox, "Pixel values").set_value("0_16").run()
    assert not app.exception
    upload(app, "another.zip", zipped(55))
    assert "turn" not in app.query_params


def test_a_split_of_the_files_own_is_learned_and_scored():
    import numpy as np

    file, random = io.BytesIO(), np.random.default_rng(0)
    images = random.integers(0, 100, (80, 28, 28), dtype=np.uint8)
    np.savez(file, x_train=images[:60], x_test=images[60:])
    app = upload(open_lab(data="own"), "drawn.npz", file.getvalue())
    assert "drawn.npz: **80 images**" in words(app)
    held_out = own.from_packed(packed(app)).held_out
    assert (np.rint(held_out.images * 255).reshape(-1, 28, 28) == images[60:]).all()


def test_emnist_is_offered_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    app = open_lab()
    assert "EMNIST Letters" not in labelled(app.selectbox, "Data").options
    app = open_lab(data="emnist-letters")
    assert "EMNIST Letters" in labelled(app.selectbox, "Data").options
    assert "EMNIST is one archive of 560 MB" in words(app)
    (tmp_path / "mnist_train.csv").write_bytes(b"")
    assert r"other files are there\: mnist\_train.csv" in words(open_lab(data="mnist"))
    for stem in STEMS.values():
        (tmp_path / stem).write_bytes(b"<!DOCTYPE html><html></html>")
    assert "found a web page" in words(open_lab(data="mnist"))


def test_play_without_images_is_answered_in_words():
    app = click(open_lab(data="own"), "Play")
    assert not app.exception
    assert len(app.error) == 1
    assert "run" not in app.query_params


# ---- downloads --------------------------------------------------------------------------------------


class Mirror:
    """In place of the loader: it waits until it is let go, then does what it was told to."""

    def __init__(self):
        self.reported, self.go, self.error = threading.Event(), threading.Event(), None

    def __call__(self, name, *, split, progress):
        progress("train-images-idx3-ubyte.gz", 4_000_000, 9_912_422)
        self.reported.set()
        assert self.go.wait(10)
        progress("train-images-idx3-ubyte.gz", 9_912_422, 9_912_422)
        if self.error:
            raise self.error


@pytest.fixture
def mirror(monkeypatch, tmp_path):
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(downloads, "_latest", {})
    mirror = Mirror()
    monkeypatch.setattr(data, "load", mirror)
    yield mirror
    mirror.go.set()
    if (found := downloads.latest("mnist")) is not None:
        found.join(10)


def begin(mirror: Mirror) -> AppTest:
    app = click(open_lab(data="mnist"), "Download (12 MB)")
    assert mirror.reported.wait(10)
    return app.run()


def test_a_download_shows_how_far_it_is_and_is_gone_when_all_is_here(mirror, monkeypatch):
    app = begin(mirror)
    (bar,) = app.get("progress")
    assert bar.proto.value == round(100 * 4_000_000 / sum(downloads.SIZES["mnist"]))
    assert "4.0 of 11.6 MB" in bar.proto.text
    assert "Cancel" in [button.label for button in open_lab(data="mnist").button]  # whoever else comes sees it too
    mirror.go.set()
    downloads.latest("mnist").join(10)
    monkeypatch.setattr(download_section, "is_present", lambda name: True)
    app.run()
    assert not app.get("progress")
    assert not {"Cancel", "Download (12 MB)"} & {button.label for button in app.button}


def test_a_download_can_be_cancelled(mirror):
    app = click(begin(mirror), "Cancel")
    assert downloads.latest("mnist").state == "cancelled"
    assert "The download was cancelled" in words(app)
    assert "Download (12 MB)" in [button.label for button in app.button]
    assert not app.get("progress")


def test_what_fails_says_why_and_can_be_tried_again(mirror):
    mirror.error = DatasetError("No mirror: bring *the files* yourself.")
    mirror.go.set()
    app = click(open_lab(data="mnist"), "Download (12 MB)")
    downloads.latest("mnist").join(10)
    app.run()
    assert app.error[0].value == r"No mirror\: bring \*the files\* yourself."
    mirror.error = None
    app = click(app, "Try again")
    downloads.latest("mnist").join(10)
    assert downloads.latest("mnist").state == "finished"


def test_nothing_is_offered_for_what_is_here_or_needs_no_files(mirror):
    for name in ("digits", "own"):
        assert not [button for button in open_lab(data=name).button if "Download" in button.label]


def test_words_of_others_are_shown_as_they_are():
    assert literal("a_b*c* [d](e) $f$ :red[g]") == r"a\_b\*c\* \[d\]\(e\) \$f\$ \:red\[g\]"
