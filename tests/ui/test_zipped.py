"""Scripts and styles go zipped to who takes that, and as they are to everybody else."""

import gzip

import pytest
from passing import Origin, passed

from ui.zipped import ZippedScripts

SCRIPT = (b"const words = 'again and ", b"again and again and again';" * 20)
PATH = "/course/static/js/index.abc.js"


def test_a_script_is_zipped_once():
    origin = Origin("text/javascript", SCRIPT, headers={"cache-control": "immutable"})
    middleware = ZippedScripts(origin)
    for _ in range(2):
        status, headers, body = passed(middleware, PATH, accept_encoding="gzip, br")
        assert status == 200
        assert gzip.decompress(body) == b"".join(SCRIPT)
        assert int(headers["content-length"]) == len(body) < len(b"".join(SCRIPT))
        assert (headers["content-encoding"], headers["vary"]) == ("gzip", "accept-encoding")
        assert headers["cache-control"] == "immutable"
    assert len(origin.asked) == 1


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (PATH, {}),
        (PATH, {"accept_encoding": "br"}),
        (PATH, {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        (PATH, {"accept_encoding": "gzip", "if_none_match": '"1"'}),
        ("/static/media/font.woff2", {"accept_encoding": "gzip"}),
        ("/web/1/figure.js", {"accept_encoding": "gzip"}),
    ],
)
def test_anything_else_passes_as_it_is(path, asked):
    _, headers, body = passed(ZippedScripts(Origin("text/javascript", SCRIPT)), path, **asked)
    assert body == b"".join(SCRIPT)
    assert "content-encoding" not in headers


@pytest.mark.parametrize("status", [404, 200])
def test_what_is_not_there_is_not_kept(status):
    origin = Origin("text/html", (b"no such file",), status=status)
    middleware = ZippedScripts(origin)
    for _ in range(2):
        assert passed(middleware, PATH, accept_encoding="gzip")[::2] == (status, b"no such file")
    assert len(origin.asked) == 2
