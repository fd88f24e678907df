"""What goes out comes back: the exchange file for whole projects, cells and lists of the tables."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotations import Project
from annotations.exports import render
from annotations.exports.csv_files import escape, escape_optional, unescape, unescape_optional
from annotations.exports.markdown import plain
from annotations.exports.tables import join_list, split_list
from annotations.imports import import_files
from annotations.soundness import check
from annotations.text import displayable
from tests.property.projects import CHARACTERS, projects


def came_back(exported: str) -> Project:
    project = Project.in_memory(annotator="somebody else")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_bytes(exported.encode())
        import_files(project, [path])
    return project


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_a_project_comes_back_the_same(project: Project) -> None:
    first = render(project, "variorum")
    again = came_back(first)
    assert again.articles == project.articles
    assert again.origins == project.origins
    assert again.claims == project.claims
    assert again.evidence == project.evidence
    assert again.reviews == project.reviews
    assert [again.text(a.id) for a in again.articles] == [project.text(a.id) for a in project.articles]
    assert render(again, "variorum") == first
    assert [finding for finding in check(again) if finding.severity == "error"] == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects(), st.sampled_from(["markdown", "variorum"]))
def test_no_export_of_any_project_acts_on_a_terminal(project: Project, to: str) -> None:
    exported = render(project, to)
    assert displayable(exported, keep_lines=True) == exported


@given(st.text(CHARACTERS))
def test_a_cell_comes_back_the_same(cell: str) -> None:
    assert unescape(escape(cell)) == cell


@given(st.text("'=+-@\t\r\n a", max_size=6))
def test_a_cell_of_the_signs_that_matter_comes_back_the_same_and_begins_no_formula(cell: str) -> None:
    assert unescape(escape(cell)) == cell
    assert escape(cell)[:1] not in set("=+-@\t\r\n")


@given(st.text("'=+-@\t\r\n a", max_size=5), st.text("'=+-@\t\r\n a", max_size=5))
def test_two_cells_are_never_written_alike(one: str, other: str) -> None:
    assert (escape(one) == escape(other)) == (one == other)


@given(st.none() | st.text(CHARACTERS) | st.text("'=", max_size=3))
def test_a_cell_that_may_be_null_comes_back_the_same(cell: str | None) -> None:
    assert unescape_optional(escape_optional(cell)) == cell


@given(st.lists(st.text(CHARACTERS | st.sampled_from("|\\0"))))
def test_a_list_in_a_cell_comes_back_the_same(values: list[str]) -> None:
    assert split_list(join_list(values)) == values


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.mark.parametrize("frame", ["x{}", "## {}", "- {}x", "| a |\n| - |\n| x{} |"])
@given(st.text(CHARACTERS | st.sampled_from("\\`*_{}[]<>()#+-.!|~&=:/1w ")))
def test_any_text_in_the_desk_sheet_renders_as_that_text(frame: str, text: str) -> None:
    text = "x" + text + "x"
    tokens = MARKDOWN.parse(frame.format(plain(text)))
    inline = [token for token in tokens if token.type == "inline"][-1]
    assert [token.type for token in tokens] == [token.type for token in MARKDOWN.parse(frame.format("x"))]
    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
    assert displayable(text) in "".join(child.content for child in inline.children or ())


@given(st.text("-+=: 1.)#>|\n\t", max_size=8))
def test_no_text_begins_a_block_of_its_own(text: str) -> None:
    tokens = MARKDOWN.parse(f"- {plain(text.strip(' '))} x")
    assert [token.type for token in tokens] == [token.type for token in MARKDOWN.parse("- x")]
