"""The walls of the house, its manners, and the commands that its README promises."""

import ast
import re
import shlex
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest
from importlinter.cli import lint_imports

from vae_core.__main__ import _parser

LIMITS = {"app.py": 60, "pages": 150, "sections": 150, "docs": 150} | dict.fromkeys(
    ("vae_core", "classroom", "ui", "vae_playground"), 250
)


def run(*command: str, root) -> str:
    result = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def source_files(root):
    return [
        root / "app.py",
        *(path for part in LIMITS for path in (root / part).rglob("*.py")),
    ]


def test_nobody_imports_against_the_flow(root):
    assert lint_imports(config_filename=str(root / "pyproject.toml"), cache_dir=None) == 0


def test_ruff_has_nothing_to_say(root):
    run("ruff", "check", ".", root=root)
    run("ruff", "format", "--check", ".", root=root)


def test_no_room_is_called_like_something_else_that_is_imported(root):
    """Streamlit puts the folder of its main script before all others: there, ours would be found in its place."""
    rooms = {path.stem for path in (root / "ui").iterdir() if not path.name.startswith("_")}
    ours = {path.parent.name for path in root.glob("*/__init__.py")}
    assert not rooms & {*sys.stdlib_module_names, *packages_distributions(), *ours}


def test_files_stay_small(root):
    for path in source_files(root):
        part = path.relative_to(root).parts[0]
        lines = len(path.read_text("utf-8").splitlines())
        assert lines <= LIMITS[part], f"{path}: {lines} lines"


def test_functions_stay_small(root):
    for path in source_files(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                lines = node.end_lineno - first.lineno + 1
                assert lines <= 35, f"{path}:{node.lineno} {node.name}: {lines} lines of code"


def test_session_state_has_one_door(root):
    for path in source_files(root):
        if path != root / "ui" / "session.py":
            assert "session_state" not in path.read_text("utf-8"), path


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    """Calls of functions and methods with one of ``names``."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node for node in found if getattr(node.func, "attr", getattr(node.func, "id", None)) in names]


def test_every_note_is_declared_once_and_asked_for_by_what_was_declared(root):
    names, asked = [], 0
    for path in source_files(root):
        tree = ast.parse(path.read_text("utf-8"))
        names += [call.args[0].value for call in calls(tree, "Note")]
        if path.relative_to(root).parts[0] != "vae_core":
            for call in calls(tree, "note", "noted"):
                asked += 1
                assert not isinstance(call.args[0], ast.Constant | ast.JoinedStr), f"{path}:{call.lineno}"
    assert names
    assert len(set(names)) == len(names)
    assert asked > len(names), "each is noted, and asked for"


def test_a_page_waits_for_nothing_but_what_is_loaded_late(root):
    for path in source_files(root):
        if path.relative_to(root).parts[0] != "vae_core":
            tree = ast.parse(path.read_text("utf-8"))
            inside = {
                node
                for function in ast.walk(tree)
                if isinstance(function, ast.FunctionDef)
                for node in ast.walk(function)
            }
            assert not [node for node in inside if isinstance(node, ast.Import | ast.ImportFrom)], f"{path}: ui.late"


def test_nothing_pickles(root):
    for path in source_files(root):
        tree = ast.parse(path.read_text("utf-8"))
        names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
        assert "allow_pickle" not in names, path


def test_text_is_read_and_written_in_an_alphabet_that_is_named(root):
    """Left out, it is the system's own: on Windows not the one in which this project is written."""
    for path in source_files(root):
        for call in calls(ast.parse(path.read_text("utf-8")), "read_text", "write_text"):
            names = {keyword.arg for keyword in call.keywords}
            encoding = call.args[getattr(call.func, "attr", "") == "write_text" :]
            assert encoding or "encoding" in names, f"{path}:{call.lineno}"
        for call in calls(ast.parse(path.read_text("utf-8")), "open"):
            assert getattr(call.func, "id", "") != "open", f"{path}:{call.lineno}: pathlib reads whole files"


def test_the_first_page_does_not_wait_for_torch(root):
    code = (
        "import sys, ui.router, ui.server, ui.components.decoder as page; from ui import library;"
        "page._describe(library.pretrained('mnist-vae-2d')); library.pretrained('mnist-vae-2d').encodings;"
        "sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


@pytest.fixture(scope="module")
def readme(root) -> str:
    return (root / "README.md").read_text("utf-8")


def test_readme_commands_parse(readme):
    blocks = re.findall(r"```(?:sh|bash)\n(.*?)```", readme, flags=re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    commands = [line.split("#")[0].strip() for line in lines]
    ours = [shlex.split(c) for c in commands if c.startswith("python -m vae_core ")]
    assert ours
    for command in ours:
        _parser().parse_args(command[3:])


def test_readme_names_the_two_commands(readme):
    assert "python -m pip install -r requirements.txt && streamlit run app.py" in readme
    assert "python -m pip install -r requirements-dev.txt && python -m pytest" in readme


def test_readme_links_lead_somewhere(readme, root):
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert target.startswith("http") or (root / target).exists(), target


def test_torch_is_pinned_exactly(root):
    assert "torch==2.13.0" in (root / "requirements.txt").read_text().splitlines()


def test_names_of_files_are_names_on_every_system(root):
    """Windows and macOS take A for a, and Windows has letters and words of its own."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    files = listed.rstrip("\0").split("\0")
    assert len({file.lower() for file in files}) == len(files)
    for file in files:
        assert not re.search(r'[<>:"\\|?*]|[. ](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)', file.lower()), file


def test_no_images_of_the_data_are_kept_in_the_project(root):
    files = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split()
    assert not [file for file in files if "ubyte" in file or file.endswith((".npz", ".npy", ".pt", ".pkl"))]
