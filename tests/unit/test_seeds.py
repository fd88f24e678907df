"""The sample project: what it says, and that a copy of it is a project like any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import seeds
from annotations import Project
from annotations.articles import read_source, text_hash
from annotations.errors import ProjectError
from annotations.wording import status_in_words

RECORDS: dict[str, Any] = json.loads(seeds.exchange_file().read_text("utf-8"))

#: Worked out on paper: status, number of origins, cells of A, B (second version) and C, what qualifies it.
ON_PAPER: dict[str, tuple[str, int, str, dict[str, Any]]] = {
    "claim-1": ("single_origin", 1, "S S -", {"omitted_by": ("article-c",)}),
    "claim-2": (
        "single_source",
        1,
        "S ? -",
        {"omitted_by": ("article-c",), "unreviewed": ("article-b-2",)},
    ),
    "claim-3": (
        "single_source",
        0,
        "S Q ?",
        {"questioned_by": ("article-b-2",), "unreviewed": ("article-c",), "no_named_origin": True},
    ),
    "claim-4": ("partial", 1, "P S -", {"omitted_by": ("article-c",)}),
    "claim-5": ("single_origin", 1, "- S S", {"omitted_by": ("article-a",)}),
    "claim-6": ("open", 0, "- ~ ?", {"set_aside": ("article-b-2",), "unreviewed": ("article-c",)}),
    "claim-7": ("partial", 0, "P - S", {"omitted_by": ("article-b-2",), "no_named_origin": True}),
    "claim-8": (
        "single_origin",
        1,
        "S S S",
        {"independence_open": ("origin-joint-chiefs", "origin-uk")},
    ),
    "claim-9": (
        "single_source",
        0,
        "S ? -",
        {"omitted_by": ("article-c",), "unreviewed": ("article-b-2",), "no_named_origin": True},
    ),
}
CELLS = {
    "S": "supports",
    "P": "partly_supports",
    "Q": "queries",
    "-": "no_mention",
    "~": "set_aside",
    "?": "unreviewed",
}


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Project]:
    seeds.copy_to(tmp_path / "copy")
    with Project.open(tmp_path / "copy") as project:
        yield project


@pytest.mark.parametrize("claim", ON_PAPER)
def test_each_claim_has_the_status_worked_out_on_paper(claim: str, copy: Project) -> None:
    status, origins, cells, modifiers = ON_PAPER[claim]
    found = copy.agreement(claim)
    set_ones = {field: getattr(found.modifiers, field) for field in found.modifiers.__struct_fields__}
    assert (found.status, found.origins) == (status, origins)
    assert dict(found.cells) == {
        **dict(zip(["article-a", "article-b-2", "article-c"], map(CELLS.get, cells.split()), strict=True)),
        "article-b-1": "superseded",
    }
    assert {field: value for field, value in set_ones.items() if value} == modifiers


def test_no_other_claims_are_in_the_sample(copy: Project) -> None:
    assert [claim.id for claim in copy.claims] == list(ON_PAPER)


def test_two_articles_that_rest_on_one_official_are_said_to_have_one_origin(copy: Project) -> None:
    articles = {article.id: article for article in copy.articles}
    words = status_in_words(copy.agreement("claim-1"), articles)
    assert words == "2 articles → 1 named origin · not in C"


def test_saying_that_the_three_are_independent_corroborates_the_claim(copy: Project) -> None:
    copy.say_independent("origin-joint-chiefs", "origin-uk")
    assert (copy.agreement("claim-8").status, copy.agreement("claim-8").origins) == ("corroborated", 3)


def test_marking_the_cell_left_open_finds_the_same_origin_again(copy: Project) -> None:
    text = copy.text("article-b-2")
    start = text.index("5,000 building soldiers")
    copy.mark(
        "claim-2",
        "article-b-2",
        start,
        start + 23,
        "supports",
        attribution=["origin-tass", "origin-shoigu"],
    )
    assert (copy.agreement("claim-2").status, copy.agreement("claim-2").origins) == ("single_origin", 1)


def test_the_texts_are_those_of_the_article_files(copy: Project) -> None:
    assert copy.folder is not None
    current = [article for article in copy.articles if article.state == "current"]
    files = sorted(copy.folder.glob("*.txt"))
    assert sorted(article.source or "" for article in current) == [file.name for file in files]
    for article in current:
        source = read_source(copy.folder / str(article.source))
        assert copy.text(article.id) == source.text
        assert (article.sha256, article.chars) == (source.sha256, len(source.text))
        assert (article.title, article.publisher) == (source.title, source.publisher)
        assert (article.published, article.label) == (source.published, source.label)


def test_the_first_version_of_the_updated_article_is_in_the_exchange_file_only(copy: Project) -> None:
    old, new = copy.article("article-b-1"), copy.article("article-b-2")
    assert (old.state, old.version, new.state, new.version) == ("superseded", 1, "current", 2)
    assert (old.work, old.source, old.label) == (new.work, new.source, new.label)
    assert text_hash(copy.text(old.id)) == old.sha256 != new.sha256
    assert "11,000 soldiers" in copy.text(old.id)
    assert "11,000" not in copy.text(new.id)
    assert "British" in copy.text(new.id)


def test_every_quote_and_cue_equals_its_slice(copy: Project) -> None:
    for piece in copy.evidence:
        text, quote = copy.text(piece.article), piece.quote
        if piece.anchor in ("exact", "moved"):
            assert quote.exact == text[quote.start : quote.end]
            assert quote.prefix == text[max(0, quote.start - 32) : quote.start]
            assert quote.suffix == text[quote.end : quote.end + 32]
        if piece.cue is not None:
            assert piece.cue.exact == text[piece.cue.start : piece.cue.end]


def test_the_update_carried_moved_and_lost_evidence(copy: Project) -> None:
    carried = {piece.carried_from: piece for piece in copy.evidence if piece.carried_from}
    anchors = {copy.piece(old).claim: piece.anchor for old, piece in carried.items()}
    assert anchors == {"claim-1": "exact", "claim-3": "exact", "claim-4": "moved", "claim-6": "orphan"}
    for old, piece in carried.items():
        assert (copy.piece(old).article, piece.article) == ("article-b-1", "article-b-2")


def test_a_hedge_is_recorded_where_the_article_says_reportedly(copy: Project) -> None:
    hedged = [piece for piece in copy.evidence if piece.certainty == "hedged"]
    assert {piece.claim for piece in hedged} == {"claim-6", "claim-8"}
    assert all("reportedly" in piece.quote.exact for piece in hedged)


def test_nothing_in_the_sample_hangs_in_the_air(copy: Project) -> None:
    origins = {origin.id for origin in copy.origins}
    assert {link for piece in copy.evidence for link in piece.attribution} <= origins
    assert {claim.speaker for claim in copy.claims} - {None} <= origins
    types = {entry.id for entry in copy.codebook.types}
    assert {claim.type for claim in copy.claims} <= types
    for record in (*copy.evidence, *copy.reviews):
        copy.claim(record.claim)
        copy.article(record.article)
        assert record.annotator == "sample"


def test_the_articles_are_short_and_have_plain_front_matter() -> None:
    files = seeds.article_files()
    assert [file.name for file in files] == [
        "lantern-courier.txt",
        "quillgate-herald.txt",
        "saltmarsh-dispatch.txt",
    ]
    for file in files:
        text = file.read_text("utf-8")
        assert text.startswith("---\ntitle: ")
        assert 120 <= len(text.split("---\n", 2)[2].split()) <= 260
    together = "".join(file.read_text("utf-8") for file in files)
    assert all(mark in together for mark in ("“", "”", "’", "–", "U.K.", "1,000"))


def test_a_copy_opens_again_with_the_same_records(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "copy", annotator="mo")
    with Project.open(tmp_path / "copy", annotator="mo") as project:
        assert project.notices == []
        assert project.new_files() == []
        claim = project.add_claim("One more claim.")
        assert claim.annotator == "mo"
    with Project.open(tmp_path / "copy", read_only=True) as project:
        assert [c.id for c in project.claims] == [*ON_PAPER, claim.id]
        assert [article.id for article in project.articles] == [a["id"] for a in RECORDS["articles"]]


def test_a_copy_is_independent_of_what_is_shipped(tmp_path: Path) -> None:
    shipped = {file.name: file.read_bytes() for file in (*seeds.article_files(), seeds.exchange_file())}
    seeds.copy_to(tmp_path / "one")
    seeds.copy_to(tmp_path / "two")
    (tmp_path / "one" / "lantern-courier.txt").write_text("Something else.", "utf-8")
    with Project.open(tmp_path / "one") as project:
        project.delete_claim("claim-1")
        assert str(Path(seeds.__file__).parent) not in "".join(a.source or "" for a in project.articles)
    with Project.open(tmp_path / "two") as project:
        assert len(project.claims) == len(ON_PAPER)
    assert shipped == {
        file.name: file.read_bytes() for file in (*seeds.article_files(), seeds.exchange_file())
    }


def test_a_copy_holds_the_articles_the_project_and_nothing_left_over(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "copy")
    names = {path.name for path in (tmp_path / "copy").iterdir()}
    assert {file.name for file in seeds.article_files()} <= names
    assert {"variorum.json", "texts"} <= names
    assert not [name for name in names if name.startswith(".") or name == "kursk-visit.json"]


def test_an_empty_folder_stays_that_very_folder(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    before = folder.stat().st_ino
    seeds.copy_to(folder)
    assert folder.stat().st_ino == before
    assert (folder / "variorum.json").exists()


def test_folders_above_are_made(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "deep" / "down")
    assert (tmp_path / "deep" / "down" / "variorum.json").exists()


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ProjectError, match="is not empty") as refused:
        seeds.copy_to(tmp_path)
    assert "\n" not in str(refused.value)
    assert str(tmp_path) in str(refused.value)
    assert os.listdir(tmp_path) == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(ProjectError, match="is not a folder"):
        seeds.copy_to(tmp_path / "file")
    with pytest.raises(ProjectError):
        seeds.copy_to(tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.mark.parametrize("there", [True, False])
def test_a_failure_leaves_no_half_made_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    folder = tmp_path / "deep" / "copy"
    if there:
        folder.mkdir(parents=True)

    def refuse(*_: object, **__: object) -> None:
        raise ProjectError("refused")

    monkeypatch.setattr("annotations.imports.import_files", refuse)
    with pytest.raises(ProjectError, match="refused"):
        seeds.copy_to(folder)
    if there:
        assert os.listdir(folder) == []
    else:
        assert os.listdir(tmp_path) == []


def test_a_failure_while_the_last_file_is_put_in_place_takes_the_others_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def full(path: Path, target: Path) -> Path:
        if path.name == "variorum.json":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(ProjectError, match="no space left"):
        seeds.copy_to(tmp_path / "copy")
    assert os.listdir(tmp_path) == []


def test_the_sample_needs_no_screen(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, seeds\n"
        "assert 'annotations' not in sys.modules, 'heavy imports belong inside the function'\n"
        "seeds.copy_to(pathlib.Path(sys.argv[1]))\n"
        "print(sorted({'textual', 'rich'} & set(sys.modules)))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "copy")], capture_output=True, text=True, check=False
    )
    assert (found.stdout.strip(), found.stderr) == ("[]", "")
