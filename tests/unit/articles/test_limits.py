"""What the child may take, held by the system itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource")


def ran(code: str) -> subprocess.CompletedProcess[str]:
    """A process under 400 MB, one second of processor time and a minute on the clock that runs this."""
    begin = (
        "import resource, signal\n"
        "from annotations.articles.extraction.limits import set_limits\n"
        "from annotations.articles.messages import Limits\n"
        "set_limits(Limits(memory=400 << 20, processor=1, clock=60))\n"
    )
    command = [sys.executable, "-c", begin + code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_who_takes_too_much_processor_time_is_ended() -> None:
    assert ran("while True: pass").returncode == -signal.SIGXCPU


def test_who_takes_too_much_memory_is_refused_it() -> None:
    assert "MemoryError" in ran("bytearray(500 << 20)").stderr
    assert ran("bytearray(100 << 20)").returncode == 0


def test_who_outlives_the_one_who_asked_is_ended_by_an_alarm() -> None:
    left = int(ran("print(signal.alarm(0))").stdout)
    assert 50 < left <= 65


def test_files_are_not_written(tmp_path: Path) -> None:
    told = ran(f"open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x')").stderr
    assert "File too large" in told
