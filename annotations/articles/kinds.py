"""The kinds of source that can become an article, and how one is told from another."""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "html", "pdf", "docx"]

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
SUFFIXES = tuple(_KINDS)
#: What a kept original is called by; for text only where its bytes are not those of the stored text.
SUFFIX_OF: dict[Kind, str] = {"text": ".txt", "html": ".html", "pdf": ".pdf", "docx": ".docx"}

_MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "text/plain": "text",
    "text/markdown": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
#: Media types that servers send when they do not know.
_UNKNOWN = ("", "application/octet-stream", "binary/octet-stream", "application/download")
#: How far into a file its kind is looked for, in bytes: PDF allows a thousand before its mark.
_REACH = 1024


def kind_of_name(name: str) -> Kind | None:
    """The kind that a file's name says; null where that is none that can be read."""
    dot = name.rfind(".")
    # A name that only begins with a dot has no ending.
    return _KINDS.get(name[dot:].lower()) if dot > 0 else None


def kind_of_bytes(raw: bytes) -> Kind | None:
    """The kind that the first bytes say; null where they say none, which may be plain text."""
    head = raw[:_REACH]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    # Bytes of UTF-16 without every second zero read well enough for this.
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if start.startswith((b"<?xml", b"<!--")) and b"<html" in start:
        return "html"
    return None


def kind_of_answer(media_type: str, path: str, raw: bytes) -> Kind | None:
    """The kind of what a server sent, by its media type, its own first bytes, or the address's path.

    Args:
        media_type: as the server said it, without parameters, in lower case.
        path: the path of the address.
        raw: what was sent.
    """
    if media_type in _UNKNOWN:
        return kind_of_bytes(raw) or kind_of_name(path.rpartition("/")[2])
    said = _MEDIA_TYPES.get(media_type)
    # Pages sent as plain text are common; plain text that is a PDF is never meant.
    return kind_of_bytes(raw) or said if said == "text" else said
