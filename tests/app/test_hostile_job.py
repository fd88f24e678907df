"""The whole job on articles from strangers: read, claimed from, saved, exported and imported, to the letter.

``pytest tests/app/test_hostile_job.py -m full`` does it on 400 of them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import reading
from annotations.imports import import_files
from annotations.soundness import check
from annotations.text import displayable
from tests.app.playing import Played, played
from tests.hostile.corpus import payloads
from tests.hostile.stories import PADDING
from tui.reader import article_text

pytestmark = pytest.mark.hostile

WORDS = "Quill spoke"
OWN = {"variorum.json", "variorum.json.journal", "variorum.json.lock", "texts", "history", "backups"}


def articles(count: int, seed: int, *, only_payloads: bool = False) -> dict[str, bytes]:
    """Hostile articles by their file names: each with words to claim in the midst of it; of all kinds of
    payloads, and unless there are to be `only_payloads` in all kinds of files."""
    made: dict[str, bytes] = {}
    for payload in payloads(count, seed):
        text = (
            f"{payload.marked}\n\n{payload.text} {WORDS} {payload.text} on Monday. {payload.marked}{PADDING}"
        )
        made[f"{payload.name}.txt"] = text.encode()
    if only_payloads:
        return made
    plain = f"A title\n\n{WORDS} on Monday. Ten people came.{PADDING}"
    made["a-bom.txt"] = b"\xef\xbb\xbf" + plain.encode()
    made["b-utf16.txt"] = plain.encode("utf-16")
    made["c-crlf.txt"] = plain.replace("\n", "\r\n").encode()
    made["d-old-mac.txt"] = plain.replace("\n", "\r").encode()
    made["e-separators.txt"] = plain.replace(" on", "\u2028on\u2029").encode()
    made["f-long-line.txt"] = (f"{WORDS}. " + "word " * 40_000).encode()
    made["g-marks.txt"] = (f"{WORDS}. a" + "\u0301\u0489" * 10_000 + " end.").encode()
    made["h-front.txt"] = b"---\ntitle: [/]\x1b[2J\npublisher: [@click=app.quit]x[/]\n---\n" + plain.encode()
    made["i-right-to-left.txt"] = f"כותרת\n\nשלום {WORDS} עולם. مرحبا بكم.{PADDING}".encode()
    made["j-emoji.txt"] = f"👩\u200d👧 {WORDS} 🏳️\u200d🌈🇩🇪🇫🇷 on Monday.{PADDING}".encode()
    return made


def state(folder: Path, names: object) -> dict[str, str]:
    """What the article files hold."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}  # type: ignore[attr-defined]


def painted(app: Played) -> str:
    """The words that are painted as the selection, whatever lines they are on."""
    reader = app.room.reader
    lines = [
        "".join(segment.text for segment in reader.render_line(y) if segment.style and segment.style.reverse)
        for y in range(reader.size.height)
    ]
    return " ".join(" ".join(lines).split())


async def claim_words(app: Played) -> bool:
    """Claim the visible words in the article in hand by the search and a key, as a person would."""
    await app.press("g", "slash")
    await app.type(WORDS)
    await app.press("enter", "enter")
    if app.selected != WORDS or painted(app) != WORDS:
        return False
    before = len(app.project.claims)
    await app.press("c")
    return len(app.project.claims) == before + 1


async def job(folder: Path, count: int, seed: int, *, only_payloads: bool = False) -> tuple[int, int, int]:
    """Do it; the articles that there were, those refused with a line, those that could be claimed from."""
    given = articles(count, seed, only_payloads=only_payloads)
    folder.mkdir()
    for name, raw in given.items():
        (folder / name).write_bytes(raw)
    before = state(folder, given)
    claimed = 0
    async with played(folder, size=(80, 24)) as app:
        refused = [notice for notice in app.project.notices if notice.startswith("left out: ")]
        there = len(app.project.articles)
        assert there + len(refused) == len(given)
        assert all("\n" not in notice for notice in refused)
        for number in range(there):
            if number:
                await app.press("greater_than_sign")
            claimed += await claim_words(app)
    with Project.open(folder) as project:
        assert [finding for finding in check(project) if finding.severity == "error"] == []
        for article in project.articles:
            # What is kept is what the file holds, to the code point, and not what is safe to show of it.
            assert project.text(article.id) in given[str(article.source)].decode(article.encoding or "utf-8")
        for piece in project.evidence:
            text = project.text(piece.article)
            assert piece.quote.exact == text[piece.quote.start : piece.quote.end] == WORDS
        assert len(project.evidence) == claimed
        project.export("variorum", folder.parent / "one.json")
    with Project.open(folder.parent / "copy", with_files=False) as copy:
        import_files(copy, [folder.parent / "one.json"])
        for piece in copy.evidence:
            text = copy.text(piece.article)
            assert piece.quote.exact == text[piece.quote.start : piece.quote.end] == WORDS
        copy.export("variorum", folder.parent / "two.json")
    assert (folder.parent / "one.json").read_bytes() == (folder.parent / "two.json").read_bytes()
    assert state(folder, given) == before
    assert {path.name for path in folder.iterdir()} - set(given) <= OWN
    assert {path.name for path in folder.parent.iterdir()} == {folder.name, "copy", "one.json", "two.json"}
    return len(given), len(refused), claimed


async def test_hostile_articles_are_worked_on_like_any_other(tmp_path: Path) -> None:
    given, refused, claimed = await job(tmp_path / "story", 16, 8)
    assert claimed == given - refused
    assert refused <= given // 50


async def test_a_text_that_is_made_safe_as_it_is_read_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reading.decode

    def made_safe(raw: bytes, **asked: object) -> object:
        found = read(raw, **asked)  # type: ignore[arg-type]
        return found._replace(text=displayable(found.text, keep_lines=True))

    monkeypatch.setattr(reading, "decode", made_safe)
    with pytest.raises(AssertionError):
        await job(tmp_path / "story", 4, 8, only_payloads=True)


async def test_words_that_are_shown_in_another_length_than_they_have_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def longer(text: str, *, keep_lines: bool = False) -> str:
        return displayable(text.replace("\x1b", "\\x1b"), keep_lines=keep_lines)

    monkeypatch.setattr(article_text, "displayable", longer)
    given, refused, claimed = await job(tmp_path / "story", 4, 8, only_payloads=True)
    assert claimed < given - refused


@pytest.mark.full
@pytest.mark.parametrize("seed", range(4))
async def test_hundreds_of_hostile_articles_are_worked_on_like_any_other(tmp_path: Path, seed: int) -> None:
    given, refused, claimed = await job(tmp_path / "story", 100, seed)
    assert claimed == given - refused
    assert refused <= given // 50
    print(f"{given} articles, {refused} refused, {claimed} claimed from")
