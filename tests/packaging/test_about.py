"""What the project says of itself: its version, what has changed, and on which versions of Python it runs."""

from __future__ import annotations

import re
import tomllib

from annotations import __version__
from tests.packaging.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_newest_heading_of_the_changelog_is_the_version() -> None:
    headings = re.findall(r"^## (\S+) – (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0][0] == __version__
    released = [day for _, day in headings if day != "unreleased"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in released)
    assert released == sorted(released, reverse=True)


def test_what_has_changed_is_said_of_the_newest_version() -> None:
    _, newest, *_ = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    assert re.search(r"^- ", newest, re.MULTILINE)


def test_the_versions_of_python_are_those_that_are_tried() -> None:
    named = [
        line.rpartition(" ")[2]
        for line in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
    ]
    assert named[0] == PROJECT["requires-python"].removeprefix(">=")
    assert named == ["3.11", "3.12", "3.13"]
    assert "Python :: " in (ROOT / ".ci" / "versions").read_text("utf-8")


def test_types_are_said_to_be_shipped_and_are() -> None:
    assert "Typing :: Typed" in PROJECT["classifiers"]
    for package in ("annotations", "tui", "seeds"):
        assert (ROOT / package / "py.typed").is_file()
