"""The command line with a wall taken down, to see that the tests of the walls can fail.

``python tests/hostile/launch.py WALLS ARGUMENT…`` where WALLS, with commas, names what is switched off:
``door`` (the display function does nothing), ``filter`` (the line filter does nothing), ``limits`` (an
article of any length is opened), ``signals`` (none is heeded), or ``none``.
``crash`` has the help break down with the words of the article in hand, ``crash-thread`` a worker, and
``crash-command`` the command ``check``; ``textual-crash`` leaves what happens then to Textual.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run `variorum` without some walls."""
    off = set(sys.argv.pop(1).split(","))
    import annotations.text as text
    from annotations.text import display

    real = display.displayable

    def open_door(words: str, *, keep_lines: bool = False) -> str:
        return words

    if "door" in off:
        # Before anything else has taken it over by its name.
        display.displayable = text.displayable = open_door  # type: ignore[assignment]
    import tui.display as door

    if "door" in off:
        assert door.displayable is open_door

    def filtered(self, segments, background):  # type: ignore[no-untyped-def]
        from rich.segment import Segment

        return [
            segment if segment.control else Segment(real(segment.text), segment.style) for segment in segments
        ]

    def unfiltered(self, segments, background):  # type: ignore[no-untyped-def]
        return segments

    if "filter" in off:
        door.SafeLines.apply = unfiltered  # type: ignore[method-assign]
    elif "door" in off:
        door.SafeLines.apply = filtered  # type: ignore[method-assign]
    if "limits" in off:
        import annotations.articles.reading as reading

        reading.MAX_TEXT = reading.MAX_LINE = sys.maxsize
    if "signals" in off:
        from tui.saving import Saving

        Saving.heed_signals = lambda self: None  # type: ignore[method-assign]
    for what in off:
        if "crash" in what:
            _break(what)
    from tui.__main__ import main as run

    run()


def _break(what: str) -> None:
    """Have a part of the program break down, with an article's words at hand."""
    if what == "crash-command":
        import annotations.soundness

        def check(project):  # type: ignore[no-untyped-def]
            words = project.text(project.current_articles[0].id)
            raise RuntimeError(words)

        annotations.soundness.check = check  # type: ignore[assignment]
        return
    from textual.app import App

    import tui.app
    import tui.screens.help

    if what == "textual-crash":
        tui.app.VariorumApp._fatal_error = App._fatal_error  # type: ignore[method-assign]
        return

    def lay_out(self):  # type: ignore[no-untyped-def]
        words = self._desk.project.text(self._desk.article)
        raise RuntimeError(words)

    def broken(self):  # type: ignore[no-untyped-def]
        self.run_worker(lambda: lay_out(self), thread=True)

    tui.screens.help.Help._lay_out = broken if what == "crash-thread" else lay_out  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
