"""Two quotes word by word."""

from tui.reader.comparison import Part, common, compare, folded, runs, tokens


def marked(text: str, parts: tuple[Part, ...]) -> str:
    """The text with what stands only here in brackets."""
    out, place = [], 0
    for start, end, equal in runs(text, parts):
        out += [text[place:start], text[start:end] if equal else f"[{text[start:end]}]"]
        place = end
    return "".join([*out, text[place:]])


def both(one: str, other: str) -> tuple[str, str]:
    found = compare(one, other)
    return marked(one, found.one), marked(other, found.other)


def test_what_stands_in_one_quote_only_is_told_from_what_stands_in_both() -> None:
    assert both("The North will send 1,000 sappers.", "The North is to send 6,000 sappers.") == (
        "The North [will] send [1,000] sappers.",
        "The North [is to] send [6,000] sappers.",
    )


def test_case_and_typographic_signs_make_no_difference() -> None:
    assert both("Don’t “wait” – GO", 'don\'t "wait" - go') == ("Don’t “wait” – GO", 'don\'t "wait" - go')


def test_the_commas_of_thousands_make_no_difference_and_other_commas_do() -> None:
    assert folded("1,000") == folded("1000") == "1000"
    assert folded("12,345.5") == "12345.5"
    assert folded("1,5") == "1,5"
    assert both("1,000 men", "1000 men") == ("1,000 men", "1000 men")
    assert both("a thousand", "1000") == ("[a thousand]", "[1000]")


def test_accents_are_equal_however_they_are_composed() -> None:
    assert folded("cafe\u0301") == folded("caf\u00e9")


def test_punctuation_counts() -> None:
    assert both("He won?", "He won.") == ("He won[?]", "He won[.]")
    assert both("a “special assignment”", "a special assignment") == (
        "a [“]special assignment[”]",
        "a special assignment",
    )


def test_quotes_that_share_nothing_and_empty_ones() -> None:
    assert both("one two", "three") == ("[one two]", "[three]")
    assert compare("", "").one == ()
    assert compare("", "a").other == (Part(0, 1, False),)


def test_runs_do_not_reach_over_a_line_end() -> None:
    text = "one two\n\nthree"
    assert [(part.start, part.end) for part in runs(text, compare(text, text).one)] == [(0, 7), (9, 14)]


def test_against_several_quotes_a_word_is_equal_where_all_have_it() -> None:
    quote = "the red boat"
    found = common([compare(quote, other).one for other in ("the red ship", "the old boat")])
    assert marked(quote, found) == "the [red boat]"
    assert common([]) == ()


def test_a_soft_hyphen_by_itself_is_a_token_like_any_other() -> None:
    assert both("a \u00ad b", "a b") == ("a [\u00ad] b", "a b")


def test_a_cluster_of_several_code_points_is_one_token() -> None:
    assert tokens("ok 👩\u200d👩\u200d👧!") == [(0, 2), (3, 8), (8, 9)]


def test_a_clause_that_has_moved_does_not_hide_what_follows_in_order() -> None:
    assert both("According to him, 1,000 sappers go.", "He sends 1,000 sappers, according to him.") == (
        "According [to him,] 1,000 sappers [go].",
        "[He sends] 1,000 sappers[,] according [to him].",
    )


def test_numbers_that_have_changed_places_differ() -> None:
    one, other = "1,000 sappers and 5,000 builders", "5,000 sappers and 1,000 builders"
    for text, parts in zip((one, other), compare(one, other), strict=True):
        told = {text[part.start : part.end]: part.equal for part in parts}
        assert [told["1,000"], told["5,000"]].count(False) == 1
        assert told["builders"]


def test_very_long_quotes_are_compared_without_regard_to_order() -> None:
    one = " ".join(f"w{n}" for n in range(3000))
    other = " ".join(f"w{n}" for n in reversed(range(3000))) + " more"
    found = compare(one, other)
    assert all(part.equal for part in found.one)
    assert [part.equal for part in found.other].count(False) == 1


def test_long_quotes_that_begin_and_end_alike_are_compared_in_order_all_the_same() -> None:
    words = [f"w{n % 50}" for n in range(4000)]
    changed = [*words[:2000], "new", *words[2001:]]
    found = compare(" ".join(words), " ".join(changed))
    assert [n for n, part in enumerate(found.one) if not part.equal] == [2000]
    assert [n for n, part in enumerate(found.other) if not part.equal] == [2000]


def test_quotes_that_repeat_themselves_without_end_are_compared_all_the_same() -> None:
    one, other = "a b " * 900 + "x", "a c " * 900 + "y"
    found = compare(one, other)
    assert sum(part.equal for part in found.one) == 900
