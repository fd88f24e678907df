"""What a process really asks of the system, as strace sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
_CHANGING = (
    "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,unlink,unlinkat,mkdir,mkdirat,rmdir,rename,renameat,"
    "renameat2,link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat,utimensat"
)
_CALL = re.compile(r"(?:([\d.]+) )?(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?[^<]*(?:<([\d.]+)>)?$")
_PATH = re.compile(r"\d+<([^>]*)>|\"((?:[^\"\\]|\\.)*)\"")


class Traced(NamedTuple):
    """A system call: its name, the paths in it, all of its arguments, its result, and when it came back (so
    that the calls of several threads can be put in order)."""

    name: str
    paths: list[str]
    arguments: str
    result: int
    at: float


def needs_strace() -> pytest.MarkDecorator:
    """Skips a test where processes cannot be traced."""
    there = shutil.which("strace") is not None
    if there:
        there = subprocess.run(["strace", "true"], capture_output=True).returncode == 0
    return pytest.mark.skipif(not there, reason="strace is not installed, or may not trace here")


def trace(code: str, *arguments: str, to: Path, timed: bool = False) -> tuple[str, list[list[Traced]]]:
    """Run Python code; its output, and for each of its threads the calls that can change a file."""
    command = ["strace", "-ff", "-y", "-s", "200", "-e", f"trace={_CHANGING}", "-o", str(to / "trace")]
    if timed:
        command[1:1] = ["-ttt", "-T"]
    done = subprocess.run(
        [*command, sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, [list(_calls(file)) for file in sorted(to.glob("trace.*"))]


def _calls(file: Path) -> Iterator[Traced]:
    for line in file.read_text(errors="replace").splitlines():
        match = _CALL.match(line)
        if match:
            began, name, arguments, result, took = match.groups()
            paths = [one or other for one, other in _PATH.findall(arguments)]
            yield Traced(name, paths, arguments, int(result), float(began or 0) + float(took or 0))
