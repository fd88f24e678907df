"""What importing a module brings in with it, looked at in a fresh interpreter each time."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import annotations

MODULES = ["annotations"] + [
    module.name for module in pkgutil.walk_packages(annotations.__path__, "annotations.")
]
PURE = [
    name
    for name in MODULES
    if name.split(".")[1:2]
    in (["agreement"], ["records"], ["text"], ["anchoring"], ["matching"], ["attribution"], ["wording"])
]


def loaded_by(name: str) -> set[str]:
    """The top-level packages in memory after importing a module, and annotations' own modules in full."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys, {name}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    modules = run.stdout.split()
    return {module.partition(".")[0] for module in modules} | {
        m for m in modules if m.startswith("annotations")
    }


@pytest.mark.parametrize("name", MODULES)
def test_the_record_of_a_reading_is_imported_without_a_screen(name: str) -> None:
    assert not loaded_by(name) & {"textual", "rich", "click", "tui"}


@pytest.mark.parametrize("name", PURE)
def test_what_is_derived_is_imported_without_the_store(name: str) -> None:
    assert not loaded_by(name) & {"tinydb", "filelock", "annotations.store", "annotations.project"}


def test_the_project_is_still_found_in_the_package() -> None:
    from annotations import Project
    from annotations.project import Project as Defined

    assert Project is Defined


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Projekt'"):
        annotations.__getattr__("Projekt")
