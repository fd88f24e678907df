"""Pages and documents kept beside the texts that were taken from them."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source, read_source
from annotations.articles.source import Original
from annotations.errors import ProjectError
from annotations.originals import FOLDER
from annotations.soundness import check
from tests.unit.articles.making import FIRST, PAGE, pdf


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.txt").write_text("Plain words.")
    return folder


def kept(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).iterdir()) if (folder / FOLDER).is_dir() else []


def test_a_page_is_kept_byte_for_byte_under_the_hashes_of_its_text_and_its_own(story: Path) -> None:
    with Project.open(story) as project:
        article = project.articles[0]
        assert project.originals(article.id) == [Original(PAGE.encode(), ".html")]
        assert project.originals(project.articles[1].id) == []
    (path,) = kept(story)
    assert path.name == f"{article.sha256}.{hashlib.sha256(PAGE.encode()).hexdigest()}.html"
    assert path.read_bytes() == PAGE.encode()


def test_making_a_project_of_pages_tells_what_was_left_out_of_them(story: Path) -> None:
    with Project.open(story) as project:
        assert project.notices == ["a.html: 263 of 308 characters of visible text kept"]


def test_only_its_owner_may_read_an_original(story: Path) -> None:
    Project.open(story).close()
    assert stat.S_IMODE(kept(story)[0].stat().st_mode) == 0o600


def test_originals_are_never_taken_for_articles(story: Path) -> None:
    Project.open(story).close()
    with Project.open(story) as project:
        assert project.new_files() == []
        assert [article.source for article in project.articles] == ["a.html", "b.txt"]


def test_the_text_can_be_taken_out_of_an_original_once_more(story: Path) -> None:
    from annotations.articles import read_bytes

    with Project.open(story) as project:
        article = project.articles[0]
        (original,) = project.originals(article.id)
        assert read_bytes(original.raw, kind="html").sha256 == article.sha256


def test_a_text_that_was_lost_is_taken_out_of_its_original_again(story: Path) -> None:
    with Project.open(story) as project:
        article = project.articles[0]
    (story / "texts" / f"{article.sha256}.txt").unlink()
    (story / "a.html").unlink()
    with Project.open(story) as project:
        (said,) = project.repair()
        assert said.endswith("its text was put back from the page or document that was kept of it")
        assert FIRST in project.text(article.id)
        assert check(project) == []


def test_another_page_around_the_same_text_is_kept_too_and_is_no_change(story: Path) -> None:
    Project.open(story).close()
    (story / "a.html").write_text(PAGE.replace("All rights", "Some rights"))
    with Project.open(story) as project:
        assert project.changed_files() == []
        assert project.add_source(read_source(story / "a.html")).outcome == "same"
        assert len(kept(story)) == len(project.originals(project.articles[0].id)) == 2


def test_a_page_that_was_not_touched_is_not_taken_apart_again(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.open(story).close()
    with Project.open(story) as project:

        def refuse(*args: object, **named: object) -> Source:
            raise AssertionError("read again")

        monkeypatch.setattr("annotations.editing.articles.read_source", refuse)
        (story / "b.txt").unlink()
        assert project.changed_files() == []


def test_a_page_whose_article_has_changed_is_found(story: Path) -> None:
    Project.open(story).close()
    (story / "a.html").write_text(PAGE.replace("1,000 sappers", "2,000 sappers"))
    with Project.open(story) as project:
        assert project.changed_files() == [story / "a.html"]


def test_a_damaged_original_is_told_by_check_and_never_handed_out(story: Path) -> None:
    with Project.open(story) as project:
        path = kept(story)[0]
        os.chmod(path, 0o600)
        path.write_bytes(b"something else")
        (finding,) = check(project)
        assert (finding.severity, finding.where) == ("warning", f"original {path.name}")
        with pytest.raises(ProjectError, match="is not the page or document that was kept"):
            project.originals(project.articles[0].id)


def test_files_of_other_names_among_the_originals_are_left_alone(story: Path) -> None:
    with Project.open(story) as project:
        (story / FOLDER / "notes.html").write_text("mine")
        (story / FOLDER / ".hidden").mkdir()
        assert check(project) == []


def test_a_copy_of_a_project_takes_its_originals_along(story: Path, tmp_path: Path) -> None:
    with Project.open(story) as project:
        project.save_copy(tmp_path / "copy")
    assert [path.name for path in kept(tmp_path / "copy")] == [path.name for path in kept(story)]
    with Project.open(tmp_path / "copy") as copy:
        assert copy.originals(copy.articles[0].id) == [Original(PAGE.encode(), ".html")]


def test_keeping_a_source_beforehand_leaves_nothing_to_wait_for(story: Path) -> None:
    (story / "c.pdf").write_bytes(pdf([FIRST]))
    source = read_source(story / "c.pdf")
    with Project.open(story, with_files=False) as project:
        project.keep_source(source)
        written = [path.stat().st_mtime_ns for path in kept(story)]
        added = project.add_source(source)
        assert project.originals(added.article.id) == [Original(pdf([FIRST]), ".pdf")]
        assert [path.stat().st_mtime_ns for path in kept(story)] == written


def test_an_original_that_cannot_be_written_adds_no_article(story: Path) -> None:
    with Project.open(story, with_files=False) as project:
        (story / FOLDER).write_text("in the way")
        with pytest.raises(ProjectError, match="the page could not be kept"):
            project.add_source(read_source(story / "a.html"))
        assert project.articles == []


def test_a_project_in_memory_keeps_originals_too(story: Path) -> None:
    project = Project.in_memory()
    added = project.add_source(read_source(story / "a.html"))
    assert project.originals(added.article.id) == [Original(PAGE.encode(), ".html")]
    assert check(project) == []
