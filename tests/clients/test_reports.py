"""The reports, read by parsers of Markdown and HTML that are not ours."""

from __future__ import annotations

from annotations import Project
from annotations.exports import render


def test_the_page_is_html_without_an_error(project: Project) -> None:
    import html5lib

    parser = html5lib.HTMLParser(strict=False)
    parser.parse(render(project, "html"))
    assert parser.errors == []


def test_the_page_holds_every_quote(project: Project) -> None:
    import html5lib

    tree = html5lib.parse(render(project, "html"), namespaceHTMLElements=False)
    quotes = {
        " ".join("".join(mark.itertext()).split()) for name in ("mark", "del") for mark in tree.iter(name)
    }
    assert quotes == {" ".join(piece.quote.exact.split()) for piece in project.evidence}


def test_the_sheet_holds_every_quote_and_no_html(project: Project) -> None:
    from markdown_it import MarkdownIt

    tokens = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .parse(render(project, "markdown"))
    )
    children = [child for token in tokens for child in token.children or ()]
    assert not [token for token in [*tokens, *children] if token.type.startswith("html")]
    words = "".join(child.content for child in children)
    for piece in project.evidence:
        assert piece.quote.exact.split("\n")[0] in words
