"""The scripts of ``web/``: their manners, their types, and their tests, all by one program that needs no network."""

import importlib
import json
import os
import pkgutil
import subprocess
import sys

import pytest

from ui import web
from web import references  # the folder beside this file

MOST_LINES = 250


def deno(*arguments: str, root, **environment: str) -> None:
    settings = {**os.environ, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1", **environment}
    command = [sys.executable, "-m", "deno", *arguments]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, env=settings)
    assert result.returncode == 0, result.stdout + result.stderr


def test_scripts_are_formatted(root):
    deno("fmt", "--check", root=root)


def test_scripts_have_good_manners(root):
    deno("lint", root=root)


def test_scripts_have_types(root):
    deno("check", "web", "tests/web", root=root)


@pytest.mark.parametrize("path", [path for path in web.files() if path.endswith(".js")])
def test_scripts_stay_small(path):
    lines = web.text(path).splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 120


def test_scripts_compute_what_they_should(root, tmp_path):
    for module in pkgutil.iter_modules(references.__path__):
        made = importlib.import_module(f"{references.__name__}.{module.name}").make(tmp_path)
        (tmp_path / f"{module.name}.json").write_text(json.dumps(made), "utf-8")
    deno("test", "--quiet", "--allow-read", "--allow-env", root=root, VAE_REFERENCES=str(tmp_path))
