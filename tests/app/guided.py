"""Claims that were fixed beforehand, made by a person who knows the keys: every key of it counted."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotations import Project
from annotations.records import CERTAINTIES, Evidence, Origin
from annotations.text import paragraphs, sentences, words
from tests.app.playing import Played
from tui.reader.clauses import clause_edges

PLAN = json.loads((Path(__file__).parents[1] / "data" / "fifteen_claims.json").read_text("utf-8"))
NAMES: dict[str, list[str]] = PLAN["origins"]

#: What labels cost in the sentence in hand: `l` and two letters. From how many moves on one first goes to an
#: end of the article.
NEAR, FAR = 3, 5

Span = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """What one source says on a claim: where, its stance, its chain by the keys of `NAMES`, its certainty."""

    sentence: int
    span: Span
    stance: str
    chain: tuple[str, ...]
    certainty: str


@dataclass(frozen=True)
class Fixed:
    """A claim as it is to be: where it is made first, and what each source says; null for no mention."""

    type: str
    first: str
    speaker: str | None
    passages: dict[str, Passage | None]


def fixed(texts: dict[str, str], *, exact: bool) -> list[Fixed]:
    """The fixed claims on these texts, by the labels of their articles; whole sentences or exact words."""

    def passage(label: str, said: dict[str, Any] | None) -> Passage | None:
        if said is None:
            return None
        text = texts[label]
        start, end = sentences(text)[said["sentence"]]
        if exact:
            first, last = said["words"]
            tokens = _tokens(text, start, end)
            start, end = tokens[first][0], tokens[last][1]
        return Passage(
            said["sentence"],
            (start, end),
            said["stance"],
            tuple(said["chain"]),
            said.get("certainty", "certain"),
        )

    return [
        Fixed(
            claim["type"],
            claim.get("first", "A"),
            claim.get("speaker"),
            {label: passage(label, claim[label]) for label in ("A", "B")},
        )
        for claim in PLAN["claims"]
    ]


def _tokens(text: str, start: int, end: int) -> list[Span]:
    """What stands between blanks, without the punctuation around it, but with quotation marks."""
    found = []
    at = start
    for token in text[start:end].split():
        at = text.index(token, at)
        inner = token.rstrip(",.;:")
        found.append((at, at + len(inner)))
        at += len(token)
    return found


@dataclass
class Tally:
    """Keys by what they were for; letters typed into fields apart."""

    keys: Counter[str] = field(default_factory=Counter)
    typed: int = 0

    @property
    def total(self) -> int:
        """All keys but the letters of names."""
        return sum(self.keys.values())


class Person:
    """Makes the fixed claims with the keys of the app, the shortest way that they can see.

    They look at the screen before each key: whether the candidate is the passage, whether the chain that is
    shown is right. They never look at what a key would do. Who is not `helped` passes the candidates over and
    types every name.
    """

    def __init__(self, app: Played, *, exact: bool, helped: bool = True) -> None:
        self.app, self.exact, self.helped = app, exact, helped
        self.tally = Tally()
        self.texts = {article.label: app.project.text(article.id) for article in app.project.current_articles}
        self.claims = fixed(self.texts, exact=exact)

    # ---- Keys ------------------------------------------------------------------------------------

    async def press(self, why: str, *keys: str) -> None:
        """Press keys and note what they were for."""
        for key in keys:
            await self.app.press(key)
            self.tally.keys[why] += 1

    async def make_all(self) -> None:
        """Make all the claims, in the order of the document."""
        for claim in self.claims:
            await self.make(claim)

    async def make(self, claim: Fixed) -> None:
        """Make one claim and mark what the other source says on it."""
        here = claim.passages[claim.first]
        assert here is not None
        await self.to_article(claim.first)
        await self.to_passage(here)
        await self.press("claim", "c")
        await self.put_right(here)
        await self.press("type", self.key_of_type(claim.type))
        other = "B" if claim.first == "A" else "A"
        await self.press("go", "full_stop")
        assert self.app.label == other
        there = claim.passages[other]
        if there is None:
            await self.press("mark", "n")
        else:
            await self.to_candidate(there)
            await self.mark(there)
        await self.answer()

    async def to_article(self, label: str) -> None:
        if self.app.label != label:
            await self.press("move", "greater_than_sign")
        assert self.app.label == label

    async def to_passage(self, passage: Passage) -> None:
        """To a passage by reading keys and edges, or by labels where that is shorter."""
        text = self.texts[self.app.label]
        moves = self.moves(passage.sentence)
        if not moves and self.app.room.reader.span != sentences(text)[passage.sentence]:
            moves = ["escape"]  # the quote before is in hand still, in the same sentence
        edges = self.edges(sentences(text)[passage.sentence], passage.span)
        labels = self.label_cost(passage.span) if self.exact else None
        let_go = ["escape"] if self.app.app.desk.in_hand is not None else []
        if self.exact and len(moves) > FAR and labels is None:
            await self.press("move", self.page_towards(passage))
            await self.to_passage(passage)
            return
        if labels is not None and len(let_go) + labels < len(moves) + min(len(edges), NEAR):
            await self.press("move", *let_go)
            await self.labels(passage.span)
        else:
            await self.press("move", *moves)
            await self.narrow(passage)
        assert self.app.room.reader.span == passage.span

    async def to_candidate(self, passage: Passage) -> None:
        """To the sentence on the walk: by candidates while they lead there, else by reading keys."""
        spans = sentences(self.texts[self.app.label])
        walk = self.app.app.desk.walk
        assert walk is not None
        target = spans[passage.sentence]
        moves = self.moves(passage.sentence)
        offered = walk.candidates if self.helped else []
        at = offered.index(target) if target in offered else len(moves) + 1
        labels = self.label_cost(passage.span) if self.exact else None
        if self.exact and min(at, len(moves)) > FAR and labels is None:
            await self.press("move", self.page_towards(passage))
            await self.to_candidate(passage)
            return
        near = min(at, len(moves)) + min(NEAR, len(self.edges(target, passage.span)))
        if labels is not None and labels < near:
            await self.labels(passage.span)
            return
        if at <= len(moves):
            await self.press("candidate", *["tab"] * at)
        else:
            await self.press("move", *moves)
        await self.narrow(passage)

    def page_towards(self, passage: Passage) -> str:
        """A page on or back; to an end of the article where that is nearer."""
        text, here = self.texts[self.app.label], self.app.room.reader.span[0]
        there = passage.span[0]
        if there < here:
            return "g" if there < here - there else "b"
        return "G" if len(text) - there < there - here else "space"

    async def narrow(self, passage: Passage) -> None:
        """From the sentence to the passage in it, by edges or by labels."""
        sentence = sentences(self.texts[self.app.label])[passage.sentence]
        assert self.app.room.reader.span == sentence
        edges = self.edges(sentence, passage.span)
        cost, up_to = self.label_cost(passage.span), self.label_up_to(passage.span)
        begins = self.edges(sentence, (passage.span[0], sentence[1]))
        ways = {"edges": len(edges)}
        if up_to is not None:
            ways["up to"] = len(begins) + 1 + len(up_to)
        if cost is not None:
            ways["labels"] = cost
        way = min(ways, key=ways.__getitem__)
        if way == "labels":
            await self.labels(passage.span)
        elif way == "up to":
            await self.press("edges", *begins, "L", *(up_to or ""))
        else:
            await self.press("edges", *edges)
        assert self.app.room.reader.span == passage.span

    async def mark(self, passage: Passage) -> None:
        """Turn what is shown above the card until it is right, and mark; stay only to put right what no turn
        brings."""
        if passage.chain in self.offered(passage.span):
            for _ in range(10):
                if self.shown_chain(passage.span) == passage.chain:
                    break
                await self.press("who", "H")
        certainty = self.app.app.desk.proposal(passage.span).certainty
        right = self.shown_chain(passage.span) == passage.chain and certainty == passage.certainty
        key = {"supports": "s", "partly_supports": "p", "queries": "q", "refutes": "r"}[passage.stance]
        await self.press("mark", key if right else key.upper())
        if not right:
            await self.put_right(passage)

    def shown_chain(self, span: Span) -> tuple[str, ...]:
        """What stands above the card."""
        links = self.app.app.desk.proposal(span).links
        return tuple(self.named(link.origin, link.name) for link in links)

    def offered(self, span: Span) -> list[tuple[str, ...]]:
        """The chains that `H` goes through on a passage."""
        from tui.prefill import alternatives

        desk = self.app.app.desk
        if not self.helped or desk.article is None:
            return []
        opened = desk.opened(desk.article)
        assert opened is not None
        chains = alternatives(self.app.project, opened.text, desk.proposal(span), desk.article, span)
        return [
            tuple(
                self.named(link if isinstance(link, str) else None, getattr(link, "name", ""))
                for link in chain
            )
            for chain in chains
        ]

    # ---- Who says so, and how firmly -------------------------------------------------------------

    async def put_right(self, passage: Passage) -> None:
        """Leave what was filled in where it is right, else turn it, else type it."""
        await self.answer()
        piece = self.piece(passage)
        if self.chain(piece) != passage.chain:
            await self.turn_or_type(passage)
            await self.answer()
        for _ in CERTAINTIES:
            if self.piece(passage).certainty == passage.certainty:
                break
            await self.press("certainty", "h")

    async def turn_or_type(self, passage: Passage) -> None:
        desk = self.app.app.desk
        offered = self.offered(passage.span)
        if passage.chain in offered:
            for _ in range(len(offered)):
                if self.chain(self.piece(passage)) == passage.chain:
                    break
                await self.press("who", "H")
        elif desk.last_attribution is not None and self.ids(desk.last_attribution) == passage.chain:
            await self.press("who", "A")
        else:
            await self.press("who", "a")
            if not passage.chain:
                await self.press("who", *["backspace"] * len(self.piece(passage).attribution))
            for link in passage.chain:
                await self.type_name(NAMES[link])
            await self.press("who", "enter")
        assert self.chain(self.piece(passage)) == passage.chain

    async def type_name(self, names: list[str]) -> None:
        """Type an origin's name: of a known one only as much as brings it to the top."""
        from tui.screens.attribution import AttributionPicker

        picker = self.app.app.screen
        assert isinstance(picker, AttributionPicker)
        for letter in names[0]:
            await self.app.type(letter)
            self.tally.typed += 1
            if picker._offered and picker._offered[0].name in names and self.known(picker._offered[0]):
                break
        await self.press("who", "enter")

    def known(self, origin: Origin) -> bool:
        return self.app.project.find(Origin, origin.id) is not None

    async def answer(self) -> None:
        """Whether two origins are independent is not known to whoever makes these claims."""
        while "Independent?" in self.app.frame():
            await self.press("question", "escape")

    def piece(self, passage: Passage) -> Evidence:
        """The piece of the current claim on this passage."""
        desk = self.app.app.desk
        pieces = self.app.project.evidence_on(desk.claim or "")
        return next(p for p in pieces if (p.quote.start, p.quote.end) == passage.span)

    def chain(self, piece: Evidence) -> tuple[str, ...]:
        return self.ids(piece.attribution)

    def ids(self, links: Iterable[str]) -> tuple[str, ...]:
        return tuple(key_of(self.app.project, link) for link in links)

    def named(self, id: str | None, name: str) -> str:
        """The key of an origin that is there, or of a name that is not an origin yet."""
        if id is not None and self.app.project.find(Origin, id) is not None:
            return key_of(self.app.project, id)
        return next((key for key, names in NAMES.items() if name in names), f"no name for {name}")

    # ---- Ways ------------------------------------------------------------------------------------

    def key_of_type(self, type: str) -> str:
        order = [entry.id for entry in self.app.project.codebook.types]
        return str(order.index(type) + 1)

    def moves(self, target: int) -> list[str]:
        """The fewest of `j` `k` `J` `K` `g` `G` from the sentence under the cursor to another one."""
        text = self.texts[self.app.label]
        spans = sentences(text)
        start = self.app.room.reader.span[0]
        here = next(n for n, (_, end) in enumerate(spans) if start < end)
        firsts = sorted({next(n for n, s in enumerate(spans) if s[0] >= p[0]) for p in paragraphs(text)})

        def steps(at: int) -> dict[str, int]:
            found = {"j": at + 1, "k": at - 1}
            found["J"] = next((n for n in firsts if n > at), at)
            found["K"] = next((n for n in reversed(firsts) if n < at), at)
            found |= {"g": 0, "G": len(spans) - 1}
            return {key: to for key, to in found.items() if 0 <= to < len(spans)}

        return shortest(here, target, steps)

    def edges(self, sentence: Span, wanted: Span) -> list[str]:
        """The fewest edge keys, by words and clauses, from a whole sentence to a passage in it."""
        if not self.exact or sentence == wanted:
            return []
        text = self.texts[self.app.label][slice(*sentence)]
        starts, ends = clause_edges(text)
        tokens = words(text)
        word_starts = sorted({0, *(a for a, _ in tokens)})
        word_ends = sorted({len(text), *(b for _, b in tokens)})

        def along(clauses: list[int], single: list[int], on: str, back: str, c_on: str, c_back: str) -> Any:
            def steps(at: int) -> dict[str, int]:
                found = {}
                for key, places, forward in (
                    (on, single, True), (back, single, False), (c_on, clauses, True), (c_back, clauses, False)
                ):  # fmt: skip
                    to = (
                        next((p for p in places if p > at), None)
                        if forward
                        else next((p for p in reversed(places) if p < at), None)
                    )
                    if to is not None:
                        found[key] = to
                return found

            return steps

        a, b = wanted[0] - sentence[0], wanted[1] - sentence[0]
        start = shortest(
            0,
            a,
            along(
                starts, word_starts, "right_curly_bracket", "left_curly_bracket", "quotation_mark", "colon"
            ),
        )
        end = shortest(
            len(text),
            b,
            along(ends, word_ends, "right_square_bracket", "left_square_bracket", "apostrophe", "semicolon"),
        )
        return [*start, *end]

    def label_cost(self, wanted: Span) -> int | None:
        """How many keys it takes to choose a passage by labels; null if its words are not in view."""
        codes = self._codes(wanted)
        return 1 + sum(map(len, codes)) if codes is not None else None

    def label_up_to(self, wanted: Span) -> str | None:
        """The letters on the last word of a passage, when its beginning is in hand already."""
        from tui.reader.labels import Labels

        reader = self.app.room.reader
        inside, start = self._in_view()
        ends = next((word for word in inside if word[1] == wanted[1]), None)
        if ends is None:
            return None
        likely = reader._likely(inside, "end", wanted[0])
        return next(code for code, word in Labels(inside, wanted[0], start, likely) if word == ends)

    def _in_view(self) -> tuple[list[Span], int]:
        """The words on the screen, and where that begins."""
        reader = self.app.room.reader
        table, article = reader._table, reader._article
        assert table is not None
        assert article is not None
        top = reader.scroll_offset.y
        last = min(top + reader._height, len(table)) - 1
        start, end = table.span(top)[0], table.shown_span(last)[1]
        return article.words_in(start, end), start

    def _codes(self, wanted: Span) -> tuple[str, str] | None:
        from tui.reader.labels import Labels

        reader = self.app.room.reader
        inside, start = self._in_view()
        begins = next((word for word in inside if word[0] == wanted[0]), None)
        ends = next((word for word in inside if word[1] == wanted[1]), None)
        if begins is None or ends is None:
            return None
        likely = reader._likely(inside, "start", None)
        first = next(code for code, word in Labels(inside, reader.span[0], start, likely) if word == begins)
        likely = reader._likely(inside, "end", begins[0])
        final = next(code for code, word in Labels(inside, begins[0], start, likely) if word == ends)
        return first, final

    async def labels(self, wanted: Span) -> None:
        """Choose a passage by the letters on its first and its last word."""
        codes = self._codes(wanted)
        assert codes is not None
        await self.press("edges", "l", *codes[0], *codes[1])


def shortest(start: int, goal: int, steps: Callable[[int], dict[str, int]]) -> list[str]:
    """The keys of the shortest way from one place to another.

    Raises:
        AssertionError: there is none.
    """
    ways: dict[int, list[str]] = {start: []}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        if at == goal:
            return ways[at]
        for key, to in steps(at).items():
            if to not in ways:
                ways[to] = [*ways[at], key]
                queue.append(to)
    raise AssertionError(f"no way from {start} to {goal}")


def key_of(project: Project, id: str) -> str:
    """The key in `NAMES` of an origin."""
    name = project.origin(id).name
    return next((key for key, names in NAMES.items() if name in names), f"no name for {name}")


def made(exported: dict[str, Any]) -> list[dict[str, Any]]:
    """What an export in the exchange format says of the fixed claims, in their terms."""
    labels = {article["id"]: article["label"] for article in exported["articles"]}
    names = {origin["id"]: origin["name"] for origin in exported["origins"]}
    keys = {id: next((k for k, all in NAMES.items() if name in all), name) for id, name in names.items()}
    found = []
    for claim in exported["claims"]:
        pieces = [piece for piece in exported["evidence"] if piece["claim"] == claim["id"]]
        found.append(
            {
                "type": claim["type"],
                "speaker": keys.get(claim.get("speaker") or ""),
                "evidence": sorted(
                    (
                        labels[piece["article"]],
                        piece["quote"]["start"],
                        piece["quote"]["end"],
                        piece["stance"],
                        tuple(keys[link] for link in piece.get("attribution", [])),
                        piece.get("certainty", "certain"),
                        piece.get("proposed", False),
                    )
                    for piece in pieces
                ),
                "silent": sorted(
                    labels[review["article"]]
                    for review in exported["reviews"]
                    if review["claim"] == claim["id"]
                ),
            }
        )
    return found


def wanted(claims: list[Fixed]) -> list[dict[str, Any]]:
    """The fixed claims in the same form."""
    return [
        {
            "type": claim.type,
            "speaker": claim.speaker,
            "evidence": sorted(
                (label, *said.span, said.stance, said.chain, said.certainty, False)
                for label, said in claim.passages.items()
                if said is not None
            ),
            "silent": sorted(label for label, said in claim.passages.items() if said is None),
        }
        for claim in claims
    ]
