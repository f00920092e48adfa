"""Noise, step by step, as pictures: what they draw is what the core finds."""

import numpy as np
import pytest

from vae_core.analysis.holes import land
from vae_core.diffusion import particles
from vae_core.diffusion.account import Account
from vae_core.diffusion.derivation import chains
from vae_core.diffusion.examples import LINES, PLANES
from vae_core.diffusion.schedule import Schedule
from vae_core.figures import chain_account, denoising_terms, landing, latent_particles, noising, score_field
from vae_core.figures.draws import Source, shares
from vae_core.figures.landing import Cloud
from vae_core.figures.latent_particles import Shown


def named(figure, name: str):
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize("t", [0, 40, 100])
def test_data_melt_and_the_way_of_one_shrinks(t):
    schedule = Schedule("cosine", 100)
    figure = noising.melting(LINES["two"], schedule, 1.2, t)
    way = named(figure, "q(x_t∣x_0)")
    np.testing.assert_allclose(way.y, 1.2 * schedule.signal, rtol=1e-6)
    everything = named(figure, "q(x_t), all data")
    noisy = LINES["two"].noisy(float(schedule.signal[t]), float(schedule.noise[t]))
    np.testing.assert_allclose(everything.x, np.exp(noisy.log_density(noising.X[:, None])))
    assert "NaN" not in figure.to_json()


@pytest.mark.parametrize("steps", [1, 5, 90])
def test_the_bars_lead_from_nothing_to_the_evidence(steps):
    found = Account(LINES["two"], Schedule("log-snr", steps), "best", 1.2)
    figure = chain_account.account(found, 1, 0.4)
    ends = [trace.base[0] + trace.y[0] for trace in figure.data[:6]]
    assert ends[2] == pytest.approx(found.bound.value)
    assert ends[3] == pytest.approx(found.bound.value)
    assert ends[4] == pytest.approx(found.log_evidence, abs=1e-3)
    assert ends[5] == pytest.approx(found.log_evidence)
    truth, model = named(figure, "q(x_{t−1}∣x_t)"), named(figure, "p(x_{t−1}∣x_t)")
    for density in (truth, model):
        # Of a bell as wide as the picture a little lies beyond it.
        assert np.trapezoid(density.y, density.x) == pytest.approx(1, abs=0.02)


def test_arrows_lead_where_the_score_does():
    data, place = PLANES["corners"], np.array([[0.1, 1.9]])
    figure = score_field.field(data, 0.9, np.sqrt(1 - 0.81), place)
    arrows = named(figure, "score")
    starts = np.stack([arrows.x, arrows.y], 1).reshape(-1, 7, 2)
    directions = starts[:, 1] - starts[:, 0]
    score = data.noisy(0.9, np.sqrt(0.19)).score(starts[:, 0])
    lengths = np.linalg.norm(directions, axis=1) * np.linalg.norm(score, axis=1)
    np.testing.assert_allclose((directions * score).sum(1), lengths, atol=1e-9)
    guess = named(figure, "E[x₀∣x_t]")
    np.testing.assert_allclose([guess.x[0], guess.y[0]], data.denoised(place, 0.9, np.sqrt(0.19))[0])


@pytest.mark.parametrize("stop", [0, 3, 8])
def test_particles_are_where_their_ways_are(stop):
    ways = particles.both(PLANES["moons"], "ddim", 8, 1)
    figure = score_field.particles({"a": ways.ancestral, "b": ways.without}, stop, ways.noisy(stop))
    clouds = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]
    for cloud, way in zip(clouds, (ways.ancestral, ways.without), strict=True):
        np.testing.assert_allclose(np.stack([cloud.x, cloud.y], 1), way.x[stop], rtol=1e-5, atol=1e-6)


def test_distances_are_a_line_for_each_way():
    figure = score_field.distances({"a": {2: 0.5, 8: 0.1}, "b": {2: 0.4, 8: 0.2}}, 0.05, "floor", "steps")
    assert list(named(figure, "a").y) == [0.5, 0.1]
    assert list(named(figure, "floor").y) == [0.05, 0.05]


def test_what_is_no_digit_is_crossed_out_once_it_is_counted():
    def source(name: str, share: float) -> Source:
        return Source(name, np.zeros((24, 784), np.uint8), np.arange(24) % 3 > 0, share, 0.01)

    sources = [source("a", 0.5), source("b", 0.8), source("c", 0.9)]
    counted = shares(sources, "of all")
    assert len(counted.layout.images) == 3
    lines = [trace for trace in counted.data if trace.type == "scatter" and trace.mode == "lines"]
    crosses = [trace for trace in lines if trace.xaxis == "x"]
    assert np.isnan(crosses[0].x).sum() == 2 * 8
    assert [trace.x[0] for trace in counted.data if trace.type == "bar"] == [0.5, 0.8, 0.9]
    asked = shares(sources, "of all", is_counted=False)
    assert not [trace for trace in asked.data if trace.type == "bar"]
    assert all(np.isnan(np.array(trace.x, dtype=float)).all() for trace in asked.data)


@pytest.mark.parametrize("is_counted", [True, False])
def test_draws_in_holes_are_crossed_and_counted_once_they_may_be_seen(is_counted):
    rng = np.random.default_rng(0)
    codes, draws = rng.standard_normal((400, 2)), rng.standard_normal((50, 2)) * 1.5
    landed = land(codes, draws)
    clouds = [Cloud(name, draws, landed.in_hole, np.zeros((8, 784), np.uint8)) for name in ("a", "b")]
    landings = {space: dict.fromkeys("abc", landed) for space in ("plane", "space")}
    figure = landing.landing(np.ones((9, 9)), clouds, landings, is_counted=is_counted)
    crosses = [trace for trace in figure.data if trace.type == "scatter" and trace.marker.symbol == "x-thin"]
    shown = [trace.x[0] for trace in figure.data if trace.type == "bar"]
    assert [len(trace.x) for trace in crosses] == 2 * [landed.holes * is_counted]
    assert shown == 6 * is_counted * [landed.share]
    assert len(figure.layout.images or ()) == 2 * is_counted


def test_the_bars_of_the_steps_are_means_over_chains():
    data, schedule = PLANES["moons"], Schedule("cosine", 20)
    found = chains(
        lambda x_t, t: data.denoised(x_t, schedule.signal[t], schedule.noise[t]),
        schedule,
        np.array([0.5, -1.0]),
        count=6,
        seed=0,
    )
    times = denoising_terms.times(20)
    assert times == (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20)
    figure = denoising_terms.terms(found, np.zeros((11, 784), np.uint8))
    bound, simple = [trace for trace in figure.data if trace.type == "bar"]
    np.testing.assert_allclose(bound.y, -found.divergences.steps.mean(1), rtol=1e-6)
    np.testing.assert_allclose(simple.y, found.errors.mean(1))
    assert (bound.x[0], simple.x[0], bound.x[-1]) == (2, 1, 20)
    assert len(figure.layout.images) == len(times)


@pytest.mark.parametrize("stop", [0, 5, 8])
def test_the_chosen_particle_has_a_ring_a_trail_and_its_pictures(stop):
    ways = particles.both(PLANES["moons"], "ddim", 8, 1)
    pictures = np.repeat(np.arange(9, dtype=np.uint8)[:, None], 784, axis=1)
    both = [Shown(title, way, pictures, f"now {title}") for title, way in (("a", ways.ancestral), ("b", ways.without))]
    figure = latent_particles.decoded(both, stop, ways.noisy(stop), 7)
    rings = [trace for trace in figure.data if trace.type == "scatter" and trace.marker.size == 12]
    for ring, way in zip(rings, (ways.ancestral, ways.without), strict=True):
        np.testing.assert_allclose([ring.x[0], ring.y[0]], way.x[stop, 7])
    heads = [trace.x[0] for trace in figure.data if trace.type == "scatter" and trace.marker.symbol == "triangle-down"]
    assert heads == 2 * [pytest.approx(stop / 8 * 7)]
    assert len(figure.layout.images) == 2 * (latent_particles.COLUMNS + 1)
    assert {"now a", "now b"} <= {note.text for note in figure.layout.annotations}
