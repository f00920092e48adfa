"""The models' files as the browser gets them."""

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
