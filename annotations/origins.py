"""Names of origins: found again by any of their aliases, and what kind of origin a name suggests."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.records import Origin, OriginKind

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
