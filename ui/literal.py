"""Words of others in a place that reads Markdown."""

import re


def literal(text: str) -> str:
    """``text`` so that Markdown shows it as it is: a file's name, or a sentence that holds one."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|~$:^=&@])", r"\\\1", text)
