"""UIMA CAS, brat, spaCy and doccano: read by cassis, brat's own parser, spaCy, and doccano's rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.exports import export, render
from annotations.exports.passages import label
from annotations.exports.xml_text import id_of_xml, xml_words
from annotations.imports import import_files
from annotations.records import STANCES, Evidence
from annotations.text.offsets import Offsets


@pytest.fixture(params=["traps", "sample", "odd_lines"])
def project(request: pytest.FixtureRequest) -> Project:
    """Each of the projects in turn."""
    made: Project = request.getfixturevalue(request.param)
    return made


def placed(project: Project) -> list[Evidence]:
    """The evidence whose words stand in the text."""
    return [piece for piece in project.evidence if piece.anchor in ("exact", "moved")]


def documents(folder: Path) -> list[tuple[Path, Any]]:
    """The documents of an export as cassis loads them, with the types that stand beside."""
    import cassis

    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    return [(path, cassis.load_cas_from_xmi(path, typesystem=types)) for path in sorted(folder.glob("*.xmi"))]


def test_cassis_finds_every_passage_with_its_words_claim_and_stance(project: Project, tmp_path: Path) -> None:
    found = {}
    for _, cas in documents(export(project, "cas", tmp_path / "x")):
        texts = {claim.id: claim.text for claim in cas.select("variorum.Claim")}
        for piece in cas.select("variorum.Evidence"):
            assert piece.claim_text == texts[piece.claim]
            found[id_of_xml(piece.id)] = (piece.get_covered_text(), id_of_xml(piece.claim), piece.stance)
    assert found == {p.id: (xml_words(p.quote.exact), p.claim, p.stance) for p in placed(project)}


def test_cassis_finds_every_claim_look_and_source(project: Project, tmp_path: Path) -> None:
    every = [cas for _, cas in documents(export(project, "cas", tmp_path / "x"))]
    claims = {id_of_xml(claim.id) for cas in every for claim in cas.select("variorum.Claim")}
    assert claims == {claim.id for claim in project.claims}
    assert sum(len(cas.select("variorum.Review")) for cas in every) == len(project.reviews)
    texts = [xml_words(project.text(article.id)) for article in project.articles]
    assert [cas.sofa_string for cas in every] == texts


def test_places_in_documents_are_utf_16_units(project: Project, tmp_path: Path) -> None:
    folder = export(project, "cas-json", tmp_path / "x")
    article = {article.id: Offsets(project.text(article.id)) for article in project.articles}
    expected = sorted(
        (article[p.article].utf16(p.quote.start), article[p.article].utf16(p.quote.end))
        for p in placed(project)
    )
    found = []
    for path in folder.glob("*.json"):
        for row in json.loads(path.read_text("utf-8"))["%FEATURE_STRUCTURES"]:
            if row["%TYPE"] == "variorum.Evidence":
                found.append((row["begin"], row["end"]))
    assert sorted(found) == expected


def test_what_cassis_loads_and_saves_comes_back_the_same(project: Project, tmp_path: Path) -> None:
    folder, again = export(project, "cas", tmp_path / "x"), tmp_path / "again"
    again.mkdir()
    for path, cas in documents(folder):
        cas.to_xmi(again / path.name)
    made = Project.in_memory()
    import_files(made, [again])
    assert render(made, "variorum") == render(project, "variorum")


@pytest.mark.parametrize("to", ["xmi", "json"])
def test_what_cassis_turns_from_json_into_either_comes_back_the_same(
    project: Project, tmp_path: Path, to: str
) -> None:
    import cassis

    folder, again = export(project, "cas-json", tmp_path / "x"), tmp_path / "again"
    again.mkdir()
    for path in folder.glob("*.json"):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_json(file)
        write = cas.to_xmi if to == "xmi" else cas.to_json
        write(again / f"{path.stem}.{to}")
    made = Project.in_memory()
    import_files(made, [again])
    assert render(made, "variorum") == render(project, "variorum")


def test_what_is_annotated_with_cassis_comes_in(traps: Project, tmp_path: Path) -> None:
    folder = export(traps, "cas", tmp_path / "x")
    (path, cas), *_ = documents(folder)
    kind = cas.typesystem.get_type("variorum.Evidence")
    start = cas.sofa_string.index("waited")
    claim = cas.select("variorum.Claim")[0].id
    cas.add(kind(begin=start, end=start + 6, claim=claim, stance="refutes"))
    cas.to_xmi(path)
    made = Project.in_memory(annotator="ro")
    import_files(made, [folder])
    new = made.evidence[-1]
    assert (new.quote.exact, new.claim, new.stance, new.annotator) == ("waited", claim, "refutes", "ro")
    assert made.evidence[:-1] == traps.evidence


def test_brat_reads_every_passage_stance_claim_and_note(project: Project, tmp_path: Path) -> None:
    from bratsubset.annotation import TextAnnotations

    folder = export(project, "brat", tmp_path / "x")
    found = []
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_text("utf-8")  # as brat reads it
        read = TextAnnotations(str(path.with_suffix("")))
        assert read.failed_lines == []
        stances = {attribute.target: attribute.value for attribute in read.get_attributes()}
        claims = {one.target: (one.refdb, one.refid) for one in read.get_normalizations()}
        notes = {note.target: note.tail.strip() for note in read.get_oneline_comments()}
        for entity in read.get_textbounds():
            words = " ".join(text[start:end] for start, end in entity.spans)
            assert (entity.type, entity.text) == ("Evidence", words)
            base, claim = claims[entity.id]
            assert base == "Claims"
            found.append((words, stances[entity.id], id_of_xml(claim), notes.get(entity.id, "")))
    expected = [
        (" ".join(re.split("[\r\n]+", p.quote.exact)), p.stance, p.claim, " ".join(p.note.split()))
        for p in placed(project)
    ]
    assert sorted(found) == sorted(expected)


def test_brat_takes_the_configuration(project: Project, tmp_path: Path) -> None:
    from bratsubset.projectconfig import ProjectConfiguration

    read = ProjectConfiguration(str(export(project, "brat", tmp_path / "x").resolve()))
    assert read.get_entity_types() == ["Evidence"]
    assert read.get_attribute_types() == ["Stance"]
    (stance,) = read.get_attribute_type_hierarchy()
    assert set(stance.arguments["Value"]) == set(STANCES)


def test_spacy_makes_documents_of_every_span_and_reads_them_again(project: Project, tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    path = export(project, "spacy", tmp_path / "x.jsonl")
    blank, made = spacy.blank("en"), DocBin(store_user_data=True)
    expected = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        doc = blank.make_doc(row["text"])
        assert doc.text == row["text"]
        group = []
        for span in row["spans"]:
            piece = project.piece(span["id"])
            assert row["text"][span["start"] : span["end"]] == piece.quote.exact
            expected.append((label(piece), piece.id))
            # A quote may begin within a word, a token not.
            found = doc.char_span(
                span["start"], span["end"], span["label"], span_id=span["id"], alignment_mode="expand"
            )
            assert piece.quote.exact in found.text
            group.append(found)
        doc.spans["sc"] = group
        made.add(doc)
    made.to_disk(tmp_path / "x.spacy")
    again = DocBin().from_disk(tmp_path / "x.spacy").get_docs(blank.vocab)
    assert [(span.label_, span.id_) for doc in again for span in doc.spans["sc"]] == expected
    assert len(expected) == len(placed(project))


def test_doccano_s_rules_hold_for_every_line(project: Project, tmp_path: Path) -> None:
    """No text is empty; a label has a name of at most 100 characters; a span begins before its end and stays
    in its text; ids of spans are numbers and there once."""
    seen: set[int] = set()
    found = []
    for line in export(project, "doccano", tmp_path / "x.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert row["text"]
        assert row["relations"] == []
        for span in row["entities"]:
            assert set(span) == {"id", "label", "start_offset", "end_offset"}
            assert type(span["id"]) is int
            assert span["id"] not in seen
            seen.add(span["id"])
            assert 0 < len(span["label"]) <= 100
            assert 0 <= span["start_offset"] < span["end_offset"] <= len(row["text"])
            found.append((span["label"], row["text"][span["start_offset"] : span["end_offset"]]))
    assert sorted(found) == sorted((label(piece), piece.quote.exact) for piece in placed(project))
