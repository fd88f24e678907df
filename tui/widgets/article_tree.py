"""A tree of folders in which article files are chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from rich.text import Text, TextType
from textual.binding import Binding, BindingType
from textual.widgets import DirectoryTree
from textual.widgets._directory_tree import DirEntry
from textual.widgets._tree import TreeNode

from annotations.articles.files import looks_like_article
from tui.display import displayable
from tui.looks.linear import is_linear

#: More entries than this of one folder are not shown: a list so long is no help, and a pattern is.
MOST = 2_000


class ArticleTree(DirectoryTree):
    """The folders below one, and the article files in them; Enter on a file chooses it, and again not.

    Hidden files are left out, and so is what cannot be an article. A chosen file has a tick before it.

    Args:
        path: the folder to begin with.
        leave_out: folders that are not shown.
    """

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "
    ICON_CHOSEN = "✓ "

    DEFAULT_CSS = """
    ArticleTree { background: $surface; padding: 0; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "down", show=False, id="tree.down", tooltip="One row down."),
        Binding("k", "cursor_up", "up", show=False, id="tree.up", tooltip="One row up."),
    ]

    def __init__(self, path: Path, *, leave_out: Collection[Path] = (), id: str | None = None) -> None:
        super().__init__(path, id=id)
        self.guide_depth = 2
        self._leave_out = frozenset(leave_out)
        self.chosen: dict[Path, None] = {}
        """The files that are chosen, in the order in which they were."""

    def on_mount(self) -> None:
        self.show_guides = not is_linear(self)

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Folders and article files, hidden ones left out."""
        found = [
            path
            for path in paths
            if not path.name.startswith(".")
            and path not in self._leave_out
            and (self._safe_is_dir(path) or looks_like_article(path.name))
        ]
        return found[:MOST]

    def turn(self, path: Path) -> None:
        """Choose a file, or choose it no longer."""
        if path in self.chosen:
            del self.chosen[path]
        else:
            self.chosen[path] = None
        # The lines of a tree are kept as they were painted, by what a node is; what is chosen is not in that.
        self._invalidate()
        self.refresh()

    def process_label(self, label: TextType) -> Text:
        """A name as it may be shown, whatever is in it."""
        return Text(displayable(label.plain if isinstance(label, Text) else label), no_wrap=True)

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """A folder with whether it is open, a file with whether it is chosen."""
        chosen = node.data is not None and node.data.path in self.chosen
        folded, unfolded, ticked, blank = (
            ("folder, closed: ", "folder, open: ", "chosen: ", "")
            if is_linear(self)
            else (self.ICON_NODE, self.ICON_NODE_EXPANDED, self.ICON_CHOSEN, self.ICON_FILE)
        )
        label = self.process_label(node.label if isinstance(node.label, Text) else str(node.label))
        label.stylize(style)
        if node.allow_expand:
            return Text.assemble((unfolded if node.is_expanded else folded, base_style), label)
        if chosen:
            label.stylize("bold")
        return Text.assemble((ticked if chosen else blank, base_style), label)
