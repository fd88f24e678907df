"""A project that is opened again goes on where the person was; what says so is theirs, not the project's."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played
from tui import last_place, running
from tui.app import VariorumApp
from tui.last_place import LastPlace
from tui.screens.reading_room import ReadingRoom


def opened(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    *,
    leave_at: LastPlace | None = None,
    read_only: bool = False,
) -> LastPlace:
    """Open a project as the command does, perhaps go somewhere, and leave; where one was at first."""
    began: list[LastPlace] = []

    def play(app: VariorumApp) -> int:
        began.append(last_place.place_of(app.desk))
        if leave_at is not None:
            last_place.resume(app.desk, leave_at)
        return 0

    monkeypatch.setattr(running, "_run", play)
    with Project.open(folder, annotator="mo", read_only=read_only) as project:
        running.run_app(project)
    return began[0]


@pytest.fixture
def two_claims(story: Path) -> LastPlace:
    """A story with two claims; a place in its second article with the second claim in hand."""
    with Project.open(story, annotator="mo") as project:
        project.add_claim("The ferry ran aground.")
        second = project.add_claim("Nobody was hurt.")
        return LastPlace(project.current_articles[1].id, (3, 9), second.id)


def test_a_project_opens_again_where_one_was(
    story: Path, two_claims: LastPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = (story / "variorum.json").read_bytes()
    first = opened(monkeypatch, story, leave_at=two_claims)
    assert first.claim != two_claims.claim
    assert opened(monkeypatch, story) == two_claims
    assert (story / "variorum.json").read_bytes() == records  # it is no edit
    (file,) = last_place.folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_one_who_only_reads_goes_on_there_too_and_leaves_no_trace(
    story: Path, two_claims: LastPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(monkeypatch, story, leave_at=two_claims, read_only=True)
    assert not last_place.folder().exists()
    opened(monkeypatch, story, leave_at=two_claims)
    (file,) = last_place.folder().iterdir()
    written = file.read_bytes()
    elsewhere = two_claims._replace(article=None, span=None)
    assert opened(monkeypatch, story, leave_at=elsewhere, read_only=True) == two_claims
    assert file.read_bytes() == written


def test_what_is_gone_meanwhile_is_passed_over(
    story: Path, two_claims: LastPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(monkeypatch, story, leave_at=two_claims)
    with Project.open(story, annotator="mo") as project:
        project.delete_claim(two_claims.claim or "")
        first = project.claims[0].id
    assert opened(monkeypatch, story) == two_claims._replace(claim=first)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{",
        b'{"article": 5, "claim": null, "span": null}',
        b'{"article": null, "claim": null}',
        b"[" * 9_999,
    ],
)
def test_a_place_that_makes_no_sense_is_none(story: Path, said: bytes) -> None:
    last_place.keep(story, LastPlace("a", (1, 2), "b"))
    assert last_place.recall(story) == LastPlace("a", (1, 2), "b")
    (file,) = last_place.folder().iterdir()
    file.write_bytes(said)
    assert last_place.recall(story) is None


def test_a_passage_outside_the_article_is_not_gone_to(
    story: Path, two_claims: LastPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(monkeypatch, story, leave_at=two_claims)
    last_place.keep(story, two_claims._replace(span=(5, 10**9)))
    assert opened(monkeypatch, story) == two_claims._replace(span=None)


def test_a_place_that_cannot_be_kept_is_no_trouble(
    story: Path, two_claims: LastPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_place.folder().parent.mkdir(parents=True)
    last_place.folder().write_text("a file where the folder should be")
    assert opened(monkeypatch, story, leave_at=two_claims).claim != two_claims.claim
    assert opened(monkeypatch, story).claim != two_claims.claim


def test_only_the_places_of_the_last_projects_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_place, "MOST", 3)
    for number in range(5):
        last_place.keep(tmp_path / str(number), LastPlace(str(number), None, None))
    assert len(list(last_place.folder().iterdir())) == 3
    assert last_place.recall(tmp_path / "4") == LastPlace("4", None, None)


async def test_the_reader_begins_at_the_sentence_and_not_at_a_quote_of_the_claim(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "j", "j")
        place = last_place.place_of(app.app.desk)
    with Project.open(story, annotator="mo") as project:
        app = VariorumApp(project)
        last_place.resume(app.desk, place)
        async with app.run_test(size=(120, 40)) as pilot:
            await Played(app, pilot).settle()
            room = app.screen
            assert isinstance(room, ReadingRoom)
            assert room.reader.span == place.span
            assert (app.desk.claim, app.desk.in_hand) == (place.claim, None)
