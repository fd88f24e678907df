"""What changed between two texts: kept, removed, inserted, moved."""

from __future__ import annotations

from annotations.anchoring import Span, differences

OLD = (
    "The pier was closed on Monday. The port said that a crane had fallen into the water.\n"
    "Nobody was hurt, according to the harbour master, who spoke to reporters at noon.\n"
    "Ferries will stop at the old quay until the damage has been repaired."
)


def told(old: str, new: str) -> list[tuple[str, str]]:
    """The changes in reading order, in words."""
    return [
        (kind, new[new_start:new_end] if kind == "inserted" else old[start:end])
        for kind, start, end, new_start, new_end in differences(old, new).spans
        if kind != "kept"
    ]


def test_equal_texts_differ_in_nothing() -> None:
    assert differences(OLD, OLD).spans == [Span("kept", 0, len(OLD), 0, len(OLD))]
    assert differences("", "").spans == []


def test_a_text_that_is_new_or_gone_is_inserted_or_removed_whole() -> None:
    assert differences("", "New.").spans == [Span("inserted", 0, 0, 0, 4)]
    assert differences("Gone.", "").spans == [Span("removed", 0, 5, 0, 0)]


def test_a_sentence_that_was_put_in_begins_and_ends_as_a_sentence() -> None:
    more = "The police were told. "
    assert told(OLD, OLD.replace("The port", more + "The port")) == [("inserted", more)]
    assert told(OLD.replace("The port", more + "The port"), OLD) == [("removed", more)]


def test_a_word_that_was_replaced_is_replaced_whole() -> None:
    assert told(OLD, OLD.replace("crane", "bus")) == [("removed", "crane"), ("inserted", "bus")]


def test_a_typing_error_is_a_letter() -> None:
    assert told(OLD.replace("harbour", "harbuor"), OLD) in (
        [("inserted", "o"), ("removed", "o")],
        [("removed", "u"), ("inserted", "u")],
    )
    assert told(OLD.replace("harbour", "harbor"), OLD) == [("inserted", "u")]


def test_a_sentence_that_was_written_anew_is_replaced_to_its_full_stop() -> None:
    new = "Officials blamed strong wind and old age."
    was = "The port said that a crane had fallen into the water."
    changes = told(OLD, OLD.replace(was, new))
    assert [(kind, words.strip()) for kind, words in changes] == [("removed", was), ("inserted", new)]


def test_a_paragraph_that_was_moved_is_neither_removed_nor_inserted() -> None:
    first, second, third = OLD.split("\n")
    changes = told(OLD, "\n".join([third, first, second]))
    assert [(kind, words.strip()) for kind, words in changes if words.strip()] == [("moved", third)]


def test_every_change_says_where_it_would_stand_in_the_other_text() -> None:
    new = OLD.replace("on Monday", "").replace("at noon", "at noon on Tuesday")
    removed, inserted = (s for s in differences(OLD, new).spans if s.kind != "kept")
    assert OLD[: removed.old_start].rstrip() == new[: removed.new_start].rstrip() == "The pier was closed"
    assert OLD[inserted.old_start :].lstrip().startswith(".\nFerries")
    assert new[inserted.new_end :].startswith(".\nFerries")


def test_a_text_of_nothing_but_one_letter_is_compared_at_once() -> None:
    spans = differences("a" * 50_000, "b" + "a" * 49_000 + "c").spans
    assert sum(span.new_end - span.new_start for span in spans) == 49_002
