"""UIMA CAS documents come back with what was done to them elsewhere; broken ones are refused by place."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.errors import ExportError, ImportRefusedError
from annotations.exports import FORMATS, export, render
from annotations.imports import import_files, prepare
from annotations.imports.recognition import recognised
from annotations.records import Article, quote_of

TEXT = "🌊 The mast fell.\r\nThe mast fell.\tNobody\0 was hurt."
WRITES = pytest.mark.skipif(bool(FORMATS["cas"].lacking), reason="dkpro-cassis is not installed")
FORMS = pytest.mark.parametrize(("form", "ending"), [("cas", "xmi"), ("cas-json", "json")])


@pytest.fixture
def project() -> Project:
    """An article with a wave before everything and a sign that no XML holds, and one that was looked at."""
    made = Project.in_memory(annotator="mo")
    texts = {"a": TEXT, "b": "Calm all day."}
    made.add_records(
        "articles",
        [
            Article(id=id, work=id, label=id.upper(), title="t", chars=len(text), sha256=text_hash(text))
            for id, text in texts.items()
        ],
        texts.values(),
    )
    fell = made.add_claim("The mast fell.", note="ask\0again", tags=("rig",))
    hurt = made.add_claim("Nobody was hurt.", type="event")
    made.add_claim("Nobody has looked for this.")
    mate = made.add_origin("The mate")
    made.add_origin("The cook")
    again = TEXT.rindex("The mast")
    piece = made.mark(fell.id, "a", again, again + 14, "supports", note="the second")
    made.set_evidence(piece.id, attribution=[mate.id])
    made.mark(hurt.id, "a", TEXT.index("Nobody"), TEXT.index("hurt"), "queries")
    made.review(fell.id, "b", basis="read")
    return made


def attributes(**given: Any) -> str:
    return "".join(f' {name}="{value}"' for name, value in given.items())


def xmi(inside: str = "", sofa: str = "The 🌊 pier.") -> bytes:
    return (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        ' xmlns:v="http:///variorum.ecore" xmlns:o="http:///webanno/custom.ecore" xmi:version="2.0">\n'
        f'<cas:NULL xmi:id="0"/>\n{inside}\n'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{sofa}"/>\n'
        '<cas:View sofa="1" members=""/></xmi:XMI>'
    ).encode()


def structure(kind: str, **given: Any) -> str:
    return f'<v:{kind} xmi:id="7" sofa="1"{attributes(**given)}/>'


CLAIM = structure("Claim", id="c", text="A pier.")
MARK = {"begin": 4, "end": 6, "claim": "c", "stance": "supports"}


def taken(path: Path, **options: Any) -> Project:
    made = Project.in_memory(annotator="ro")
    import_files(made, [path], **options)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "in.xmi"


@WRITES
@FORMS
def test_all_of_a_project_comes_back_from_its_documents(
    project: Project, tmp_path: Path, form: str, ending: str
) -> None:
    folder = export(project, form, tmp_path / "out")
    assert len(list(folder.glob(f"*.{ending}"))) == 2
    assert render(taken(folder), "variorum") == render(project, "variorum")


@WRITES
def test_places_are_written_in_utf_16_units_and_the_types_stand_beside(
    project: Project, tmp_path: Path
) -> None:
    folder = export(project, "cas", tmp_path / "out")
    piece = project.evidence[0]
    written = (folder / "0001-A.xmi").read_text("utf-8")
    assert f'begin="{piece.quote.start + 1}" end="{piece.quote.end + 1}"' in written
    types = (folder / "TypeSystem.xml").read_text("utf-8")
    assert "<name>variorum.Evidence</name>" in types
    assert "<name>variorum.Claim</name>" in types


@WRITES
@FORMS
def test_one_document_comes_in_alone_with_all_that_its_marks_refer_to(
    project: Project, tmp_path: Path, form: str, ending: str
) -> None:
    folder = export(project, form, tmp_path / "out")
    second = taken(folder / f"0002-B.{ending}")
    assert [claim.text for claim in second.claims] == ["The mast fell."]
    assert second.reviews[0].claim == project.claims[0].id
    first = taken(folder / f"0001-A.{ending}")
    assert [claim.text for claim in first.claims] == [claim.text for claim in project.claims]
    assert first.text(first.articles[0].id) == TEXT
    both = Project.in_memory()
    import_files(both, sorted(folder.glob(f"*.{ending}")))
    assert render(both, "variorum") == render(project, "variorum")


@WRITES
@FORMS
def test_documents_in_an_archive_are_read_as_such(
    project: Project, tmp_path: Path, form: str, ending: str
) -> None:
    folder = export(project, form, tmp_path / "out")
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"x/{file.name}")
    assert prepare(Project.in_memory(), [path]).formats == ("cas",)
    assert render(taken(path), "variorum") == render(project, "variorum")


@WRITES
def test_what_was_changed_in_a_document_holds(project: Project, tmp_path: Path) -> None:
    folder = export(project, "cas", tmp_path / "out")
    path = folder / "0001-A.xmi"
    piece = project.evidence[0]
    place = f'begin="{piece.quote.start + 1}" end="{piece.quote.end + 1}"'
    moved = f'begin="{piece.quote.start + 5}" end="{piece.quote.end}"'
    said = path.read_text("utf-8")
    said = said.replace(place, moved).replace('stance="supports"', 'stance="refutes"')
    path.write_text(said.replace('note="the second"', 'note="looked at again"'), "utf-8")
    again = taken(folder).piece(piece.id)
    start, end = piece.quote.start + 4, piece.quote.end - 1
    assert again.quote == quote_of(TEXT, start, end)
    assert (again.stance, again.note, again.attribution) == ("refutes", "looked at again", piece.attribution)


@WRITES
def test_an_archive_of_documents_needs_no_library_to_be_read(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = export(project, "cas", tmp_path / "out")
    monkeypatch.setitem(sys.modules, "cassis", None)
    assert len(taken(folder).evidence) == 2


@pytest.mark.parametrize("form", ["cas", "cas-json"])
def test_without_the_library_the_extra_is_named_and_nothing_is_left(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(ExportError, match=r"pip install 'variorum\[cas\]'"):
        export(project, form, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_was_annotated_from_nothing_gets_ids_of_its_own(path: Path) -> None:
    path.write_bytes(xmi(CLAIM + structure("Evidence", **MARK) + '<o:Person xmi:id="9" sofa="1"/>'))
    again = Project.in_memory()
    report = import_files(again, [path])
    piece = again.evidence[0]
    assert (piece.quote.exact, piece.stance, piece.annotator) == ("🌊", "supports", "")
    assert again.text(piece.article) == "The 🌊 pier."
    assert report.notices == (f"{path}: 1 annotations of other types than ours were left out",)
    assert import_files(again, [path]).added["evidence"] == 0


def test_features_may_be_elements_and_other_views_are_left_alone(path: Path) -> None:
    inside = (
        CLAIM
        + '<v:Evidence xmi:id="8" sofa="1" begin="0" end="3" claim="c"><stance>queries</stance></v:Evidence>'
        + '<v:Evidence xmi:id="9" sofa="2" begin="0" end="99" claim="c" stance="supports"/>'
        + '<cas:Sofa xmi:id="2" sofaNum="2" sofaID="other" sofaString="x"/>'
    )
    path.write_bytes(xmi(inside))
    assert [(piece.stance, piece.quote.exact) for piece in taken(path).evidence] == [("queries", "The")]


def test_a_document_is_known_by_what_is_in_it(project: Project) -> None:
    assert recognised({"x": xmi()}) == "cas"
    assert recognised({"a.xmi": b"", "b.xmi": b""}) == "cas"
    assert recognised({"x": b'{"%TYPES": {}, "%FEATURE_STRUCTURES": []}'}) == "cas-json"
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("project.qde", b"")
    assert recognised({"x": empty.getvalue()}) == "refi-qda"


RECORD = structure("Article", id="a", record="{}")
XMI_CASES = [
    ("no XML", b"<xmi:XMI", "is not valid XML"),
    ("another root", b'<html xmlns:x="http://www.omg.org/XMI"/>', "its root is html"),
    ("no text", b'<x:XMI xmlns:x="http://www.omg.org/XMI"/>', "holds no text (no sofa)"),
    ("an entity", b'<!DOCTYPE x [<!ENTITY a "b">]>' + xmi(), "line 1: document types and entities"),
    ("an entity from elsewhere", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xmi(), "line 1"),
    ("nested without end", xmi("<v:a>" * 200_000 + "</v:a>" * 200_000), "nested too deeply"),
    ("a place in words", xmi(CLAIM + structure("Evidence", **{**MARK, "begin": "NaN"})),
     "line 3 (Evidence).begin: expected a number, got NaN"),
    ("a huge place", xmi(CLAIM + structure("Evidence", **{**MARK, "end": 10**30})), "expected a number"),
    ("a place outside", xmi(CLAIM + structure("Evidence", **{**MARK, "end": 99})), "99 is outside the text"),
    ("a place before all", xmi(CLAIM + structure("Evidence", **{**MARK, "begin": -1})), "-1 is outside"),
    ("half a character", xmi(CLAIM + structure("Evidence", **{**MARK, "begin": 5})), "within a character"),
    ("an end before the start", xmi(CLAIM + structure("Evidence", **{**MARK, "end": 2})), "quote.end: 2"),
    ("no place", xmi(CLAIM + structure("Evidence", claim="c", stance="supports")), "begin: is missing"),
    ("no stance", xmi(CLAIM + structure("Evidence", begin=0, end=1, claim="c")), "missing field stance"),
    ("another stance", xmi(CLAIM + structure("Evidence", **{**MARK, "stance": "likes"})), "stance: "),
    ("a dangling claim", xmi(structure("Evidence", **MARK)), "there is no claim c"),
    ("one id twice", xmi(CLAIM + structure("Evidence", id="e", **MARK) * 2), "e is there twice"),
    ("two articles", xmi(RECORD * 2), "line 3 (Article): is there twice"),
    ("a claim in two ways", xmi(CLAIM + CLAIM.replace("pier", "quay")), "differs from the one at line 3"),
    ("a record that is no JSON", xmi(structure("Claim", id="c", record="{")), "(Claim).record: is not valid"),
    ("a record with NaN", xmi(structure("Claim", id="c", record='{"x": NaN}'.replace('"', "&quot;"))),
     "(Claim).record: is not valid JSON"),
    ("a record that is a list", xmi(structure("Claim", id="c", record="[]")), "record: is not a JSON object"),
    ("a record nested without end", xmi(structure("Claim", id="c", record="[" * 200_000)), "record: is not"),
    ("a record of other types", xmi(structure("Claim", id="c", text="x",
                                              record="{&quot;credibility&quot;: 9}")), "credibility"),
    ("a field that there is not", xmi(structure("Claim", id="c", text="x", record="{&quot;x&quot;: 9}")),
     "unknown field x"),
    ("a number that is a text", xmi(structure("Claim", id="c", record="{&quot;number&quot;: &quot;1&quot;}")),
     "record.number: expected a number"),
    ("another text", xmi(structure("Article", id="a", record="{&quot;text&quot;: &quot;x&quot;}")),
     "record.text: is not the text of the document"),
    ("another hash", xmi(structure("Article", id="a", record="{&quot;sha256&quot;: &quot;x&quot;}")),
     "sha256: is not the SHA-256"),
    ("a quote that is a text", xmi(CLAIM + structure("Evidence", record="{&quot;quote&quot;: 1}", **MARK)),
     "record.quote: expected an object"),
]  # fmt: skip
JSON_SOFA = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "The pier."}


def of_json(*rows: Any) -> bytes:
    return json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": [JSON_SOFA, *rows], "%VIEWS": {}}).encode()


def row(**fields: Any) -> dict[str, Any]:
    return {"%ID": 2, "%TYPE": "variorum.Evidence", "@sofa": 1, **fields}


JSON_CASES = [
    ("structures that are no list", b'{"%FEATURE_STRUCTURES": {}}', "%FEATURE_STRUCTURES: expected a list"),
    ("a structure that is a number", of_json(1), "%FEATURE_STRUCTURES[1]: expected an object"),
    ("a type that is a number", of_json({"%TYPE": 1}), "%FEATURE_STRUCTURES[1].%TYPE: expected a text"),
    ("a place that is a text", of_json(row(begin="x", end=1)), "[1].begin: expected a number, got x"),
    ("a place that is a flag", of_json(row(begin=True, end=1)), "[1].begin: expected a number, got True"),
    ("a broken place", of_json(row(begin=1.5, end=2)), "[1].begin: expected a number, got 1.5"),
    ("a huge place", of_json(row(begin=0, end=10**30)), "[1].end: "),
    ("a claim that is a list", of_json(row(begin=0, end=1, claim=[])), "[1].claim: expected a text"),
    ("a record that is an object", of_json(row(begin=0, end=1, record={})), "[1].record: expected a text"),
    ("half a character", of_json().replace(b"The pier.", b"\\ud800"), "is not valid JSON"),
    ("half a character in a record", of_json(row(begin=0, end=1, record='{"note": "\\ud800"}')),
     "[1].record: is not valid JSON"),
    ("NaN", b'{"%FEATURE_STRUCTURES": [NaN]}', "is not valid JSON"),
    ("nested without end", b'{"%FEATURE_STRUCTURES":' + b"[" * 200_000, "is not valid"),
]  # fmt: skip
CASES = [*XMI_CASES, *JSON_CASES]


@pytest.mark.parametrize(("content", "place"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_document_that_does_not_fit_is_refused_by_its_place(path: Path, content: bytes, place: str) -> None:
    path.write_bytes(content)
    empty = Project.in_memory()
    with pytest.raises(ImportRefusedError) as told:
        import_files(empty, [path], "cas")
    assert str(told.value).startswith(f"{path}: ")
    assert place in str(told.value)
    assert "\n" not in str(told.value)
    assert empty.articles == empty.claims == empty.evidence == []


def test_of_several_documents_the_one_that_does_not_fit_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xmi").write_bytes(xmi(CLAIM))
    (folder / "b.xmi").write_bytes(xmi(structure("Evidence", **{**MARK, "end": 99}), "Another pier."))
    with pytest.raises(ImportRefusedError, match=r"in: b\.xmi line 3 \(Evidence\)\.end: 99 is outside"):
        taken(folder)
    (folder / "b.xmi").write_bytes(b"<")
    with pytest.raises(ImportRefusedError, match=r"in: b\.xmi: is not valid XML"):
        taken(folder)
