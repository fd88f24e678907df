"""Gets what is at an address, and believes nothing that the other end says.

Total time is held by whoever started this process; each wait for the other end is bounded here.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import cast

from annotations import __version__
from annotations.articles.addresses import checked_address, is_public, redirected
from annotations.articles.messages import Fetched, Progress
from annotations.errors import SourceError

#: Seconds to wait for a connection, and then for each next piece of an answer.
_PATIENCE = 20
MAX_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_PIECE = 1 << 16
_HEADERS = {
    "User-Agent": f"variorum/{__version__}",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}

Say = Callable[[Progress], None]


def fetch(address: str, size: int, say: Say) -> Fetched:
    """Get what is at an address; redirects are followed, to http and https only.

    Raises:
        SourceError: it could not be had, or is more than `size` bytes; the message does not name it.
    """
    address = checked_address(address)
    network = _Network()
    for _ in range(MAX_REDIRECTS + 1):
        say(Progress("connecting"))
        try:
            with network.open(address) as answer:
                further = _further(answer, address)
                if further is None:
                    return _answered(answer, address, size, say)
        except (OSError, http.client.HTTPException) as problem:
            raise SourceError(_words(problem)) from None
        address = further
    raise SourceError(f"was sent on more than {MAX_REDIRECTS} times")


class _Network:
    """Opens addresses one after another, as one visitor: with the cookies that it was given on the way.

    A page of the internet at large must not send us to a machine of our own network, which would answer
    to us and not to it. Whoever names such a machine gets there.
    """

    def __init__(self) -> None:
        self._opener = urllib.request.OpenerDirector()
        self._among_ourselves = False
        network = self

        class Connection(http.client.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                network._look_at(self.sock, self)

        class SecureConnection(http.client.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                network._look_at(self.sock, self)

        class Handler(urllib.request.HTTPHandler):
            def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
                return self.do_open(Connection, req)

        class SecureHandler(urllib.request.HTTPSHandler):
            def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
                context = ssl.create_default_context()
                return self.do_open(SecureConnection, req, context=context)

        # Not `build_opener`: that one brings files, FTP and redirects of its own.
        for handler in (
            urllib.request.ProxyHandler(),
            Handler(),
            SecureHandler(),
            urllib.request.HTTPCookieProcessor(),
        ):
            self._opener.add_handler(handler)
        self._first = True

    def open(self, address: str) -> http.client.HTTPResponse:
        request = urllib.request.Request(address, headers=_HEADERS)
        answer = self._opener.open(request, timeout=_PATIENCE)
        self._first = False
        return cast(http.client.HTTPResponse, answer)

    def _look_at(self, connected: socket.socket, connection: http.client.HTTPConnection) -> None:
        """Refuse to say anything to a machine that a stranger has sent us to."""
        peer = connected.getpeername()
        public = not isinstance(peer, tuple) or is_public(str(peer[0]))
        if self._first:
            self._among_ourselves = not public
        elif not public and not self._among_ourselves:
            connection.close()
            raise SourceError("leads on to a machine in a private network, which is not followed")


def _further(answer: http.client.HTTPResponse, address: str) -> str | None:
    """Where an answer sends us on to; null where it is the answer itself."""
    if answer.status not in _REDIRECTS:
        return None
    location = answer.headers.get("Location")
    if not location:
        raise SourceError(f"answered {answer.status} without saying where to go on")
    return redirected(address, location)


def _answered(answer: http.client.HTTPResponse, address: str, size: int, say: Say) -> Fetched:
    if answer.status not in (200, 203):
        raise SourceError(_refusal(answer.status))
    raw = b"".join(_unpacked(answer, size, say))
    if not raw.strip():
        raise SourceError("answered with nothing")
    charset = answer.headers.get_content_charset()
    return Fetched(
        raw=raw,
        address=address,
        media_type="" if "Content-Type" not in answer.headers else answer.headers.get_content_type()[:100],
        charset=charset[:40] if charset else None,
    )


def _unpacked(answer: http.client.HTTPResponse, size: int, say: Say) -> Iterator[bytes]:
    """The pieces of an answer, unpacked and counted."""
    packed = [
        word.strip().lower()
        for word in ",".join(answer.headers.get_all("Content-Encoding", [])).split(",")
        if word.strip().lower() not in ("", "identity")
    ]
    pieces = _received(answer, size, say)
    if not packed:
        yield from pieces
        return
    if len(packed) > 1:
        raise SourceError("is packed more than once, which nobody asked for")
    if packed[0] not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(f"is packed in a way that nobody asked for ({packed[0][:20]})")
    # 32: gzip or zlib, whichever its first bytes say.
    unpacking, unpacked, begun = zlib.decompressobj(zlib.MAX_WBITS | 32), 0, False
    for piece in pieces:
        if not begun and packed[0] == "deflate" and piece[0] & 0x0F != 8:
            # Some servers leave out the two bytes of zlib around it.
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        begun = True
        while piece and not unpacking.eof:
            try:
                part = unpacking.decompress(piece, _PIECE)
            except zlib.error:
                raise SourceError("is packed, and cannot be unpacked") from None
            unpacked += len(part)
            if unpacked > size:
                raise SourceError(f"is too large ({size:,} bytes at most, and unpacked it is more)")
            yield part
            piece = unpacking.unconsumed_tail
    yield unpacking.flush()  # nothing is left to unpack, so these are some hundred bytes at most
    if not unpacking.eof:
        raise SourceError("broke off before its end")


def _received(answer: http.client.HTTPResponse, size: int, say: Say) -> Iterator[bytes]:
    """The pieces of an answer as they come, counted."""
    expected = answer.length
    if expected is not None and expected > size:
        raise SourceError(f"is too large ({expected:,} bytes; {size:,} at most)")
    received = 0
    while piece := answer.read1(_PIECE):
        received += len(piece)
        if received > size:
            raise SourceError(f"is too large (more than {size:,} bytes)")
        say(Progress("receiving", received, expected))
        yield piece
    if expected is not None and received < expected:
        raise SourceError(f"broke off after {received:,} of {expected:,} bytes")


def _refusal(status: int) -> str:
    try:
        # The words of the standard, not the server's.
        words = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        words = str(status)
    why = {
        401: "; it wants a login",
        402: "; it wants to be paid",
        403: "; it does not want to be read by a program",
        404: "; there is no such page (any more)",
        410: "; there is no such page any more",
        429: "; try again later",
        451: "; it may not be shown here",
        503: "; try again later",
    }.get(status, "")
    return f"answered {words}{why}"


def _words(problem: OSError | http.client.HTTPException) -> str:
    """What went wrong with a connection, in words."""
    reason: object = problem.reason if isinstance(problem, urllib.error.URLError) else problem
    match reason:
        case ssl.SSLCertVerificationError():
            return f"has no valid certificate ({reason.verify_message})"
        case ssl.SSLError():
            return "did not agree on a secure connection"
        case socket.gaierror():
            return "has a host that is not known, or there is no connection to the net"
        case TimeoutError():
            return f"did not answer for {_PATIENCE} seconds"
        case ConnectionRefusedError():
            return "takes no connections there"
        case ConnectionResetError() | BrokenPipeError():
            return "broke off the connection"
        case http.client.RemoteDisconnected():
            return "broke off the connection"
        case http.client.IncompleteRead():
            return "broke off before its end"
        case http.client.HTTPException():
            return "does not answer as a web server does"
        case OSError():
            return f"could not be reached ({(reason.strerror or str(reason)).lower()[:200]})"
    return f"could not be reached ({str(reason)[:200]})"
