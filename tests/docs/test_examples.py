"""Every command and every example of the documentation is run, or held against what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, blocks, spoken_commands
from tests.docs.playing import BrokenExample, check_usage, commands, compare, play


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_do_what_they_say(page: Path, tmp_path: Path) -> None:
    play(page, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_within_sentences_are_understood(page: Path) -> None:
    for spoken in spoken_commands(page):
        # What stands in capitals is for the reader to fill in; a format is one that there is.
        words = [{"FORMAT": "html", "SHELL": "bash"}.get(word, word) for word in shlex.split(spoken)[1:]]
        check_usage(words, f"{page.name}: `{spoken}`", mentioned=True)


def test_there_is_something_to_run() -> None:
    found = [block for page in PAGES for block in blocks(page)]
    run = [
        block
        for block in found
        if block.language in ("sh", "python") and not {"not run", "the tests"} & set(block.marks)
    ]
    assert len(run) >= 25
    assert len([block for block in found if "prints" in block.marks]) >= 10


@pytest.mark.parametrize(
    ("language", "text", "marks"),
    [
        ("sh", "variorum matrix nowhere", ""),
        ("sh", "variorum sample here --loudly", ""),
        ("sh", "true | false", ""),
        ("python", "from annotations import Projects", ""),
        ("toml", "name = ", ""),
        ("json", "{'name': 1}", ""),
        ("text", "words of no program", ""),
        ("text", "words of no program", "<!-- prints -->"),
        ("sh", "variorum check --mend my-story", "<!-- not run: nobody is to run it -->"),
        ("sh", "variorum check my-story", "<!-- not run: -->"),
        ("sh", "pip install 'variorum[everything]'", "<!-- not run: from a registry -->"),
        ("sh", "python docs/nothing.py", "<!-- not run: takes too long here -->"),
        ("sh", "rm my-story", "<!-- not run: takes away what is there -->"),
        ("sh", "variorum check my-story", "<!-- opens a screne -->"),
        ("sh", "true", "<!-- before: variorum sample /dev/null/x -->"),
        ("perl", "print 1", ""),
    ],
)
def test_a_broken_example_is_noticed(tmp_path: Path, language: str, text: str, marks: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n{marks}\n```{language}\n{text}\n```\n", "utf-8")
    with pytest.raises(BrokenExample, match=r"page\.md:4: "):
        play(page, tmp_path / "played")


def test_a_screen_that_does_not_open_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- opens a screen -->\n```sh\nvariorum nowhere\n```\n", "utf-8")
    with pytest.raises(BrokenExample, match="no such file or folder"):
        play(page, tmp_path / "played")


def test_what_is_printed_is_compared_to_the_letter_but_for_times_and_gaps() -> None:
    compare("1  2020-01-01 00:00  you\n…\nend\n", "1  2026-11-22 13:55  you\nmuch\nmore\nend\n", "here")
    for printed in ("1  2026-11-22 13:55  me\nend\n", "1  2026-11-22 13:55  you\n", "you\nend\nmore\n"):
        with pytest.raises(BrokenExample):
            compare("1  2020-01-01 00:00  you\n…\nend\n", printed, "here")


def test_a_sentence_with_a_command_that_there_is_not_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Say `variorum matrix --jsno` for that, and `variorum` for this.\n", "utf-8")
    (spoken,) = spoken_commands(page)
    with pytest.raises(BrokenExample):
        check_usage(shlex.split(spoken)[1:], "page.md")


def test_a_line_of_shell_is_taken_apart() -> None:
    assert commands("A=1 one 'two three' && four | five  # six\n\nseven \\\n  eight > nine") == [
        ["one", "two three"],
        ["four"],
        ["five"],
        ["seven", "eight"],
        ["nine"],
    ]


def test_the_command_of_the_tests_stands_where_it_is_looked_for() -> None:
    marked = [block for block in blocks(ROOT / "README.md") if "the tests" in block.marks]
    assert len(marked) == 1
    assert "-m pytest" in marked[0].text
    assert "'/<!-- the tests -->/,/^```$/p' README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_to_files_that_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"(https?|mailto):", target):
            assert (page.parent / target).is_file(), f"{page.name} leads to {target}"
