"""Sentences: finished in English, remembered as a template and values, and the same again after a journey as JSON."""

import copy
import gc
import json
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_core.config import require
from vae_core.errors import (
    NOTHING,
    CheckpointError,
    ConfigError,
    DatasetError,
    Sentence,
    TrainingDiverged,
    VaeCoreError,
)
from vae_core.lab.events import Event, Record

GERMAN = {
    "At least {least} images are needed; there are {found}.": "{found} Bilder sind da, {least} braucht es.",
    "It is damaged.": "Es ist beschädigt.",
    "{file}: {problem} {hint}": "{hint} {problem} ({file})",
    "AE: {message}": "Der Autoencoder: {message}",
}


def german(message: str) -> str:
    assert message  # the empty message is a catalogue's own head
    return GERMAN.get(message, message)


def test_an_error_is_its_sentence_and_remembers_what_it_was_made_of():
    error = VaeCoreError("At least {least} images are needed; there are {found}.", least=50, found=3)
    assert str(error) == "At least 50 images are needed; there are 3."
    assert error.template == "At least {least} images are needed; there are {found}."
    assert error.values == {"least": 50, "found": 3}
    assert error.sentence == str(error)
    assert error.sentence.translated(german) == "3 Bilder sind da, 50 braucht es."


@pytest.mark.parametrize("text", ["{}", "{name}", "a {0} b", "{", "}}", "{'a': 1}: expected {b}", ""])
def test_a_ready_made_sentence_is_left_as_it_is(text):
    assert str(DatasetError(text)) == text
    assert DatasetError(text).values == {}
    assert Sentence(text).translated(german) == text


def test_braces_in_values_are_left_as_they_are():
    sentence = Sentence("{file}: {problem}", file="{problem}", problem="{")
    assert sentence == sentence.translated(german) == "{problem}: {"


def test_values_may_have_any_name():
    error = ConfigError("{self} {template} {condition} {message}", self=1, template=2, condition=3, message=4)
    assert str(error) == "1 2 3 4"


def test_require_passes_values_on():
    require(True, "{found} is {wrong", found=1)
    with pytest.raises(ConfigError, match=r"^epochs: 3, not 4$") as caught:
        require(False, "epochs: {most}, not {found}", most=3, found=4)
    assert caught.value.values == {"most": 3, "found": 4}
    with pytest.raises(ConfigError, match=r"^\{as it is\}$"):
        require(False, "{as it is}")


def test_a_loss_that_is_lost_carries_the_last_good_snapshot_and_values():
    error = TrainingDiverged("after step {step}", "a snapshot", step=3)
    assert (str(error), error.last_good, error.values) == ("after step 3", "a snapshot", {"step": 3})


def test_sentences_within_sentences_are_translated_too():
    hint = Sentence("At least {least} images are needed; there are {found}.", least=50, found=3)
    whole = Sentence("{file}: {problem} {hint}", file="a.zip", problem=DatasetError("It is damaged."), hint=hint)
    assert whole == "a.zip: It is damaged. At least 50 images are needed; there are 3."
    assert whole.translated(german) == "3 Bilder sind da, 50 braucht es. Es ist beschädigt. (a.zip)"


def test_several_sentences_are_one():
    said = (Sentence("AE: {message}", message=Sentence("It is damaged.")), Sentence("{as it is}"))
    joined = Sentence.joined(said, "; ")
    assert joined == "AE: It is damaged.; {as it is}"
    assert joined.translated(german) == "Der Autoencoder: Es ist beschädigt.; {as it is}"
    assert Sentence.joined([]) == NOTHING == ""


def test_a_sentence_does_not_hold_on_to_the_errors_that_it_tells_of():
    class Cause(Exception):
        pass

    cause = Cause("oh")
    sentence, gone = Sentence("It failed ({error}).", error=cause), weakref.ref(cause)
    del cause
    gc.collect()
    assert (sentence, gone()) == ("It failed (oh).", None)


def sentence_of(value) -> Sentence:
    return Sentence("It is {value}, {{no less}}.", value=value)


def otherwise(template: str) -> str:
    return f"{template}!"


texts = st.text(max_size=8)
values = st.recursive(st.one_of(texts, st.integers(), st.floats(allow_nan=False)), lambda inner: inner.map(sentence_of))


@given(values)
def test_a_sentence_comes_back_from_its_record(value):
    sentence = sentence_of(value)
    again = Sentence.from_record(json.loads(json.dumps(sentence.record())))
    assert (again, again.template, again.values) == (sentence, sentence.template, sentence.values)
    assert again.translated(otherwise) == sentence.translated(otherwise)


@given(texts)
def test_the_text_of_an_older_run_is_a_sentence(text):
    assert (Sentence.from_record(text), Sentence.from_record(text).values) == (text, {})


@pytest.mark.parametrize(
    "record",
    [
        None, 3, [], {}, {"template": "a"}, {"template": "{b}", "values": {"a": 1}}, {"template": "a", "values": [1]},
        {"template": "{", "values": {"a": 1}}, {"template": "{0}", "values": {"a": 1}},
        {"template": "{a.b}", "values": {"a": 1}}, {"template": "{a}", "values": {"a": {"values": {}}}},
    ],
)  # fmt: skip
def test_what_is_no_record_of_a_sentence_is_refused(record):
    with pytest.raises(CheckpointError, match="record of a sentence"):
        Sentence.from_record(record)


def test_a_copy_remembers_too():
    sentence = copy.deepcopy(Sentence("It is {value}.", value=3))
    assert (sentence, sentence.template, sentence.values) == ("It is 3.", "It is {value}.", {"value": 3})


@pytest.mark.parametrize("message", [VaeCoreError("It is {value}.", value=3).sentence.record(), "It is 3."])
def test_what_is_told_of_a_run_comes_back_from_the_disk(message):
    record = Record(("vae",))
    for kind, member, content in (
        ("notice", None, {"text": message}),
        ("ended", "vae", {"kind": "failed", "message": message}),
        ("ended", None, {"state": "failed", "message": message, "results": {}}),
    ):
        event = Event(record.last + 1, 1.0, member, kind, content)
        record.take(Event.from_bytes(event.to_bytes()))
    for sentence in (record.message, record.members["vae"].message, *record.notices):
        assert sentence == "It is 3."
        assert sentence.template == ("It is 3." if isinstance(message, str) else "It is {value}.")
