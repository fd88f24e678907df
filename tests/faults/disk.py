"""A disk that fails when it is told to: the calls by which Python touches files, counted and made to fail.

It stands in for the functions of `os` and for `open`, in a process that is made for it and thrown away after.
Only what touches one folder counts. It also remembers what was synced: after a loss of power only that is
sure to be there, and `left` tells what may be found then.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

REAL = {name: getattr(os, name) for name in dir(os) if callable(getattr(os, name))}
REAL_OPEN = io.open

#: Calls by path or handle that only look.
LOOKING = ("stat", "lstat", "fstat", "lseek", "read", "pread", "readv", "listdir", "scandir", "readlink")
#: Calls by path or handle that change something.
CHANGING = (
    *("fsync", "fdatasync", "ftruncate", "truncate", "unlink", "remove", "mkdir", "rmdir", "chmod", "fchmod"),
    *("utime", "link", "symlink", "rename", "replace", "write", "pwrite"),
)
WRITES = frozenset({"write", "pwrite"})
#: What a disk without room refuses.
SPACE = frozenset({"create", "write", "pwrite", "mkdir", "rename", "replace", "fsync", "fdatasync", "link"})


class Call(NamedTuple):
    """A call that touched the folder: which, on what (relative to the folder), and whether it could change
    something."""

    name: str
    path: str
    changing: bool


class Fault(NamedTuple):
    """What is to go wrong, at the call with the number `at` (from 1) of those that can go wrong so."""

    kind: str
    at: int


#: By kind of fault: which calls it can hit.
KINDS: dict[str, Callable[[Call], bool]] = {
    "killed before": lambda call: call.changing,
    "killed after": lambda call: call.changing,
    "no power, nothing unsynced kept": lambda call: call.changing,
    "no power, names kept": lambda call: call.changing,
    "no power, lengths kept": lambda call: call.changing,
    "no space once": lambda call: call.name in SPACE,
    "no space": lambda call: call.name in SPACE,
    "no space until killed": lambda call: call.name in SPACE,
    "broken once": lambda call: True,
    "broken": lambda call: call.changing,
    "broken until killed": lambda call: call.changing,
    "short write": lambda call: call.name in WRITES,
    "short write, killed after": lambda call: call.name in WRITES,
    "short write, no space after": lambda call: call.name in WRITES,
}
LASTING = ("no space", "no space until killed", "broken", "broken until killed")


class _Node:
    """A file, whatever its name: what of it was synced."""

    def __init__(self, path: str, synced: bytes) -> None:
        self.path, self.synced = path, synced


class Disk:
    """The disk under a folder.

    Args:
        folder: the folder; its files as they are now count as synced.
        fault: what is to go wrong, if anything.
        last_words: called with what is left after a loss of power, before the process ends.
        syncing: really sync; else a sync is only counted, for it says nothing about a process that is killed.
    """

    def __init__(
        self,
        folder: str,
        fault: Fault | None = None,
        *,
        last_words: Callable[[dict[str, bytes | None]], None] | None = None,
        syncing: bool = False,
    ) -> None:
        self.calls: list[Call] = []
        #: Whether a lasting fault is on.
        self.failing = False
        self.hit = False
        self._folder = os.path.realpath(folder)
        self._fault = fault
        self._last_words = last_words
        self._syncing = syncing
        self._met = 0
        self._mutex = threading.RLock()
        self._handles: dict[int, _Node | str] = {}
        self._remember()

    # ---- What goes wrong -------------------------------------------------------------------------

    def lift(self) -> None:
        """The disk works again."""
        self.failing = False

    def kill(self) -> None:
        """End this process as nothing else ends it."""
        os.kill(os.getpid(), signal.SIGKILL)
        while True:
            signal.pause()

    def touch(self, name: str, path: str, changing: bool, do: Callable[[], Any]) -> Any:
        """Make a call, or have it fail."""
        with self._mutex:
            call = Call(name, os.path.relpath(path, self._folder), changing)
            self.calls.append(call)
            kind = self._due(call)
            if kind == "killed before":
                self.kill()
            if kind.startswith("no power"):
                assert self._last_words is not None
                self._last_words(self.left(kind))
                self.kill()
            if kind.startswith("no space"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
            if kind.startswith("broken"):
                if name == "close":  # a handle is closed all the same
                    do()
                raise OSError(errno.EIO, os.strerror(errno.EIO), path)
            result = do()
            if kind == "killed after":
                self.kill()
            return result

    def cut(self, path: str, data: Any, write: Callable[[Any], int]) -> Any:
        """Write, or write a part of it."""
        with self._mutex:
            due = self._fault is not None and self._fault.kind.startswith("short write")
            if due and not self.hit and len(data) > 1 and self._met + 1 == self._fault.at:  # type: ignore[union-attr]
                taken = self.touch("write", path, True, lambda: write(memoryview(data)[: len(data) // 2]))
                if self._fault.kind.endswith("killed after"):  # type: ignore[union-attr]
                    self.kill()
                return taken
            return self.touch("write", path, True, lambda: write(data))

    def _due(self, call: Call) -> str:
        fault = self._fault
        if fault is None or not KINDS[fault.kind](call):
            return ""
        self._met += 1
        if fault.kind.endswith("no space after") and self._met == fault.at + 1:
            return "no space"
        if self.failing:
            return fault.kind
        if self._met != fault.at:
            return ""
        self.hit = True
        self.failing = fault.kind in LASTING
        return "" if fault.kind.startswith("short") else fault.kind

    # ---- What a loss of power leaves -------------------------------------------------------------

    def _remember(self) -> None:
        self._names: dict[str, _Node] = {}
        self._folders: set[str] = {self._folder}
        for here, folders, files in os.walk(self._folder):
            self._folders.update(os.path.join(here, name) for name in folders)
            for name in files:
                path = os.path.join(here, name)
                self._names[path] = _Node(path, _content(path))
        self._sure_names, self._sure_folders = dict(self._names), set(self._folders)

    def left(self, kind: str) -> dict[str, bytes | None]:
        """What may be found after a loss of power now, by path relative to the folder; null for a folder."""
        kept = not kind.endswith("nothing unsynced kept")
        names, folders = (self._names, self._folders) if kept else (self._sure_names, self._sure_folders)
        found: dict[str, bytes | None] = {}
        for path in sorted(folders):
            if path != self._folder and os.path.dirname(path) in folders:
                found[os.path.relpath(path, self._folder)] = None
        for path, node in names.items():
            if not self._reachable(os.path.dirname(path), folders):
                continue
            data = node.synced
            if kind.endswith("lengths kept"):  # a file has grown, what was to stand there is not there
                data += bytes(max(0, len(_content(path)) - len(data)))
            found[os.path.relpath(path, self._folder)] = data
        return found

    def _reachable(self, folder: str, folders: set[str]) -> bool:
        while folder != self._folder:
            if folder not in folders:
                return False
            folder = os.path.dirname(folder)
        return True

    def _synced(self, what: _Node | str) -> None:
        if isinstance(what, _Node):
            if self._names.get(what.path) is what:
                what.synced = _content(what.path)
            return
        for sure, live in ((self._sure_names, self._names),):
            for path in [path for path in sure if os.path.dirname(path) == what and path not in live]:
                del sure[path]
            sure.update({path: node for path, node in live.items() if os.path.dirname(path) == what})
        gone = {path for path in self._sure_folders if os.path.dirname(path) == what}
        self._sure_folders -= gone - self._folders
        self._sure_folders |= {path for path in self._folders if os.path.dirname(path) == what}

    # ---- The functions ---------------------------------------------------------------------------

    def install(self) -> None:
        """Stand in for the functions of this process, for good."""
        os.open = self._open
        os.close = self._close
        for name in (*LOOKING, *CHANGING):
            if name not in ("write", "pwrite"):
                setattr(os, name, self._wrapped(name))
        os.write = self._write
        os.pwrite = self._pwrite
        io.open = builtins.open = self._open_file  # type: ignore[assignment]

    def path_of(self, what: Any) -> str | None:
        """The path of what a call is about, if it is in the folder."""
        if isinstance(what, int):
            known = self._handles.get(what)
            return known.path if isinstance(known, _Node) else known
        try:
            path = os.path.abspath(os.fsdecode(os.fspath(what)))
        except TypeError:
            return None
        inside = path == self._folder or path.startswith(self._folder + os.sep)
        return path if inside else None

    def _open(self, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        real = REAL["open"]
        inside = self.path_of(path)
        if inside is None:
            return int(real(path, flags, mode, **more))

        def do() -> int:
            handle = int(real(path, flags, mode, **more))
            if inside in self._folders:
                self._handles[handle] = inside
            else:
                self._handles[handle] = self._names.setdefault(inside, _Node(inside, b""))
            return handle

        creates = bool(flags & (os.O_CREAT | os.O_TRUNC))
        return int(self.touch("create" if creates else "open", inside, creates, do))

    def _close(self, handle: int) -> None:
        path = self.path_of(handle)
        if path is None:
            REAL["close"](handle)
            return

        def do() -> None:
            self._handles.pop(handle, None)
            REAL["close"](handle)

        self.touch("close", path, False, do)

    def _write(self, handle: int, data: Any) -> int:
        path = self.path_of(handle)
        if path is None:
            return int(REAL["write"](handle, data))
        return int(self.cut(path, data, lambda part: REAL["write"](handle, part)))

    def _pwrite(self, handle: int, data: Any, offset: int) -> int:
        path = self.path_of(handle)
        if path is None:
            return int(REAL["pwrite"](handle, data, offset))
        return int(self.cut(path, data, lambda part: REAL["pwrite"](handle, part, offset)))

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = REAL[name]

        def call(*args: Any, **kwargs: Any) -> Any:
            path = self.path_of(args[0]) if args else None
            if path is None and name in ("rename", "replace", "link", "symlink"):
                path = self.path_of(args[1])
            if path is None:
                return real(*args, **kwargs)

            def do() -> Any:
                if name in ("fsync", "fdatasync") and not self._syncing:
                    result = None
                else:
                    result = real(*args, **kwargs)
                self._done(name, args)
                return result

            return self.touch(name, path, name in CHANGING, do)

        return call

    def _done(self, name: str, args: tuple[Any, ...]) -> None:
        if name in ("fsync", "fdatasync"):
            self._synced(self._handles[args[0]])
        elif name in ("rename", "replace"):
            old, new = self.path_of(args[0]), self.path_of(args[1])
            if old is not None and new is not None:
                node = self._names.pop(old)
                node.path = new
                self._names[new] = node
        elif name in ("unlink", "remove"):
            self._names.pop(self.path_of(args[0]) or "", None)
        elif name == "mkdir":
            self._folders.add(self.path_of(args[0]) or "")
        elif name == "rmdir":
            self._folders.discard(self.path_of(args[0]) or "")

    def _open_file(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if isinstance(file, int) or self.path_of(file) is None:
            return REAL_OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = _File(self, file, mode.replace("b", "").replace("t", ""))
        if buffering == 0:
            return raw
        made: Any
        if "+" in mode:
            made = io.BufferedRandom(raw)
        elif raw.writable():
            made = io.BufferedWriter(raw)
        else:
            made = io.BufferedReader(raw)
        return made if "b" in mode else io.TextIOWrapper(made, encoding or "utf-8", errors, newline)


class _File(io.FileIO):
    """A file as `open` gives it, whose calls are seen."""

    def __init__(self, disk: Disk, path: Any, mode: str) -> None:
        self._disk, self._path = disk, str(disk.path_of(path))
        super().__init__(path, mode, opener=lambda name, flags: disk._open(name, flags, 0o666))

    def _touch(self, name: str, do: Callable[[], Any], changing: bool = False) -> Any:
        return self._disk.touch(name, self._path, changing, do)

    def read(self, size: int | None = -1) -> Any:
        return self._touch("read", lambda: super(_File, self).read(-1 if size is None else size))

    def readall(self) -> Any:
        return self._touch("read", lambda: super(_File, self).readall())

    def readinto(self, buffer: Any) -> Any:
        return self._touch("read", lambda: super(_File, self).readinto(buffer))

    def write(self, data: Any) -> int:
        return int(self._disk.cut(self._path, data, super().write))

    def truncate(self, size: int | None = None) -> Any:
        return self._touch("ftruncate", lambda: super(_File, self).truncate(size), True)

    def close(self) -> None:
        if self.closed:
            return

        def do() -> None:
            self._disk._handles.pop(self.fileno(), None)
            super(_File, self).close()

        self._touch("close", do)


def _content(path: str) -> bytes:
    handle = REAL["open"](path, os.O_RDONLY)
    try:
        data = b""
        while piece := REAL["read"](handle, 1 << 20):
            data += piece
        return data
    finally:
        REAL["close"](handle)
