"""Settings survive the way into the address and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import state

coordinates = st.integers(-400, 400).map(lambda hundredths: hundredths / 100)


@given(st.lists(coordinates, min_size=1, max_size=64).map(tuple))
def test_a_position_travels_exactly(position):
    assert state.POSITION.parse(state.POSITION.format(position)) == position


@given(st.tuples(st.integers(1, 64), st.integers(1, 64)).filter(lambda axes: axes[0] != axes[1]))
def test_axes_travel_exactly(axes):
    assert state.AXES.parse(state.AXES.format(axes)) == axes


@given(st.text(max_size=30), st.sampled_from(state.FIELDS))
def test_any_text_is_a_value_or_a_refusal(text, field):
    try:
        value = field.parse(text)
    except (ValueError, KeyError):
        return
    assert field.parse(field.format(value)) == value


@pytest.mark.parametrize("text", ["", "_", "inf", "1_nan", "5", "1e999", "_".join(["0"] * 65)])
def test_positions_off_the_map_are_refused(text):
    with pytest.raises(ValueError):
        state.POSITION.parse(text)


def test_no_two_fields_share_a_name_on_a_page():
    names = [(field.page, field.name) for field in state.FIELDS]
    shared = {field.name for field in state.FIELDS if field.page is None}
    assert len(set(names)) == len(names)
    assert not any(field.name in shared for field in state.FIELDS if field.page)
