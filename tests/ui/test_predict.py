"""Questions come before what answers them, and their answers are those of the page."""

import pytest
from entering import enter, keep, turn_to
from test_lessons import EXTREMES, words

from sections.autoencoders import questions as autoencoders
from sections.distributions import questions as distributions
from sections.elbo import questions as elbo
from sections.kl_divergence import questions as kl_divergence
from sections.latent_variables import questions as latent_variables
from sections.likelihood import questions as likelihood
from sections.likelihood.underflow import result
from ui import predict, state
from ui.fields.distributions import MEMBER, SAMPLE_SIZE
from ui.fields.steps import ALL
from vae_core.probability.moments import variance_estimators

QUESTIONS = {
    "autoencoders": (autoencoders.moved_along, autoencoders.added, autoencoders.other_noise),
    "distributions": (
        distributions.nearer,
        distributions.half_the_interval,
        distributions.probability_of_a_point,
        lambda: distributions.below_the_truth(variance_estimators(state.get(MEMBER), state.get(SAMPLE_SIZE))),
    ),
    "elbo": (elbo.narrower,),
    "kl_divergence": (kl_divergence.direction, kl_divergence.change_of_q, kl_divergence.price),
    "latent_variables": (
        latent_variables.most_responsible,
        latent_variables.twice_the_weight,
        latent_variables.carriers,
    ),
    "likelihood": (likelihood.move_a_point, likelihood.let_it_climb, lambda: likelihood.more_draws(result)),
}
NO_PAIR = {"p": "poisson-3", "q": "normal-0_1"}  # the page makes one of it before anything is asked
CASES = [(page, each) for page in QUESTIONS for each in ({}, *EXTREMES.get(page, ())) if each != NO_PAIR]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(("page", "address"), CASES, ids=str)
def test_questions_stand_wherever_the_page_is(page, address, language):
    with state.apart(page, address, language):
        asked = [question for ask in QUESTIONS[page] if (question := ask()) is not None]
    assert asked
    for question in asked:
        assert len(set(question.options)) == len(question.options) >= 2
        assert 0 <= question.answer < len(question.options)
        assert "nan" not in f"{question.prompt} {question.reason}".lower().split()


def pills(app):
    (found,) = app.pills
    return found


def press(app, label: str):
    next(button for button in app.button if button.label == label).click()
    return app.run()


def test_the_answer_is_not_on_the_page_before_somebody_has_chosen():
    app = enter("kl_divergence", p="normal-0_1", q="normal-1_2", ask="True")
    told = words(enter("kl_divergence", p="normal-0_1", q="normal-1_2"))
    number = "0.443"  # KL(P‖Q) in nats
    assert number in told
    assert number not in words(app)
    pills(app).set_value(0).run()
    assert not app.exception
    assert number in words(app)
    assert not app.pills
    assert "KL(Q‖P) is 1.3" in app.info[0].value


def test_the_right_answer_is_said_to_be_right():
    with state.apart("kl_divergence", {"p": "normal-0_1", "q": "normal-1_2"}, "en"):
        right = kl_divergence.direction().answer
    app = enter("kl_divergence", p="normal-0_1", q="normal-1_2", ask="True")
    pills(app).set_value(right).run()
    assert "Yes." in app.success[0].value
    assert not app.info


def test_questions_of_a_step_are_asked_in_turn_and_of_the_page_as_it_is_then():
    app = enter("distributions", step="area", ask="True", x1="-1", x2="1")
    first = words(app)
    assert "move x₂ to the middle" in first
    press(app, "Just show me")
    assert not app.pills
    assert "% of the probability" in words(app)
    press(app, "Ask me again")
    assert "What is P(X = 1), exactly?" in words(app)
    assert "% of the probability" not in words(app)
    press(app, "Just show me")
    press(app, "Ask me again")
    assert "move x₂ to the middle" in words(app)


def test_a_step_that_was_answered_stays_so_until_one_starts_over():
    app = enter("distributions", step="area", ask="True")
    press(app, "Just show me")
    turn_to(app, "distributions", "estimators")
    assert pills(app)
    turn_to(app, "distributions", "area")
    assert not app.pills
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predict, "language", lambda: "en")
        keep(app, predict.ASKED.of("distributions:en"), {})
    assert pills(app.run())


def test_nothing_is_asked_where_the_whole_lesson_is_printed_or_nobody_wants_it():
    assert not enter("likelihood", step=ALL, ask="True").pills
    assert not enter("distributions", step="estimators").pills
    assert not enter("distributions", p="cauchy-0_1", step="estimators", ask="True").pills  # there is no variance


def test_addresses_that_named_the_step_of_questions_lead_to_the_first():
    app = enter("elbo", step="predict", ask="True")
    assert pills(app)
    assert "What does $\\log p(x)$ do?" in words(app)
