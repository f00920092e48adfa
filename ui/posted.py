"""What browsers post: read as it comes, and no further than it may be long."""

import json
from typing import Any

from starlette.requests import Request


async def body(request: Request, most_bytes: int) -> bytes | None:
    """The body of ``request``; ``None`` where it is longer than ``most_bytes``, whose rest is not waited for."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most_bytes:
            return None
    return bytes(content)


def parsed(content: bytes | str) -> Any:
    """The JSON in it. Raises ValueError where there is none, also where it is nested deeper than Python goes."""
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
