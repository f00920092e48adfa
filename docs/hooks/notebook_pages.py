"""Notebooks as pages: words as they are, code as code, and the notebook itself to take along."""

import json
from pathlib import Path

from mkdocs.structure.files import File, Files

SUFFIX = ".ipynb"


def on_files(files: Files, config, **_other) -> Files:
    """mkdocs calls it with what the folder of pages holds: beside each notebook there is a page of it."""
    for notebook in [file for file in files if file.src_uri.endswith(SUFFIX)]:
        files.append(File.generated(config, _page(notebook.src_uri), content=page(Path(notebook.abs_src_path))))
    return files


def on_config(config, **_other):
    """mkdocs calls it first: what the list of pages calls a notebook is its page."""
    config.nav = _with_pages(config.nav)
    return config


def page(path: Path) -> str:
    """A notebook in Markdown."""
    title, *cells = [_cell(cell) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    return "\n\n".join([title, f"[Download the notebook]({path.name}){{ .md-button download }}", *cells])


def _cell(cell: dict) -> str:
    text = "".join(cell["source"])
    return text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```"


def _page(uri: str) -> str:
    return uri.removesuffix(SUFFIX) + "_notebook.md"


def _with_pages(nav):
    if isinstance(nav, str):
        return _page(nav) if nav.endswith(SUFFIX) else nav
    if isinstance(nav, dict):
        return {name: _with_pages(each) for name, each in nav.items()}
    return [_with_pages(each) for each in nav]
