"""What goes out in a format comes back: all of it that the format declares to keep, and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations import Project
from annotations.exports import FORMATS, export
from annotations.exports.planes import PLANES
from annotations.exports.xml_text import xml_words
from annotations.imports import import_files
from annotations.records import RECORD_TYPES, AnyRecord, Article, Evidence, Quote, Table
from annotations.soundness import check
from annotations.text.line_ends import LineFeeds
from tests.property.projects import projects

TWO_WAY = [name for name, format in FORMATS.items() if format.reads and format.writes and not format.lacking]
#: What stands in archives as files of its own, or is written so that XML holds it.
WHOLE = ("id", "work", "claim", "article", "quote.exact")


def kept(project: Project, to: str, seen: bool = False) -> dict[str, list[dict[str, Any]]]:
    """A project as plain values, but only the fields that a format declares to keep.

    Args:
        project: the project.
        to: the format.
        seen: whether it has been through the format already, so that nothing of it may be other.
    """
    holds = FORMATS[to].holds
    tables: dict[Table, list[AnyRecord]] = {
        "articles": [*project.articles],
        "origins": [*project.origins],
        "claims": [*project.claims],
        "evidence": [
            piece
            for piece in project.evidence
            if "unplaced" in holds or piece.anchor not in ("changed", "orphan")
        ],
        "reviews": [*project.reviews],
    }
    planes = [PLANES[name] for name in holds]
    found: dict[str, list[dict[str, Any]]] = {}
    for table, records in tables.items():
        fields = sorted({field for plane in planes for field in plane.fields.get(table, ())})
        fields = [f for f in fields if f not in ("sha256", "chars") or "line_ends" in holds]
        fields = [] if fields == ["id"] else fields  # ids of records that do not go out at all
        rows = [{field: value(project, record, field) for field in fields} for record in records]
        if "line_ends" not in holds and not seen:
            for row, record in zip(rows, records, strict=True):
                feed_lines(project, row, record)
        if "signs" not in holds:
            rows = [{field: in_xml(field, said) for field, said in row.items()} for row in rows]
        if "anchors" not in holds:
            rows.sort(key=repr)  # passages stand with their sources
        found[table] = [row for row in rows if row]
    return found


def value(project: Project, record: Any, field: str) -> Any:
    if field == "text" and isinstance(record, Article):
        return project.text(record.id)
    span, _, part = field.rpartition(".")
    return getattr(getattr(record, span), part) if span else getattr(record, field)


def feed_lines(project: Project, row: dict[str, Any], record: Any) -> None:
    """What becomes of a row where line ends are all made line feeds."""
    if isinstance(record, Article) and "text" in row:
        row["text"] = LineFeeds(row["text"]).text
    elif isinstance(record, Evidence) and "quote.start" in row:
        feeds = LineFeeds(project.text(record.article))
        start, end = feeds.place(record.quote.start), feeds.place(record.quote.end)
        row |= {"quote.start": start, "quote.end": end, "quote.exact": feeds.text[start:end]}


def in_xml(field: str, said: Any) -> Any:
    """What XML can hold of a value; ids and texts are kept whole, and of tags only which there are."""
    if field == "tags":
        return sorted({xml_words(tag) for tag in said})
    return xml_words(said) if isinstance(said, str) and field not in WHOLE else said


def through(project: Project, to: str) -> Project:
    """What an empty project becomes of an export."""
    again = Project.in_memory(annotator="somebody else")
    with tempfile.TemporaryDirectory() as folder:
        import_files(again, [export(project, to, Path(folder) / "x")])
    return again


def test_the_planes_cover_every_field_of_every_record() -> None:
    covered = {
        (table, field)
        for plane in PLANES.values()
        for table, fields in plane.fields.items()
        for field in fields
    }
    expected = {
        (table, field)
        for table, kind in RECORD_TYPES.items()
        if table != "meta"
        for field in kind.__struct_fields__
    }
    expected -= {("evidence", "quote")}
    expected |= {("evidence", f"quote.{field}") for field in Quote.__struct_fields__} | {("articles", "text")}
    assert covered == expected


@pytest.mark.parametrize("to", TWO_WAY)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_project_comes_back_as_the_format_declares(to: str, data: st.DataObject) -> None:
    project = data.draw(projects())
    again = through(project, to)
    assert kept(again, to, seen=True) == kept(project, to)
    assert [finding for finding in check(again) if finding.severity == "error"] == []


@pytest.mark.parametrize("to", TWO_WAY)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_came_back_goes_out_the_same(to: str, data: st.DataObject) -> None:
    project = through(data.draw(projects()), to)
    with tempfile.TemporaryDirectory() as folder:
        one = export(project, to, Path(folder) / "x")
        other = export(through(project, to), to, Path(folder) / "y")
        for path in sorted(one.rglob("*")) if one.is_dir() else [one]:
            if path.is_file():
                assert path.read_bytes() == (other / path.relative_to(one)).read_bytes()
