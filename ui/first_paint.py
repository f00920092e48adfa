"""What a browser knows before the app has said a word: how the page is laid out, and which scripts it will need."""

from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import addresses, formulas
from ui.lessons import LESSONS

SHEET = Path(__file__).resolve().parent / "style.css"
LESSON_PATHS = {lesson.name for lesson in LESSONS}
# Streamlit fetches these modules of itself when a page first has a component, a text or a formula.
MODULES = ("BidiComponent", "StreamlitMarkdown", "rehype-katex")
OURS = ("contents/contents.js", "heading/heading.js")
STYLES = ("base/controls.css", "base/icons.css", "contents/contents.css", "heading/heading.css")  # which those fetch
# What Streamlit shows in place of a text until it can draw it is as high as it happens to be. All is seen at once, when
# all has come that the page begins with (web/base/arrival.js) or our script is lost; at the latest after some seconds.
UNTIL_ARRIVAL = """
html:not([data-arrived]) .stMainBlockContainer * { visibility: hidden; animation: arrive 0s 8s forwards; }
@keyframes arrive { to { visibility: visible; } }
"""
# At the address of a lesson Streamlit looks for its server below that first, and waits before it looks beside it.
BESIDE = "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href };</script>"
# Compressed, or "as you have it", it could not be added to.
UNWANTED = (b"accept-encoding", b"if-none-match", b"if-modified-since")


class FirstPaint:
    """Middleware that adds this to the page that Streamlit serves at every address."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        page = b""

        async def add(message: Message) -> None:
            nonlocal start, page
            if starts_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                page += message.get("body", b"")
                if not message.get("more_body"):
                    is_lesson = scope["path"].rpartition("/")[2] in LESSON_PATHS
                    await _send_added(start, page, BESIDE if is_lesson else "", send)

        kept = [(name, value) for name, value in scope["headers"] if name not in UNWANTED]
        await self.app({**scope, "headers": kept}, receive, add)


async def _send_added(start: Message, page: bytes, where: str, send: Send) -> None:
    content = page.replace(b"</head>", (where + head()).encode() + b"</head>", 1)
    # The style comes after those that Streamlit will add to the head.
    content = content.replace(b"</body>", style().encode() + b"</body>", 1)
    headers = MutableHeaders(raw=start["headers"])
    headers["content-length"] = str(len(content))
    del headers["etag"], headers["last-modified"]  # of the page as it was
    await send(start)
    await send({"type": "http.response.body", "body": content})


def starts_page(message: Message) -> bool:
    """Whether a message of the server begins a page, and no file to be saved."""
    if message["type"] != "http.response.start":
        return False
    headers = Headers(raw=message.get("headers", []))
    return headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers


def _asks_for_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


@cache
def style() -> str:
    """HTML: how the page is laid out, and its formulas coloured."""
    return f"<style>{SHEET.read_text('utf-8')}</style>{formulas.style()}"


@cache
def head() -> str:
    """HTML: what is fetched while Streamlit starts, at addresses as relative as its own, and seen at once."""
    static = Path(streamlit.__file__).parent / "static" / "static" / "js"
    names = sorted(path.name for path in static.glob("*.js"))
    parts = (f"static/js/{name}" for name in names if name.split(".")[0] in MODULES)
    links = (
        *(f'<link rel="modulepreload" href="./{script}">' for script in (*parts, *map(addresses.script, OURS))),
        *(f'<link rel="preload" as="fetch" crossorigin href="./{addresses.script(path)}">' for path in STYLES),
    )
    return f"<style>{UNTIL_ARRIVAL}</style>{''.join(links)}"
