"""The app as a package: built, installed below a path as people have it, and opened from another folder."""

import os
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from conftest import ROOT, Start, serving
from hatchling.build import build_wheel
from packaging.requirements import Requirement

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def run(*command: str | Path, **settings) -> str:
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, **settings)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home") / "我的 文件夹"


@pytest.fixture(scope="module")
def environment(home) -> Path:
    """The scripts of an environment that has the wheel of this checkout, and what it needs from ours."""
    wheels = home / "wheels"
    wheels.mkdir(parents=True)
    before = Path.cwd()
    os.chdir(ROOT)  # where a build begins
    try:
        wheel = wheels / build_wheel(str(wheels))
    finally:
        os.chdir(before)
    run(sys.executable, "-m", "venv", "--without-pip", home / "environment")
    scripts = home / "environment" / ("Scripts" if os.name == "nt" else "bin")
    (own,) = run(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").splitlines()
    Path(own, "needed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    run(
        sys.executable, "-m", "pip", f"--python={scripts / 'python'}", "install", "-q", "--no-deps", "--no-index", wheel
    )
    return scripts


@pytest.fixture(scope="module")
def elsewhere(home, environment) -> Path:
    """Another folder, in which there is nothing of ours."""
    folder = home / "else where"
    folder.mkdir()
    return folder


def test_what_it_needs_is_what_the_readme_installs(environment):
    (about,) = environment.parent.rglob("vae_playground-*.dist-info")
    declared = {str(Requirement(line)) for line in Distribution.at(about).requires}
    lines = (line.partition(" #")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines())
    assert declared == {str(Requirement(line)) for line in lines if line and not line.startswith("#")}


def test_its_version_is_the_one_to_be_cited(environment, elsewhere):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert run(environment / "vae-playground", "--version", cwd=elsewhere).strip() == version


def test_the_core_is_there_from_any_folder(environment, elsewhere):
    words = (
        "from vae_core import data, pretrained, __file__; "
        "posterior = pretrained.load('mnist-vae-8d').encode(data.load('digits').images[:3]); "
        "print(*posterior.mean.shape, __file__)"
    )
    count, dimensions, place = run(environment / "python", "-c", words, cwd=elsewhere).split(" ", 2)
    assert (count, dimensions) == ("3", "8")
    assert Path(place.strip()).is_relative_to(environment.parent)


def test_a_page_for_a_class_is_made_from_any_folder(environment, tmp_path):
    run(environment / "python", "-m", "vae_core", "export", "mnist-vae-2d", "class.html", cwd=tmp_path)
    assert (tmp_path / "class.html").read_bytes().startswith(b"<!doctype html>")


def test_the_command_opens_the_app_and_keeps_runs_where_the_system_keeps_a_persons_data(
    visit, environment, elsewhere, home
):
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "VAE_RUNS_DIR": "", "VAE_DATA_DIR": ""}
    start = Start((str(environment / "vae-playground"),), elsewhere)
    with serving(home / "log", start=start, **own) as port:
        address = f"http://127.0.0.1:{port}"
        visitor = visit("/", address=address)
        before = visitor.pictures()
        visitor.page.get_by_role("button", name="Sample from the prior").click()
        visitor.until(lambda: visitor.pictures() != before)
        visitor = visit("/autoencoders?step=flow", address=address)
        visitor.page.locator(".dataflow .code span").first.wait_for(state="attached")  # lines of the core that ran
        visitor = visit("/training?images=300&widths=16&batch=10&epochs=1", ready=False, address=address)
        visitor.page.get_by_test_id("stMain").get_by_role("button", name="Play").first.click()
        visitor.page.get_by_text("Finished").first.wait_for()
    (run_of_digits,) = home.glob("data/vae-playground/runs/*/experiment.json")
    assert '"digits"' in run_of_digits.read_text("utf-8")
    assert [*elsewhere.iterdir()] == []
