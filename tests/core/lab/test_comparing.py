"""What tells runs apart, what a sweep adds up to, and what is taken away."""

import numpy as np
import pytest
import torch
from safetensors.numpy import load as parse_arrays

from core.builders import checkpoint_of, noise_images, tiny_run
from core.lab.works import quick
from vae_core.errors import VaeCoreError
from vae_core.lab import opening, sweep
from vae_core.lab.differences import are_scored_alike, differing, incomparable
from vae_core.lab.events import Record
from vae_core.lab.runner import RunSummary
from vae_core.pretrained import DECODER, ENCODER, ENCODINGS


def summary(state="finished", kl=None, reconstruction=None, **changes) -> RunSummary:
    terms = {} if kl is None else {"vae": {"kl": kl, "reconstruction": reconstruction}}
    return RunSummary("a", quick(members=("vae",), **changes), state, 0.0, terms)


def test_only_what_differs_is_named():
    assert differing([quick(), quick()]) == ()
    assert differing([quick(beta=2.0), quick(seed=1, members=("vae",))]) == ("beta", "seed")
    assert incomparable([quick(beta=2.0), quick()]) == ()
    assert incomparable([quick(reconstruction="squared-error"), quick(seed=2)]) == ("reconstruction",)


def test_images_tell_whether_own_data_are_the_same():
    one, same, other, unborn = (Record(("vae",)) for _ in range(4))
    for record, shade in ((one, 0), (same, 0), (other, 1)):
        record.members["vae"].originals = np.full((10, 784), shade, np.uint8)
    assert are_scored_alike([one, same, unborn])
    assert not are_scored_alike([one, other])
    assert are_scored_alike([])


def test_what_is_measured_on_one_scale_may_stand_in_one_plane():
    assert sweep.scale(quick(beta=2.0, latent_dim=3, epochs=4)) == sweep.scale(quick(seed=1))
    others = [{"dataset": "mnist"}, {"reconstruction": "squared-error"}, {"samples": 5}]
    assert len({sweep.scale(quick(**other)) for other in [{}, *others]}) == 4


def test_points_stand_in_the_order_of_what_was_varied():
    runs = [
        summary(kl=2.0, reconstruction=110.0, beta=4.0),
        summary("running", 6.0, 101.0),
        summary("waiting", beta=8.0),
    ]
    assert sweep.swept([each.experiment for each in runs]) == "beta"
    found = sweep.points(runs, "beta")
    assert [(point.value, point.rate, point.is_final) for point in found] == [(1.0, 6.0, False), (4.0, 2.0, True)]
    assert sweep.best(found).negative_elbo == 107.0
    assert sweep.swept([quick(latent_dim=1), quick(latent_dim=4)]) == "latent_dim"


def test_presets_are_within_what_an_experiment_allows():
    for name, values in sweep.SWEEPS.items():
        assert [getattr(quick(**{name: value}), name) for value in values] == list(values)


def browser_files(checkpoint, images) -> dict[str, bytes]:
    return opening.browser_files(opening.network(checkpoint, images), images)


@pytest.mark.parametrize("member", ["vae", "ae"])
def test_what_the_browser_gets_computes_as_the_model_does(member):
    checkpoint, images = checkpoint_of(tiny_run(member)), noise_images(80)
    files = browser_files(checkpoint, images)
    halves, codes = parse_arrays(files[DECODER]) | parse_arrays(files[ENCODER]), parse_arrays(files[ENCODINGS])
    opened = checkpoint.model()
    opened.load_state_dict({**opened.state_dict(), **{name: torch.from_numpy(value) for name, value in halves.items()}})
    before, encoded = checkpoint.model().encode(images.images), opened.encode(images.images)
    if member == "vae":
        before, encoded = before.mean, encoded.mean
    with torch.no_grad():
        assert np.allclose(encoded, codes["mean"].astype(np.float32), atol=0.01)
        assert torch.allclose(checkpoint.model().decode(before), opened.decode(encoded), atol=1e-4)
    assert (codes["label"] == images.labels).all()
    if member == "ae":
        assert np.cov(codes["mean"].astype(float).T) == pytest.approx(np.eye(2), abs=0.01)


@pytest.mark.parametrize(("file", "part"), [(DECODER, "decoder."), (ENCODER, "encoder.")])
def test_a_half_holds_nothing_of_the_other(file, part):
    assert all(
        name.startswith(part) for name in parse_arrays(browser_files(checkpoint_of(tiny_run()), noise_images(9))[file])
    )


def test_codes_on_a_line_cannot_be_opened_and_say_so():
    checkpoint = checkpoint_of(tiny_run("ae"))
    weights = {**checkpoint.weights, "encoder.mean.weight": torch.zeros_like(checkpoint.weights["encoder.mean.weight"])}
    with pytest.raises(VaeCoreError, match="fewer dimensions"):
        opening.network(checkpoint_of(checkpoint.config, weights), noise_images(80))


def test_images_without_labels_are_marked():
    images = noise_images(60)
    unlabelled = type(images)("own", "test", images.images, np.full(60, -1))
    codes = parse_arrays(browser_files(checkpoint_of(tiny_run()), unlabelled)[ENCODINGS])
    assert (codes["label"] == 255).all()
