"""Who says so as a picture: from each source, by way of whom, to whom; an SVG that stands in a page.

It says nothing that the page does not also say in words: `ways_in_words` for each origin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise

from annotations.overview import OriginBar, Overview
from annotations.text import displayable
from annotations.wording import counted

#: At most so many of each column have room; of more it is said how many there are.
MOST = 14
#: Measures in units of the picture: its width, the height of a row, where each column is and how wide.
WIDTH, ROW, TOP = 900, 34, 30
COLUMNS = {"source": (0, 230), "relay": (335, 230), "origin": (670, 230)}
#: How many code points of a name have room in a box.
LONGEST = 30

#: The name of an origin, by its id.
NameOf = Callable[[str], str]


def ways_in_words(bar: OriginBar, name: NameOf) -> str:
    """ "through A (4 claims), B by way of the news agency (2 claims)"."""
    ways = []
    for way in bar.ways:
        by = f" by way of {', '.join(map(name, way.relays))}" if way.relays else ""
        ways.append(f"{way.article.label}{by} ({counted(len(way.claims), 'claim')})")
    return "through " + ", ".join(ways)


def who_says_so(found: Overview, name: NameOf) -> Iterator[str]:
    """The picture, or nothing where nobody is named.

    Args:
        found: the figures.
        name: the names of origins.
    """
    named = [bar for bar in found.origins if bar.origin is not None]
    bars = named[:MOST]
    if not bars:
        return
    sources = _in_order(way.article.id for bar in bars for way in bar.ways)
    order = [bar.article.id for bar in found.sources]
    sources.sort(key=lambda id: order.index(id) if id in order else len(order))
    relays = _in_order(link for bar in bars for way in bar.ways for link in way.relays)[:MOST]
    sources = sources[:MOST]
    articles = {way.article.id: way.article for bar in bars for way in bar.ways}
    # Relays stand lower than all the rest, so that what comes at first hand does not run through them.
    beside = max(len(sources), len(bars))
    height = TOP + ROW * (beside + len(relays)) + 6
    yield f'<svg class="ways" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="ways-t ways-d">\n'
    yield '<title id="ways-t">From the sources to who says so</title>\n'
    told = "; ".join(f"{name(bar.origin or '')}: {ways_in_words(bar, name)}" for bar in bars)
    yield f'<desc id="ways-d">{_safe(told)}.</desc>\n'
    for column, title in (("source", "source"), ("relay", "by way of"), ("origin", "who says so")):
        if column != "relay" or relays:
            above = TOP - 14 if column != "relay" else TOP + ROW * beside - 6
            yield f'<text class="head" x="{COLUMNS[column][0]}" y="{above}">{title}</text>\n'
    origins = [bar.origin or "" for bar in bars]
    places = {
        **_places("source", sources),
        **_places("relay", relays, beside),
        **_places("origin", origins),
    }
    widest = max(len(way.claims) for bar in bars for way in bar.ways)
    for bar in bars:
        for way in bar.ways:
            stops = [("source", way.article.id), *(("relay", link) for link in way.relays)]
            stops = [stop for stop in [*stops, ("origin", bar.origin or "")] if stop in places]
            if stops[0][0] == "source":
                wide = round(1 + 7 * len(way.claims) / widest, 1)
                for one, other in pairwise(stops):
                    yield _line(places[one], places[other], wide, straight=one[0] == other[0])
    for id in sources:
        article = articles[id]
        words = f"{article.label} · {article.publisher or article.title}"
        yield _box(places["source", id], "source", words, "")
    for id in relays:
        yield _box(places["relay", id], "relay", name(id), "")
    for bar in bars:
        yield _box(places["origin", bar.origin or ""], "origin", name(bar.origin or ""), str(len(bar.claims)))
    yield "</svg>\n"
    left_out = len(named) - len(bars)
    if left_out:
        yield f"<p>The picture leaves out {counted(left_out, 'origin')} with fewer claims.</p>\n"


def _in_order(ids: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _places(column: str, ids: Sequence[str], first: int = 0) -> dict[tuple[str, str], tuple[int, int]]:
    """The upper left corner of each box of a column, from a row on."""
    return {(column, id): (COLUMNS[column][0], TOP + at * ROW) for at, id in enumerate(ids, first)}


def _box(at: tuple[int, int], column: str, words: str, number: str) -> str:
    (x, y), width = at, COLUMNS[column][1]
    room = LONGEST - (len(number) + 1 if number else 0)
    words = displayable(words)
    cut = words if len(words) <= room else words[: room - 1].rstrip() + "…"
    behind = f'<text class="count" x="{x + width - 8}" y="{y + 18}">{number}</text>' if number else ""
    return (
        f'<g class="{column}"><rect x="{x}" y="{y}" width="{width}" height="26" rx="3"/>'
        f'<text x="{x + 8}" y="{y + 18}">{_safe(cut)}</text>{behind}</g>\n'
    )


def _line(one: tuple[int, int], other: tuple[int, int], wide: float, *, straight: bool) -> str:
    """A line from the right of a box to the left of another; within a column round its right side."""
    right = max(width for _, width in COLUMNS.values())
    x_1, y_1, y_2 = one[0] + right, one[1] + 13, other[1] + 13
    x_2 = other[0] + right if straight else other[0]
    bend = 40 if straight else (x_2 - x_1) // 2
    back = x_2 + 40 if straight else x_2 - bend
    path = f"M{x_1} {y_1} C{x_1 + bend} {y_1} {back} {y_2} {x_2} {y_2}"
    return f'<path d="{path}" stroke-width="{wide}"/>\n'


def _safe(words: str) -> str:
    return escape(displayable(words))
