"""Random edits, undos and redos against the plainest model there is: a list of snapshots of all tables."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tinydb import TinyDB

from annotations import Project
from annotations.agreement import OPEN_CELLS, derive
from annotations.articles import Source
from annotations.errors import ProjectError
from annotations.records import AnyRecord, Claim, Evidence, Origin, Settings, new_id, quote_of
from tests.faults.kills import copy_as_left_by_a_kill
from tui.desk import Desk

T = TypeVar("T")
Tables = tuple[tuple[AnyRecord, ...], ...]

TEXTS = (
    "The envoy came on Tuesday. He promised 1,000 sappers.\r\nNobody else spoke.",
    "An update. The envoy came on Tuesday. He promised 1,000 sappers.\r\nNobody else spoke.",
    "He promised 1,000 sappers. The envoy came on Tuesday, and nobody else.",
    "Caf\u00e9 cafe\u0301 👩\u200d👧 a a a a a a\u2028b",
    "x",
)
NAMES = ("TASS", "Shoigu", "the ministry", "a resident", "unnamed officials")
WORDS = ("One.", "Two — “2”.", "TASS", "\x00\x1b[31m", "")
#: Which of many: taken modulo how many there are by then.
which = st.integers(0, 11)
place = st.integers(0, 80)


class ProjectEdits(RuleBasedStateMachine):
    """`past` ends with the tables as they are; `future` holds what redo brings back."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "project"
        self.project = Project.open(self.folder, annotator="mo")
        self.past: list[Tables] = [self.tables()]
        self.future: list[Tables] = []

    def tables(self) -> Tables:
        project = self.project
        return (
            (project.settings,),
            tuple(project.articles),
            tuple(project.origins),
            tuple(project.claims),
            tuple(project.evidence),
            tuple(project.reviews),
            tuple(
                project.find(Settings, f"sentences {article.id}") or Settings()
                for article in project.articles
            ),
        )

    def edit(self, act: Callable[[], object]) -> None:
        """One act: a change that can be undone, or none, or a refusal that leaves everything as it was."""
        before = self.past[-1]
        told: list[object] = []
        leave = self.project.subscribe(told.append)
        try:
            act()
        except ProjectError:
            assert self.tables() == before
        finally:
            leave()
        after = self.tables()
        assert len(told) == (after != before)
        if after != before:
            self.past.append(after)
            self.future.clear()

    @staticmethod
    def pick(many: Sequence[T], number: int) -> T | None:
        return many[number % len(many)] if many else None

    # ---- Edits ---------------------------------------------------------------------------------------

    @rule(name=st.sampled_from("abc"), text=st.sampled_from(TEXTS), label=st.sampled_from([None, "A", "Q"]))
    def add_source(self, name: str, text: str, label: str | None) -> None:
        source = Source(
            path=Path(f"{name}.txt"), text=text, encoding="utf-8", guessed=False, title="T", label=label
        )
        self.edit(lambda: self.project.add_source(source))

    @rule(n=which, label=st.sampled_from(["A", "B", "Z", ""]), title=st.sampled_from(WORDS))
    def change_article(self, n: int, label: str, title: str) -> None:
        if article := self.pick(self.project.articles, n):
            self.edit(lambda: self.project.set_article(article.id, label=label, title=title))

    @rule(n=which, again=st.booleans())
    def retract_article(self, n: int, again: bool) -> None:
        if article := self.pick(self.project.articles, n):
            act = self.project.reinstate_article if again else self.project.retract_article
            self.edit(lambda: act(article.id))

    @rule(n=which, state=st.sampled_from(["current", "retracted", "superseded", "lost"]))
    def set_state(self, n: int, state: str) -> None:
        if article := self.pick(self.project.articles, n):
            self.edit(lambda: self.project.set_article(article.id, state=state))

    @rule(n=which)
    def confirm_quote(self, n: int) -> None:
        waiting = [one.piece for one in self.project.waiting()]
        if piece := self.pick(waiting, n):
            self.edit(lambda: self.project.confirm_quote(piece.id))

    @rule()
    def reanchor(self) -> None:
        self.edit(self.project.reanchor)
        before = self.tables()
        assert not any(one.changed for one in self.project.reanchor())
        assert self.tables() == before

    @rule(n=which)
    def remove_article(self, n: int) -> None:
        if article := self.pick(self.project.articles, n):
            self.edit(lambda: self.project.remove_article(article.id))

    @rule(text=st.sampled_from(WORDS), tags=st.lists(st.sampled_from("xyz"), max_size=2).map(tuple))
    def add_claim(self, text: str, tags: tuple[str, ...]) -> None:
        self.edit(lambda: self.project.add_claim(text, tags=tags))

    @rule(n=which, start=place, length=place, proposed=st.booleans())
    def claim_from(self, n: int, start: int, length: int, proposed: bool) -> None:
        if article := self.pick(self.project.articles, n):
            self.edit(lambda: self.project.claim_from(article.id, start, start + length, proposed=proposed))

    @rule(
        n=which,
        text=st.sampled_from(WORDS),
        kind=st.sampled_from([None, "plan", "quote", "opinion"]),
        o=which,
    )
    def change_claim(self, n: int, text: str, kind: str | None, o: int) -> None:
        speaker = self.pick(self.project.origins, o)
        if claim := self.pick(self.project.claims, n):
            self.edit(
                lambda: self.project.set_claim(
                    claim.id, text=text, type=kind, speaker=speaker.id if speaker else None
                )
            )

    @rule(n=which)
    def delete_claim(self, n: int) -> None:
        if claim := self.pick(self.project.claims, n):
            self.edit(lambda: self.project.delete_claim(claim.id))

    @rule(n=which, m=which)
    def merge_claims(self, n: int, m: int) -> None:
        one, other = self.pick(self.project.claims, n), self.pick(self.project.claims, m)
        if one and other:
            self.edit(lambda: self.project.merge_claims(one.id, other.id))

    @rule(n=which, chosen=st.sets(which, max_size=3), text=st.sampled_from(WORDS))
    def split_claim(self, n: int, chosen: set[int], text: str) -> None:
        if claim := self.pick(self.project.claims, n):
            pieces = self.project.evidence_on(claim.id)
            ids = [piece.id for number, piece in enumerate(pieces) if number in chosen]
            self.edit(lambda: self.project.split_claim(claim.id, ids, text))

    @rule(a=which, start=place, length=place)
    def cut_and_join_sentences(self, a: int, start: int, length: int) -> None:
        if article := self.pick(self.project.articles, a):
            self.edit(lambda: self.project.split_sentence(article.id, start))
            self.edit(lambda: self.project.merge_sentences(article.id, start, start + length))

    @rule(a=which)
    def close_article(self, a: int) -> None:
        if article := self.pick(self.project.articles, a):
            self.edit(lambda: self.project.close_article(article.id, "read"))

    @rule(
        n=which,
        a=which,
        start=place,
        length=place,
        stance=st.sampled_from(["supports", "partly_supports", "queries", "refutes"]),
        chain=st.lists(which, max_size=2),
        joint=st.sampled_from([None, "j"]),
    )
    def mark(
        self, n: int, a: int, start: int, length: int, stance: str, chain: list[int], joint: str | None
    ) -> None:
        claim, article = self.pick(self.project.claims, n), self.pick(self.project.articles, a)
        origins = self.project.origins
        ids = [origins[number % len(origins)].id for number in chain] if origins else []
        if claim and article:
            self.edit(
                lambda: self.project.mark(
                    claim.id,
                    article.id,
                    start,
                    start + length,
                    stance,  # type: ignore[arg-type]
                    attribution=ids,
                    joint=joint,
                )
            )

    @rule(n=which, stance=st.sampled_from(["supports", "refutes"]), note=st.sampled_from(WORDS))
    def change_evidence(self, n: int, stance: str, note: str) -> None:
        if piece := self.pick(self.project.evidence, n):
            self.edit(lambda: self.project.set_evidence(piece.id, stance=stance, note=note))

    @rule(n=which, start=place, length=place)
    def move_quote(self, n: int, start: int, length: int) -> None:
        if piece := self.pick(self.project.evidence, n):
            self.edit(lambda: self.project.move_quote(piece.id, start, start + length))

    @rule(n=which)
    def delete_evidence(self, n: int) -> None:
        if piece := self.pick(self.project.evidence, n):
            self.edit(lambda: self.project.delete_evidence(piece.id))

    @rule(n=which, names=st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    def attribute(self, n: int, names: list[str]) -> None:
        if piece := self.pick(self.project.evidence, n):
            chain: list[str | Origin] = [self.project.draft_origin(name) for name in names]
            self.edit(lambda: self.project.attribute(piece.id, chain))

    @rule(n=which, a=which, withdraw=st.booleans())
    def review(self, n: int, a: int, withdraw: bool) -> None:
        claim, article = self.pick(self.project.claims, n), self.pick(self.project.articles, a)
        if claim and article:
            act = self.project.withdraw_review if withdraw else self.project.review
            self.edit(lambda: act(claim.id, article.id))

    @rule(name=st.sampled_from(NAMES), group=st.sampled_from([None, "one", "two"]))
    def add_origin(self, name: str, group: str | None) -> None:
        self.edit(lambda: self.project.add_origin(name, group=group))

    @rule(n=which, name=st.sampled_from(NAMES), state=st.sampled_from(["current", "withdrawn"]))
    def change_origin(self, n: int, name: str, state: str) -> None:
        if origin := self.pick(self.project.origins, n):
            self.edit(lambda: self.project.set_origin(origin.id, name=name, state=state))

    @rule(n=which, m=which, act=st.sampled_from(["merge", "apart", "together", "open", "delete"]))
    def sort_origins_out(self, n: int, m: int, act: str) -> None:
        one, other = self.pick(self.project.origins, n), self.pick(self.project.origins, m)
        if one and other:
            acts: dict[str, Callable[[], object]] = {
                "merge": lambda: self.project.merge_origins(one.id, other.id),
                "apart": lambda: self.project.say_independent(one.id, other.id),
                "together": lambda: self.project.say_same_group(one.id, other.id),
                "open": lambda: self.project.say_undecided(one.id, other.id),
                "delete": lambda: self.project.delete_origin(one.id),
            }
            self.edit(acts[act])

    # ---- Undo, redo, reopening -------------------------------------------------------------------

    @rule(texts=st.lists(st.sampled_from(WORDS), max_size=3), ahead=st.booleans(), n=which)
    def add_records(self, texts: list[str], *, ahead: bool, n: int) -> None:
        records: list[AnyRecord] = [Claim(id=new_id(), text=text) for text in texts]
        if (article := self.pick(self.project.articles, n)) is not None:
            text = self.project.text(article.id)
            pieces = [
                Evidence(
                    id=new_id(), claim=one.id, article=article.id, stance="supports",
                    quote=quote_of(text, 0, min(3, len(text))),
                )
                for one in records
            ]  # fmt: skip
            records += pieces
        found = self.project.records_ahead("more", records) if ahead else None
        self.edit(lambda: self.project.add_records("more", records, ahead=found))

    @rule(times=st.integers(1, 4), ahead=st.booleans())
    def undo(self, times: int, *, ahead: bool) -> None:
        for _ in range(times):
            assert self.project.can_undo == (len(self.past) > 1)
            found = self.project.undo_ahead() if ahead else None
            assert found is None or self.project.fits(found)
            if self.project.undo(found) is not None:
                self.future.append(self.past.pop())

    @rule(times=st.integers(1, 4), ahead=st.booleans())
    def redo(self, times: int, *, ahead: bool) -> None:
        for _ in range(times):
            assert self.project.can_redo == bool(self.future)
            found = self.project.redo_ahead() if ahead else None
            if self.project.redo(found) is not None:
                self.past.append(self.future.pop())

    @rule(again=st.booleans())
    def work_out_what_does_not_fit_any_more(self, *, again: bool) -> None:
        found = self.project.redo_ahead() if again else self.project.undo_ahead()
        self.edit(lambda: self.project.add_claim("in between"))
        assert found is None or not self.project.fits(found)
        taken = self.project.redo(found) if again else self.project.undo(found)
        assert (taken is None) == again
        if not again:
            self.future.append(self.past.pop())

    @precondition(lambda self: len(self.past) > 3)
    @rule()
    def reopen(self) -> None:
        assert self.project.close().word == "saved"
        self.project = Project.open(self.folder, annotator="mo")

    @precondition(lambda self: len(self.past) > 3)
    @rule()
    def die_and_reopen(self) -> None:
        left = self.folder.with_name(f"{self.folder.name}-")
        copy_as_left_by_a_kill(self.folder, left)
        self.project.close()
        self.folder = left
        self.project = Project.open(self.folder, annotator="mo")

    # ---- What always holds -----------------------------------------------------------------------

    @invariant()
    def the_tables_are_those_of_the_model(self) -> None:
        assert self.tables() == self.past[-1]

    @invariant()
    def what_is_derived_is_never_stale(self) -> None:
        for number, claim in enumerate(self.project.claims, start=1):
            tables = self.project._store.tables
            anew = derive(
                claim,
                tables.evidence_on(claim.id),
                tables.reviews_on(claim.id),
                {article.id: article for article in self.project.articles},
                {origin.id: origin for origin in self.project.origins},
            )
            assert self.project.agreement(claim.id) == anew
            assert self.project.number(claim.id) == number

    @invariant()
    def the_counts_are_what_counting_cell_by_cell_gives(self) -> None:
        desk = Desk(self.project)
        counts = {article.id: [0, 0] for article in self.project.current_articles}
        for claim in self.project.claims:
            cells = self.project.agreement(claim.id).cells
            for article, count in counts.items():
                count[cells[article] in OPEN_CELLS] += 1
        assert desk.article_counts() == {article: tuple(count) for article, count in counts.items()}
        met = sum(count[0] for count in counts.values())
        assert desk.cells() == (met, len(counts) * len(self.project.claims))
        assert desk.next_open_cell() is not None or met == len(counts) * len(self.project.claims)

    @invariant()
    def the_articles_are_in_the_order_of_their_labels(self) -> None:
        articles = [article for article in self.project.articles if article.state == "current"]
        assert self.project.current_articles == sorted(articles, key=lambda a: (len(a.label), a.label))

    @invariant()
    def nothing_names_what_is_not_there(self) -> None:
        project = self.project
        claims = {claim.id for claim in project.claims}
        articles = {article.id for article in project.articles}
        origins = {origin.id for origin in project.origins}
        pieces = {piece.id for piece in project.evidence}
        for piece in project.evidence:
            assert {piece.claim} <= claims
            assert {piece.article} <= articles
            assert set(piece.attribution) <= origins
            assert piece.carried_from is None or piece.carried_from in pieces
            if piece.anchor == "changed":
                assert 0 <= piece.quote.start < piece.quote.end <= len(project.text(piece.article))
            if piece.anchor in ("exact", "moved"):
                assert piece.quote.exact == project.text(piece.article)[piece.quote.start : piece.quote.end]
        for review in project.reviews:
            assert {review.claim} <= claims
            assert {review.article} <= articles
        assert {claim.speaker for claim in project.claims} <= origins | {None}

    @invariant()
    def labels_belong_to_works_and_one_version_of_each_at_most_counts(self) -> None:
        works: dict[str, str] = {}
        for article in self.project.articles:
            assert works.setdefault(article.label, article.work) == article.work
        current = [article.work for article in self.project.current_articles]
        assert len(current) == len(set(current))

    def teardown(self) -> None:
        try:
            assert self.project.close().word == "saved"
            with Project.open(self.folder, read_only=True) as self.project:
                assert self.tables() == self.past[-1]
            with TinyDB(self.folder / "variorum.json", access_mode="r") as database:
                claims = [dict(document) for document in database.table("claims").all()]
            assert claims == json.loads(msgspec.json.encode(self.past[-1][3]))
        finally:
            self.project.close()
            self.home.cleanup()


ProjectEdits.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestProjectEdits = ProjectEdits.TestCase
