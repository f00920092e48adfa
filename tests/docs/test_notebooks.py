"""Notebooks run from above to below, without a network or Jupyter, and are kept without what they said."""

import json
from pathlib import Path

import notebook_pages
import pytest
import torch
from PIL import Image

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "docs" / "notebooks").glob("*.ipynb"))

every_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def threads():
    """A notebook may set the number of threads."""
    yield
    torch.set_num_threads(1)


@every_notebook
def test_it_runs_with_what_is_always_there(notebook, threads, tmp_path, monkeypatch):
    monkeypatch.setenv("VAE_DATA_DIR", str(tmp_path))
    cells = [*notebook_pages.run(notebook)]
    assert cells[0].text.startswith("# ")
    assert any(cell.printed for cell in cells)
    assert any(isinstance(cell.value, Image.Image) or hasattr(cell.value, "to_plotly_json") for cell in cells)
    assert not [*tmp_path.iterdir()], "nothing is downloaded"


@pytest.mark.mnist
@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if "is_present" in path.read_text("utf-8")])
def test_it_runs_with_mnist(notebook, threads, mnist_dir, monkeypatch):
    monkeypatch.setenv("VAE_DATA_DIR", str(mnist_dir))
    cells = [*notebook_pages.run(notebook)]
    assert not any("not here" in cell.printed for cell in cells)


@every_notebook
def test_it_is_kept_without_what_it_said(notebook):
    """So that a change of it can be read, and pictures of the data stay out of the project."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        assert cell["cell_type"] == "markdown" or (cell["outputs"], cell["execution_count"]) == ([], None)


def test_a_cell_is_worth_its_last_line_as_in_jupyter(tmp_path):
    sources = ["x = 2\nprint('two')\nx", "y = x + 1", "x * y"]
    cells = [{"cell_type": "code", "source": [text]} for text in sources]
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    assert [(cell.printed, cell.value) for cell in notebook_pages.run(path)] == [("two\n", 2), ("", None), ("", 6)]


def test_a_cell_that_fails_fails(tmp_path):
    path = tmp_path / "bad.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["1 / 0"]}]}), "utf-8")
    with pytest.raises(ZeroDivisionError):
        [*notebook_pages.run(path)]
