"""A project at a glance, drawn with signs: bars of what was found, how claims stand, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from annotations.agreement import Cell, Status
from annotations.origins import kind_label
from annotations.overview import OriginBar, Overview, SourceBar, Way, shares
from annotations.records import Origin
from annotations.wording import CELL_LETTERS, CELL_WORDS, STATUS_LABELS, counted
from tui.display import cut, flagged, shown

#: The style of each kind of cell. Each is drawn with its letter, so that nothing hangs on the colour.
_CELL_STYLES: dict[Cell, str] = {
    "supports": "bold $stance-supports",
    "partly_supports": "bold $stance-partly",
    "queries": "bold $stance-queries",
    "mixed": "bold $stance-refutes",
    "refutes": "bold $stance-refutes",
}
_STATUS_STYLES: dict[Status, str] = {
    "disputed": "$status-against",
    "refuted": "$status-against",
    "questioned": "$status-doubt",
    "unsourced": "$status-doubt",
    "partial": "$status-part",
    "single_origin": "$status-part",
    "single_source": "$status-part",
    "corroborated": "$status-holds",
}
#: A full cell of a bar, and one of what speaks against.
FULL, AGAINST = "━", "╍"
#: Up to how many claims are named by their numbers.
NAMED = 12
#: Cells for names and figures, at least and at most.
LEFT = (22, 44)

HEAD = "bold $text-accent"


def drawing(
    found: Overview, origin_of: Callable[[str], Origin | None], width: int, *, linear: bool = False
) -> list[Callable[[], Content]]:
    """The lines of the page, each of which is drawn when it is asked for: there may be thousands.

    Args:
        found: the figures.
        origin_of: an origin by its id.
        width: the cells of a line.
        linear: in words alone, a line a thing, for people who hear the screen.
    """
    return list(_Page(found, origin_of, width, linear).lines())


class _Page:
    def __init__(
        self, found: Overview, origin_of: Callable[[str], Origin | None], width: int, linear: bool
    ) -> None:
        self.found, self.origin_of, self.width, self.linear = found, origin_of, width, linear
        self.left = max(LEFT[0], min(LEFT[1], width // 2))
        self.right = max(8, width - self.left - 1)

    def lines(self) -> Iterator[Callable[[], Content]]:
        yield partial(shown, "What was found in each source", HEAD)
        if not self.found.sources:
            yield partial(shown, "No sources yet.", "$text-muted")
        for source in self.found.sources:
            yield partial(self._source, source)
            if not self.linear:
                yield partial(self._source_in_words, source)
        yield Content
        yield partial(shown, "How the claims stand", HEAD)
        if not self.found.claims:
            yield partial(shown, "No claims yet.", "$text-muted")
        most = max((number for _, number in self.found.statuses), default=1)
        for status, number in self.found.statuses:
            yield partial(self._status, status, number, most)
        yield Content
        yield partial(shown, "Who says so: source, by way of whom, and what rests on it", HEAD)
        if not self.found.origins:
            yield partial(shown, "Nobody yet.", "$text-muted")
        most = max((len(bar.claims) for bar in self.found.origins), default=1)
        for bar in self.found.origins:
            yield partial(self._origin, bar, most)
            if not self.linear:
                yield partial(self._origin_in_words, bar)
            for way in bar.ways:
                yield partial(self._way, way, most)

    def _source(self, bar: SourceBar) -> Content:
        if self.linear:
            return shown(
                f"{self._named(bar)}: {bar.met} of {bar.total} claims met: {self._cells_in_words(bar)}"
            )
        figure = f"{bar.met}/{bar.total}"
        line = [shown(self._padded(self._named(bar), figure), "bold"), Content(" ")]
        for (cell, _), share in zip(
            bar.cells, shares([number for _, number in bar.cells], self.right), strict=True
        ):
            # Letters, not blocks: "SSSSPPQ--??" can be read without colour.
            letters = CELL_LETTERS[cell] * share
            line.append(Content.styled(letters, _CELL_STYLES.get(cell, "$text-muted")))
        return Content.assemble(*line)

    def _source_in_words(self, bar: SourceBar) -> Content:
        return shown(cut(f"  {self._cells_in_words(bar)}", self.width), "$text-muted")

    @staticmethod
    def _named(bar: SourceBar) -> str:
        return f"{bar.article.label} {flagged(bar.article.publisher or bar.article.title)}"

    @staticmethod
    def _cells_in_words(bar: SourceBar) -> str:
        return ", ".join(f"{CELL_WORDS[cell]} {number}" for cell, number in bar.cells)

    def _status(self, status: Status, number: int, most: int) -> Content:
        if self.linear:
            return shown(f"{STATUS_LABELS[status]}: {counted(number, 'claim')}")
        bar = FULL * max(1, round(self.right * number / most))
        style = _STATUS_STYLES.get(status, "$status-open")
        return Content.assemble(shown(self._padded(STATUS_LABELS[status], f"{number:,}")), " ", (bar, style))

    def _origin(self, bar: OriginBar, most: int) -> Content:
        name, facts = self._who(bar.origin)
        if self.linear:
            said = ", ".join([name, *facts])
            return shown(f"{said}: {counted(len(bar.claims), 'claim')}: {self._numbers(bar)}")
        figure = f"{len(bar.claims):,}"
        drawn = max(1, round(self.right * len(bar.claims) / most))
        pro, contra = shares([len(bar.speaks_for), len(bar.against)], drawn)
        return Content.assemble(
            shown(self._padded(name, figure), "bold"),
            " ",
            (FULL * pro, "$status-holds"),
            (AGAINST * contra, "$status-against"),
        )

    def _origin_in_words(self, bar: OriginBar) -> Content:
        _, facts = self._who(bar.origin)
        words = " · ".join([*facts, f"claims {self._numbers(bar)}"])
        return shown(cut(f"  {words}", self.width), "$text-muted")

    @staticmethod
    def _numbers(bar: OriginBar) -> str:
        numbers = ", ".join(map(str, bar.claims[:NAMED])) + (" …" if len(bar.claims) > NAMED else "")
        return numbers + (f", against {len(bar.against)}" if bar.against else "")

    def _way(self, way: Way, most: int) -> Content:
        if self.linear:
            by = f" by way of {', '.join(self._who(link)[0] for link in way.relays)}" if way.relays else ""
            return shown(f"  through {way.article.label}{by}: {counted(len(way.claims), 'claim')}")
        stops = [way.article.label, *(self._who(link)[0] for link in way.relays)]
        figure = f"{len(way.claims):,}"
        line = "─" * max(1, round(self.right * len(way.claims) / most))
        # "→" to be read from the source on, as chains are written elsewhere the other way round.
        return Content.assemble(
            shown(self._padded("  " + " → ".join(stops) + " →", figure)), " ", (line, "$text-muted")
        )

    def _who(self, id: str | None) -> tuple[str, list[str]]:
        """A name, and what there is to know of it."""
        if id is None:
            return "the sources’ own voice", []
        origin = self.origin_of(id)
        if origin is None:
            return id, []
        group = f"group {origin.group}" if origin.group is not None else "no group"
        return flagged(origin.name), [kind_label(origin.kind), group]

    def _padded(self, words: str, figure: str) -> str:
        """Words at the left, a figure at the right, in the left half of a line."""
        words = cut(words, self.left - cell_len(figure) - 1)
        return words + " " * (self.left - cell_len(words) - cell_len(figure)) + figure
