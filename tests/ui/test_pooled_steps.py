"""What many hands make together on each step that has a picture of it: of none, of one, and of two hundred."""

import re

import numpy as np
import pytest
from pooling import called, figure, goes_on, hands_of, html, persons_on, pooled, words

from ui import inference, lab, late, pools, state
from ui.fields.elbo import PAGE as ELBO
from ui.fields.from_noise import PAGE as FROM_NOISE
from vae_core import data, pretrained
from vae_core.data.drawing import pack
from vae_core.lab.experiment import Experiment
from vae_core.lab.runner import RunError, RunSummary
from vae_core.probability.families import Member
from vae_core.probability.likelihood import likelihood, maximum, observations
from vae_core.probability.sampling import draws

MANY = (1, 2, 30, 200)
STEPS = (
    ("distributions", "draws"),
    ("likelihood", "both-ways"),
    ("elbo", "evidence"),
    ("latent_map", "place"),
    ("training", "sweep"),
    ("from_noise", "way"),
)


@pytest.mark.parametrize(("page", "step"), STEPS)
@pytest.mark.parametrize(
    "queries", [[], [{}], [{"seed": "?", "q": "?", "ink": "?", "run": "?", "mu": "?"}] * 3], ids=len
)
def test_hands_that_show_nothing_are_no_trouble(page, step, queries):
    app = pooled(page, step, queries)
    assert not goes_on(app)
    assert words(app)
    assert not app.exception


# ---- draws ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", MANY)
def test_everybodys_draws_are_one_sample(count):
    app = pooled("distributions", "draws", [{"seed": str(10 + i), "n": "500"} for i in range(count)])
    x = np.concatenate([draws(Member.default("normal"), 500, 10 + i) for i in range(count)])
    who = "one person" if count == 1 else f"{count} people"
    assert f"The draws of {who}, {500 * count} in all" in words(app)
    mean = float(re.search(r"their mean is (−?[\d.]+)", words(app))[1].replace("−", "-"))
    assert mean == pytest.approx(x.mean(), abs=1e-3)
    assert "Left out" not in words(app)
    assert len(persons_on(app)[0]) == count


def test_another_distribution_and_the_same_draws_are_left_out_and_said_so():
    alike = [{"seed": "4", "n": "500"}, {"seed": "4", "n": "800"}, {"seed": "5"}]
    app = pooled("distributions", "draws", [*alike, {"p": "exponential-2"}])
    assert "Left out: 1 with another distribution, 1 with the same draws as somebody else." in words(app)
    assert "The draws of 2 people, 1800 in all" in words(app)  # the longer one of the two stands for both


def test_without_a_mean_more_hands_are_no_help_and_that_is_said():
    app = pooled("distributions", "draws", [{"p": "cauchy-0_1", "seed": str(i)} for i in range(5)])
    assert "has **no mean**" in words(app)


# ---- θ ----------------------------------------------------------------------------------------------

DATA = {"data": "0_0.5_1.2_1.4_2.2_0.9"}


@pytest.mark.parametrize("count", MANY)
def test_everybodys_theta_is_scored_on_the_data_that_most_have(count):
    rng = np.random.default_rng(0)
    thetas = [(f"{rng.normal(1, 1):.3g}", f"{rng.uniform(0.3, 3):.3g}") for _ in range(count)]
    queries = [{**DATA, "mu": mu, "sigma": sigma} for mu, sigma in thetas]
    app = pooled("likelihood", "both-ways", [*queries, *([{"data": "1_2"}] if count > 1 else [])])
    x = observations([0, 0.5, 1.2, 1.4, 2.2, 0.9])
    below = [maximum(x).log_likelihood - likelihood(x, *map(float, theta)).log_likelihood for theta in thetas]
    nearest = hands_of(queries)[int(np.argmin(below))]
    assert f"**{called(nearest)}**" in words(app)
    assert ("Left out: 1 with other data" in words(app)) == (count > 1)
    assert len(persons_on(app)[0]) == count
    assert html(app).count("<tr>") == 1 + min(count, 3)


def test_data_in_another_order_are_the_same_and_a_walk_counts_where_it_has_led():
    backwards = {"data": "0.9_2.2_1.4_1.2_0.5_0"}
    walked = {**DATA, "mu": "3", "sigma": "2", "climb": "200", "rate": "0.5"}
    app = pooled("likelihood", "ascent", [{**backwards, "mu": "0"}, walked])
    assert "Left out" not in words(app)
    assert "stands on the top" in words(app)


def test_without_a_maximum_the_narrowest_is_furthest():
    app = pooled("likelihood", "both-ways", [{"data": "1", "mu": "1", "sigma": s} for s in ("1", "0.1")])
    assert "there is no maximum" in words(app)
    second = hands_of([{}, {}])[1]
    assert f"**{called(second)}** has gone furthest" in words(app)


# ---- q ----------------------------------------------------------------------------------------------


def the_inference() -> inference.Inference:
    from sections.elbo.subject import on_screen

    with state.apart(ELBO, {}, "en"):
        return inference.of(on_screen())


def address_of(q) -> dict[str, str]:
    return {"q": "_".join(f"{value:.4g}" for value in (*q.mean, *q.standard_deviation))}


def test_who_beats_the_encoder_is_counted():
    inferred = the_inference()
    best, encoder = inferred.best, inferred.encoder
    beside = inference.gaussian(tuple(encoder.mean + 3 * encoder.standard_deviation), tuple(best.standard_deviation))
    queries = [address_of(best), address_of(beside), {}, {**address_of(best), "image": "7"}]
    app = pooled("elbo", "evidence", queries)
    assert "**1 of 2 beat the encoder**" in words(app)
    assert "Left out: 1 with another image, 1 who have not moved q." in words(app)
    first = hands_of(queries)[0]
    assert f"**{called(first)}**" in words(app)
    below = float(re.search(r"([\d.]+) nats below\. No such", words(app))[1])
    assert below == pytest.approx(inferred.gap.approximation, abs=2e-3)
    assert persons_on(app) == [[called(hand) for hand in hands_of(queries)[:2]]]


@pytest.mark.parametrize("count", MANY)
def test_many_q_are_seen_and_what_is_still_to_be_computed_comes_with_the_next_look(count, monkeypatch):
    monkeypatch.setattr(inference.Inference, "below", lambda self, q: float(np.abs(q.mean).sum()))
    queries = [{"q": f"{i / 100:.3g}_0_0.1_0.1"} for i in range(1, count + 1)]
    app = pooled("elbo", "evidence", queries)
    assert len(persons_on(app)[0]) == count
    assert not goes_on(app)
    monkeypatch.setattr(pools, "PATIENCE", 0.0)
    monkeypatch.setattr(pools.in_time, "__defaults__", (0.0,))
    app = pooled("elbo", "evidence", queries)
    assert goes_on(app) == (count > 1)
    assert (f"{count - 1} still to be computed" in words(app)) == (count > 1)


# ---- drawings ---------------------------------------------------------------------------------------


def drawn(number: int) -> dict[str, str]:
    known = pretrained.encodings("mnist-vae-8d")
    import torch

    picture = torch.sigmoid(pretrained.load("mnist-vae-8d").decode(known.mean[number][None])).detach().numpy()[0]
    return {"digit": "drawn", "ink": pack(picture)}


@pytest.mark.parametrize("count", [1, 2, 30])
def test_drawings_stand_in_the_order_of_their_probability(count):
    scribble = {"digit": "drawn", "ink": pack((np.arange(784) % 3 == 0).astype(float))}
    queries = [scribble, *(drawn(i) for i in range(count - 1)), {"digit": "dataset"}, {"digit": "drawn"}]
    app = pooled("latent_map", "place", queries)
    assert "Left out: 2 without a drawing" in words(app)
    levels = [
        float(level.replace("−", "-")) for level in re.findall(r"title=\"[\w -]+: log p\(x\) = (−?\d+)", html(app))
    ]
    assert len(levels) == html(app).count("<figure>") >= 1
    assert levels == sorted(levels, reverse=True)
    assert len(figure(app)["layout"]["images"]) == len(levels)
    if not goes_on(app):
        assert len(levels) == count
        scribbler = hands_of(queries)[0]
        assert html(app).rindex(f"{called(scribbler)}: log p(x)") > html(app).rindex("<figure>")


def test_an_autoencoder_orders_nothing():
    app = pooled("latent_map", "place", [{**drawn(3), "cloud": "ae-2d"}, {**drawn(4), "cloud": "ae-2d"}, drawn(5)])
    assert "knows no p(x)" in words(app)
    assert "Left out: 1 with another model" in words(app)
    assert html(app).count("<figure>") == 2


def test_a_score_is_that_of_the_model():
    from ui import library
    from vae_core.analysis.evidence import evidence
    from vae_core.analysis.latent_grid import LatentGrid

    model = library.pretrained("mnist-vae-2d")
    image = model.pictures(model.encodings.mean[:1])[0]
    found = late.drawn.drawn(model, image.tobytes())
    exact = evidence(model.network, LatentGrid.of(model.network), image).log_evidence
    assert found.log_evidence == pytest.approx(exact, abs=4 * found.error + 0.01)
    np.testing.assert_allclose(found.code, model.codes(image[None])[0])
    np.testing.assert_array_equal(found.picture, data.as_bytes(image))


# ---- runs -------------------------------------------------------------------------------------------


class Runs:
    """A lab that knows some runs."""

    def __init__(self, *summaries: RunSummary):
        self.summaries = {each.run: each for each in summaries}

    def summary(self, run: str) -> RunSummary:
        if run not in self.summaries:
            raise RunError("There is no such run.")
        return self.summaries[run]


def run_of(number: int, state: str = "finished", scored: bool = True, **settings) -> RunSummary:
    experiment = Experiment(members=("vae",), **{"beta": 2.0**number, **settings})
    terms = {"kl": 20.0 - number, "reconstruction": 80.0 + 2 * number} if scored else {}
    return RunSummary(f"run-{number:06}", experiment, state, 0.0, {"vae": terms} if scored else {})


def test_what_thirty_have_trained_is_a_curve(monkeypatch):
    runs = [run_of(i - 3, latent_dim=2) for i in range(7)]
    others = [
        run_of(7, dataset="mnist"),
        run_of(8, reconstruction="squared-error"),
        run_of(9, state="running", scored=False),
    ]
    monkeypatch.setattr(lab, "runner", lambda: Runs(*runs, *others))
    queries = [{"run": each.run} for each in (*runs, *others)]
    app = pooled("training", "sweep", [*queries, queries[0], {}, {"run": "nobody-knows"}])
    assert "VAEs trained by 7 people: 7. From β = 0.125 to 8" in words(app)
    assert "Left out: 3 without a run, 2 on another scale, 1 not scored yet." in words(app)
    first = hands_of(queries)[0]
    assert f"The {called(first)}" in words(app).replace("*", "")
    assert "at β = 0.125: 97.00" in words(app)
    assert goes_on(app)  # one of them learns
    assert "They differ" not in words(app)
    assert len(persons_on(app)[0]) == 7


def test_a_sweep_of_one_hand_counts_and_what_else_differs_is_said(monkeypatch):
    runs = [run_of(0), run_of(1, epochs=7), run_of(2, state="failed")]
    monkeypatch.setattr(lab, "runner", lambda: Runs(*runs))
    app = pooled("training", "sweep", [{"sweep": ".".join(each.run for each in runs), "run": runs[0].run}])
    assert "VAEs trained by one person: 2" in words(app)
    assert "They differ in more than β" in words(app)
    assert not goes_on(app)


# ---- noises -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", MANY)
def test_everybodys_noise_becomes_a_digit(count):
    app = pooled(FROM_NOISE, "way", [{"seed": str(i), "digit": "8", "steps": "20"} for i in range(count)])
    assert html(app).count("<figure>") + (0 if not goes_on(app) else count) >= count
    read, of = map(int, re.search(r"reads (\d+) of (\d+) as the digit", words(app)).groups())
    assert of == html(app).count("<figure>")
    assert read >= 0.8 * of
    assert ("many" in html(app)) == (of > 48)


def test_the_same_noise_is_shown_once_and_digits_that_nobody_asked_for_are_read():
    same = {"seed": "5", "digit": "3"}
    app = pooled(
        FROM_NOISE, "way", [same, same, {"digit": "-1", "seed": "1"}, {"digit": "-1", "guidance": "3", "seed": "1"}]
    )
    assert "Left out: 2 with the same noise and settings as somebody else." in words(app)
    assert html(app).count("<figure>") == 2
    assert "reads 1 of 1" in words(app)
    assert "Of 1 that nobody asked for a digit" in words(app)


def test_a_digit_is_the_one_that_the_browser_finds_and_everybody_gets_the_same():
    way = late.noises.Way("mnist-latent-diffusion-8d", 3, 1.0, "ddim", 10, 5)
    first = late.noises.digits([way])[way]
    assert late.noises.digits([way, way])[way] is first
    assert first.taken_for == 3
    assert 0 < first.surely <= 1
