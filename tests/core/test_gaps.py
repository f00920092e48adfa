"""The gaps of many images: their parts against integrals of their own, and what is shipped against a recomputation."""

import math

import numpy as np
import pytest
import torch
from safetensors.numpy import load, save

from core.latent_plane import plane_vae, trained
from vae_core import data, pretrained
from vae_core.analysis.bounds import kl_to_posterior
from vae_core.analysis.evidence import evidence
from vae_core.analysis.gap_results import BINS, POWERS, Gaps, difference, from_arrays, log_ratio, to_arrays
from vae_core.analysis.gaps import levels, measure
from vae_core.analysis.latent_grid import LatentGrid, encoder_gaussian
from vae_core.analysis.posterior_fit import best_gaussian
from vae_core.data import Dataset
from vae_core.data.dataset import binarise
from vae_core.errors import ConfigError

SHIPPED = "mnist-binary-vae-2d"
SPLITS = pytest.mark.parametrize("split", ["test", "train"])
# Where a climb ends depends on the last digits of single precision, and those on the machine.
CLIMB = 2e-3


def made_up(total: np.ndarray, approximation: float = 0.1) -> Gaps:
    """Gaps of which the share ``approximation`` is that of the best Gaussian."""
    n, level = len(total), np.full(len(total), -100.0)
    small = np.full(n, 1e-4)
    encoder, best = level - total, level - approximation * total
    return Gaps(np.arange(n), np.arange(n) % 10, level, small, encoder, best, best, small / 10)


def skewed(n: int = 1000) -> np.ndarray:
    """A log-normal sample: its mean is exp(½ σ²) times its median."""
    return np.exp(1.5 * np.random.default_rng(0).standard_normal(n))


def test_the_parts_are_those_of_each_image_and_both_are_found_by_integrals_of_their_own():
    """log p(x) − L_b[q] = KL(q ‖ p(z|x)), of the encoder's q and of the best one."""
    vae, grid, images = trained()
    for x in images[:12]:
        found, level, q = levels(vae, grid, x), evidence(vae, grid, x), encoder_gaussian(vae, x)
        best = best_gaussian(vae, x, level, q).q
        for bound, of in (("encoder_elbo", q), ("best_elbo", best)):
            divergence = kl_to_posterior(vae, x, of, level)
            stated = found["error"] + found["bound_error"] + divergence.error
            assert found["log_evidence"] - found[bound] == pytest.approx(divergence.value, abs=stated + 1e-3)


def test_no_bound_is_above_the_evidence_and_a_larger_family_is_never_worse():
    vae, _grid, images = trained()
    dataset = Dataset("digits", "test", np.stack(images).astype(np.float32), np.zeros(len(images), int))
    told = []
    gaps = measure(vae, dataset, 20, told=told.append)
    parts, error = gaps.parts, gaps.total_error
    assert (parts.approximation >= -error).all()
    assert (parts.amortisation >= -error).all()
    assert (parts.total >= parts.approximation - error).all()
    assert (gaps.full_elbo >= gaps.best_elbo).all()
    assert parts.approximation + parts.amortisation == pytest.approx(parts.total, abs=1e-9)
    assert told == list(range(1, 21))


def test_images_are_drawn_by_seed_and_each_has_pixels_of_its_own():
    vae = plane_vae(1)
    grey = np.random.default_rng(0).random((9, 6), np.float32)
    dataset = Dataset("grey", "test", grey, np.arange(9))
    gaps, again, other = (measure(vae, dataset, 5, seed=seed) for seed in (0, 0, 1))
    assert (np.diff(gaps.number) > 0).all()
    assert np.array_equal(gaps.label, gaps.number)
    assert np.array_equal(gaps.number, again.number)
    assert np.array_equal(gaps.log_evidence, again.log_evidence)
    assert not np.array_equal(gaps.number, other.number)
    place = 3
    alone = levels(vae, LatentGrid.of(vae), binarise(grey[gaps.number[place]], place))
    assert alone == {name: getattr(gaps, name)[place] for name in alone}


@pytest.mark.parametrize("count", [0, 10])
def test_more_images_than_there_are_cannot_be_drawn(count):
    dataset = Dataset("grey", "test", np.zeros((9, 6), np.float32), np.zeros(9, int))
    with pytest.raises(ConfigError, match="there are 9 images"):
        measure(plane_vae(1), dataset, count)


def test_means_and_shares_are_those_of_the_sample():
    gaps = made_up(skewed())
    total = torch.from_numpy(gaps.total)
    assert gaps.mean == pytest.approx(total.mean().item())
    assert gaps.standard_error == pytest.approx(total.std().item() / math.sqrt(1000))
    assert gaps.median == pytest.approx(torch.quantile(total, 0.5).item())
    assert gaps.approximation_share == pytest.approx(0.1)
    assert gaps.held_by_largest(0.1) == pytest.approx((total.topk(100).values.sum() / total.sum()).item())
    assert gaps.held_by_largest(1) == 1
    assert (np.diff(gaps.total[gaps.largest_first]) <= 0).all()
    assert gaps.total_error == pytest.approx(np.full(1000, 1.1e-4))
    with pytest.raises(ConfigError, match="between 0 and 1"):
        gaps.held_by_largest(0)


def test_the_difference_of_two_means_has_the_error_of_both():
    first, second = made_up(skewed()), made_up(2 * skewed())
    apart, error = difference(first, second)
    assert apart == pytest.approx(-first.mean)
    assert error == pytest.approx(math.sqrt(5) * first.standard_error)


def test_a_factor_between_gaps_is_found_where_means_cannot_tell():
    random = np.random.default_rng(1)
    first, second = (made_up(np.exp(2.5 * random.standard_normal(1000))) for _ in range(2))
    larger = made_up(1.5 * first.total)
    apart, error = log_ratio(larger, second)
    assert log_ratio(larger, first)[0] == pytest.approx(math.log(1.5))
    assert error == pytest.approx(2.5 * math.sqrt(2 / 1000), rel=0.05)
    assert abs(apart - math.log(1.5)) < 3 * error
    assert difference(larger, second)[1] > abs(apart)


def test_every_gap_is_counted_once_also_beyond_the_ends():
    edges, counts = made_up(np.array([1e-9, 0.5, 0.5, 7.0, 1e7])).counts()
    assert len(edges) == BINS * (POWERS[1] - POWERS[0]) + 1
    assert edges[1:] / edges[:-1] == pytest.approx(np.full(len(counts), 10 ** (1 / BINS)))
    assert counts.sum() == 5
    assert (counts[0], counts[-1]) == (1, 1)
    assert counts[np.searchsorted(edges, 0.5) - 1] == 2


def test_a_file_gives_back_what_was_put_into_it():
    of = {"test": made_up(skewed(7)), "train": made_up(skewed(7), 0.5)}
    arrays = load(save(to_arrays(of)))
    for split, gaps in of.items():
        back = from_arrays(arrays, split)
        assert all(np.array_equal(getattr(back, name), values) for name, values in vars(gaps).items())


@SPLITS
def test_the_shipped_gaps_are_of_a_thousand_digits_and_their_parts_are_parts(split):
    gaps = pretrained.gaps(SHIPPED, split)
    assert len(np.unique(gaps.number)) == len(gaps) == 1000
    assert np.bincount(gaps.label).min() > 60
    parts = gaps.parts
    assert (parts.approximation > -gaps.total_error).all()
    assert (parts.amortisation > -gaps.total_error).all()
    assert (gaps.full_elbo >= gaps.best_elbo).all()
    assert (gaps.full_elbo <= gaps.log_evidence + gaps.total_error).all()
    assert gaps.worst_error < 0.02


def test_the_card_says_what_the_file_holds():
    card = (pretrained.FOLDER / SHIPPED / "README.md").read_text("utf-8")
    for split in ("test", "train"):
        gaps = pretrained.gaps(SHIPPED, split)
        assert f"| {split} | {gaps.mean:.2f} ± {gaps.standard_error:.2f} | {gaps.median:.2f} |" in card
    assert card.count("## How far the bound is from log p(x)") == card.count("## Known limits") == 1


@pytest.mark.mnist
@SPLITS
def test_the_shipped_gaps_are_found_again(split, mnist_dir):
    gaps, dataset = pretrained.gaps(SHIPPED, split), data.load("mnist", split=split, data_dir=mnist_dir)
    drawn = np.sort(np.random.default_rng(0).choice(len(dataset), len(gaps), replace=False))
    assert np.array_equal(gaps.number, drawn)
    assert np.array_equal(gaps.label, dataset.labels[drawn])
    vae = pretrained.load(SHIPPED)
    grid = LatentGrid.of(vae)
    chosen = [*np.random.default_rng(1).choice(len(gaps), 6, replace=False), *gaps.largest_first[:2]]
    for place in chosen:
        found = levels(vae, grid, binarise(dataset.images[gaps.number[place]], int(place)))
        for name in ("log_evidence", "encoder_elbo", "best_elbo", "full_elbo"):
            assert found[name] == pytest.approx(getattr(gaps, name)[place], abs=CLIMB), (place, name)
