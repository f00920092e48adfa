"""The models' files as the browser gets them."""

import pytest
from safetensors.numpy import load
from serving import serve

from ui import addresses, library
from vae_core import pretrained


@pytest.mark.parametrize("part", ["decoder", "encoder"])
@pytest.mark.parametrize("name", pretrained.available())
def test_half_a_network_is_served_to_be_kept_for_ever(name, part):
    response = serve(library.pretrained(name).describe()[part])
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    assert all(key.startswith(f"{part}.") for key in load(response.body))


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
