"""In what order things reach the disk: only that makes a promise of what survives a loss of power."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.store import FILE_NAME
from annotations.store.recovery import JOURNAL_NAME
from tests.faults.tracing import Traced, needs_strace, trace

WORK = """
import os, sys
from pathlib import Path
from annotations.store import TinyDBStore
from tests.faults.sessions import claim, put, settings
store = TinyDBStore(Path(sys.argv[1]), background=sys.argv[2] == "background")
if sys.argv[2] == "background":
    store.on_state(lambda: os.write(1, b"saved\\n") if store.state.word == "saved" else None)
store.commit(settings())
for number in range(4):
    store.commit(put(store.tables, claim(str(number))))
    assert store.flush().word == "saved"
    os.write(1, b"saved %d\\n" % number)
assert store.close().word == "saved"
os.write(1, b"closed\\n")
"""


@pytest.fixture(params=["background", "at once"])
def calls(request: pytest.FixtureRequest, tmp_path: Path) -> list[Traced]:
    """All calls of a session in the order in which they came, whatever the thread."""
    folder = tmp_path / "project"
    folder.mkdir()
    _, threads = trace(WORK, str(folder), request.param, to=tmp_path, timed=True)
    calls = sorted((call for thread in threads for call in thread), key=lambda call: call.at)
    return [call for call in calls if call.result >= 0]


def said(call: Traced, words: str) -> bool:
    return call.name == "write" and f'"{words}' in call.arguments and call.arguments.startswith("1<")


def on(call: Traced, name: str, path: str) -> bool:
    return call.name == name and bool(call.paths) and call.paths[0].endswith(path)


@needs_strace()
def test_a_change_is_written_then_synced_and_only_then_called_saved(calls: list[Traced]) -> None:
    saved = [at for at, call in enumerate(calls) if said(call, "saved")]
    assert len(saved) >= 4
    checked = 0
    for at in saved:
        before = calls[:at]
        journal = f"/{JOURNAL_NAME}"
        writes = [n for n, call in enumerate(before) if on(call, "write", journal)]
        syncs = [n for n, call in enumerate(before) if on(call, "fdatasync", journal)]
        if writes:
            assert syncs
            assert writes[-1] < syncs[-1]
            checked += 1
    assert checked >= 4


@needs_strace()
def test_nothing_is_renamed_before_it_is_synced_and_every_rename_is_synced_before_the_end(
    calls: list[Traced],
) -> None:
    end = next(at for at, call in enumerate(calls) if said(call, "closed"))
    renames = [(at, call) for at, call in enumerate(calls[:end]) if call.name.startswith("rename")]
    assert {Path(call.paths[-1]).name for _, call in renames} >= {FILE_NAME, JOURNAL_NAME}
    for at, call in renames:
        old, new = (path for path in call.paths if path.startswith("/"))
        written = [n for n, other in enumerate(calls[:at]) if on(other, "write", old)]
        synced = [n for n, other in enumerate(calls[:at]) if other.name in ("fsync", "fdatasync")]
        synced = [n for n in synced if calls[n].paths == [old]]
        assert written, old
        assert synced, old
        assert written[-1] < synced[-1] < at
        for folder in {str(Path(old).parent), str(Path(new).parent)}:
            after = [n for n in range(at, end) if calls[n].name == "fsync" and calls[n].paths == [folder]]
            assert after, (old, new)


@needs_strace()
def test_the_first_snapshot_is_on_disk_before_the_first_change_is_called_saved(calls: list[Traced]) -> None:
    first = next(at for at, call in enumerate(calls) if said(call, "saved"))
    renamed = next(
        at
        for at, call in enumerate(calls)
        if call.name.startswith("rename") and call.paths[-1].endswith(f"/{FILE_NAME}")
    )
    synced = next(at for at in range(renamed, len(calls)) if calls[at].name == "fsync")
    assert renamed < synced < first
