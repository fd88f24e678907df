"""Sentences cut and joined by hand: kept, undone, and gone with their article."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import Project
from annotations.errors import ProjectError
from annotations.text import sentences
from annotations.text.segmentation import resegmented

TEXT = "The pier\nis shut. The port says so, and nobody swims. Mr. Fox is gone."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def shown(project: Project) -> list[str]:
    article = project.articles[0].id
    return [TEXT[start:end] for start, end in project.sentences_of(article)]


def test_a_sentence_is_joined_over_a_line_end_and_cut_again(folder: Path) -> None:
    with Project.open(folder) as project:
        article = project.articles[0].id
        assert project.merge_sentences(article, 0, 12) == (0, 17)
        assert shown(project)[0] == "The pier\nis shut."
        halves = project.split_sentence(article, TEXT.index(" and nobody"))
        assert [TEXT[a:b] for a, b in halves] == ["The port says so,", "and nobody swims."]
        assert project.segmentation(article) == ((TEXT.index("and nobody"),), (9,))
    with Project.open(folder) as project:
        assert shown(project) == [
            "The pier\nis shut.",
            "The port says so,",
            "and nobody swims.",
            "Mr. Fox is gone.",
        ]
        article = project.articles[0].id
        # What was joined is cut where it was, and what was cut is joined: nothing is left on record.
        project.split_sentence(article, 9)
        project.merge_sentences(article, TEXT.index("says"), TEXT.index("swims"))
        assert project.segmentation(article) == ((), ())
        assert project.sentences_of(article) == sentences(TEXT)


def test_each_cut_and_join_is_undone_as_one_also_after_a_restart(folder: Path) -> None:
    with Project.open(folder) as project:
        article = project.articles[0].id
        project.merge_sentences(article, 0, len(TEXT))
        assert len(shown(project)) == 1
        project.split_sentence(article, 20)
    with Project.open(folder) as project:
        assert [change.label for change in (project.undo(), project.undo()) if change] == [
            "sentence cut, article A",
            "sentences joined, article A",
        ]
        assert project.sentences_of(project.articles[0].id) == sentences(TEXT)


@pytest.mark.parametrize(
    "offset", [-1, 0, TEXT.index("The port"), TEXT.index(" The port"), len(TEXT), 10_000]
)
def test_where_nothing_would_be_cut_off_nothing_is_cut(folder: Path, offset: int) -> None:
    with Project.open(folder) as project:
        article = project.articles[0].id
        with pytest.raises(ProjectError, match="nothing to cut"):
            project.split_sentence(article, offset)
        with pytest.raises(ProjectError, match="nothing to join"):
            project.merge_sentences(article, 0, 3)
        assert project.segmentation(article) == ((), ())


def test_quotes_stay_where_they_are(folder: Path) -> None:
    with Project.open(folder) as project:
        article = project.articles[0].id
        _, piece = project.claim_from(article, 9, 17)
        project.merge_sentences(article, 0, 12)
        assert project.piece(piece.id).quote == piece.quote


def test_an_article_takes_its_cuts_with_it_and_brings_them_back(folder: Path) -> None:
    with Project.open(folder) as project:
        article = project.articles[0].id
        project.split_sentence(article, 3)
        project.remove_article(article)
        project.undo()
        assert shown(project)[0] == "The"


PLACES = st.sets(st.integers(-3, 60), max_size=8)


@given(st.text(st.sampled_from("aB.!? \n"), max_size=50), PLACES, PLACES)
def test_whatever_is_cut_and_joined_nothing_visible_is_lost(
    text: str, cuts: set[int], joins: set[int]
) -> None:
    spans = resegmented(text, sentences(text), cuts, joins)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
