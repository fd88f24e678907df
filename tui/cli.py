"""The command line. Textual is imported only where the app is opened.

Exit status: 0 done, 1 could not be done (one line on standard error), 2 wrong usage.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotations import Project, __version__
from annotations.agreement import STATUSES
from annotations.articles import STDIN, Source, encoding_named, read_bytes, read_source, sources_named
from annotations.articles.files import MAX_BYTES
from annotations.errors import BusyError, ProjectError, ReadOnlyError, SourceError, VariorumError
from annotations.exports import FORMATS
from annotations.folders import OWN
from annotations.store import FILE_NAME, has_project
from annotations.text import displayable
from tui.meter import Meter, StepMeter

# What one command needs is imported by it: the app is to be on the screen at once.
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from annotations.imports import Choice
    from tui.configuration.reading import Configuration

DEFAULT = "open"
EPILOG = "variorum completion --help tells how bash, zsh and fish complete all this."
#: The shells that can be told how to complete.
SHELLS = ("bash", "zsh", "fish")
#: What a shell sets when it asks how a line may go on.
COMPLETING = "_VARIORUM_COMPLETE"


class _ReaderLeft(Exception):
    """Who reads our output through a pipe has read enough."""


class Variorum(click.Group):
    """The commands; a first word that names none of them is a path to open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``open`` before arguments that do not begin with a command or an option of the group."""
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        # Nothing at all opens too, except where the first word is just being completed.
        if args[0] not in self.commands and args[0] not in own if args else not ctx.resilient_parsing:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was found."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Some versions of click take this error for themselves, and then for success.
            raise _ReaderLeft from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands first; where none begins like this, paths."""
        return super().shell_complete(ctx, incomplete) or _paths(incomplete)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and leave with its exit status; whatever went wrong is told display-safe."""
        extra["standalone_mode"] = False
        # Somebody who closed a stream wants nothing from it.
        sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
        sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            # A terminal that knows no arrow gets a question mark instead of a traceback.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            status = super().main(*args, **extra)
            sys.stdout.flush()
        except click.exceptions.Abort:
            status = 130
        except click.ClickException as problem:
            status = problem.exit_code
            told = io.StringIO()
            problem.show(file=told)
            click.echo(displayable(told.getvalue(), keep_lines=True), err=True, nl=False)
        except (_ReaderLeft, BrokenPipeError):
            # What is still to be flushed must not fail again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = 1
        except (VariorumError, OSError) as problem:
            status = 1
            _complain(problem)
        except Exception as fault:  # one of ours: nothing of what was read may reach the terminal by it
            from tui import crash

            status = 1
            crash.tell(fault, "a command was run")
        sys.exit(status or 0)


@click.group(
    cls=Variorum,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[OPTIONS]",
    subcommand_metavar="[PATH]... | COMMAND [ARGS]...",
)
@click.version_option(__version__, prog_name="variorum", message="%(prog)s %(version)s")
def cli() -> None:
    """Read the sources of one story side by side, tag the claims, and mark what each source says to them.

    variorum FOLDER opens the articles of a folder; variorum alone opens the project in this folder, or
    the sample if there is none; variorum . opens this folder. A first word that names a command is that
    command: open a folder called matrix as ./matrix.
    """


def _paths(begun: str) -> list[CompletionItem]:
    """Let the shell complete a path."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


_PROJECT = click.Path(path_type=Path)
#: Of how many articles a new one is said to read like.
_ALIKE_TOLD = 3


def _named(context: click.Context, _: click.Parameter, given: str | None) -> str | None:
    """The name for new records: as given, else as configured; null for the login name."""
    if given is not None or context.resilient_parsing:
        return given
    from tui.configuration.reading import read

    found = read()
    if found.broken and context.command is not open_command:  # the app tells it itself
        _say(str(found.problems[0]), err=True)
    return found.settings.annotator


_annotator = click.option(
    "--annotator", metavar="NAME", callback=_named, help="Whose name new records carry."
)


@cli.command("open")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_PROJECT)
@_annotator
@click.option("--read-only", is_flag=True, help="Only look; nothing can be changed.")
@click.option("--linear", is_flag=True, help="One column in words, without frames, for a screen reader.")
def open_command(paths: tuple[Path, ...], annotator: str | None, read_only: bool, linear: bool) -> int:
    """Open a folder of articles, or files: their project is the folder that they share."""
    # Until the first paint hardly anything becomes garbage, and looking for it takes a tenth of the start.
    # The app looks again as soon as it has painted.
    gc.disable()
    try:
        return _open(paths, annotator, read_only, linear)
    finally:
        gc.enable()


def _open(paths: tuple[Path, ...], annotator: str | None, read_only: bool, linear: bool) -> int:
    notices: list[str] = []
    introduce = False
    if not paths:
        if has_project(Path()):
            paths = (Path(),)
        else:
            _terminal()
            folder, introduce = _own_sample(annotator)
            if not introduce:  # else the app says so
                notices.append(
                    f"This is your copy of the sample, in {folder}. “variorum .” opens this folder."
                )
            paths = (folder,)
    folder, files = _folder_and_files(paths)
    _terminal()
    # Read before anything is made: what cannot be opened must not leave an empty project behind.
    sources = [_read(file) for file in files]
    try:
        project = Project.open(
            folder,
            annotator=annotator,
            read_only=read_only,
            with_files=not files,
            background=True,
            read=_read,
        )
    except BusyError as problem:
        project = Project.open(folder, annotator=annotator, read_only=True)
        notices.append(f"Only to be read: {problem}")
    with _closing(project):
        known = {article.source for article in project.articles}
        for source in sources:
            if not project.read_only and source.path and project.source_name(source.path) not in known:
                project.add_source(source)
                if source.guessed:
                    notices.append(_guessed(source))
        status = _open_app(
            project,
            [*project.notices, *notices],
            only_look=read_only,
            linear=linear,
            introduce=introduce,
        )
        # A folder that was opened with nothing in it, and left so, is left as it was.
        project.discard_if_empty()
        return status


@cli.command()
@click.argument("folder", type=_PROJECT)
@_annotator
def sample(folder: Path, annotator: str | None) -> None:
    """Put a copy of the sample project into FOLDER, to keep."""
    import seeds

    seeds.copy_to(folder, annotator=annotator)
    _say(f"the sample is in {folder}")


@cli.command("tutorial")
@click.option("--again", is_flag=True, help="Begin anew, on a new copy of the sample.")
@_annotator
def tutorial_command(again: bool, annotator: str | None) -> int:
    """Learn the app in six short lessons, on a private copy of the sample.

    It can be left at any time and goes on where it was left. After its end, --again plays it once more.
    """
    _terminal()
    from tui.running import run_tutorial

    configuration, options = _preferences()
    return run_tutorial(annotator=annotator, again=again, configuration=configuration, options=options)


@cli.command()
@click.argument("project", type=_PROJECT)
@click.argument(
    "sources",
    metavar="SOURCE...",
    nargs=-1,
    required=True,
    shell_complete=lambda _context, _parameter, begun: _paths(begun),
)
@click.option("--encoding", metavar="NAME", help="What the sources are in, such as utf-8 or koi8-r.")
@_annotator
def add(project: Path, sources: tuple[str, ...], encoding: str | None, annotator: str | None) -> int:
    """Add articles: files, folders, patterns like "*.pdf", http and https addresses, or - for standard input.

    Text, Markdown, web pages, PDF and Word files (.docx) are read. A source that has changed since becomes
    the next version of its article.
    """
    if encoding is not None and encoding_named(encoding) is None:
        raise click.BadParameter(f"there is no encoding {encoding}", param_hint="--encoding")
    failed = False
    read: list[Source] = []
    for name in dict.fromkeys(sources):
        try:
            found = sources_named(name)
        except SourceError as problem:
            failed = _complain(problem)
            continue
        for source in found:
            try:
                if _is_own(project, source):
                    if isinstance(source, Path) and str(source) == name:
                        raise SourceError(f"{name}: lies among the project's own files")
                    continue
                read.append(_read(source, encoding))
            except SourceError as problem:
                failed = _complain(problem)
    if read:  # else nothing is done, and no project is made
        with _closing(Project.open(project, annotator=annotator, with_files=False)) as opened:
            for one in read:
                try:
                    _add(opened, one if encoding is not None else opened.as_before(one))
                except ProjectError as problem:
                    failed = _complain(ProjectError(f"{one.name}: {problem}"))
    return int(failed)


@cli.command("matrix")
@click.argument("project", type=_PROJECT)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Only claims with one of these statuses.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only claims with one of these tags.")
@click.option("--annotator", metavar="NAME", help="Only what this person has marked.")
def matrix_command(
    project: Path, as_json: bool, statuses: tuple[str, ...], tags: tuple[str, ...], annotator: str | None
) -> None:
    """Print which article says what to which claim, worst first."""

    from annotations.matrix import matrix, matrix_data
    from tui.tables import plain_matrix, print_matrix

    with Project.open(project, read_only=True) as opened:
        table = matrix(opened, statuses=statuses, tags=tags, annotator=annotator)
        if as_json:
            _json(matrix_data(opened, table))
            return
        articles = {article.id: article for article in opened.articles}
        if sys.stdout.isatty():
            print_matrix(table, articles)
        else:
            click.echo(plain_matrix(table, articles))


@cli.command("export")
@click.argument("project", type=_PROJECT)
@click.option(
    "--to",
    required=True,
    type=click.Choice([format.name for format in FORMATS.values() if format.writes]),
    help="The format to write; variorum formats tells of each.",
)
@click.option(
    "-o",
    "target",
    metavar="PATH",
    type=click.Path(allow_dash=True),
    help="Where to; - is standard output. Named after the project, in this folder, if not given.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Only claims with one of these statuses.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only claims with one of these tags.")
@click.option("--article", "articles", multiple=True, metavar="LABEL", help="Only these articles.")
@click.option("--annotator", metavar="NAME", help="Only what this person has marked.")
@click.option("--strict", is_flag=True, help="Refuse what is not finished, and say what that is.")
@click.option("--force", is_flag=True, help="Write although something is there already, and replace it.")
def export_command(
    project: Path,
    to: str,
    target: str | None,
    statuses: tuple[str, ...],
    tags: tuple[str, ...],
    articles: tuple[str, ...],
    annotator: str | None,
    strict: bool,
    force: bool,
) -> int:
    """Write a report, tables, or a file that loads back. What the format loses is told before."""
    from annotations.errors import IncompleteError
    from annotations.exports import Losses, Selection, default_target, export, rendered
    from annotations.exports.writing import check_target, refuse_unfinished

    if target == "-" and FORMATS[to].folder:
        raise click.UsageError(f"{to} is a folder of files and cannot be written to standard output")
    chosen: dict[str, Any] = {"statuses": statuses, "tags": tags, "articles": articles}
    with Project.open(project, read_only=True) as opened:
        try:
            if target == "-":
                # All of it is made before the first byte is written: half of it would look like a whole.
                _bytes(b"".join(rendered(opened, to, **chosen, annotator=annotator, strict=strict)))
                return 0
            place = Path(target) if target is not None else default_target(opened, to)
            check_target(opened, FORMATS[to], place, force)
            selection = Selection(opened, **chosen, annotator=annotator)
            if strict:
                refuse_unfinished(selection)
            lost = Losses(selection).of(FORMATS[to])
            if lost:
                _say(f"{to} loses {', '.join(loss.words for loss in lost)}", err=True)
            with StepMeter() as meter:
                export(opened, to, place, **chosen, annotator=annotator, force=force, progress=meter.show)
            _say(f"written to {place}")
        except IncompleteError as problem:
            _say("not exported, because it is not finished:", err=True)
            for reason in problem.reasons:
                _say(reason, err=True)
            return 1
    return 0


@cli.command("import")
@click.argument("project", type=_PROJECT)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PROJECT)
@click.option(
    "--from",
    "from_format",
    type=click.Choice([format.name for format in FORMATS.values() if format.reads]),
    help="The format of the files; found from them if not given.",
)
@click.option(
    "--on-conflict",
    "otherwise",
    type=click.Choice(["mine", "theirs", "both"]),
    help="Where the project has a record with other content: keep it, take the file's, or have both.",
)
@_annotator
def import_command(
    project: Path,
    files: tuple[Path, ...],
    from_format: str | None,
    otherwise: Choice | None,
    annotator: str | None,
) -> None:
    """Import records from files or folders, all of them or nothing."""
    from annotations.imports import import_files

    if not has_project(project) and project.name != FILE_NAME:
        # A trial first: files that are refused must not leave an empty project behind.
        with StepMeter() as meter:
            import_files(
                Project.in_memory(annotator=annotator or ""), files, from_format, progress=meter.show
            )
    with (
        _closing(Project.open(project, annotator=annotator, with_files=False)) as opened,
        StepMeter() as meter,
    ):
        report = import_files(opened, files, from_format, otherwise=otherwise, progress=meter.show)
    for notice in report.notices:
        _say(notice, err=True)
    added = ", ".join(f"{number} {table}" for table, number in report.added.items() if number)
    known, replaced = sum(report.known.values()), sum(report.replaced.values())
    told = [
        f"imported {added or 'nothing new'}",
        *([f"{replaced} records replaced"] if replaced else []),
        *([f"{report.kept} records kept as they were"] if report.kept else []),
        *([f"{known} records were there already"] if known else []),
    ]
    _say("; ".join(told))


@cli.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes SHELL (bash, zsh or fish) complete commands, options, formats, statuses and paths.

    For bash, in ~/.bashrc: eval "$(variorum completion bash)". For zsh, in ~/.zshrc after compinit:
    eval "$(variorum completion zsh)". For fish, once: variorum completion fish >
    ~/.config/fish/completions/variorum.fish.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:  # click has all of these
        click.echo(kind(cli, {}, "variorum", COMPLETING).source())


@cli.command()
def formats() -> None:
    """Tell what can be exported and imported, and what each format keeps."""
    from tui.tables import formats_table

    click.echo(formats_table())


@cli.command("check")
@click.argument("project", type=_PROJECT)
@click.option("--repair", is_flag=True, help="Mend what can be mended; what was damaged is kept beside.")
@_annotator
def check_command(project: Path, repair: bool, annotator: str | None) -> int:
    """Look whether everything in a project is sound."""
    if repair:
        with _closing(Project.open(project, annotator=annotator, with_files=False, salvage=True)) as opened:
            for notice in opened.notices:
                _say(f"mended: {notice}")
            for mended in opened.repair():
                _say(f"mended: {mended}")
            return _tell_findings(opened, [])
    with Project.open(project, read_only=True) as opened:
        faults = [*opened.faults, *filter(None, [opened.codebook_fault])]
        return _tell_findings(opened, faults)


def _tell_findings(project: Project, faults: Sequence[str]) -> int:
    from annotations.soundness import check
    from annotations.store import past_faults

    findings = check(project)
    for fault in faults:
        _say(f"error: {fault}")
    past = past_faults(project.folder) if project.folder is not None else []
    for fault in past:
        _say(f"warning: {fault}")
    for finding in findings:
        _say(f"{finding.severity}: {finding.where}: {finding.what}")
    if not findings and not faults and not past:
        _say(
            f"sound: {len(project.articles)} articles, {len(project.claims)} claims, "
            f"{len(project.evidence)} quotes, {len(project.reviews)} reviews"
        )
    return int(bool(faults) or any(finding.severity == "error" for finding in findings))


@cli.command("history")
@click.argument("project", type=_PROJECT)
@click.option("--claim", metavar="ID", help="Only what concerns this claim: its id or its number.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the records before and after.")
def history_command(project: Path, claim: str | None, as_json: bool) -> None:
    """Tell who changed what, and when."""
    import json

    from annotations.store import plain_change
    from tui.tables import history_lines

    with Project.open(project, read_only=True) as opened:
        id = _claim_id(opened, claim) if claim is not None else None
        recorded = list(opened.history(id))
        if claim is not None and id == claim and not recorded:
            raise ProjectError(f"no claim {claim} is or was in this project")
        if as_json:
            told = json.dumps([plain_change(one) for one in recorded], ensure_ascii=False, indent=1)
            _bytes(told.encode() + b"\n")
            return
        for line in history_lines(recorded, with_fields=claim is not None):
            _say(line)


@cli.command("restore")
@click.argument("project", type=_PROJECT)
@click.argument("backup", required=False)
@click.option("--list", "only_list", is_flag=True, help="Only tell which backups there are.")
@_annotator
def restore_command(project: Path, backup: str | None, only_list: bool, annotator: str | None) -> None:
    """Go back to a backup: the newest, or BACKUP, its file name, the beginning of it, or its number.

    It is one change, and undo takes it back. The folder backups holds copies of the last ten states and of
    the last fourteen days.
    """
    from annotations.restoring import backups_of, restore

    folder = project.parent if project.name == FILE_NAME and not project.is_dir() else project
    if only_list:
        for found in backups_of(folder):
            _say(f"{found.path.name}  {found.at:%Y-%m-%d %H:%M} UTC  after change {found.number}")
        return
    done = restore(folder, backup, annotator=annotator)
    name = done.backup.path.name
    if not done.changed:
        _say(f"nothing to do: everything is as in {name}")
        return
    _say(f"restored from {name}")
    for path in done.kept:
        _say(f"kept as it was: {path}")


@cli.command("versions")
@click.argument("project", type=_PROJECT)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def versions_command(project: Path, as_json: bool) -> None:
    """Tell what the versions of articles changed, and which sentences with evidence they dropped."""
    from annotations.versions import works, works_data
    from tui.version_lines import versions_lines

    with Project.open(project, read_only=True) as opened:
        found = works(opened)
        if as_json:
            _json(works_data(opened, found))
            return
        for line in versions_lines(opened, found):
            _say(line)


@cli.command("reanchor")
@click.argument("project", type=_PROJECT)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_annotator
def reanchor_command(project: Path, as_json: bool, annotator: str | None) -> None:
    """Carry quotes to newer versions anew, except those that a person has placed or confirmed.

    It is one change, and undo takes it back. Says of every quote what it is now: exact, moved, changed (a
    place is proposed, and it counts for nothing until a person confirms it) or orphan.
    """
    from annotations.versions import reanchored_data
    from tui.version_lines import reanchored_lines

    folder = project.parent if project.name == FILE_NAME and not project.is_dir() else project
    if not has_project(folder):
        raise ProjectError(f"{project}: there is no project in this folder")
    with _closing(Project.open(project, annotator=annotator, with_files=False)) as opened:
        if opened.read_only:
            raise ReadOnlyError(opened.reason or f"{project}: the project is open to be read only")
        with StepMeter() as meter:
            found = opened.reanchor(told=meter.carried)
    if as_json:
        _json(reanchored_data(opened, found))
        return
    for line in reanchored_lines(opened, found):
        _say(line)


@cli.command("config")
@click.option(
    "--init", is_flag=True, help="Make a commented file to begin with; never over one that is there."
)
@click.option("--keys", is_flag=True, help="Print every command by its name, with its keys in force.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--annotator", metavar="NAME", help="As if this were given to another command.")
def config_command(init: bool, keys: bool, as_json: bool, annotator: str | None) -> int:
    """Tell where your configuration is, what is in force, and what is wrong with it, by line.

    Exits with 1 if something in the file does not hold.
    """
    from tui.configuration.reading import default_path, read

    if init:
        from tui.configuration.starting_file import make

        make(default_path())
        _say(f"made {default_path()}")
        return 0
    from tui.configuration.report import config_data, config_lines, key_lines

    found = read()
    if as_json:
        _json(config_data(found, annotator=annotator))
    else:
        lines = key_lines(found.keys) if keys else config_lines(found, annotator=annotator)
        for line in lines:
            _say(line)
    for problem in found.problems:
        _say(str(problem), err=True)
    return int(bool(found.problems))


def main() -> None:
    """The entry point ``variorum``."""
    cli(prog_name="variorum")


# ---- What the commands are made of ---------------------------------------------------------------


def _folder_and_files(paths: Sequence[Path]) -> tuple[Path, list[Path]]:
    """The project folder that paths lead to, and the article files among them.

    Raises:
        click.UsageError: there are several folders, or a folder and files.
        ProjectError: a path is not there.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise ProjectError(f"{path}: no such file or folder")
    folders = [path for path in paths if path.is_dir() or path.name == FILE_NAME]
    if folders and len(paths) > 1:
        raise click.UsageError("open one folder, or one or more files")
    if folders:
        return folders[0] if folders[0].is_dir() else folders[0].parent, []
    return Path(os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths])), list(paths)


def _claim_id(project: Project, claim: str) -> str:
    """The id of a claim that is given by its id or its number."""
    from annotations.records import Claim

    if project.find(Claim, claim) is None and claim.isascii() and claim.isdigit():
        number = int(claim)
        if 1 <= number <= len(project.claims):
            return project.claims[number - 1].id
    return claim


def _terminal() -> None:
    """Refuse to open a screen where there is none.

    Raises:
        ProjectError: one of the standard streams is no terminal, or the terminal cannot show a screen.
    """
    # Standard error too: that is where the screen is painted.
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error")):
        if stream is None or stream.closed or not stream.isatty():
            raise ProjectError(
                f"variorum needs a terminal to open a screen; standard {name} is none "
                "(matrix, export, check and the other commands work without)"
            )
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        raise ProjectError("variorum needs a terminal that can place text to open a screen; this one is dumb")


def _own_sample(annotator: str | None) -> tuple[Path, bool]:
    """The folder of the private copy of the sample, which is made once and kept, and whether it is new."""
    import platformdirs

    import seeds

    folder = platformdirs.user_data_path("variorum") / "sample"
    is_new = not has_project(folder)
    if is_new:
        seeds.copy_to(folder, annotator=annotator)
    return folder, is_new


def _open_app(
    project: Project, notices: Sequence[str], *, only_look: bool, linear: bool, introduce: bool
) -> int:
    from tui.running import run_app

    configuration, options = _preferences()
    return run_app(
        project,
        notices=notices,
        only_look=only_look,
        linear=linear,
        introduce=introduce,
        configuration=configuration,
        options=options,
    )


def _preferences() -> tuple[Configuration, frozenset[str]]:
    """What the person has set, and which of it was given on the command line."""
    from tui.configuration.reading import read
    from tui.configuration.settings import NAMES

    asked = click.get_current_context().get_parameter_source
    given = (name for name in NAMES if asked(name) is click.core.ParameterSource.COMMANDLINE)
    return read(), frozenset(given)


@contextlib.contextmanager
def _closing(project: Project) -> Iterator[Project]:
    """Close a project in the end, and say so if it could not be saved."""
    try:
        yield project
    finally:
        state = project.close()
    if state.word == "not_saved":
        raise ProjectError(f"{project.folder}: could not be saved ({state.reason})")


def _is_own(project: Path, source: Path | str) -> bool:
    """Whether a source is a file that the project keeps for itself."""
    folder = project.parent if project.name == FILE_NAME else project
    if not isinstance(source, Path):
        return False
    parts = os.path.relpath(os.path.abspath(source), os.path.abspath(folder)).split(os.sep)
    return len(parts) > 1 and parts[0] in OWN


def _read(source: Path | str, encoding: str | None = None) -> Source:
    """Read one source; what takes a while shows on a terminal how far it is."""
    if source == STDIN:
        if sys.stdin is None or sys.stdin.closed:
            raise SourceError("standard input: is closed")
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), encoding=encoding)
    with Meter(source) as meter:
        return read_source(source, encoding=encoding, progress=meter.show)


def _add(project: Project, source: Source) -> None:
    from annotations.falls import fall_lines

    with StepMeter() as meter:
        ahead = project.carry_ahead(source, told=meter.carried)
    added = project.add_source(source, ahead=ahead)
    article = added.article
    if added.outcome == "same":
        what = f"same text as {article.label}, nothing to do"
    elif added.outcome == "added":
        what = f"added as {article.label}"
    else:
        carried = ", ".join(f"{n} {anchor}" for anchor, n in sorted(Counter(added.carried).items()))
        what = f"version {article.version} of {article.label}; quotes carried: {carried or 'none'}"
    _say(f"{source.name}: {what}")
    for note in filter(None, (source.left_out, *source.notes)):
        _say(f"{source.name}: {note}", err=True)
    if source.guessed:
        _say(_guessed(source), err=True)
    for line in fall_lines(added.consequences, project.number):
        _say(f"{source.name}: {line}")
    if added.outcome == "added":
        for alike in project.alike(source.text, leave_out=(article.work,))[:_ALIKE_TOLD]:
            _say(f"{source.name}: {alike.in_words}; repeats are not independent", err=True)


def _guessed(source: Source) -> str:
    return f"{source.name}: not UTF-8, read as {source.encoding}; does it read right? --encoding changes it"


def _say(line: str, *, err: bool = False) -> None:
    """Print one line, display-safe."""
    click.echo(displayable(line), err=err)


def _complain(problem: VariorumError | OSError) -> bool:
    """Tell on standard error what could not be done; true, for whoever notes that something failed."""
    if isinstance(problem, OSError) and problem.strerror:
        named = f"{os.fsdecode(problem.filename)}: " if isinstance(problem.filename, str | bytes) else ""
        message = named + problem.strerror.lower()
    else:
        message = str(problem)
    # Several files that could not be read are one error with a line for each.
    click.echo(displayable(message, keep_lines=isinstance(problem, SourceError)), err=True)
    return True


def _json(data: object) -> None:
    import msgspec

    _bytes(msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")


def _bytes(data: bytes) -> None:
    """Write data as it is, in UTF-8 whatever the encoding here; to a terminal only what is safe to show.

    Raises:
        ProjectError: it is no text, and standard output is a terminal.
    """
    if not sys.stdout.isatty():
        click.echo(data, nl=False)
        return
    try:
        words = data.decode()
    except UnicodeDecodeError:
        raise ProjectError("this is no text; -o PATH or a pipe takes it") from None
    shown = displayable(words, keep_lines=True)
    click.echo(shown, nl=False)
    if shown != words:
        _say(
            "signs stand for characters that would act on this terminal; a pipe or -o PATH gets them",
            err=True,
        )


if __name__ == "__main__":
    main()
