"""Notebooks as pages: words, code, and what the code says when the page is made; and the notebook to take along."""

import ast
import base64
import contextlib
import html
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from mkdocs.structure.files import File, Files
from PIL import Image

from ui import libraries

SUFFIX = ".ipynb"
PLOTLY = libraries.file_name(libraries.FLAT)
FIGURE = """<div class="figure"></div>
<script src="../{library}"></script>
<script>
{{
  const {{ data, layout }} = {figure};
  const place = document.currentScript.parentElement.querySelector(".figure");
  Plotly.newPlot(place, data, {{ ...layout, template: {{}} }}, {{ displayModeBar: false, responsive: true }});
}}
</script>"""


class Cell(NamedTuple):
    """One of a notebook: ``kind`` is ``"markdown"`` or ``"code"``; what its code printed, and its last value."""

    kind: str
    text: str
    printed: str = ""
    value: Any = None


def on_config(config, **_other):
    """mkdocs calls it first: what the list of pages calls a notebook is its page."""
    config.nav = _with_pages(config.nav)
    return config


def on_files(files: Files, config, **_other) -> Files:
    """mkdocs calls it with what the folder of pages holds: beside each notebook comes a page of it."""
    # Whoever builds it, with MNIST or without, builds the same.
    with tempfile.TemporaryDirectory() as empty, patch.dict(os.environ, VAE_DATA_DIR=empty):
        for notebook in [file for file in files if file.src_uri.endswith(SUFFIX)]:
            files.append(File.generated(config, _page(notebook.src_uri), content=page(Path(notebook.abs_src_path))))
    files.append(File.generated(config, PLOTLY, abs_src_path=str(libraries.FOLDER / PLOTLY)))
    return files


def on_page_markdown(markdown: str, page, **_other) -> str:
    """mkdocs calls it with the text of each page: what leads to a notebook leads to its page, save from there."""
    if page.file.src_uri.endswith(_page(SUFFIX)):
        return markdown
    return re.sub(r"\]\(([\w/.]+\.ipynb)\)", lambda match: f"]({_page(match[1])})", markdown)


def run(path: Path) -> Iterator[Cell]:
    """Each cell of a notebook, run in turn as Jupyter would. What its code raises is raised."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield Cell("markdown", text)
        else:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                value = _value(text, names)
            yield Cell("code", text, printed.getvalue(), value)


def _value(code: str, names: dict[str, Any]) -> Any:
    """Run ``code``, and return what its last line is worth, if that is an expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None


def page(path: Path) -> str:
    """A notebook in Markdown, with what its cells have made."""
    title, *cells = ["\n\n".join(_in_markdown(cell)) for cell in run(path)]
    return "\n\n".join([title, f"[Download the notebook]({path.name}){{ .md-button download }}", *cells])


def _in_markdown(cell: Cell) -> Iterator[str]:
    if cell.kind == "markdown":
        yield cell.text
        return
    yield f"```python\n{cell.text}\n```"
    value, said = cell.value, cell.printed
    is_drawn = isinstance(value, Image.Image) or hasattr(value, "to_plotly_json")
    if value is not None and not is_drawn:
        said += repr(value)
    if said:
        yield f'<pre class="said">{html.escape(said.rstrip())}</pre>'
    if is_drawn:
        yield _drawn(value)


def _drawn(value: Any) -> str:
    if isinstance(value, Image.Image):
        return f"![What the cell draws]({_uri(value)})"
    return f"<div>{FIGURE.format(library=PLOTLY, figure=value.to_json())}</div>"


def _uri(picture: Image.Image) -> str:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _page(uri: str) -> str:
    return uri.removesuffix(SUFFIX) + "_page.md"


def _with_pages(nav):
    if isinstance(nav, str):
        return _page(nav) if nav.endswith(SUFFIX) else nav
    if isinstance(nav, dict):
        return {name: _with_pages(each) for name, each in nav.items()}
    return [_with_pages(each) for each in nav]
