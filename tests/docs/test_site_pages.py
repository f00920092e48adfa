"""The documentation: what it links to is there, in the app and in the project, and it is built by one command."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import from_the_app
import from_the_project
import pytest
import roles
from take_pictures import FOLDER, PICTURES

from ui.fields import FIELDS, STEPS
from ui.fields.app import LANGUAGES
from ui.lessons import LESSONS
from vae_core.__main__ import _parser as core_parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
TEXTS = [*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *PAGES]
STEP_LINK = re.compile(re.escape(from_the_app.APP) + r"(/[\w?=&.\-,%]+)")
PATHS = re.compile(r"`((?:vae_core|tests|benchmarks|sections|web|ui|docs|pretrained)/[\w/.\-]*)`")
LINKS = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")


def assert_is_in_the_app(target: str) -> None:
    """An address of the app has a lesson, a step and settings that there are."""
    url = urlsplit(target)
    lesson, query = url.path.strip("/"), dict(parse_qsl(url.query))
    assert lesson in {each.name for each in LESSONS if each.is_ready}, target
    assert query["step"] in STEPS[lesson].names, target
    known = {field.name: field for field in FIELDS if field.page in (None, lesson) or lesson in field.also_on}
    for name, value in query.items():
        known[name].kind.parse(value)


def test_every_link_into_the_app_is_a_step_of_it():
    links = [link for page in TEXTS for link in STEP_LINK.findall(page.read_text("utf-8"))]
    assert len(links) > 50
    for link in links:
        assert_is_in_the_app(link)


def test_every_file_that_is_named_is_there():
    for page in TEXTS:
        for path in PATHS.findall(page.read_text("utf-8")):
            assert (ROOT / path).exists(), f"{page.name}: {path}"


def test_every_link_between_files_leads_somewhere():
    """As they are read where the project is kept, without the site."""
    for page in TEXTS:
        for target in LINKS.findall(page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_commands_are_understood():
    blocks = [block for page in TEXTS for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), flags=re.S)]
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    commands = [shlex.split(line) for line in lines if line.startswith("python -m vae_core ")]
    assert len(commands) > 10
    for command in commands:
        core_parser().parse_args(command[3:])


def test_every_language_is_named():
    for page in (ROOT / "README.md", ROOT / "docs" / "index.md", ROOT / "docs" / "install.md"):
        for language in LANGUAGES.values():
            assert language in page.read_text("utf-8"), page.name


def test_the_wheel_has_the_name_that_pages_give_it():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for page in TEXTS:
        for named in re.findall(r"vae_playground-([\d.]+)-py3", page.read_text("utf-8")):
            assert named == version, page.name


def test_pictures_are_small_and_lead_to_what_they_show():
    kept = {path.stem: path.stat().st_size for path in FOLDER.iterdir()}
    assert kept.keys() == PICTURES.keys()
    assert max(kept.values()) <= 120_000
    tour = (ROOT / "docs" / "tour.md").read_text("utf-8")
    for name, picture in PICTURES.items():
        assert f"pictures/{name}.webp)]({from_the_app.APP}/{picture.address})" in tour, name


def test_the_course_is_the_apps_own():
    text = from_the_app.course()
    for lesson in LESSONS:
        assert lesson.title in text
        assert lesson.question in text
    links = STEP_LINK.findall(text)
    assert len(links) == sum(len(STEPS[lesson.name].names) for lesson in LESSONS)
    assert "About 30 minutes. It stands on *Distributions*." in text


def test_a_class_has_its_own_address(monkeypatch):
    monkeypatch.setenv("VAE_APP_ADDRESS", "http://192.168.1.20:8501/")
    assert from_the_app.on_page_markdown(f"({from_the_app.APP}/elbo?step=known)") == (
        "(http://192.168.1.20:8501/elbo?step=known)"
    )


def test_the_commands_are_what_help_says():
    text = from_the_app.commands()
    for option in ("--no-browser", "--importance-samples", "--binarise", "--keep"):
        assert option in text
    assert "\x1b" not in text


def test_what_is_no_page_is_named_and_not_linked_to():
    text = from_the_project.on_page_markdown("# Title\n\n<!-- include: CONTRIBUTING.md -->\nelsewhere\n<!-- end -->")
    assert "… a lesson." in text
    assert "elsewhere" not in text
    assert "](LICENSE)" not in text
    assert "Apache License 2.0" in text


def test_docstrings_become_markdown():
    assert roles.in_markdown("See :func:`load` of ``n``::") == "See `load` of `n`:"
    link = '<autoref optional identifier="vae_core.data.load">`load`</autoref>'
    assert roles.in_markdown("See :func:`~vae_core.data.load`.") == f"See {link}."


class Links(HTMLParser):
    """Of a page: where they lead, and what can be led to."""

    def __init__(self):
        super().__init__()
        self.targets, self.names = [], {""}

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.names |= {found.get("id"), found.get("name")}
        self.targets += [found[key] for key in ("href", "src") if found.get(key)]


@pytest.fixture
def site(tmp_path) -> Path:
    """Where the pages are that the command makes."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout + result.stderr
    return tmp_path


@pytest.mark.slow
def test_the_site_is_whole(site):
    """Every link leads somewhere, every page needs nothing from elsewhere, and what cells have made is on it."""
    pages = {}
    for path in site.rglob("*.html"):
        pages[path] = Links()
        pages[path].feed(path.read_text("utf-8"))
    assert len(pages) > len(PAGES)
    for path, links in pages.items():
        for target in links.targets:
            assert_leads_somewhere(path, target, pages, site)
        assert_nothing_is_fetched_from_elsewhere(path.read_text("utf-8"))
    evidence = (site / "notebooks" / "exact_evidence_page.html").read_text("utf-8")
    assert "Plotly.newPlot" in evidence
    assert "= the ELBO" in evidence
    diffusion = (site / "api" / "diffusion.html").read_text("utf-8")
    assert 'href="index.html#vae_core.errors.ConfigError"' in diffusion, "names in docstrings are links"
    assert 'src="data:image/png' in (site / "notebooks" / "walk_a_latent_space_page.html").read_text("utf-8")


def assert_leads_somewhere(path: Path, target: str, pages: dict[Path, Links], site: Path) -> None:
    url = urlsplit(target)
    if target.startswith(from_the_app.APP):
        if url.path not in ("", "/"):
            assert_is_in_the_app(target)
    elif not url.scheme and path.name != "404.html":
        place = (path.parent / unquote(url.path)).resolve() if url.path else path
        assert place.exists(), f"{path.relative_to(site)}: {target}"
        if url.fragment and place in pages:
            assert unquote(url.fragment) in pages[place].names, f"{path.relative_to(site)}: {target}"


def assert_nothing_is_fetched_from_elsewhere(page: str) -> None:
    fetched = re.findall(r"<(?:script|img|iframe)[^>]+src=\"?(https?:[^\" >]+)", page)
    fetched += re.findall(r"<link[^>]+rel=\"?(?:stylesheet|preconnect)\"?[^>]+href=\"?(https?:[^\" >]+)", page)
    assert not fetched
