"""Files that are not what they seem, and names that want to lead elsewhere."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import read_source
from annotations.errors import SourceError, VariorumError
from annotations.exports import FORMATS
from annotations.imports import import_files
from tests.hostile.corpus import file_names, payloads
from tests.hostile.stories import article_text, make_story

pytestmark = pytest.mark.hostile

ESCAPING = (
    "../../out",
    "/tmp/out",
    "..",
    ".",
    "",
    "a/b",
    "a\\b",
    "C:out",
    "-rf",
    "nul\x00",
    "\x1b[2J",
    "x" * 300,
)


def hashes(folder: Path) -> dict[str, str]:
    """What every file under a folder holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of the superuser."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_socket_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.txt")
        with pytest.raises(SourceError, match="not a regular file"):
            read_source(tmp_path / "a.txt")


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    with pytest.raises(SourceError, match="no such file"):
        read_source(tmp_path / "a.txt")


def test_a_terminal_or_disk_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    (tmp_path / "a.txt").symlink_to("/dev/tty")
    monkeypatch.setattr(os, "open", lambda *arguments, **named: opened.append(arguments))
    with pytest.raises(SourceError):
        read_source(tmp_path / "a.txt")
    assert opened == []


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Words.", "utf-8")
    path.chmod(0)
    for above in [tmp_path, *tmp_path.parents]:  # the folders of tests are for their owner
        if above.stat().st_uid == os.geteuid() and stat.S_IMODE(above.stat().st_mode) == 0o700:
            above.chmod(0o711)
    with as_nobody(), pytest.raises(SourceError, match="may not be read"):
        read_source(path)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes only on Linux")
def test_articles_with_any_name_are_read_or_refused_by_a_line_and_never_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    names = list(file_names())
    for name in names:
        (folder / os.fsdecode(name)).write_bytes(article_text("Words", "More").encode())
    before = hashes(folder)
    with Project.open(folder) as project:
        left_out = [notice for notice in project.notices if notice.startswith("left out: ")]
        assert len(project.articles) + len(left_out) + names.count(b"..txt") >= len(names) - 2
        assert len(project.articles) >= 0.95 * len(names) - 2
        project.claim_from(project.articles[0].id, 0, 5)
    after = hashes(folder)
    assert {name: after.get(name) for name in before} == before
    own = {"variorum.json", "variorum.json.journal", "variorum.json.lock"}
    made = set(after) - set(before)
    assert {name for name in made if name.split("/")[0] not in ("texts", "history", "backups")} <= own
    assert {path.name for path in tmp_path.iterdir()} == {"story"}


@pytest.mark.parametrize(
    "to", [form.name for form in FORMATS.values() if form.writes and form.name != "xlsx"]
)
def test_nothing_in_a_record_leads_an_export_out_of_its_place(tmp_path: Path, to: str) -> None:
    story = tmp_path / "story"
    make_story(story, payloads(len(ESCAPING)))
    with Project.open(story) as project:
        for article, claim, origin, name in zip(
            project.current_articles, project.claims, project.origins, ESCAPING, strict=False
        ):
            with contextlib.suppress(VariorumError):
                project.set_article(article.id, label=name)
            project.set_article(article.id, title=name, publisher=name, url=f"file:///{name}")
            project.set_claim(claim.id, text=name or "x", tags=(name,) if name else ())
            with contextlib.suppress(VariorumError):
                project.set_origin(origin.id, name=name)
        before = hashes(tmp_path)
        target = tmp_path / "out" / "export"
        target.parent.mkdir()
        project.export(to, target)
        made = set(hashes(tmp_path)) - set(before)
        assert made
        assert all(name == "out/export" or name.startswith("out/export/") for name in made)
        assert all(name.isprintable() and len(os.path.basename(name)) < 200 for name in made)
        assert {name: sha for name, sha in hashes(tmp_path).items() if name in before} == before


@pytest.mark.parametrize("name", [name for name in ESCAPING if name and "\x00" not in name])
def test_ids_from_an_import_are_no_paths(tmp_path: Path, name: str) -> None:
    """Ids are anybody's strings; no file is named by one as it is."""
    with Project.in_memory() as given:
        given.add_claim("A claim.")
        given.export("variorum", tmp_path / "given.json")
    document = json.loads((tmp_path / "given.json").read_text("utf-8"))
    document["articles"] = [{"id": name, "text": "Some words.", "label": name, "source": name}]
    document["claims"] = [{"id": name, "text": "A claim."}]
    document["evidence"] = [
        {"id": name, "claim": name, "article": name, "stance": "supports", "quote": {"start": 0, "end": 4}}
    ]
    (tmp_path / "given.json").write_text(json.dumps(document), "utf-8")
    story = tmp_path / "in" / "story"
    with Project.open(story) as project:
        with contextlib.suppress(VariorumError):
            import_files(project, [tmp_path / "given.json"])
        out = tmp_path / "in" / "out"
        out.mkdir()
        for form in FORMATS.values():
            if form.writes and form.name != "xlsx":
                with contextlib.suppress(VariorumError):
                    project.export(form.name, out / form.name)
    assert {path.name for path in tmp_path.iterdir()} == {"given.json", "in"}
    assert {path.name for path in (tmp_path / "in").iterdir()} == {"story", "out"}
