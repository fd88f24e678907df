"""Random harm to a sound project, mended: it is sound again, and an undo brings the harm back exactly."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations import Project
from annotations.articles import text_hash
from annotations.changes import Change, Edit
from annotations.editing.repairs import RepairEdits
from annotations.records import (
    TABLE_OF,
    AnyRecord,
    Article,
    Claim,
    Cue,
    Evidence,
    Origin,
    Quote,
    Review,
    Table,
    new_id,
    quote_of,
)
from annotations.soundness import check

TEXTS = (
    "The well ran dry. The other well ran dry. aaaa",
    "Caf\u00e9 cafe\u0301 👩\u200d👧\r\nThe well ran dry.",
    "x",
)
TABLES: tuple[Table, ...] = ("articles", "origins", "claims", "evidence", "reviews")


class Mendable(Project, RepairEdits):
    """A project that can be mended."""


def sound_project() -> Mendable:
    """Two articles, one of them in three versions; claims, origins, evidence of every anchor, reviews."""
    records: list[AnyRecord] = [Origin(id="o", name="O"), Origin(id="p", name="P")]
    for id, work, version, text in (("a", "a", 1, 0), ("a2", "a", 2, 1), ("b", "b", 1, 2), ("a3", "a", 3, 1)):
        records.append(
            Article(
                id=id, work=work, version=version, label=work.upper(), title="t",
                sha256=text_hash(TEXTS[text]), chars=len(TEXTS[text]),
                state="current" if id in ("a3", "b") else "superseded",
            )
        )  # fmt: skip
    records += [Claim(id="c", text="One.", speaker="o"), Claim(id="d", text="Two.")]
    made: list[Any] = [
        ("e", "a", 4, 8, "exact", None),
        ("f", "a2", 18, 26, "moved", "e"),
        ("g", "a3", 0, 4, "changed", "f"),
        ("h", "a", 9, 12, "orphan", None),
        ("i", "b", 0, 1, "exact", None),
    ]
    texts = {"a": TEXTS[0], "a2": TEXTS[1], "b": TEXTS[2], "a3": TEXTS[1]}
    for id, article, start, end, anchor, carried in made:
        for claim in ("c", "d"):
            cue = Cue(start=0, end=1, exact=texts[article][0])
            records.append(
                Evidence(
                    id=id + claim, claim=claim, article=article, stance="supports", attribution=("o", "p"),
                    quote=quote_of(texts[article], start, end), anchor=anchor, cue=cue,
                    carried_from=carried and carried + claim,
                )
            )  # fmt: skip
    records += [Review(claim="c", article="b"), Review(claim="d", article="b", annotator="ida")]
    project = Mendable.in_memory(annotator="mo")
    project.add_records("base", records, TEXTS)
    return project


def everything(project: Project) -> list[list[tuple[int, AnyRecord]]]:
    return [list(project._store.tables.placed(table)) for table in TABLES]


def commit(project: Project, table: Table, before: AnyRecord | None, after: AnyRecord | None) -> None:
    """Past every edit of the app, as somebody with a text editor would."""
    tables = project._store.tables
    record = before or after
    assert record is not None
    place = tables.place(table, record.id) or tables.next_place(table)
    project._store.commit(
        Change(id=new_id(), label="harm", edits=(Edit(table, record.id, place, before, after),))
    )


numbers = st.integers(-3, 60)
words = st.sampled_from(["well", "The well ran dry", "aa", "x", "nowhere", "", " ", "👩", "e\u0301"])
quotes = st.builds(Quote, start=numbers, end=numbers, exact=words, prefix=words, suffix=words)
cues = st.none() | st.builds(Cue, start=numbers, end=numbers, exact=words)
ids = st.sampled_from(["a", "b", "c", "d", "o", "ec", "ed", "fc", "gone"])
harms = st.one_of(
    st.tuples(st.just("delete"), st.sampled_from(TABLES), st.integers(0, 20)),
    st.tuples(
        st.just("evidence"),
        st.integers(0, 20),
        st.fixed_dictionaries(
            {},
            optional={
                "quote": quotes,
                "cue": cues,
                "anchor": st.sampled_from(["exact", "moved", "changed", "orphan"]),
                "attribution": st.lists(ids, max_size=3).map(tuple),
                "carried_from": st.none() | ids,
                "claim": ids,
                "article": ids,
            },
        ),
    ),
    st.tuples(
        st.just("articles"),
        st.integers(0, 20),
        st.fixed_dictionaries(
            {},
            optional={
                "work": st.sampled_from("abc"),
                "label": st.sampled_from(["A", "B", "C", ""]),
                "version": st.integers(-1, 4),
                "state": st.sampled_from(["current", "superseded", "retracted"]),
                "chars": numbers,
                "sha256": st.sampled_from([*map(text_hash, TEXTS), "0" * 64, "../x"]),
            },
        ),
    ),
    st.tuples(st.just("claims"), st.integers(0, 20), st.fixed_dictionaries({"speaker": st.none() | ids})),
    st.tuples(st.just("new review"), ids, ids),
)


def harm(project: Project, what: Any) -> None:
    name, *rest = what
    if name == "new review":
        review = Review(claim=rest[0], article=rest[1], annotator="harm")
        commit(project, "reviews", project.find(Review, review.id), review)
        return
    table: Table = rest[0] if name == "delete" else name
    there = [record for _, record in project._store.tables.placed(table)]
    if there:
        before = there[rest[-2 if name != "delete" else -1] % len(there)]
        after = None if name == "delete" else replace(before, **rest[-1])
        if after != before:
            commit(project, TABLE_OF[type(before)], before, after)


@given(st.lists(harms, min_size=1, max_size=8))
def test_a_repaired_project_is_sound_and_the_repair_can_be_undone(done: list[Any]) -> None:
    project = sound_project()
    assert check(project) == []
    for what in done:
        harm(project, what)
    project._agreements.clear()
    project._numbers = None
    harmed = everything(project)
    findings = check(project)
    said = project.repair()
    assert bool(said) == bool(findings)
    left = [finding.what for finding in check(project)]
    assert all("is missing" in what or "is not the hash of a text" in what for what in left)
    assert sum("cannot be mended" in sentence for sentence in said) == len(left)
    mended = everything(project)
    again = project.repair()
    assert len(again) == len(left)
    assert all("cannot be mended" in sentence for sentence in again)
    assert everything(project) == mended
    if mended != harmed:
        project.undo()
    assert everything(project) == harmed
    assert check(project) == findings
