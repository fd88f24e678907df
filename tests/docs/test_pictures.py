"""The pictures of the documentation: the same program draws the same ones, and they fetch nothing."""

from __future__ import annotations

import asyncio
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import seeds
from docs.screenshot import PICTURES, draw
from tests.docs.pages import ROOT


async def test_a_picture_is_drawn_alike_twice(tmp_path: Path) -> None:
    drawn = []
    for place in ("one", "two"):
        folder = tmp_path / place / "kursk-visit"
        seeds.copy_to(folder)
        drawn.append(await asyncio.wait_for(draw(folder, PICTURES["matrix.svg"]), 60))
    assert drawn[0] == drawn[1]
    assert "kursk-visit" in drawn[0]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_there_and_needs_nothing_from_elsewhere(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    ET.fromstring(text)
    assert "@font-face" not in text
    assert "url(http" not in text
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(name in page.read_text("utf-8") for page in pages)
