"""A fault of the program itself: what is told of it, and to whom.

A report says where it happened and nothing of what is read: no messages of exceptions and no values of
variables, since both may hold what strangers wrote or what the person has. Whoever wants them in there
sets `TEXT` in the environment. On the terminal there is one line that says where the report is.
"""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback
from pathlib import Path

from annotations import __version__
from annotations.text import displayable

#: Set to 1, it puts messages and the values of variables into reports, and so perhaps what articles say.
TEXT = "VARIORUM_CRASH_TEXT"
#: So many reports are kept.
KEPT = 20
#: Code points of one value in a report.
_VALUE = 400


def folder() -> Path:
    """Where reports are kept."""
    import platformdirs

    return platformdirs.user_state_path("variorum") / "crashes"


def report(error: BaseException, doing: str) -> Path | None:
    """Write a report that only this user may read; where it is, none if it cannot be written anywhere.

    Args:
        error: what happened.
        doing: what the program was about, in words of its own.
    """
    text = told(error, doing, with_text=os.environ.get(TEXT, "") not in ("", "0"))
    for place in (folder, _temporary):
        try:
            return _write(place(), text)
        except OSError:
            continue
    return None


def line(error: BaseException, path: Path | None) -> str:
    """The one line for the terminal, safe to show."""
    kept = f"a report without any of your text is in {path}" if path else "no report could be written"
    if path and os.environ.get(TEXT, "") not in ("", "0"):
        kept = f"a report, which may hold text of yours, is in {path}"
    return displayable(
        f"variorum broke down ({type(error).__name__}); what was on the screen as saved is saved; {kept}"
    )


def told(error: BaseException, doing: str, *, with_text: bool) -> str:
    """The report: versions, what kind of error it was and where, and, if asked for, what was in hand."""
    lines = [
        f"variorum {__version__} broke down while {doing}",
        f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}",
        f"Textual {_version('textual')}, Rich {_version('rich')}, TERM={os.environ.get('TERM', '')!a}",
        "",
    ]
    for number, one in enumerate(_chain(error)):
        if number:
            lines.append("\nbecause of")
        number_of = f" (errno {one.errno})" if isinstance(one, OSError) else ""
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}{number_of}")
        if with_text:
            lines.append("  " + ascii(str(one))[:_VALUE])
        for frame, at in traceback.walk_tb(one.__traceback__):
            code = frame.f_code
            lines.append(f"  {code.co_filename}:{at} in {code.co_qualname}")
            if with_text:
                lines += [f"      {name} = {_value(value)}" for name, value in frame.f_locals.items()]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> list[BaseException]:
    """An error and those behind it, the last one first; each once."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _value(value: object) -> str:
    try:
        return ascii(value)[:_VALUE]
    except Exception:
        return "(cannot be told)"


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _temporary() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="variorum-crash-"))


def _write(place: Path, text: str) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in sorted(place.glob("crash-*.txt"))[: -(KEPT - 1)]:
        old.unlink(missing_ok=True)
    path = place / f"crash-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{os.getpid()}.txt"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def tell(error: BaseException, doing: str) -> None:
    """Write a report and say on standard error where it is."""
    said = line(error, report(error, doing))
    if sys.stderr is not None:
        print(said, file=sys.stderr, flush=True)
