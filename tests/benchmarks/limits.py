"""The worst articles there are: how long until they are painted, how long a key takes, how much memory.

Run it by hand: ``python tests/benchmarks/limits.py [--keys N]``. Every figure is that of a process in a
pseudo-terminal, from the moment it is started or the key is sent to the last byte of the answer; beside
it stand those of a bare Textual app in the same run (one line of text that follows each key), so that the
machine can be told from the app. `first` is the first paint of the app, `text` that of the words. The
control (``--control``) shows the same texts in Textual's own `TextArea`, which has no limits and fails them;
that of the limits (``--unlimited --only "50 MB"``) opens what is refused otherwise.
"""

from __future__ import annotations

import argparse
import os
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.hostile.session import words_in
from tests.terminal.line import Line

#: Seconds without a byte after which an answer is complete.
QUIET = 0.15
#: Seconds after which a key is taken to have changed nothing.
NO_ANSWER = 2.0
FIRST, KEY, MEMORY = 2.0, 0.1, 300.0
BARE = """
import sys
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("bare 0", id="it")
    def on_key(self, event):
        self.count = getattr(self, "count", 0) + 1
        self.query_one("#it").update(f"bare {self.count}")
Bare().run()
"""
AREA = """
import sys
from textual.app import App
from textual.widgets import TextArea
class Area(App):
    def compose(self):
        yield TextArea(open(sys.argv[1], encoding="utf-8").read(), read_only=True, soft_wrap=True)
Area().run()
"""


def texts() -> dict[str, Callable[[], str]]:
    """The worst texts, by what they are."""
    sentence = "On the ninth day the bridge was closed again, the council said. "
    return {
        "a page": lambda: "Bridge\n\n" + sentence * 40,
        "one line of 1 MB": lambda: "Bridge " + sentence * (1_000_000 // len(sentence)),
        "1 MB without a space": lambda: "Bridge " + "x" * 1_000_000,
        "100,000 combining marks": lambda: "Bridge a" + "\u0301" * 100_000 + " and more.",
        "100,000 marks, spread": lambda: "Bridge " + "a\u0301\u0323\u0489\u034f " * 25_000,
        "100,000 lines": lambda: "Bridge\n" * 100_000,
        "1 MB of wide letters": lambda: "Bridge 橋は閉鎖された。" * 41_000,
        "1 MB of hidden signs": lambda: "Bridge " + "a\u200b" * 250_000,
        "1 MB of disguises": lambda: "Bridge " + "pаypal раnk " * 50_000,
        "1 MB of brackets": lambda: "Bridge " + "[@click=app.quit][/]" * 50_000,
        "25 MB": lambda: "Bridge\n\n" + (sentence * 8 + "\n\n") * (24_900_000 // (len(sentence) * 8 + 2)),
        "5 MB in one line": lambda: "Bridge " + sentence * (4_900_000 // len(sentence)),
        "50 MB": lambda: "Bridge\n\n" + (sentence * 8 + "\n\n") * (49_900_000 // (len(sentence) * 8 + 2)),
        "50 MB in one line": lambda: "Bridge " + sentence * (49_900_000 // len(sentence)),
        "more than 50 MB": lambda: sentence * (50_100_000 // len(sentence)),
    }


#: The texts that are refused.
REFUSED = ("50 MB", "50 MB in one line", "more than 50 MB")


class Timed(Line):
    """A program whose answers are timed."""

    def __init__(
        self, *arguments: str, home: Path, program: str | None = None, without: str = "none"
    ) -> None:
        self.begin = time.perf_counter()
        if program is None:
            super().__init__(*arguments, home=home, without=without)
        else:
            path = home / "program.py"
            path.write_text(program, "utf-8")
            super().__init__(*arguments, home=home, program=path)

    def first(self, words: str, patience: float) -> float | None:
        """Seconds until these words are painted; none if they are not within so many."""
        came = b""
        while time.perf_counter() - self.begin < patience:
            came += self.read(0.02)
            if words in words_in(came):
                return time.perf_counter() - self.begin
            if self.process.poll() is not None:
                return None
        return None

    def settle(self, patience: float = 60) -> None:
        """Read until nothing comes any more."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end and self.read(0.6):
            pass

    def key(self, keys: str) -> float | None:
        """Seconds from a key to the last byte of its answer; none where nothing changes on the screen."""
        begin = last = time.perf_counter()
        self.press(keys)
        while select.select([self.master], [], [], QUIET if last > begin else NO_ANSWER)[0]:
            self.raw += os.read(self.master, 1 << 20)
            last = time.perf_counter()
        return last - begin if last > begin else None

    @property
    def memory(self) -> float:
        """The most memory it has held, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self.close()


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


Figures = tuple[float | None, float | None, float, float, float]


def measure(app: Timed, words: tuple[str, ...], sent: list[str], keys: int) -> Figures:
    """First paint, the text's, median and 95th percentile of keys in seconds, memory in MB."""
    first = app.first(words[0], 60)
    if first is None:
        return None, 0, 0, 0, 0
    shown = first if any(word in words_in(app.raw) for word in words[1:]) else app.first(words[1], 20)
    app.settle()
    answers = [app.key(sent[number % len(sent)]) for number in range(keys)]
    times = [answer for answer in answers if answer is not None] or [0.0]
    return first, shown, statistics.median(times), p95(times), app.memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--control", action="store_true", help="also Textual's TextArea on each text")
    parser.add_argument("--unlimited", action="store_true", help="without the limits on a text's length")
    parser.add_argument("--only", default="", help="only texts whose name holds this")
    given = parser.parse_args()
    failed = []
    print(f"{'':28}{'first s':>9}{'text s':>9}{'key ms':>9}{'p95 ms':>9}{'MB':>7}")

    def tell(name: str, found: Figures, *, held: bool) -> None:
        first, shown, middle, most, memory = found
        if first is None:
            print(f"{name:28}{'– nothing within 60 s –':>34}", flush=True)
            failed.extend([name] if held else [])
            return
        text = f"{shown:9.2f}" if shown is not None else f"{'none':>9}"
        over = held and (first > FIRST or most > KEY or memory > MEMORY)
        failed.extend([name] if over else [])
        figures = f"{first:9.2f}{text}{middle * 1000:9.0f}{most * 1000:9.0f}{memory:7.0f}"
        print(f"{name:28}{figures}{'  over' if over else ''}", flush=True)

    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        bare = Timed(home=home, program=BARE)
        tell("a bare app", measure(bare, ("bare 0", "bare 0"), ["x"], given.keys), held=False)
        bare.stop()
        for number, (name, make) in enumerate(texts().items()):
            if given.only not in name:
                continue
            folder = home / f"story{number}"
            folder.mkdir()
            (folder / "a.txt").write_text(make(), "utf-8")
            # The first opening makes the project; a person waits for both.
            app = Timed(str(folder), home=home, without="limits" if given.unlimited else "none")
            begun = "┃≈Bridge" if "disguises" in name else "┃ Bridge"
            if name in REFUSED and not (given.unlimited and name != "more than 50 MB"):
                begin = time.perf_counter()
                status = app.ended()
                said = words_in(app.raw).strip()
                print(f"{name:28}{time.perf_counter() - begin:9.2f}  refused ({status}): {said[-60:]}")
                continue
            tell(
                name,
                measure(
                    app,
                    ("annotator", begun, begun.replace(" ", "≈")),
                    ["[", "]", "[", "]", "j", " ", "k", "b"],
                    given.keys,
                ),
                held=True,
            )
            app.stop()
            if given.control:
                area = Timed(str(folder / "a.txt"), home=home, program=AREA)
                tell(
                    "  in a TextArea",
                    measure(area, ("Bridge", "Bridge"), ["\x1b[B"], min(10, given.keys)),
                    held=False,
                )
                area.stop()
    print(f"over: {', '.join(failed) or 'none'}")


if __name__ == "__main__":
    main()
