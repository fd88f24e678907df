"""What all tests share: how hypothesis searches, and that nobody's own configuration is looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# In CI the same examples every time, so that a run says something about the change and not about luck;
# everywhere else new ones, so that what CI does not try is found sooner or later.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "search")


@pytest.fixture(autouse=True)
def config_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the configuration of this test is: nobody's own one is read or written. Also what a test starts
    in a process of its own looks there."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    return folder
