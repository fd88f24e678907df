"""The pages of the documentation and the fenced blocks on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(
    sorted(
        [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")]
    )
)

_FENCE = re.compile(r"^(`{3,})(.*)$")
_COMMENT = re.compile(r"^<!--\s*(.*?)\s*-->$")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        page: the file that it stands in.
        line: of its first fence, from 1.
        language: what stands behind the fence.
        text: what is between the fences.
        marks: the comments directly above it, each a name and what stands behind its colon.
    """

    page: Path
    line: int
    language: str
    text: str
    marks: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order.

    Raises:
        ValueError: a fence is never closed.
    """
    found: list[Block] = []
    marks: dict[str, str] = {}
    opened: tuple[int, str, str] | None = None
    inside: list[str] = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is not None:
            if fence and fence[1] == opened[1] and not fence[2]:
                text = "".join(f"{one}\n" for one in inside)
                found.append(Block(page, opened[0], opened[2], text, marks))
                opened, inside, marks = None, [], {}
            else:
                inside.append(line)
        elif fence:
            opened = (number, fence[1], fence[2].strip())
        elif comment := _COMMENT.match(line):
            name, _, rest = comment[1].partition(":")
            marks[name.strip()] = rest.strip()
        elif line.strip():
            marks = {}
    if opened is not None:
        raise ValueError(f"{page.name}:{opened[0]}: this block is never closed")
    return found


def spoken_commands(page: Path) -> list[str]:
    """The command lines of ``variorum`` that stand within sentences."""
    prose = re.sub(r"(?ms)^(`{3,}).*?^\1$", "", page.read_text("utf-8"))
    spans = _SPAN.findall(prose)
    # What has brackets tells how a command is called in general, and is made from the command itself.
    return [span for span in spans if re.match(r"variorum +[^ ]", span) and "[OPTIONS]" not in span]
