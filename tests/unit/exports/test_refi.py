"""REFI-QDA projects: the archive, the order of its parts, and places in texts with line feeds only."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest

import seeds
from annotations import Project
from annotations.articles import read_text
from annotations.exports import export, losses, rendered
from annotations.exports.xml_text import id_of_xml, xml_id, xml_words
from annotations.imports import import_files

SPACE = "{urn:QDA-XML:project:1.0}"
#: In which order the format wants the parts of its elements.
ORDER = {
    "Project": [
        "Users",
        "CodeBook",
        "Variables",
        "Cases",
        "Sources",
        "Notes",
        "Links",
        "Sets",
        "Description",
    ],
    "Code": ["Description", "NoteRef", "Code"],
    "TextSource": [
        "Description",
        "PlainTextContent",
        "PlainTextSelection",
        "Coding",
        "NoteRef",
        "VariableValue",
    ],
    "PlainTextSelection": ["Description", "Coding", "NoteRef"],
    "Coding": ["CodeRef", "NoteRef"],
    "VariableValue": ["VariableRef", "TextValue"],
    "Set": ["Description", "MemberCode", "MemberSource", "MemberNote"],
}
TEXT = "One line.\r\nThe lock 🌊 gate\r\njammed twice.\rThen it opened."


@pytest.fixture
def project() -> Project:
    """An article with line ends of all kinds, evidence over them, and a note."""
    made = Project.in_memory(annotator="mo")
    article = made.add_source(read_text(TEXT)).article.id
    claim = made.add_claim("The gate jammed & stuck.", note="<ask>", tags=("lock",)).id
    made.mark(claim, article, TEXT.index("The lock"), TEXT.index("twice"), "supports", note="over a line end")
    made.review(claim, article, basis="read")
    return made


def archive(project: Project) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(rendered(project, "refi-qda"))))


def test_parts_stand_in_the_order_of_the_format(project: Project, tmp_path: Path) -> None:
    sample = Project.in_memory()
    path = tmp_path / "sample.json"
    path.write_bytes(seeds.exchange_file().read_bytes())
    import_files(sample, [path])
    for one in (project, sample):
        root = ElementTree.fromstring(archive(one).read("project.qde"))
        for element in root.iter():
            order = ORDER.get(element.tag.removeprefix(SPACE))
            if order is not None:
                places = [order.index(child.tag.removeprefix(SPACE)) for child in element]
                assert places == sorted(places)


def test_no_section_is_empty() -> None:
    root = ElementTree.fromstring(archive(Project.in_memory()).read("project.qde"))
    assert [child.tag.removeprefix(SPACE) for child in root] == ["Variables"]


def test_a_passage_is_counted_in_the_text_with_line_feeds(project: Project) -> None:
    files = archive(project)
    (name,) = [name for name in files.namelist() if name.startswith("sources/")]
    text = files.read(name).decode()
    assert "\r" not in text
    root = ElementTree.fromstring(files.read("project.qde"))
    (passage,) = root.iter(f"{SPACE}PlainTextSelection")
    start, end = (int(passage.attrib[name]) for name in ("startPosition", "endPosition"))
    assert text[start:end] == "The lock 🌊 gate\njammed "


def test_line_ends_that_will_be_others_are_told(project: Project) -> None:
    assert "1 article’s line ends other than LF" in [loss.words for loss in losses(project, "refi-qda")]


def test_it_comes_back_into_the_same_project_as_known_but_for_its_line_ends(
    project: Project, tmp_path: Path
) -> None:
    path = export(project, "refi-qda", tmp_path / "x.qdpx")
    report = import_files(project, [path], otherwise="mine")
    assert sum(report.added.values()) == 0
    assert project.text(project.articles[0].id) == TEXT


@pytest.mark.parametrize("id", ["plain", "a b", "100 %", "a%41", "tab\tand\nline", "nul\0\x1b", "🌊\uffff"])
def test_an_id_comes_back_whatever_is_in_it(id: str) -> None:
    assert id_of_xml(xml_id(id)) == id
    assert xml_words(xml_id(id)) == xml_id(id)
