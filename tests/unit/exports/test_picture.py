"""The picture of who says so: well formed, told in words too, and safe whatever names are in it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import seeds
from annotations import Project
from annotations.exports.picture import MOST, who_says_so
from annotations.matrix import matrix
from annotations.overview import Overview, overview


def glance(folder: Path) -> Overview:
    seeds.copy_to(folder)
    with Project.open(folder, read_only=True) as project:
        found = matrix(project)
        return overview(
            found.rows, found.articles, {each.id: each for each in project.origins}, project.evidence_on
        )


def test_every_name_stands_in_the_picture_as_text_and_does_nothing(tmp_path: Path) -> None:
    found = glance(tmp_path / "sample")
    bad = '<script>"&\x1b[31m'
    picture = "".join(who_says_so(found, lambda id: bad + id))
    root = ElementTree.fromstring(picture)
    assert "<script" not in picture
    assert "\x1b" not in picture
    assert root.get("role") == "img"
    assert not [element for element in root.iter() if element.tag in ("script", "image", "a")]


def test_the_picture_is_told_in_words_with_its_figures(tmp_path: Path) -> None:
    found = glance(tmp_path / "sample")
    root = ElementTree.fromstring("".join(who_says_so(found, str)))
    told = root.findtext("desc") or ""
    for bar in [bar for bar in found.origins if bar.origin is not None][:MOST]:
        assert bar.origin is not None
        assert bar.origin in told


def test_where_nobody_is_named_there_is_no_picture() -> None:
    assert not list(who_says_so(Overview((), (), ()), str))
