"""The desk sheet: everything that a desk asks, in order, and nothing in it but text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from annotations import Project, __version__
from annotations.articles import text_hash
from annotations.exports import Selection, render
from annotations.exports.markdown import pieces, plain
from annotations.records import Article, Claim, Evidence, Origin, Quote, Review, quote_of
from annotations.text import displayable

FIRST = "The dam broke at noon.\nThe mayor said that nobody was hurt."
SECOND = "Officials doubt that the dam broke."
HOSTILE = [
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "    code",
    "> quote",
    "===",
    "---",
    "```\ncode\n```",
    "a | b \\| c \\",
    "<b>bold</b><!-- c --><script>x</script>",
    "&lt;&amp;&#65;",
    "[text](http://evil.example) ![i](x) [r]: y",
    "http://evil.example www.evil.example mail@evil.example <http://evil.example>",
    "*em* **strong** _em_ __strong__ ~~gone~~ `code` $x$",
    "line\n\n# next\r\nline",
    "\x1b[31mred\x1b]0;t\x07\x9b0m",
    "\u202egnp\u2066",
    "\\*not\\*",
    "| --- |",
    ": definition",
    "{.class #id}",
    "",
    "trailing \\",
]


def story(**of_claim: Any) -> Project:
    project = Project.in_memory(annotator="mo")
    texts = {"a": FIRST, "b": SECOND, "c": ""}
    articles = [
        Article(
            id=id, work=id, label=id.upper(), title=f"Title {id}", sha256=text_hash(text), chars=len(text)
        )
        for id, text in texts.items()
    ]
    project.add_records("articles", articles, texts.values())
    origins = [
        Origin(id="wire", name="The wire", kind="news_agency"),
        Origin(id="mayor", name="The mayor", kind="official", group="city"),
    ]
    project.add_records("origins", origins)
    claims = [
        Claim(id="hurt", text="Nobody was hurt.", **of_claim),
        Claim(id="broke", text="The dam broke.", open_question="At what time?"),
        Claim(id="later", text="It is repaired."),
    ]
    project.add_records("claims", claims)
    start = FIRST.index("nobody")
    pieces = [
        Evidence(
            id="e1", claim="hurt", article="a", stance="supports", certainty="hedged", inferred=True,
            quote=quote_of(FIRST, start, len(FIRST)), attribution=("wire", "mayor"),
        ),
        Evidence(id="e2", claim="broke", article="a", stance="supports", quote=quote_of(FIRST, 0, 22)),
        Evidence(id="e3", claim="broke", article="b", stance="refutes", quote=quote_of(SECOND, 0, 35)),
    ]  # fmt: skip
    project.add_records("evidence", pieces)
    reviews = [Review(claim=claim, article=article) for claim in ("hurt", "broke") for article in "bc"]
    project.add_records("reviews", [*reviews, Review(claim="later", article="a")])
    return project


def part(sheet: str, heading: str) -> str:
    return sheet.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def parsed(sheet: str) -> Any:
    return (
        MarkdownIt("commonmark", {"html": True, "linkify": False})
        .enable(["table", "strikethrough"])
        .parse(sheet)
    )


def test_the_parts_stand_in_the_order_in_which_a_desk_reads() -> None:
    assert re.findall(r"^## (.*)$", render(story(), "markdown"), re.MULTILINE) == [
        *("Bottom line", "Sources read", "Agreement matrix", "Open questions", "Evidence", "Who says so"),
        "Method",
    ]


def test_the_bottom_line_counts_statuses_worst_first_and_says_what_a_status_is_not() -> None:
    bottom = part(render(story(), "markdown"), "Bottom line")
    assert re.findall(r"^- (.*?):", bottom, re.MULTILINE) == ["disputed", "single source", "open"]
    assert "It does not say what is true." in bottom


def test_sources_have_version_hash_and_length() -> None:
    sources = part(render(story(), "markdown"), "Sources read")
    assert f"A: Title a · version 1, current · {len(FIRST)} characters" in sources
    assert text_hash(FIRST) in sources


def test_the_matrix_has_one_letter_a_cell_and_a_legend() -> None:
    table = part(render(story(), "markdown"), "Agreement matrix").strip().splitlines()
    assert table[0] == "|  | claim | A | B | C | origins | status |"
    assert table[2].startswith("| 2 | The dam broke. | S | R | \\- | 0 | disputed")
    assert table[3].startswith("| 1 | Nobody was hurt. | S | \\- | \\- | 1 | one source")
    assert "? not looked at yet" in table[-1]


def test_open_questions_hold_those_of_people_and_the_cells_nobody_looked_at() -> None:
    questions = part(render(story(), "markdown"), "Open questions")
    assert "- claim 2: At what time?" in questions
    assert "- claim 3: B, C not looked at yet." in questions


def test_claims_with_open_cells_are_stamped() -> None:
    evidence = part(render(story(), "markdown"), "Evidence")
    assert (
        "### 3 · It is repaired.\n\nStatus: open · B, C open\n\n**Not finished:** B, C not looked at yet"
        in evidence
    )
    assert evidence.count("**Not finished:**") == 1


def test_evidence_names_article_line_words_chain_and_certainty() -> None:
    evidence = part(render(story(), "markdown"), "Evidence")
    assert (
        "- supports · A, line 2 · “nobody was hurt.” · The wire ← The mayor · hedged · inferred from"
        in evidence
    )
    assert "- supports · A, line 1 · “The dam broke at noon.” · the article’s own voice\n" in evidence


def test_evidence_that_does_not_count_is_struck_through_with_the_reason() -> None:
    project = story()
    project.set_origin("mayor", state="withdrawn")
    assert "~~“nobody was hurt.”~~" in render(project, "markdown")
    assert "set aside: “The mayor” was withdrawn" in render(project, "markdown")


def test_a_retraction_and_words_that_an_update_dropped_are_named_in_the_report() -> None:
    project = story()
    article = project.current_articles[0]
    pieces = project.evidence_in(article.id)
    project.set_evidence(pieces[0].id, anchor="orphan", carried_from="an older one")
    assert "set aside: v1 no longer has these words" in render(project, "markdown")
    project.retract_article(article.id)
    sheet = render(project, "markdown")
    assert sheet.count(f"set aside: {article.label} is retracted") == len(pieces)
    assert "no longer has these words" not in sheet


def test_an_orphan_has_no_line() -> None:
    project = story()
    lost = Quote(start=900, end=905, exact="words of old")
    project.add_records(
        "orphan",
        [Evidence(id="e9", claim="later", article="b", stance="supports", anchor="orphan", quote=lost)],
    )
    assert "B, place lost · ~~“words of old”~~" in render(project, "markdown")


def test_who_says_so_tells_what_rests_on_an_origin_and_what_falls_without_it() -> None:
    who = part(render(story(), "markdown"), "Who says so")
    assert "- The mayor (official, group city) → claim 1; without it: claim 1 single source → open" in who
    assert "- The wire (news agency, no group) → passes on claim 1" in who
    assert "- A, in its own voice → claim 2" in who


def test_the_method_names_codebook_annotators_time_and_version() -> None:
    project = story(annotator="ro")
    method = part("".join(pieces(Selection(project, at="2025-01-02T03:04:05Z"))), "Method")
    assert "- codebook: Variorum, version 1" in method
    assert "- annotators: ro" in method
    assert "- as of: 2025-01-02T03:04:05Z" in method
    assert f"Variorum {__version__}" in method.replace("\\", "")


def test_two_sheets_of_the_same_records_are_the_same() -> None:
    project = story()
    assert render(project, "markdown") == render(project, "markdown")


def test_a_sheet_is_as_of_the_last_change() -> None:
    project = story()
    before = part(render(project, "markdown"), "Method")
    project.set_claim("later", note="still no news")
    after = part(render(project, "markdown"), "Method")
    assert f"- as of: {project.claim('later').modified}" in after
    assert before != after


def as_of(project: Project) -> str:
    found = re.search(r"^- as of: (.*)$", render(project, "markdown"), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Project]:
    """A project in a folder whose records say that they are old."""
    with Project.open(tmp_path / "story", annotator="ro", with_files=False) as project:
        old = "2020-01-02T03:04:05.000Z"
        claim = Claim(id="c1", text="The dam broke.", created=old, modified=old)
        project.add_records("brought in", [Origin(id="mayor", name="The mayor"), claim])
        project.flush()
        yield project


def test_a_sheet_is_as_of_the_last_change_of_who_counts_as_one_too(on_disk: Project) -> None:
    assert as_of(on_disk) == "2020-01-02T03:04:05.000Z"  # what was only brought in is as old as it says
    on_disk.set_origin("mayor", group="city")
    on_disk.flush()
    grouped = as_of(on_disk)
    assert grouped == list(on_disk.history())[-1].change.at
    assert as_of(on_disk) == grouped
    on_disk.undo()
    on_disk.flush()
    assert as_of(on_disk) >= grouped


def test_a_sheet_of_a_project_whose_history_is_gone_is_as_of_its_newest_record(on_disk: Project) -> None:
    on_disk.set_origin("mayor", group="city")
    on_disk.flush()
    with Project.open(copy_without_history(on_disk), read_only=True) as copy:
        assert as_of(copy) == "2020-01-02T03:04:05.000Z"


def copy_without_history(project: Project) -> Path:
    """A folder with nothing of a project but its snapshot."""
    assert project.folder is not None
    target = project.folder.parent / "copy"
    target.mkdir()
    project.close()
    shutil.copy(project.folder / "variorum.json", target)
    return target


def test_certainty_is_said_only_where_it_is_not_what_nobody_turned() -> None:
    project = story()
    piece = project.evidence[0]
    project.set_evidence(piece.id, certainty="certain")
    assert "certain" not in render(project, "markdown").replace("uncertain", "")
    project.set_evidence(piece.id, certainty="hedged")
    assert " · hedged" in render(project, "markdown")


def test_a_claim_whose_quote_is_lost_is_stamped() -> None:
    project = story()
    lost = Quote(start=900, end=905, exact="words of old")
    project.add_records(
        "orphan",
        [Evidence(id="e9", claim="later", article="b", stance="supports", anchor="orphan", quote=lost)],
    )
    assert "a quote in B is no longer there" in part(render(project, "markdown"), "Evidence")


def test_a_choice_of_claims_is_said() -> None:
    bottom = part(render(story(), "markdown", statuses=["disputed"]), "Bottom line")
    assert "1 claim against 3 current sources." in bottom
    assert "Only a choice of the claims: status disputed." in bottom


def test_an_empty_project_has_a_desk_sheet() -> None:
    assert "0 claims against 0 current sources." in render(Project.in_memory(), "markdown")


def _texts(tokens: Any) -> list[str]:
    return ["".join(child.content for child in token.children) for token in tokens if token.type == "inline"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["x {}", "### 1 · {}", "- “{}”", "| a |\n| - |\n| {} |"])
def test_hostile_text_renders_as_that_very_text(text: str, frame: str) -> None:
    tokens = parsed(frame.format(plain(text)))
    innocent = [token.type for token in parsed(frame.format("word"))]
    assert [token.type for token in tokens] == innocent
    children = [child.type for token in tokens for child in token.children or ()]
    assert set(children) <= {"text", "text_special"}
    shown = _texts(tokens)[-1].removeprefix("x").removeprefix("1 ·").strip("“”")
    assert shown.strip(" ") == displayable(text).strip(" ")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_anywhere_adds_nothing_to_the_sheet_but_text(text: str) -> None:
    def types(words: str) -> list[str]:
        project = story(tags=(words,), note=words or "n", verdict=words or "v", open_question=words or "q")
        project.set_claim("later", text=words or "words")
        project.set_article("a", title=words, publisher=words or "p", label="x" + words)
        project.set_origin("wire", name="x" + words)
        project.set_evidence("e2", note=words or "n")
        project.codebook = replace(project.codebook, name=words)
        tokens = parsed(render(project, "markdown"))
        return [kind for token in tokens for kind in (token.type, *(c.type for c in token.children or ()))]

    def structure(words: str) -> list[str]:
        return [kind for kind in types(words) if kind not in ("text", "text_special")]

    assert structure(text) == structure("word")


def test_the_sheet_holds_nothing_that_acts_on_a_terminal() -> None:
    project = story()
    for number, text in enumerate(HOSTILE):
        project.add_claim(text or "x", note=text, tags=(text, str(number)))
    sheet = render(project, "markdown")
    assert displayable(sheet, keep_lines=True) == sheet
