"""What other people's tools make of texts comes in: found again, or told that it was not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import read_text
from annotations.errors import ImportRefusedError
from annotations.exports import export
from annotations.imports import import_files
from annotations.soundness import check

TEXT = "🌊 The pier closed. The pier closed. A crew of nine came by boat, the harbour said."
ADDRESS = "https://harbour.example/news"


@pytest.fixture
def project() -> Project:
    made = Project.in_memory(annotator="mo")
    added = made.add_source(read_text(TEXT))
    made.set_article(added.article.id, url=ADDRESS)
    made.add_claim("The pier closed.")
    return made


def hypothesis(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "search.json"
    path.write_text(json.dumps({"total": len(rows), "rows": rows}), "utf-8")
    return path


def row(exact: str, start: int | None = None, end: int | None = None, **fields: Any) -> dict[str, Any]:
    """An annotation as the service answers it; places in UTF-16 units."""
    selectors: list[dict[str, Any]] = [
        {"type": "RangeSelector", "startContainer": "/div[1]", "startOffset": 0},
        {"type": "TextQuoteSelector", "exact": exact, **fields.pop("around", {})},
    ]
    if start is not None:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    return {
        "id": "h1", "uri": ADDRESS, "user": "acct:ro@hypothes.example", "text": "", "tags": [],
        "created": "2025-01-02T03:04:05+00:00", "updated": "2025-01-03T03:04:05+00:00",
        "target": [{"source": ADDRESS, "selector": selectors}], **fields,
    }  # fmt: skip


def units(place: int) -> int:
    return len(TEXT[:place].encode("utf-16-le")) // 2


def test_a_place_in_utf_16_is_found_in_code_points(project: Project, tmp_path: Path) -> None:
    start = TEXT.rindex("The pier")
    path = hypothesis(tmp_path, row("The pier closed.", units(start), units(start + 16)))
    import_files(project, [path])
    (piece,) = project.evidence
    assert (piece.anchor, piece.quote.start, piece.quote.exact) == ("exact", start, "The pier closed.")
    assert (piece.annotator, piece.created) == ("acct:ro@hypothes.example", "2025-01-02T03:04:05+00:00")


def test_words_that_stand_once_are_found_without_a_place_and_told(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [hypothesis(tmp_path, row("A crew of nine"))])
    assert project.evidence[0].anchor == "moved"
    assert report.found_again == {"moved": 1}
    assert check(project) == []


def test_of_two_places_the_surrounding_words_decide(project: Project, tmp_path: Path) -> None:
    around = {"prefix": "closed. ", "suffix": " closed. A crew"}
    import_files(project, [hypothesis(tmp_path, row("The pier", around=around))])
    assert (project.evidence[0].anchor, project.evidence[0].quote.start) == ("moved", TEXT.rindex("The pier"))


def test_where_nothing_decides_a_person_has_to(project: Project, tmp_path: Path) -> None:
    import_files(project, [hypothesis(tmp_path, row("The pier closed."))])
    assert project.evidence[0].anchor == "changed"


def test_words_that_are_other_ones_are_only_proposed(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [hypothesis(tmp_path, row("A crew of ten came by boat"))])
    (piece,) = project.evidence
    assert (piece.anchor, piece.quote.exact) == ("changed", "A crew of ten came by boat")
    assert "A crew of nine" in TEXT[piece.quote.start : piece.quote.end]
    assert report.found_again == {"changed": 1}


def test_words_that_are_nowhere_are_an_orphan(project: Project, tmp_path: Path) -> None:
    import_files(project, [hypothesis(tmp_path, row("Seven submarines surfaced", 3, 9))])
    assert project.evidence[0].anchor == "orphan"
    assert check(project) == []


def test_a_tag_names_claim_and_stance(project: Project, tmp_path: Path) -> None:
    claim = project.claims[0].id
    tagged = row("A crew of nine", text="not the same", tags=[f"{claim}:queries", "crew"])
    import_files(project, [hypothesis(tmp_path, tagged)])
    (piece,) = project.evidence
    assert (piece.claim, piece.stance, piece.note) == (claim, "queries", "not the same")
    assert len(project.claims) == 1


def test_an_annotation_without_one_is_a_claim_of_its_own(project: Project, tmp_path: Path) -> None:
    path = hypothesis(tmp_path, row("A crew of nine", text="Nine people came.", tags=["crew"]))
    import_files(project, [path])
    claim = project.claims[-1]
    assert (claim.text, claim.tags, project.evidence[0].claim) == ("Nine people came.", ("crew",), claim.id)
    assert sum(import_files(project, [path]).added.values()) == 0


def test_a_note_on_a_page_is_left_out_and_told(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [hypothesis(tmp_path, row("A crew of nine") | {"target": []})])
    assert report.notices[0].endswith("1 annotations quote nothing and were left out")


def test_an_address_that_no_article_has_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"rows\[0\].article: no article is from https://else"):
        import_files(project, [hypothesis(tmp_path, row("x") | {"uri": "https://else.example"})])


def test_a_web_annotation_of_others_is_found_like_that(project: Project, tmp_path: Path) -> None:
    selector = {"type": "TextQuoteSelector", "exact": "A crew of nine"}
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://else.example/1", "type": "Annotation",
        "bodyValue": "Nine people came.", "target": {"source": ADDRESS, "selector": selector},
    }  # fmt: skip
    path = tmp_path / "one.jsonld"
    path.write_text(json.dumps(annotation), "utf-8")
    import_files(project, [path])
    assert project.claims[-1].text == "Nine people came."
    assert (project.evidence[0].id, project.evidence[0].anchor) == ("https://else.example/1", "moved")


def test_the_claims_of_a_sheet_come_in_once(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "desk.csv"
    path.write_text(
        "text;who\n".replace(";", ",") + 'The boat left.,ro\n"Nobody, it says, came.",mo\n', "utf-8"
    )
    assert import_files(project, [path]).added["claims"] == 2
    assert [claim.text for claim in project.claims[1:]] == ["The boat left.", "Nobody, it says, came."]
    assert import_files(project, [path]).added["claims"] == 0


def test_evidence_of_a_sheet_is_found_by_its_words(project: Project, tmp_path: Path) -> None:
    claim = project.claims[0].id
    path = tmp_path / "evidence.csv"
    path.write_text(
        f"evidence,claim,article,stance,quote\ne1,{claim},{ADDRESS},refutes,A crew of nine\n", "utf-8"
    )
    import_files(project, [path])
    assert (project.evidence[0].stance, project.evidence[0].anchor) == ("refutes", "moved")


def test_what_was_marked_in_label_studio_comes_back(project: Project, tmp_path: Path) -> None:
    claim = project.claims[0].id
    folder = export(project, "labelstudio", tmp_path / "tasks")
    tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
    start = TEXT.index("A crew")
    value = {"start": start, "end": start + 14, "text": "A crew of nine", "labels": [f"{claim}:refutes"]}
    region = {"id": "Xy", "from_name": "evidence", "to_name": "text", "type": "labels", "value": value}
    looked = {
        "id": "Z",
        "from_name": "looked",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": [claim]},
    }
    tasks[0]["annotations"] = [{"id": 7, "completed_by": 1, "result": [region, looked]}]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), "utf-8")
    report = import_files(project, [path])
    assert report.known["claims"] == 1
    assert (project.evidence[0].stance, project.evidence[0].quote.exact) == ("refutes", "A crew of nine")
    assert [look.claim for look in project.reviews] == [claim]


QDE = """<Project xmlns="urn:QDA-XML:project:1.0" name="field notes" origin="Else 3">
<CodeBook><Codes><Code guid="11111111-1111-4111-8111-111111111111" name="arrivals" isCodable="true">
<Description>who came</Description>
<Code guid="22222222-2222-4222-8222-222222222222" name="by boat" isCodable="true"/></Code></Codes></CodeBook>
<Sources><TextSource guid="33333333-3333-4333-8333-333333333333" name="Notes">
<PlainTextContent>Nine came by boat.</PlainTextContent>
<PlainTextSelection guid="44444444-4444-4444-8444-444444444444" name="by boat"
  startPosition="10" endPosition="17"><Coding guid="55555555-5555-4555-8555-555555555555">
<CodeRef targetGUID="22222222-2222-4222-8222-222222222222"/></Coding>
</PlainTextSelection></TextSource></Sources></Project>"""


def test_the_codes_of_another_program_are_claims_that_passages_support(tmp_path: Path) -> None:
    path = tmp_path / "notes.qde"
    path.write_text(QDE, "utf-8")
    project = Project.in_memory()
    import_files(project, [path])
    assert [(claim.text, claim.note) for claim in project.claims] == [
        ("arrivals", "who came"),
        ("by boat", ""),
    ]
    (piece,) = project.evidence
    assert (piece.claim, piece.stance, piece.quote.exact) == (project.claims[1].id, "supports", "by boat")
    assert piece.id == "44444444-4444-4444-8444-444444444444"
