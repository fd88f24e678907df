"""The codebook that Variorum brings along holds what the records and the keys need."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec
import pytest

from annotations.agreement import OPINION, QUOTE
from annotations.codebook import Codebook, built_in
from annotations.records import CERTAINTIES, STANCES
from annotations.wording import CELL_LETTERS


def test_the_types_are_those_of_the_contract_under_their_digits() -> None:
    assert [(entry.key, entry.id) for entry in built_in().types] == [
        ("1", "event"),
        ("2", "quantity"),
        ("3", "plan"),
        ("4", "quote"),
        ("5", "cause"),
        ("6", "rule"),
        ("7", "other"),
        ("8", "opinion"),
    ]


def test_the_types_that_the_rules_know_are_there() -> None:
    assert {OPINION, QUOTE} <= {entry.id for entry in built_in().types}


def test_every_stance_has_its_key_and_the_letter_of_its_cell() -> None:
    stances = built_in().stances
    assert tuple(entry.id for entry in stances) == STANCES
    assert [entry.key for entry in stances] == ["s", "p", "q", "r"]
    for entry in stances:
        assert entry.letter == CELL_LETTERS[entry.id]
        assert built_in().stance(entry.id) is entry


def test_every_certainty_is_explained() -> None:
    assert tuple(entry.id for entry in built_in().certainties) == CERTAINTIES


def test_keys_and_ids_are_used_once_and_everything_has_a_definition() -> None:
    book = built_in()
    for entries in (book.types, book.stances, book.certainties, book.tags):
        ids = [entry.id for entry in entries]
        assert len(set(ids)) == len(ids)
        assert all(entry.definition.strip() for entry in entries)
    keys = [entry.key for entry in (*book.types, *book.stances)]
    assert len(set(keys)) == len(keys)


def test_a_type_is_shown_by_its_label_and_an_unknown_one_by_itself() -> None:
    assert [built_in().type_label(id) for id in ("rule", "mine", None)] == ["rule", "mine", ""]


def test_a_stance_that_is_not_in_the_codebook_is_an_error() -> None:
    with pytest.raises(KeyError):
        built_in().stance("praises")  # type: ignore[arg-type]


def test_the_built_in_codebook_is_read_once() -> None:
    assert built_in() is built_in()


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"types": [{"id": "x", "key": "1", "label": "x"}]},
        {"stances": [{"id": "praises", "key": "s", "letter": "S", "label": "x", "definition": "x"}]},
        {"tags": [{"id": "x", "colour": "red"}]},
    ],
    ids=["an unknown field", "a type without a definition", "an unknown stance", "an unknown field of a tag"],
)
def test_a_codebook_of_another_shape_is_refused(change: dict[str, object]) -> None:
    data = tomllib.loads(files("annotations").joinpath("codebook.toml").read_text("utf-8"))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**data, **change}, Codebook)
