"""What a person has set: in force in the app, and kept in `config.toml` when it is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual.message import Message

from annotations.errors import VariorumError
from tui.configuration.keymaps import Keys
from tui.configuration.reading import CONFIRM, FILE_NAME, KEYS, Configuration
from tui.display import displayable
from tui.rebinding import put_keys_of_app_in_force, rebind
from tui.screens.command_screen import CommandScreen

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.configuration.settings import Settings
    from tui.configuration.writing import Changes, Value


class Preferences:
    """The settings in force in the app.

    Args:
        app: the app.
        configuration: what was read; nothing is kept where that has no path.
        options: the settings that were given on the command line, which go before those of the file.
    """

    @dataclass
    class NotKept(Message):
        """A setting could not be written."""

        words: str

    def __init__(
        self, app: VariorumApp, configuration: Configuration, options: frozenset[str] = frozenset()
    ) -> None:
        self._app = app
        self.configuration = configuration
        self.options = options
        self._waiting: dict[tuple[str, ...], Value] = {}
        self._writing = False
        self._lock = Lock()
        self._follows_theme = False

    @property
    def settings(self) -> Settings:
        """What is set."""
        return self.configuration.settings

    @property
    def keys(self) -> Keys:
        """The keys in force."""
        return self.configuration.keys

    # ---- Putting in force ------------------------------------------------------------------------

    def begin(self) -> None:
        """The app begins: colours are those that were set; from now on a theme that is chosen is kept."""
        theme = self.settings.theme
        if theme is not None:
            if theme in self._app.available_themes:
                self._app.theme = theme
            else:
                self._app.notify(displayable(f"this Textual has no theme {theme}"), markup=False)
        self._app.theme_changed_signal.subscribe(self._app, lambda theme: self._theme_changed(theme.name))

    def _theme_changed(self, name: str) -> None:
        if name != self.settings.theme:
            self.set("theme", name)

    def set(self, name: str, value: Any) -> list[str]:
        """Change a setting of its own name, and keep it.

        Args:
            name: one of `tui.configuration.settings.NAMES`.
            value: one that can hold; null stands for what holds where nothing is said.

        Returns:
            What of the rest cannot hold any more: keys that clash in another keymap.
        """
        from tui.configuration.settings import Settings

        single: dict[str, Any] = {name: getattr(Settings(), name) if value is None else value}
        self._hold(replace(self.settings, **single), name, said=value is not None)
        refused = self._rekey() if name == "keymap" else []
        self._put_in_force(name)
        self.keep({(name,): value})
        return refused

    def _put_in_force(self, name: str) -> None:
        app, settings = self._app, self.settings
        if name == "linear":
            app.linear = settings.linear
        elif name == "annotator" and "annotator" not in self.options:
            from annotations.store.lock import login

            app.project.annotator = settings.annotator or login()
        elif name == "measure":
            from tui.screens.reading_room import ReadingRoom

            for screen in app.screen_stack:
                if isinstance(screen, ReadingRoom):
                    screen.reader.set_measure(settings.measure)

    def set_confirmation(self, name: str, asked: bool) -> None:
        """Change whether a question is asked, and keep that."""
        self._hold(
            replace(self.settings, confirm={**self.settings.confirm, name: asked}), f"{CONFIRM}.{name}"
        )
        self.keep({(CONFIRM, name): asked})

    def set_keys(self, id: str, keys: tuple[str, ...] | None) -> None:
        """Give a command other keys, and keep that; null gives it those of the keymap again.

        They must be able to hold: see `tui.configuration.clashes`.
        """
        own: dict[str, tuple[str, ...]] = {
            known: had for known, had in self.settings.keys.items() if known != id
        }
        if keys is not None:
            own[id] = keys
        self._hold(replace(self.settings, keys=own), f"{KEYS}.{id}", said=keys is not None)
        self._rekey()
        written = None if keys is None else (keys[0] if len(keys) == 1 else list(keys))
        self.keep({(KEYS, id): written})

    def _hold(self, settings: Settings, name: str, *, said: bool = True) -> None:
        before = self.configuration.said
        self.configuration = replace(
            self.configuration, settings=settings, said=before | {name} if said else before - {name}
        )
        self._app.desk.settings = settings

    def _rekey(self) -> list[str]:
        """The keys in force have changed: bind them. Which of the person's own cannot hold, and why."""
        from tui.configuration.clashes import in_force

        keys, refused = in_force(self.settings.keymap, self.settings.keys)
        self.configuration = replace(self.configuration, keys=keys)
        self._app.desk.keys = keys
        put_keys_of_app_in_force(self._app, keys)
        for screen in self._app.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.put_keys_in_force()
            rebind(screen)
            screen.refresh_bindings()
        return [words for _, words in refused]

    # ---- Keeping ---------------------------------------------------------------------------------

    def keep(self, changes: Changes) -> None:
        """Have settings written, on a thread of their own; what comes meanwhile is written after them."""
        if self.configuration.path is None:
            return
        with self._lock:
            self._waiting.update(changes)
            if self._writing:
                return
            self._writing = True
        self._app.run_worker(self._write, thread=True, exit_on_error=False)

    def _take(self) -> Mapping[tuple[str, ...], Value]:
        with self._lock:
            taken, self._waiting = self._waiting, {}
            self._writing = bool(taken)
        return taken

    def _write(self) -> None:
        from tui.configuration.writing import keep

        path = self.configuration.path
        while changes := self._take():
            assert path is not None
            try:
                keep(path, changes)
            except (VariorumError, OSError) as problem:
                self._app.post_message(self.NotKept(f"not kept: {_in_words(problem)}"))

    def finish(self) -> None:
        """The app ends: what waits still is written now."""
        if self._waiting:
            self._write()


def _in_words(problem: VariorumError | OSError) -> str:
    """Why something could not be written."""
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename or FILE_NAME}: {problem.strerror.lower()}"
    return str(problem)
