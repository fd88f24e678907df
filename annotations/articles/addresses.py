"""Addresses of the web that may be fetched: only of http and https, and as a request can carry them."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from annotations.errors import SourceError

SCHEMES = ("http", "https")
#: No address is longer, in code points; servers take no longer ones either.
MAX_LENGTH = 8_000

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# What stands in a path or query as it is; everything else is written in percent signs.
_SAFE = "/%:=&?~+!$,;'@()*[]-._"


def is_address(name: str) -> bool:
    """Whether a word is meant as an address, of whatever scheme, and not as the name of a file."""
    return _ADDRESS.match(name) is not None


def checked_address(address: str) -> str:
    """The address as a request carries it: without fragment, host and path in ASCII.

    Raises:
        SourceError: it is not one that is fetched; the message does not name it.
    """
    _must_be_short(address)
    if _CONTROL.search(address):
        raise SourceError("is no address: it holds control characters")
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise SourceError("is no address that makes sense") from None
    if parts.scheme not in SCHEMES:
        raise SourceError("is not fetched: only http and https addresses are")
    if parts.username is not None or parts.password is not None:
        raise SourceError("is not fetched: it carries a name or password")
    host = _host(parts.hostname or "")
    netloc = host if port is None else f"{host}:{port}"
    path = quote(parts.path, _SAFE) or "/"
    carried = urlunsplit((parts.scheme, netloc, path, quote(parts.query, _SAFE), ""))
    _must_be_short(carried)  # percent signs make it longer
    return carried


def redirected(address: str, location: str) -> str:
    """Where a redirect leads on to from an address that was checked.

    Args:
        location: as the server sent it, its bytes as Latin-1.

    Raises:
        SourceError: not to an address that is fetched; the message names it.
    """
    try:
        # Servers send UTF-8 here, against the rules, and browsers take it.
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        location = quote(location.encode("latin-1", "replace"), _SAFE + "#")
    try:
        further = urljoin(address, location.strip())
        return checked_address(further)
    except ValueError:
        raise SourceError("leads on to an address that makes no sense") from None
    except SourceError as problem:
        raise SourceError(f"leads on to {location[:200]}, which {problem}") from None


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the internet at large, not of a private network or this machine."""
    import ipaddress  # for the child process only

    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_global


def _must_be_short(address: str) -> None:
    if len(address) > MAX_LENGTH:
        raise SourceError(f"is too long for an address ({MAX_LENGTH:,} characters at most)")


def _host(name: str) -> str:
    if not name:
        raise SourceError("is no address: it names no host")
    if ":" in name:
        return f"[{name}]"
    try:
        host = name.encode("ascii" if name.isascii() else "idna").decode("ascii")
    except UnicodeError:
        raise SourceError("is no address: its host has no valid name") from None
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,253}", host):
        raise SourceError("is no address: its host has no valid name")
    return host
