"""Broken and hostile files in every format: one line with the file and the place, and nothing changed."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

import seeds
from annotations import Project
from annotations.errors import VariorumError
from annotations.exports import FORMATS, export, render
from annotations.imports import archives, import_files

TWO_WAY = [name for name, format in FORMATS.items() if format.reads and format.writes and not format.lacking]
DEEP = 200_000


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project.in_memory(annotator="mo")
    path = tmp_path_factory.mktemp("sample") / "sample.json"
    path.write_bytes(seeds.exchange_file().read_bytes())
    import_files(made, [path])
    return made


def refused(path: Path, from_format: str | None = None) -> str:
    """The one line by which a file is refused; nothing of it may be taken."""
    empty = Project.in_memory()
    before = render(empty, "variorum")
    with pytest.raises(VariorumError) as told:
        import_files(empty, [path], from_format)
    assert render(empty, "variorum") == before
    assert str(told.value).startswith(f"{path}: ")
    assert "\n" not in str(told.value)
    return str(told.value)


def file(folder: Path, content: bytes | str | Any, name: str = "in") -> Path:
    path = folder / name
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return path


def annotation(**fields: Any) -> dict[str, Any]:
    """One annotation of ours that says something to a claim."""
    return {
        "id": "x", "type": "Annotation",
        "body": [{"type": "TextualBody", "value": "supports", "purpose": "assessing"}],
        "target": {"source": "urn:variorum:articles:a"},
        "record": {"table": "evidence", "id": "e", "claim": "c", "article": "a"},
        **fields,
    }  # fmt: skip


def collection(*items: Any) -> dict[str, Any]:
    return {"@context": ["http://www.w3.org/ns/anno.jsonld"], "items": list(items)}


def row(**fields: Any) -> dict[str, Any]:
    """One annotation of Hypothesis."""
    selector = [{"type": "TextQuoteSelector", "exact": "pier"}]
    target = [{"source": "https://a.example", "selector": selector}]
    return {"id": "h", "uri": "https://a.example", "text": "t", "tags": [], "target": target, **fields}


def task(**fields: Any) -> list[dict[str, Any]]:
    """One task of Label Studio with a region."""
    value = {"start": 0, "end": 4, "labels": ["c:supports"]}
    result = {"type": "labels", "value": value}
    data = {"text": "The pier.", "variorum": {"claims": [{"id": "c", "text": "x"}]}}
    return [{"id": 1, "data": data, "annotations": [{"result": [result]}], **fields}]


PLACED = {
    "source": "urn:variorum:articles:a",
    "selector": {"type": "TextPositionSelector", "start": 0, "end": 1},
}
JSON_CASES: list[tuple[str, str, Any, str]] = [
    ("an item that is no object", "webannotation", collection(1), "items[0]: expected an object"),
    ("a record of no table", "webannotation", collection(annotation(record={"table": "x"})), "record.table"),
    ("a record that is a list", "webannotation", collection(annotation(record=[])), "items[0].record"),
    ("no stance", "webannotation", collection(annotation(body=[])), "items[0].body: no text"),
    ("no target", "webannotation", collection(annotation(target=[])), "items[0].target: is missing"),
    ("a body that is a number",
     "webannotation", collection(annotation(body={"value": 1})), "items[0].body[0].value"),
    ("a selector that is a number", "webannotation",
     collection(annotation(target={"source": "a", "selector": [1]})), "items[0].target.selector[0]"),
    ("a place without an end", "webannotation",
     collection(annotation(target={"source": "a", "selector": {"type": "TextPositionSelector", "start": 1}})),
     "items[0].target.selector[0].end: is missing"),
    ("pages that are elsewhere", "webannotation",
     {"@context": "http://www.w3.org/ns/anno.jsonld", "first": "https://a.example/1"},
     "first: the annotations are elsewhere"),
    ("a dangling claim", "webannotation", collection(annotation(target=PLACED)), "there is no claim c"),
    ("rows that are no list", "hypothesis", {"rows": 1}, "holds no annotations"),
    ("a row that is no object", "hypothesis", {"rows": [1]}, "rows[0]: expected an object"),
    ("an id that is a number", "hypothesis", {"rows": [row(id=1)]}, "rows[0].id: expected a text"),
    ("tags that are a text", "hypothesis", {"rows": [row(tags="a")]}, "rows[0].tags: expected a list"),
    ("an address that no article has", "hypothesis", {"rows": [row()]}, "no article is from https://a.example"),
    ("a quote without words", "hypothesis",
     {"rows": [row(target=[{"selector": [{"type": "TextQuoteSelector"}]}])]},
     "selector[0].exact: is missing"),
    ("a task that is no object", "labelstudio", [1], "tasks[0]: expected an object"),
    ("no data", "labelstudio", [{"id": 1}], "tasks[0].data: expected an object"),
    ("no text", "labelstudio", task(data={"variorum": {"article": {"id": "a"}}}), "tasks[0].data.text"),
    ("annotations that are a text", "labelstudio", task(annotations="a"), "tasks[0].annotations"),
    ("a result that is a number", "labelstudio", task(annotations=[{"result": [1]}]), "result[0]"),
    ("labels that are a text", "labelstudio",
     task(annotations=[{"result": [{"value": {"labels": "x"}}]}]), "result[0].value.labels"),
    ("a place outside", "labelstudio",
     task(annotations=[{"result": [{"value": {"start": 0, "end": 99, "labels": ["c:supports"]}}]}]),
     "result[0].quote.end: 99"),
    ("a huge place", "labelstudio",
     task(annotations=[{"result": [{"value": {"start": 0, "end": 10**30, "labels": ["c:supports"]}}]}]),
     "result[0].quote.end"),
    ("a number that is a text", "labelstudio",
     task(annotations=[{"result": [{"value": {"start": "0", "end": 4, "labels": ["c:supports"]}}]}]),
     "result[0].quote.start: expected int, got str"),
    ("a dangling claim in a label", "labelstudio",
     task(annotations=[{"result": [{"value": {"start": 0, "end": 4, "labels": ["d:supports"]}}]}]),
     "there is no claim d"),
    ("other words than the text has", "labelstudio",
     task(annotations=[{"result": [
         {"value": {"start": 0, "end": 3, "text": "Pie", "labels": ["c:queries"]}}]}]),
     "is not what stands in the text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "content", "place"), [c[1:] for c in JSON_CASES], ids=[c[0] for c in JSON_CASES]
)
def test_json_that_does_not_fit_is_refused_by_its_place(
    tmp_path: Path, form: str, content: Any, place: str
) -> None:
    assert place in refused(file(tmp_path, content), form)


@pytest.mark.parametrize("form", ["variorum", "webannotation", "hypothesis", "labelstudio", "cas-json"])
@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff", b"{", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": "\\ud800"}', b'"text"', b"null", b"1",
        b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP + b"1" + b"}" * DEEP, b'{"rows": [1e999999]}',
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_json_or_nested_without_end_is_refused(tmp_path: Path, form: str, content: bytes) -> None:
    refused(file(tmp_path, content), form)


def test_json_that_is_not_utf_8_is_refused_by_the_byte(tmp_path: Path) -> None:
    for form in ("variorum", "webannotation", "hypothesis", "labelstudio", "cas-json"):
        assert refused(file(tmp_path, b'{"a": "\xff"}'), form).endswith("is not UTF-8 (byte 8)")


CSV_CASES = [
    ("an empty file", "", "is empty"),
    ("a quote that is not closed", 'claim,text\n1,"abc', "is not CSV"),
    ("a line that is too short", "claim,text\n1\n", "table line 2: has 1 cells, and 2 headings"),
    ("one column twice", "claim,text,text\n1,a,b\n", "has two columns text"),
    ("headings that say nothing", "a,b\n1,2\n", "no column says what it holds"),
    ("one id twice", "claim,text\n1,a\n1,b\n", "claims line 3.id: 1 is there twice"),
    ("no text of an article", "article,title\na,T\n", "articles line 2: has neither a text nor a text_file"),
    ("a text elsewhere", "article,title,text_file\na,T,../../secret\n", "is no file of the folder texts"),
    ("a text that is not there", "article,title,text_file\na,T,texts/x.txt\n", "texts/x.txt is not there"),
    ("a wrong number", "article,title,version,text\na,T,one,x\n", "articles line 2.version: expected int"),
    ("a huge number", f"article,title,version,text\na,T,{10**30},x\n", "articles line 2.version"),
    ("a wrong flag",
     "evidence,claim,article,stance,start,end,inferred\ne,c,a,supports,0,1,perhaps\n", "inferred"),
    ("a dangling claim",
     "evidence,claim,article,stance,start,end\ne,c,a,supports,0,1\n", "there is no claim c"),
    ("a credibility of nine", "claim,text,credibility\nc,x,9\n", "claims line 2.credibility"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "place"), [c[1:] for c in CSV_CASES], ids=[c[0] for c in CSV_CASES])
def test_a_table_that_does_not_fit_is_refused_by_its_line(tmp_path: Path, content: str, place: str) -> None:
    assert place in refused(file(tmp_path, content, "in.csv"))


def test_a_table_that_is_not_utf_8_is_refused_by_the_byte(tmp_path: Path) -> None:
    assert "is not UTF-8 (byte 12)" in refused(file(tmp_path, b"claim,text\n\xff,a\n", "in.csv"))


def qdpx(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def project_xml(inside: str) -> bytes:
    return f'<Project xmlns="urn:QDA-XML:project:1.0" name="x">{inside}</Project>'.encode()


SOURCE = (
    '<Sources><TextSource guid="g" name="T" plainTextPath="internal://{path}">{inside}</TextSource></Sources>'
)
ARCHIVES = [
    ("no archive", b"PK\x03\x04 and no more", "is not a valid archive"),
    ("no project", qdpx({"a.txt": b"x"}), "holds no project"),
    ("a name that leads out", qdpx({"project.qde": project_xml(""), "../../x.txt": b"x"}), "leads out"),
    ("an absolute name", qdpx({"project.qde": project_xml(""), "/etc/x": b"x"}), "leads out"),
    ("a name with backslashes", qdpx({"project.qde": project_xml(""), "..\\x": b"x"}), "leads out"),
    ("a drive", qdpx({"project.qde": project_xml(""), "C:\\x": b"x"}), "leads out"),
    ("no XML", qdpx({"project.qde": b"{}"}), "project.qde: is not valid XML"),
    ("another root", qdpx({"project.qde": b"<html/>"}), "its root is html"),
    ("entities",
     qdpx({"project.qde": b'<!DOCTYPE x [<!ENTITY a "b">]><Project/>'}), "line 1: document types"),
    ("nested without end", qdpx({"project.qde": b"<a>" * DEEP + b"</a>" * DEEP}), "nested too deeply"),
    ("a text elsewhere", qdpx({"project.qde": project_xml(SOURCE.format(path="../x", inside=""))}),
     "is not within"),
    ("a text that is not there", qdpx({"project.qde": project_xml(SOURCE.format(path="x.txt", inside=""))}),
     "x.txt is not there"),
    ("a text that is not UTF-8",
     qdpx({"project.qde": project_xml(SOURCE.format(path="x.txt", inside="")), "sources/x.txt": b"\xff"}),
     "x.txt is not UTF-8"),
    ("a place in words",
     qdpx({"project.qde": project_xml(SOURCE.format(
         path="x.txt", inside='<PlainTextSelection guid="p" startPosition="one" endPosition="2"/>')),
         "sources/x.txt": b"text"}),
     "startPosition: expected a number"),
    ("no place",
     qdpx({"project.qde": project_xml(SOURCE.format(path="x.txt", inside='<PlainTextSelection guid="p"/>')),
           "sources/x.txt": b"text"}),
     "startPosition: is missing"),
    ("a code that nobody has",
     qdpx({"project.qde": project_xml(SOURCE.format(
         path="x.txt", inside='<Coding guid="c"><CodeRef targetGUID="gone"/></Coding>')),
         "sources/x.txt": b"text"}),
     "(CodeRef).targetGUID: there is no code gone"),
    ("a code twice",
     qdpx({"project.qde": project_xml('<CodeBook><Codes><Code guid="a" name="x"/><Code guid="a" name="y"/>'
                                      "</Codes></CodeBook>")}),
     "guid: a is there twice"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "place"), [c[1:] for c in ARCHIVES], ids=[c[0] for c in ARCHIVES])
def test_an_archive_that_does_not_fit_is_refused(tmp_path: Path, content: bytes, place: str) -> None:
    assert place in refused(file(tmp_path, content, "in.qdpx"))


def test_an_archive_that_swells_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1_000_000)
    content = qdpx({"project.qde": project_xml(""), "x.qde/y": b""} | {"project.qde": b" " * 50_000_000})
    assert len(content) < 100_000
    assert "too large" in refused(file(tmp_path, content, "in.qdpx"))


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 3)
    content = qdpx({f"{number}.qde": b"" for number in range(4)})
    assert "too many files" in refused(file(tmp_path, content, "in.qdpx"))


def test_codes_within_codes_without_end_are_refused(tmp_path: Path) -> None:
    inside = "".join(f'<Code guid="{n}" name="x">' for n in range(DEEP)) + "</Code>" * DEEP
    xml = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{inside}</Codes></CodeBook>'
    assert "nested too deeply" in refused(file(tmp_path, xml, "in.qdc"))


@pytest.mark.parametrize("to", TWO_WAY)
def test_whatever_becomes_of_the_bytes_an_import_is_refused_in_one_line_or_sound(
    project: Project, tmp_path: Path, to: str
) -> None:
    chance = random.Random(to)
    told: list[str] = []
    whole = export(project, to, tmp_path / "whole")
    files = [path for path in sorted(whole.rglob("*")) if path.is_file()] if whole.is_dir() else [whole]
    for _ in range(60):
        target = chance.choice(files)
        raw = bytearray(target.read_bytes())
        kept = bytes(raw)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(raw) or 1)
            kind = chance.randrange(3)
            if kind == 0:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            elif kind == 1:
                del raw[at : at + chance.randrange(1, 50)]
            else:
                raw[at:at] = raw[: chance.randrange(1, 50)]
        target.write_bytes(raw)
        empty = Project.in_memory()
        try:
            import_files(empty, [whole], to)
        except VariorumError as problem:
            told.append(str(problem))
            assert empty.articles == empty.claims == empty.evidence == empty.reviews == empty.origins == []
        target.write_bytes(kept)
    assert told
    assert not [line for line in told if "\n" in line]
