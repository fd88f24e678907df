"""How fast the reader answers, small against large, beside Textual's own text widget.

Run it by hand: ``python tests/benchmarks/reader_keys.py [--rounds N]``. It prints medians in
milliseconds, from a method call until the screen has been told of the change, and their ratios.
Compare ratios: the milliseconds belong to the machine. One run measures everything, so that all
figures see the same load.
"""

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Callable

import textual.screen
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import TextArea

from tui.reader import ArticleText, Highlight, LineTable
from tui.widgets.reader import Reader

SIZES = {"S": (2_000, 50), "L": (100_000, 5_000)}
STANCES = ("supports", "partly_supports", "queries", "refutes")
WORDS = (
    "bridge river council minister morning harbour engineers said “late” reported three workers repaired "
    "— the a of in which after flood water rose slowly while trains stopped near northern towns"
)
VOCABULARY = WORDS.split()

# Sixty frames a second would round every figure up to a sixtieth of a second.
textual.screen.UPDATE_PERIOD = 1 / 5_000


def make_text(words: int, seed: int = 7) -> str:
    """Return about `words` words in sentences and paragraphs, the same for the same seed."""
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


def make_highlights(length: int, count: int, seed: int = 7) -> list[Highlight]:
    """Return `count` highlights spread over a text of `length` code points."""
    draw = random.Random(seed)
    starts = [draw.randrange(length - 200) for _ in range(count)]
    return [
        Highlight(f"e{n}", start, start + draw.randint(10, 190), n % 90 + 1, STANCES[n % 4], n % 90 == 3)
        for n, start in enumerate(starts)
    ]


class Bench(App[None]):
    """One widget filling the screen."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


async def median(app: App[None], act: Callable[[int], object], rounds: int) -> float:
    """Return the median milliseconds from calling `act` until its repaint is done."""
    times = []
    for n in range(rounds + 3):
        begin = time.perf_counter()
        act(n)
        await repainted(app)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[3:])


async def repainted(app: App[None]) -> None:
    """Have every dirty part painted and sent to the driver."""
    screen = app.screen
    done = asyncio.Event()
    screen.call_after_refresh(done.set)
    await done.wait()


async def measure_reader(words: int, count: int, rounds: int) -> dict[str, float]:
    text = make_text(words)
    begin = time.perf_counter()
    article = ArticleText(text)
    built = time.perf_counter()
    LineTable(article.display, 84)
    wrapped = time.perf_counter()
    highlights = make_highlights(len(text), count)
    reader = Reader()
    app = Bench(reader)
    async with app.run_test(size=(100, 40)):
        shown = time.perf_counter()
        reader.show(article, highlights)
        await repainted(app)
        figures = {
            "build text": (built - begin) * 1000,
            "wrap": (wrapped - built) * 1000,
            "show": (time.perf_counter() - shown) * 1000,
        }
        figures["sentence move"] = await median(app, lambda n: reader.move_sentence(1), rounds)
        start = reader.cursor_offset

        def add(n: int) -> None:
            highlights.append(Highlight(f"new{n}", start, start + 40 + n, n + 1, "supports"))
            reader.set_highlights(highlights)

        figures["add highlight"] = await median(app, add, rounds)
        figures["page"] = await median(app, lambda n: reader.page(1 if n % 8 < 4 else -1), rounds)
    return figures


async def measure_text_area(words: int, rounds: int) -> dict[str, float]:
    area = TextArea(make_text(words), read_only=True, soft_wrap=True)
    app = Bench(area)
    async with app.run_test(size=(100, 40)):
        await repainted(app)
        return {"cursor down": await median(app, lambda n: area.action_cursor_down(), rounds)}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    small = await measure_reader(*SIZES["S"], rounds)
    large = await measure_reader(*SIZES["L"], rounds)
    peer = await measure_text_area(SIZES["L"][0], rounds)
    print(f"{'':16}{'S ms':>9}{'L ms':>9}{'L : S':>8}")
    for name, figure in small.items():
        print(f"{name:16}{figure:9.2f}{large[name]:9.2f}{large[name] / figure:8.2f}")
    down = peer["cursor down"]
    print(f"{'TextArea down':16}{'':9}{down:9.2f}")
    print(f"TextArea cursor down : reader sentence move, both L = {down / large['sentence move']:.1f}")


if __name__ == "__main__":
    asyncio.run(main())
