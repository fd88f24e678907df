"""The tables: safe in a spreadsheet, whole in a data frame."""

from __future__ import annotations

import csv
import io
import json

import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.exports import Selection
from annotations.exports.csv_files import (
    escape,
    escape_optional,
    files,
    unescape,
    unescape_optional,
)
from annotations.exports.tables import join_list, split_list
from annotations.records import Article, Claim, Evidence, Origin, Review, quote_of

TEXT = "First line.\n=SUM(A1) stands here, “so he says”.\r\nLast line."


def story() -> Project:
    project = Project.in_memory(annotator="mo")
    articles = [
        Article(
            id="a1",
            work="a",
            label="A",
            title="@old",
            sha256=text_hash(TEXT),
            chars=len(TEXT),
            state="superseded",
        ),
        Article(
            id="a2", work="a", version=2, label="A", title="-new", sha256=text_hash(TEXT), chars=len(TEXT)
        ),
        Article(id="b", work="b", label="B", title="t", sha256=text_hash(""), chars=0, state="retracted"),
        Article(id="b2", work="b", version=2, label="B", title="t", sha256=text_hash(""), chars=0),
    ]
    project.add_records("articles", articles, [TEXT, ""])
    project.add_records("origins", [Origin(id="o|1", name="Envoy"), Origin(id="o2", name="Wire, the")])
    project.add_records(
        "claims",
        [
            Claim(id="c1", text="=cmd|' /C calc'!A0", tags=("a|b", "c\\d"), note='two\nlines, one "word"'),
            Claim(id="c2", text="'+1"),
        ],
    )
    start = TEXT.index("=SUM")
    project.add_records(
        "evidence",
        [
            Evidence(
                id="e",
                claim="c1",
                article="a2",
                stance="queries",
                quote=quote_of(TEXT, start, start + 8),
                attribution=("o2", "o|1"),
            )
        ],
    )
    project.add_records("reviews", [Review(claim="c2", article="a2", annotator="mo")])
    return project


def written() -> dict[str, str]:
    return {
        name: b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces).decode()
        for name, pieces in files(Selection(story()))
    }


def table(name: str) -> list[dict[str, str]]:
    content = written()[name]
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True))


def test_there_are_five_tables_with_a_description_and_the_texts() -> None:
    texts = {f"texts/{text_hash(text)}.txt" for text in (TEXT, "")}
    tables = {f"{name}.csv" for name in ("claims", "evidence", "articles", "origins", "reviews")}
    assert set(written()) == {"datapackage.json", *tables, *texts}


def test_a_text_stands_beside_the_tables_to_the_letter() -> None:
    assert written()[f"texts/{text_hash(TEXT)}.txt"] == TEXT
    assert table("articles.csv")[0]["text_file"] == f"texts/{text_hash(TEXT)}.txt"


def test_the_description_names_every_column_and_what_refers_to_what() -> None:
    package = json.loads(written()["datapackage.json"])
    for resource in package["resources"]:
        content = written()[resource["path"]].removeprefix("\ufeff")
        names = next(csv.reader(io.StringIO(content, newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == names
    keys = {
        (resource["name"], *key["fields"], key["reference"]["resource"])
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }
    assert keys >= {("evidence", "claim", "claims"), ("evidence", "article", "articles")}


def test_each_begins_with_a_byte_order_mark_and_ends_its_lines_with_cr_lf() -> None:
    for name, content in written().items():
        if name.endswith(".csv"):
            assert content.startswith("\ufeff")
            assert content.endswith("\r\n")


def test_claims_have_a_row_each_in_the_order_of_creation() -> None:
    assert [(row["number"], row["claim"], row["status"]) for row in table("claims.csv")] == [
        ("1", "c1", "questioned"),
        ("2", "c2", "open"),
    ]


def test_articles_have_a_column_each_and_a_label_that_stands_twice_gets_its_version() -> None:
    row = table("claims.csv")[1]
    assert (row["A"], row["B (version 1)"], row["B (version 2)"]) == ("no_mention", "retracted", "unreviewed")


def test_no_cell_begins_like_a_formula() -> None:
    for name in ("claims.csv", "evidence.csv", "articles.csv"):
        for row in table(name):
            assert not [cell for cell in row.values() if cell[:1] in set("=+-@\t\r\n\0")]


def test_what_was_escaped_can_be_read_back() -> None:
    first, second = table("claims.csv")
    assert unescape(first["text"]) == "=cmd|' /C calc'!A0"
    assert unescape(second["text"]) == "'+1"
    assert unescape(first["note"]) == 'two\nlines, one "word"'
    assert split_list(unescape(first["tags"])) == ["a|b", "c\\d"]


def test_evidence_names_its_line_its_words_and_who_says_so() -> None:
    (row,) = table("evidence.csv")
    assert (row["line"], unescape(row["quote"]), row["stance"]) == ("2", "=SUM(A1)", "queries")
    assert split_list(row["attribution"]) == ["o2", "o|1"]
    assert split_list(row["who_says_so"]) == ["Wire, the", "Envoy"]
    assert TEXT[int(row["start"]) : int(row["end"])] == "=SUM(A1)"


def test_articles_have_a_row_for_every_version() -> None:
    assert [unescape(row["title"]) for row in table("articles.csv")] == ["@old", "-new", "t", "t"]


@pytest.mark.parametrize("cell", ["", "plain", "'", "''", "'quoted'", "a=b"])
def test_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert escape(cell) == cell
    assert unescape(cell) == cell


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x", "'=1", "''-"])
def test_formulas_get_an_apostrophe_that_can_be_taken_off(cell: str) -> None:
    assert escape(cell) == "'" + cell
    assert unescape(escape(cell)) == cell


@pytest.mark.parametrize("cell", [None, "", "'", "''", "a", "=1", "'=1", "'a"])
def test_a_cell_that_may_be_null_tells_null_from_nothing(cell: str | None) -> None:
    assert unescape_optional(escape_optional(cell)) == cell
    assert (escape_optional(cell) == "") == (cell is None)


@pytest.mark.parametrize(
    "values", [[], [""], ["", ""], ["0", "\\0"], ["a"], ["a", "b"], ["|", "\\", "\\|"], ["a\nb", "|"]]
)
def test_lists_in_a_cell_can_be_taken_apart(values: list[str]) -> None:
    assert split_list(join_list(values)) == values
