"""``variorum add``: every kind of source, what is told of each, and what bad ones come to."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotations import Project
from annotations.soundness import check
from tests.unit.articles.loopback import loopback
from tests.unit.articles.making import FIRST, PAGE, THIRD, encrypted, pdf
from tui.cli import cli

Run = Callable[..., Result]
CYRILLIC = "Посланник прибыл во вторник с особым поручением, сообщило агентство. После переговоров он улетел."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``variorum add p`` in an empty folder, with these words and this on standard input."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("no_proxy", "*")

    def invoke(*words: str | Path, given: bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, ["add", "p", *map(str, words)], input=given)
        assert "Traceback" not in result.output
        return result

    return invoke


def texts(tmp_path: Path) -> dict[str, str]:
    """The texts of the project by label and version; whatever was added, it is sound."""
    with Project.open(tmp_path / "p", read_only=True) as project:
        assert check(project) == []
        return {f"{one.label}{one.version}": project.text(one.id) for one in project.articles}


def test_pages_and_documents_are_added_and_what_was_left_out_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.pdf").write_bytes(pdf([FIRST.replace("Tuesday", "Monday")], []))
    result = run("a.html", "b.pdf")
    assert (result.exit_code, result.stdout) == (0, "a.html: added as A\nb.pdf: added as B\n")
    assert "a.html: 263 of 308 characters of visible text kept\n" in result.stderr
    assert "b.pdf: page 2 without text (pictures?)\n" in result.stderr
    with Project.open(tmp_path / "p", read_only=True) as project:
        page = project.articles[0]
    assert (page.title, page.publisher) == ("Envoy arrives in the capital", "The Made-up Ledger")
    assert (page.language, page.url) == ("en-GB", "https://ledger.example/news/envoy")


def test_folders_and_quoted_patterns_are_looked_through(run: Run, tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/deep/b.md", "in/deep/c.png", "other/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"The words of {name} and of no other file.")
    assert run("in/**/*", "other").stdout.splitlines() == [
        "in/a.txt: added as A",
        "in/deep/b.md: added as B",
        "other/d.txt: added as C",
    ]


def test_what_the_project_keeps_for_itself_is_never_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.html").write_text(PAGE)
    assert run("p/a.html").exit_code == 0
    assert run("p/**/*").stdout == "p/a.html: same text as A, nothing to do\n"
    (text,) = (tmp_path / "p" / "texts").iterdir()
    told = run(text.relative_to(tmp_path))
    assert (told.exit_code, told.stderr.partition(": ")[2]) == (1, "lies among the project's own files\n")


def test_standard_input_is_a_source(run: Run, tmp_path: Path) -> None:
    assert run("-", given=b"One.\r\nTwo.").stdout == "standard input: added as A\n"
    assert run("-", given=b"One.\r\nTwo.").stdout == "standard input: same text as A, nothing to do\n"
    assert run("-", given=b"One.\r\nThree.").stdout == "standard input: added as B\n"
    assert texts(tmp_path) == {"A1": "One.\r\nTwo.", "B1": "One.\r\nThree."}
    assert run("-", given=b"").stderr == "standard input: is empty\n"


def test_an_address_is_a_source_and_later_its_next_version(run: Run, tmp_path: Path) -> None:
    with loopback() as server:
        address = server.answer("/a", PAGE.encode(), "Content-Type: text/html")
        assert run(address).stdout == f"{address}: added as A\n"
        assert run(address).stdout == f"{address}: same text as A, nothing to do\n"
        server.answer("/a", PAGE.replace("1,000", "2,000").encode(), "Content-Type: text/html")
        assert run(address).stdout == f"{address}: version 2 of A; quotes carried: none\n"
    with Project.open(tmp_path / "p", read_only=True) as project:
        assert [article.source for article in project.articles] == [address, address]
        assert len(project.originals(project.articles[1].id)) == 1


def test_a_guess_is_told_can_be_changed_and_is_remembered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CYRILLIC.encode("koi8-r"))
    told = run("a.txt").stderr
    assert told == "a.txt: not UTF-8, read as koi8-r; does it read right? --encoding changes it\n"
    assert run("a.txt", "--encoding", "cp1251").stdout.startswith("a.txt: version 2 of A")
    assert run("a.txt").stdout == "a.txt: same text as A, nothing to do\n"
    with Project.open(tmp_path / "p", read_only=True) as project:
        assert [article.encoding for article in project.articles] == ["koi8-r", "cp1251"]
        assert project.changed_files() == []


def test_what_a_person_said_about_an_address_is_remembered_too(run: Run, tmp_path: Path) -> None:
    with loopback() as server:
        address = server.answer("/a.txt", CYRILLIC.encode("koi8-r"), "Content-Type: text/plain")
        assert run(address, "--encoding", "cp1251").stdout == f"{address}: added as A\n"
        assert run(address).stdout == f"{address}: same text as A, nothing to do\n"
        assert run(address, "--encoding", "koi8-r").stdout.startswith(f"{address}: version 2 of A")
    assert texts(tmp_path)["A2"] == CYRILLIC


def test_an_encoding_that_there_is_not_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    assert run("a.txt", "--encoding", "rot13").exit_code == 2
    assert not (tmp_path / "p").exists()


def test_copies_are_pointed_out(run: Run, tmp_path: Path) -> None:
    wording = " ".join(f"word{number}" for number in range(18))
    (tmp_path / "a.txt").write_text(wording)
    (tmp_path / "b.txt").write_text(wording)
    (tmp_path / "c.txt").write_text(f"{wording} and more")
    assert run("a.txt").stderr == ""
    assert run("b.txt").stderr == "b.txt: the same text as A; repeats are not independent\n"
    assert run("c.txt").stderr.splitlines() == [
        "c.txt: reads like A: 90 % the same words; repeats are not independent",
        "c.txt: reads like B: 90 % the same words; repeats are not independent",
    ]


def test_every_bad_source_gets_one_line_and_the_others_are_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Words.")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "round.txt").symlink_to("round.txt")
    with socket.socket(socket.AF_UNIX) as bound, open(tmp_path / "huge.pdf", "wb") as huge:
        bound.bind("socket.txt")
        huge.truncate(50_000_001)
        (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
        (tmp_path / "locked.pdf").write_bytes(encrypted(pdf([FIRST]), "secret"))
        (tmp_path / "blank.html").write_text("<html><body></body></html>")
        (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
        (tmp_path / "word.docx").write_bytes(b"PK\x03\x04")
        bad = {
            "none.txt": "no such file or folder",
            "*.md": "no article fits this pattern",
            "folder.txt": "no articles in this folder",
            "pipe.txt": "is not a regular file",
            "socket.txt": "is not a regular file",
            "zero.txt": "is not a regular file",
            "gone.txt": "no such file or folder",
            "round.txt": "is a link that leads round in a circle",
            "huge.pdf": "is too large (50,000,001 bytes; 50,000,000 at most)",
            "broken.pdf": "is a broken PDF",
            "locked.pdf": "is encrypted; a password is needed",
            "blank.html": "holds no visible text",
            "binary.txt": "is not a text file",
            "word.docx": "is a broken Word document",
            "http://127.0.0.1:1/": "takes no connections there",
            "file:///etc/passwd": "is not fetched: only http and https addresses are",
        }
        result = run(*bad, "good.txt")
    assert (result.exit_code, result.stdout) == (1, "good.txt: added as A\n")
    lines = result.stderr.splitlines()
    assert [
        line.startswith(f"{name}: {why}") for line, (name, why) in zip(lines, bad.items(), strict=True)
    ] == [True] * len(bad), lines
    assert texts(tmp_path) == {"A1": "Words."}


def test_a_hostile_name_reaches_the_terminal_as_plain_text(run: Run, tmp_path: Path) -> None:
    name = "\x1b]0;owned\x07\u202e.pdf"
    (tmp_path / name).write_bytes(b"no pdf")
    assert not {"\x1b", "\x07", "\u202e"} & set(run(name).stderr)
    (tmp_path / "a.pdf").write_bytes(pdf([THIRD], title="\x1b[31mred"))
    assert "\x1b" not in run("a.pdf").output
