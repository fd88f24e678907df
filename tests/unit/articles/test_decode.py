"""Bytes become text: marks, UTF-8, the named fallback, and what is no text at all."""

from __future__ import annotations

import codecs

import pytest

from annotations.articles.decode import decode
from annotations.errors import SourceError

TEXT = "Kim said – “no”.\r\nThe end."


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding)) == (TEXT, encoding, False)


def test_only_the_first_mark_is_left_out() -> None:
    assert decode(codecs.BOM_UTF8 * 2 + b"a").text == "\ufeffa"


@pytest.mark.parametrize(
    "raw",
    [codecs.BOM_UTF8 + b"\xff", codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF32_BE + b"abc"],
    ids=["utf-8", "utf-16-le", "utf-32-be"],
)
def test_a_mark_that_the_bytes_do_not_keep_is_refused_and_not_guessed_around(raw: bytes) -> None:
    with pytest.raises(SourceError, match="begins with the mark of UTF-"):
        decode(raw)


def test_utf_16_with_half_a_pair_is_refused() -> None:
    with pytest.raises(SourceError):
        decode(codecs.BOM_UTF16_LE + "a\ud83d".encode("utf-16-le", "surrogatepass"))


def test_utf_8_is_no_guess() -> None:
    assert decode(TEXT.encode()) == (TEXT, "utf-8", False)


def test_what_is_not_utf_8_is_read_as_windows_1252_and_flagged() -> None:
    assert decode("Caf\xe9 – “no”…".encode("cp1252")) == ("Café – “no”…", "cp1252", True)


def test_utf_8_that_holds_a_surrogate_is_not_taken_for_utf_8() -> None:
    assert decode("a \ud800 b".encode("utf-8", "surrogatepass") + b" and a good deal of text").guessed


def test_bytes_that_neither_encoding_knows_are_refused() -> None:
    with pytest.raises(SourceError, match="neither UTF-8 nor Windows-1252"):
        decode(b"\x81\xff")


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)) * 4,
        b"\x00" * 100,
        "some words".encode("utf-16-le"),
        b"\x7fELF\x02\x01\x01" + b"\x00" * 40 + b"words",
        "\x80\x81\x82 C1 controls".encode(),
    ],
    ids=["every byte", "zeros", "UTF-16 without a mark", "a program", "C1 controls"],
)
def test_binary_data_is_refused(raw: bytes) -> None:
    with pytest.raises(SourceError, match="not a text file"):
        decode(raw)


def test_a_single_nul_is_text_with_a_slip_in_it() -> None:
    assert decode(b"a\x00b").text == "a\x00b"
    assert decode(b"\x00").text == "\x00"


def test_two_controls_are_forgiven_in_a_long_text_and_not_in_a_short_one() -> None:
    assert decode(b"\x00\x00" + b"a" * 18).text.endswith("a")
    with pytest.raises(SourceError):
        decode(b"\x00\x00" + b"a" * 17)


def test_line_ends_tabs_and_form_feeds_are_no_controls() -> None:
    text = "\r\n\t\f\x85\n\r" * 5
    assert decode(text.encode()).text == text


def test_nothing_decodes_to_nothing() -> None:
    assert decode(b"") == ("", "utf-8", False)
    assert decode(codecs.BOM_UTF8) == ("", "utf-8", False)
