"""What kind of source something is: by its name, its first bytes, what a server says of it."""

from __future__ import annotations

import codecs

import pytest

from annotations.articles.kinds import kind_of_answer, kind_of_bytes, kind_of_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.TXT", "text"),
        ("a.md", "text"),
        ("a.b.HTM", "html"),
        ("a.html", "html"),
        ("a.pdf", "pdf"),
        ("a.docx", "docx"),
        ("a.doc", None),
        (".pdf", None),
        ("pdf", None),
        ("", None),
        ("a.pdf/b", None),
    ],
)
def test_a_name_says_the_kind_by_its_ending(name: str, kind: str | None) -> None:
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"junk before %PDF-1.4", "pdf"),
        (b"PK\x03\x04...", "docx"),
        (b"\n <!DOCTYPE HTML><title>x", "html"),
        (codecs.BOM_UTF8 + b"<html lang=en>", "html"),
        (codecs.BOM_UTF16_LE + "<html>".encode("utf-16-le"), "html"),
        (b"<?xml version='1.0'?><html xmlns=x>", "html"),
        (b"<!-- saved from --><html>", "html"),
        (b"<?xml version='1.0'?><rss>", None),
        (b"A report about <html>", None),
        (b"", None),
    ],
)
def test_the_first_bytes_say_the_kind(raw: bytes, kind: str | None) -> None:
    assert kind_of_bytes(raw) == kind


@pytest.mark.parametrize(
    ("media_type", "path", "raw", "kind"),
    [
        ("text/html", "/a.pdf", b"x", "html"),
        ("application/pdf", "/", b"x", "pdf"),
        ("text/plain", "/", b"Words.", "text"),
        ("text/plain", "/", b"<!doctype html>", "html"),
        ("", "/a/report.pdf", b"x", "pdf"),
        ("application/octet-stream", "/x", b"%PDF-1.4", "pdf"),
        ("application/octet-stream", "/x", b"\x7fELF", None),
        ("image/png", "/a.html", b"<html>", None),
        ("application/json", "/", b"{}", None),
    ],
)
def test_the_kind_of_an_answer_is_what_the_server_says_unless_it_does_not_know(
    media_type: str, path: str, raw: bytes, kind: str | None
) -> None:
    assert kind_of_answer(media_type, path, raw) == kind
