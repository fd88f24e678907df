"""Article files: which ones there are, what reading one gives, and what is refused in one clear line."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from annotations.articles import article_files, expand, files, read_source, reading, text_hash, title_of
from annotations.errors import SourceError


def written(path: Path, data: bytes | str = "Some words.") -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def open_handles() -> int:
    return len(os.listdir("/proc/self/fd"))


needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files in /proc")


def test_reading_gives_the_text_and_what_the_front_matter_says(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.txt",
        "---\ntitle: T\npublisher: P\nauthor: W\npublished: 2025-06-17\nurl: https://x.example\n"
        "label: Q\n---\nThe text.\n",
    )
    source = read_source(path)
    assert (source.text, source.title, source.publisher, source.author) == ("The text.\n", "T", "P", "W")
    assert (source.published, source.url, source.label) == ("2025-06-17", "https://x.example", "Q")
    assert (source.path, source.encoding, source.guessed) == (path, "utf-8", False)


def test_the_hash_is_that_of_the_text_in_utf_8_and_not_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "\ufeffCafé".encode("utf-16"))
    source = read_source(path)
    assert source.sha256 == hashlib.sha256(source.text.encode()).hexdigest() == text_hash(source.text)
    assert source.sha256 != hashlib.sha256(path.read_bytes()).hexdigest()


def test_line_ends_and_normalisation_are_kept(tmp_path: Path) -> None:
    text = "One.\r\nTwo.\rThree.\ncafe\u0301 \u212b\u00a0x\u2028y"
    assert read_source(written(tmp_path / "a.md", text)).text == text


def test_an_encoding_that_was_guessed_is_flagged(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "a.txt", b"Caf\xe9"))
    assert (source.text, source.encoding, source.guessed) == ("Café", "cp1252", True)


def test_the_file_is_never_written_to(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "---\ntitle: x\n---\nwords\r\n")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_source(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  First line  \nsecond", "First line"),
        ("## A heading\n", "A heading"),
        ("#hashtag is no heading", "#hashtag is no heading"),
        ("####### seven", "####### seven"),
        ("one\rtwo", "one"),
        ("x" * 300, "x" * 200),
        ("", ""),
        (" \n\t", ""),
    ],
)
def test_the_title_is_the_first_line_that_is_not_blank(text: str, title: str) -> None:
    assert title_of(text) == title


def test_an_empty_title_in_the_front_matter_is_none(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "a.txt", "---\ntitle:\npublisher:\n---\nWords.\n"))
    assert (source.title, source.publisher) == ("Words.", None)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"---\ntitle: x\n---\n"])
def test_an_article_without_words_is_refused(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path / "a.txt", data)
    with pytest.raises(SourceError, match="is empty"):
        read_source(path)


def test_binary_data_is_refused_in_one_line_that_names_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", bytes(range(256)))
    with pytest.raises(SourceError, match="not a text file") as refused:
        read_source(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["a.png", "a.doc", "a", ".txt", "a.txt.exe"])
def test_other_kinds_of_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="not a kind of file that can be an article"):
        read_source(written(tmp_path / name))


def test_what_is_not_there_is_said_to_be_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        read_source(tmp_path / "none.txt")


def test_a_folder_named_like_an_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(SourceError, match=r"is a folder|not a regular file"):
        read_source(tmp_path / "a.txt")


@needs_proc
def test_refusing_leaves_no_file_open(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    before = open_handles()
    for name in ("folder.txt", "pipe.txt", "none.txt"):
        with pytest.raises(SourceError):
            read_source(tmp_path / name)
    assert open_handles() == before


def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(SourceError, match="not a regular file"):
        read_source(tmp_path / "a.txt")


def test_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/dev/zero")
    with pytest.raises(SourceError, match="not a regular file"):
        read_source(tmp_path / "a.txt")


def test_a_link_that_leads_round_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(SourceError, match="circle"):
        read_source(tmp_path / "a.txt")


def test_a_link_to_an_article_is_read(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "Words.")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert read_source(tmp_path / "b.txt").text == "Words."


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert read_source(written(tmp_path / "a.txt", "x" * 10)).text == "x" * 10
    with pytest.raises(SourceError, match="is too large"):
        read_source(written(tmp_path / "b.txt", "x" * 11))


def test_a_text_that_is_too_long_and_one_with_a_line_that_is_are_refused_with_how_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_TEXT", 30)
    monkeypatch.setattr(reading, "MAX_LINE", 10)
    text = "123456789\n" + "1234567890\n" + "12345678"
    assert read_source(written(tmp_path / "a.txt", text)).text == text
    with pytest.raises(SourceError, match=r"is too long \(31 characters of text; 30 at most\)"):
        read_source(written(tmp_path / "b.txt", text + "\n1"))
    with pytest.raises(SourceError, match=r"has a line of 11 characters \(10 at most\)"):
        read_source(written(tmp_path / "c.txt", "1\n" + "12345678901" + "\n2"))
    with pytest.raises(SourceError, match=r"has a line of 12 characters"):
        read_source(written(tmp_path / "d.txt", "1\n2\n123456789012"))


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.txt", "x" * 11)
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    small = os.stat_result((0o100644, *(0,) * 9))
    monkeypatch.setattr(files.os, "fstat", lambda handle: small)
    with pytest.raises(SourceError, match="is too large"):
        read_source(path)


def test_the_article_files_of_a_folder_come_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "C.TXT", "10.txt", "9.txt", ".hidden.txt", "notes.odt"):
        written(tmp_path / name)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "texts").mkdir()
    written(tmp_path / "texts" / "deep.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [path.name for path in article_files(tmp_path)] == ["10.txt", "9.txt", "C.TXT", "a.md", "b.txt"]


def test_a_folder_that_is_not_there_is_said_to_be_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        article_files(tmp_path / "none")


def test_expanding_keeps_the_order_given_and_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    one, two = written(tmp_path / "in" / "1.txt"), written(tmp_path / "in" / "2.txt")
    lone = written(tmp_path / "z.txt")
    assert expand([lone, two, tmp_path / "in"]) == [lone, two, one]


def test_expanding_refuses_a_folder_without_articles_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no articles in this folder"):
        expand([tmp_path])
    with pytest.raises(SourceError, match="no such file or folder"):
        expand([tmp_path / "none.txt"])


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "a\0b.txt"], ids=["too long", "a NUL"])
def test_a_name_that_no_file_can_have_is_refused_in_words(tmp_path: Path, name: str) -> None:
    for step in (expand, lambda paths: [read_source(path) for path in paths]):
        with pytest.raises(SourceError):
            step([tmp_path / name])
