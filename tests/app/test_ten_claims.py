"""Ten claims over two sources, written down as a document and made by keys: the same records, and the
statuses that were worked out on paper first.

Quotes are named by the number of their sentence, so that nothing of the sources stands here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotations import Project
from annotations.articles import read_source
from annotations.text import sentences
from tests.app.playing import Played, played

REAL = Path(__file__).parents[3] / "shared" / "sources"

FIRST = "The dam\n\n" + " ".join(
    f"The first paper tells in sentence {n} of the old dam." for n in range(1, 41)
)
SECOND = "The lake\n\n" + " ".join(f"The other paper has line {n} on the wide lake." for n in range(1, 41))


class Piece(NamedTuple):
    """A passage: the number of its sentence, its stance, its chain by names."""

    sentence: int
    stance: str
    chain: tuple[str, ...] = ()
    certainty: str = "certain"


class Plan(NamedTuple):
    """A claim made in A, what B says (null: no mention; "open": not looked at), and its status on paper."""

    type: str
    tags: tuple[str, ...]
    a: Piece
    b: Piece | str | None
    status: str
    origins: int
    modifiers: dict[str, Any]


S, TASS, UK, MSMT, MEDIA = (
    "Sergei Shoigu",
    "TASS",
    "U.K. defence intelligence",
    "MSMT monitors",
    "State media",
)
KINDS = {S: "person", TASS: "news_agency", UK: "government", MSMT: "monitor", MEDIA: "generic"}
GROUPS = {S: "russian state", TASS: "russian state", MSMT: "msmt"}

PLANS = [
    Plan(
        "plan",
        ("number",),
        Piece(3, "supports", (S,)),
        Piece(6, "supports", (TASS, S)),
        "single_origin",
        1,
        {},
    ),
    Plan(
        "event",
        (),
        Piece(4, "supports", (), "hedged"),
        None,
        "single_source",
        0,
        {"omitted_by": ["article-B"], "hedged_only": True, "no_named_origin": True},
    ),
    # A is in a group, B is not: counted as one until somebody says that they are independent.
    Plan(
        "event",
        (),
        Piece(5, "supports", (S,)),
        Piece(8, "supports", (UK,)),
        "single_origin",
        1,
        {"independence_open": [f"origin-{UK}"]},
    ),
    Plan(
        "quantity",
        ("number", "check-first"),
        Piece(6, "partly_supports", (MEDIA,)),
        Piece(9, "supports"),
        "partial",
        0,
        {"no_named_origin": True},
    ),
    Plan("cause", (), Piece(7, "supports", (S,)), Piece(10, "refutes", (UK,)), "disputed", 1, {}),
    Plan("rule", (), Piece(8, "queries"), None, "questioned", 0, {"omitted_by": ["article-B"]}),
    # The speaker is no witness: A falls back to its own voice, B to TASS.
    Plan(
        "quote",
        (),
        Piece(9, "supports", (S,)),
        Piece(11, "supports", (TASS, S)),
        "single_origin",
        1,
        {"some_unnamed": True},
    ),
    Plan(
        "other",
        (),
        Piece(10, "supports", (MEDIA,)),
        Piece(12, "supports"),
        "unsourced",
        0,
        {"no_named_origin": True},
    ),
    Plan(
        "opinion",
        (),
        Piece(11, "supports"),
        "open",
        "not_checkable",
        0,
        {"unreviewed": ["article-B"], "no_named_origin": True},
    ),
    Plan("event", (), Piece(12, "supports", (MSMT,)), Piece(13, "supports", (S,)), "corroborated", 2, {}),
]
#: The matrix: worst first, within a status in order of creation.
ON_PAPER = [5, 6, 4, 8, 1, 3, 7, 2, 10, 9]


@pytest.fixture(params=["own words", "real sources"])
def two_sources(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with two articles: of our own, and the real ones where they are."""
    folder = tmp_path / "story"
    folder.mkdir()
    if request.param == "real sources":
        files = sorted(REAL.glob("*.txt"))
        if len(files) != 2:
            pytest.skip("the two real sources are not here")
        for file in files:
            shutil.copy(file, folder)
    else:
        (folder / "a.txt").write_text(FIRST, "utf-8")
        (folder / "b.txt").write_text(SECOND, "utf-8")
    return folder


def by_hand(folder: Path) -> dict[str, Any]:
    """The ten claims as a document in the exchange format."""
    sources = [read_source(path) for path in sorted(folder.glob("*.txt"))]
    texts = dict(zip("AB", (source.text for source in sources), strict=True))
    articles = [
        {"id": f"article-{label}", "text": source.text, "label": label, "source": source.path.name}
        for label, source in zip("AB", sources, strict=True)
    ]
    origins: dict[str, dict[str, Any]] = {}
    claims, evidence, reviews = [], [], []
    for number, plan in enumerate(PLANS, start=1):
        claim: dict[str, Any] = {
            "id": f"c{number}",
            "type": plan.type,
            "tags": list(plan.tags),
            "annotator": "mo",
        }
        for label, piece in (("A", plan.a), ("B", plan.b)):
            if piece is None:
                reviews.append({"claim": claim["id"], "article": f"article-{label}", "annotator": "mo"})
            if not isinstance(piece, Piece):
                continue
            for name in piece.chain:
                origins.setdefault(
                    name,
                    {"id": f"origin-{name}", "name": name, "kind": KINDS[name], "group": GROUPS.get(name)},
                )
            start, end = sentences(texts[label])[piece.sentence]
            if label == "A":
                claim["text"] = texts[label][start:end]
            evidence.append(
                {
                    "id": f"e{number}{label}",
                    "claim": claim["id"],
                    "article": f"article-{label}",
                    "stance": piece.stance,
                    "quote": {"start": start, "end": end},
                    "attribution": [f"origin-{name}" for name in piece.chain],
                    "certainty": piece.certainty,
                    "annotator": "mo",
                }
            )
        if plan.type == "quote":
            claim["speaker"] = f"origin-{plan.a.chain[-1]}"
        claims.append(claim)
    return {
        "format": "variorum",
        "version": 1,
        "articles": articles,
        "origins": list(origins.values()),
        "claims": claims,
        "evidence": evidence,
        "reviews": reviews,
    }


async def by_keys(app: Played) -> None:
    """Make the ten claims as a person does."""
    keys = {"supports": "S", "partly_supports": "P", "queries": "Q", "refutes": "R"}
    types = {
        "event": "1",
        "quantity": "2",
        "plan": "3",
        "quote": "4",
        "cause": "5",
        "rule": "6",
        "other": "7",
    }
    grouped: set[str] = set()

    async def say_who(chain: tuple[str, ...]) -> None:
        """Accept what was filled in where it is right, else put the names in its place."""
        if "Independent?" in app.frame():
            await app.press("escape")  # whose words they are is not settled yet
        piece = app.project.evidence[-1]
        found = tuple(app.project.origin(id).name for id in piece.attribution)
        if found != chain or piece.proposed:
            await app.press("a")
            if found != chain:
                await app.press(*["backspace"] * len(found))
                for name in chain:
                    await app.type(name)
                    await app.press("enter")
            await app.press("enter")
        if "Independent?" in app.frame():
            await app.press("up", "enter")
        for name in chain:
            if name in GROUPS and name not in grouped:
                grouped.add(name)
                await app.press("a")
                await app.type(name)
                await app.press("ctrl+g")
                await app.type(GROUPS[name])
                await app.press("enter", "escape")
                if "Independent?" in app.frame():
                    await app.press("up", "enter")

    async def say_how_firmly(certainty: str) -> None:
        while app.project.evidence[-1].certainty != certainty:
            await app.press("h")

    for plan in PLANS:
        await app.press("less_than_sign" if app.label == "B" else "g", "g", *["j"] * plan.a.sentence, "c")
        if plan.a.stance != "supports":
            await app.press(keys[plan.a.stance])
        await say_how_firmly(plan.a.certainty)
        await say_who(plan.a.chain)
        await app.press(types.get(plan.type, "8"))
        for tag in plan.tags:
            await app.press("t")
            await app.type(tag)
            await app.press("enter", "enter")
        if plan.b == "open":
            continue
        await app.press("greater_than_sign", "g")
        if isinstance(plan.b, Piece):
            await app.press(*["j"] * plan.b.sentence, keys[plan.b.stance])
            if "Independent?" in app.frame():
                await app.press("escape")
            await say_how_firmly(plan.b.certainty)
            await say_who(plan.b.chain)
        else:
            await app.press("n")


def comparable(exported: dict[str, Any]) -> dict[str, Any]:
    """An export without times, each id replaced by the place of its record."""
    names: dict[str, str] = {}
    for table in ("articles", "origins", "claims", "evidence"):
        for number, record in enumerate(exported[table], start=1):
            names[record["id"]] = f"{table} {number}"

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            # The document says nothing of the words by which the app has found out who says so.
            left_out = ("created", "modified", "at", "retrieved", "cue", "inferred")
            return {k: plain(v) for k, v in value.items() if k not in left_out}
        if isinstance(value, list):
            return [plain(member) for member in value]
        return names.get(value, value) if isinstance(value, str) else value

    return {
        table: plain(exported[table]) for table in ("articles", "origins", "claims", "evidence", "reviews")
    }


def run(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "tui.cli", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


async def test_ten_claims_by_hand_and_by_keys_are_the_same_records(two_sources: Path, tmp_path: Path) -> None:
    document = tmp_path / "by-hand.json"
    document.write_text(json.dumps(by_hand(two_sources)), "utf-8")
    imported = tmp_path / "imported"
    run("import", imported, document)

    matrix = json.loads(run("matrix", imported, "--json"))
    assert [claim["id"] for claim in matrix["claims"]] == [f"c{number}" for number in ON_PAPER]
    for claim in matrix["claims"]:
        plan = PLANS[int(claim["id"][1:]) - 1]
        assert (claim["status"], claim["origins"], claim["modifiers"]) == (
            plan.status,
            plan.origins,
            plan.modifiers,
        )

    async with played(two_sources, size=(80, 24)) as app:
        await by_keys(app)
        assert [app.project.agreement(c.id).status for c in app.project.claims] == [p.status for p in PLANS]
    made = comparable(json.loads(run("export", two_sources, "--to", "variorum", "-o", "-")))
    written = comparable(json.loads(run("export", imported, "--to", "variorum", "-o", "-")))
    for table in ("articles", "origins", "claims", "evidence", "reviews"):
        assert made[table] == written[table], table
    run("check", two_sources)
    with Project.open(two_sources, read_only=True) as project:
        for piece in project.evidence:
            text = project.text(piece.article)
            assert text[piece.quote.start : piece.quote.end] == piece.quote.exact
