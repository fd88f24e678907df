"""The report as a page: whole, without a script, and never what a text would have it be."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import seeds
from annotations import Project
from annotations.exports import render
from annotations.exports.html import AROUND, nearest
from annotations.imports import import_files

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">',
    "</script><script>alert(1)</script>",
    "<!-- --> ]]> &lt;b&gt;",
    "\x1b[31mred\u202eevil\x00",
]


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.in_memory(annotator="mo")
    path = tmp_path / "sample.json"
    path.write_bytes(seeds.exchange_file().read_bytes())
    import_files(made, [path])
    return made


def test_a_page_asks_for_nothing_and_runs_nothing(project: Project) -> None:
    page = Page(render(project, "html"))
    loading = {"img", "link", "iframe", "object", "embed", "video", "audio", "source", "base", "form"}
    assert not loading & {tag for tag, _ in page.tags}
    assert not [tag for tag, attributes in page.tags if {"src", "srcset", "action"} & attributes.keys()]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "url(" not in render(project, "html")
    policies = [a["content"] for tag, a in page.tags if tag == "meta" and "content" in a]
    assert any(policy and policy.startswith("default-src 'none'") for policy in policies)


def test_every_claim_and_every_quote_is_there_once_in_its_place(project: Project) -> None:
    text = " ".join("".join(Page(render(project, "html")).words).split())
    for claim in project.claims:
        assert text.count(" ".join(claim.text.split())) >= 2
    for piece in project.evidence:
        assert " ".join(piece.quote.exact.split()) in text


def test_a_quote_stands_in_its_surroundings(project: Project) -> None:
    piece = next(p for p in project.evidence if p.anchor == "exact" and p.quote.start > 200)
    paragraph = project.text(piece.article)[: piece.quote.start].rpartition("\n\n")[2]
    assert paragraph.strip()
    assert f"\n{paragraph}{piece.quote.exact}" in "".join(Page(render(project, "html")).words).replace(
        "…", ""
    )


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("The gate. It ", "The gate. It "),
        ("One paragraph.\n\nAnother ", "Another "),
        ("One paragraph.\r\n \r\nAnother ", "Another "),
        (f"cut {'a' * AROUND}", f"…{'a' * AROUND}"),
        (f"{'b' * 30} {'a' * (AROUND - 20)}", f"…{'a' * (AROUND - 20)}"),
        ("字" * (AROUND + 1), "…" + "字" * AROUND),
    ],
)
def test_of_a_long_paragraph_the_words_next_to_the_quote_are_shown(before: str, shown: str) -> None:
    assert nearest(before) == shown


def test_claims_that_are_not_finished_are_stamped(project: Project) -> None:
    page = render(project, "html")
    waiting = [claim.id for claim in project.claims if project.agreement(claim.id).open_cells]
    assert waiting
    assert page.count('stamp">not finished<') == len(waiting)
    for id in waiting:
        number = project.number(id)
        assert (
            '<p class="stamp">Not finished: '
            in page.partition(f'id="c{number}"')[2].partition("</article>")[0]
        )


def test_no_claim_is_stamped_where_everything_was_looked_at(project: Project) -> None:
    for claim in project.claims:
        for piece in project.evidence_on(claim.id):
            if piece.id in project.agreement(claim.id).set_aside:
                project.delete_evidence(piece.id)
        for article in project.agreement(claim.id).open_cells:
            project.review(claim.id, article, basis="read")
    assert 'class="stamp"' not in render(project, "html")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_text(project: Project, text: str) -> None:
    before = Page(render(project, "html")).tags
    claim = project.claims[0]
    project.set_claim(claim.id, text=text, note=text, open_question=text, verdict=text)
    project.set_article(project.articles[0].id, title=text, publisher=text)
    page = render(project, "html")
    tags = Page(page).tags
    own = {"script", "title"}
    assert {tag for tag, _ in tags} - own == {tag for tag, _ in before} - own
    assert [a for tag, a in tags if tag == "script"] == [{"type": "application/ld+json"}]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert not [a for tag, a in tags if tag == "a" and not re.match(r"#c\d+$|https?://", a.get("href") or "")]
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_verdicts_stand_in_the_page_as_data(project: Project) -> None:
    assert "<script" not in render(project, "html")
    project.set_claim(project.claims[0].id, verdict="Mostly so </script>")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', render(project, "html"))
    assert json.loads(data)["@graph"][0]["reviewRating"]["alternateName"] == "Mostly so </script>"


def test_an_address_is_a_link_only_where_it_is_one(project: Project) -> None:
    project.set_article(project.articles[0].id, url="javascript:alert(1)")
    project.set_article(project.articles[1].id, url="https://a.example/?a=1&b=2")
    hrefs = [a.get("href") or "" for tag, a in Page(render(project, "html")).tags if tag == "a"]
    assert "https://a.example/?a=1&b=2" in hrefs
    assert not [href for href in hrefs if href.startswith("javascript")]
