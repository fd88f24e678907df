"""Queries, hits, and the walk over them."""

import subprocess
import sys

import pytest

from tui.reader import ArticleText
from tui.reader.search import Hits, Query, SearchError, Trail, compile_query

TEXT = ArticleText("The ferry ran aground.\r\nA ferry-man saw the Ferry.\nNobody else.")


def query(typed: str, *, expression: bool = False) -> Query:
    made = compile_query(typed, expression=expression)
    assert made is not None
    return made


def found(typed: str, text: ArticleText = TEXT, *, expression: bool = False) -> list[str]:
    return [text.raw[start:end] for start, end in query(typed, expression=expression).find(text).spans]


def test_words_are_found_whatever_their_case() -> None:
    assert found("FERRY") == ["ferry", "ferry", "Ferry"]
    assert query("FERRY").words == "“FERRY”"


def test_a_phrase_is_found_over_the_end_of_a_line() -> None:
    assert found("aground. a") == ["aground.\r\nA"]


@pytest.mark.parametrize("typed", ["", "   ", "\u0301", "\u200b"])
def test_of_nothing_no_query_is_made(typed: str) -> None:
    assert compile_query(typed) is None


def test_between_slashes_stands_a_regular_expression() -> None:
    assert found("/ferry|nobody/") == ["ferry", "ferry", "Ferry", "Nobody"]
    assert found("ferry|nobody") == []
    assert found("ferry|nobody", expression=True) == ["ferry", "ferry", "Ferry", "Nobody"]
    assert query("/a+/").words == "/a+/"


@pytest.mark.parametrize("typed", ["/", "//", "/ferry"])
def test_one_slash_is_only_a_slash(typed: str) -> None:
    assert not query(typed).expression


def test_ends_of_lines_are_found_where_they_are_two_characters_too() -> None:
    assert found(r"/\w+\.$/") == ["aground.", "Ferry.", "else."]


def test_an_empty_match_is_no_hit() -> None:
    assert found("/x*/") == []
    assert found("/^|n/") == ["n", "n", "n", "N"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/(/", "missing ) at character 2"),
        ("/a{5,2}/", "min repeat greater than max repeat"),
        ("/[z-a]/", "bad character range"),
        ("/*a/", "nothing to repeat at character 1"),
        ("/((a{1000}){1000}){1000}/", "too large"),
        ("/(?R)/", "calls itself"),
        ("/(a)(?1)/", "calls itself"),
        ("/" + "a" * 401 + "/", "at most 400"),
    ],
)
def test_what_is_no_expression_says_what_is_wrong_and_where(typed: str, said: str) -> None:
    with pytest.raises(SearchError, match=said.replace("(", r"\(").replace(")", r"\)")):
        compile_query(typed)


def test_an_expression_that_would_take_for_ever_ends_with_a_clear_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.reader.search.PATIENCE", 0.05)
    endless = query("/(a|aa)+$/")
    with pytest.raises(SearchError, match="takes too long"):
        endless.find(ArticleText("a" * 5_000 + "b"))


def test_what_regular_expressions_need_is_loaded_with_the_first_one() -> None:
    lines = (
        "import sys",
        "from tui.reader.search import compile_query",
        "compile_query('words')",
        "assert 'regex' not in sys.modules",
        "compile_query('/words/')",
        "assert 'regex' in sys.modules",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True, timeout=60)


def test_hits_are_whole_clusters() -> None:
    text = ArticleText("👩\u200d👧 and 👧")
    assert found("👧", text) == ["👩\u200d👧", "👧"]
    assert found("/👧/", text) == ["👩\u200d👧", "👧"]


def test_more_hits_than_are_kept_are_said_with_a_plus() -> None:
    assert query("e").find(TEXT, most=2).count == "2+"
    assert query("/e/").find(TEXT, most=2).count == "2+"
    assert Hits([(n, n + 1) for n in range(10_000)], True).count == "10,000+"


def trail(**hits: list[int]) -> Trail:
    """A trail with hits of one code point at these offsets."""
    made = Trail(query("x"), everywhere=True)
    for article, offsets in hits.items():
        made.add(article, Hits([(offset, offset + 1) for offset in offsets]))
    return made


def test_the_nearest_hit_is_the_first_at_or_after_a_place_and_else_the_first_in_the_article() -> None:
    made = trail(a=[5], b=[10, 20], c=[1])
    assert made.nearest("b", 10) == (10, 11)
    assert made.nearest("b", 11) == (20, 21)
    assert made.nearest("b", 21) == (10, 11)
    assert made.current == 1
    assert made.in_article("b") == 0
    assert made.in_article("a") is None
    assert made.nearest("d", 0) is None


def test_the_walk_goes_from_article_to_article_and_round() -> None:
    made = trail(a=[5], b=[], c=[10, 20])
    assert (made.articles, len(made), made.count) == (["a", "c"], 3, "3")
    steps = []
    article, cursor = "a", (0, 9)
    for _ in range(4):
        round_ = made.step(1, article, cursor)
        article, cursor = made.place(made.current or 0)
        steps.append((article, cursor[0], round_))
    assert steps == [("a", 5, False), ("c", 10, False), ("c", 20, False), ("a", 5, True)]
    assert made.step(-1, article, cursor)
    assert made.place(made.current or 0) == ("c", (20, 21))


def test_a_walk_goes_on_from_where_the_cursor_has_gone() -> None:
    made = trail(a=[5, 50, 95], b=[7])
    made.nearest("a", 0)
    made.step(1, "a", (60, 70))
    assert made.place(made.current or 0) == ("a", (95, 96))
    made.step(-1, "a", (60, 70))
    assert made.place(made.current or 0) == ("a", (50, 51))
    made.step(1, "b", (8, 9))
    assert made.place(made.current or 0) == ("a", (5, 6))
    made.step(-1, "b", (0, 3))
    assert made.place(made.current or 0) == ("a", (95, 96))


def test_from_an_article_without_hits_the_walk_goes_to_the_next_that_has_some() -> None:
    made = trail(a=[5], b=[], c=[10])
    made.step(1, "b", (0, 100))
    assert made.place(made.current or 0)[0] == "c"
    made.step(-1, "b", (0, 100))
    assert made.place(made.current or 0)[0] == "a"


def test_without_hits_there_is_nowhere_to_go() -> None:
    with pytest.raises(SearchError, match="no hits for “x”"):
        trail(a=[]).step(1, "a", (0, 1))
