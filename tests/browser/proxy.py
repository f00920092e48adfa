"""A small proxy that puts a server below a path which the server never hears of, as JupyterHub and code-server do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer

BLOCK = 65_536
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy(ThreadingTCPServer):
    """On a free port; ``prefix`` is stripped, ``port`` is where the server listens."""

    daemon_threads, block_on_close = True, False
    request_queue_size = 64

    def __init__(self, prefix: str, port: int):
        self.prefix, self.port = prefix, port
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(StreamRequestHandler):
    """One request; a browser that has more opens another connection."""

    rbufsize = 0  # what follows the head is passed on as it comes

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            if not (line := self.rfile.readline()):
                return
            head += line
        method, target, rest = head.decode("latin-1").split(" ", 2)
        if not target.startswith(f"{self.server.prefix}/"):
            self.request.sendall(NOT_FOUND)
            return
        if "\r\nupgrade:" not in rest.lower():
            rest = rest.replace("Connection: keep-alive", "Connection: close", 1)
        with socket.create_connection(("127.0.0.1", self.server.port)) as server:
            server.sendall(f"{method} {target.removeprefix(self.server.prefix)} {rest}".encode("latin-1"))
            there = threading.Thread(target=_pump, args=(self.request, server), daemon=True)
            there.start()
            _pump(server, self.request)
            there.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Pass on what comes, until either end has gone; then both have."""
    with suppress(OSError):
        while block := source.recv(BLOCK):
            sink.sendall(block)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def stripping(prefix: str, port: int) -> Iterator[str]:
    """The address under which the server on ``port`` is found below ``prefix``; everything else is 404."""
    with Proxy(prefix, port) as proxy:
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_address[1]}{prefix}"
        finally:
            proxy.shutdown()
            thread.join()
