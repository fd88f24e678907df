"""The distributions, built once, and the wheel installed in an environment of its own."""

from __future__ import annotations

import importlib.util
import os
import site
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
MISSING = [tool for tool in ("build", "hatchling", "mypy") if importlib.util.find_spec(tool) is None]


class Distributions(NamedTuple):
    """The two files that are given out; the wheel is made from the sdist."""

    sdist: Path
    wheel: Path


class Installed(NamedTuple):
    """An environment with the wheel in it, and a folder in which nothing of the source tree is found."""

    environment: Path
    folder: Path

    def run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment."""
        program, *arguments = command
        variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [self.environment / "bin" / program, *arguments],
            cwd=self.folder,
            env={**variables, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "data")},
            capture_output=True,
            text=True,
            timeout=300,
            check=check,
        )


def run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Both, built with what is installed here, so that no registry is asked."""
    # .ci/run sets this: there the tools are installed, and a test that is left out is a fault.
    if MISSING and "VARIORUM_TOOLS" not in os.environ:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Distributions(sdist, wheel)


@pytest.fixture(scope="session")
def installed(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, with the libraries of this environment beside it instead of ones from a registry."""
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "environment"
    run(sys.executable, "-m", "venv", environment)
    run(
        environment / "bin" / "python", "-m", "pip", "install", "--no-deps", "--no-index", distributions.wheel
    )
    libraries = sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)})
    # Its lines are folders to look in; what these folders' own .pth files lead to is not looked at.
    Path(libraries, "beside.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    work = folder / "work"
    work.mkdir()
    return Installed(environment, work)
