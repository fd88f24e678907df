"""The app makes no sound: nothing in it rings the terminal's bell."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tui

FOLDER = Path(tui.__file__).parent


def rings(source: str) -> bool:
    """Whether a module calls something named bell."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr == "bell" for call in calls)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_module_rings_the_bell(path: Path) -> None:
    assert not rings(path.read_text("utf-8"))


def test_a_bell_would_be_found() -> None:
    assert rings("self.app.bell()")
