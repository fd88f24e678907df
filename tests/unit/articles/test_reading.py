"""Reading pages, documents, addresses and pasted text: what comes out, what is said of what does not."""

from __future__ import annotations

import codecs
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest

from annotations.articles import Progress, Source, child, read_bytes, read_source, read_text
from annotations.articles.messages import Limits
from annotations.articles.source import Original
from annotations.errors import ReadingCancelledError, SourceError
from tests.unit.articles.loopback import loopback
from tests.unit.articles.making import (
    FIRST,
    PAGE,
    SECOND,
    SENTENCES,
    THIRD,
    encrypted,
    pdf,
    word,
    zipped,
)

#: A made-up text in Cyrillic, long enough to be told from other encodings.
CYRILLIC = "Посланник прибыл во вторник с особым поручением, сообщило агентство. После переговоров он улетел."


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        read_source(path)
    said = str(refused.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    return said.removeprefix(f"{path}: ")


# ---- Pages -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return read_source(written(tmp_path_factory.mktemp("page") / "a.html", PAGE))


def test_the_article_is_told_from_what_is_around_it(page: Source) -> None:
    assert page.text.split("\n\n") == ["Envoy arrives in the capital", *SENTENCES]


def test_what_a_page_says_of_itself_is_taken(page: Source) -> None:
    assert (page.title, page.publisher) == ("Envoy arrives in the capital", "The Made-up Ledger")
    assert (page.author, page.published, page.language) == ("Jo Bloggs", "2025-06-17", "en-GB")
    assert page.url == "https://ledger.example/news/envoy"


def test_what_was_left_out_of_a_page_is_counted_and_said(page: Source) -> None:
    kept = len("".join(page.text.split()))
    around = len("HomeWorld") + len("AllrightsreservedbytheMade-upLedger.")
    assert (page.kept, page.visible) == (kept, kept + around)
    assert page.left_out == f"{kept:,} of {kept + around:,} characters of visible text kept"


def test_the_page_itself_goes_with_its_text(page: Source) -> None:
    assert page.original == Original(PAGE.encode(), ".html")


def test_a_page_without_an_article_gives_all_of_its_visible_text_and_says_so(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "a.htm", f"<html><p>{'<div>' * 5000}{FIRST}"))
    assert source.text == FIRST
    assert source.notes[0].startswith("no article was found in this page")


@pytest.mark.parametrize(
    "html",
    ["<html><body></body></html>", "<html><body><div id='app'></div><script>go('on')</script></body></html>"],
    ids=["empty", "script"],
)
def test_a_page_without_visible_text_is_refused(tmp_path: Path, html: str) -> None:
    assert refusal(written(tmp_path / "a.html", html)).startswith("holds no visible text")


def test_a_file_of_nothing_is_said_to_be_empty(tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "a.html", b"")) == "is empty"
    assert refusal(written(tmp_path / "a.pdf", b" \n")) == "is empty"


@pytest.mark.parametrize(
    "wall",
    [
        "<p>Subscribe to continue reading. Already a subscriber? Sign in.</p>",
        '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>',
    ],
)
def test_the_beginning_of_an_article_for_subscribers_is_said_to_be_one(tmp_path: Path, wall: str) -> None:
    html = f"<html><article><h1>Envoy arrives</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{wall}</article>"
    source = read_source(written(tmp_path / "a.html", html))
    assert "may be only the beginning: the page is for subscribers" in source.notes


def test_text_that_a_page_holds_without_showing_it_is_told(tmp_path: Path) -> None:
    data = f'{{"@type": "NewsArticle", "articleBody": "{FIRST} {SECOND} {THIRD}"}}'
    html = f'<html><script type="application/ld+json">{data}</script><body><p>Read on in our app.</p>'
    source = read_source(written(tmp_path / "a.html", html))
    assert THIRD in source.text
    assert any(
        note.endswith("characters of it are data of the page that it does not show") for note in source.notes
    )


def test_a_page_that_wants_a_script_is_said_to_want_one(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "a.html", "<html><body>Please enable JavaScript.</body></html>"))
    assert any("by a script" in note for note in source.notes)


def test_control_characters_of_a_page_do_not_get_into_its_text(tmp_path: Path) -> None:
    html = PAGE.replace(FIRST, f"{FIRST} \x1b[31m &#27;[31m \x00 &#x9b; &#xd800;")
    text = read_source(written(tmp_path / "a.html", html)).text
    assert FIRST in text
    assert not [character for character in text if character != "\n" and not character.isprintable()]


@pytest.mark.parametrize(
    "body",
    [
        f"<div {' '.join(f'a{n}=x' for n in range(50_000))}>{FIRST}</div>",
        f"{'<div>' * 100_000}{FIRST}{'</div>' * 100_000}",
        f"{FIRST}{'<a ' * 100_000}",
    ],
    ids=["attributes", "nested", "unclosed"],
)
def test_a_page_that_parsers_hang_on_still_gives_its_visible_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    hasty = Limits(memory=1 << 30, processor=3, clock=20)
    monkeypatch.setitem(child._READING, "html", hasty)
    source = read_source(written(tmp_path / "a.html", f"<html><body>{body}</body></html>"))
    assert FIRST in source.text


# ---- Encodings -------------------------------------------------------------------------------------


def in_page(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    ("raw", "encoding", "guessed"),
    [
        (codecs.BOM_UTF8 + in_page(CYRILLIC, "koi8-r").encode(), "utf-8", False),
        (codecs.BOM_UTF16_LE + in_page(CYRILLIC, "utf-8").encode("utf-16-le"), "utf-16-le", False),
        (in_page(CYRILLIC, "koi8-r").encode("koi8-r"), "koi8-r", False),
        (in_page(CYRILLIC, "windows-1251").encode("cp1251"), "cp1251", False),
        (in_page(CYRILLIC, "utf-8").encode("koi8-r"), "koi8-r", True),
        (in_page(CYRILLIC, "nonsense").encode(), "utf-8", False),
        (in_page(CYRILLIC, "iso-8859-1").encode(), "utf-8", False),
        (in_page(CYRILLIC, "utf-16").encode(), "utf-8", False),
    ],
    ids=["mark", "wide", "declared", "declared too", "wrong", "unknown", "latin-1", "impossible"],
)
def test_a_page_is_read_by_its_mark_its_declaration_as_utf_8_or_by_a_guess(
    tmp_path: Path, raw: bytes, encoding: str, guessed: bool
) -> None:
    source = read_source(written(tmp_path / "a.html", raw))
    assert (source.text, source.encoding, source.guessed) == (CYRILLIC, encoding, guessed)


def test_a_plain_text_in_another_script_is_guessed(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "a.txt", ("Kyiv\r\n" * 500 + CYRILLIC).encode("cp1251")))
    assert (source.encoding, source.guessed) == ("cp1251", True)
    assert source.text.endswith(CYRILLIC)


def test_what_a_person_says_about_the_encoding_holds(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", CYRILLIC.encode("koi8-r"))
    source = read_source(path, encoding="KOI8-R")
    assert (source.text, source.encoding, source.guessed) == (CYRILLIC, "koi8-r", False)
    with pytest.raises(SourceError, match="is not valid in utf-8"):
        read_source(path, encoding="utf-8")
    with pytest.raises(SourceError, match="there is no such encoding"):
        read_source(path, encoding="rot13")


def test_a_page_too_can_be_read_in_an_encoding_that_a_person_says(tmp_path: Path) -> None:
    path = written(tmp_path / "a.html", in_page(CYRILLIC, "iso-8859-5").encode("koi8-r"))
    assert read_source(path, encoding="koi8-r").text == CYRILLIC


# ---- PDF -------------------------------------------------------------------------------------------


def test_the_text_of_a_pdf_is_put_together_from_its_lines_over_its_pages(tmp_path: Path) -> None:
    lines = [
        "The envoy flew in on Tuesday on a special assign-",
        "ment, the state agency said in a short report.",
        "After the talks he said that the North would send",
        "many sappers.",
        "He left at once, and the purpose of the trip was",
    ]
    raw = pdf(lines, ["not made public before the end of the same week."], title="A report")
    source = read_source(written(tmp_path / "a.pdf", raw))
    assert source.text == (
        "The envoy flew in on Tuesday on a special assignment, the state agency said in a short report. "
        "After the talks he said that the North would send many sappers.\n\n"
        "He left at once, and the purpose of the trip was not made public before the end of the same week."
    )
    assert (source.title, source.author, source.published) == ("A report", "Jo Bloggs", "2025-06-17")
    assert source.original == Original(raw, ".pdf")


def test_the_progress_of_a_pdf_is_told_by_pages(tmp_path: Path) -> None:
    told: list[Progress] = []
    read_source(written(tmp_path / "a.pdf", pdf([FIRST], [SECOND], [THIRD])), progress=told.append)
    assert told == [Progress("reading", number, 3) for number in range(3)]


def test_a_pdf_of_pictures_is_said_to_be_one(tmp_path: Path) -> None:
    said = refusal(written(tmp_path / "a.pdf", pdf([], [])))
    assert said == "holds no text: 2 pages of pictures; text recognition (OCR) would have to come first"


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    source = read_source(written(tmp_path / "a.pdf", pdf([FIRST], [], [SECOND])))
    assert source.notes == ("page 2 without text (pictures?)",)


def test_a_pdf_that_wants_a_password_is_refused(tmp_path: Path) -> None:
    raw = encrypted(pdf([FIRST]), "secret")
    assert refusal(written(tmp_path / "a.pdf", raw)) == "is encrypted; a password is needed"


def test_a_pdf_that_is_only_locked_against_changes_is_read(tmp_path: Path) -> None:
    assert read_source(written(tmp_path / "a.pdf", encrypted(pdf([FIRST]), ""))).text == FIRST


def test_a_pdf_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    content = zlib.compress(b"BT /F1 11 Tf " + b"(x) Tj " * 20_000_000 + b"ET", 9)
    raw = pdf([FIRST]).replace(b"stream\nBT", b"stream\nxx")
    start = raw.index(b"<< /Length")
    end = raw.index(b"endstream")
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(content)
    said = refusal(written(tmp_path / "a.pdf", raw[:start] + head + content + b"\n" + raw[end:]))
    assert said.startswith("is a broken PDF (none of its pages can be read: ")


@pytest.mark.parametrize("raw", [b"%PDF-1.7", b"no pdf at all", pdf([FIRST])[:200], b"%PDF-1.4\n" * 1000])
def test_a_broken_pdf_is_said_to_be_broken(tmp_path: Path, raw: bytes) -> None:
    assert refusal(written(tmp_path / "a.pdf", raw)).startswith("is a broken PDF")


# ---- Word ------------------------------------------------------------------------------------------


def test_the_paragraphs_and_tables_of_a_word_document_are_its_text(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    source = read_source(written(tmp_path / "a.docx", word(FIRST, "", SECOND)))
    assert source.text == f"{FIRST}\n\n{SECOND}\n\nSappers | 1,000"
    assert (source.title, source.author) == ("A memo", "Jo Bloggs")


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"words", zipped(a="x")])
def test_a_broken_word_document_is_said_to_be_broken(tmp_path: Path, raw: bytes) -> None:
    pytest.importorskip("docx")
    assert refusal(written(tmp_path / "a.docx", raw)).startswith("is a broken Word document")


# ---- Without a file --------------------------------------------------------------------------------


def test_what_was_pasted_is_kept_to_the_character() -> None:
    source = read_text("One.\r\nTwo. \ufb01")
    assert (source.text, source.title, source.name) == ("One.\r\nTwo. \ufb01", "One.", "pasted text")
    assert (source.path, source.address, source.original) == (None, None, None)


@pytest.mark.parametrize("text", ["", " \n", "\ud800"])
def test_pasting_nothing_or_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match=r"^pasted text: "):
        read_text(text)


@pytest.mark.parametrize("raw", [PAGE.encode(), pdf([FIRST]), FIRST.encode()], ids=["page", "pdf", "text"])
def test_the_kind_of_what_comes_without_a_name_is_found_from_its_bytes(raw: bytes) -> None:
    assert FIRST in read_bytes(raw).text


def test_bytes_that_say_more_than_their_text_are_kept() -> None:
    raw = CYRILLIC.encode("koi8-r")
    assert read_bytes(raw).original == Original(raw, ".txt")
    assert read_bytes(FIRST.encode()).original is None


# ---- Addresses -------------------------------------------------------------------------------------


def test_a_page_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    told: list[Progress] = []
    with loopback() as server:
        server.answer("/b", PAGE.encode(), "Content-Type: text/html")
        address = server.answer("/a", b"", "Location: /b", status="301 Moved")
        source = read_source(f"{address}#part", progress=told.append)
    assert source.text.endswith(THIRD)
    assert (source.address, source.url) == (address, "https://ledger.example/news/envoy")
    assert source.original == Original(PAGE.encode(), ".html")
    steps = [progress.step for progress in told]
    assert list(dict.fromkeys(steps)) == ["connecting", "receiving", "reading"]


def test_the_charset_of_the_answer_comes_before_that_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with loopback() as server:
        raw = in_page(CYRILLIC, "windows-1251").encode("koi8-r")
        address = server.answer("/a", raw, "Content-Type: text/html; charset=koi8-r")
        assert read_source(address).text == CYRILLIC


def test_plain_text_and_documents_are_read_from_addresses_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with loopback() as server:
        plain = read_source(server.answer("/a", b"\xef\xbb\xbfOne.\r\nTwo.", "Content-Type: text/plain"))
        assert (plain.text, plain.url) == ("One.\r\nTwo.", f"{server.address}/a")
        unnamed = server.answer("/b", pdf([FIRST]), "Content-Type: application/octet-stream")
        assert read_source(unnamed).text == FIRST


def test_what_cannot_be_an_article_is_refused_by_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with loopback() as server:
        address = server.answer("/a", b"\x89PNG", "Content-Type: image/png")
        with pytest.raises(SourceError) as refused:
            read_source(address)
    assert str(refused.value) == f"{address}: is image/png, which cannot be an article"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://127.0.0.1/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://jo:secret@127.0.0.1/", "name or password"),
        ("http:///x", "names no host"),
        ("http://127.0.0.1:99999/", "no address that makes sense"),
        ("http://a\nb/", "control characters"),
        ("https://" + "x" * 9000, "too long"),
    ],
)
def test_addresses_that_are_not_fetched_are_refused_before_anything_is_sent(address: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        read_source(address)


# ---- The child -------------------------------------------------------------------------------------


def test_a_reading_is_called_off_from_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    cancel = threading.Event()
    with loopback() as server:
        # The server itself calls the reading off once it is asked, and then never answers.
        def never(connection: object) -> None:
            cancel.set()
            server.over.wait(60)

        with pytest.raises(ReadingCancelledError):
            read_source(server.play("/a", never), cancel=cancel)


def test_a_server_that_answers_drop_by_drop_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(child, "_FETCHING", Limits(memory=1 << 30, processor=20, clock=2))
    with loopback() as server:

        def dripping(connection: object) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")  # type: ignore[attr-defined]
            while not server.over.wait(0.2):
                connection.sendall(b"X: y\r\n")  # type: ignore[attr-defined]

        with pytest.raises(SourceError, match="took longer than 2 seconds"):
            read_source(server.play("/a", dripping))


def program(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Put a program of these lines in the place of the child's."""
    monkeypatch.setattr(
        child, "_PROGRAM", (sys.executable, "-c", "\n".join(("import os, sys, time", *lines)))
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sys.exit(3)", "its reader broke down (exit status 3)"),
        ("os.kill(os.getpid(), 11)", "its reader broke down (SIGSEGV)"),
        ("os.kill(os.getpid(), 24)", "took more than 60 seconds of processor time"),
        ("os.kill(os.getpid(), 9)", "the system ended its reader"),
        ("os.write(1, b'nonsense, and more of it')", "its reader gave no sensible answer"),
        ("os.write(1, b'\\xff' * 100)", "its reader gave no sensible answer"),
        ("os.write(1, b'\\0\\0\\0\\5\\x81\\xa4type')", "its reader gave no sensible answer"),
    ],
)
def test_a_child_that_breaks_down_is_a_failure_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    program(monkeypatch, line)
    assert said in refusal(written(tmp_path / "a.pdf", pdf([FIRST])))


def test_a_child_that_never_answers_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(monkeypatch, "time.sleep(600)")
    monkeypatch.setitem(child._READING, "pdf", Limits(memory=1 << 30, processor=1, clock=1))
    assert refusal(written(tmp_path / "a.pdf", pdf([FIRST]))) == "took longer than 1 seconds"


def test_a_child_that_takes_too_much_memory_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(child._READING, "pdf", Limits(memory=120 << 20, processor=20, clock=60))
    small = written(tmp_path / "a.pdf", pdf([FIRST]))
    assert read_source(small).text == FIRST
    assert "memory" in refusal(written(tmp_path / "b.pdf", pdf([FIRST]) + b" " * 45_000_000))


def test_the_app_never_imports_the_parsers(tmp_path: Path) -> None:
    written(tmp_path / "a.html", PAGE)
    written(tmp_path / "b.pdf", pdf([FIRST]))
    written(tmp_path / "c.txt", CYRILLIC.encode("koi8-r"))
    code = (
        "import sys\nfrom annotations import Project\nimport tui.cli\n"
        "with Project.open(sys.argv[1]) as project: assert len(project.articles) == 3\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=120, check=True
    )
    packages, modules = map(str.split, run.stdout.splitlines())
    assert not {"trafilatura", "lxml", "pypdf", "docx", "charset_normalizer"} & set(packages)
    assert not [name for name in modules if name.startswith("annotations.articles.extraction")]


def test_modules_in_the_folder_of_the_articles_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "lxml.py", "open('was-run', 'w')\n")
    written(tmp_path / "annotations.py", "open('was-run', 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert FIRST in read_source(written(tmp_path / "a.html", PAGE)).text
    assert not (tmp_path / "was-run").exists()
