"""Lines of printed pages, joined into paragraphs."""

from __future__ import annotations

import pytest

from annotations.articles.extraction.lines import joined


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([], ""),
        (["", " \n "], ""),
        (["one line"], "one line"),
        (
            ["The first line of this is long\nand so is the second one here\nbut not this.\nNext one."],
            "The first line of this is long and so is the second one here but not this.\n\nNext one.",
        ),
        (
            ["A line that is quite long here\n\nand another one"],
            "A line that is quite long here\n\nand another one",
        ),
        (
            ["He went over the page to the", "next one of them."],
            "He went over the page to the next one of them.",
        ),
        (["Inter-\nnational law."], "International law."),
        (["A well-\nknown man, well-known indeed."], "A well-known man, well-known indeed."),
        (["On the Franco-\nGerman border."], "On the Franco- German border."),
        (
            ["1. First of all these things\n2. Second of all these things"],
            "1. First of all these things\n\n2. Second of all these things",
        ),
        (
            ["A heading\nA line of the usual length, as the others\nand one more of the usual length here"],
            "A heading\n\nA line of the usual length, as the others and one more of the usual length here",
        ),
        (["two   spaces\tand a tab"], "two spaces and a tab"),
    ],
)
def test_lines_become_the_paragraphs_that_they_were_set_from(pages: list[str], text: str) -> None:
    assert joined(pages) == text
