"""What is given out: the wheel and the sdist, what is in them, and that they work when installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from annotations import __version__
from tests.packaging.conftest import ROOT, Distributions, Installed


def tracked(*folders: str) -> set[str]:
    """The files of the source tree, without what running it leaves there."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_packages_whole_and_nothing_else(distributions: Distributions) -> None:
    names = names_in(distributions.wheel)
    packages = {name for name in names if not name.startswith("variorum-")}
    assert packages == tracked("annotations", "tui", "seeds")
    rest = {name.partition("/")[2] for name in names - packages}
    manual = {f"variorum-{__version__}.data/data/share/man/man1/variorum.1"}
    assert {name for name in names if name.endswith(".1")} == manual
    assert rest - {name.partition("/")[2] for name in manual} == {
        *("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }


def test_the_wheel_holds_what_is_no_python(distributions: Distributions) -> None:
    names = names_in(distributions.wheel)
    assert {"annotations/py.typed", "tui/py.typed", "seeds/py.typed", "annotations/codebook.toml"} <= names
    assert "seeds/kursk-visit.json" in names
    assert len([name for name in names if name.endswith(".tcss")]) >= 5
    assert not [name for name in names if re.search(r"(^|/)(tests?|docs|__pycache__|\..*cache)/", name)]


def test_the_sdist_holds_all_that_is_needed_to_build_and_test(distributions: Distributions) -> None:
    with tarfile.open(distributions.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in (
        *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "SECURITY.md", "CONTRIBUTING.md"),
        *("docs/variorum.1", "docs/conf.py", "docs/generate.py", "docs/guide.md", ".ci/run"),
        *("tests/conftest.py", "tests/packaging/conftest.py", ".ci/start_in_terminal.py"),
    ):
        assert needed in names
    assert tracked("annotations", "tui", "seeds") <= names
    assert not [name for name in names if re.search(r"__pycache__|\.pyc$|(^|/)\.\w+_cache/|uv\.lock", name)]


def test_the_wheel_works_where_it_is_installed(installed: Installed) -> None:
    where = installed.run(
        "python", "-c", "import tui, annotations; print(tui.__file__, annotations.__file__)"
    )
    assert str(ROOT) not in where.stdout
    assert installed.run("variorum", "--version").stdout == f"variorum {__version__}\n"
    installed.run("variorum", "sample", "story")
    assert "9 claims" in installed.run("variorum", "check", "story").stdout
    assert "disputed" in installed.run("variorum", "matrix", "-h").stdout
    assert installed.run("variorum", "formats").stdout.startswith("variorum: ")


@pytest.mark.parametrize(
    "program", [("variorum",), ("python", "-m", "tui")], ids=["variorum", "python -m tui"]
)
def test_the_installed_program_opens_a_screen(installed: Installed, program: tuple[str, ...]) -> None:
    story = installed.folder / f"opened by {len(program)}"
    installed.run("variorum", "sample", story)
    started = installed.run(
        "python",
        ROOT / ".ci" / "start_in_terminal.py",
        installed.environment / "bin" / program[0],
        *program[1:],
        story,
    )
    assert "exit status 0" in started.stdout


def test_the_same_program_is_there_as_a_module(installed: Installed) -> None:
    for words in (["--version"], ["formats"], ["check", "nowhere"]):
        script = installed.run("variorum", *words, check=False)
        module = installed.run("python", "-m", "tui", *words, check=False)
        assert (script.returncode, script.stdout, script.stderr) == (
            *(module.returncode, module.stdout, module.stderr),
        )


def test_the_manual_page_is_installed_where_man_looks(installed: Installed) -> None:
    page = installed.environment / "share" / "man" / "man1" / "variorum.1"
    assert page.read_bytes() == (ROOT / "docs" / "variorum.1").read_bytes()
    if shutil.which("man") is not None:
        shown = subprocess.run(
            ["man", "variorum"],
            env={"MANPATH": str(page.parents[1]), "PATH": os.environ["PATH"], "MANPAGER": "cat"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert "variorum completion" in shown.stdout


OUTSIDE = """
from pathlib import Path

from annotations import Project
from annotations.agreement import Agreement, Status
from annotations.exports import export
from annotations.records import Claim


def worst(folder: Path) -> dict[str, Status]:
    with Project.open(folder, read_only=True) as project:
        claims: list[Claim] = project.claims
        found: dict[str, Agreement] = {claim.id: project.agreement(claim.id) for claim in claims}
        export(project, "variorum", folder.with_suffix(".json"))
    return {id: agreement.status for id, agreement in found.items()}
"""


def check_types(installed: Installed, program: str) -> subprocess.CompletedProcess[str]:
    outside = installed.folder / "outside.py"
    outside.write_text(program)
    command = [
        *(sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file", os.devnull),
        *("--python-executable", installed.environment / "bin" / "python", outside),
    ]
    return subprocess.run(
        command, cwd=installed.folder, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_program_of_somebody_else_has_its_types_checked(installed: Installed) -> None:
    checked = check_types(installed, OUTSIDE)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_wrong_type_in_it_is_found(installed: Installed) -> None:
    checked = check_types(installed, OUTSIDE.replace("list[Claim]", "list[int]"))
    assert checked.returncode == 1
    assert 'expression has type "list[Claim]", variable has type "list[int]"' in checked.stdout
