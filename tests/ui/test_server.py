"""The models' files as the browser gets them, and what is ready before anybody asks."""

import subprocess
import sys

import pytest
from safetensors.numpy import load
from starlette.applications import Starlette
from starlette.requests import Request

from ui import server
from vae_core import pretrained


def serve(name: str, file: str):
    request = Request({"type": "http", "path_params": {"name": name, "file": file}})
    return server._serve_model(request)


@pytest.mark.parametrize("name", pretrained.available())
def test_a_decoder_is_served_to_be_kept_for_ever(name):
    response = serve(name, "decoder.safetensors")
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert all(key.startswith("decoder.") for key in load(response.body))


@pytest.mark.parametrize("name", pretrained.available())
def test_an_encoder_is_served_to_be_kept_for_ever(name):
    response = serve(name, "encoder.safetensors")
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert all(key.startswith("encoder.") for key in load(response.body))


@pytest.mark.parametrize(
    ("name", "file"),
    [("mnist-vae-2d", "weights.safetensors"), ("..", "manifest.json"), ("nobody", "decoder.safetensors")],
)
def test_nothing_else_is_served(name, file):
    assert serve(name, file).status_code == 404


def test_addresses_lead_to_the_route():
    app = Starlette(routes=server.routes())
    path = server.model_url("mnist-vae-2d", "decoder.safetensors")
    match, _ = app.routes[0].matches({"type": "http", "method": "GET", "path": path})
    assert match.name == "FULL"


def test_the_address_changes_with_the_content(monkeypatch):
    before = server.model_url("mnist-vae-2d", "decoder.safetensors")
    entry = pretrained.entry("mnist-vae-2d")
    changed = {**entry, "files": {**entry["files"], pretrained.WEIGHTS: "0" * 64}}
    monkeypatch.setattr(pretrained, "entry", lambda name: changed)
    assert server.model_url("mnist-vae-2d", "decoder.safetensors") != before


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
