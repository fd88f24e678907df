"""A web server on this machine that answers byte for byte what a test wants, hostile answers too."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

#: What a server does with a connection after it has read the request; it need not close it.
Answer = Callable[[socket.socket], None]


class Loopback:
    """Answers by path. What was asked for is kept in `requests`, as it came.

    Attributes:
        address: of its root, without a slash at the end.
        over: set when the test is over, for answers that have to wait.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def answer(self, path: str, body: bytes = b"", *headers: str, status: str = "200 OK") -> str:
        """Answer a path with this, with a length where no header says another; its address."""
        lines = [f"HTTP/1.1 {status}", *headers]
        if not any(header.lower().startswith(("content-length", "transfer-encoding")) for header in headers):
            lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        return self.play(path, lambda connection: connection.sendall(head + body))

    def play(self, path: str, answer: Answer) -> str:
        """Answer a path by a function; its address."""
        self.answers[path] = answer
        return self.address + path

    def close(self) -> None:
        """End every connection and thread."""
        self.over.set()
        # Closing alone does not wake who waits in accept.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(timeout=30)

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._converse, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _converse(self, connection: socket.socket) -> None:
        # Whoever has had enough of an answer hangs up, in the middle of it too.
        with connection, contextlib.suppress(OSError):
            connection.settimeout(30)
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            self.requests.append(request.decode("latin-1"))
            path = request.split(b" ", 2)[1].decode("latin-1")
            self.answers[path](connection)


@contextlib.contextmanager
def loopback() -> Iterator[Loopback]:
    """A server for the length of a test."""
    server = Loopback()
    try:
        yield server
    finally:
        server.close()


def reset(connection: socket.socket) -> None:
    """Break a connection off the hard way."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
