"""What is still to do on a claim."""

from __future__ import annotations

from pathlib import Path

from annotations import Project
from annotations.articles import Source
from annotations.open_points import open_points

FIRST = "The bell rang twice. The tower stood empty."


def add(project: Project, text: str, name: str) -> str:
    source = Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title=name)
    return project.add_source(source).article.id


def test_a_claim_on_which_nothing_is_to_do_is_not_listed() -> None:
    project = Project.in_memory(annotator="mo")
    article = add(project, FIRST, "one.txt")
    project.claim_from(article, 0, 20)
    assert open_points(project) == []
    assert open_points(Project.in_memory()) == []


def test_everything_that_is_to_do_is_told_in_words_the_question_last() -> None:
    project = Project.in_memory(annotator="mo")
    article = add(project, FIRST, "one.txt")
    claim, _ = project.claim_from(article, 0, 20)
    project.claim_from(article, 21, 43)
    ringer = project.add_origin("the bell ringer")
    other = add(project, "Nobody heard a bell.", "two.txt")
    project.mark(claim.id, other, 0, 19, "refutes", attribution=[ringer.id], proposed=True)
    add(project, "It rained.", "three.txt")
    add(project, FIRST.replace("rang twice", "rang three times"), "one.txt")
    project.set_claim(claim.id, open_question=" Who\nheard it? ")
    (first, second) = open_points(project)
    assert (first.number, second.number) == (1, 2)
    assert first.in_words(project) == [
        "to check in A",
        "origin to confirm in B",
        "not looked at in C",
        "question: Who heard it?",
    ]
    assert second.in_words(project) == ["not looked at in B, C"]


def test_only_evidence_that_does_not_count_leaves_its_source_to_do() -> None:
    project = Project.in_memory(annotator="mo")
    article = add(project, FIRST, "one.txt")
    ringer = project.add_origin("the bell ringer")
    project.claim_from(article, 0, 20, attribution=[ringer.id])
    project.withdraw_origin(ringer.id)
    (one,) = open_points(project)
    assert one.in_words(project) == ["set aside in A"]


def test_what_stands_in_a_retracted_article_asks_for_nothing() -> None:
    project = Project.in_memory(annotator="mo")
    article = add(project, FIRST, "one.txt")
    ringer = project.add_origin("the bell ringer")
    project.claim_from(article, 0, 20, attribution=[ringer.id], proposed=True)
    assert [one.in_words(project) for one in open_points(project)] == [["origin to confirm in A"]]
    project.retract_article(article)
    assert open_points(project) == []
