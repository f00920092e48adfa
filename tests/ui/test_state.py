"""Settings survive the way into the address and back."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.scriptrunner import RerunData, RerunException

from ui import state, undo
from ui.fields import FIELDS, STEPS
from ui.fields.diffusion import MOST_POINTS, POINTS
from ui.fields.distributions import MEMBER
from ui.fields.field import Number, Sequence, Whole
from ui.fields.latent_space import AXES, LATENT_DIM, PAGE, POSITION
from ui.fields.latent_walk import PRESENTED
from ui.notes import Note
from vae_core.probability.families import FAMILIES, Member

coordinates = st.integers(-400, 400).map(lambda hundredths: hundredths / 100)


@given(st.lists(coordinates, min_size=1, max_size=64).map(tuple))
def test_a_position_travels_exactly(position):
    assert POSITION.kind.parse(POSITION.kind.format(position)) == (position if any(position) else ())


@given(st.tuples(st.integers(1, 64), st.integers(1, 64)).filter(lambda axes: axes[0] != axes[1]))
def test_axes_travel_exactly(axes):
    assert AXES.kind.parse(AXES.kind.format(axes)) == axes


@given(st.lists(st.tuples(*[st.integers(-300, 300).map(lambda n: n / 100)] * 2), min_size=1, max_size=MOST_POINTS))
def test_points_set_by_hand_travel_exactly(places):
    points = tuple(value for place in places for value in place)
    assert POINTS.kind.parse(POINTS.kind.format(points)) == points


@pytest.mark.parametrize("text", ["", "1", "1_2_3", "4_0", "nan_0", "_".join(["0"] * (2 * MOST_POINTS + 2))])
def test_points_that_are_none_are_refused(text):
    with pytest.raises(ValueError):
        POINTS.kind.parse(text)


@given(st.text(max_size=30), st.sampled_from(FIELDS))
def test_any_text_is_a_value_or_a_refusal(text, field):
    try:
        value = field.kind.parse(text)
    except (ValueError, KeyError):
        return
    assert field.kind.parse(field.kind.format(value)) == value


@pytest.mark.parametrize("text", ["_", "inf", "1_nan", "5", "1e999", "_".join(["0"] * 65)])
def test_positions_off_the_map_are_refused(text):
    with pytest.raises(ValueError):
        POSITION.kind.parse(text)


def test_no_two_fields_share_a_name_on_a_page():
    names = [(field.page, field.name) for field in FIELDS]
    shared = {field.name for field in FIELDS if field.page is None}
    assert len(set(names)) == len(names)
    assert not any(field.name in shared for field in FIELDS if field.page)


@given(st.floats(-1e6, 1e6))
def test_a_number_is_what_its_address_says(value):
    kind = Number(-1e6, 1e6)
    kept = kind.parse(kind.format(value))
    assert kept == pytest.approx(value, rel=1e-3)
    assert kind.parse(kind.format(kept)) == kept


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value):
    kind = Number(-1, 1)
    with pytest.raises(ValueError):
        kind.parse(kind.format(value))


def test_a_value_beyond_the_end_is_brought_back_to_it():
    assert Number(0.1, 2).format(7) == "2"
    assert Whole(1, 9).format(0) == "1"


def test_a_sequence_counts_and_checks():
    kind = Sequence(Whole(0, 9), 1, 3, lambda values: values[0] > 0)
    assert kind.parse("1_0") == (1, 0)
    for text in ("", "0_1", "1_2_3_4", "1__2"):
        with pytest.raises(ValueError):
            kind.parse(text)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_member_of_every_family_travels_exactly(family):
    member = Member.default(family)
    assert MEMBER.kind.parse(MEMBER.kind.format(member)) == member


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=5))
def test_rounded_weights_still_sum_to_one(weights):
    total = math.fsum(weights)
    parameters = tuple(value for weight in weights for value in (weight / total, 0.0, 1.0))
    kept = MEMBER.kind.parse(MEMBER.kind.format(Member("mixture", parameters)))
    assert math.fsum(kept.parameters[::3]) == pytest.approx(1, abs=1e-9)
    assert kept.parameters[::3] == pytest.approx(parameters[::3], rel=2e-3)


@pytest.mark.parametrize(
    "text", ["normal", "normal-", "normal-0", "normal-0_-1", "normal-nan_1", "klingon-1", "mixture-1_0_1"]
)
def test_members_that_are_none_are_refused(text):
    with pytest.raises(ValueError):
        MEMBER.kind.parse(text)


def test_undo_takes_back_a_move_and_leaves_what_fills_the_screen():
    with state.apart(PAGE, {}, "en"):
        for field, value in ((POSITION, (2.0, 0.0)), (POSITION, (1.0, 0.5)), (PRESENTED, "space")):
            state.put(field, value)
            undo.remember()
        undo.take_back()
        assert (state.get(POSITION), state.get(PRESENTED)) == ((2.0, 0.0), "space")
        undo.take_back()
        assert state.get(POSITION) == (2.0, 0.0), "the first one stays"


def test_what_is_taken_back_at_once_is_taken_back_and_no_more():
    with state.apart(PAGE, {}, "en"):
        for value in ((0.0,), (1.0,)):
            state.put(POSITION, value)
            undo.remember()
        state.put(POSITION, (2.0,))  # in a run that is cut off before it has come to its end
        undo.take_back()
        assert state.get(POSITION) == (1.0,)


def test_there_is_something_to_take_back_as_soon_as_something_was_changed():
    with state.apart(PAGE, {}, "en"):
        assert not undo.is_possible()
        undo.remember()
        assert not undo.is_possible()
        state.put(POSITION, (1.0,))  # noted at the end of this run only
        assert undo.is_possible()
        undo.remember()
        assert undo.is_possible()
        undo.take_back()
        assert not undo.is_possible()


def test_what_was_undone_is_not_undone_again():
    with state.apart(PAGE, {}, "en"):
        for value in ((0.0,), (1.0,), (2.0,)):
            state.put(POSITION, value)
            undo.remember()
        undo.take_back()
        undo.remember()
        state.put(POSITION, (3.0,))
        undo.remember()
        undo.take_back()
        assert state.get(POSITION) == (1.0,)


def test_a_bad_value_is_told_until_the_next_step():
    with state.apart(PAGE, {"z": "far", "axes": "1_1"}, "en"):
        assert state.notices() == (("z", "far"), ("axes", "1_1"))
        undo.remember()
        undo.remember()
        assert state.notices()
        state.put(POSITION, (1.0, 1.0))
        undo.remember()
        assert state.notices() == ()


def test_a_hand_that_is_answered_late_turns_no_step():
    step = STEPS["kl_divergence"]
    with state.apart("kl_divergence", {"step": "coding"}, "en"):
        assert not state.adopt({}, {"mu": "1"})
        assert state.address() == {"step": "coding", "mu": "1"}
        assert not state.adopt({"step": "mixture", "mu": "1"}, {"step": "mixture"})
        assert state.address() == {"step": "coding"}
        assert state.get(step) == "coding"


def test_a_hand_that_is_answered_late_takes_back_no_choice():
    with state.apart("elbo", {"step": "gaps", "set": "train"}, "en"):
        assert not state.adopt({"step": "gaps"}, {"step": "gaps", "gap": "3"})
        assert state.address() == {"step": "gaps", "set": "train", "gap": "3"}
        assert state.adopt({"step": "gaps", "set": "train", "gap": "3"}, {"step": "gaps", "set": "train", "gap": "4"})
        assert not state.adopt({"step": "gaps", "gap": "4"}, {"step": "gaps"})
        assert state.address() == {"step": "gaps", "set": "train"}


def test_what_a_hand_placed_on_an_image_does_not_come_to_the_next():
    with state.apart("elbo", {"image": "5"}, "en"):
        state.adopt({}, {"q": "1_1_0.5_0.5", "sd": "0.5"})
        assert state.address() == {"image": "5", "sd": "0.5"}
        state.adopt({"image": "5"}, {"image": "5", "q": "1_1_0.5_0.5"})
        assert state.address()["q"] == "1_1_0.5_0.5"


def test_where_the_browser_has_been_led_elsewhere_since_the_hand_moved_it_is_told_again(monkeypatch):
    written = []

    class Elsewhere(dict):
        def from_dict(self, query):
            written.append(query)

    monkeypatch.setattr(state.st, "query_params", Elsewhere())
    with state.apart("kl_divergence", {"mu": "2"}, "en"):
        state.adopt({"mu": "2"}, {"mu": "1"})
        state.write_url()
    assert written == [{"mu": "1"}]


def test_what_a_run_was_cut_off_in_telling_the_browser_is_told_by_the_next(monkeypatch):
    """Streamlit ends a run that is overtaken in the very call that would have told: it heard nothing."""
    written = []

    class CutOffOnce(dict):
        is_cut = False

        def from_dict(self, query):
            if not self.is_cut:
                self.is_cut = True
                raise RerunException(RerunData())
            written.append(query)

    monkeypatch.setattr(state.st, "query_params", CutOffOnce())
    with state.apart("kl_divergence", {"mu": "1"}, "en"):
        with pytest.raises(RerunException):
            state.write_url()
        state.write_url()
        state.write_url()
    assert written == [{"mu": "1"}]


@pytest.mark.parametrize("looks", range(3))
def test_what_a_run_was_cut_off_in_reading_of_an_address_is_read_by_the_next(monkeypatch, looks):
    """Streamlit ends a run that is overtaken in any look at the address."""

    class CutOff(dict):
        left = looks

        def look(self):
            self.left -= 1
            if self.left == -1:
                raise RerunException(RerunData())

        def __iter__(self):
            self.look()
            return super().__iter__()

        def __getitem__(self, name):
            self.look()
            return super().__getitem__(name)

        def to_dict(self):
            self.look()
            return {name: super(CutOff, self).__getitem__(name) for name in super().__iter__()}

    monkeypatch.setattr(state.st, "query_params", CutOff(mu="1", ask="False"))
    with state.apart("home", {}, "en"):
        for _ in range(2):
            with suppress(RerunException):
                state.read_url_of_app()
                state.read_url_of_page("kl_divergence")
        assert {"mu": "1", "ask": "False"}.items() <= state.address().items()


def test_back_to_the_address_by_which_one_came_leads_to_the_step_that_it_means():
    step = STEPS["kl_divergence"]
    with state.apart("kl_divergence", {"step": "coding"}, "en"):
        state.return_to({"mu": "1"})
        assert state.get(step) == "standard-normal"


def test_a_note_is_its_default_until_it_is_noted_and_nobody_elses():
    count = Note("count", 0)
    with state.apart(PAGE, {}, "en"):
        assert state.noted(count) == 0
        state.note(count, 3)
        state.note(count.of("a map"), 5)
        assert (state.noted(count), state.noted(count.of("a map")), state.noted(count.of("another"))) == (3, 5, 0)
        assert "count" not in str(state.address())
    with state.apart(PAGE, {}, "en"):
        assert state.noted(count) == 0


def test_what_a_hand_leaves_at_the_origin_is_not_in_the_address():
    with state.apart(PAGE, {}, "en"):
        state.put(POSITION, (0.0, -0.0))
        assert "z" not in state.address()
        state.put(POSITION, (0.1 + 0.2 - 0.3, 1.0))  # 5.6e-17, as rounding leaves it
        assert state.address()["z"] == "0_1"


PLACED = {
    "elbo": ({"q": "1_1_0.5_0.5"}, "q", {"image": "7", "digit": "drawn", "pixels": "threshold", "flip": "2"}),
    "autoencoders": ({"moved": "2", "wider": "3"}, "moved", {"image": "7", "digit": "drawn", "j": "2"}),
    "latent_space": ({"z": "1_1"}, "z", {"run": "run-0123456789"}),
    "latent_map": ({"lasso": "0_1_1_2_2_3_1"}, "lasso", {"cloud": "ae-8d", "proj": "tsne", "pts": "500"}),
}


@pytest.mark.parametrize(
    ("page", "placed", "change"),
    [(page, placed, change) for page, (_, placed, changes) in PLACED.items() for change in changes.items()],
)
def test_what_was_placed_by_hand_ends_with_what_it_was_placed_on(page, placed, change):
    by_name = {field.name: field for field in state.fields_of(page)}
    name, text = change
    with state.apart(page, PLACED[page][0], "en"):
        assert placed in state.address()
        state.put(by_name[name], state.get(by_name[name]))  # no change
        assert placed in state.address()
        state.put(by_name[name], by_name[name].kind.parse(text))
        assert placed not in state.address()


def test_what_was_placed_by_hand_ends_also_where_an_address_leads_elsewhere():
    with state.apart("latent_space", {"z": "1_1"}, "en"):
        state._read_fields("latent_space", {"run": "run-0123456789"})  # as the lab leads there
        assert state.address() == {"run": "run-0123456789"}
    with state.apart("latent_space", {"z": "1_1"}, "en"):
        state._read_fields("latent_space", {"z": "2_2", "run": "run-0123456789"})
        assert state.address() == {"z": "2_2", "run": "run-0123456789"}


def test_a_point_stays_where_the_space_changes_its_size():
    with state.apart("latent_space", {"z": "1_1"}, "en"):
        state.put(LATENT_DIM, 8)
        assert state.address() == {"z": "1_1", "dim": "8"}


def test_undo_brings_back_what_was_placed_together_with_what_it_was_placed_on():
    with state.apart("elbo", {"q": "1_1_0.5_0.5"}, "en"):
        undo.remember()
        (image,) = (field for field in state.fields_of("elbo") if field.name == "image")
        state.put(image, 7)
        undo.remember()
        undo.take_back()
        assert state.address() == {"q": "1_1_0.5_0.5"}


def test_an_address_may_say_both():
    with state.apart("elbo", {"image": "7", "q": "1_1_0.5_0.5"}, "en"):
        assert state.address() == {"image": "7", "q": "1_1_0.5_0.5"}


def test_a_name_that_is_none_sets_nothing():
    with state.apart("distributions", {"": "5"}, "en"):
        assert state.address() == {}


def test_what_an_address_says_too_exactly_is_taken_to_the_precision_of_an_address():
    """Else a copied address would show another page than the one it was copied from."""
    with state.apart("distributions", {"x1": "-0.123456789", "x2": "1.7e-161"}, "en"):
        address = state.address()
        x1 = next(field for field in state.fields_of("distributions") if field.name == "x1")
        assert (state.get(x1), address["x1"]) == (-0.1235, "-0.1235")
    with state.apart("distributions", address, "en"):
        assert state.address() == address


@pytest.mark.parametrize("text", ["1e-13", "0_-1e-300", "2.2250738585e-313"])
def test_a_position_so_near_the_origin_is_the_origin(text):
    assert POSITION.kind.parse(text) == ()
