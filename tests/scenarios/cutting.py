"""A line that is really cut: a proxy before the server that drops connections at four moments of a request."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections import Counter
from collections.abc import Iterator

#: Nothing reached the server; half of the request did; it was done and the answer never left; half of the answer did.
MOMENTS = ("before", "half", "after", "torn")


class Line:
    """Forwards requests one by one. While ``left`` counts, every request to ``paths`` is cut, each moment in turn.

    With the last cut the line goes dead, so that what is seen then is what a hundred cuts left.
    """

    def __init__(self, port: int, *, paths: tuple[str, ...] = ("/ghi-nhanh/gui/", "/ghi-nhanh/anh/")) -> None:
        self.target, self.paths = port, paths
        self.left, self.dead = 0, False
        self.cuts: Counter[str] = Counter()
        self._moments, self._lock = itertools.cycle(MOMENTS), threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def total(self) -> int:
        return sum(self.cuts.values())

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _where = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(client,), daemon=True).start()

    def _moment(self, head: bytes) -> str:
        path = head.split(b" ", 2)[1].decode() if head.count(b" ") > 1 else ""
        with self._lock:
            if self.dead:
                return "dead"
            if self.left and path in self.paths:
                self.left -= 1
                self.dead = not self.left
                moment = next(self._moments)
                self.cuts[moment] += 1
                return moment
        return ""

    def _one(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            client.settimeout(30)
            asked = _request(client)
            moment = self._moment(asked)
            if not asked or moment in ("before", "dead"):
                return
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                if moment == "half":
                    server.sendall(asked[: len(asked) // 2])
                    return
                server.sendall(asked)
                answer = b"".join(_pieces(server))
            if moment == "after":
                return
            client.sendall(answer[: len(answer) // 2] if moment == "torn" else answer)


def _request(client: socket.socket) -> bytes:
    """One whole request, told to close behind itself."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(65536)
        if not piece:
            return b""
        data += piece
    head, body = data.split(b"\r\n\r\n", 1)
    lines = [
        line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))
    ]
    size = next(
        (int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < size:
        body += client.recv(65536)
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body


def _pieces(server: socket.socket) -> Iterator[bytes]:
    while piece := server.recv(65536):
        yield piece
