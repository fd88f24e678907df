"""Addresses: which are fetched, how a request carries them, which machines are of the net at large."""

from __future__ import annotations

import pytest

from annotations.articles.addresses import checked_address, is_address, is_public, redirected
from annotations.errors import SourceError


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("http://x", True),
        ("HTTPS://x", True),
        ("file:///x", True),
        ("news/a.txt", False),
        ("C:/x", False),
        ("x", False),
        ("", False),
        ("://", False),
    ],
)
def test_an_address_is_told_from_a_path(name: str, meant: bool) -> None:
    assert is_address(name) is meant


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org/a b?q=ü#part", "http://example.org/a%20b?q=%C3%BC"),
        ("http://example.org/%C3%BC?a=%26", "http://example.org/%C3%BC?a=%26"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        (" http://example.org/x ", "http://example.org/x"),
    ],
)
def test_an_address_is_carried_in_ascii_and_without_its_part(address: str, carried: str) -> None:
    assert checked_address(address) == carried
    assert checked_address(carried) == carried


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "ftp://x/",
        "file:///x",
        "javascript:x",
        "http://",
        "http://a@b/",
        "http://a:b@c/",
        "http://[x",
        "http://a b/",
        "http://x:0x1/",
        "http://x\r\nHost: y/",
        "http://\u2028/",
        "http://x/" + "y" * 9000,
    ],
)
def test_whatever_else_is_refused(address: str) -> None:
    with pytest.raises(SourceError):
        checked_address(address)


def test_a_redirect_is_taken_from_where_it_stands() -> None:
    assert redirected("http://x.example/a/b", "../c?d#e") == "http://x.example/c?d"
    assert redirected("http://x.example/a", "//y.example/") == "http://y.example/"
    # as UTF-8 and as Latin-1, each read as Latin-1 by the time it gets here
    assert redirected("http://x.example/", "/Ã¼") == "http://x.example/%C3%BC"
    assert redirected("http://x.example/", "/ü") == "http://x.example/%FC"


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f::1", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("0.0.0.0", False),
        ("x", False),
    ],
)
def test_private_machines_are_told_from_those_of_the_net_at_large(number: str, public: bool) -> None:
    assert is_public(number) is public
