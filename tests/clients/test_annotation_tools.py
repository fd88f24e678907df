"""REFI-QDA and Label Studio, read by the libraries of their makers and users."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotations import Project
from annotations.exports import export, render
from annotations.imports import import_files
from annotations.text.line_ends import LineFeeds


def test_pyrefiqda_finds_every_passage_with_its_words(project: Project, tmp_path: Path) -> None:
    from pyrefiqda import RefiProject

    read = RefiProject.load(export(project, "refi-qda", tmp_path / "x.qdpx"), str(tmp_path / "out"))
    found = 0
    for source in read.sources.text_source:
        text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out").read_text("utf-8")
        for passage in source.plain_text_selection:
            quote = project.piece(passage.name).quote.exact
            assert text[passage.start_position : passage.end_position] == LineFeeds(quote).text
            found += 1
    assert found == sum(piece.anchor in ("exact", "moved") for piece in project.evidence)


def test_what_pyrefiqda_loads_and_saves_comes_back_the_same(project: Project, tmp_path: Path) -> None:
    from pyrefiqda import RefiProject

    path = export(project, "refi-qda", tmp_path / "x.qdpx")
    read = RefiProject.load(path, str(tmp_path / "out"))
    RefiProject.save(read, tmp_path / "again.qdpx", tmp_path / "out" / "sources")
    one, other = Project.in_memory(), Project.in_memory()
    import_files(one, [path])
    import_files(other, [tmp_path / "again.qdpx"])
    assert len(one.evidence) == sum(piece.anchor in ("exact", "moved") for piece in project.evidence)
    assert without_times(one) == without_times(other)


def without_times(project: Project) -> Any:
    """A project without the moment of its import, which stands where a file gives no time; nor the texts of
    times, of which one may be written in several ways."""
    document = json.loads(render(project, "variorum"))
    for table in ("claims", "evidence", "reviews"):
        for record in document[table]:
            for name in ("created", "modified", "at"):
                record.pop(name, None)
    return document


def test_pyrefiqda_reads_the_codebook(project: Project, tmp_path: Path) -> None:
    from pyrefiqda import RefiCodebook

    read = RefiCodebook.load(export(project, "refi-codebook", tmp_path / "x.qdc"))
    assert [code.description for code in read.codes.code] == [claim.text for claim in project.claims]
    assert all(len(code.code) == 5 for code in read.codes.code)
    assert len({code.name for code in read.codes.code}) == len(project.claims)


def tasks(folder: Path) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((folder / "tasks.json").read_text("utf-8"))
    return read


def test_label_studio_takes_the_interface_and_every_region(project: Project, tmp_path: Path) -> None:
    from label_studio_sdk.label_interface import LabelInterface

    folder = export(project, "labelstudio", tmp_path / "tasks")
    interface = LabelInterface((folder / "config.xml").read_text("utf-8"))
    interface.validate()
    regions = 0
    for task in tasks(folder):
        assert interface.validate_task({"data": task["data"]}, validate_regions_only=False)
        for annotation in task["annotations"]:
            for region in annotation["result"]:
                assert interface.validate_region(region), region
                regions += region["type"] == "labels"
    assert regions == sum(piece.anchor in ("exact", "moved") for piece in project.evidence)


def test_label_studio_converts_what_was_annotated(project: Project, tmp_path: Path) -> None:
    from label_studio_sdk.converter import Converter

    folder = export(project, "labelstudio", tmp_path / "tasks")
    path = tmp_path / "in.json"
    # Every task and annotation of a server has a number of its own.
    numbered = [
        task
        | {"annotations": [a | {"id": task["id"], "completed_by": {"id": 1}} for a in task["annotations"]]}
        for task in tasks(folder)
        if task["annotations"]
    ]
    path.write_text(json.dumps(numbered), "utf-8")
    converter = Converter(str(folder / "config.xml"), str(tmp_path))
    converter.convert_to_json_min(str(path), str(tmp_path / "min"), is_dir=False)
    (made,) = (tmp_path / "min").glob("*.json")
    spans = [span for row in json.loads(made.read_text("utf-8")) for span in row.get("evidence", [])]
    assert len(spans) == sum(piece.anchor in ("exact", "moved") for piece in project.evidence)
    assert {span["text"] for span in spans} <= {piece.quote.exact for piece in project.evidence}
