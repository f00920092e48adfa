"""Hands are read as addresses are; who agrees with most is pooled, and nobody waits for all that is to be computed."""

import time

import pytest
from entering import enter
from pooling import hands_of

from classroom.names import ANIMALS, COLOURS
from ui import pools, state
from ui.components.classroom.words import ANIMALS as ANIMAL_WORDS
from ui.fields import FIELDS, STEPS
from ui.fields.distributions import DRAWS, MEMBER, SEED
from ui.fields.field import Whole
from ui.pools import Hand, Pool
from vae_core.errors import CheckpointError
from vae_core.figures.theme import PERSONS
from vae_core.probability.families import Member

POOLED = {
    ("distributions", "draws"),
    ("likelihood", "both-ways"),
    ("likelihood", "ascent"),
    ("elbo", "evidence"),
    ("latent_map", "place"),
    ("training", "sweep"),
    ("from_noise", "way"),
}


@pytest.fixture
def reader():
    """Somebody who reads the page of distributions in English."""
    with state.apart("distributions", {}, "en"):
        yield


@pytest.mark.parametrize(("page", "step"), sorted(POOLED))
def test_a_lesson_that_was_opened_tells_what_comes_of_the_hands_of_a_step(page, step):
    enter(page)
    pool = pools.pool_of(page, step)
    assert pool.title
    assert all(seed.page == page and isinstance(seed.kind, Whole) for seed in pool.seeds)
    others = {(page, name) for name in STEPS[page].names} - POOLED
    assert not [name for _page, name in others if pools.pool_of(page, name)]


def test_a_step_without_a_name_is_the_first():
    enter("likelihood")
    enter("from_noise")
    assert pools.pool_of("likelihood", "") is pools.pool_of("likelihood", "both-ways")
    assert pools.pool_of("distributions", "") is None
    assert pools.pool_of("home", "") is None


def test_a_hand_is_read_as_an_address_and_leaves_the_readers_page_as_it_is(reader):
    state.put(DRAWS, 77)
    hands = hands_of([{"n": "12", "seed": "5", "p": "exponential-2"}, {"n": "many", "p": "no such"}, {}])
    found = pools.read(hands, "distributions", lambda: (state.get(MEMBER), state.get(DRAWS), state.get(SEED)))
    default = (MEMBER.default, DRAWS.default, SEED.default)
    assert [value for _hand, value in found] == [(Member("exponential", (2.0,)), 12, 5), default, default]
    assert [hand for hand, _value in found] == hands
    assert (state.page(), state.get(DRAWS), state.notices()) == ("distributions", 77, ())


def test_whoever_shows_what_is_gone_is_left_out(reader):
    def take():
        if state.get(SEED) == 3:
            raise CheckpointError("It is gone.")
        return state.get(SEED)

    found = pools.read(hands_of([{"seed": "3"}, {"seed": "4"}]), "distributions", take)
    assert [value for _hand, value in found] == [4]


def test_what_most_have_is_what_is_pooled_and_of_two_the_first():
    def agreed(*values):
        hands = hands_of([{}] * len(values))
        return [value for _hand, value in pools.agreed(list(zip(hands, values, strict=True)), by=str.lower)]

    assert agreed("a", "b", "B", "A", "b") == ["b", "B", "b"]
    assert agreed("x", "y", "Y", "X") == ["x", "X"]
    assert agreed() == []


def test_what_takes_long_is_left_for_the_next_look_but_never_all_of_it():
    done = []

    def work(number):
        return lambda: time.sleep(0.05) or done.append(number) or number

    assert pools.in_time([work(i) for i in range(100)], patience=0.0) == [0]
    found = pools.in_time([work(i) for i in range(100)], patience=0.2)
    assert found == list(range(len(found)))
    assert 2 <= len(found) < 20
    assert pools.in_time([]) == []


def test_each_person_has_seeds_of_their_own_whatever_the_teachers_are():
    pool = Pool("", lambda hands: False, seeds=(SEED,))
    sown = []
    for number in range(30):
        with state.apart("distributions", {}, "en"):
            pools.sow(pool, f"k{number}")
            sown.append(state.get(SEED))
    assert len(set(sown)) == 30
    assert all(0 <= seed <= SEED.kind.high for seed in sown)
    with state.apart("distributions", {"seed": "7"}, "en"):
        pools.sow(pool, "k1")
        assert state.get(SEED) == sown[1]
    with state.apart("distributions", {}, "en"):
        pools.sow(pool, "k5")
        assert state.get(SEED) == sown[5]


def test_everybody_is_called_and_coloured_as_in_the_class(reader):
    assert set(COLOURS) == PERSONS.keys()
    assert {*ANIMALS} <= ANIMAL_WORDS.keys()
    assert Hand("k", "vermilion", "owl", {}).person.name == "red owl"


def test_a_name_from_outside_is_no_markup(reader):
    person = Hand("k", "blue", "<script>", {}).person
    assert person.name == "blue <script>"
    assert "<script>" not in pools.named(person)
    assert PERSONS["blue"].light in pools.named(person)
    assert "unknown" in pools.named(Hand("k", "unknown", "cat", {}).person)


def test_two_hundred_addresses_with_every_setting_are_read_in_a_moment(reader):
    query = {field.name: field.kind.format(field.default) for field in FIELDS if field.page == "likelihood"}
    hands, start = hands_of([query] * 200), time.perf_counter()
    assert len(pools.read(hands, "likelihood", state.address)) == 200
    assert time.perf_counter() - start < 5
