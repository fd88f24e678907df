"""Settings written back: everything else in the file stays as it is."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tui.configuration.reading import read
from tui.configuration.writing import NotKeptError, keep

OWN = """# mine
keymap = "plain"   # arrows
# between
[confirm]
close_article = false
[keys]
# why
walk.next = "f9"   # here
"undo" = "f2"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "variorum" / "config.toml"


def test_a_file_is_made_where_there_is_none(path: Path) -> None:
    keep(path, {("theme",): "nord", ("keys", "walk.next"): "f9"})
    assert path.read_text() == 'theme = "nord"\n\n[keys]\n"walk.next" = "f9"\n'


def test_comments_and_order_stay_and_only_what_was_asked_for_changes(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(OWN)
    keep(path, {("keymap",): "vim", ("confirm", "close_article"): True, ("keys", "walk.next"): ["f10", "."]})
    expected = OWN.replace('"plain"', '"vim"').replace("false", "true").replace('"f9"', '["f10", "."]')
    assert path.read_text() == expected


def test_what_is_new_stands_where_toml_wants_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(OWN)
    keep(path, {("theme",): "nord", ("confirm", "independence"): False, ("keys", "claim.split"): []})
    found = read(path)
    assert found.problems == ()
    assert (found.settings.theme, found.settings.asks("independence")) == ("nord", False)
    assert found.keys.keys_of("claim.split") == ()
    assert found.keys.keys_of("walk.next") == ("f9",)
    assert path.read_text().startswith("# mine\n")


def test_a_setting_can_be_taken_out_again(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(OWN)
    keep(path, {("keys", "walk.next"): None, ("keymap",): None, ("theme",): None, ("keys", "copy"): None})
    found = read(path)
    assert found.settings.keymap == "vim"
    assert set(found.settings.keys) == {"undo"}


def test_a_broken_file_is_never_written_to(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("keymap = \n")
    with pytest.raises(NotKeptError, match=r"line 1: .*mend it first"):
        keep(path, {("theme",): "nord"})
    assert path.read_text() == "keymap = \n"


def test_a_file_in_which_something_does_not_hold_keeps_that(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("frob = 1  # for later\n")
    keep(path, {("theme",): "nord"})
    assert "frob = 1  # for later" in path.read_text()
    assert read(path).settings.theme == "nord"


def test_what_cannot_be_written_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text(OWN)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        keep(path, {("theme",): "nord"})
    assert path.read_text() == OWN
    assert [name.name for name in path.parent.iterdir() if name.suffix == ".tmp"] == []


def test_sessions_that_write_at_once_lose_nothing_of_each_other(path: Path) -> None:
    names = ["undo", "redo", "export", "import", "add", "origins", "help", "copy"]
    threads = [
        threading.Thread(target=keep, args=(path, {("keys", name): f"f{number}"}))
        for number, name in enumerate(names, start=1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(read(path).settings.keys) == set(names)


def test_a_link_is_followed_and_stays_one(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    kept = tmp_path / "dotfiles.toml"
    kept.write_text(OWN)
    path.symlink_to(kept)
    keep(path, {("theme",): "nord"})
    assert path.is_symlink()
    assert read(kept).settings.theme == "nord"
