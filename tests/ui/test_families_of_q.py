"""Richer q's of the page: the Gaussians at once, the others when they are there, and words that add up."""

import re

import pytest
from entering import enter
from test_lessons import EXTREMES, words

from sections.elbo import families as section
from sections.elbo.families_questions import tilted_or_no_gaussian, won_by_this_digit_alone
from sections.elbo.subject import inference
from ui import families_of_q, state

LANGUAGES = ("en", "zh_CN")
ADDRESSES = ({}, {"image": "11"}, *(each for each in EXTREMES["elbo"] if {"digit", "pixels"} & {*each}))


def whole(inferred) -> families_of_q.Families:
    """Once all are fitted."""
    families_of_q.families(inferred)
    return families_of_q._fitted(inferred).result(timeout=120)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_whatever_is_on_screen_has_a_ladder(address):
    with state.apart("elbo", address, "en"):
        inferred = inference()
        found = whole(inferred)
    gaps = [found.ladder.gap(number) for number in range(5)]
    assert gaps[0] >= gaps[1] - 1e-3
    assert gaps[1] >= gaps[2] - 1e-3
    assert gaps[2] >= max(gaps[3:]) >= min(gaps) >= 0
    assert gaps[0] == pytest.approx(inferred.gap.total, abs=1e-3)
    assert gaps[1] == pytest.approx(inferred.gap.approximation, abs=1e-3)
    assert len(found.portraits.qs) == 5
    assert families_of_q.families(inferred) is found


def test_the_gaussians_do_not_wait_for_the_others(monkeypatch):
    begun = []
    monkeypatch.setattr(families_of_q._beside, "submit", lambda task, *_rest: begun.append(task) or _Never())
    families_of_q._fitted.cache_clear()
    try:
        with state.apart("elbo", {"image": "42"}, "en"):
            found = families_of_q.families(inference())
            assert section._poll() == section.POLL_SECONDS
        assert len(found.qs) == len(found.ladder.rungs) == 3
        assert begun == [families_of_q._fit]
    finally:
        families_of_q._fitted.cache_clear()


class _Never:
    def done(self) -> bool:
        return False


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [{}, {"image": "11"}], ids=str)
def test_the_reading_adds_up(address, language):
    with state.apart("elbo", address, language):
        found = whole(inference()).ladder
        for ladder in (found, type(found)(found.log_evidence, found.rungs[:3])):
            total, *parts = told(section._reading(ladder))
            assert len(parts) == (4 if ladder.is_whole else 3)
            assert sum(parts) == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [{}, {"image": "11"}, {"pixels": "grey"}], ids=str)
def test_the_answers_are_those_of_the_ladder(address, language):
    with state.apart("elbo", address, language):
        won, costs, ladder = won_by_this_digit_alone(), tilted_or_no_gaussian(), whole(inference()).ladder.printed()
    share = ladder.gain(1) / ladder.gap(0)
    assert won.answer == (share > 0.5) + (share > 0.9)
    assert told(won.reason) == pytest.approx([ladder.gain(1), ladder.gap(1)])
    parts = ladder.gain(2), ladder.gap(2)
    assert parts[costs.answer] == max(parts)
    assert told(costs.reason) == pytest.approx(parts)
    for question in (won, costs):
        assert len({*question.options}) == len(question.options)


def told(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+\.\d{3}", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_jensens_inequality_in_numbers(language):
    with state.apart("elbo", {}, language):
        ladder = whole(inference()).ladder.printed()
    app = enter("elbo", step="families", lang=language)
    (formula,) = (latex.value for latex in app.latex)
    assert formula.count(r"\ge") == 2
    level, bound = f"{ladder.log_evidence:.3f}", f"{ladder.rungs[0].bound:.3f}"
    assert formula.rindex(level) < formula.rindex(bound)
    assert level.replace("-", "−") in words(app)
    assert "…" not in words(app)
