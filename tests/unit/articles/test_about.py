"""What a page says of itself, and what is not believed."""

from __future__ import annotations

import pytest

from annotations.articles.extraction.about import headline, language, published, title_of_page


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Envoy arrives &ndash; The Ledger</title>", "Envoy arrives"),
        ("<TITLE lang=en>\n Pier-side talks | World | The Ledger</TITLE>", "Pier-side talks"),
        ("<title>Talks: what we know</title>", "Talks: what we know"),
        ("<title> </title>", None),
        ("<p>no title</p>", None),
    ],
)
def test_the_title_of_a_page_is_without_the_name_of_its_site(page: str, title: str | None) -> None:
    assert title_of_page(page) == title


@pytest.mark.parametrize(
    ("title", "found", "taken"),
    [
        ("Envoy arrives - The Ledger", "The envoy is here", "The envoy is here"),
        ("Envoy arrives - The Ledger", "Keyboard shortcuts", "Envoy arrives"),
        ("Envoy arrives - The Ledger", None, "Envoy arrives"),
        ("Envoy arrives - The Ledger", "A1", "A1"),
        ("特使", "特使が到着した", "特使が到着した"),
    ],
)
def test_a_headline_that_has_nothing_to_do_with_the_title_is_not_believed(
    title: str, found: str | None, taken: str
) -> None:
    assert headline(f"<title>{title}</title>", found) == taken


def test_without_a_title_the_headline_is_what_was_found() -> None:
    assert headline("<h1>x</h1>", " An \n envoy ") == "An envoy"
    assert headline("<h1>x</h1>", None) is None


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ('<meta property="article:published_time" content="2025-06-17T09:30:00Z">', None),
        ('<time datetime="2025-06-17">17 June</time>', None),
        ('<script>{"datePublished": "2025-06-17T09:30"}</script>', None),
        ("", "https://ledger.example/2025/06/17/envoy"),
        ("", "https://ledger.example/news-2025/2025-06-17-envoy"),
    ],
)
def test_a_date_is_believed_where_the_markup_or_the_address_says_it(page: str, address: str | None) -> None:
    assert published(page, address, "2025-06-17") == "2025-06-17"
    assert published(page, address, "2025-06-18") is None
    assert published(page, address, None) is None


def test_a_date_in_the_prose_is_nobody_s() -> None:
    assert published("<p>It was on 2025-06-17 that he came.</p>", None, "2025-06-17") is None


def test_the_language_is_what_the_page_says() -> None:
    assert language('<html class="x" lang="pt-BR">') == "pt-BR"
    assert language("<html><p lang=de>") is None
