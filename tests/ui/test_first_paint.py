"""The page that Streamlit serves is added to, and nothing else is."""

import re

import pytest
from passing import Origin, passed

from ui import first_paint, web
from ui.first_paint import FirstPaint

PAGE = (b"<html><head><title>Streamlit</title></he", b"ad><body></body></html>")
BROWSER = {"accept": "text/html,application/xhtml+xml", "accept_encoding": "gzip, br", "if_none_match": '"1"'}


def test_a_page_has_its_style_and_its_scripts_before_the_app_says_a_word():
    origin = Origin("text/html; charset=utf-8", PAGE, headers={"etag": '"1"', "last-modified": "today"})
    status, headers, body = passed(FirstPaint(origin), "/likelihood", **BROWSER)
    assert status == 200
    assert body.startswith(b"<html><head><title>Streamlit</title><script>")
    head, _, rest = body.partition(b"</head>")
    assert b"modulepreload" in head
    assert b"data-arrived" in head
    assert rest.startswith(b"<body><style>")
    assert rest.endswith(b"</style></body></html>")
    assert b".stMainBlockContainer" in rest
    assert b".katex" in rest
    assert headers["content-length"] == str(len(body))
    assert not {"etag", "last-modified"} & set(headers), "what was added would be kept when it is another"
    assert not {"accept-encoding", "if-none-match"} & set(origin.asked[0]), "it could not be added to"


@pytest.mark.parametrize(
    ("path", "is_told"), [("/likelihood", True), ("/vae/elbo", True), ("/", False), ("/vae/", False), ("/vae", False)]
)
def test_at_a_lesson_the_browser_is_told_where_the_server_is(path, is_told):
    *_, body = passed(FirstPaint(Origin("text/html", PAGE)), path, **BROWSER)
    assert (first_paint.BESIDE.encode() in body) is is_told


@pytest.mark.parametrize(
    ("method", "asked"),
    [("GET", {"accept": "*/*"}), ("GET", {}), ("POST", {"accept": "text/html"}), ("HEAD", {"accept": "text/html"})],
)
def test_anything_else_passes_as_it_is(method, asked):
    origin = Origin("text/javascript", PAGE, headers={"etag": '"1"'})
    _, headers, body = passed(FirstPaint(origin), method=method, accept_encoding="gzip", **asked)
    assert body == b"".join(PAGE)
    assert headers["etag"] == '"1"'
    assert origin.asked[0]["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("kind", "headers"),
    [("text/html", {"content-disposition": 'attachment; filename="figure.html"'}), ("application/octet-stream", {})],
)
def test_a_file_that_a_browser_goes_to_is_handed_on_as_it_comes(kind, headers):
    _, told, body = passed(FirstPaint(Origin(kind, PAGE, headers={"etag": '"1"', **headers})), **BROWSER)
    assert body == b"".join(PAGE)
    assert told["etag"] == '"1"'


def test_every_part_that_is_fetched_ahead_is_there():
    assert first_paint.head().count("modulepreload") == len(first_paint.MODULES) + len(first_paint.OURS)


def test_the_styles_that_are_fetched_ahead_are_those_of_our_scripts():
    named = {sheet for script in first_paint.OURS for sheet in re.findall(r'"([^"]+[.]css)"', web.text(script))}
    assert named == set(first_paint.STYLES)
