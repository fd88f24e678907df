"""The commands about versions of articles: what they print, what they change, and their exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotations import Project
from tui.cli import cli

Run = Callable[..., Result]
FIRST = "The pier is shut since Monday.\nThe port blamed a storm in the night.\nFerries stop at the quay.\n"


@pytest.fixture
def run() -> Run:
    return lambda *words: CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """An article with three quotes, of which an update keeps one, changes one and drops one."""
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "one.txt").write_text(FIRST, "utf-8")
    (folder / "two.txt").write_text("Nothing yet.\n", "utf-8")
    with Project.open(folder, annotator="mo") as project:
        one = next(article for article in project.articles if article.source == "one.txt")
        for line in FIRST.splitlines():
            start = FIRST.index(line)
            project.claim_from(one.id, start, start + len(line))
        (folder / "one.txt").write_text(
            "Updated.\nThe pier is shut since Sunday.\nFerries stop at the quay.\n", "utf-8"
        )
        project.add_files([folder / "one.txt"])
    return folder


def anchors(story: Path) -> list[str]:
    with Project.open(story, read_only=True) as project:
        return [piece.anchor for piece in project.evidence if piece.carried_from]


def lose(story: Path) -> None:
    """Make orphans of all carried quotes, as a carrying that finds nothing would."""
    with Project.open(story) as project:
        for piece in project.evidence:
            if piece.carried_from:
                project.set_evidence(piece.id, anchor="orphan")


def test_versions_say_what_changed_how_quotes_stand_and_what_was_dropped(run: Run, story: Path) -> None:
    result = run("versions", story)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "A  Updated.",
        "  v1 superseded · quotes 3 exact",
        "  v2 current · characters removed 40, inserted 11 · quotes 1 exact, 1 changed, 1 orphan",
        "  v2 dropped a sentence · claim 2 · supports: “The port blamed a storm in the night.”",
        "1 article has one version",
    ]


def test_versions_are_told_to_programs_too(run: Run, story: Path) -> None:
    works = json.loads(run("versions", story, "--json").stdout)["works"]
    assert [(work["label"], len(work["versions"])) for work in works] == [("A", 2), ("B", 1)]
    second = works[0]["versions"][1]
    assert (second["version"], second["state"]) == (2, "current")
    assert second["anchors"] == {"exact": 1, "moved": 0, "changed": 1, "orphan": 1}
    assert set(second["changed"]) == {"kept", "removed", "inserted", "moved"}
    (lost,) = works[0]["dropped"]
    assert lost["sentence"] == FIRST[lost["start"] : lost["end"]] == "The port blamed a storm in the night."
    assert (lost["number"], lost["stance"], lost["now"]["anchor"]) == (2, "supports", "orphan")


def test_where_nothing_was_updated_versions_say_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(FIRST, "utf-8")
    Project.open(tmp_path).close()
    assert run("versions", tmp_path).stdout == "no article has a second version\n"
    assert run("reanchor", tmp_path).stdout == "nothing was carried to another version yet\n"


def test_reanchor_places_what_was_lost_and_the_second_time_changes_nothing(run: Run, story: Path) -> None:
    lose(story)
    result = run("reanchor", story, "--annotator", "zoe")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "claim 1 · A v2 · changed 9 to 39, was orphan · “The pier is shut since Monday.”",
        "claim 2 · A v2 · orphan · “The port blamed a storm in the night.”",
        "claim 3 · A v2 · exact 40 to 65, was orphan · “Ferries stop at the quay.”",
        "3 quotes carried, 2 of them other than before",
    ]
    assert anchors(story) == ["changed", "orphan", "exact"]
    again = run("reanchor", story)
    assert again.stdout.splitlines()[-1] == "3 quotes carried, none of them other than before"
    assert run("history", story).stdout.count("zoe   quotes anchored anew\n") == 1
    with Project.open(story) as project:
        project.undo()
    assert anchors(story) == ["orphan"] * 3


def test_reanchor_tells_programs_what_each_quote_is_now(run: Run, story: Path) -> None:
    lose(story)
    data = json.loads(run("reanchor", story, "--json").stdout)
    assert data["changed"] == 2
    pier, port, quay = data["pieces"]
    assert (pier["was"], pier["now"], pier["text"]) == ("orphan", "changed", "The pier is shut since Sunday.")
    assert pier["exact"] == "The pier is shut since Monday."
    assert (port["now"], port["text"], port["changed"]) == ("orphan", None, False)
    assert (quay["now"], quay["text"]) == ("exact", quay["exact"])
    assert (quay["label"], quay["version"], quay["number"]) == ("A", 2, 3)


def test_reanchor_leaves_alone_what_a_person_has_confirmed(run: Run, story: Path) -> None:
    with Project.open(story) as project:
        (changed,) = (one.piece for one in project.waiting() if one.proposed)
        project.confirm_quote(changed.id)
    data = json.loads(run("reanchor", story, "--json").stdout)
    assert data["changed"] == 0
    assert data["pieces"][0]["exact"] == "The pier is shut since Sunday."


@pytest.mark.parametrize("command", ["versions", "reanchor"])
def test_where_there_is_no_project_none_is_made(run: Run, tmp_path: Path, command: str) -> None:
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "variorum.json"):
        result = run(command, place)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert "project" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_reanchor_names_who_has_the_project_open_and_versions_work_meanwhile(run: Run, story: Path) -> None:
    with Project.open(story):
        result = run("reanchor", story)
        assert result.exit_code == 1
        assert "open in another session" in result.stderr
        assert run("versions", story).exit_code == 0


@pytest.mark.parametrize("command", ["versions", "reanchor"])
def test_a_text_that_is_damaged_is_one_clear_line_and_nothing_is_changed(
    run: Run, story: Path, command: str
) -> None:
    lose(story)
    for text in (story / "texts").iterdir():
        text.write_text("Other words.", "utf-8")
    result = run(command, story)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "was changed" in result.stderr
    assert anchors(story) == ["orphan"] * 3


@pytest.mark.parametrize("command", ["versions", "reanchor"])
def test_what_is_told_never_acts_on_a_terminal(run: Run, tmp_path: Path, command: str) -> None:
    hostile = "\x1b]0;owned\x07 a\x9b31m \u202eright to left. It was said by the port on Monday."
    source = tmp_path / "one.txt"
    source.write_text(f"{hostile}\nMore of it here.\n", "utf-8")
    with Project.open(tmp_path, annotator="mo") as project:
        project.claim_from(project.articles[0].id, 0, len(hostile))
        project.set_article(project.articles[0].id, title=hostile)
        source.write_text("More of it here.\n", "utf-8")
        project.add_files([source])
    result = run(command, tmp_path)
    assert result.exit_code == 0, result.output
    assert "owned" in result.stdout
    assert not set(result.output) & set("\x1b\x07\x9b\u202e")
