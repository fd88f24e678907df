"""A terminal's screen, as far as the app's output needs one: text at places."""

from __future__ import annotations

import re

from rich.cells import cell_len

_SEQUENCE = re.compile(
    r"\x1b\[(?P<arguments>[0-9;?<>=]*)(?P<final>[@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^][^\x1b]*\x1b\\"
    r"|\x1b[()#][0-9A-B]|\x1b[=>78DMEc]|(?P<char>[^\x1b])",
    re.DOTALL,
)


class Screen:
    """Rows of cells; what is drawn twice over is replaced. Colours and modes are left out."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self._cells = [[" "] * columns for _ in range(lines)]
        self._row = self._column = 0
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take output, in pieces of any length."""
        data = self._rest + data
        text = data.decode("utf-8", "surrogateescape")
        # A sequence or a character that is cut in two waits for its other half.
        cut = len(text)
        last = text.rfind("\x1b")
        if last >= 0 and _SEQUENCE.match(text, last) is None:
            cut = last
        while cut and "\udc80" <= text[cut - 1] <= "\udcff" and len(text) - cut < 3:
            cut -= 1
        self._rest = text[cut:].encode("utf-8", "surrogateescape")
        for match in _SEQUENCE.finditer(text, 0, cut):
            if match["final"] is not None:
                self._control(match["final"], match["arguments"])
            elif match["char"] is not None:
                self._put(match["char"])

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join("".join(row).rstrip() for row in self._cells)

    def _control(self, final: str, arguments: str) -> None:
        numbers = [int(number) if number.isdigit() else 0 for number in arguments.split(";")]
        if final in "Hf":
            numbers += [1, 1]
            self._row = min(max(numbers[0], 1), self.lines) - 1
            self._column = min(max(numbers[1] if arguments else 1, 1), self.columns) - 1
        elif final == "J" and numbers[0] in (2, 3):
            self._cells = [[" "] * self.columns for _ in range(self.lines)]
        elif final == "K":
            self._cells[self._row][self._column :] = [" "] * (self.columns - self._column)

    def _put(self, char: str) -> None:
        if char == "\r":
            self._column = 0
        elif char == "\n":
            self._row = min(self._row + 1, self.lines - 1)
        elif char >= " " and self._column < self.columns:
            cells = cell_len(char)
            if cells == 0:
                return
            self._cells[self._row][self._column] = char
            for beyond in range(self._column + 1, min(self._column + cells, self.columns)):
                self._cells[self._row][beyond] = ""
            self._column += cells
