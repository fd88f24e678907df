"""How long an export of 100,000 pieces of evidence takes, against `json.dumps` of the same records.

Run it by hand: ``python tests/benchmarks/exports.py [--pieces N] [--rounds N]``. It prints the medians of the
rounds in seconds and their ratios to the control of the same round;
compare ratios, the seconds belong to the machine. The control turns records that are plain values already
into JSON in memory; an export checks every quote, derives statuses where it tells them, and writes to disk.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import msgspec

from annotations import Project
from annotations.articles import text_hash
from annotations.exports import FORMATS, export
from annotations.records import STANCES, Article, Claim, Evidence, Origin, quote_of

ARTICLES, CLAIMS = 200, 1_000
SENTENCE = "The harbour office said that ferry number {} had left at nine with {} people on board 🌊. "
STAMP = "2025-01-02T03:04:05.678Z"


def filled(pieces: int) -> Project:
    """A project with so many pieces of evidence on a thousand claims in two hundred articles."""
    project = Project.in_memory(annotator="mo")
    texts = ["".join(SENTENCE.format(n * 1_000 + m, m) for m in range(500)) for n in range(ARTICLES)]
    articles = [
        Article(
            id=f"a{n}", work=f"a{n}", label=f"L{n}", title=f"Ferry {n}", sha256=text_hash(t), chars=len(t)
        )
        for n, t in enumerate(texts)
    ]
    project.add_records("articles", articles, texts)
    origins = [Origin(id=f"o{n}", name=f"Office {n}", group=f"g{n % 7}") for n in range(50)]
    project.add_records("origins", origins)
    claims = [
        Claim(id=f"c{n}", text=f"Ferry {n} left at nine.", tags=("ferry", f"t{n % 20}"), annotator="mo",
              created=STAMP, modified=STAMP)
        for n in range(CLAIMS)
    ]  # fmt: skip
    project.add_records("claims", claims)
    made = []
    for n in range(pieces):
        article = n % ARTICLES
        start = (n * 37) % (len(texts[article]) - 100)
        made.append(
            Evidence(
                id=f"e{n:06}", claim=f"c{n // ARTICLES % CLAIMS}", article=f"a{article}",
                stance=STANCES[n % 4], quote=quote_of(texts[article], start, start + 80),
                attribution=(f"o{n % 50}", f"o{n * 7 % 50}"), annotator="mo", created=STAMP, modified=STAMP,
            )
        )  # fmt: skip
    project.add_records("evidence", made)
    return project


def records_of(project: Project) -> dict[str, object]:
    """What an export of everything holds, as plain values."""
    return {
        "articles": [
            {**msgspec.to_builtins(article), "text": project.text(article.id)} for article in project.articles
        ],
        **{
            table: msgspec.to_builtins(getattr(project, table))
            for table in ("origins", "claims", "evidence", "reviews")
        },
    }


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--formats", nargs="*", default=["variorum", "csv", "jsonl"])
    chosen = parser.parse_args()
    project = filled(chosen.pieces)
    plain = records_of(project)
    print(
        f"{chosen.pieces:,} pieces of evidence, {CLAIMS:,} claims, {ARTICLES} articles; "
        f"medians of {chosen.rounds}"
    )
    times: dict[str, list[float]] = {to: [] for to in chosen.formats}
    ratios: dict[str, list[float]] = {to: [] for to in chosen.formats}
    control = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(chosen.rounds):
            dumped = seconds(lambda: json.dumps(plain))
            control.append(dumped)
            for to in chosen.formats:
                target = Path(folder) / f"x{FORMATS[to].suffix}"
                # A status that was derived once is kept until something changes: every round derives anew.
                project._agreements.clear()
                times[to].append(seconds(lambda to=to, target=target: export(project, to, target)))  # type: ignore[misc]
                ratios[to].append(times[to][-1] / dumped)
                shutil.rmtree(target) if target.is_dir() else target.unlink()
    print(f"{'json.dumps':<16}{statistics.median(control):8.2f} s")
    for to in chosen.formats:
        print(f"{to:<16}{statistics.median(times[to]):8.2f} s {statistics.median(ratios[to]):8.2f} x")


if __name__ == "__main__":
    main()
