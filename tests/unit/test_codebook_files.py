"""A project's own codebook takes the place of the built-in one, or is refused with the line that is wrong."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import Project
from annotations.codebook import built_in
from annotations.codebook_files import LARGEST, parse_codebook
from annotations.errors import CodebookError, ProjectError

OWN = '''# The desk's own.
name = "Harbour desk"
version = "3"

[[types]]
id = "catch"
key = "1"
label = "catch"
definition = """
What was landed,
label = "not a key"
and where."""

[[types]]
id = "rule"
definition = "What a by-law says."

[[stances]]
id = "queries"
label = "wonders"

[[tags]]
id = "tide"
'''


def parsed(text: str) -> str:
    """What is wrong with a codebook, without the name of the file."""
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text.encode(), "codebook.toml")
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix("codebook.toml, ")


def test_the_built_in_codebook_is_a_codebook_of_ones_own() -> None:
    raw = files("annotations").joinpath("codebook.toml").read_bytes()
    assert parse_codebook(raw, "x") == built_in()


def test_types_and_tags_are_replaced_and_stances_reworded() -> None:
    book = parse_codebook(OWN.encode(), "x")
    assert [(entry.id, entry.key, entry.label) for entry in book.types] == [
        ("catch", "1", "catch"),
        ("rule", "", "rule"),
    ]
    assert [entry.id for entry in book.tags] == ["tide"]
    assert [entry.label for entry in book.stances] == ["supports", "partly supports", "wonders", "refutes"]
    assert book.stance("queries").definition == built_in().stance("queries").definition
    assert book.certainties == built_in().certainties


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "3"', "version = ", "line 3: invalid value"),
        ('id = "tide"', 'id = "tide', "line 23: "),
        ('id = "tide"', 'colour = "red"', "line 23: there is no field “colour”"),
        ('id = "tide"', "id = 4", "line 23: “id” must be text in quotes"),
        ('label = "wonders"', 'key = "w"', "line 20: the key of “queries” cannot be changed here"),
        ('id = "queries"', 'id = "praises"', "line 19: there is no stance “praises”"),
        ('id = "queries"', 'id = ["queries"]', "line 19: there is no stance"),
        ('key = "1"', 'key = "9"', "line 7: the key of “catch” must be a digit from 1 to 8, or none"),
        ('definition = "What a by-law says."', "", "line 14: “definition” is missing"),
        ('definition = "What a by-law says."', 'definition = " "', "line 16: “rule” needs a definition"),
        ('id = "rule"', 'id = "catch"', "line 15: “catch” is there twice"),
        ('id = "rule"', 'id = "rule"\nkey = "1"', "line 16: the key 1 is given twice"),
        ('name = "Harbour desk"', "", "line 1: “name” is missing"),
        ('name = "Harbour desk"', 'name = ""', "line 2: a codebook needs a name"),
        ("[[tags]]\nid", "[tags]\nid", "line 22: “tags” must be a list of tables"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, message: str) -> None:
    assert old in OWN
    assert parsed(OWN.replace(old, new)).startswith(message)


def test_bytes_that_are_no_text_and_too_many_of_them_are_refused() -> None:
    with pytest.raises(CodebookError, match="line 2: is not UTF-8"):
        parse_codebook(b'name = "a"\nversion = "\xff"\n', "x")
    with pytest.raises(CodebookError, match="larger than"):
        parse_codebook(b"#" * (LARGEST + 1), "x")


@given(st.text(st.sampled_from('[]{}=".\n#ab1 types'), max_size=60))
def test_whatever_a_file_holds_it_is_a_codebook_or_one_clear_line(text: str) -> None:
    problem = ""
    try:
        parse_codebook(('name = "x"\n' + text).encode(), "x")
    except CodebookError as refusal:
        problem = str(refusal)
    assert "\n" not in problem


def test_a_project_opens_with_its_own_codebook(tmp_path: Path) -> None:
    (tmp_path / "codebook.toml").write_text(OWN, "utf-8")
    with Project.open(tmp_path) as project:
        assert project.codebook.name == "Harbour desk"
        assert project.codebook_fault == ""


def test_a_project_with_a_bad_codebook_opens_with_the_built_in_one_and_says_why(tmp_path: Path) -> None:
    own = tmp_path / "codebook.toml"
    own.write_text("name = 4\n", "utf-8")
    with Project.open(tmp_path) as project:
        assert project.codebook is built_in()
        assert project.codebook_fault == "codebook.toml, line 1: “name” must be text in quotes"
        assert any("line 1" in notice for notice in project.notices)
        own.write_text(OWN, "utf-8")
        project.read_codebook()
        assert (project.codebook.name, project.codebook_fault) == ("Harbour desk", "")
        own.write_text("types = 1\n", "utf-8")
        with pytest.raises(CodebookError):
            project.read_codebook()
        assert project.codebook.name == "Harbour desk"
        own.unlink()
        assert project.read_codebook() is built_in()


def test_a_codebook_that_is_no_file_has_the_project_refused_as_any_such_file_of_its_own(
    tmp_path: Path,
) -> None:
    (tmp_path / "codebook.toml").mkdir()
    with pytest.raises(ProjectError, match=r"codebook\.toml: is not a regular file"):
        Project.open(tmp_path)
