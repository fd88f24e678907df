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
from annotations.imports import import_files
from annotations.records import RECORD_TYPES, AnyRecord, Quote
from annotations.soundness import check
from tests.property.projects import projects

TWO_WAY = [name for name, format in FORMATS.items() if format.reads and format.writes]


def kept(project: Project, to: str) -> dict[str, list[dict[str, Any]]]:
    """A project as plain values, but only the fields that a format declares to keep."""
    tables: dict[str, list[AnyRecord]] = {
        "articles": [*project.articles],
        "origins": [*project.origins],
        "claims": [*project.claims],
        "evidence": [*project.evidence],
        "reviews": [*project.reviews],
    }
    planes = [PLANES[name] for name in FORMATS[to].holds]
    found: dict[str, list[dict[str, Any]]] = {}
    for table, records in tables.items():
        fields = {
            field
            for plane in planes
            for name, fields in plane.fields.items()
            if name == table
            for field in fields
        }
        found[table] = [
            {field: value(project, record, field) for field in sorted(fields)} for record in records
        ]
    return found


def value(project: Project, record: Any, field: str) -> Any:
    if field == "text" and hasattr(record, "sha256"):
        return project.text(record.id)
    span, _, part = field.rpartition(".")
    return getattr(getattr(record, span), part) if span else getattr(record, field)


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
    assert kept(again, to) == kept(project, to)
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
