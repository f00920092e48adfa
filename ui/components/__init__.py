"""Browser-side parts: what must move while the hand moves.

Here is what Python says to each; what it does in the browser is in the folder of the same name in ``web/``.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui import addresses, i18n, session, web
from ui.i18n import gettext as _

# All that Streamlit carries, again with every answer. The script itself, which knows its styles, comes from our own
# route: once, whatever is mounted and how often.
STUB = """export default async (component) => {{
  const {{ data: [{{ text }}], parentElement }} = component;
  const script = await import(new URL("{address}", document.baseURI)).catch(console.error);
  if (script) return script.default(component);
  const sentence = document.createElement("p"), again = document.createElement("button");
  sentence.textContent = text.unreachable;
  again.textContent = text.reload;
  again.onclick = () => location.reload();
  parentElement.replaceChildren(sentence, again);
  document.documentElement.dataset.arrived = "";
}};"""


def register(name: str, *, isolate_styles: bool = True):
    """The mounting command of the component in ``web/<name>``.

    Its data have ``"text"``, the words on it. Without ``isolate_styles`` it shares the page's style sheets: for a
    library that adds its own.
    """
    mount = st.components.v2.component(
        f"vae_playground.{name}",
        html=f"<template>{web.text(f'{name}/{name}.html')}</template>",
        js=STUB.format(address=addresses.script(f"{name}/{name}.js")),
        isolate_styles=isolate_styles,
    )

    def mounted(*, key: str, data: Mapping[str, Any], **heard: Callable[[], Any]):
        # In a list Streamlit does not ask of each part whether it is a table.
        return mount(key=key, data=[{**data, "text": {**_common_words(), **data["text"]}}], **heard)

    return mounted


def told(key: str, name: str) -> Any:
    """What the component ``key`` has just reported as ``name``; ``None`` where there is nothing new."""
    return (session.widgets().get(key) or {}).get(name)


def _common_words() -> dict[str, str]:
    return {
        "lang": i18n.language().replace("_", "-"),
        "unreachable": _("This part of the page could not be fetched. Is the server still running?"),
        "reload": _("Reload the page"),
    }
