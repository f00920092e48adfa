"""Browser-side parts: what must move while the hand moves.

Here is what Python says to each; what it does in the browser is in the folder of the same name in ``web/``.
"""

import streamlit as st

from ui import addresses, web

# All that Streamlit carries. The script itself comes from our own route: once, whatever is mounted and how often.
STUB = """export default async (component) => {{
  const {{ default: mount }} = await import(new URL("{address}", document.baseURI));
  return mount(component);
}};"""


def register(name: str, *, styles: tuple[str, ...] = ("base/controls.css",), isolate_styles: bool = True):
    """The mounting command of the component in ``web/<name>``; ``styles`` are sheets that come before its own.

    Without ``isolate_styles`` it shares the page's style sheets: for a library that adds its own.
    """
    return st.components.v2.component(
        f"vae_playground.{name}",
        html=web.text(f"{name}/{name}.html"),
        css="\n".join(web.text(path) for path in (*styles, f"{name}/{name}.css")),
        js=STUB.format(address=addresses.script(f"{name}/{name}.js")),
        isolate_styles=isolate_styles,
    )
