"""Files held against a project: the known is skipped, what differs is refused, and it is all or nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.errors import ImportRefusedError, ReadOnlyError
from annotations.exports import render
from annotations.imports import import_files

ARTICLE = {"id": "a", "text": "The mill burned down.", "label": "A"}
CLAIM = {"id": "c", "text": "The mill burned.", "tags": ["fire"]}
EVIDENCE = {
    "id": "e", "claim": "c", "article": "a", "stance": "supports", "quote": {"start": 4, "end": 8},
}  # fmt: skip
REVIEW = {"claim": "c", "article": "a", "annotator": "mo", "basis": "read"}


@pytest.fixture
def project() -> Project:
    return Project.in_memory(annotator="mo")


def file(folder: Path, name: str = "in.json", **parts: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({"format": "variorum", "version": 1, **parts}), "utf-8")
    return path


def whole(folder: Path, name: str = "in.json") -> Path:
    return file(folder, name, articles=[ARTICLE], claims=[CLAIM], evidence=[EVIDENCE], reviews=[REVIEW])


def test_a_second_import_of_one_file_finds_everything_there(project: Project, tmp_path: Path) -> None:
    path = whole(tmp_path)
    first = import_files(project, [path])
    before = render(project, "variorum")
    second = import_files(project, [path])
    assert (
        first.added == second.known == {"articles": 1, "origins": 0, "claims": 1, "evidence": 1, "reviews": 1}
    )
    assert sum(second.added.values()) == 0
    assert render(project, "variorum") == before


def test_only_what_the_file_gives_is_compared(project: Project, tmp_path: Path) -> None:
    import_files(project, [whole(tmp_path)])
    project.set_claim("c", note="seen on site", type="event")
    assert import_files(project, [whole(tmp_path)]).known["claims"] == 1
    assert project.claim("c").note == "seen on site"


@pytest.mark.parametrize(
    ("table", "record", "field"),
    [
        ("articles", {**ARTICLE, "text": "The mill burned up."}, "articles[0].text"),
        ("articles", {**ARTICLE, "title": "Else"}, "articles[0].title"),
        ("claims", {**CLAIM, "tags": []}, "claims[0].tags"),
        ("evidence", {**EVIDENCE, "stance": "refutes"}, "evidence[0].stance"),
        ("evidence", {**EVIDENCE, "quote": {"start": 4, "end": 9}}, "evidence[0].quote"),
        ("evidence", {**EVIDENCE, "cue": {"start": 0, "end": 3, "exact": "The"}}, "evidence[0].cue"),
        ("reviews", {**REVIEW, "basis": "searched"}, "reviews[0].basis"),
    ],
)
def test_one_id_with_other_content_refuses_the_file(
    project: Project, tmp_path: Path, table: str, record: dict[str, Any], field: str
) -> None:
    import_files(project, [whole(tmp_path)])
    before = render(project, "variorum")
    with pytest.raises(ImportRefusedError) as refused:
        import_files(project, [file(tmp_path, **{table: [record]})])
    assert f"in.json: {field}: differs from the" in str(refused.value)
    assert render(project, "variorum") == before


def test_records_may_refer_to_other_files_and_to_the_project(project: Project, tmp_path: Path) -> None:
    import_files(project, [file(tmp_path, "one.json", articles=[ARTICLE])])
    evidence = file(tmp_path, "two.json", evidence=[EVIDENCE], reviews=[REVIEW])
    claims = file(tmp_path, "three.json", claims=[CLAIM])
    import_files(project, [evidence, claims])
    assert [piece.id for piece in project.evidence] == ["e"]


def test_two_files_may_hold_the_same_record_but_not_two_of_one_id(project: Project, tmp_path: Path) -> None:
    same = [whole(tmp_path, "one.json"), whole(tmp_path, "two.json")]
    assert import_files(project, same).known["claims"] == 1
    other = Project.in_memory()
    with pytest.raises(ImportRefusedError, match=r"three.json: claims\[0\].text"):
        import_files(other, [same[0], file(tmp_path, "three.json", claims=[{**CLAIM, "text": "x"}])])


def test_one_file_that_is_refused_refuses_all(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"bad\.json"):
        import_files(project, [whole(tmp_path), file(tmp_path, "bad.json", colours=[])])
    assert project.articles == []


def test_an_import_is_one_change(project: Project, tmp_path: Path) -> None:
    import_files(project, [whole(tmp_path)])
    change = project.undo()
    assert change is not None
    assert change.label == "import of in.json"
    assert project.articles == project.claims == project.evidence == project.reviews == []


def test_a_label_that_is_taken_gives_way_to_the_next_free_one(project: Project, tmp_path: Path) -> None:
    import_files(project, [whole(tmp_path)])
    report = import_files(project, [file(tmp_path, articles=[{"id": "x", "text": "Other", "label": "A"}])])
    assert project.article("x").label == "B"
    assert report.notices == ("the label A is taken, so the article Other is B",)
    again = import_files(project, [file(tmp_path, articles=[{"id": "x", "text": "Other", "label": "A"}])])
    assert again.known["articles"] == 1


def test_labels_that_are_given_are_kept_free_for_their_articles(project: Project, tmp_path: Path) -> None:
    articles = [
        {"id": "x", "text": "One"},
        {"id": "y", "text": "Two", "label": "A"},
        {"id": "z", "text": "Three"},
    ]
    import_files(project, [file(tmp_path, articles=articles)])
    assert [(article.id, article.label) for article in project.articles] == [
        ("x", "B"),
        ("y", "A"),
        ("z", "C"),
    ]


def test_all_versions_of_an_article_have_its_label(project: Project, tmp_path: Path) -> None:
    import_files(project, [file(tmp_path, articles=[{**ARTICLE, "label": "M", "state": "superseded"}])])
    newer = {"id": "b", "work": "a", "version": 2, "text": "The mill burned down at night."}
    import_files(project, [file(tmp_path, articles=[newer])])
    assert project.article("b").label == "M"


def test_a_second_current_version_is_refused(project: Project, tmp_path: Path) -> None:
    import_files(project, [whole(tmp_path)])
    newer = {"id": "b", "work": "a", "version": 2, "text": "The mill burned down at night."}
    with pytest.raises(ImportRefusedError, match=r"articles\[0\].state: article a is the current version"):
        import_files(project, [file(tmp_path, articles=[newer])])


def test_another_codebook_is_mentioned(project: Project, tmp_path: Path) -> None:
    codebook = {"name": "Desk", "version": "3", "types": [], "stances": [], "certainties": []}
    report = import_files(project, [file(tmp_path, codebook=codebook)])
    assert len(report.notices) == 1
    assert "has another codebook (Desk, version 3)" in report.notices[0]


def test_article_files_are_never_written_and_need_not_be_there(tmp_path: Path) -> None:
    path = file(tmp_path, articles=[{**ARTICLE, "source": "../../elsewhere.txt"}])
    folder = tmp_path / "project"
    with Project.open(folder) as project:
        import_files(project, [path])
        assert project.articles[0].source == "../../elsewhere.txt"
    assert sorted(path.name for path in folder.iterdir() if path.suffix == ".txt") == []
    assert [path.name for path in (folder / "texts").iterdir()] == [f"{project.articles[0].sha256}.txt"]


def test_a_project_that_is_only_read_takes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    Project.open(folder).close()
    with Project.open(folder, read_only=True) as project, pytest.raises(ReadOnlyError):
        import_files(project, [whole(tmp_path)])


def test_refused_files_leave_no_texts(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    with Project.open(folder) as project, pytest.raises(ImportRefusedError):
        import_files(project, [file(tmp_path, articles=[ARTICLE], claims=[{"id": "c"}])])
    assert not (folder / "texts").exists() or not list((folder / "texts").iterdir())


def test_files_that_cannot_be_read_are_named(project: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, reason in [
        ("none.json", "no such file"),
        (".", "in no format"),
        ("pipe", "regular file"),
        ("a\0b", "name"),
    ]:
        with pytest.raises(ImportRefusedError, match=reason):
            import_files(project, [tmp_path / name])


def test_a_format_that_cannot_be_imported_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="the format markdown cannot be imported"):
        import_files(project, [whole(tmp_path)], "markdown")
    (tmp_path / "sheet.md").write_text("# Sheet", "utf-8")
    with pytest.raises(ImportRefusedError, match="is in no format that can be imported"):
        import_files(project, [tmp_path / "sheet.md"])
