"""What the browser gets of models and scripts, where, and what is ready before anybody asks."""

import gzip
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from safetensors.numpy import load
from serving import serve
from starlette.routing import Match

import ui.components
from ui import addresses, libraries, library, server, taken_along, web
from ui.library.denoisers import Described
from ui.library.project import version_of
from vae_core import pretrained
from vae_core.errors import CheckpointError


@pytest.mark.parametrize("part", ["decoder", "encoder"])
@pytest.mark.parametrize("name", pretrained.autoencoders())
def test_half_a_network_is_served_to_be_kept_for_ever(name, part):
    response = serve(library.pretrained(name).describe()[part])
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert all(key.startswith(f"{part}.") for key in load(response.body))


@pytest.mark.parametrize("name", pretrained.denoisers())
def test_a_denoiser_is_served_whole_and_has_no_codes(name):
    response = serve(Described(name, "a label").describe()["denoiser"])
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert {key.split(".")[0] for key in load(response.body)} == {"condition", "body"}
    with pytest.raises(CheckpointError, match="no codes"):
        library.pretrained(name)
    for file in ("encodings.safetensors", "weights.safetensors"):
        assert serve(addresses.model_file("project", name, version_of(name), file)).status_code == 404


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("mnist-vae-2d", "weights.safetensors"),
        ("..", "manifest.json"),
        ("..", "decoder.safetensors"),
        ("nobody", "decoder.safetensors"),
    ],
)
def test_nothing_else_is_served(name, file):
    version = library.pretrained("mnist-vae-2d").version
    assert serve(addresses.model_file("project", name, version, file)).status_code == 404


def test_a_model_is_handed_out_for_other_programs_and_for_a_browser_alone():
    model = library.pretrained("mnist-ae-2d")
    links = {link["name"]: serve(link["address"]) for link in taken_along.links(model)}
    assert links.keys() == {"ae-2d.html", "ae-2d-decoder.onnx", "ae-2d-encoder.onnx"}
    for name, response in links.items():
        assert response.status_code == 200
        assert response.headers["content-disposition"] == f"attachment; filename={name}"
        assert response.headers["cache-control"] == "no-store"
    assert links["ae-2d.html"].body.startswith(b"<!doctype html>")
    where = "project", "mnist-ae-2d", model.version
    assert serve(addresses.export_file(*where, "weights.safetensors")).status_code == 404
    assert serve(addresses.export_file(*where[:2], "older", "page.html")).status_code == 404
    assert serve(addresses.export_file("project", "nobody", "x", "page.html")).status_code == 404


ADDRESSES = (
    addresses.script("base/component.js"),
    library.pretrained("mnist-vae-2d").address(pretrained.DECODER),
    addresses.model_file("run", "vae", "version", pretrained.DECODER),
    addresses.plotly_script(libraries.FLAT),
    addresses.LIVE,
    addresses.frames("key"),
    addresses.image("run").replace("{number}", "3"),
)


@pytest.mark.parametrize("base", ["", "course"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_lead_to_a_route(address, base, monkeypatch):
    monkeypatch.setattr(server.config, "get_option", lambda name: base)
    path = "/" + "/".join(filter(None, [base, address]))
    method = "POST" if address == addresses.LIVE else "GET"
    scope = {"type": "http", "method": method, "path": path}
    assert [route for route in server.routes() if route.matches(scope)[0] == Match.FULL]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_are_relative_to_where_the_browser_found_the_page(address):
    assert urljoin("https://hub/user/ann/proxy/8501/elbo?q=1", address).startswith("https://hub/user/ann/proxy/8501/")


def test_a_model_published_anew_is_another(monkeypatch):
    before = library.pretrained("mnist-vae-2d")
    entry = pretrained.entry("mnist-vae-2d")
    for file in (pretrained.WEIGHTS, pretrained.ENCODINGS):
        changed = {**entry, "files": {**entry["files"], file: "0" * 64}}
        with monkeypatch.context() as patch:
            patch.setattr(pretrained, "entry", lambda name, changed=changed: changed)
            after = library.pretrained("mnist-vae-2d")
            assert after != before
            for part in ("decoder", "encoder", "encodings"):
                assert after.describe()[part] != before.describe()[part]
                assert serve(before.describe()[part]).status_code == 404
            with pytest.raises(pretrained.CheckpointError, match="newer one"):
                before.shelf.network(before.member, before.version)


# ---- scripts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "unpacked"), [("gzip", gzip.decompress), ("identity", bytes)])
def test_a_script_is_served_as_it_is_to_be_kept_for_ever(encoding, unpacked):
    response = serve(addresses.script("base/component.js"), encoding)
    assert unpacked(response.body) == (web.FOLDER / "base" / "component.js").read_bytes()
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["content-encoding"] == encoding
    assert "immutable" in response.headers["cache-control"]


@pytest.mark.parametrize("path", ["base/nothing.js", "../ui/web.py", "/etc/passwd", ""])
def test_nothing_beside_the_scripts_is_served(path):
    assert serve(f"web/{web.version()}/{path}").status_code == 404


def test_scripts_of_another_version_are_not_served():
    assert serve("web/0000000000000000/base/component.js").status_code == 404


def test_the_version_is_that_of_the_content(monkeypatch):
    before = web.version()
    changed = {**web.files(), "base/component.js": b""}
    monkeypatch.setattr(web, "files", lambda: changed)
    web.version.cache_clear()
    assert web.version() != before
    monkeypatch.undo()
    web.version.cache_clear()
    assert web.version() == before


def test_every_component_has_its_files():
    for script in ui.components.__path__:
        for folder in (path for path in Path(script).iterdir() if (path / "__init__.py").exists()):
            assert {f"{folder.name}/{folder.name}.{kind}" for kind in ("js", "css", "html")} <= web.files().keys()


# A fresh server whose first visitors ask while another thread imports what Streamlit has put off.
FIRST_QUESTIONS = """
import asyncio, importlib, threading
import sections.distributions.density
from ui import live, server

done, answers = threading.Event(), []

def ask(number):
    section = "sections.distributions.density.density"
    while not done.is_set():
        asked = live.Question(section, "distributions", "density", "en", {"x1": f"-0.{number}"}, [])
        try:
            answers.append("figure" in live.answer(asked)["shown"]["density"])
        except Exception as error:
            answers.append(repr(error))

async def serve():
    async with server.lifespan(None):
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 5)]
        for thread in threads:
            thread.start()
        for module in ("pandas", "pyarrow", "PIL.Image"):
            importlib.import_module(module)
        while len(answers) < 20:
            await asyncio.sleep(0.01)
        done.set()
        for thread in threads:
            thread.join()

asyncio.run(serve())
print(*set(answers))
"""


def test_first_questions_are_answered_while_others_import(root):
    command = [sys.executable, "-c", FIRST_QUESTIONS]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert found.stdout.split("\n")[-2] == "True"
