"""No message names a key by itself: a person may have given the command another one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import tui

FOLDER = Path(tui.__file__).parent
#: A key and what it does, in the middle of a sentence.
VERBS = (
    "accepts adds answers brings confirms deletes ends gives goes leads lists makes marks moves opens says "
    "sets shows stops takes turns undoes"
)
NAMED = re.compile(rf"(?:^|[\s·:(])([A-Zb-z.?,<>#]|Esc|Tab|Enter|ctrl\+\w) (?:{'|'.join(VERBS.split())})\b")
#: What dialogs, fields and work under way do with Esc, Enter and Tab is the same in every keymap.
FIXED = {
    "Esc ends it",
    "Esc shows all",
    "Enter sets the group",
    "Enter makes them one",
    "Enter sets or takes off",
    "Enter takes it",
    "Enter adds",
}


def named(source: str) -> list[str]:
    """The places in a module where a text names a key."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            text = node.value
            for fixed in FIXED:
                text = text.replace(fixed, "")
            found += [f"line {node.lineno}: {match[0].strip()}" for match in NAMED.finditer(text)]
    return found


def test_messages_ask_for_the_key_in_force() -> None:
    wrong = {
        str(path.relative_to(FOLDER)): found
        for path in sorted(FOLDER.rglob("*.py"))
        if (found := named(path.read_text("utf-8")))
    }
    assert wrong == {}


def test_a_message_that_names_a_key_is_found() -> None:
    assert named('say("deleted · u brings it back")')
    assert named('say(f"no claims yet: {x}: . goes on")')
    assert not named('say(f"deleted · {key} brings it back")')
