"""The codebook: claim types, stances, certainties and suggested tags, with their definitions.

It is data, written as TOML. The built-in one lies beside this module.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pkgutil import get_data

import msgspec

from annotations.records import Certainty, Stance


class ClaimType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of claim. `key` is the digit that sets it."""

    id: str
    key: str
    label: str
    definition: str


class StanceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stance, the key that marks it and the one letter that stands for it in a matrix."""

    id: Stance
    key: str
    letter: str
    label: str
    definition: str


class CertaintyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How firmly a passage says something."""

    id: Certainty
    label: str
    definition: str


class TagEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tag that is offered; tags are free, so it is only a suggestion."""

    id: str
    definition: str = ""


class Codebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be said of a claim, with the words that explain it."""

    name: str
    version: str
    types: tuple[ClaimType, ...]
    stances: tuple[StanceEntry, ...]
    certainties: tuple[CertaintyEntry, ...]
    tags: tuple[TagEntry, ...] = ()

    def type_label(self, id: str | None) -> str:
        """The label of a claim type; an unknown id stands for itself, none is the empty string."""
        return next((entry.label for entry in self.types if entry.id == id), id or "")

    def certainty_label(self, id: Certainty) -> str:
        """The label of a certainty."""
        return next((entry.label for entry in self.certainties if entry.id == id), id)

    def certainty_meaning(self, id: Certainty) -> str:
        """The definition of a certainty; "" where the codebook has none."""
        return next((entry.definition for entry in self.certainties if entry.id == id), "")

    def tag_meaning(self, id: str) -> str:
        """The definition of a tag; "" where the codebook has none."""
        return next((entry.definition for entry in self.tags if entry.id == id), "")

    def stance(self, id: Stance) -> StanceEntry:
        """The entry of one stance.

        Raises:
            KeyError: the codebook has no such stance.
        """
        for entry in self.stances:
            if entry.id == id:
                return entry
        raise KeyError(id)


@cache
def built_in() -> Codebook:
    """The codebook that Variorum brings along."""
    # Not importlib.resources: it brings 15 modules along, and this is read at every start.
    raw = get_data("annotations", "codebook.toml")
    assert raw is not None
    return msgspec.convert(tomllib.loads(raw.decode()), Codebook)
