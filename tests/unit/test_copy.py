"""A project written as a whole into another folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations import Project
from annotations.errors import ProjectError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text("Title\r\n\r\nFirst words.\r\n", "utf-8", newline="")
    (folder / "b.txt").write_text("Other\n\nSecond words.\n", "utf-8")
    return folder


def test_a_copy_has_every_record_every_text_and_the_codebook(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "copy"
    with Project.open(folder) as project:
        (folder / "a.txt").write_text("Title\n\nNew words.\n", "utf-8")
        project.claim_from(project.current_articles[0].id, 0, 5)
        project.add_files([folder / "a.txt"])
        (folder / "codebook.toml").write_text("# mine\n", "utf-8")
        project.save_copy(target)
        with Project.open(target) as copy:
            for records in ("articles", "origins", "claims", "evidence", "reviews", "settings"):
                assert getattr(copy, records) == getattr(project, records)
            for article in project.articles:
                assert copy.text(article.id) == project.text(article.id)
    assert (target / "codebook.toml").read_text("utf-8") == "# mine\n"
    assert not (target / "a.txt").exists()
    with TinyDB(target / "variorum.json") as database:
        assert len(database.table("articles")) == 3


def test_a_copy_is_made_of_what_is_only_in_memory_yet(tmp_path: Path) -> None:
    project = Project.in_memory()
    project.add_claim("Only here.")
    project.save_copy(tmp_path / "copy")
    with Project.open(tmp_path / "copy", read_only=True) as copy:
        assert [claim.text for claim in copy.claims] == ["Only here."]


@pytest.mark.parametrize("place", ["itself", "another project", "a file", "below a file"])
def test_a_copy_goes_only_where_there_is_no_project_and_could_be_one(
    folder: Path, tmp_path: Path, place: str
) -> None:
    Project.open(tmp_path / "other").close()
    (tmp_path / "file").write_text("words", "utf-8")
    target = {
        "itself": folder,
        "another project": tmp_path / "other",
        "a file": tmp_path / "file",
        "below a file": tmp_path / "file" / "below",
    }[place]
    with Project.open(folder) as project:
        if place == "itself":
            (folder / "variorum.json").unlink()
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(ProjectError) as told:
            project.save_copy(target)
        assert "\n" not in str(told.value)
        assert sorted(tmp_path.rglob("*")) == before


def test_a_text_that_is_missing_keeps_nothing_else_from_being_copied(folder: Path, tmp_path: Path) -> None:
    with Project.open(folder) as project:
        project.add_claim("A claim.")
    with Project.open(folder) as project:
        gone = project.current_articles[0]
        (folder / "texts" / f"{gone.sha256}.txt").unlink()
        with pytest.raises(ProjectError, match="copied, but without texts – A: "):
            project.save_copy(tmp_path / "copy")
    with Project.open(tmp_path / "copy", read_only=True) as copy:
        assert len(copy.claims) == 1
        assert copy.text(copy.current_articles[1].id).startswith("Other")


def test_it_is_told_how_far_a_copy_is(folder: Path, tmp_path: Path) -> None:
    told: list[float] = []
    with Project.open(folder) as project:
        project.save_copy(tmp_path / "copy", lambda done, total: told.append(done / total))
    assert told == sorted(told)
    assert (told[0], told[-1] < 1) == (0.0, True)
    assert any(0 < share < 0.5 for share in told)  # the texts
    assert any(share > 0.5 for share in told)  # the records
