"""Strangers' strings in every field, looked for on every live screen: there to the letter, and doing nothing.

``pytest tests/app/test_live_screens.py -m full`` looks at more than 10,000 of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Static

from annotations.text import displayable
from tests.app.playing import Played, played
from tests.hostile.corpus import FORBIDDEN, Payload, payloads
from tests.hostile.stories import make_story
from tests.hostile.surfaces import LISTS, OF_A_CLAIM, OF_AN_ARTICLE
from tui.screens.export import ExportDialog

pytestmark = pytest.mark.hostile

EACH = 14
#: Screens that every walk goes through.
SHOWN = {"ReadingRoom", "MatrixScreen", "CompareScreen", "ClaimEditor", "ArticleDetails", "AddSources"}
SHOWN |= {"ExportDialog", "ImportDialog", "Question"}
#: Columns and lines: of the full walk, where all payloads find room in a list, and of the quick one.
SIZE, QUICK = (160, 60), (120, 40)


def keys_of(typed: str) -> list[events.Key]:
    """Keys as a terminal sends them."""
    named = {"\x1b": "escape", "\r": "enter", "\t": "tab"}
    keys = []
    for part in re.findall(r"\x1b\[B|.", typed, re.DOTALL):
        if part == "\x1b[B":
            keys.append(events.Key("down", None))
        elif part in named:
            keys.append(events.Key(named[part], part))
        elif part < " ":
            keys.append(events.Key(f"ctrl+{chr(ord(part) + 96)}", part))
        else:
            keys.append(events.Key(_character_to_key(part), part))
    return keys


class Watch:
    """Looks through frame after frame and counts the strings that it finds in them."""

    def __init__(self, app: Played, words: Sequence[Payload]) -> None:
        self._app, self._words = app, words
        self.found = 0
        self.screens: set[str] = set()

    async def press(self, typed: str) -> None:
        """Press keys, and look at what each of them shows."""
        for key in keys_of(typed):
            await self._app._key(key)
            assert self._app.app.is_running
            self.look()

    async def back(self) -> None:
        """Close what lies over the reading room."""
        for number in range(8):
            if (
                number > 2 and len(self._app.app.screen_stack) == 1
            ):  # by then fields in the room are closed, too
                break
            await self._app._key(events.Key("escape", "\x1b"))
        assert self._app.app.screen is self._app.room

    def look(self) -> None:
        """Every string that stands on the screen stands there to the letter, as text that does nothing."""
        self._app.frame()  # lays out what is still to be laid out
        self.screens.add(type(self._app.app.screen).__name__)
        for strip in self._app.app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is None or "@click" not in segment.style.meta, segment
                assert segment.style is None or segment.style.link is None, segment
            text = strip.text
            assert (FORBIDDEN | {"\x1b"}).isdisjoint(text), ascii(text)
            if isinstance(self._app.app.screen, ExportDialog):
                continue  # its preview has strings as the format writes them
            for payload in self._words:
                for match in re.finditer(payload.tag, text):
                    self._is_literal(payload, text[match.end() :])
        for widget in self._app.app.screen.walk_children(with_self=True):
            for told in (widget.tooltip, widget._border_title, widget._border_subtitle):
                assert not (isinstance(told, str) and "[" in told), told

    def _is_literal(self, payload: Payload, rest: str) -> None:
        words = displayable(payload.text)
        wanted = words + payload.end
        same = 0
        while same < min(len(rest), len(wanted)) and rest[same] == wanted[same]:
            same += 1
        if same < len(words) and payload.category not in ("combining", "invisible"):
            # It is only cut short, by the end of the line or by what stands beside it.
            beside = rest[same : same + 1].strip()
            assert not beside or beside == "…" or "\u2500" <= beside <= "\u259f", (payload, rest[:60])
        self.found += 1


async def watched(
    folder: Path,
    words: Sequence[Payload],
    lists: Sequence[tuple[str, str, str]],
    size: tuple[int, int] = SIZE,
) -> Watch:
    """Walk the screens on a story made of these payloads."""
    make_story(folder, words)
    ran: list[str] = []
    async with played(folder, size=size, annotator=words[0].marked) as app:
        app.app.action_pwn = lambda *_: ran.append("pwn")  # type: ignore[attr-defined]
        watch = Watch(app, words)
        watch.look()
        await watch.back()
        for _, keys, _ in lists:
            await watch.press(keys)
            await watch.back()
        for surfaces in (OF_A_CLAIM, OF_AN_ARTICLE):
            for _ in words if len(lists) == len(LISTS) else words[:2]:
                for _, keys, back in surfaces:
                    await watch.press(keys)
                    if back:
                        await watch.back()
        await watch.press("x" + "\x1b[B" * 14)
        await watch.back()
        await watch.press("\x0f")
        await watch.press(str(folder.parent / f"{folder.name}-theirs.json") + "\r")
        await watch.press("\x1b[B" * 6)
        await watch.back()
        await watch.press("F\tG")
        await watch.back()
        await watch.press("c2\x17\x17")
        assert app.app.is_running
        assert ran == []
        for piece in app.project.evidence:
            text = app.project.text(piece.article)
            assert text[piece.quote.start : piece.quote.end] == piece.quote.exact
    return watch


async def test_strings_from_strangers_stand_on_live_screens_to_the_letter(tmp_path: Path) -> None:
    watch = await watched(tmp_path / "story", payloads(EACH), LISTS[::3], QUICK)
    assert watch.found >= 1_000
    assert watch.screens >= SHOWN
    print(f"{watch.found} strings on {sorted(watch.screens)}")


@pytest.mark.full
@pytest.mark.parametrize("part", range(4))
async def test_more_than_ten_thousand_strings_are_only_strings(tmp_path: Path, part: int) -> None:
    words = [
        payload
        for payload in payloads(EACH * 16, seed=part)
        if payload.category in ("markup", "template", "csi", "osc", "bidi", "c0")
    ]
    watch = await watched(tmp_path / "story", words[part * EACH :][:EACH], LISTS)
    assert watch.found >= 2_500
    assert watch.screens >= SHOWN | {
        "OriginEditor",
        "OriginsScreen",
        "HitsScreen",
        "SplitDialog",
        "CommandPalette",
    }
    print(f"{watch.found} strings on {sorted(watch.screens)}")


@pytest.mark.parametrize("where", ["text", "title"])
async def test_a_string_taken_for_markup_is_noticed(tmp_path: Path, where: str) -> None:
    words = payloads(EACH)
    make_story(tmp_path / "story", words)
    markup = Payload("990", "markup", "[@click=app.pwn()]press[/]")
    async with played(tmp_path / "story", size=SIZE) as app:
        watch = Watch(app, [markup])
        await watch.back()
        watch.look()
        if where == "text":
            await app.app.screen.mount(Static(markup.marked))  # as it would if a notice read markup
        else:
            app.room.border_title = markup.marked
            app.room.styles.border = ("solid", "red")
        await app.settle()
        with pytest.raises(AssertionError):
            watch.look()
