"""The same wrongs in every format that is read: one line with the file, and nothing changed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.errors import VariorumError
from annotations.exports import FORMATS, export, render
from annotations.imports import archives, import_files
from annotations.records import Article, Claim, Cue, Evidence, Origin, Review, quote_of

#: Those that hold evidence with its place.
PLACING = [
    name
    for name, format in FORMATS.items()
    if format.reads and format.writes and not format.lacking and name != "refi-codebook"
]
LOSSLESS = [name for name in PLACING if name != "refi-qda"]
#: Numbers and ids that stand nowhere else in an export.
START, END, NUMBER = 31_337, 31_400, 5
NOTE, ONE, TWO = "NOTEWORD", "PIECE-ONE", "PIECE-TWO"
CLAIM, ARTICLE, ORIGIN = "CLAIM-ONE", "ARTICLE-ONE", "ORIGIN-ONE"
TEXT = "The quay was shut. " * 2_000


def sound(**fields: Any) -> Project:
    """A project of which every record has what can be wrong with it."""
    project = Project.in_memory(annotator="mo")
    article = Article(
        id=ARTICLE, work=ARTICLE, label="A", title="Quay", sha256=text_hash(TEXT), chars=len(TEXT)
    )
    project.add_records("article", [article], [TEXT])
    project.add_records("origin", [Origin(id=ORIGIN, name="Harbour office")])
    project.add_records("claim", [Claim(id=CLAIM, text="It was shut.", credibility=NUMBER, note=NOTE)])
    first = Evidence(
        id=ONE, claim=CLAIM, article=ARTICLE, stance="supports", quote=quote_of(TEXT, START, END),
        note="seen", cue=Cue(start=0, end=3, exact="The"), **{"attribution": (ORIGIN,), **fields},
    )  # fmt: skip
    second = Evidence(
        id=TWO, claim=CLAIM, article=ARTICLE, stance="queries", quote=quote_of(TEXT, 7, 9), carried_from=ONE
    )
    project.add_records("evidence", [first, second])
    project.add_records("look", [Review(claim=CLAIM, article=ARTICLE, annotator="mo")])
    return project


def spoiled(folder: Path, to: str, old: bytes, new: bytes, project: Project | None = None) -> Path:
    """An export in which something was replaced, wherever it stands."""
    target = export(project or sound(), to, folder / "in")
    count = 0
    for path in sorted(target.rglob("*")) if target.is_dir() else [target]:
        if path.is_file():
            raw = path.read_bytes()
            if raw.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                    parts = {name: archive.read(name) for name in archive.namelist()}
                out = io.BytesIO()
                with zipfile.ZipFile(out, "w") as archive:
                    for name, part in parts.items():
                        count += part.count(old)
                        archive.writestr(name, part.replace(old, new))
                raw = out.getvalue()
            else:
                count += raw.count(old)
                raw = raw.replace(old, new)
            path.write_bytes(raw)
    assert count or not old
    return target


def refused(path: Path, from_format: str | None = None) -> str:
    """The one line by which a file is refused; the project, which has records, is as it was."""
    project = Project.in_memory(annotator="ro")
    project.add_claim("Mine.")
    before = render(project, "variorum")
    with pytest.raises(VariorumError) as told:
        import_files(project, [path], from_format)
    assert render(project, "variorum") == before
    said = str(told.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    assert len(said) < len(str(path)) + 300
    return said.removeprefix(f"{path}: ")


@pytest.mark.parametrize("to", PLACING)
def test_what_was_not_spoiled_is_taken(tmp_path: Path, to: str) -> None:
    project = Project.in_memory()
    import_files(project, [spoiled(tmp_path, to, b"", b"")])
    assert [piece.id for piece in project.evidence] == [ONE, TWO]


@pytest.mark.parametrize("to", PLACING)
@pytest.mark.parametrize(
    "value",
    ["99999999", "1" + "0" * 30, "-1" * 1, "NaN", "Infinity", "1e999", "true", "31337.5", '"x"', "31399999"],
)
def test_a_place_that_is_none_is_refused(tmp_path: Path, to: str, value: str) -> None:
    new = value.replace('"', "x") if to in ("csv", "cas", "refi-qda") else value
    refused(spoiled(tmp_path, to, str(START).encode(), new.encode()))


@pytest.mark.parametrize("to", PLACING)
def test_an_id_that_is_there_twice_is_refused(tmp_path: Path, to: str) -> None:
    assert f"{ONE} is there twice" in refused(spoiled(tmp_path, to, TWO.encode(), ONE.encode()))


@pytest.mark.parametrize("to", LOSSLESS)
def test_what_was_carried_from_itself_by_way_of_another_is_refused(tmp_path: Path, to: str) -> None:
    round = sound(carried_from=TWO)
    assert "was carried from itself" in refused(spoiled(tmp_path, to, b"", b"", round))


@pytest.mark.parametrize("to", LOSSLESS)
@pytest.mark.parametrize("gone", ["carried_from", "attribution", "speaker"])
def test_an_id_that_nobody_has_is_refused(tmp_path: Path, to: str, gone: str) -> None:
    wrong: dict[str, Any] = {"carried_from": "GONE", "attribution": (ORIGIN, "GONE")}
    project = sound(**({gone: wrong[gone]} if gone in wrong else {}))
    if gone == "speaker":
        project.add_records("claim", [Claim(id="d", text="x", speaker="GONE")])
    said = refused(spoiled(tmp_path, to, b"", b"", project))
    assert f"{gone}{'[1]' if gone == 'attribution' else ''}: there is no" in said
    assert "GONE" in said


@pytest.mark.parametrize("to", PLACING)
def test_half_a_character_is_refused(tmp_path: Path, to: str) -> None:
    as_json = to in ("variorum", "webannotation", "labelstudio", "cas-json")
    halves = [b"\xed\xa0\x80"] + ([b"\\ud800"] if as_json else [b"&#xD800;"] if to != "csv" else [])
    for number, half in enumerate(halves):
        (tmp_path / str(number)).mkdir()
        refused(spoiled(tmp_path / str(number), to, NOTE.encode(), half))


@pytest.mark.parametrize("to", LOSSLESS)
@pytest.mark.parametrize("value", ["1" + "0" * 30, "NaN", "99", "-1", "5.5", "true"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, to: str, value: str) -> None:
    quote = {"cas": "&quot;", "cas-json": '\\"'}.get(to, '"')
    written = [f"{quote}credibility{quote}:{space}" for space in ("", " ")]
    if to == "csv":
        before, after = f",{NUMBER},,{NOTE}", f",{value},,{NOTE}"
    else:
        text = words(export(sound(), to, tmp_path / "look"))
        key = next(key for key in written if f"{key}{NUMBER}" in text)
        before, after = f"{key}{NUMBER}", f"{key}{value}"
    refused(spoiled(tmp_path, to, before.encode(), after.encode()))


def words(target: Path) -> str:
    paths = [path for path in target.rglob("*") if path.is_file()] if target.is_dir() else [target]
    return "".join(path.read_text("utf-8") for path in paths)


@pytest.mark.parametrize("to", LOSSLESS)
def test_another_text_than_the_one_that_was_quoted_is_refused(tmp_path: Path, to: str) -> None:
    said = refused(spoiled(tmp_path, to, b"The quay was shut. The quay", b"The quay was open. The quay"))
    assert "sha256" in said or "exact" in said or "is not" in said


DEEP = b"[" * 200_000


@pytest.mark.parametrize(
    "raw", [DEEP, b'{"variorum": ' + DEEP, b'{"variorum": {"codebook": NaN}}',
            b'{"variorum": {"codebook": 1}}', b'{"variorum": []}', b"\xff",
            b'{"variorum": {"codebook": "\\ud800"}}'],
    ids=["deep", "deeper", "NaN", "a number", "a list", "no UTF-8", "half a character"],
)  # fmt: skip
def test_a_description_of_tables_that_does_not_fit_is_refused(tmp_path: Path, raw: bytes) -> None:
    target = export(sound(), "csv", tmp_path / "in")
    (target / "datapackage.json").write_bytes(raw)
    assert refused(target).startswith("datapackage.json")


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("name", ["../x.xmi", "/x.xmi", "a/../../x.xmi", "..\\x.xmi", "C:/x.xmi"])
def test_documents_whose_names_lead_out_of_their_archive_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(archive(**{name: b"<x/>"}))
    assert "leads out of the archive" in refused(path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["in.zip"]


def test_documents_that_swell_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1_000_000)
    path = tmp_path / "in.zip"
    path.write_bytes(archive(**{"a.xmi": b"<!--" + b" " * 900_000, "b.xmi": b" " * 900_000}))
    assert "too large" in refused(path)


HYPOTHESIS_ARTICLE = "https://q.example/quay"


def hypothesis(**fields: Any) -> bytes:
    """Two annotations of Hypothesis, of which the second has other fields."""
    quote = {"type": "TextQuoteSelector", "exact": "was shut"}
    place = {"type": "TextPositionSelector", "start": 9, "end": 17}
    row = {
        "id": "h1", "uri": HYPOTHESIS_ARTICLE, "text": "x", "tags": [], "user": "acct:mo",
        "target": [{"selector": [quote, place]}],
    }  # fmt: skip
    return json.dumps({"rows": [row, {**row, "id": "h2", **fields}]}).encode()


def place(start: Any, end: Any) -> dict[str, Any]:
    return {"target": [{"selector": [{"type": "TextPositionSelector", "start": start, "end": end}]}]}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id": "h1"}, "is there twice"),
        (place(10**30, 2), "quote"),
        (place(-1, 2), "-1 is no place in a text"),
        (place("x", 2), "quote.start: expected"),
        (place(True, 2), "quote.start: expected"),
        (place(1.5, 2), "quote.start: expected"),
        ({"user": 1}, "rows[1].user: expected a text"),
        ({"created": []}, "rows[1].created: expected a text"),
        ({"target": [1]}, "rows[1].target[0]: expected an object"),
        ({"uri": None}, "rows[1].uri: expected a text"),
    ],
)
def test_annotations_of_hypothesis_that_do_not_fit_are_refused(
    tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(hypothesis(**fields))
    project = Project.in_memory()
    article = Article(
        id="a", work="a", label="A", title="Quay", url=HYPOTHESIS_ARTICLE, sha256=text_hash(TEXT),
        chars=len(TEXT),
    )  # fmt: skip
    project.add_records("article", [article], [TEXT])
    before = render(project, "variorum")
    with pytest.raises(VariorumError) as told:
        import_files(project, [path])
    assert said in str(told.value)
    assert str(told.value).startswith(f"{path}: ")
    assert "\n" not in str(told.value)
    assert render(project, "variorum") == before
