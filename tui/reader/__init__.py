"""The reading machinery without Textual: lines, clusters, highlight runs, selection, coverage.

Everything here is plain data and arithmetic on offsets (code points) and cells (terminal columns).
"""

from tui.reader.alignment import Alignment
from tui.reader.article_text import ArticleText, Edge, Unit
from tui.reader.coverage import Coverage
from tui.reader.highlight import Highlight
from tui.reader.labels import Labels
from tui.reader.line_table import LineTable
from tui.reader.long_work import LongWork, StoppedError
from tui.reader.run_index import RunIndex
from tui.reader.selection import Selection

__all__ = [
    "Alignment",
    "ArticleText",
    "Coverage",
    "Edge",
    "Highlight",
    "Labels",
    "LineTable",
    "LongWork",
    "RunIndex",
    "Selection",
    "StoppedError",
    "Unit",
]
