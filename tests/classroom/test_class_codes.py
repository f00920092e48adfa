"""What opens a class: codes that are said aloud, secrets, and how often a wrong code may be tried; and names."""

import base64
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import codes, tries
from classroom.codes import ALPHABET, LENGTH, digest, new_code, new_secret, read_code
from classroom.names import ALL, ANIMALS, COLOURS, names_of, spare_name
from classroom.tries import Tries

DAY = 24 * 3600
CLASSES_A_DAY = 30
said = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
gaps = st.lists(st.sampled_from(["", " ", "-", "–", "_", ".", "\u3000", "\t"]), min_size=7, max_size=7)


@pytest.mark.parametrize("alike", ["0O", "1IL"])
def test_no_two_letters_are_mistaken_for_each_other(alike):
    assert not set(alike) & set(ALPHABET)
    assert len(set(ALPHABET.lower())) == len(ALPHABET) == len(set(ALPHABET.upper()))


def test_every_letter_may_stand_anywhere_in_a_code():
    made = [new_code() for _ in range(3000)]
    assert all({code[place] for code in made} == set(ALPHABET) for place in range(LENGTH))
    assert [read_code(code) for code in made] == made


@pytest.mark.parametrize("make", [new_code, new_secret])
def test_nobody_foresees_what_is_made(make):
    random.seed(1)
    first = [make() for _ in range(100)]
    random.seed(1)
    assert not set(first) & {make() for _ in range(100)}


@given(said, gaps, st.randoms())
def test_a_code_is_read_however_it_is_typed(code, between, chance):
    typed = "".join(gap + chance.choice([sign.upper(), sign.lower()]) for gap, sign in zip(between, code, strict=False))
    assert read_code(typed + between[-1]) == code


def test_a_code_is_read_as_a_chinese_keyboard_has_typed_it():
    assert read_code("ＦＲＧ　２ｙ７") == "FRG2Y7"


@pytest.mark.parametrize(
    "text", ["", "FRG2Y", "FRG2Y77", "FRG2Y0", "FRGOY7", "1RG2Y7", "ÄRG2Y7", "frg/y7", "------", "ФRG2Y7"]
)
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


@given(st.text())
def test_what_is_read_of_any_text_is_a_code_or_nothing(text):
    code = read_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_whoever_tries_codes_all_day_finds_no_class():
    tried = tries.ALL * DAY / tries.WINDOW
    assert CLASSES_A_DAY * tried / len(codes.ALPHABET) ** codes.LENGTH < 0.01


def test_a_secret_has_128_bits_and_is_not_kept():
    secret = new_secret()
    assert len(base64.urlsafe_b64decode(secret + "==")) == 16
    assert digest(secret) == digest(secret) != digest(new_secret())
    assert secret not in digest(secret)


@given(st.text() | st.just("\ud800"))
def test_whatever_is_shown_as_a_secret_has_a_digest(text):
    assert set(digest(text)) <= set("0123456789abcdef")


# ---- wrong codes ------------------------------------------------------------------------------------


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tried(clock):
    return Tries(now=clock)


def test_slips_lock_nobody_out_and_guesses_do(tried, clock):
    for _ in range(tries.EACH):
        assert tried.may("here")
        tried.add("here")
    assert not tried.may("here")
    assert tried.may("there")
    clock.now += tries.WINDOW + 1
    assert tried.may("here")


def test_guesses_from_many_places_are_refused_together(tried, clock):
    for number in range(tries.ALL):
        assert tried.may("elsewhere")
        tried.add(f"place {number}")
    assert not tried.may("elsewhere")
    clock.now += tries.WINDOW + 1
    assert tried.may("elsewhere")


def test_a_window_moves_on_with_the_time(tried, clock):
    for _ in range(tries.EACH):
        tried.add("here")
        clock.now += tries.WINDOW / tries.EACH
    clock.now += 0.1
    assert tried.may("here")
    tried.add("here")
    assert not tried.may("here")


def test_where_wrong_codes_came_from_is_forgotten(tried, clock):
    tried.add("203.0.113.9")
    assert "203.0.113.9" in repr(vars(tried))
    clock.now += tries.WINDOW + 1
    tried.may("another")
    assert "203.0.113.9" not in repr(vars(tried))


# ---- names ------------------------------------------------------------------------------------------


@given(said)
def test_a_class_gives_each_name_once_and_no_animal_again_before_all_have_come(code):
    names = names_of(code)
    assert set(names) == set(ALL)
    assert len(names) == len(ALL)
    for first in range(0, len(ALL), len(ANIMALS)):
        assert len({name.animal for name in names[first : first + len(ANIMALS)]}) == len(ANIMALS)
    assert names_of(code) == names


def test_the_first_of_two_classes_are_not_the_same():
    assert len({names_of(new_code())[0] for _ in range(30)}) > 5


@given(st.randoms())
def test_nobody_has_the_name_of_another_nor_where_it_can_be_helped_the_animal(chance):
    taken = []
    for _ in ALL:
        taken.append(spare_name(taken, chance))
    assert len(set(taken)) == len(ALL) == len(COLOURS) * len(ANIMALS)
    assert len({name.animal for name in taken[: len(ANIMALS)]}) == len(ANIMALS)


def test_of_more_people_than_names_few_share_one():
    taken, chance = [], random.Random(0)
    for _ in range(500):
        taken.append(spare_name(taken, chance))
    assert {*Counter(taken).values()} == {500 // len(ALL), 500 // len(ALL) + 1}
