"""What finding passages costs and finds, beside peers in the same run.

    python tests/benchmarks/matching.py

Ranking: a query of two sentences against made-up sentences, whose words are as unevenly common as those of
news; the peer is the full-text index of SQLite with its own BM25. Sentences: megabytes a second; the peer is
`str.split` at full stops, which finds no abbreviation. Attribution: how much of what is proposed for the
labelled sentences is right, and how much of what they state is found; the peer takes the words before "said".
All times are processor times of this process.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from annotations.attribution import attribute
from annotations.matching import Pool, Ranker
from annotations.text import sentences

DATA = Path(__file__).parents[1] / "data"
SIZES = (100, 1_000, 2_000, 10_000, 70_000)
ARTICLE = 35
COMMON = "the of to in a and that for on said with was is by as at from it he be has had not were"
CLOCK = time.process_time


def made_up(count: int, seed: int = 1) -> list[str]:
    """Sentences of 22 words, two of five of them among the 24 commonest."""
    chance = random.Random(seed)
    letters = ("bcdfglmnprst", "aeiou")

    def word() -> str:
        return "".join(
            chance.choice(letters[0]) + chance.choice(letters[1]) for _ in range(chance.randint(1, 4))
        )

    rare = [word() for _ in range(40_000)]
    common = COMMON.split()

    def pick() -> str:
        if chance.random() < 0.4:
            return chance.choice(common)
        return rare[min(len(rare) - 1, int(chance.paretovariate(0.6)))]

    return [" ".join(pick() for _ in range(22)).capitalize() + "." for _ in range(count)]


def took(act: Callable[[], object]) -> float:
    begun = CLOCK()
    act()
    return CLOCK() - begun


def full_text(passages: Sequence[str]) -> Callable[[str], object]:
    """The peer: SQLite's index over the same passages."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE p USING fts5(t, tokenize = 'porter')")
    database.executemany("INSERT INTO p VALUES (?)", ((passage,) for passage in passages))

    def ask(query: str) -> object:
        words = " OR ".join(sorted(set(re.findall(r"\w+", query.lower()))))
        return database.execute(
            "SELECT rowid, bm25(p) FROM p WHERE p MATCH ? ORDER BY 2", (words,)
        ).fetchall()

    return ask


def ranking() -> None:
    print("ranking          sentences    build   peer    score   peer     (seconds; ms a query, median)")
    Ranker(made_up(10)).score("warm")
    for size in SIZES:
        passages = made_up(size)
        chance = random.Random(2)
        queries = [f"{chance.choice(passages)} {chance.choice(passages)}" for _ in range(15)]
        begun = CLOCK()
        ranker = Ranker(passages)
        build = CLOCK() - begun
        begun = CLOCK()
        peer = full_text(passages)
        peer_build = CLOCK() - begun
        mine = statistics.median(took(partial(ranker.score, query)) for query in queries)
        theirs = statistics.median(took(partial(peer, query)) for query in queries)
        print(f"{size:26,}  {build:7.2f}{peer_build:7.2f}  {mine * 1e3:7.2f}{theirs * 1e3:7.2f}")


def pool() -> None:
    passages = made_up(2_000 * ARTICLE)
    articles = [passages[at : at + ARTICLE] for at in range(0, len(passages), ARTICLE)]
    together = Pool()
    begun = CLOCK()
    for number, article in enumerate(articles):
        together.add(str(number), article)
    build = CLOCK() - begun
    one = statistics.median(took(partial(together.best, passages[n * 100], "7")) for n in range(50))
    again = statistics.median(took(partial(together.add, str(n), articles[n])) for n in range(20))
    print(
        f"pool of {len(articles):,} articles: {build:.1f} s to add all, {again * 1e3:.1f} ms to "
        f"add one anew, {one * 1e3:.2f} ms for the best passages of one"
    )


def cutting() -> None:
    text = (
        "\n".join(" ".join(made_up(6, seed)) for seed in range(3))
        + "\nMr. Fox left the U.S. on Jan. 5. So be it.\n"
    )
    text *= 2_000_000 // len(text)
    size = len(text.encode()) / 1e6
    mine, theirs = took(lambda: sentences(text)), took(lambda: text.split(". "))
    print(f"sentences: {size / mine:.0f} MB/s; split at full stops: {size / theirs:.0f} MB/s")


def attributing() -> None:
    for name in ("attribution.json", "attribution_later.json"):
        cases: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))
        spent = 0.0
        figures = {"proposed": [0, 0], "words before “said”": [0, 0]}
        stated = sum(bool(case["chain"]) for case in cases)
        for case in cases:
            before = case.get("before", "")
            text = f"{before} {case['sentence']}" if before else case["sentence"]
            passage = case.get("passage", case["sentence"])
            start = text.index(passage, len(before))
            spans = sentences(text)
            begun = CLOCK()
            found = attribute(text, spans, start, start + len(passage))
            spent += CLOCK() - begun
            naive = re.search(
                r"([^,.“”]+?) (?:said|says|reported|told)\b|according to ([^,.]+)", case["sentence"], re.I
            )
            chains = {
                "proposed": [link.name for link in found.links],
                "words before “said”": [re.sub(r"^the ", "", (naive[1] or naive[2]).strip(), flags=re.I)]
                if naive
                else [],
            }
            for who, chain in chains.items():
                right = [link.casefold() for link in chain] == [link.casefold() for link in case["chain"]]
                figures[who][0] += bool(chain)
                figures[who][1] += bool(chain) and right
        for who, (made, right) in figures.items():
            print(
                f"{name}, {who}: {made} of {len(cases)}, precision {right / made:.3f}, "
                f"recall {right / stated:.3f}"
            )
        print(f"{name}: {spent / len(cases) * 1e3:.2f} ms a passage")


if __name__ == "__main__":
    ranking()
    pool()
    cutting()
    attributing()
