"""All commands of the command line, for the page about them and for the manual page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import NamedTuple

import click

from annotations import __version__
from tui.cli import cli


class Option(NamedTuple):
    """An option: how it is written, and what it does."""

    names: str
    help: str


class Usage(NamedTuple):
    """A command: how it is called, what it does in paragraphs, its options."""

    name: str
    synopsis: str
    paragraphs: list[str]
    options: list[Option]


def usages() -> Iterator[Usage]:
    """The program itself, then each of its commands, in the order in which help lists them."""
    context = click.Context(cli, info_name="variorum", **cli.context_settings)
    yield _usage(cli, context, "variorum")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None and not command.hidden:
            yield _usage(command, click.Context(command, info_name=name, parent=context), f"variorum {name}")


def _usage(command: click.Command, context: click.Context, name: str) -> Usage:
    pieces = " ".join(command.collect_usage_pieces(context))
    about = inspect.cleandoc(command.help or "")
    paragraphs = [re.sub(r"\s+", " ", part).strip() for part in about.split("\n\n")]
    options = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            options.append(Option(*record))
    return Usage(name, f"{name} {pieces}", [one for one in paragraphs if one], options)


def commands_in_markdown() -> str:
    """The page of commands."""
    parts = []
    for usage in usages():
        parts += [f"## {usage.name}", "", f"`{usage.synopsis}`", ""]
        parts += [line for paragraph in usage.paragraphs for line in (_words(paragraph), "")]
        parts += ["| option | |", "|---|---|"]
        parts += [f"| {_code(option.names)} | {_words(option.help)} |" for option in usage.options]
        parts.append("")
    return "\n".join(parts)


def _code(words: str) -> str:
    return f"`{words}`".replace("|", "\\|")


def _words(words: str) -> str:
    return words.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


# ---- The manual page -----------------------------------------------------------------------------

FILES = (
    ("variorum.json", "All records of a project, in the folder of its articles; a TinyDB file."),
    ("variorum.json.journal", "What has changed since, a checked line for each change."),
    ("texts/, history/, backups/", "The texts as they were read, all changes, and earlier states."),
    ("codebook.toml", "The project’s own claim types and tags, where there is one."),
    ("config.toml", "Your keymap, colours and questions; variorum config says where it lies."),
)
ENVIRONMENT = (
    ("NO_COLOR", "Nothing is coloured; letters and underlines say the same."),
    ("VARIORUM_CRASH_TEXT", "If it is 1, the report of a fault of the program may hold text of articles."),
)
STATUS = (
    ("0", "Done."),
    ("1", "It could not be done; one line on standard error says why, and nothing is half-done."),
    ("2", "Wrong usage."),
    ("128+n", "The app was ended by the signal of this number; everything was saved before."),
)


def manual() -> str:
    """The manual page, in the macros of man(7)."""
    program, *commands = usages()
    lines = [
        '.\\" Made by docs/generate.py from the commands; changes belong there.',
        f'.TH VARIORUM 1 "" "variorum {__version__}" "User Commands"',
        # Ragged at the right: a line with one long word in it cannot be filled up to there, and man says so.
        ".ad l",
        ".SH NAME",
        "variorum \\- compare the sources of one story by hand, in a terminal",
        ".SH SYNOPSIS",
    ]
    for usage in (program, *commands):
        name, _, rest = usage.synopsis.partition(" ")
        lines += [f".B {_roff(name)}", _roff(rest), ".br"]
    lines[-1:] = [".SH DESCRIPTION"]
    lines += _paragraphs(program.paragraphs)
    lines += [".SH OPTIONS", *_tagged(program.options), ".SH COMMANDS"]
    for usage in commands:
        _, _, rest = usage.synopsis.partition(" ")
        lines += [f'.SS "{_roff(rest)}"', *_paragraphs(usage.paragraphs), *_tagged(usage.options)]
    for title, entries in (("EXIT STATUS", STATUS), ("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT)):
        lines += [f'.SH "{title}"', *_tagged([Option(*entry) for entry in entries])]
    return "\n".join(lines) + "\n"


def _paragraphs(paragraphs: list[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in (".PP", *_sentences(paragraph))][1:]


def _tagged(options: list[Option]) -> list[str]:
    return [
        line for option in options for line in (".TP", f".B {_roff(option.names)}", *_sentences(option.help))
    ]


def _sentences(words: str) -> list[str]:
    """A line for each sentence, as roff wants it to space them."""
    return [_roff(one) for one in re.split(r"(?<=[.;:])\s+(?=[A-Z])", words)]


def _roff(words: str) -> str:
    """Text as roff takes it: no letter of it a macro, hyphens as they are typed."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    for sign, name in (("–", "\\(en"), ("’", "\\(cq"), ("“", "\\(lq"), ("”", "\\(rq"), ("…", "...")):
        escaped = escaped.replace(sign, name)
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped
