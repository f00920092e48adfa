"""A small proxy that puts a server below a path which the server never hears of, as JupyterHub and code-server do."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BLOCK = 65_536


@contextmanager
def stripping(prefix: str, port: int) -> Iterator[str]:
    """The address under which the server on ``port`` is found below ``prefix``; everything else is 404."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    listening: list[asyncio.Server] = []

    async def serve() -> None:
        listening.append(await asyncio.start_server(lambda *streams: _handle(prefix, port, *streams), "127.0.0.1"))
        ready.set()

    def run() -> None:
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{listening[0].sockets[0].getsockname()[1]}{prefix}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        listening[0].close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def _handle(prefix: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request; a browser that has more opens another connection."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, rest = head.split(" ", 2)
        if not target.startswith(f"{prefix}/"):
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        if "\r\nupgrade:" not in head.lower():
            rest = rest.replace("Connection: keep-alive", "Connection: close", 1)
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
        server_writer.write(f"{method} {target.removeprefix(prefix)} {rest}".encode("latin-1"))
        await asyncio.wait(
            [asyncio.create_task(_pump(reader, server_writer)), asyncio.create_task(_pump(server_reader, writer))],
            return_when=asyncio.ALL_COMPLETED,
        )
    except (asyncio.IncompleteReadError, ConnectionError):
        return  # whoever asked has gone
    finally:
        writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while block := await source.read(BLOCK):
            sink.write(block)
            await sink.drain()
    except ConnectionError:
        return
    finally:
        sink.close()
