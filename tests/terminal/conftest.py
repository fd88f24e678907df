"""What the tests in a real terminal share: a small story."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with two articles of one story."""
    from tests.terminal.terminal import ARTICLES

    folder = tmp_path / "story"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder
