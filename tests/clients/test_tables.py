"""Tables and rows, read by the tools that read them: Frictionless, pandas, Arrow, openpyxl, datasets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from annotations import Project
from annotations.exports import export, render
from annotations.exports.csv_files import unescape
from annotations.exports.tables import SHEETS, split_list
from annotations.imports import import_files


def test_frictionless_finds_the_package_valid(project: Project, tmp_path: Path) -> None:
    from frictionless import Package, validate

    folder = export(project, "csv", tmp_path / "package")
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldNumber", "message"])
    resources = {
        resource.name: resource.read_rows()
        for resource in Package(str(folder / "datapackage.json")).resources
    }
    assert len(resources["evidence"]) == len(project.evidence)
    assert {type(row["start"]) for row in resources["evidence"]} == {int}
    assert {type(row["counts"]) for row in resources["evidence"]} == {bool}


def test_frictionless_finds_a_dangling_id(project: Project, tmp_path: Path) -> None:
    from frictionless import validate

    folder = export(project, "csv", tmp_path / "package")
    path = folder / "evidence.csv"
    path.write_text(path.read_text("utf-8").replace(project.evidence[0].claim, "nobody"), "utf-8")
    assert not validate(str(folder / "datapackage.json")).valid


def test_what_pandas_reads_and_writes_comes_back_the_same(project: Project, tmp_path: Path) -> None:
    import pandas

    folder = export(project, "csv", tmp_path / "package")
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    for sheet in SHEETS:
        frame = pandas.read_csv(folder / f"{sheet}.csv", dtype=str, keep_default_na=False)
        frame.to_csv(again / f"{sheet}.csv", index=False)
    came = Project.in_memory()
    import_files(came, [again])
    assert render(came, "variorum") == render(project, "variorum")


def test_pandas_guesses_the_types_and_it_still_comes_back(project: Project, tmp_path: Path) -> None:
    import pandas

    folder = export(project, "csv", tmp_path / "package")
    for sheet in SHEETS:
        pandas.read_csv(folder / f"{sheet}.csv").to_csv(folder / f"{sheet}.csv", index=False)
    came = Project.in_memory()
    import_files(came, [folder])
    assert came.evidence == project.evidence


def test_pandas_finds_every_quote_at_its_place(project: Project, tmp_path: Path) -> None:
    import pandas

    folder = export(project, "csv", tmp_path / "package")
    evidence = pandas.read_csv(folder / "evidence.csv")
    assert len(evidence) == len(project.evidence)
    for row in evidence.to_dict("records"):
        if row["anchor"] in ("exact", "moved"):
            text = project.text(unescape(row["article"]))
            assert text[row["start"] : row["end"]] == unescape(row["quote"])


def test_arrow_reads_all_rows(project: Project, tmp_path: Path) -> None:
    from pyarrow import csv

    folder = export(project, "csv", tmp_path / "package")
    options = csv.ParseOptions(newlines_in_values=True)
    claims = csv.read_csv(folder / "claims.csv", parse_options=options).to_pylist()
    assert [unescape(row["text"]) for row in claims] == [claim.text for claim in project.claims]
    assert [tuple(split_list(unescape(row["tags"] or ""))) for row in claims] == [
        c.tags for c in project.claims
    ]


def test_a_workbook_has_no_formula_and_every_row(project: Project, tmp_path: Path) -> None:
    import openpyxl

    path = export(project, "xlsx", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    assert [sheet.title for sheet in book] == list(SHEETS)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = [row[2] for row in book["claims"].iter_rows(min_row=2, values_only=True)]
    assert texts == [claim.text for claim in project.claims]
    place = [column.name for column in SHEETS["claims"].columns].index("note")
    notes = [row[place] or "" for row in book["claims"].iter_rows(min_row=2, values_only=True)]
    assert notes == [claim.note for claim in project.claims]


def test_pandas_reads_the_workbook(project: Project, tmp_path: Path) -> None:
    import pandas

    path = export(project, "xlsx", tmp_path / "book.xlsx")
    evidence = pandas.read_excel(path, sheet_name="evidence", keep_default_na=False)
    assert list(evidence["quote"]) == [piece.quote.exact for piece in project.evidence]
    assert list(evidence["start"]) == [piece.quote.start for piece in project.evidence]


def test_two_workbooks_of_the_same_records_are_the_same(project: Project, tmp_path: Path) -> None:
    one, other = export(project, "xlsx", tmp_path / "one"), export(project, "xlsx", tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()


def test_a_long_or_unprintable_text_is_cut_and_not_broken(traps: Project, tmp_path: Path) -> None:
    import openpyxl

    traps.set_claim(traps.claims[0].id, text="🌊" * 40_000, note="bell \x07 _x0041_")
    book = openpyxl.load_workbook(export(traps, "xlsx", tmp_path / "book.xlsx"))
    names = [cell.value for cell in book["claims"][1]]
    row = dict(zip(names, [cell.value for cell in book["claims"][2]], strict=True))
    assert row["text"].startswith("🌊🌊")
    assert row["text"].endswith("[…]")
    # Excel would read the words after the bell as an escaped A; openpyxl shows the escape that prevents it.
    assert row["note"] == "bell \ufffd _x005F_x0041_"


def arrow_type(described: dict[str, Any]) -> Any:
    import pyarrow

    kind = described["type"]
    if kind == "array":
        return pyarrow.list_(arrow_type(described["items"]))
    if kind == "object":
        return pyarrow.struct([(name, arrow_type(inner)) for name, inner in described["properties"].items()])
    return {"string": pyarrow.string(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_()}[kind]


def test_arrow_reads_the_rows_with_the_schema_that_comes_along(project: Project, tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import json as reader

    folder = export(project, "jsonl", tmp_path / "rows")
    for name, described in json.loads((folder / "schema.json").read_text("utf-8"))["$defs"].items():
        path = folder / f"{name}.jsonl"
        if not path.stat().st_size:
            continue
        schema = pyarrow.schema(arrow_type(described))
        strict = reader.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
        rows = reader.read_json(path, parse_options=strict).to_pylist()
        assert rows == [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_pandas_reads_the_rows(project: Project, tmp_path: Path) -> None:
    import pandas

    folder = export(project, "jsonl", tmp_path / "rows")
    cells = pandas.read_json(folder / "cells.jsonl", lines=True, dtype=False, convert_dates=False)
    assert sum(len(pieces) for pieces in cells["evidence"]) == len(project.evidence)


def test_datasets_reads_the_rows_with_the_schema(project: Project, tmp_path: Path) -> None:
    import pyarrow
    from datasets import Dataset, Features

    folder = export(project, "jsonl", tmp_path / "rows")
    described = json.loads((folder / "schema.json").read_text("utf-8"))["$defs"]["cells"]
    features = Features.from_arrow_schema(pyarrow.schema(arrow_type(described)))
    read = Dataset.from_json(
        str(folder / "cells.jsonl"), features=features, cache_dir=str(tmp_path / "cache")
    )
    lines = (folder / "cells.jsonl").read_text("utf-8").splitlines()
    assert list(read) == [json.loads(line) for line in lines]


def test_pandas_reads_scifact(project: Project, tmp_path: Path) -> None:
    import pandas

    folder = export(project, "scifact", tmp_path / "facts")
    corpus = pandas.read_json(folder / "corpus.jsonl", lines=True).set_index("doc_id")
    claims = pandas.read_json(folder / "claims.jsonl", lines=True, convert_dates=False)
    assert len(claims) == len(project.claims)
    for claim in claims.to_dict("records"):
        for document, said in claim["evidence"].items():
            for rationale in said:
                assert rationale["label"] in ("SUPPORT", "CONTRADICT")
                assert max(rationale["sentences"]) < len(corpus.loc[int(document), "abstract"])
