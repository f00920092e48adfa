"""The examples in docstrings: they run, in the order of the day, and print what they say they print."""

import doctest
import importlib
from pathlib import Path

import pytest

CORE = Path(__file__).resolve().parents[2] / "vae_core"
WITH_EXAMPLES = sorted(path for path in CORE.rglob("*.py") if ">>>" in path.read_text("utf-8"))
FLAGS = doctest.ELLIPSIS


def module_of(path: Path):
    parts = path.relative_to(CORE.parent).with_suffix("").parts
    return importlib.import_module(".".join(part for part in parts if part != "__init__"))


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.relative_to(CORE).as_posix())
def test_what_an_example_says_it_prints_it_prints(path):
    found = doctest.testmod(module_of(path), optionflags=FLAGS)
    assert found.attempted, "an example stands where nobody looks for it"
    assert not found.failed


def test_each_part_of_the_public_face_has_examples():
    parts = {path.relative_to(CORE).with_suffix("").parts[0] for path in WITH_EXAMPLES}
    pages = {path.stem for path in (CORE.parent / "docs" / "api").glob("*.md")} - {"index"}
    assert pages <= parts
