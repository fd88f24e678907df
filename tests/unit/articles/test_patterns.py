"""What people write to name sources, and what it stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.articles import patterns, sources_named
from annotations.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a.txt", "b.md", "c.png", ".d.txt", "in/e.txt", "in/f.PDF", "in/deep/g.html", ".no/h.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Words.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.txt", ["a.txt"]),
        ("in", ["in/e.txt", "in/f.PDF"]),
        ("*", ["a.txt", "b.md"]),
        ("*.txt", ["a.txt"]),
        ("[ab].*", ["a.txt", "b.md"]),
        ("./?.md", ["b.md"]),
        ("*/*", ["in/e.txt", "in/f.PDF"]),
        ("in/*.txt", ["in/e.txt"]),
        ("i*/d*/*", ["in/deep/g.html"]),
        ("**/*.html", ["in/deep/g.html"]),
        ("**/*.txt", ["a.txt", "in/e.txt"]),
        ("**/deep/**/g*", ["in/deep/g.html"]),
        ("in/**", ["in/deep/g.html", "in/e.txt", "in/f.PDF"]),
    ],
)
def test_a_name_stands_for_files(folder: Path, name: str, found: list[str]) -> None:
    assert sources_named(name) == [Path(path) for path in found]


def test_a_pattern_of_a_whole_path_is_followed_from_the_root(folder: Path) -> None:
    assert sources_named(f"{folder}/in/*.txt") == [folder / "in" / "e.txt"]


def test_what_is_there_under_the_very_name_is_no_pattern_and_no_address(folder: Path) -> None:
    (folder / "[a].txt").write_text("Words.")
    (folder / "http:" / "x").mkdir(parents=True)
    (folder / "http:" / "x" / "y.txt").write_text("Words.")
    assert sources_named("[a].txt") == [Path("[a].txt")]
    assert sources_named("http://x") == [Path("http:/x/y.txt")]


@pytest.mark.parametrize("name", ["-", "http://127.0.0.1/x", "ftp://127.0.0.1/x"])
def test_addresses_and_the_hyphen_stand_for_themselves(folder: Path, name: str) -> None:
    assert sources_named(name) == [name]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.txt", "no such file"),
        ("*.pdf", "no article fits"),
        ("none/*", "no article fits"),
        ("", "no such"),
        ("in/deep/../../.no", "no such file|no articles"),
        ("x" * 300, "no such file"),
        ("a\x00*", "no article|sense"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused_by_name(folder: Path, name: str, why: str) -> None:
    if name.endswith(".no"):
        (folder / ".no" / "h.txt").unlink()
    with pytest.raises(SourceError, match=why) as refused:
        sources_named(name)
    assert str(refused.value).startswith(f"{name}: ")


def test_links_that_lead_round_in_circles_are_not_followed(folder: Path) -> None:
    for name in ("round", "about"):
        (folder / "in" / name).symlink_to(folder)
    assert sources_named("**/e.txt") == [Path("in/e.txt")]


def test_a_pattern_that_fits_everything_on_the_disk_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "MAX_FOUND", 2)
    assert len(sources_named("*")) == 2
    with pytest.raises(SourceError, match="fits more than 2 files"):
        sources_named("**")
