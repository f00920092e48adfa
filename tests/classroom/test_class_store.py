"""What both stores do, for whoever knows only that there is one."""

import json
import subprocess
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import until

from classroom.store import LONGEST, MOST

DAY = 24 * 3600.0


class Model:
    """A store as a dict would have it."""

    def __init__(self):
        self._classes: dict[str, dict] = {}

    def create(self, code, entries, lasts):
        if code in self._classes:
            return False
        self._classes[code] = {}
        return self.put(code, entries)

    def entries(self, code):
        return self._classes.get(code)

    def put(self, code, entries):
        if code not in self._classes:
            return False
        together = self._classes[code] | entries
        self._classes[code] = {key: value for key, value in together.items() if value is not None}
        return True

    def add(self, code, key, value):
        return key not in self._classes.get(code, {key: None}) and self.put(code, {key: value})

    def count_up(self, code, key):
        if code not in self._classes:
            return None
        before = self._classes[code].get(key, 0)
        if type(before) is not int or not -MOST - 1 <= before < MOST:
            raise ValueError
        self._classes[code][key] = before + 1
        return before + 1

    def delete(self, code):
        self._classes.pop(code, None)


codes = st.sampled_from(("one", "other"))
keys = st.one_of(st.sampled_from(("lead", "count:1", "学生", "a\0b")), st.text(min_size=1, max_size=3))
numbers = st.one_of(
    st.integers(-3, 3), st.integers(-MOST - 3, MOST + 3), st.floats(allow_nan=False, allow_infinity=False)
)
plain = st.one_of(st.booleans(), numbers, st.text(max_size=5), st.just("\ud800"))
somethings = st.one_of(
    plain,
    st.recursive(
        st.none() | plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    ).filter(lambda value: value is not None),
)
entries = st.dictionaries(keys, st.none() | somethings, max_size=4)
calls = st.one_of(
    st.tuples(st.just("create"), codes, entries, st.just(DAY)),
    st.tuples(st.just("put"), codes, entries),
    st.tuples(st.just("add"), codes, keys, somethings),
    st.tuples(st.just("count_up"), codes, keys),
    st.tuples(st.just("entries"), codes),
    st.tuples(st.just("delete"), codes),
)


def outcome(store, verb, *arguments) -> str:
    """What is answered, or that it is refused: 1, 1.0 and True are not the same."""
    try:
        return json.dumps(getattr(store, verb)(*arguments), sort_keys=True)
    except ValueError:
        return "refused"


@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(calls, max_size=30))
def test_it_does_what_a_dict_would_do(store, new_code, said):
    model, real = Model(), {"one": new_code(), "other": new_code()}
    for verb, code, *arguments in [*said, ("entries", "one"), ("entries", "other")]:
        assert outcome(store, verb, real[code], *arguments) == outcome(model, verb, code, *arguments), verb


def test_an_empty_class_is_a_class(store, code):
    assert store.create(code, {}, DAY)
    assert store.entries(code) == {}
    assert store.put(code, {"lead": None})
    assert not store.create(code, {"lead": 1}, DAY)
    assert store.entries(code) == {}


def test_a_class_is_gone_when_its_time_is_over(store, code):
    assert store.create(code, {"lead": 1}, 1.0)
    assert store.put(code, {"lead": 2}), "and what is written makes it last no longer"
    assert store.entries(code) == {"lead": 2}
    until(lambda: store.entries(code) is None)
    assert not store.put(code, {"lead": 1})
    assert not store.add(code, "new", 1)
    assert store.count_up(code, "count") is None
    assert store.entries(code) is None
    assert store.create(code, {"lead": 3}, DAY), "its code is free again"
    assert store.entries(code) == {"lead": 3}


@pytest.mark.parametrize("lasts", [0, -1, float("nan"), float("inf"), LONGEST + 1])
def test_a_class_lasts_for_a_time_that_makes_sense(store, code, lasts):
    with pytest.raises(ValueError, match="lasts"):
        store.create(code, {}, lasts)
    assert store.entries(code) is None


@pytest.mark.parametrize(
    "bad", [{"a": float("nan")}, {"a": {1, 2}}, {"a": b"bytes"}, {"": 1}, {"\ud800": 1}, {3: 1}, {"a": object()}]
)
def test_what_is_no_json_is_refused_and_nothing_is_written(store, code, bad):
    refused = (TypeError, ValueError, AttributeError)
    with pytest.raises(refused):
        store.create(code, bad, DAY)
    assert store.create(code, {}, DAY)
    with pytest.raises(refused):
        store.put(code, {"good": 1} | bad)
    ((key, value),) = bad.items()
    with pytest.raises(refused):
        store.add(code, key, value)
    assert store.entries(code) == {}


@pytest.mark.parametrize(("before", "after"), [(-2, -1), (0, 1), (MOST - 1, MOST), (-MOST - 1, -MOST)])
def test_a_counter_is_an_entry(store, code, before, after):
    store.create(code, {"count": before}, DAY)
    assert store.count_up(code, "count") == after
    assert store.entries(code) == {"count": after}


@pytest.mark.parametrize("entry", [MOST, -MOST - 2, 10**30, True, 1.0, "1", [1], {}])
def test_what_is_no_counter_is_not_counted_up(store, code, entry):
    store.create(code, {"count": entry}, DAY)
    with pytest.raises(ValueError, match="count is no counter"):
        store.count_up(code, "count")
    assert store.entries(code) == {"count": entry}


def test_nothing_cannot_be_added(store, code):
    store.create(code, {}, DAY)
    with pytest.raises(ValueError, match="nothing to add"):
        store.add(code, "answer", None)


def at_once(number: int, do) -> list:
    """What ``do`` gives of each number, all of them begun together."""
    begin, given = threading.Barrier(number), [None] * number

    def one(index: int) -> None:
        begin.wait()
        given[index] = do(index)

    threads = [threading.Thread(target=one, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_of_200_that_add_the_same_at_once_one_wins(store, code):
    store.create(code, {}, DAY)
    won = at_once(200, lambda index: store.add(code, "seat", index))
    assert won.count(True) == 1
    assert won.count(False) == 199
    assert store.entries(code) == {"seat": won.index(True)}


def test_100_answers_at_once_are_all_counted_and_all_told(store, code):
    told = []
    store.create(code, {}, DAY)
    end = store.watch(told.append)
    assert all(at_once(100, lambda index: store.add(code, f"answer:{index}", index)))
    assert sorted(at_once(100, lambda _index: store.count_up(code, "count"))) == [*range(1, 101)]
    assert store.entries(code) == {"count": 100} | {f"answer:{index}": index for index in range(100)}
    until(lambda: len(told) == 200)
    assert {*told} == {code}
    end()


def test_each_change_is_told_and_nothing_else(store, new_code):
    told, also = [], []
    first, second = new_code(), new_code()
    end, end_other = store.watch(told.append), store.watch(also.append)
    for change in (
        lambda: store.create(first, {}, DAY),
        lambda: store.put(first, {"lead": 1}),
        lambda: store.add(first, "a", 1),
        lambda: store.count_up(first, "b"),
        lambda: store.create(second, {}, DAY),
        lambda: store.delete(first),
    ):
        change()
    store.create(second, {}, DAY)
    store.put(first, {"lead": 1})
    store.add(second, "a", 1)
    store.add(second, "a", 2)
    store.count_up(first, "b")
    store.put(second, {"bad": 1, "b": "text"})
    with pytest.raises(ValueError):
        store.count_up(second, "b")
    store.entries(second)
    store.delete(first)
    store.put(second, {})
    expected = [*[first] * 4, second, first, second, second, second]
    until(lambda: len(also) == len(expected))
    assert told == also == expected
    end()
    end()
    store.put(second, {"lead": 2})
    until(lambda: len(also) == len(expected) + 1)
    assert told == expected, "who has ended it is told no more"
    end_other()


def test_who_is_told_sees_what_was_written(store, code):
    seen = []
    store.create(code, {}, DAY)
    end = store.watch(lambda changed: seen.append(store.entries(changed)))
    store.put(code, {"lead": 1})
    until(lambda: seen)
    assert seen == [{"lead": 1}]
    end()


def test_a_restart_loses_nothing(open_again, code):
    first = open_again()
    first.create(code, {"lead": {"step": "known"}, "学生": [1, 2.5, None]}, DAY)
    before = first.entries(code)
    first.close()
    assert open_again().entries(code) == before == {"lead": {"step": "known"}, "学生": [1, 2.5, None]}


WRITER = """
import sys
from pathlib import Path
from classroom.store import open_store
url, folder, code = sys.argv[1:]
store = open_store(url, Path(folder))
for number in range(1, 1_000_000):
    assert store.put(code, {f"entry:{index}": number for index in range(400)})
    print(number, flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_all_or_nothing(open_again, code, url, root, tmp_path):
    open_again().create(code, {f"entry:{index}": 0 for index in range(400)}, DAY)
    for puts in (2, 3, 5, 8):
        command = [sys.executable, "-c", WRITER, url or "", str(tmp_path), code]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(puts):
                last = int(writer.stdout.readline())
            writer.kill()
            rest = writer.stdout.read().split("\n")
        last = max([last, *(int(line) for line in rest[:-1])])
        found = open_again().entries(code)
        assert len(found) == 400
        assert {*found.values()} in ({last}, {last + 1})
