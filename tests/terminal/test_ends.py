"""However the app ends: the work is kept, the terminal is as before, the exit status says what happened."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

from annotations import Project
from tests.hostile.session import LAUNCH, ROOT, words_in
from tests.terminal.line import Line
from tui.saving import ENDING

SIGNALS = [("SIGTERM", 143), ("SIGHUP", 129), ("SIGQUIT", 131), ("SIGINT", 130)]
#: Words of the article that no report and no terminal may have after a breakdown.
SECRET = "Two lorries had collided"


def begun(story: Path, tmp_path: Path, **more: str) -> Line:
    """The app on a story, with one claim made."""
    line = Line(str(story), "--annotator", "mo", home=tmp_path / "home", **more)
    line.until("Claims 0 of 0")
    line.press("jc")
    line.until("Claims 1 of 1")
    return line


def claims(story: Path) -> list[str]:
    """What the claims on disk say."""
    with Project.open(story, read_only=True) as project:
        return [claim.text for claim in project.claims]


def is_as_before(line: Line) -> bool:
    """Whether the terminal was given back as it was."""
    assert line.modes_left == []
    assert line.attributes_are_back
    return b"\x1b[?1049h" in line.raw


@pytest.mark.parametrize(("name", "status"), SIGNALS)
@pytest.mark.parametrize("keys", ["", "f", "m", "\x10"], ids=["reading", "dialog", "matrix", "palette"])
def test_a_signal_that_can_be_caught_ends_the_app_in_good_order(
    story: Path, tmp_path: Path, name: str, status: int, keys: str
) -> None:
    line = begun(story, tmp_path)
    if keys:
        line.press(keys)
        line.until({"f": "Open question", "m": "worst first", "\x10": "Search"}[keys])
    if keys == "f":
        line.press("half a thought")
        line.until("thought")
    line.process.send_signal(getattr(signal, name))
    assert line.ended() == status
    assert is_as_before(line)
    assert claims(story) == ["The bridge was closed on Monday."]
    if keys == "f":
        with Project.open(story, read_only=True) as project:
            assert [kept["text"] for kept in project.drafts.values()] == ["half a thought"]


@pytest.mark.parametrize("name", [name for name in ENDING[4:] if hasattr(signal, name)])
def test_any_other_signal_that_would_end_the_app_does_so_in_good_order(
    story: Path, tmp_path: Path, name: str
) -> None:
    number = getattr(signal, name)
    line = begun(story, tmp_path)
    line.process.send_signal(number)
    assert line.ended() == 128 + number
    assert is_as_before(line)
    assert claims(story) == ["The bridge was closed on Monday."]


def test_without_heeding_a_signal_the_terminal_is_left_as_it_was_drawn(story: Path, tmp_path: Path) -> None:
    line = begun(story, tmp_path, without="signals")
    line.process.send_signal(signal.SIGTERM)
    line.ended()
    assert line.modes_left != []
    assert not line.attributes_are_back


@pytest.mark.parametrize(("name", "status"), SIGNALS)
def test_a_signal_during_the_start_leaves_the_terminal_as_it_was(
    story: Path, tmp_path: Path, name: str, status: int
) -> None:
    line = Line(str(story), home=tmp_path / "home")
    while b"\x1b[?1049h" not in line.raw and line.process.poll() is None:
        line.read(0.01)  # as soon as the terminal is taken over
    line.process.send_signal(getattr(signal, name))
    assert line.ended() == status
    assert is_as_before(line)


def test_a_closed_terminal_ends_the_app_and_loses_nothing(story: Path, tmp_path: Path) -> None:
    line = begun(story, tmp_path)
    line.press("f")
    line.until("Open question")
    line.press("half a thought")
    line.until("thought")
    line.close()
    assert line.process.wait(30) == 129
    assert claims(story) == ["The bridge was closed on Monday."]
    with Project.open(story, read_only=True) as project:
        assert [kept["text"] for kept in project.drafts.values()] == ["half a thought"]


def test_leaving_by_its_key_gives_the_terminal_back(story: Path, tmp_path: Path) -> None:
    line = begun(story, tmp_path)
    line.press("\x11")
    assert line.ended() == 0
    assert is_as_before(line)


# ---- Breaking down ----------------------------------------------------------------------------------


def reports(home: Path) -> list[Path]:
    """The reports that were written."""
    return list(home.glob("**/crash-*.txt"))


@pytest.mark.parametrize("fault", ["crash", "crash-thread"])
def test_a_breakdown_saves_and_tells_in_one_line_where_its_report_is(
    story: Path, tmp_path: Path, fault: str
) -> None:
    line = begun(story, tmp_path, without=fault)
    line.press("?")
    assert line.ended() == 1
    assert is_as_before(line)
    assert claims(story) == ["The bridge was closed on Monday."]
    (report,) = reports(tmp_path / "home")
    after = words_in(line.raw[line.raw.rindex(b"\x1b[?1049l") :]).strip()
    assert len(after.splitlines()) == 1
    assert str(report) in after
    assert SECRET not in after
    text = report.read_text("utf-8")
    assert SECRET not in text
    assert "RuntimeError" in text
    assert "launch.py" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700


def test_without_our_own_ending_a_breakdown_puts_the_article_on_the_terminal(
    story: Path, tmp_path: Path
) -> None:
    line = begun(story, tmp_path, without="crash,textual-crash")
    line.press("?")
    line.ended()
    assert SECRET in words_in(line.raw[line.raw.rindex(b"\x1b[?1049l") :])


def test_a_report_holds_what_was_in_hand_only_if_asked_for(story: Path, tmp_path: Path) -> None:
    line = begun(story, tmp_path, without="crash", VARIORUM_CRASH_TEXT="1")
    line.press("?")
    assert line.ended() == 1
    (report,) = reports(tmp_path / "home")
    assert SECRET in report.read_text("utf-8")
    assert "may hold text of yours" in words_in(line.raw)


def test_a_command_that_breaks_down_tells_no_more(story: Path, tmp_path: Path) -> None:
    Project.open(story).close()
    line = Line("check", str(story), home=tmp_path / "home", without="crash-command")
    assert line.ended() == 1
    (report,) = reports(tmp_path / "home")
    assert len(words_in(line.raw).strip().splitlines()) == 1
    assert SECRET not in words_in(line.raw)
    assert SECRET not in report.read_text("utf-8")


def test_where_no_report_can_be_kept_it_goes_among_temporary_files(story: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "variorum").write_text("in the way", "utf-8")
    (tmp_path / "tmp").mkdir()
    line = begun(story, tmp_path, without="crash", TMPDIR=str(tmp_path / "tmp"))
    line.press("?")
    assert line.ended() == 1
    (report,) = reports(tmp_path / "tmp")
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700


# ---- Suspending, sizes, odd terminals ---------------------------------------------------------------


def test_the_app_is_suspended_and_goes_on_where_it_was(story: Path, tmp_path: Path) -> None:
    line = begun(story, tmp_path)
    for _ in range(3):
        line.process.send_signal(signal.SIGTSTP)
        _, status = os.waitpid(line.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        line.read(0.2)
        assert is_as_before(line)
        line.process.send_signal(signal.SIGCONT)
        line.until("Claims 1 of 1")
    line.press("jc")
    line.until("Claims 2 of 2")
    line.press("\x11")
    assert line.ended() == 0
    assert is_as_before(line)


def test_two_hundred_sizes_down_to_one_cell_break_nothing(story: Path, tmp_path: Path) -> None:
    draw = random.Random(8)
    line = begun(story, tmp_path)
    sizes = [(1, 1), (1, 200), (500, 300), (2, 2), (300, 1), (0, 0)]
    sizes += [(draw.randint(1, 250), draw.randint(1, 90)) for _ in range(194)]
    for columns, lines in sizes:
        line.resize(columns, lines)
        line.press(draw.choice(["j", "k", "m\x1b", "o\x1b", "e\x1b", "?\x1b", ""]))
        line.read(0.02)
    line.resize(120, 40)
    line.read(0.5)
    line.press("\x1b\x1bgjC")
    line.until("New claim", patience=180)  # behind 200 keys and sizes
    line.press("and still here\r")
    line.until("and still here")
    line.press("\x11")
    assert line.ended() == 0
    assert is_as_before(line)
    assert "and still here" in claims(story)


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "xx_YY.none", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "", "LANG": "", "TERM": "no-such-terminal"},
    ],
    ids=["C", "POSIX", "ascii", "bogus"],
)
def test_without_a_locale_it_works(story: Path, tmp_path: Path, locale: dict[str, str]) -> None:
    line = begun(story, tmp_path, **locale)
    line.press("\x11")
    assert line.ended() == 0
    assert is_as_before(line)
    assert claims(story) == ["The bridge was closed on Monday."]


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_place_text_is_refused_in_one_line(
    story: Path, tmp_path: Path, term: str
) -> None:
    line = Line(str(story), home=tmp_path / "home", TERM=term)
    assert line.ended() == 1
    assert b"\x1b" not in line.raw
    assert len(line.raw.strip().splitlines()) == 1
    assert not (story / "variorum.json").exists()


@pytest.mark.parametrize("stream", [0, 1, 2])
@pytest.mark.parametrize("how", ["null", "closed", "pipe"])
def test_without_a_terminal_on_each_stream_it_is_refused_in_one_line(
    story: Path, tmp_path: Path, stream: int, how: str
) -> None:
    master, slave = os.openpty()
    redirect = {
        "null": f"{stream}{'<' if stream == 0 else '>'}/dev/null",
        "closed": f"{stream}>&-",
        "pipe": "",
    }[how]
    if stream == 0 and how == "closed":
        redirect = "0<&-"
    command = f'exec "$@" {redirect}'
    if how == "pipe":
        command = (
            '"$@" | cat'
            if stream == 1
            else 'echo | "$@"'
            if stream == 0
            else '"$@" 2>&1 >/dev/tty | cat >/dev/null; exit 1'
        )
        command = command.replace("/dev/tty", f"/proc/self/fd/{1}")
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, "bash", sys.executable, str(LAUNCH), "none", str(story)],
        stdin=slave,
        stdout=slave,
        stderr=subprocess.PIPE if stream != 2 else slave,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "XDG_DATA_HOME": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    if run.stderr is not None:
        assert len(run.stderr.decode().strip().splitlines()) == 1
        assert "needs a terminal" in run.stderr.decode()
    assert not (story / "variorum.json").exists()
    os.close(master)
    os.close(slave)
