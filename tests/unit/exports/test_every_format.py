"""What holds for every format: nothing that was not chosen, no name that leads out, always the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.errors import ExportError, IncompleteError
from annotations.exports import FORMATS, export, rendered
from annotations.records import Article, Claim, Evidence, Origin, Review, quote_of

WRITTEN = [name for name, format in FORMATS.items() if format.writes and not format.lacking]
EVERY = pytest.mark.parametrize("to", WRITTEN)
#: Words that stand only in what belongs to one article, claim, tag or person.
HERE, THERE = "HEREWORD", "THEREWORD"


def add(project: Project, word: str, article: str, annotator: str, tag: str) -> None:
    """An article with a claim, a quote and a look, all of which name a word."""
    text = f"The {word} quay was shut. Nobody came."
    project.add_records(
        "article",
        [
            Article(
                id=f"{word}-{article}", work=article, label=article, title=f"Title {word}", publisher=word,
                sha256=text_hash(text), chars=len(text), url=f"https://q.example/{word}",
            )
        ],
        [text],
    )  # fmt: skip
    claim = Claim(
        id=f"claim-{word}", text=f"The {word} quay was shut.", note=f"Note {word}", tags=(tag,),
        open_question=f"Who shut {word}?", verdict=f"So says {word}", annotator=annotator,
    )  # fmt: skip
    project.add_records("claim", [claim])
    piece = Evidence(
        id=f"piece-{word}", claim=claim.id, article=f"{word}-{article}", stance="supports",
        quote=quote_of(text, 4, 30), note=f"Seen by {word}", annotator=annotator, joint=word,
    )  # fmt: skip
    project.add_records("evidence", [piece])


@pytest.fixture
def project() -> Project:
    made = Project.in_memory()
    made.add_records("origins", [Origin(id="o", name="The harbour office")])
    add(made, HERE, "A", "mo", "one")
    add(made, THERE, "B", "ro", "two")
    looks = [("claim-" + HERE, f"{THERE}-B", "ro"), ("claim-" + THERE, f"{HERE}-A", "mo")]
    made.add_records("looks", [Review(claim=c, article=a, annotator=who) for c, a, who in looks])
    return made


def contents(target: Path) -> Iterator[tuple[str, bytes]]:
    """The name and content of every file of an export, those within archives too."""
    paths = [path for path in sorted(target.rglob("*")) if path.is_file()] if target.is_dir() else [target]
    for path in paths:
        raw = path.read_bytes()
        yield path.relative_to(target).as_posix(), raw
        if raw.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())


def words(target: Path) -> bytes:
    return b"\n".join(name.encode() + b"\n" + raw for name, raw in contents(target))


@EVERY
def test_what_was_not_chosen_is_nowhere_in_an_export(project: Project, tmp_path: Path, to: str) -> None:
    whole = words(export(project, to, tmp_path / "whole"))
    assert HERE.encode() in whole
    assert THERE.encode() in whole
    part = words(export(project, to, tmp_path / "part", articles=["A"], annotator="mo", tags=["one"]))
    assert HERE.encode() in part
    assert THERE.encode() not in part


@EVERY
@pytest.mark.parametrize(
    "scope",
    [{"tags": ["one"]}, {"articles": ["A"], "tags": ["one"]}, {"annotator": "mo"},
     {"statuses": ["single_source"], "tags": ["one"]}, {"statuses": ["refuted"]}],
    ids=["tag", "article", "person", "status", "none"],
)  # fmt: skip
def test_claims_that_were_not_chosen_stay_out(
    project: Project, tmp_path: Path, to: str, scope: dict[str, Any]
) -> None:
    part = words(export(project, to, tmp_path / "part", **scope))
    # One who was chosen has looked for the other claim: then it comes along, but nothing that was marked.
    assert f"Seen by {THERE}".encode() not in part
    if "annotator" not in scope:
        assert f"claim-{THERE}".encode() not in part
    if scope == {"statuses": ["refuted"]}:
        assert f"claim-{HERE}".encode() not in part


@EVERY
def test_strictly_what_is_not_finished_is_not_written_in_any_format(
    project: Project, tmp_path: Path, to: str
) -> None:
    project.annotator = "ro"
    project.withdraw_review(f"claim-{HERE}", f"{THERE}-B")
    with pytest.raises(IncompleteError) as refused:
        export(project, to, tmp_path / "out", strict=True)
    assert refused.value.reasons == ("claim 1: B not looked at yet",)
    assert list(tmp_path.iterdir()) == []
    project.add_records("look", [Review(claim=f"claim-{HERE}", article=f"{THERE}-B", annotator="ro")])
    assert export(project, to, tmp_path / "out", strict=True).exists()


HOSTILE = ("../../up", "/etc/x", "C:\\x", "a\0b", ".", "..", "con", "x" * 300, "<&'\">", "\u202e\r\n\t")


@EVERY
def test_no_name_in_an_export_leads_out_of_it(tmp_path: Path, to: str) -> None:
    project = Project.in_memory(annotator="../mo")
    for number, name in enumerate(HOSTILE):
        text = f"The quay {number} was shut."
        article = Article(
            id=name, work=name, label=name, title=name, publisher=name, source=name, sha256=text_hash(text),
            chars=len(text),
        )  # fmt: skip
        project.add_records("article", [article], [text])
        project.add_records("claim", [Claim(id=name, text=name, tags=(name,), verdict=name)])
        piece = Evidence(id=name, claim=name, article=name, stance="queries", quote=quote_of(text, 0, 8))
        project.add_records("evidence", [piece])
    inside = tmp_path / "inside"
    inside.mkdir()
    target = export(project, to, inside / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert [path.name for path in inside.iterdir()] == ["out"]
    names = [name for name, _ in contents(target)]
    assert len(names) == len(set(names))
    for name in names:
        assert not name.startswith("/")
        assert not set("\\:\0\r\n\t") & set(name)
        assert ".." not in name.split("/")
        assert len(name.rpartition("/")[2].encode()) <= 255


@EVERY
def test_a_disk_that_fails_leaves_nothing(
    project: Project, tmp_path: Path, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(ExportError, match="input/output error"):
        export(project, to, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", [name for name in WRITTEN if FORMATS[name].folder])
def test_a_folder_of_files_is_no_stream(project: Project, to: str) -> None:
    with pytest.raises(ExportError, match="is a folder of files and cannot be written to one stream"):
        next(rendered(project, to))


_HASHES = """
import hashlib, json, sys
from pathlib import Path
from annotations import Project
from annotations.exports import export
from annotations.imports import import_files
source, folder = Path(sys.argv[1]), Path(sys.argv[2])
project = Project.in_memory(annotator="mo")
import_files(project, [source])
found = {}
for to in sys.argv[3:]:
    target = export(project, to, folder / to)
    for path in sorted(target.rglob("*")) if target.is_dir() else [target]:
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
print(json.dumps(found))
"""


def test_two_processes_write_the_same_bytes_in_every_format(project: Project, tmp_path: Path) -> None:
    for number in range(12):
        project.add_records(
            "claim", [Claim(id=f"c{number}", text="More.", tags=tuple(f"t{n}" for n in range(number)))]
        )
    source = export(project, "variorum", tmp_path / "source.json")
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        run = subprocess.run(
            [sys.executable, "-c", _HASHES, source, folder, *WRITTEN],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "UTC" if seed == "1" else "Asia/Kolkata"},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        found.append(json.loads(run.stdout))
    assert {name.partition("/")[0] for name in found[0]} == set(WRITTEN)
    assert found[0] == found[1]
    assert found[0]["variorum"] == hashlib.sha256(source.read_bytes()).hexdigest()
