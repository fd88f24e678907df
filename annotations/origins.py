"""Names and kinds of origins: found again by any alias, what a name suggests, what each kind is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.records import Origin, OriginKind, Reliability

#: What each kind is for, in half a line. Those that name nobody add nothing to a count without a group.
KIND_MEANINGS: dict[OriginKind, str] = {
    "person": "somebody in particular, for themselves",
    "official": "holds an office and speaks by it",
    "government": "a government, ministry, army, authority",
    "news_agency": "sells its reports to other outlets",
    "document": "a report, letter, law or record",
    "eyewitness": "was there and tells what they saw",
    "monitor": "observers, inspectors, a group that watches",
    "generic": "“experts”, “officials”: adds no origin",
    "unnamed": "somebody whose name is withheld: adds none",
}
#: The letters of the Admiralty grading of sources, set by hand and never derived.
RELIABILITY_MEANINGS: dict[Reliability, str] = {
    "A": "reliable without a doubt",
    "B": "reliable as a rule",
    "C": "fairly reliable",
    "D": "often not reliable",
    "E": "not reliable",
    "F": "cannot be judged",
}

_HINTS: tuple[tuple[OriginKind, str], ...] = (
    ("unnamed", r"\b(unnamed|anonymous|undisclosed|unidentified)\b"),
    (
        "news_agency",
        r"\b(agency|newswire|wire|tass|kcna|afp|reuters|dpa|ansa|efe|xinhua|yonhap|interfax|ap)\b",
    ),
    ("eyewitness", r"\b(eyewitness(es)?|witness(es)?|residents?|bystanders?|passers-by|survivors?)\b"),
    (
        "document",
        r"\b(report|document|statement|communiqu[eé]|treaty|letter|memo|transcript|filing|decree|law)\b",
    ),
    (
        "monitor",
        r"\b(monitor(s|ing)?|watchdog|observer|observatory|mission|inspectors?|rights group|human rights)\b",
    ),
    (
        "generic",
        r"\b(sources?|officials|experts|analysts|observers|media|reports|people|authorities|critics)\b",
    ),
    (
        "government",
        r"\b(ministry|government|kremlin|white house|pentagon|cabinet|parliament|embassy|intelligence|"
        r"joint chiefs|army|military|police|department|commission|council|state)\b",
    ),
    (
        "official",
        r"\b(minister|secretary|president|spokes(man|woman|person)|governor|mayor|general|colonel|admiral|"
        r"ambassador|envoy|chief|commissioner|senator|official)\b",
    ),
)


def kind_label(kind: OriginKind) -> str:
    """A kind as people read it."""
    return kind.replace("_", " ")


def guess_kind(name: str) -> OriginKind:
    """The kind that a name suggests; ``person`` where nothing else does. A person can always change it."""
    return next((kind for kind, hint in _HINTS if re.search(hint, name, re.IGNORECASE)), "person")


def find_origin(name: str, origins: Iterable[Origin]) -> Origin | None:
    """The origin with this name or alias; case and runs of white space do not matter."""
    wanted = folded(name)
    for origin in origins:
        if wanted == folded(origin.name) or any(wanted == folded(alias) for alias in origin.aliases):
            return origin
    return None


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())
