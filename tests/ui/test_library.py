"""Wherever a model comes from, it is asked in the same way, and its answers agree with each other."""

import time

import numpy as np
import pytest
import torch
from core.builders import checkpoint_of, tiny_run
from safetensors.numpy import load
from serving import serve

from ui import addresses, lab, late, library
from ui.library import Model, Shelf
from vae_core.errors import VaeCoreError
from vae_core.lab.experiment import Experiment
from vae_core.pretrained import UNLABELLED, as_encodings
from vae_core.training import checkpoints

ORIGINS = ("project", "run", "file")


def a_run() -> str:
    run = lab.runner().start(Experiment(images=64, hidden=(8,), batch_size=32, epochs=2), "somebody with a library")
    deadline = time.monotonic() + 20
    while not lab.record(run).is_over:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return run


@pytest.fixture(scope="module", params=ORIGINS)
def shelf(request) -> Shelf:
    if request.param == "project":
        return library.shelf(None)
    if request.param == "run":
        return library.shelf(a_run())
    files = {f"{kind}.safetensors": checkpoints.to_bytes(checkpoint_of(tiny_run(kind))) for kind in ("ae", "vae")}
    return library.shelf(library.take_in(files))


@pytest.fixture(params=("vae", "ae"))
def model(shelf, request) -> Model:
    return next(found for member in shelf.members() if (found := shelf.find(member)).kind == request.param)


def test_a_shelf_is_found_by_its_token_with_a_vae_before_an_autoencoder(shelf):
    assert library.shelf(shelf.token) == shelf
    kinds = [shelf.find(member).kind for member in shelf.members()]
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {"vae", "ae"}


def test_a_model_is_itself_until_it_is_another(shelf, model):
    again = library.shelf(shelf.token).find(model.member)
    assert again == model
    assert again.network is model.network
    assert again.encodings is model.encodings
    others = [shelf.find(member) for member in shelf.members() if member != model.member]
    assert model.version not in {other.version for other in others}


def test_the_browser_is_led_to_the_network_that_computes_here(model):
    described = model.describe()
    assert (described["kind"], described["latent_dim"]) == (model.kind, model.network.config.latent_dim)
    assert described["activation"] == model.network.config.activation
    for half in ("decoder", "encoder"):
        served = load(serve(described[half]).body)
        here = {name: value.numpy() for name, value in model.network.state_dict().items() if name.startswith(half)}
        assert served.keys() == here.keys()
        assert all(np.array_equal(served[name], here[name]) for name in served)
    codes = as_encodings(load(serve(described["encodings"]).body))
    np.testing.assert_array_equal(codes.mean, model.encodings.mean)
    assert (codes.log_variance is None) == (model.kind == "ae")
    assert UNLABELLED not in codes.label


def test_its_codes_and_pictures_are_those_of_its_network(model):
    codes = model.encodings.mean[:20]
    with torch.no_grad():
        expected = torch.sigmoid(model.network.decode(codes)).numpy()
    np.testing.assert_array_equal(model.pictures(codes), expected)
    images = model.shelf.images()
    if images is not None:
        assert len(images) == len(model.encodings.mean)
        found = model.codes(images[:20].astype(np.float32) / 255)
        np.testing.assert_allclose(found, codes, atol=0.01)


def test_the_images_behind_the_codes_are_served_where_they_are(shelf):
    images = shelf.images()
    response = serve(addresses.image(shelf.token).format(number=3))
    if images is None:
        assert response.status_code == 404
    else:
        assert response.body == images[3].tobytes()
        assert serve(addresses.image(shelf.token).format(number=len(images))).status_code == 404


def test_what_is_not_there_is_refused(shelf, model):
    with pytest.raises(VaeCoreError):
        shelf.find("nobody")
    with pytest.raises(VaeCoreError, match="newer one"):
        shelf.file(model.member, "0" * 16, "decoder.safetensors")
    with pytest.raises(VaeCoreError, match="newer one"):
        shelf.network(model.member, "0" * 16)
    address = addresses.model_file(shelf.token, model.member, model.version, "{file}")
    assert serve(address.format(file="decoder.safetensors")).status_code == 200
    for wrong in ("weights.safetensors", "../weights.safetensors"):
        assert serve(address.format(file=wrong)).status_code == 404
    assert serve(address.format(file="decoder.safetensors").replace(model.version, "0" * 16)).status_code == 404


@pytest.mark.parametrize("token", ["nobody-knows-it", "file-0123456789abcdef"])
def test_an_empty_shelf_says_so(token):
    shelf = library.shelf(token)
    for ask in (shelf.members, shelf.images, lambda: shelf.find("vae")):
        with pytest.raises(VaeCoreError):
            ask()


def test_what_is_loaded_late_is_there():
    late.load()
    for name, module in late.MODULES.items():
        assert getattr(late, name).__name__ == module
    with pytest.raises(AttributeError):
        late.nothing  # noqa: B018
