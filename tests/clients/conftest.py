"""Other people's tools, in an environment of their own: ``pip install -e '.[clients]'``.

Where they are not installed, these tests are not collected; with ``VARIORUM_CLIENTS`` set, as in CI, a tool
that is missing is a failure. Nothing here asks the network for anything.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

import seeds
from annotations import Project
from annotations.articles import read_text
from annotations.imports import import_files

TOOLS = (
    "frictionless", "pandas", "pyarrow", "openpyxl", "html5lib", "pyld", "extruct", "pyrefiqda",
    "label_studio_sdk", "markdown_it", "cassis", "spacy", "bratsubset", "datasets",
)  # fmt: skip

if "VARIORUM_CLIENTS" not in os.environ and any(find_spec(tool) is None for tool in TOOLS):
    collect_ignore_glob = ["test_*.py"]

#: An emoji before everything, one of several code points within a quote, a line end within another, one of
#: two equal sentences, signs of markup and formulas.
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TEXT = f"🌊 The sluice opened.\nThe sluice opened. A family {FAMILY} fled <b>& = waited\nthere overnight."
ODD = "One\r\nand\ttwo\rand\x85three\u2028🌊\r\nand the last\x0bone."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What others warn of is not ours to mend."""
    for item in items:
        if "clients" in item.path.parts:
            item.add_marker(pytest.mark.filterwarnings("ignore"))


@pytest.fixture
def traps() -> Project:
    """A small project in which everything that ever went wrong stands."""
    project = Project.in_memory(annotator="mo, =1+1")
    added = project.add_source(read_text(TEXT))
    article = added.article.id
    project.set_article(
        article, title='=HYPERLINK("x") <b>&amp;', publisher="-The Quay | Post", url="https://q.example/1"
    )
    other = project.add_source(read_text("Nothing of it stands here.\n")).article.id
    first = project.add_claim("=The sluice opened.", note='-one "note"\nof two lines', tags=("@a|b", "c\\d"))
    second = project.add_claim("A family fled.", type="event", open_question="Where to?")
    again = TEXT.rindex("The sluice")
    project.mark(first.id, article, again, again + 18, "supports", note="+second of two")
    family = TEXT.index("A family")
    project.mark(second.id, article, family, TEXT.index("there") + 5, "partly_supports")
    project.mark(second.id, article, family + 2, family + 14, "queries")
    origin = project.add_origin("The “keeper”, =1")
    project.set_evidence(project.evidence[0].id, attribution=[origin.id])
    project.review(first.id, other, basis="read")
    return project


@pytest.fixture
def odd_lines() -> Project:
    """Line ends of all kinds, tabs, and what some readers take for the end of a line."""
    project = Project.in_memory(annotator="mo")
    article = project.add_source(read_text(ODD)).article.id
    first, second = project.add_claim("One is last."), project.add_claim("Two\u2028is\x85first.")
    project.mark(first.id, article, ODD.index("One"), ODD.index(" last"), "supports", note="tab\there")
    project.mark(second.id, article, ODD.index("two"), len(ODD), "refutes")
    return project


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    """The sample project."""
    project = Project.in_memory(annotator="mo")
    path = tmp_path / "sample.json"
    path.write_bytes(seeds.exchange_file().read_bytes())
    import_files(project, [path])
    return project


@pytest.fixture(params=["traps", "sample"])
def project(request: pytest.FixtureRequest) -> Project:
    """Each of the projects in turn."""
    made: Project = request.getfixturevalue(request.param)
    return made
