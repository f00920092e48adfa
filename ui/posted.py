"""What browsers post: read as it comes, and no further than it may be long."""

from starlette.requests import Request


async def body(request: Request, most_bytes: int) -> bytes | None:
    """The body of ``request``; ``None`` where it is longer than ``most_bytes``, whose rest is not waited for."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most_bytes:
            return None
    return bytes(content)
