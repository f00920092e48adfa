"""Whatever is asked of the server's addresses: an answer with a sentence, never an error of the server's own."""

import json

import pytest
from asking import app, ask, talk
from core.builders import json_values
from guarded import cases, guarded
from hypothesis import given
from hypothesis import strategies as st

from classroom import acts
from classroom.tries import Tries
from ui import course, web
from ui.in_class import running

# What is large on purpose is long to print.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

SERVER_ERROR = 500
NASTY = (
    "..",
    "%2e%2e",
    "../../../etc/passwd",
    "a" * 3000,
    "\x00",
    "9" * 5000,
    "-1",
    "1e9",
    "é\u202e",
    "",
    ".",
    "None",
    "file-0123",
    "ABC-DE2",
)
SOUND = (
    "project",
    "mnist-vae-2d",
    "weights.safetensors",
    "encodings.safetensors",
    "1",
    "0",
    "vae",
    web.version(),
    course.version(),
    "base/once.js",
    "page.html",
)
parts = st.sampled_from(NASTY) | st.sampled_from(SOUND) | st.text(max_size=8)
PATHS = (
    *("/", "/live", "/maps/{}", "/maps/{}/leave", "/maps/{}/place", "/images/{}/{}", "/images/project/{}"),
    *("/web/{}/{}", "/models/{}/{}/{}/{}", "/exports/{}/{}/{}/{}", "/libraries/{}/{}.js", "/course/{}/{}"),
    *("/classes", "/classes/{}/members", "/classes/{}/socket", "/metrics"),
)
paths = st.builds(
    lambda path, filling: path.format(*filling), st.sampled_from(PATHS), st.lists(parts, min_size=4, max_size=4)
)
deep = st.sampled_from(
    ["[" * 3900, '{"a":' * 1900, "9" * 5000, "-" * 50, "1" + "0" * 400, "[1e999]", "[NaN]", '"\\ud800"']
)
bodies = (
    (json_values.map(json.dumps) | deep | st.text(max_size=30)).map(lambda text: text.encode(errors="surrogatepass"))
    | st.binary(max_size=40)
    | st.just(b"[" + b"1," * 40 + b"1" + b"0" * 400 + b"]")
    | st.just(bytes(30_000))
)
cookies = st.text(st.characters(max_codepoint=255), max_size=30) | st.sampled_from(
    ["a/b=1", "a,b=1; c", "expires=1", "=", "a=b; a=c", "vae_playground_visitor=", "x[0]=1", 'a="\\', "a" * 5000]
)
queries = st.dictionaries(
    st.sampled_from(["lang", "after", "watcher"]) | st.text(max_size=3), parts | st.text(max_size=5), max_size=3
)


@pytest.fixture(scope="module")
def door():
    """The app, where wrong codes may be tried without end."""
    with pytest.MonkeyPatch.context() as patch:
        endless = Tries(each=10**9, all=10**9)
        patch.setattr(running, "tries", lambda: (endless, endless))
        running.classes.cache_clear()
        running.hub.cache_clear()
        on = app()
        ask(on, "POST", "/classes")  # and loads what is loaded late
        for path in (
            "/images/nobody/1",
            "/exports/project/mnist-vae-2d/0/page.html",
            "/models/project/mnist-vae-2d/0/weights.safetensors",
        ):
            ask(on, "GET", path)
        yield on
        running.hub.cache_clear()
        running.classes.cache_clear()


@cases(0.16)
@given(st.sampled_from(["GET", "POST", "HEAD", "PUT"]), paths, queries, cookies, bodies)
def test_a_request(door, method, path, query, cookie, body):
    headers = [(b"cookie", cookie.encode("latin-1")), (b"accept-encoding", b"gzip")]
    asked = "&".join(f"{name}={value}" for name, value in query.items()).encode(errors="replace")
    with guarded():
        status, content = ask(door, method, path, asked, headers, body)
    assert status < SERVER_ERROR
    assert b"Traceback" not in content


# ---- a class over its socket ------------------------------------------------------------------------

names = st.sampled_from([*acts.TEACHERS, *acts.STUDENTS, "end", "with", "nothing"]) | json_values
PARTS = ("page", "query", "mode", "prompt", "options", "right", "on", "step", "member", "question", "option")
half = st.sampled_from(["\ud800", "elbo", "known", "follow", "1", "a" * 5000, "../x"])
values = half | json_values | st.dictionaries(half | st.text(max_size=4), half, max_size=3) | st.lists(half, max_size=7)
messages = st.builds(
    lambda do, rest: json.dumps({"do": do, **rest}), names, st.dictionaries(st.sampled_from(PARTS), values, max_size=4)
)
frames = messages | deep | st.text(max_size=20) | st.binary(max_size=20)
languages = st.sampled_from(["en", "zh_CN", "xx"]) | json_values
spelled = st.sampled_from([str, str.lower, "-".join, " ".join, lambda code: code + "/", lambda code: "ABC234"])


@cases(0.1)
@given(
    st.sampled_from(["teacher", "student", "nobody"]),
    languages,
    spelled,
    st.lists(frames, max_size=8),
    frames | st.none(),
)
def test_what_a_socket_says(door, whose, language, spell, said, instead):
    classes = running.classes()
    code, teacher = classes.open()
    token = {"teacher": teacher, "student": classes.join(code)[1], "nobody": "1.nothing"}[whose]
    first = json.dumps({"token": token, "language": language}) if instead is None else instead
    running.hub.cache_clear()  # each has a loop of its own
    with guarded():
        told = talk(door, f"/classes/{spell(code)}/socket", [first, *said])
    for each in told:
        assert not each.get("text") or json.loads(each["text"])["is"] in ("view", "error", "over")
    assert running.hub()._connected == {}, "nobody is left behind"
    classes.store.delete(code)
