"""The tables of the command line."""

from __future__ import annotations

from annotations import Project
from annotations.matrix import matrix
from annotations.text import displayable
from tui.tables import aligned, plain_matrix


def test_columns_stand_below_each_other_also_with_wide_and_combined_characters() -> None:
    rows = [["a", "x"], ["東京", "y"], ["e\u0301e", "z"]]
    assert aligned(rows).splitlines() == ["a     x", "東京  y", "e\u0301e    z"]


def test_a_claim_never_breaks_its_line_nor_acts_on_the_terminal() -> None:
    project = Project.in_memory()
    project.add_claim("one\ntwo\x1b[31m [bold]three[/bold]")
    table = plain_matrix(matrix(project), {})
    assert len(table.splitlines()) == 2
    assert displayable(table, keep_lines=True) == table
    assert "[bold]three[/bold]" in table


def test_an_empty_project_has_a_heading_only() -> None:
    assert plain_matrix(matrix(Project.in_memory()), {}).split() == ["origins", "status", "claim"]
