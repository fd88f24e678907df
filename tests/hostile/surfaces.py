"""Every surface on which text from strangers is shown, walked under a pseudo-terminal.

A payload counts as shown on a surface when its own word came to the terminal there, with more behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.corpus import Payload, leaks, vocabulary
from tests.hostile.session import STILL, Session, words_in

#: Seconds that a payload is waited for where it should be shown.
WAIT = 1.0


@dataclass(frozen=True)
class Known:
    """The kinds of sequences that harmless text causes: as the app starts and ends, and in between."""

    around: frozenset[bytes]
    within: frozenset[bytes]


@dataclass
class Shown:
    """What a walk found: who was shown where, what leaked, and which kinds of sequences came."""

    pairs: set[tuple[str, str]] = field(default_factory=set)
    leaks: list[tuple[str, bytes]] = field(default_factory=list)
    around: set[bytes] = field(default_factory=set)
    within: set[bytes] = field(default_factory=set)

    @property
    def known(self) -> Known:
        """What the harmless walk has taught."""
        return Known(frozenset(self.around), frozenset(self.within))

    def add(self, other: Shown) -> None:
        """Take the findings of another walk as well."""
        self.pairs |= other.pairs
        self.leaks += other.leaks
        self.around |= other.around
        self.within |= other.within

    def take(
        self,
        surface: str,
        received: bytes,
        payloads: Sequence[Payload],
        known: Known | None,
        *,
        around: bool = False,
    ) -> None:
        """Look through what came on a surface; with `known` none, it is the harmless walk."""
        seen = words_in(received)
        self.pairs |= {
            (surface, payload.name) for payload in payloads if re.search(payload.tag + r"[^\s…]", seen)
        }
        if known is None:
            (self.around if around else self.within).update(vocabulary(received))
            return
        allowed = known.around | known.within if around else known.within
        self.leaks += [(surface, leak) for leak in leaks(received, allowed)]
        for payload in payloads:
            for sequence in payload.sequences:
                # The app's own modes and places look alike: then the payload's word must follow.
                own = around or sequence.endswith(b"H")
                whole = sequence + payload.end.encode() if own else sequence
                if whole in received:
                    self.leaks.append((surface, whole))


def screens(
    folder: Path,
    payloads: Sequence[Payload],
    *,
    known: Known | None,
    without: str = "none",
    brief: bool = False,
    lists: Sequence[tuple[str, str, str]] | None = None,
) -> Shown:
    """Walk the screens of the app on a story made of these payloads (`make_story`).

    Args:
        folder: the story.
        payloads: what is in it.
        known: what a harmless walk has taught; none for that walk itself.
        without: the walls that are down.
        brief: only the surfaces that show all records at once, and a few formats of export.
        lists: which of those; none for all (`LISTS`).
    """
    found = Shown()
    tags = [payload.tag for payload in payloads]
    session = Session(
        str(folder),
        "--annotator",
        payloads[0].harmless if known is None else payloads[0].marked,
        cwd=folder,
        home=folder.parent / "home",
        without=without,
        size=SIZE,
    )

    def take(surface: str, keys: str, words: Sequence[str] = (), wait: float = WAIT) -> None:
        found.take(surface, session.press(keys, words, wait, STILL), payloads, known)

    begun = session.press("", ["New", tags[0]], 20)
    found.take("start", begun, payloads, known, around=True)
    # The file that waits in the folder is asked about first.
    take("reading room", "\x1b", tags[:1])
    for name, keys, back in LISTS if lists is None else lists:
        # To somewhere else and back, so that all of it is painted anew.
        take(name, keys, tags)
        take("reading room", back, tags[:1], 0.6)
    if not brief:
        _each(take, payloads)
    take("export", "x", ["Esc"])
    for _ in range(3 if brief else 12):
        take("export", "\x1b[B", tags[:1], 0.4)
    take("reading room", "\x1b", tags[:1], 0.6)
    take("import", "\x0f", ["Import"])
    take("import", str(folder.parent / f"{folder.name}-theirs.json") + "\r", tags[:4])
    take("import", "\x1b[B\x1b[B\x1b[B", tags[:1], 0.5)
    take("reading room", "\x1b", tags[:1], 0.6)
    take("adding", "F", ["Esc"])
    take("adding", "\t", [], 0.3)
    take("adding", "G", tags[-1:], 0.5)
    take("reading room", "\x1b", tags[:1], 0.6)
    for payload in payloads[: 1 if brief else 4]:
        path = "no " + "".join(c for c in payload.marked if c.isprintable() and c != "~") + ".txt"
        take("adding a path", "F", ["Esc"])
        take("adding a path", path + "\r", ["no such file"])
        take("reading room", "\x1b", tags[:1], 0.6)
    session.child.send("\x11")
    found.take("end", session.rest(), payloads, known, around=True)
    return found


#: Columns and lines, for all payloads of a walk to find room in a list.
SIZE = (160, 60)
#: Surfaces that show all records at once: their name, the keys that lead there, and those that lead back.
LISTS = (
    ("matrix", "m", "\x1b"),
    ("origins", "o", "\x1b"),
    ("origin editor", "oe", "\x1b\x1b"),
    ("origin merge", "oM", "\x1b\x1b"),
    ("origin independence", "oi", "\x1b\x1b"),
    ("origin withdrawal", "oW", "\x1b\x1b"),
    ("still open", "I", "\x1b"),
    ("overview", "\x10at a glance\r", "\x1b"),
    ("claim chooser", "M", "\x1b"),
    ("claim merge", "M\x1b[B\r", "\x1b\x1b"),
    ("divide", "D", "\x1b"),
    ("close article", "X", "\x1b"),
    ("help", "?", "\x1b"),
    ("palette", "\x10", "\x1b"),
    ("palette search", "\x10type", "\x1b"),
    ("hits", "\x06heard\r", "\x1b\x1b\x1b"),
    ("search", "/heard", "\x1b"),
    ("filter of claims", "\x17/q", "\x1b\x1b"),
    ("filter of the matrix", "m/q", "\x1b\x1b\x1b"),
    ("labels", "l", "\x1b"),
    ("quotes to check", "U", "\x1b"),
    ("code points", "#", "\x1b"),
    ("settings", ",", "\x1b"),
    ("keys", ",\x1b[B\r", "\x1b\x1b"),
    ("why this status", "!", "\x1b"),
    ("jump", "\x07", "\x1b"),
    ("types of claims", "\x14", "\x1b"),
)
#: Some of them, on which a wall that is down would be seen: every kind of list, field and dialog.
SOME = tuple(
    surface
    for surface in LISTS
    if surface[0]
    in {"matrix", "origins", "origin editor", "claim chooser", "hits", "overview", "search", "keys"}
)
#: Surfaces of one record: name, keys, keys back.
OF_A_CLAIM = (
    ("claim card", ")", ""),
    ("claim editor", "e", "\x1b"),
    ("tags", "t", "\x1b"),
    ("who says so", "a", "\x1b"),
    ("note", "i", "\x1b"),
    ("open question", "f", "\x1b"),
    ("compare", "v", "\x1b"),
    ("undo", "d", ""),
    ("undo", "u", ""),
)
OF_AN_ARTICLE = (
    ("reader", ">", ""),
    ("article details", "E", "\x1b"),
    ("close article", "X", "\x1b"),
    ("walk", ".", "\x1b"),
)


def _each(take: Callable[..., None], payloads: Sequence[Payload]) -> None:
    """The surfaces of one record, record by record."""
    for surfaces in (OF_A_CLAIM, OF_AN_ARTICLE):
        for payload in (*payloads[1:], payloads[0]):
            for name, keys, back in surfaces:
                take(name, keys, [payload.tag], 0.5)
                if back:
                    take("reading room", back, [payload.tag], 0.3)
    take("versions", "V", [payloads[-1].tag], 0.5)
    take("versions", "n", [payloads[-1].tag], 0.3)
    take("reading room", "\x1b", [], 0.4)


#: Command lines that show the records of a project; the folder of it goes where ``{}`` stands.
COMMANDS = (
    ("matrix",),
    ("matrix", "--json"),
    ("check",),
    ("history",),
    ("history", "--claim", "1"),
    ("history", "--json"),
    ("versions",),
    ("versions", "--json"),
    ("export", "--to", "markdown", "-o", "-"),
    ("export", "--to", "html", "-o", "-"),
    ("export", "--to", "variorum", "-o", "-"),
    ("reanchor",),
    ("reanchor", "--json"),
)
#: Command lines that are about a string: the payload goes where ``{}`` stands, the project where ``.`` is.
SAID = (
    ("{}",),
    ("matrix", "{}"),
    ("matrix", ".", "--status", "{}"),
    ("matrix", ".", "--tag", "{}"),
    ("export", ".", "--to", "{}"),
    ("export", ".", "--to", "markdown", "-o", "no/{}"),
    ("import", ".", "{}"),
    ("add", ".", "{}.txt"),
    ("add", ".", "inbox/{}.txt"),
    ("add", ".", "inbox", "--encoding", "{}"),
    ("history", ".", "--claim", "{}"),
    ("restore", ".", "{}"),
    ("--{}",),
)


def command_lines(
    folder: Path,
    payloads: Sequence[Payload],
    *,
    known: Known | None,
    without: str = "none",
    said: int = 2,
    brief: bool = False,
) -> Shown:
    """Run the commands on a story, and those that answer a string with `said` of the payloads.

    With `brief` only every third of them.
    """
    found = Shown()

    def run(name: str, *arguments: str) -> None:
        session = Session(*arguments, cwd=folder, home=folder.parent / "home", without=without)
        found.take(name, session.rest(), payloads, known)

    step = 3 if brief else 1
    for words in COMMANDS[::step]:
        run("variorum " + " ".join(words), words[0], str(folder), *words[1:])
    for words in SAID[::step]:
        for payload in payloads[:said]:
            name = payload.marked.replace("/", "_").replace("\0", "")
            run("variorum " + " ".join(words), *(word.replace("{}", name) for word in words))
    return found
