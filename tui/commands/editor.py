"""A note in the person's own editor, which takes the terminal meanwhile."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SuspendNotSupported

from annotations.errors import ConflictError, ProjectError
from annotations.records import Claim, Evidence
from tui.commands.command import Command

if TYPE_CHECKING:
    from tui.commands.room import Room

#: Editors that are looked for where the environment names none.
USUAL = ("nano", "vi")
#: A note is no longer than this, in bytes.
MOST = 1_000_000


def editor() -> list[str]:
    """The command line of the person's editor, without the file.

    Raises:
        ProjectError: there is none.
    """
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(name, ""))
        except ValueError:
            raise ProjectError(f"{name} is no command line") from None
        if words:
            return words
    found = next(filter(None, map(shutil.which, USUAL)), None)
    if found is None:
        raise ProjectError("no editor: EDITOR names none")
    return [found]


def edited(app: App[object], text: str) -> tuple[str, str]:
    """The text as the person's editor leaves it, and why the editor failed; empty if it did not.

    It is in a file that only this user may read, which is gone afterwards.

    Raises:
        ProjectError: no editor can be opened here; or what it left is no text, and then the message says
            where that still is.
    """
    command = editor()
    folder = Path(tempfile.mkdtemp(prefix="variorum-"))  # for this user only
    place = folder / "note.txt"
    kept, problem = False, ""
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        try:
            with app.suspend():
                status = subprocess.run([*command, str(place)], check=False).returncode
            problem = f"{command[0]} ended with {status}" if status else ""
        except SuspendNotSupported:
            raise ProjectError("an editor cannot take this terminal; i writes notes here") from None
        except OSError as error:
            problem = f"{command[0]}: {(error.strerror or str(error)).lower()}"
        try:
            words = _read(place, text)
        except (OSError, ValueError) as error:
            kept = True
            raise ProjectError(f"what the editor left could not be read; it is in {place}") from error
        return words, problem
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _read(place: Path, before: str) -> str:
    """What stands in the file, without the line end that editors put behind the last line."""
    raw = place.read_bytes()
    if len(raw) > MOST:
        raise ValueError("too long for a note")
    words = raw.decode("utf-8")
    return words if before.endswith("\n") else words.removesuffix("\n")


def note_in_editor(room: Room) -> None:
    """Write the note on the quote at the cursor, or else on the claim, in the person's editor."""
    desk = room.desk
    project, claim = desk.project, desk.current_claim()
    piece = desk.just_marked() or desk.piece_near(*room.place)
    key = f"note {piece.id if piece is not None else claim.id}"
    before = piece.note if piece is not None else claim.note
    rev = project.rev(Claim, claim.id)
    piece_rev = project.rev(Evidence, piece.id) if piece is not None else None
    begun = desk.drafts.get(key, {}).get("text", before)
    words, problem = edited(room.app, begun)
    if problem:
        if words != begun:
            desk.keep_draft(key, {"text": words})
            problem += f"; what you wrote is kept as a draft, {desk.key('note')} shows it"
        raise ProjectError(problem)
    if words == before:
        desk.keep_draft(key, None)
        room.say("the note is as it was")
        return
    desk.keep_draft(key, {"text": words})  # until it is saved
    try:
        if piece is None:
            project.set_notes(claim.id, words, rev=rev)
        else:
            project.set_notes(
                claim.id, claim.note, piece=piece.id, piece_note=words, rev=rev, piece_rev=piece_rev
            )
    except ConflictError:
        shows = f"{desk.key('note')} shows both"
        raise ProjectError(f"changed meanwhile: what you wrote is kept as a draft, {shows}") from None
    desk.keep_draft(key, None)
    room.say(f"note saved · claim {project.number(claim.id)}")


NOTE_EDITOR = Command(
    "note.editor",
    "ctrl+e",
    "note in editor",
    "Write the note in your own editor (VISUAL or EDITOR).",
    note_in_editor,
    edits=True,
    accepts=True,
)
