"""Grips of every family: each has a name of its own, and the letter that the formula has for what it moves."""

import pytest

from ui import families, state
from ui.fields.distributions import MEMBER, PAGE
from vae_core.probability.families import FAMILIES, Member


def grips(family: str):
    with state.apart(PAGE, {}, "en"):
        state.put(MEMBER, Member.default(family))
        return list(families.grips(MEMBER)), list(families.sliders(MEMBER))


@pytest.mark.parametrize("family", FAMILIES)
def test_everything_that_can_be_moved_has_a_name_of_its_own(family):
    for controls in grips(family):
        labels = [control.label for control in controls]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_handle_that_moves_a_parameter_is_called_and_coloured_as_its_slider(family):
    handles, sliders = grips(family)
    named = {f"{slider.label}: drag to change it": (slider.sign, slider.symbol) for slider in sliders}
    for handle in handles:
        if handle.label in named:
            assert (handle.sign, handle.symbol) == named[handle.label]


def test_the_letters_are_those_of_the_formula():
    assert [handle.sign for handle in grips("student_t")[0]] == ["μ", "s"]
    assert [handle.sign for handle in grips("cauchy")[0]] == ["x₀", "γ"]
    assert [handle.sign for handle in grips("laplace")[0]] == ["μ", "b"]
    assert [handle.sign for handle in grips("mixture")[0]] == ["μ₁", "σ₁", "μ₂", "σ₂"]
