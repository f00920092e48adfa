"""A browser gets its cookie with the first page, and nothing else does."""

import pytest
from passing import Origin, passed

from ui import visitor


def fetch(kind: str = "text/html; charset=utf-8", method: str = "GET", **asked: str) -> list[str]:
    _, headers, _ = passed(visitor.RememberVisitors(Origin(kind, (b"",))), method=method, **asked)
    return headers.getlist("set-cookie")


def test_the_first_page_brings_a_cookie_that_no_script_reads():
    (one,), (other,) = fetch(), fetch()
    assert one.startswith(visitor.COOKIE)
    assert "HttpOnly" in one
    assert one != other


@pytest.mark.parametrize(
    "request_",
    [
        {"kind": "application/json"},
        {"method": "POST"},
        {"cookie": f"{visitor.COOKIE}=somebody"},
        {"cookie": f"other=1; {visitor.COOKIE}=somebody"},
    ],
)
def test_nothing_else_does(request_):
    assert fetch(**request_) == []


@pytest.mark.parametrize("cookie", ["a/b=1", "x[0]=1; c=2", "a,b=1", "expires=1", '"'])
def test_what_other_programs_on_this_host_have_set_is_no_matter(cookie):
    """Cookies are the host's, whatever its port; Python's own reader of them refuses them all for one."""
    (given,) = fetch(cookie=cookie)
    assert given.startswith(visitor.COOKIE)
    assert fetch(cookie=f"{cookie}; {visitor.COOKIE}=somebody") == []
