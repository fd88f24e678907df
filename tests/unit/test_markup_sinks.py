"""No string reaches a place that would take it for markup: looked for in the code itself.

Textual reads markup out of any plain string that it is given for a label, a toast, a title or a tooltip: a
bracket in a headline would crash the app, and ``[@click=…]`` would run an action. A string may go there only
as a constant without brackets, as content made by `tui.display` or `Content`, or with ``markup=False``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui

pytestmark = pytest.mark.hostile

FOLDER = Path(tui.__file__).parent
#: Widgets and calls that read markup unless they are told not to.
CALLS = {
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "OptionList",
    "SelectionList",
    "notify",
    "Console",
}
CALLS |= {"Collapsible", "TabPane", "Tree", "DataTable", "Markdown", "Link", "Toast"}
#: What reads markup out of every string, whatever else it is told.
ALWAYS = {"Option", "Hit", "DiscoveryHit", "Separator"}
#: Attributes that read markup out of a string.
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip"}
#: What makes content of a string, as it is.
MAKERS = {"shown", "Content", "Text", "assemble", "styled"}
CONTENT = {"Content", "Text", "Table", "list[Content]", "Iterator[Content]", "Option", "Strip"}


def findings(source: str) -> list[str]:
    """Where a module hands a string to something that reads markup."""
    tree = ast.parse(source)
    returns = {
        node.name: ast.unparse(node.returns)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None
    }
    found = []
    for scope in [
        tree,
        *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)),
    ]:
        found += _in_scope(scope, returns)
    return sorted(set(found))


def _in_scope(scope: ast.AST, returns: dict[str, str]) -> Iterator[str]:
    made: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            made.setdefault(node.targets[0].id, []).append(node.value)
    if isinstance(scope, ast.Module):
        nodes = [n for n in scope.body if not isinstance(n, ast.FunctionDef | ast.ClassDef)]
        inner: list[ast.AST] = [n for top in nodes for n in ast.walk(top)]
    else:
        inner = list(ast.walk(scope))

    def is_safe(value: ast.expr) -> bool:
        if isinstance(value, ast.Constant):
            return not (isinstance(value.value, str) and "[" in value.value)
        if isinstance(value, ast.IfExp):
            return is_safe(value.body) and is_safe(value.orelse)
        if isinstance(value, ast.Starred):
            return is_safe(value.value)
        if isinstance(value, ast.GeneratorExp | ast.ListComp):
            return is_safe(value.elt)
        if isinstance(value, ast.Name):
            return bool(made.get(value.id)) and all(map(is_safe, made[value.id]))
        if isinstance(value, ast.Call):
            name = _name(value.func)
            if name == "join":  # the separator says what it is
                return isinstance(value.func, ast.Attribute) and is_safe(value.func.value)
            if name in ALWAYS:
                return all(map(is_safe, value.args[:1]))
            return name in MAKERS or returns.get(name, "") in CONTENT
        return False

    for node in inner:
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "super()":
                continue  # whoever called has been looked at
            shows = node.args[1:2] if name == "Hit" else node.args[:1]
            keywords = {keyword.arg: keyword.value for keyword in node.keywords}
            off = isinstance(keywords.get("markup"), ast.Constant) and keywords["markup"].value is False  # type: ignore[union-attr]
            if name in ("escape", "from_markup") or (name == "__init__" and "markup" in keywords and not off):
                yield f"line {node.lineno}: {ast.unparse(node)[:80]}: makes or mends markup"
            elif isinstance(keywords.get("markup"), ast.Constant) and not off:
                yield f"line {node.lineno}: {ast.unparse(node)[:80]}: turns markup on"
            elif (name in CALLS and not off and not all(map(is_safe, node.args))) or (
                name in ALWAYS and not all(map(is_safe, shows))
            ):
                yield f"line {node.lineno}: {ast.unparse(node)[:80]}: may be read as markup"
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in ATTRIBUTES
                    and not is_safe(node.value)
                ):
                    yield f"line {node.lineno}: {ast.unparse(node)[:80]}: may be read as markup"
        elif isinstance(node, ast.ImportFrom) and node.module in ("textual.markup", "rich.markup"):
            yield f"line {node.lineno}: {ast.unparse(node)[:80]}: makes or mends markup"


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_string_can_be_taken_for_markup(path: Path) -> None:
    assert findings(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "Static(title)",
        'Static(f"about {title}")',
        'Label("[b]x")',
        "self.notify(str(problem))",
        "self.app.notify(displayable(text), timeout=3)",
        "box.border_title = title",
        'box.border_subtitle = f"{n} of {m}"',
        "self.tooltip = item.words",
        "Option(claim.text)",
        "Option(displayable(claim.text))",
        "OptionList(*names)",
        "Static(escape(title), markup=False)",
        "from textual.markup import escape",
        "Content.from_markup(title)",
        "Static(title, markup=True)",
        "def f(self):\n    line = title\n    return Option(line)",
    ],
)
def test_code_that_hands_on_strings_is_found(code: str) -> None:
    assert findings(code) != []


@pytest.mark.parametrize(
    "code",
    [
        'Static("", id="about", markup=False)',
        "Static(shown(title))",
        'Static("no brackets in it")',
        "self.notify(displayable(text), markup=False)",
        "box.border_title = shown(title)",
        "self.tooltip = shown(item) if item else None",
        'Option(Content.assemble(shown(a), " ", shown(b)))',
        "OptionList(*(Option(shown(name)) for name in names))",
        "def f(self):\n    line = shown(title)\n    return Option(line)",
    ],
)
def test_code_that_makes_content_is_let_through(code: str) -> None:
    assert findings(code) == []
