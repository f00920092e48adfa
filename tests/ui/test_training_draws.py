"""A VAE of several draws in the lab: its bound is shown beside the ELBO, and what does not hold of it is not said."""

import pytest
from core.lab.works import until
from entering import PATIENCE, enter, queried, turn_to
from streamlit.testing.v1 import AppTest

from sections.training.curves import TERMS, WEIGHTED, lines, numbers
from sections.training.shown import shown
from ui import lab, state

OWNER = "somebody who draws often"
TINY = {"images": "64", "widths": "8", "batch": "32", "epochs": "2", "k": "5"}


def words(app: AppTest) -> str:
    return "\n".join(part.value for kind in ("markdown", "caption", "latex", "info") for part in getattr(app, kind))


def play(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Play").click()
    app.run()
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def learned() -> str:
    run = queried(play(enter("training", OWNER, **TINY)), "run")
    until(lambda: lab.record(run).is_over, PATIENCE)
    return run


def test_the_bound_of_five_draws_is_tighter_than_that_of_one(learned):
    record = lab.record(learned)
    assert record.state == "finished"
    results = record.members["vae"].results
    assert results["loss"] < results["negative_elbo"]
    assert "loss" in record.members["ae"].results
    with state.apart("training", {"run": learned}, "en"):
        drawn = lines(shown(), (*TERMS, WEIGHTED))
    assert any("<i>L</i><sub>5</sub>" in line.name for line in drawn)


def test_the_curves_can_be_read_as_numbers(learned):
    results = lab.record(learned).members["vae"].results
    with state.apart("training", {"run": learned}, "en"):
        header, rows = numbers(shown())
    assert header == ["epochs", "AE reconstruction", "VAE reconstruction", "VAE −ELBO", "VAE KL"]
    assert [row[0] for row in (rows[0], rows[-1])] == ["0", "2"]
    assert rows[-1][2:] == [f"{results[term]:.2f}" for term in ("reconstruction", "negative_elbo", "kl")]
    assert float(rows[-1][3]) < float(rows[0][3])


def test_it_is_said_what_is_learned(learned):
    app = enter("training", OWNER, run=learned, **TINY)
    assert "5 draws of z" in words(enter("training", OWNER, **TINY))
    assert "-L_{5}" in words(turn_to(app, "training", "terms"))
    assert "this run takes several" in words(turn_to(app, "training", "slow-motion"))


def test_a_beta_beside_it_is_refused_in_words():
    app = enter("training", OWNER, **TINY, beta="4")
    assert any("importance weights need a likelihood" in warning.value for warning in app.warning)
    play(app)
    assert any("importance weights need a likelihood" in error.value for error in app.error)
