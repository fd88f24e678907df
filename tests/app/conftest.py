"""What the tests of the app share: a small story."""

from __future__ import annotations

from pathlib import Path

import pytest

HARBOUR = """Ferry runs aground off Tarn Point

The ferry Morwen ran aground on Monday. According to the harbour master, 120 people were on board.
Nobody was hurt, the coast guard said. The company called it “a gentle stop”.
"""
GAZETTE = """Passengers taken off stranded ferry

All 120 passengers of the Morwen were taken off by midnight, the harbour master told the Gazette.
The ferry had reportedly left port an hour late. It will be towed on Wednesday.
The union disputes that nobody was hurt: two sailors were treated for burns.
"""
OBSERVER = """Towing of the Morwen put off

The tow is now planned for Thursday. A spokesman gave the weather as the reason.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with three articles of one story."""
    folder = tmp_path / "ferry"
    folder.mkdir()
    (folder / "a-harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "b-gazette.txt").write_text("---\npublisher: The Gazette\n---\n" + GAZETTE, "utf-8")
    (folder / "c-observer.txt").write_text(OBSERVER, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No animation, and the colours of a terminal that says nothing of itself."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.delenv("NO_COLOR", raising=False)
