"""What a server allows its classes, from its file of limits."""

import pytest

from classroom.errors import ClassError
from ui.in_class import running


@pytest.fixture
def limited(monkeypatch, tmp_path):
    """Writes the file of limits of a server that begins now."""

    def limited(text: str) -> None:
        (tmp_path / "limits.toml").write_text(text)
        monkeypatch.setenv("VAE_LIMITS", str(tmp_path / "limits.toml"))
        monkeypatch.setenv("VAE_RUNS_DIR", str(tmp_path))
        for kept in (running.allowed, running.tries, running.classes):
            kept.cache_clear()

    yield limited
    running.classes().store.close()
    for kept in (running.allowed, running.tries, running.classes):
        kept.cache_clear()


def test_a_class_has_as_many_members_as_the_file_says(limited):
    limited("class_members = 1")
    code, _ = running.classes().open()
    running.classes().join(code)
    with pytest.raises(ClassError, match="it has 1 members"):
        running.classes().join(code)


def test_as_many_may_be_tried_as_the_file_says(limited):
    limited("wrong_codes_each = 1\nclasses_begun = 2")
    wrong_codes, begun = running.tries()
    wrong_codes.add("here")
    assert (wrong_codes.may("here"), wrong_codes.may("there")) == (False, True)
    for place in ("here", "there"):
        assert begun.may("elsewhere")
        begun.add(place)
    assert not begun.may("elsewhere")


def test_a_file_that_is_wrong_leaves_classes_as_they_are(limited, caplog):
    limited("class_members = 'many'")
    assert running.allowed().class_members == 500
    assert "class_members" in caplog.text
