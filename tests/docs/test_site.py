"""The documentation as a site: it is built without a complaint, and nothing on it comes from elsewhere."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

NEEDED = [tool for tool in ("sphinx", "myst_parser", "furo") if importlib.util.find_spec(tool) is None]
# .ci/run sets this: there the tools are installed, and a test that is left out is a fault.
pytestmark = pytest.mark.skipif(
    bool(NEEDED) and "VARIORUM_TOOLS" not in os.environ, reason=f"not installed: {', '.join(NEEDED)}"
)

#: What a browser would fetch by itself; a link to follow is no such thing.
FETCHED = re.compile(
    r"""(?:\bsrc|<link[^>]*\bhref|\bsrcset|\bdata)=["']?(?:https?:)?//"""
    r"""|url\(["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""",
    re.IGNORECASE,
)


def build(sources: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the site as CONTRIBUTING says."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", sources, site]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_the_site_is_built_without_a_complaint_and_fetches_nothing(tmp_path: Path) -> None:
    built = build(ROOT / "docs", tmp_path / "site")
    assert (built.returncode, built.stderr) == (0, "")
    pages = {page.stem for page in (tmp_path / "site").glob("*.html")}
    assert pages >= {page.stem for page in (ROOT / "docs").glob("*.md")}
    for file in (tmp_path / "site").rglob("*"):
        if file.suffix in (".html", ".css", ".svg"):
            found = FETCHED.search(file.read_text("utf-8"))
            assert found is None, f"{file.name}: {found[0] if found else ''}"
    api = (tmp_path / "site" / "python.html").read_text("utf-8")
    assert 'id="annotations.Project.open"' in api
    assert 'id="annotations.agreement.derive"' in api


def test_a_link_that_leads_nowhere_ends_the_build(tmp_path: Path) -> None:
    sources = tmp_path / "docs"
    sources.mkdir()
    shutil.copy(ROOT / "docs" / "conf.py", sources)
    (sources / "index.md").write_text(
        "# A page\n\n[There](nowhere.md) and [here](#no-such-heading).\n", "utf-8"
    )
    built = build(sources, tmp_path / "site")
    assert built.returncode != 0
    assert "nowhere.md" in built.stderr
    assert "no-such-heading" in built.stderr


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://example.org/x.js">',
        '<link rel="stylesheet" href="//example.org/x.css">',
        "body { background: url(https://example.org/x.png) }",
        '@import "https://example.org/x.css";',
    ],
)
def test_what_would_be_fetched_is_noticed(page: str) -> None:
    assert FETCHED.search(page)
