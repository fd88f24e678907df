"""Fetching an address: what is asked for, what is followed, and what hostile answers come to."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Iterator

import pytest

from annotations import __version__
from annotations.articles.extraction import fetching
from annotations.articles.extraction.fetching import MAX_REDIRECTS, fetch
from annotations.articles.messages import Fetched, Progress
from annotations.errors import SourceError
from tests.unit.articles.loopback import Loopback, loopback, reset

SIZE = 100_000
HTML = "Content-Type: text/html; charset=utf-8"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setenv("no_proxy", "*")
    with loopback() as running:
        yield running


def fetched(address: str) -> Fetched:
    return fetch(address, SIZE, lambda progress: None)


def refusal(address: str) -> str:
    with pytest.raises(SourceError) as refused:
        fetched(address)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_what_is_there_comes_with_its_type_and_charset(server: Loopback) -> None:
    got = fetched(server.answer("/a", b"<p>Words.</p>", "Content-Type: Text/HTML; Charset=KOI8-R"))
    assert got == Fetched(
        raw=b"<p>Words.</p>", address=f"{server.address}/a", media_type="text/html", charset="koi8-r"
    )


def test_the_program_says_honestly_who_it_is(server: Loopback) -> None:
    fetched(server.answer("/a", b"Words."))
    (request,) = server.requests
    assert f"\r\nUser-Agent: variorum/{__version__}\r\n" in request


def test_a_type_that_was_not_said_is_not_made_up(server: Loopback) -> None:
    assert fetched(server.answer("/a", b"Words.")).media_type == ""


def test_progress_tells_the_bytes_received_and_how_many_there_will_be(server: Loopback) -> None:
    told: list[Progress] = []
    fetch(server.answer("/a", b"x" * SIZE), SIZE, told.append)
    assert told[0] == Progress("connecting")
    assert told[-1] == Progress("receiving", SIZE, SIZE)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_where_they_lead(server: Loopback, status: int) -> None:
    server.answer("/deep/b", b"Words.")
    got = fetched(server.answer("/deep/a", b"", "Location: b#part", status=f"{status} Elsewhere"))
    assert (got.raw, got.address) == (b"Words.", f"{server.address}/deep/b")


def test_a_cookie_that_is_set_on_the_way_is_shown_on_the_way(server: Loopback) -> None:
    server.answer("/b", b"Words.")
    fetched(server.answer("/a", b"", "Location: /b", "Set-Cookie: seen=yes", status="302 Found"))
    assert "\r\nCookie: seen=yes\r\n" in server.requests[1]


def test_redirects_in_a_circle_are_followed_so_often_only(server: Loopback) -> None:
    address = server.answer("/a", b"", "Location: /a", status="302 Found")
    assert refusal(address) == f"was sent on more than {MAX_REDIRECTS} times"
    assert len(server.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:text/html,x", "gopher://x/"],
)
def test_redirects_lead_nowhere_but_to_the_web(server: Loopback, location: str) -> None:
    address = server.answer("/a", b"", f"Location: {location}", status="302 Found")
    assert (
        refusal(address) == f"leads on to {location}, which is not fetched: only http and https addresses are"
    )


def test_a_redirect_without_a_place_is_said_to_be_one(server: Loopback) -> None:
    assert "without saying where" in refusal(server.answer("/a", status="302 Found"))


@pytest.mark.parametrize("location", ["http://[", "http://a b/", "/\x01"])
def test_a_redirect_to_no_sensible_address_is_refused(server: Loopback, location: str) -> None:
    address = server.answer("/a", b"", f"Location: {location}", status="302 Found")
    assert refusal(address).startswith(("leads on to", "does not answer as a web server does"))


def test_a_page_of_the_net_at_large_does_not_lead_into_a_private_network(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer("/b", b"What only this machine may see.")
    address = server.answer("/a", b"", "Location: /b", status="302 Found")
    assert fetched(address).raw  # whoever names a machine of their own gets there
    looks = iter([True, False])
    monkeypatch.setattr(fetching, "is_public", lambda number: next(looks))
    assert "private network" in refusal(address)
    assert server.requests[-1].startswith("GET /a ")  # /b was not even asked for


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Gone fishing\x1b[31m", "answered 404 Not Found; there is no such page (any more)"),
        ("500 Oops", "answered 500 Internal Server Error"),
        ("403 No", "answered 403 Forbidden; it does not want to be read by a program"),
        ("299 What", "answered 299"),
        ("204 No Content", "answered 204 No Content"),
    ],
)
def test_other_answers_are_told_in_the_words_of_the_standard(
    server: Loopback, status: str, words: str
) -> None:
    assert refusal(server.answer("/a", b"An error page.", HTML, status=status)) == words


def test_an_answer_of_nothing_is_said_to_be_nothing(server: Loopback) -> None:
    assert refusal(server.answer("/a", b" \n", HTML)) == "answered with nothing"


# ---- Too much --------------------------------------------------------------------------------------


def test_what_says_that_it_is_too_large_is_not_received(server: Loopback) -> None:
    address = server.answer("/a", b"", f"Content-Length: {SIZE + 1}")
    assert refusal(address) == "is too large (100,001 bytes; 100,000 at most)"


def test_a_body_without_end_is_received_up_to_the_limit(server: Loopback) -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not server.over.is_set():
            connection.sendall(b"x" * 10_000)

    assert refusal(server.play("/a", endless)) == "is too large (more than 100,000 bytes)"


def test_chunks_without_end_are_received_up_to_the_limit(server: Loopback) -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not server.over.is_set():
            connection.sendall(b"3e8\r\n" + b"x" * 1000 + b"\r\n")

    assert refusal(server.play("/a", endless)) == "is too large (more than 100,000 bytes)"


@pytest.mark.parametrize("packed", [gzip.compress(bytes(10**8), mtime=0), zlib.compress(bytes(10**8))])
def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(server: Loopback, packed: bytes) -> None:
    assert len(packed) < SIZE
    address = server.answer("/a", packed, "Content-Encoding: gzip")
    assert refusal(address) == "is too large (100,000 bytes at most, and unpacked it is more)"


def test_headers_without_end_are_refused(server: Loopback) -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            if server.over.is_set():
                break
            connection.sendall(b"X-%d: y\r\n" % number)

    assert refusal(server.play("/a", flood)) == "does not answer as a web server does"


def test_a_header_line_without_end_is_refused(server: Loopback) -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(1_000):
            if server.over.is_set():
                break
            connection.sendall(b"x" * 1_000)

    assert refusal(server.play("/a", flood)) == "does not answer as a web server does"


# ---- Packed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"Words.", mtime=0)),
        ("x-gzip", gzip.compress(b"Words.", mtime=0)),
        ("deflate", zlib.compress(b"Words.")),
        ("deflate", zlib.compress(b"Words.", wbits=-15)),
        ("identity", b"Words."),
    ],
)
def test_what_is_packed_is_unpacked(server: Loopback, encoding: str, packed: bytes) -> None:
    assert fetched(server.answer("/a", packed, f"Content-Encoding: {encoding}")).raw == b"Words."


@pytest.mark.parametrize(
    ("encoding", "body", "words"),
    [
        ("br", b"x", "is packed in a way that nobody asked for (br)"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "is packed more than once"),
        ("gzip", b"Words.", "is packed, and cannot be unpacked"),
        ("gzip", gzip.compress(b"Words." * 100, mtime=0)[:-20], "broke off before its end"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(server: Loopback, encoding: str, body: bytes, words: str) -> None:
    assert refusal(server.answer("/a", body, f"Content-Encoding: {encoding}")).startswith(words)


# ---- Broken ----------------------------------------------------------------------------------------


def test_an_answer_shorter_than_it_said_is_refused(server: Loopback) -> None:
    address = server.answer("/a", b"Only this", "Content-Length: 5000")
    assert refusal(address) == "broke off after 9 of 5,000 bytes"


@pytest.mark.parametrize("length", ["-1", "many", "0x5"])
def test_a_length_that_is_none_is_not_believed(server: Loopback, length: str) -> None:
    assert fetched(server.answer("/a", b"Words.", f"Content-Length: {length}")).raw == b"Words."


def test_a_connection_that_is_reset_is_told(server: Loopback) -> None:
    assert refusal(server.play("/a", reset)) == "broke off the connection"


def test_a_connection_that_is_closed_without_a_word_is_told(server: Loopback) -> None:
    assert refusal(server.play("/a", lambda connection: connection.close())) == "broke off the connection"


def test_a_chunk_that_breaks_off_is_told(server: Loopback) -> None:
    address = server.answer("/a", b"ff\r\nOnly this", "Transfer-Encoding: chunked")
    assert refusal(address) == "broke off before its end"


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"\0" * 200 + b"\r\n\r\n"])
def test_what_is_no_web_server_is_told(server: Loopback, said: bytes) -> None:
    address = server.play("/a", lambda connection: connection.sendall(said))
    assert refusal(address) == "does not answer as a web server does"


def test_a_host_where_nobody_listens_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/") == "takes no connections there"


def test_a_server_that_is_silent_is_given_up(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_PATIENCE", 0.2)

    def silent(connection: socket.socket) -> None:
        connection.sendall(b"HTTP")
        server.over.wait(30)

    address = server.play("/a", silent)
    assert refusal(address).startswith("did not answer for")
