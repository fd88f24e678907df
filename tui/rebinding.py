"""The keys in force, put on screens and lists.

Textual's own keymaps are not used: they leave a command its default key where that was taken away, drop other
commands that share a key with one that is rebound, and are worked out anew for every key that is pressed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from textual._context import NoActiveAppError
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.widget import Widget

from tui.commands.command import Command, Group
from tui.configuration.keymaps import DEFAULT_KEYS, Keys

#: What keeps its key beside a command on it: it does nothing where no text is selected.
COPYING = "screen.copy_text"


def keys_of_app(node: Widget) -> Keys:
    """The keys in force in the app that a screen or widget belongs to."""
    try:
        found = getattr(node.app, "keys_in_force", DEFAULT_KEYS)
    except NoActiveAppError:
        return DEFAULT_KEYS
    return found if isinstance(found, Keys) else DEFAULT_KEYS


@lru_cache(maxsize=64)
def rekeyed(groups: tuple[Group, ...], keys: Keys) -> tuple[Group, ...]:
    """The same groups, each command with the keys in force."""
    if not keys.changed:
        return groups
    return tuple(
        Group(
            group.name,
            tuple(replace(command, keys=keys.of(command.id, command.keys)) for command in group.commands),
        )
        for group in groups
    )


def put_keys_in_force(node: Widget, commands: Iterable[Command] = ()) -> None:
    """Bind the keys in force: those of these commands, and of what the widget's class binds under their ids.

    What is bound without an id of a command stays as it is, unless a command has the key now.
    """
    keys, own = keys_of_app(node), type(node)._merged_bindings or BindingsMap()
    if not keys.changed:
        node._bindings = own.copy()
        return
    templates: dict[str, Binding] = {}
    defaults: dict[str, list[str]] = {}
    bound: dict[str, list[Binding]] = {}
    for key, found in own.key_to_bindings.items():
        for binding in found:
            if binding.id is None:
                bound.setdefault(key, []).append(binding)
            else:
                templates.setdefault(binding.id, binding)
                defaults.setdefault(binding.id, []).append(key)
    for command in commands:
        templates[command.id] = command.binding()
        defaults[command.id] = command.keys.split(",")
    taken: dict[str, list[Binding]] = {}
    # Lists first: a widget that says otherwise about one of their keys says it later.
    for id in sorted(templates, key=lambda id: not id.startswith("list.")):
        for key in filter(None, keys.of(id, ",".join(defaults[id])).split(",")):
            fresh = templates[id].with_key(key)
            here = taken.setdefault(key, [])
            if not id.startswith("list.") and here and (here[0].id or "").startswith("list."):
                here.clear()
            here.append(fresh)
    for key, held in taken.items():
        bound[key] = [old for old in bound.get(key, ()) if old.action == COPYING] + held
    node._bindings = BindingsMap.from_keys(bound)


def put_keys_of_app_in_force(app: App[None], keys: Keys) -> None:
    """Bind the key of the palette, which acts in dialogs and fields, too: before any of them sees it. The
    line of keys has it under the app's name for it, which Textual keeps out of there."""
    bound: dict[str, list[Binding]] = {}
    palette: Binding | None = None
    for key, found in app._bindings.key_to_bindings.items():
        for binding in found:
            if binding.action == "command_palette":
                palette = binding
            else:
                bound.setdefault(key, []).append(binding)
    if palette is not None:
        for key in filter(None, keys.of("palette", "ctrl+p").split(",")):
            bound.setdefault(key, []).append(replace(palette.with_key(key), show=True))
    app._bindings = BindingsMap.from_keys(bound)


def rebind(node: DOMNode) -> None:
    """Bind the keys in force anew on everything within a screen that has keys of commands."""
    from tui.widgets.rows import Rows

    for widget in node.walk_children(Rows):
        put_keys_in_force(widget)
