"""The command line, command by command: what it prints, what it leaves, and its exit status."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from annotations import Project, __version__
from annotations.agreement import STATUSES
from annotations.exports import FORMATS
from annotations.store import SaveState
from tui.cli import cli

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in an empty folder, where nothing is a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def invoke(*words: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(word) for word in words])

    return invoke


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A project of two articles and two claims."""
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "one.txt").write_text("The pier is shut.\nSo says the port.\n", "utf-8")
    (folder / "two.txt").write_text("The pier may be shut.\n", "utf-8")
    with Project.open(folder, annotator="mo") as project:
        one, two = project.articles
        claim, _ = project.claim_from(one.id, 0, 17)
        project.mark(claim.id, two.id, 0, 21, "queries")
        project.set_claim(claim.id, tags=("pier",))
        project.add_claim("The port is open.")
    return folder


def line(result: Result) -> str:
    """The one line on standard error of a command that could not do it."""
    assert result.exit_code == 1, result.output
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr.rstrip("\n")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- The words themselves ------------------------------------------------------------------------


def test_the_version(run: Run) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"variorum {__version__}\n")


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_every_command_has_help(run: Run, command: str) -> None:
    for option in ("-h", "--help"):
        result = run(*command.split(), option)
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")


def test_help_tells_how_to_get_completion(run: Run) -> None:
    assert "variorum completion --help" in run("-h").stdout
    for shell in ("bash", "zsh", "fish"):
        assert f"variorum completion {shell}" in " ".join(run("completion", "-h").stdout.split())


@pytest.mark.parametrize("name", ["", *cli.commands])
def test_every_option_says_in_a_sentence_what_it_does(name: str) -> None:
    command = cli.commands[name] if name else cli
    context = click.Context(command, **cli.context_settings)
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            assert option.help, option.opts
            assert option.help[0].isupper(), option.help
            assert option.help[-1] == ".", option.help


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_says_what_it_does_and_names_all_that_it_takes(name: str) -> None:
    command = cli.commands[name]
    about = (command.help or "").split("\n\n")[0]
    assert about.rstrip()[-1] == "."
    shown = command.get_help(click.Context(command, info_name=name))
    for taken in command.params:
        if isinstance(taken, click.Argument):
            assert taken.make_metavar(click.Context(command)).strip("[].") in shown


@pytest.mark.parametrize(
    "words",
    [
        ["matrix"],
        ["matrix", "p", "--status", "wrong"],
        ["export", "p"],
        ["export", "p", "--to", "pdf"],
        ["export", "p", "--to", "csv", "-o", "-"],
        ["import", "p"],
        ["import", "p", "f", "--from", "markdown"],
        ["add", "p"],
        ["--nonsense"],
        ["formats", "more"],
    ],
)
def test_wrong_usage_leaves_with_two(run: Run, tmp_path: Path, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr
    assert names(tmp_path) == []


def test_what_is_told_never_acts_on_a_terminal(run: Run, tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x9b31m\u202e"
    for words in (
        ["matrix", hostile],
        [hostile],
        ["--" + hostile],
        ["export", "p", "--to", hostile],
        ["add", "p", hostile],
    ):
        told = run(*words).output
        assert not set(told) & set("\x1b\x07\x9b\u202e")


# ---- open ----------------------------------------------------------------------------------------


def test_opening_needs_a_terminal(run: Run, story: Path) -> None:
    assert line(run(story)).startswith("variorum needs a terminal to open a screen")
    assert line(run("open", story)) == line(run("--read-only", story))


def test_without_a_terminal_nothing_is_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Words.", "utf-8")
    for words in ([], ["."], ["one.txt"]):
        line(run(*words))
    assert names(tmp_path) == ["one.txt"]


def test_a_path_that_is_not_there_is_named(run: Run) -> None:
    assert line(run("nowhere")) == "nowhere: no such file or folder"


def test_one_folder_at_a_time(run: Run, story: Path, tmp_path: Path) -> None:
    assert run(story, tmp_path).exit_code == 2
    assert run(story, story / "one.txt").exit_code == 2


class Opened:
    """Stands in for the app: notes what it was opened with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.project: Any = None
        self.read_only = False
        self.titles: list[str] = []
        self.notices: list[str] = []
        self.introduced = False
        monkeypatch.setattr("tui.cli._terminal", lambda: None)
        monkeypatch.setattr("tui.cli._open_app", self._open)

    def _open(self, project: Project, notices: list[str], **options: Any) -> int:
        self.project, self.notices = project, list(notices)
        self.introduced = options.get("introduce", False)
        self.read_only = project.read_only
        self.titles = [article.title for article in project.articles]
        return 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(monkeypatch)


def test_a_folder_opens_with_its_articles(run: Run, tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "b.txt").write_text("B words.", "utf-8")
    (tmp_path / "a.txt").write_text("A words.", "utf-8")
    assert run(".", "--annotator", "ro").exit_code == 0
    assert opened.titles == ["A words.", "B words."]
    assert opened.project.annotator == "ro"


def test_a_folder_without_articles_opens_and_is_left_as_it_was(
    run: Run, tmp_path: Path, opened: Opened
) -> None:
    (tmp_path / "picture.png").write_bytes(b"PNG")
    assert run(".").exit_code == 0
    assert opened.titles == []
    assert not opened.read_only
    assert names(tmp_path) == ["picture.png"]


def test_what_was_added_to_an_empty_folder_stays(
    run: Run, tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_a_claim(project: Project, notices: list[str], **options: Any) -> int:
        project.add_claim("The pier is shut.")
        return 0

    monkeypatch.setattr("tui.cli._open_app", add_a_claim)
    assert run(".").exit_code == 0
    assert "variorum.json" in names(tmp_path)
    assert "The pier is shut." in run("matrix", ".").output


def test_an_empty_project_from_before_is_kept(run: Run, tmp_path: Path, opened: Opened) -> None:
    Project.open(tmp_path).close()
    assert run(".").exit_code == 0
    assert "variorum.json" in names(tmp_path)


def test_an_empty_folder_is_refused_where_it_is_only_to_be_looked_at(
    run: Run, tmp_path: Path, opened: Opened
) -> None:
    assert "there is no project in this folder" in line(run(".", "--read-only"))
    assert names(tmp_path) == []


def test_files_open_in_the_folder_they_share_and_alone(run: Run, tmp_path: Path, opened: Opened) -> None:
    for name in ("x/one.txt", "y/two.txt", "three.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    assert run("x/one.txt", "y/two.txt").exit_code == 0
    assert opened.titles == ["x/one.txt", "y/two.txt"]
    assert (tmp_path / "variorum.json").exists()


def test_a_file_that_is_not_in_its_project_yet_is_added(run: Run, story: Path, opened: Opened) -> None:
    (story / "new.txt").write_text("New words.", "utf-8")
    assert run(story / "new.txt", story / "one.txt").exit_code == 0
    assert len(opened.titles) == 3


def test_a_file_that_is_no_article_makes_no_project(run: Run, tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "page.png").write_bytes(b"PNG")
    assert "page.png: not a kind of file" in line(run("page.png"))
    assert names(tmp_path) == ["page.png"]


def test_the_project_file_opens_its_project(run: Run, story: Path, opened: Opened) -> None:
    assert run(story / "variorum.json").exit_code == 0
    assert len(opened.titles) == 2


def test_without_a_path_the_project_in_this_folder_opens(
    run: Run, story: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(story)
    assert run().exit_code == 0
    assert (opened.titles[1], opened.notices) == ("The pier may be shut.", [])


def test_without_a_path_and_a_project_a_copy_of_the_sample_opens_and_is_kept(
    run: Run, tmp_path: Path, opened: Opened
) -> None:
    assert run().exit_code == 0
    assert opened.introduced
    assert names(tmp_path) == ["data"]
    folder = opened.project.folder
    with Project.open(folder) as project:
        project.add_claim("A claim of one's own.")
    assert run().exit_code == 0
    assert not opened.introduced
    assert "your copy of the sample" in opened.notices[-1]
    assert opened.project.claims[-1].text == "A claim of one's own."


def test_a_project_that_somebody_has_open_opens_to_be_read(run: Run, story: Path, opened: Opened) -> None:
    with Project.open(story):
        assert run(story).exit_code == 0
    assert opened.read_only
    assert "Only to be read: the project is open in another session: " in opened.notices[-1]


@pytest.mark.parametrize("content", ["{}", "not json", ""])
def test_a_project_file_that_cannot_be_read_is_left_as_it_is_where_nothing_can_mend_it(
    run: Run, story: Path, opened: Opened, content: str
) -> None:
    for name in ("history", "backups"):
        shutil.rmtree(story / name, ignore_errors=True)
    (story / "variorum.json.journal").unlink()
    (story / "variorum.json").write_text(content, "utf-8")
    assert "it was left as it is" in line(run(story))
    assert (story / "variorum.json").read_text("utf-8") == content


def test_a_project_file_that_cannot_be_read_is_built_again_and_kept(
    run: Run, story: Path, opened: Opened
) -> None:
    before = run("matrix", story, "--json").stdout
    (story / "variorum.json").write_text("{", "utf-8")
    result = run("check", story)
    assert result.exit_code == 1
    assert "nothing is lost" in result.stdout
    assert run(story).exit_code == 0
    assert any("nothing is lost" in notice for notice in opened.notices)
    assert (story / "variorum.json.damaged-1").read_text("utf-8") == "{"
    assert run("matrix", story, "--json").stdout == before
    assert run("check", story).exit_code == 0


def test_a_project_of_a_newer_version_opens_to_be_read(run: Run, story: Path, opened: Opened) -> None:
    content = json.loads((story / "variorum.json").read_text("utf-8"))
    content["meta"]["1"]["schema"] = 99
    (story / "variorum.json").write_text(json.dumps(content), "utf-8")
    before = (story / "variorum.json").read_bytes()
    assert run(story).exit_code == 0
    assert opened.read_only
    assert any("newer version" in notice for notice in opened.notices)
    (story / "three.txt").write_text("The port has no comment.\n", "utf-8")
    assert "newer version" in line(run("add", story, story / "three.txt"))
    assert (story / "variorum.json").read_bytes() == before


# ---- sample --------------------------------------------------------------------------------------


def test_the_sample_is_copied_to_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("sample", "mine").exit_code == 0
    assert run("check", "mine").exit_code == 0
    assert "not empty" in line(run("sample", "mine"))


# ---- add -----------------------------------------------------------------------------------------


def test_adding_tells_what_became_of_each_source(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "one.txt"
    source.write_text("The pier is shut.\n", "utf-8")
    assert run("add", "p", "in").stdout == "in/one.txt: added as A\n"
    assert run("add", "p", source).stdout == f"{source}: same text as A, nothing to do\n"
    with Project.open(tmp_path / "p") as project:
        project.claim_from(project.articles[0].id, 0, 17)
        project.claim_from(project.articles[0].id, 4, 8)
    source.write_text("Today: The pier is open.\n", "utf-8")
    assert (
        run("add", "p", "in/one.txt").stdout
        == "in/one.txt: version 2 of A; quotes carried: 1 changed, 1 exact\n"
        "in/one.txt: claim 1: single source → open\n"
    )


def test_a_bad_source_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Words.", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    result = run("add", "p", "none.txt", "empty.txt", "ftp://127.0.0.1/x", "good.txt")
    assert result.exit_code == 1
    assert result.stdout == "good.txt: added as A\n"
    told = [told.partition(": ")[0] for told in result.stderr.splitlines()]
    assert told == ["none.txt", "empty.txt", "ftp://127.0.0.1/x"]


def test_nothing_to_add_makes_no_project(run: Run, tmp_path: Path) -> None:
    assert "none.txt" in line(run("add", "p", "none.txt"))
    assert names(tmp_path) == []


def test_a_guessed_encoding_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Café".encode("cp1252"))
    result = run("add", "p", "old.txt")
    assert result.exit_code == 0
    assert "not UTF-8, read as cp1252" in result.stderr


@pytest.mark.parametrize("command", ["add", "import"])
def test_writing_while_somebody_has_the_project_open_is_refused_by_name(
    run: Run, story: Path, command: str
) -> None:
    run("export", story, "--to", "variorum", "-o", "x.json")
    with Project.open(story):
        told = line(run(command, story, "x.json" if command == "import" else story / "one.txt"))
    assert told.startswith("the project is open in another session: ")


# ---- matrix --------------------------------------------------------------------------------------


def test_a_pipe_gets_aligned_plain_lines_worst_first(run: Run, story: Path) -> None:
    assert run("matrix", story).stdout.splitlines() == [
        "   A  B  origins  status                                       claim",
        "1  S  Q  0        one source · queried by B · no named origin  The pier is shut.",
        "2  ?  ?  0        open · A, B open                             The port is open.",
    ]


def test_json_is_one_document_with_the_fields_of_the_format(run: Run, story: Path) -> None:
    document = json.loads(run("matrix", story, "--json").stdout)
    assert list(document) == ["articles", "claims"]
    assert list(document["articles"][0]) == ["id", "label", "title", "state"]
    assert list(document["claims"][0]) == [
        *("id", "text", "type", "tags", "status", "origins", "groups", "cells", "modifiers"),
    ]
    assert [claim["status"] for claim in document["claims"]] == ["single_source", "open"]
    assert set(document["claims"][0]["cells"]) == {article["id"] for article in document["articles"]}


def test_claims_can_be_chosen_by_status_tag_and_annotator(run: Run, story: Path) -> None:
    def texts(*options: str) -> list[str]:
        document = json.loads(run("matrix", story, "--json", *options).stdout)
        return [claim["text"] for claim in document["claims"]]

    assert texts("--status", "open") == ["The port is open."]
    assert len(texts(*(word for status in STATUSES for word in ("--status", status)))) == 2
    assert texts("--tag", "pier") == ["The pier is shut."]
    assert texts("--status", "open", "--tag", "pier") == []
    everything = json.loads(run("matrix", story, "--json", "--annotator", "nobody").stdout)
    assert [claim["status"] for claim in everything["claims"]] == ["open", "open"]


@pytest.mark.parametrize("command", [["matrix"], ["check"], ["export", "--to", "markdown", "-o", "-"]])
def test_reading_works_while_somebody_has_the_project_open(run: Run, story: Path, command: list[str]) -> None:
    with Project.open(story):
        assert run(command[0], story, *command[1:]).exit_code == 0


@pytest.mark.parametrize("command", [["matrix"], ["check"], ["export", "--to", "markdown"]])
def test_reading_makes_no_project(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "one.txt").write_text("Words.", "utf-8")
    assert "there is no project in this folder" in line(run(command[0], ".", *command[1:]))
    assert names(tmp_path) == ["one.txt"]


# ---- export, import, formats, check --------------------------------------------------------------


@pytest.mark.parametrize("to", [n for n, format in FORMATS.items() if format.writes and not format.extra])
def test_an_export_is_named_after_the_project_and_never_replaces_anything(
    run: Run, story: Path, to: str
) -> None:
    name = "story" + FORMATS[to].suffix
    assert run("export", story, "--to", to).stdout == f"written to {name}\n"
    assert Path(name).exists()
    assert "is there already" in line(run("export", story, "--to", to))
    assert run("export", story, "--to", to, "--force").exit_code == 0


def test_a_target_is_used_exactly_as_given(run: Run, story: Path) -> None:
    assert run("export", story, "--to", "markdown", "-o", "sheet").exit_code == 0
    assert Path("sheet").read_text("utf-8").startswith("# story: desk sheet")


def test_standard_output_gets_the_file_and_nothing_else(run: Run, story: Path) -> None:
    result = run("export", story, "--to", "variorum", "-o", "-", "--tag", "pier")
    assert [claim["text"] for claim in json.loads(result.stdout)["claims"]] == ["The pier is shut."]


def test_an_export_comes_back_the_same(run: Run, story: Path) -> None:
    run("export", story, "--to", "variorum", "-o", "x.json")
    assert run("import", "again", "x.json").stdout == "imported 2 articles, 2 claims, 2 evidence\n"
    assert run("export", "again", "--to", "variorum", "-o", "-").stdout == Path("x.json").read_text("utf-8")
    assert run("import", "again", "x.json").stdout == "imported nothing new; 6 records were there already\n"


def test_a_refused_import_makes_no_project_and_names_the_place(run: Run, tmp_path: Path) -> None:
    Path("x.json").write_text('{"format": "variorum", "version": 1, "claims": [{"id": 1}]}', "utf-8")
    assert line(run("import", "p", "x.json")) == "x.json: claims[0].id: expected str, got int"
    assert names(tmp_path) == ["x.json"]


def test_formats_tells_what_each_keeps_and_loses(run: Run) -> None:
    told = run("formats").stdout
    for format in FORMATS.values():
        assert format.name + ": " in told
        assert format.keeps in told
        assert format.loses in told
    assert "variorum: export and import" in told


def test_a_sound_project_is_said_to_be_sound(run: Run, story: Path) -> None:
    result = run("check", story)
    assert (result.exit_code, result.stdout) == (0, "sound: 2 articles, 2 claims, 2 quotes, 0 reviews\n")


def test_findings_stand_on_a_line_each(run: Run, story: Path) -> None:
    for text in (story / "texts").iterdir():
        text.write_text("other", "utf-8")
    result = run("check", story)
    assert result.exit_code == 1
    assert [told.partition(":")[0] for told in result.stdout.splitlines()] == ["error", "error"]


@pytest.mark.parametrize("command", ["add", "import"])
def test_what_could_not_be_saved_is_not_called_done(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    run("export", story, "--to", "variorum", "-o", "x.json")
    closes = Project.close

    def full(project: Project) -> SaveState:
        closes(project)
        return SaveState("not_saved", "No space left on device")

    monkeypatch.setattr(Project, "close", full)
    told = line(run(command, story, "x.json" if command == "import" else story / "one.txt"))
    assert told == f"{story}: could not be saved (No space left on device)"


# ---- history, restore, repair --------------------------------------------------------------------


def test_the_history_tells_who_changed_what(run: Run, story: Path) -> None:
    with Project.open(story, annotator="kim") as project:
        project.set_claim(project.claims[1].id, note="ask them")
        project.undo()
    lines = run("history", story).stdout.splitlines()
    assert [words[words.index(":") + 5 :] for words in lines[-4:]] == [
        "mo   tags, claim 1",
        "mo   claim 2 made",
        "kim  note, claim 2",
        "kim  undone: note, claim 2",
    ]
    assert [int(words.split()[0]) for words in lines] == list(range(1, len(lines) + 1))


def test_the_history_of_a_claim_tells_what_became_of_its_fields(run: Run, story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        id = project.claims[0].id
        project.set_claim(id, text="The pier is closed.")
    by_id, by_number = run("history", story, "--claim", id), run("history", story, "--claim", "1")
    assert by_id.stdout == by_number.stdout
    assert "claim text: “The pier is shut.” → “The pier is closed.”" in by_id.stdout
    assert "evidence stance: “queries”" in by_id.stdout
    assert "claim 2 made" not in by_id.stdout


def test_the_history_of_a_deleted_claim_is_still_there(run: Run, story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        id = project.claims[0].id
        project.delete_claim(id)
    assert "claim deleted" in run("history", story, "--claim", id).stdout
    assert "no claim nobody is or was" in line(run("history", story, "--claim", "nobody"))


def test_the_history_as_json_has_the_records_before_and_after(run: Run, story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        id = project.claims[0].id
        project.set_claim(id, type="event")
    last = json.loads(run("history", story, "--json").stdout)[-1]
    assert (last["what"], last["by"], last["role"]) == ("type, claim 1", "mo", "do")
    (edit,) = last["edits"]
    assert (edit["table"], edit["id"]) == ("claims", id)
    assert (edit["before"]["type"], edit["after"]["type"]) == (None, "event")


def test_half_typed_text_is_no_history(run: Run, story: Path) -> None:
    before = run("history", story).stdout
    with Project.open(story, annotator="mo") as project:
        project.keep_draft("new", {"text": "The pier"})
    assert run("history", story).stdout == before


def test_a_backup_is_gone_back_to_and_that_is_undone(run: Run, story: Path) -> None:
    Project.open(story).close()  # backs up what is there
    with Project.open(story, annotator="mo") as project:
        project.delete_claim(project.claims[0].id)
        deleted = project.claims
    (listed,) = run("restore", story, "--list").stdout.splitlines()
    result = run("restore", story)
    assert result.stdout == f"restored from {listed.split()[0]}\n"
    with Project.open(story) as project:
        assert len(project.claims) == 2
        assert len(project.evidence) == 2
        undone = project.undo()
        assert undone is not None
        assert undone.label.startswith("restored from")
        assert project.claims == deleted
    assert "is no backup" in line(run("restore", story, "yesterday"))


def test_going_back_to_what_is_there_already_does_nothing(run: Run, story: Path) -> None:
    Project.open(story).close()
    before = run("history", story).stdout
    assert run("restore", story).stdout.startswith("nothing to do")
    assert run("history", story).stdout == before


def test_a_backup_replaces_files_that_are_past_reading_and_they_are_kept(run: Run, story: Path) -> None:
    before = run("matrix", story, "--json").stdout
    Project.open(story).close()
    shutil.rmtree(story / "history")
    (story / "variorum.json.journal").unlink()
    (story / "variorum.json").write_text("{ruin", "utf-8")
    (next((story / "backups").iterdir())).rename(story / "backups" / "2025-01-01T000000Z-0000000001.json.gz")
    result = run("restore", story)
    assert result.exit_code == 0, result.stderr
    assert run("matrix", story, "--json").stdout == before
    assert run("check", story).exit_code == 0


def test_restoring_a_project_without_backups_says_so(run: Run, story: Path) -> None:
    shutil.rmtree(story / "backups", ignore_errors=True)
    assert "there are no backups" in line(run("restore", story))


def test_checking_mends_what_can_be_mended_and_keeps_what_was_damaged(run: Run, story: Path) -> None:
    with Project.open(story) as project:
        lost = project.claims[1]
    content = json.loads((story / "variorum.json").read_text("utf-8"))
    del content["claims"]["2"]["text"]
    damaged = json.dumps(content).encode()
    (story / "variorum.json").write_bytes(damaged)
    for name in ("history", "backups"):
        shutil.rmtree(story / name, ignore_errors=True)
    assert "check --repair" in line(run("check", story))
    assert (story / "variorum.json").read_bytes() == damaged
    result = run("check", story, "--repair")
    assert result.exit_code == 0, result.output
    assert "everything was taken but claims 2" in result.stdout
    assert (story / "variorum.json.damaged-1").read_bytes() == damaged
    with Project.open(story, read_only=True) as project:
        assert lost.id not in {claim.id for claim in project.claims}
        assert len(project.claims) == 1


def test_a_quote_that_does_not_fit_is_found_again_by_repair(run: Run, story: Path) -> None:
    content = json.loads((story / "variorum.json").read_text("utf-8"))
    content["evidence"]["1"]["quote"] |= {"start": 3, "end": 20}
    (story / "variorum.json").write_text(json.dumps(content), "utf-8")
    assert run("check", story).exit_code == 1
    result = run("check", story, "--repair")
    assert result.exit_code == 0, result.output
    assert "mended" in result.stdout
    with Project.open(story) as project:
        piece = project.evidence[0]
        assert (piece.quote.start, piece.anchor) == (0, "moved")


def test_commands_that_change_nothing_work_while_somebody_has_the_project_open(run: Run, story: Path) -> None:
    Project.open(story).close()  # backs up what is there
    with Project.open(story, annotator="mo") as project:
        project.add_claim("The third.")
        assert "The third." in run("matrix", story).stdout
        assert "claim 3 made" in run("history", story).stdout
        assert run("check", story).exit_code == 0
        assert "open in another session" in line(run("restore", story))
        assert "open in another session" in line(run("check", story, "--repair"))


def test_what_a_format_loses_is_told_before_it_is_written(run: Run, story: Path) -> None:
    told = run("export", story, "--to", "markdown", "-o", "sheet.md")
    assert "markdown loses 2 articles’ texts" in told.stderr
    assert run("export", story, "--to", "csv", "-o", "tables").stderr == ""


def test_only_a_part_is_exported(run: Run, story: Path) -> None:
    whole = json.loads(run("export", story, "--to", "variorum", "-o", "-").stdout)
    part = json.loads(run("export", story, "--to", "variorum", "-o", "-", "--article", "A").stdout)
    assert [article["label"] for article in whole["articles"]] == ["A", "B"]
    assert [article["label"] for article in part["articles"]] == ["A"]
    nobody = run("export", story, "--to", "variorum", "-o", "-", "--annotator", "nobody").stdout
    assert json.loads(nobody)["evidence"] == []
    assert "there is no article Z" in line(
        run("export", story, "--to", "variorum", "-o", "-", "--article", "Z")
    )


def test_strictly_every_reason_has_a_line_and_nothing_is_written(run: Run, story: Path) -> None:
    for target in ("sheet.md", "-"):
        told = run("export", story, "--to", "markdown", "-o", target, "--strict")
        assert (told.exit_code, told.stdout) == (1, "")
        first, *reasons = told.stderr.splitlines()
        assert first == "not exported, because it is not finished:"
        assert all(reason.startswith("claim ") for reason in reasons)
        assert reasons
    assert not Path("sheet.md").exists()


def test_a_record_that_differs_is_decided_by_a_word(run: Run, story: Path) -> None:
    document = json.loads(run("export", story, "--to", "variorum", "-o", "-").stdout)
    document["claims"][0]["note"] = "from elsewhere"
    Path("theirs.json").write_text(json.dumps(document), "utf-8")
    assert "claims[0].note: differs from the claim" in line(run("import", story, "theirs.json"))
    assert (
        "1 records kept as they were" in run("import", story, "theirs.json", "--on-conflict", "mine").stdout
    )
    assert "1 records replaced" in run("import", story, "theirs.json", "--on-conflict", "theirs").stdout
    assert "imported nothing new" in run("import", story, "theirs.json").stdout


def test_a_folder_is_imported(run: Run, story: Path) -> None:
    run("export", story, "--to", "csv", "-o", "tables")
    assert run("import", "again", "tables").stdout == "imported 2 articles, 2 claims, 2 evidence\n"
    assert (
        run("export", "again", "--to", "variorum", "-o", "-").stdout
        == run("export", story, "--to", "variorum", "-o", "-").stdout
    )
