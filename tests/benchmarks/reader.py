"""How the reader answers, small against large, beside Textual's own text widget.

Run it by hand: ``python tests/benchmarks/reader.py [--rounds N]``. It prints medians and ratios; compare
ratios, the milliseconds belong to the machine. Keys are timed as told in `tests.benchmarks.sessions`: in the
whole app, and in an app with the reader alone beside one with a `TextArea` on the same text, which has no
highlights to paint. Starting and memory are those of processes in a pseudo-terminal, beside a process that
only says hello.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path

import pexpect
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import TextArea

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from annotations import Project
from annotations.records import STANCES, AnyRecord, Article, Claim, Evidence, quote_of
from tests.benchmarks.sessions import Session, begun, compare, medians, quiet, say, still, walk
from tui.app import VariorumApp
from tui.looks.themes import Looks
from tui.reader import ArticleText, Highlight, LineTable
from tui.widgets.reader import Reader

#: Words and highlights.
SMALL, LARGE = (2_000, 50), (100_000, 5_000)
#: Quotes of one claim.
QUOTES = 10
SIZE = (120, 40)
WORDS = (
    "bridge river council minister morning harbour engineers said “late” reported three workers repaired "
    "— the a of in which after flood water rose slowly while trains stopped near northern towns"
)
VOCABULARY = WORDS.split()
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello, world")
Hello().run()
"""


@cache
def make_text(words: int, seed: int = 7) -> str:
    """About `words` words in sentences and paragraphs, the same for the same seed."""
    draw = random.Random(seed)
    paragraphs: list[str] = []
    while words > 0:
        sentences = []
        for _ in range(draw.randint(2, 5)):
            length = draw.randint(8, 24)
            words -= length
            sentences.append(" ".join(draw.choices(VOCABULARY, k=length)).capitalize() + ".")
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


@cache
def make_spans(length: int, count: int, seed: int = 7) -> list[tuple[int, int]]:
    """Spans spread over a text of `length` code points."""
    draw = random.Random(seed)
    starts = [draw.randrange(length - 200) for _ in range(count)]
    return [(start, start + draw.randint(10, 190)) for start in starts]


def fill(project: Project, words: int, count: int) -> None:
    """One article with so many quotes."""
    text = make_text(words)
    article = Article(
        id="a",
        work="a",
        label="A",
        title="A long report",
        sha256=sha256(text.encode()).hexdigest(),
        chars=len(text),
    )
    claims = [Claim(id=f"c{number}", text=f"Claim {number}") for number in range(count // QUOTES)]
    pieces = [
        Evidence(
            id=f"e{number}",
            claim=f"c{number % len(claims)}",
            article="a",
            stance=STANCES[number % 4],
            quote=quote_of(text, start, end),
        )
        for number, (start, end) in enumerate(make_spans(len(text), count))
    ]
    records: list[AnyRecord] = [article, *claims, *pieces]
    project.add_records("a long report", records, [text])


class ReaderApp(Looks):
    """The reader alone."""

    BINDINGS = [Binding("j", "move", "move"), Binding("space", "page(1)"), Binding("b", "page(-1)")]

    def __init__(self, words: int, count: int) -> None:
        super().__init__()
        self.text = ArticleText(make_text(words))
        self.highlights = {
            f"e{number}": Highlight(
                f"e{number}", start, end, number % 90 + 1, STANCES[number % 4], number % 90 == 3
            )
            for number, (start, end) in enumerate(make_spans(len(self.text), count))
        }

    def compose(self) -> ComposeResult:
        yield Reader()

    def on_mount(self) -> None:
        self.query_one(Reader).show(self.text, self.highlights)

    def action_move(self) -> None:
        self.query_one(Reader).move_sentence(1)

    def action_page(self, step: int) -> None:
        self.query_one(Reader).page(step)


class TextAreaApp(App[None]):
    """Textual's own widget alone."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.text = make_text(words)

    def compose(self) -> ComposeResult:
        area = TextArea(self.text, read_only=True, soft_wrap=True)
        area.cursor_blink = False  # it would never be done painting
        yield area


class Marking:
    """Marks the next sentence for the current claim and takes that back: both are timed."""

    def __init__(self) -> None:
        self.undone: list[float] = []

    async def mark(self, session: Session, round: int) -> float:
        app = session.app
        assert isinstance(app, VariorumApp)
        while True:
            reader = app.screen.query_one(Reader)
            here = reader.span
            await session.key("j")
            if reader.span == here:  # at the end
                await session.key("g")
            before = app.project.evidence
            figure = await session.key("S")
            if len(app.project.evidence) > len(before):
                self.undone.append(await session.key("u"))
                return figure
            if app.project.evidence != before:  # a quote of this claim, which had another stance
                await session.key("u")
                await session.key("j")


async def in_the_app(rounds: int) -> None:
    async with AsyncExitStack() as stack:
        sessions = []
        for size in (SMALL, LARGE):
            project = Project.in_memory(annotator="mo")
            fill(project, *size)
            sessions.append(await begun(stack, VariorumApp(project), SIZE))
        small, large = sessions
        still()
        say(f"{'in the whole app, ms':36}{'S':>9}{'L':>9}{'L : S':>8}")
        sent: list[int] = []

        async def move(session: Session, round: int) -> float:
            figure = await session.key("j")
            sent.append(session.bytes)
            return figure

        await compare(small, large, "a sentence on", move, rounds)
        one, other = statistics.median(sent[::2]), statistics.median(sent[1::2])
        say(f"{'   bytes to the terminal':36}{one:9.0f}{other:9.0f}")
        marking = Marking()
        await compare(small, large, "a highlight added", marking.mark, rounds)
        one, other = (statistics.median(marking.undone[at::2]) for at in (0, 1))
        say(f"{'undo of it':36}{one:9.2f}{other:9.2f}{other / one:8.2f}")
        for session in sessions:
            await session.key("g")
        await compare(small, large, "a page down", walk("space", "space", "b", "b"), rounds)


def row(name: str, small: float, large: float, peer: float) -> None:
    """Print the medians of one act, and of that of the peer."""
    say(f"{name:36}{small:9.2f}{large:9.2f}{large / small:8.2f}{peer:12.2f}{large / peer:8.3f}")


async def beside_text_area(rounds: int) -> None:
    async with AsyncExitStack() as stack:
        small = await begun(stack, ReaderApp(*SMALL), SIZE)
        large = await begun(stack, ReaderApp(*LARGE), SIZE)
        peer = await begun(stack, TextAreaApp(LARGE[0]), SIZE)
        still()
        one, other, down = await medians((small, large, peer), (walk("j"), walk("j"), walk("down")), rounds)
        say(f"\n{'reader alone, ms':36}{'S':>9}{'L':>9}{'L : S':>8}{'TextArea L':>12}{'of it':>8}")
        row("a sentence (a line) on", one, other, down)
        pages = walk("space", "space", "space", "b", "b", "b")
        one, other, down = await medians(
            (small, large, peer), (pages, pages, walk("pagedown", "pagedown", "pageup", "pageup")), rounds
        )
        row("a page", one, other, down)


async def settled(make: Callable[[], App[None]], until: type[Widget]) -> float:
    """The milliseconds of the processor until an app has painted everything."""
    from tests.benchmarks.sessions import Written

    begin = time.thread_time()
    app = make()
    async with app.run_test(size=SIZE):
        await quiet()
        assert app.query_one(until).is_mounted
        return (Written.at - begin) * 1000


async def first_paint(rounds: int) -> None:
    times: list[list[float]] = [[], [], []]
    for _ in range(rounds):
        times[0].append(await settled(lambda: ReaderApp(*SMALL), Reader))
        times[1].append(await settled(lambda: ReaderApp(*LARGE), Reader))
        times[2].append(await settled(lambda: TextAreaApp(LARGE[0]), TextArea))
    one, other, peer = map(statistics.median, times)
    row("from nothing to the last bytes", one, other, peer)
    text = make_text(LARGE[0])
    begin = time.thread_time()
    article = ArticleText(text)
    built = time.thread_time()
    LineTable(article.display, 84)
    wrapped = time.thread_time()
    say(f"{'   of that the text':45}{(built - begin) * 1000:9.2f}")
    say(f"{'   of that wrapping':45}{(wrapped - built) * 1000:9.2f}")


class Process:
    """A process in a pseudo-terminal, from its start."""

    def __init__(self, bytecode: Path, *arguments: str) -> None:
        # What is installed has its bytecode beside it; compiling the app each time took a third of the time.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.begin = time.perf_counter()
        self.child = pexpect.spawn(
            sys.executable,
            list(arguments),
            dimensions=(SIZE[1], SIZE[0]),
            timeout=60,
            encoding="utf-8",
            env={**environment, "PYTHONPYCACHEPREFIX": str(bytecode)},  # type: ignore[arg-type]
        )

    def until(self, words: str) -> float:
        """The milliseconds until these words were painted."""
        self.child.expect_exact(words)
        return (time.perf_counter() - self.begin) * 1000

    def processor(self) -> float:
        """The milliseconds that all its threads have had of the processors so far (Linux)."""
        threads = Path(f"/proc/{self.child.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6

    def memory(self) -> float:
        """What it holds in memory by itself, in MB, when nothing is painted any more."""
        while True:
            try:
                self.child.read_nonblocking(65536, timeout=1)
            except pexpect.TIMEOUT:
                break
        lines = Path(f"/proc/{self.child.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    def end(self) -> None:
        """Leave by the key for it."""
        self.child.send("\x11")
        self.child.expect(pexpect.EOF)
        self.child.close()


def starting(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        sample, large = Path(home) / "sample", Path(home) / "large"
        pexpect.run(f"{sys.executable} -m tui.cli sample {sample}")
        with Project.open(large, annotator="mo", with_files=False) as project:
            fill(project, *LARGE)
        ways = {
            "hello": (("-c", HELLO), "hello, world"),
            "sample": (("-m", "tui", str(sample)), "claim"),
            "L": (("-m", "tui", str(large)), "A long report"),
            "L, the reader alone": ((__file__, "--show", "reader"), "bridge"),
            "L, a TextArea alone": ((__file__, "--show", "text-area"), "bridge"),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        busy: dict[str, list[float]] = {name: [] for name in ways}
        memory: dict[str, float] = {}
        for round in range(rounds + 1):  # the first one writes the bytecode
            for name, (arguments, words) in ways.items():
                process = Process(Path(home) / "bytecode", *arguments)
                times[name].append(process.until(words))
                busy[name].append(process.processor())
                if round == rounds:
                    memory[name] = process.memory()
                process.end()
        hello = statistics.median(times["hello"][1:]), statistics.median(busy["hello"][1:])
        say(
            f"\n{'processes':22}{'ms to paint':>14}{'of hello':>10}{'ms busy':>10}{'of hello':>10}"
            f"{'MB':>8}{'over hello':>12}"
        )
        for name, found in times.items():
            wall, used = statistics.median(found[1:]), statistics.median(busy[name][1:])
            more = memory[name] - memory["hello"]
            say(
                f"{name:22}{wall:14.0f}{wall / hello[0]:10.2f}{used:10.0f}{used / hello[1]:10.2f}"
                f"{memory[name]:8.0f}{more:12.0f}"
            )


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", choices=["app", "widget", "starting"])
    parser.add_argument("--show", choices=["reader", "text-area"], help="only show one of them at L")
    given = parser.parse_args()
    if given.show is not None:
        await (ReaderApp(*LARGE) if given.show == "reader" else TextAreaApp(LARGE[0])).run_async()
        return
    if given.only in (None, "app"):
        await in_the_app(given.rounds)
    if given.only in (None, "widget"):
        await beside_text_area(given.rounds)
        await first_paint(max(3, given.rounds // 4))
    if given.only in (None, "starting"):
        starting(max(5, given.rounds // 3))


if __name__ == "__main__":
    asyncio.run(main())
