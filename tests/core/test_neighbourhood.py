"""What lies around a code: pictures of draws, how they change with the noise, and which digit they still are."""

import numpy as np
import pytest
import torch

from core.builders import noise_images
from vae_core import data, pretrained
from vae_core.analysis.neighbourhood import Neighbours, Profile, Reader, around, codes_of, neighbours, profile
from vae_core.analysis.reparameterisation import latent_codes, pictures, posterior, standard_noise
from vae_core.models import ModelConfig, build


@pytest.fixture(scope="module", params=["ae", "vae"])
def model(request):
    return build(ModelConfig(request.param, 2, (8,), pixels=6), seed=3)


@pytest.fixture(scope="module")
def images():
    return noise_images(30, pixels=6).images


def reader_of(model, images, labels=None) -> Reader:
    codes = codes_of(model, images)
    return Reader(model, codes, np.zeros(len(codes), np.int64) if labels is None else labels)


def test_codes_are_the_means(model, images):
    encoded = model.encode(images)
    expected = encoded if model.config.model == "ae" else encoded.mean
    np.testing.assert_array_equal(codes_of(model, images), expected.detach())


def test_a_reader_takes_the_vote_of_the_nearest_known_codes(model, images):
    codes = codes_of(model, images)
    labels = np.arange(30) % 3
    seen = Reader(model, codes, labels).read(images)
    for code, digit in zip(codes, seen, strict=True):
        nearest = np.argsort(np.linalg.norm(codes - code, axis=1))[:5]
        votes = np.bincount(labels[nearest], minlength=3)
        assert votes[digit] == votes.max()


def test_the_spread_is_that_of_the_codes(model, images):
    reader = reader_of(model, images)
    assert reader.spread == pytest.approx(np.sqrt(reader.codes.astype(float).var(0).mean()))


def test_neighbours_are_decoded_draws_and_their_change_is_the_mean_square(model, images):
    code = codes_of(model, images[:1])[0]
    q = around(code, 0.7)
    found = neighbours(model, images[0], q, [reader_of(model, images)], 9, seed=4)
    codes = latent_codes(q, standard_noise(9, 2, 4))
    assert codes == pytest.approx(code + 0.7 * standard_noise(9, 2, 4), rel=1e-5)
    np.testing.assert_allclose(found.pictures, pictures(model, codes), rtol=1e-5)
    np.testing.assert_allclose(found.centre, pictures(model, code[None])[0], rtol=1e-5)
    assert found.change == pytest.approx(np.mean((found.pictures - found.centre) ** 2), rel=1e-5)
    assert found.share == 1  # all known digits are the same


def test_a_picture_is_the_same_digit_only_where_all_readers_say_so(model, images):
    q = around(codes_of(model, images[:1])[0], 2.0)
    readers = [reader_of(model, images, np.arange(30) % count) for count in (2, 3)]
    verdicts = [neighbours(model, images[0], q, [reader], 40, seed=1).same for reader in readers]
    both = neighbours(model, images[0], q, readers, 40, seed=1).same
    np.testing.assert_array_equal(both, verdicts[0] & verdicts[1])


def test_pictures_change_more_as_the_noise_grows_and_with_its_square_at_first(model, images):
    readers = [reader_of(model, images)]
    found = profile(readers[0], images[0], readers, (1e-2, 2e-2, 1.0), 50, seed=2)
    assert (np.diff(found.change) > 0).all()
    assert found.change[1] / found.change[0] == pytest.approx(4, rel=0.1)
    q = around(codes_of(model, images[:1])[0], readers[0].spread)
    assert found.change[2] == pytest.approx(neighbours(model, images[0], q, readers, 50, seed=2).change)


def test_half_are_lost_where_the_share_crosses_one_half():
    scales = np.array([0.1, 1.0, 10.0])
    assert Profile(scales, scales, np.array([1.0, 0.75, 0.25])).half_life == pytest.approx(np.sqrt(10))
    assert Profile(scales, scales, np.array([1.0, 0.9, 0.8])).half_life is None
    assert Profile(scales, scales, np.array([0.4, 0.3, 0.2])).half_life is None


def test_equal_noise_and_codes_make_equal_pictures(model, images):
    q = around(codes_of(model, images[:1])[0], 0.5)
    first, second = (neighbours(model, images[0], q, [reader_of(model, images)], 5, seed=7) for _ in range(2))
    assert isinstance(first, Neighbours)
    np.testing.assert_array_equal(first.pictures, second.pictures)


@pytest.mark.mnist
def test_the_readers_know_test_digits_and_their_clouds_stay_what_they_are(mnist_dir):
    images = data.load("mnist", split="test", data_dir=mnist_dir).images[:300]
    labels = data.load("mnist", split="test", data_dir=mnist_dir).labels[:300]
    readers = []
    for name in ("mnist-ae-8d", "mnist-vae-8d"):
        known = pretrained.encodings(name)
        # Without the digits in question: nobody is their own neighbour.
        readers.append(Reader(pretrained.load(name), known.mean[300:], known.label[300:]))
        assert (readers[-1].read(images) == labels).mean() > 0.93
    vae = readers[1].model
    shares = [
        neighbours(vae, image, posterior(vae, image), readers, 30, seed=1).share
        for image in images[:20]
        if readers[0].read(image[None]) == readers[1].read(image[None])
    ]
    assert np.mean(shares) > 0.95
    assert torch.is_grad_enabled()
