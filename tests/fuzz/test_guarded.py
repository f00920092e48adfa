"""The guard itself: what it is there for, it notices."""

import numpy as np
import pytest
from guarded import ROOT, guarded


def test_what_is_short_and_small_passes(tmp_path):
    with guarded(tmp_path):
        (tmp_path / "file").write_text("inside", "utf-8")
        assert (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("act", [lambda path: path.write_text("x", "utf-8"), lambda path: path.read_text("utf-8")])
def test_a_file_outside_is_noticed(tmp_path, act):
    (tmp_path / "outside").write_text("x", "utf-8")
    with pytest.raises(AssertionError, match="outside"), guarded(tmp_path / "elsewhere"):
        act(tmp_path / "outside")


def test_work_without_end_is_noticed(monkeypatch):
    monkeypatch.setattr("guarded.SECONDS", 0.02)
    with pytest.raises(AssertionError, match=r"\d\.\d s"), guarded():
        sum(range(10**7))


def test_memory_without_end_is_refused():
    with pytest.raises(MemoryError), guarded():
        np.ones(4 * 10**9, np.uint8)
