"""What a person would see of a page, found in linear time whatever the page is."""

from __future__ import annotations

import pytest

from annotations.articles.extraction.visible import count, visible_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One <b>bold</b> word.<p>Two", "One bold word.\n\nTwo"),
        ("<div>One\n  line</div>and another<br>here", "One line\n\nand another\n\nhere"),
        ("a &amp; b &lt;c&gt; &eacute; &#233; &#xe9;", "a & b <c> é é é"),
        ("a < b and c > d", "a < b and c > d"),
        ("<!-- <p>not this</p> -->this<!doctype x><?php no ?>", "this"),
        ("<html><head><title>No</title><style>p > a {}</style></head><body>Yes", "Yes"),
        ("<script>if (a</b) document.write('<p>no</p>')</script>yes", "yes"),
        ("<SCRIPT>no</Script >yes", "yes"),
        ("<noscript>no</noscript><template><p>no</p></template>yes", "yes"),
        ('<a title="1 > 0" href=x>yes</a>', "yes"),
        ("<a title='it\"s > this'>yes</a>", "yes"),
        ('<a title="never closed>yes</a>', "yes"),
        ("<div hidden>no<div>no</div>no</div>yes", "yes"),
        ("<p hidden>no<p>yes", "yes"),
        ("<div hidden='until-found'>yes</div>", "yes"),
        ('<span style="color: red; Display : None">no</span>yes', "yes"),
        ("<b style='visibility:hidden'>no</b>yes", "yes"),
        ('<b title="hidden treasure" data-hidden=1>yes</b>', "yes"),
        ("<input hidden>yes", "yes"),
        ("<body hidden-things>yes", "yes"),
        ("", ""),
        ("&#99999999;&#x110000;", "&#99999999;\ufffd"),
        ("words <b", "words"),
    ],
)
def test_what_is_shown_is_the_text_and_nothing_else(page: str, text: str) -> None:
    assert visible_text(page) == text


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 200_000,
        "<" * 500_000,
        "<a b='" * 100_000,
        "<a " + "b='c' " * 100_000,
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<div hidden>" * 100_000,
        ("<b " + "style=' " * 120 + ">") * 500,
        "&#" + "9" * 500_000,
        "&" * 500_000,
    ],
    ids=lambda page: page[:12],
)
def test_no_page_takes_more_than_linear_time(page: str) -> None:
    # Quadratic time would be hours here; that it ends at all is what is tested.
    visible_text(page)


def test_white_space_is_not_counted() -> None:
    assert count(" a\u00a0b\n\n c\u2003") == 3
