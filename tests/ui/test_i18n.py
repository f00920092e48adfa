"""What the core says, in the language of whoever reads it."""

import pytest

from ui import i18n, state
from vae_core.errors import NOTHING, ConfigError, Sentence
from vae_core.lab.experiment import Experiment
from vae_core.lab.limits import load


def test_an_error_of_the_core_is_said_in_the_readers_language():
    with pytest.raises(ConfigError) as caught:
        Experiment(epochs=1001).check(load())
    with state.apart("training", {}, "zh_CN"):
        assert i18n.translated(caught.value) == "这台服务器最多允许 1000 轮；当前设置要求 1001 轮。"
    with state.apart("training", {}, "en"):
        assert i18n.translated(caught.value) == str(caught.value)


@pytest.mark.parametrize("words", ["{no} translation", Sentence("{file} is {what}", file="{a}", what=3), NOTHING])
def test_what_has_no_translation_stays_english(words):
    with state.apart("training", {}, "zh_CN"):
        assert i18n.translated(words) == words


def test_finished_text_of_older_runs_is_translated_where_it_has_no_values():
    with state.apart("training", {}, "zh_CN"):
        told = i18n.translated("The run was stopped because nobody watched it any more; it can be resumed.")
        assert told == "因为没有人在看，这次训练已被停止；可以让它继续。"
        assert i18n.translated(told) == told


@pytest.mark.parametrize("language", ["../..", "xx", "", "a" * 300, "zh_CN/../es"])
def test_what_is_no_language_of_ours_is_english_and_no_path(language):
    assert i18n.catalogue(language) is i18n.catalogue("en")
