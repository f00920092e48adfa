"""The training lab in Chinese: what is refused and what goes wrong is told in the reader's language."""

import dataclasses
import gzip
import io
import re
import threading
import zipfile

import numpy as np
import pytest
from core.lab.works import until
from entering import PATIENCE, enter, turn_to
from PIL import Image
from streamlit.testing.v1 import AppTest

from ui import i18n, lab
from vae_core import data
from vae_core.data import downloads, own
from vae_core.errors import DatasetError, Sentence
from vae_core.lab import limits
from vae_core.lab.experiment import Experiment

OWNER = "somebody who reads Chinese"
QUICK = {"images": 64, "hidden": (8,), "batch_size": 32, "members": ("vae",)}
# Names of files, fields and formats stay as they are, and what a library says, in brackets; other clauses do not.
IN_BRACKETS, ENGLISH_CLAUSE = re.compile(r"（.*?）"), re.compile(r"([a-z]+ ){3}")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    # AppTest asks for the labels of options outside of any session, where nobody could know the reader's language.
    monkeypatch.setattr(i18n, "language", lambda: "zh_CN")


def open_lab(**address) -> AppTest:
    return enter("training", OWNER, **address)


def click(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def is_chinese(text: str) -> bool:
    return re.search(r"[一-鿿]", text) is not None and not ENGLISH_CLAUSE.search(IN_BRACKETS.sub("", text))


# ---- limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("epochs", "最多允许 1 轮；当前设置要求 50 轮"),
        ("images", "最多允许 1 张图像；当前设置要求 500 张"),
        ("latent_dim", "最多允许 1 维隐变量；当前设置要求 2 维"),
        ("width", "每层最多允许 1 个单元；当前设置要求 256 个"),
        ("depth", "最多允许 1 个隐藏层；当前设置要求 2 个"),
    ],
)
def test_what_the_server_does_not_allow(monkeypatch, limit, sentence):
    small = dataclasses.replace(limits.load(), **{limit: 1})
    monkeypatch.setattr(lab.runner(), "limits", small)
    monkeypatch.setattr(lab, "allowed", lambda: small)
    app = open_lab(images="500")
    assert sentence in app.warning[0].value
    assert sentence in click(app, "播放").error[0].value
    assert "run" not in app.query_params


# ---- uploads ----------------------------------------------------------------------------------------


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def picture(value: int = 9, size: tuple[int, int] = (28, 28), mode: str = "L") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, value).save(file, "TIFF" if mode == "I" else "PNG")
    return file.getvalue()


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[changed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def link() -> bytes:
    entry = zipfile.ZipInfo("link.png")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return zipped({entry: b"target"})


IMAGES = np.random.default_rng(0).integers(0, 200, (60, 28, 28)).astype(np.uint8)
PICTURES = {f"{number}.png": picture(number) for number in range(60)}
IDX = bytes((0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 28, 0, 0, 0, 28)) + IMAGES.tobytes()
REFUSED = {
    "empty": b"",
    "of another kind": b"hello",
    "a single picture": picture(),
    "a web page": b"<!DOCTYPE html><html></html>",
    "a pickle": b"\x80\x04\x95" + bytes(100),
    "a file of PyTorch": zipped({"archive/data.pkl": b"", "archive/data/0": b""}),
    "a file of MATLAB": b"MATLAB 5.0 MAT-file",
    "HDF5": b"\x89HDF" + bytes(100),
    "an archive of another kind": b"7z\xbc\xaf" + bytes(100),
    "a document": b"%PDF-1.7",
    "Arrow": b"ARROW1" + bytes(100),
    "Weka": b"@RELATION mnist",
    "a table of other things": b"a,b\n1,2\n" * 30,
    "a damaged Parquet": b"PAR1" + bytes(100) + b"PAR1",
    "standardised by pixel": npz(images=(IMAGES - IMAGES.mean(0)) / IMAGES.std(0)),
    "several sets": zipped({f"{name}-images-idx3-ubyte": IDX for name in ("one", "two")}),
    "gzip, cut off": gzip.compress(IDX, mtime=0)[:-9],
    "gzip of something else": gzip.compress(b"hello", mtime=0),
    "IDX, too short": IDX[:9],
    "IDX of something else": b"\x00\x00\x09\x03" + IDX[4:],
    "IDX of labels": b"\x00\x00\x08\x01" + IDX[4:],
    "IDX, cut off": IDX[:-1],
    "zip, cut off": zipped(PICTURES)[:-30],
    "zip with a damaged file": zipped(PICTURES).replace(b"IDAT", b"IDAX", 1),
    "zip that climbs": zipped({"../a.png": b""}),
    "zip with a link": link(),
    "zip with a password": encrypted(zipped(PICTURES)),
    "zip packed otherwise": zipped(PICTURES, zipfile.ZIP_LZMA),
    "zip of few": zipped({"1.png": picture()}),
    "zip of other files": zipped({f"{number}.txt": b"" for number in range(60)}),
    "zip with a cut picture": zipped(PICTURES | {"cut.png": picture()[:-30]}),
    "zip with a large picture": zipped(PICTURES | {"large.png": picture(size=(4097, 1))}),
    "zip with 32 bits": zipped(PICTURES | {"deep.tiff": picture(mode="I")}),
    "zip of even areas": zipped(PICTURES),
    "zip of many folders": zipped({f"{number}/a.png": picture() for number in range(1001)}),
    "NaN": npz(images=IMAGES * np.nan),
    "text": npz(images=IMAGES.astype("U3")),
    "objects": npz(images=IMAGES.astype(object)),
    "complex": npz(images=IMAGES.astype(complex)),
    "records": npz(images=np.zeros(60, "u1,f4")),
    "times": npz(images=IMAGES.astype("M8[s]")),
    "other shapes": npz(images=IMAGES[0]),
    "no images": npz(a=np.arange(60)),
    "two arrays of images": npz(a=IMAGES, b=IMAGES),
    "no array": zipped({"images.npy": b"hello"}),
    "no header": zipped({"images.npy": npy(IMAGES)[:10] + b" " * 200}),
    "a cut array": zipped({"images.npy": npy(IMAGES)[:-1]}),
    "an empty array": npz(images=IMAGES[:0]),
    "a wide array": npz(images=np.zeros((50, 2, 4097), np.uint8)),
    "labels of others": npz(images=IMAGES, labels=np.arange(59)),
}


def test_every_kind_of_upload_that_is_refused():
    app, told = open_lab(data="own"), {}
    for kind, content in REFUSED.items():
        app.file_uploader[0].set_value(("我的图像.zip", content, "application/octet-stream"))
        app.run()
        assert not app.exception
        told[kind] = app.error[0].value
    assert [(kind, sentence) for kind, sentence in told.items() if not is_chinese(sentence)] == []
    assert "至少需要 50 张图像，实际有 1 张" in told["zip of few"]


@pytest.mark.parametrize("limit", ["upload_bytes", "unpacked_bytes", "images"])
def test_uploads_that_are_too_large(monkeypatch, limit):
    read = own.read
    small = own.OwnDataLimits(**{limit: 51})
    monkeypatch.setattr(own, "read", lambda name, content, allowed, options: read(name, content, small, options))
    app = open_lab(data="own")
    app.file_uploader[0].set_value(("a.npz", npz(images=IMAGES), "application/octet-stream"))
    app.run()
    assert is_chinese(app.error[0].value)
    assert "最多允许" in app.error[0].value


# ---- downloads --------------------------------------------------------------------------------------


def test_a_download_that_fails(monkeypatch, tmp_path):
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(downloads, "_latest", {})
    load, done = data.load, threading.Event()

    def unreachable(name, **settings):
        done.wait(10)
        return load(name, split="train", download=False)

    monkeypatch.setattr(data, "load", unreachable)
    app = open_lab(data="mnist")
    click(app, next(button.label for button in app.button if "MB" in button.label))
    done.set()
    downloads.latest("mnist").join(10)
    app.run()
    assert "缺少这个 mnist 文件。要自备文件，请把 train\\-images" in app.error[0].value


# ---- runs -------------------------------------------------------------------------------------------


def ended(state: str, **settings) -> str:
    run = lab.runner().start(Experiment(**{**QUICK, **settings}), OWNER)
    until(lambda: lab.record(run).is_over, PATIENCE)
    assert lab.record(run).state == state
    return run


def test_a_run_that_ends_by_an_error():
    run = ended("failed", learning_rate=10.0, beta=1000.0, reconstruction="squared-error", epochs=200)
    app = open_lab(run=run)
    (warning,) = (warning.value for warning in app.warning if "VAE" in warning.value)
    assert re.fullmatch(r"VAE：第 \d+ 步之后，损失从 .* 变成了 .*：训练已经发散。通常减小学习率就能解决。", warning)
    turn_to(app, "training", "runs")
    assert [caption.value for caption in app.caption if "训练已经发散" in caption.value]


def test_more_runs_than_may_wait(monkeypatch):
    runner = lab.runner()
    monkeypatch.setattr(runner, "limits", dataclasses.replace(runner.limits, waiting_per_person=1))
    app = click(open_lab(step="sweep", images="64", widths="8"), "训练 8 个 VAE")
    assert "次训练在排队，达到了上限" in "".join(error.value for error in app.error)
    for summary in runner.runs(OWNER):
        runner.delete(summary.run, OWNER)


def test_notices_of_a_run():
    run = ended("finished", epochs=1)
    reason = DatasetError("{file}: expected a readable file, found: {error}.", file="a", error="No space left")
    lab.runner()._runs[run].log.note(Sentence("{error} It goes on in memory.", error=reason))
    app = open_lab(run=run)
    assert "a：文件无法读取：No space left。训练改在内存中继续。" in [warning.value for warning in app.warning]
