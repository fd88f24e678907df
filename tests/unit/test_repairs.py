"""What the check finds is mended, in one change that can be undone."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from annotations import Project, durable
from annotations.articles import text_hash
from annotations.editing.repairs import RepairEdits
from annotations.errors import ReadOnlyError
from annotations.records import AnyRecord, Article, Claim, Cue, Evidence, Origin, Quote, Review, quote_of
from annotations.soundness import check

TEXT = "The well ran dry in May. The other well never ran dry; well, hardly."


class Mendable(Project, RepairEdits):
    """A project that can be mended."""


def article(id: str = "a", text: str = TEXT, **fields: Any) -> Article:
    values = {
        "work": id,
        "label": id.upper(),
        "title": "t",
        "sha256": text_hash(text),
        "chars": len(text),
        **fields,
    }
    return Article(id=id, **values)


def piece(id: str = "e", **fields: Any) -> Evidence:
    values = {"claim": "c", "article": "a", "stance": "supports", "quote": quote_of(TEXT, 4, 8), **fields}
    return Evidence(id=id, **values)


def project_of(*records: AnyRecord) -> Mendable:
    project = Mendable.in_memory(annotator="mo")
    project.add_records(
        "base", [article(), Claim(id="c", text="It ran dry."), Origin(id="o", name="O")], [TEXT]
    )
    if records:
        project.add_records("more", list(records), [TEXT])
    return project


def state(project: Project) -> list[list[Any]]:
    return [project.articles, project.origins, project.claims, project.evidence, project.reviews]


def mended(*records: AnyRecord) -> tuple[Mendable, list[str]]:
    """A broken project after its repair, which left it sound and can be undone."""
    project = project_of(*records)
    assert check(project)
    before = state(project)
    said = project.repair()
    assert [finding for finding in check(project) if finding.severity == "error"] == []
    assert project.repair() == []
    after = state(project)
    change = project.undo()
    assert change is not None
    assert change.label == "repair"
    assert state(project) == before
    project.redo()
    assert state(project) == after
    return project, said


def test_a_sound_project_is_left_as_it_is() -> None:
    project = project_of(
        piece(attribution=("o",), cue=Cue(start=0, end=3, exact="The")),
        piece("f", anchor="orphan", quote=Quote(start=900, end=905, exact="words")),
        piece("g", anchor="changed", quote=Quote(start=0, end=3, exact="A")),
        Review(claim="c", article="a"),
    )
    before = state(project)
    assert project.repair() == []
    assert state(project) == before
    assert project.undo().label == "more"  # type: ignore[union-attr]


# ---- What dangles ------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["claim", "article"])
def test_what_is_about_a_missing_claim_or_article_is_deleted(missing: str) -> None:
    project, said = mended(
        piece(**{missing: "gone"}),
        piece("kept", carried_from="e"),
        Review(**{"claim": "c", "article": "a", "annotator": "ida", missing: "gone"}),
        Review(claim="c", article="a"),
    )
    assert [kept.id for kept in project.evidence] == ["kept"]
    assert project.piece("kept").carried_from is None
    assert project.reviews == [Review(claim="c", article="a")]
    of = "claim gone, {}article A" if missing == "claim" else "claim 1, {}article gone"
    assert said == [
        f"{of.format('')}, evidence e: deleted, as there is no {missing} gone",
        "claim 1, article A, evidence kept: it was carried from e, which is not there; no longer says so",
        f"{of.format('review of ')}: deleted, as there is no {missing} gone",
    ]


def test_origins_that_are_missing_are_taken_out() -> None:
    project, said = mended(
        piece(attribution=("p", "o", "q", "p")), Claim(id="d", text="x", speaker="p"), piece("f", note="n")
    )
    assert project.piece("e").attribution == ("o",)
    assert project.claim("d").speaker is None
    assert project.piece("f") == piece("f", note="n")
    assert said == [
        "claim 2: its speaker, p, is not there; taken out",
        "claim 1, article A, evidence e: its attribution names what is not there (p, q); taken out",
    ]


# ---- Places ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "start"),
    [
        (Quote(start=0, end=3, exact="ran dry", prefix="never "), 46),
        (Quote(start=60, end=62, exact="ran dry", prefix="The well ", suffix=" in"), 9),
        (Quote(start=60, end=62, exact="ran dry", suffix=" in"), 9),
        (Quote(start=-5, end=10**30, exact="hardly"), 61),
        (Quote(start=50, end=51, exact="well"), 55),  # nothing around it says which: the nearest
        (Quote(start=1, end=2, exact="well", prefix="nothing", suffix="like it"), 4),
    ],
)
@pytest.mark.parametrize("anchor", ["exact", "moved"])
def test_a_quote_is_found_again_where_the_text_around_it_fits_best(
    quote: Quote, start: int, anchor: Any
) -> None:
    project, said = mended(piece(quote=quote, anchor=anchor))
    assert project.piece("e").anchor == "moved"
    assert project.piece("e").quote == quote_of(TEXT, start, start + len(quote.exact))
    assert f"found again at {start} to" in said[0]


def test_words_that_overlap_themselves_are_found_at_every_place() -> None:
    text = "baaac"
    project = project_of()
    broken = piece(article="b", quote=Quote(start=0, end=1, exact="aa", suffix="c"))
    project.add_records("more", [article("b", text=text), broken], [text])
    project.repair()
    assert project.piece("e").quote == quote_of(text, 2, 4)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"quote": Quote(start=4, end=8, exact="wall", prefix="The ")}, (4, 8)),
        ({"quote": Quote(start=4, end=900, exact="wall")}, (4, 900)),
        ({"quote": Quote(start=-4, end=8, exact="wall")}, (0, 8)),
        ({"quote": Quote(start=8, end=4, exact="wall"), "anchor": "moved"}, (8, 8)),
        ({"quote": Quote(start=4, end=8, exact="")}, (4, 8)),
        ({"quote": Quote(start=4, end=8, exact=" ")}, (4, 8)),
        ({"quote": Quote(start=8, end=4, exact="wall"), "anchor": "orphan"}, (8, 8)),
        ({"quote": Quote(start=-8, end=-4, exact="wall"), "anchor": "orphan"}, (0, 0)),
        ({"quote": Quote(start=4, end=900, exact="well"), "anchor": "changed"}, (4, 900)),
    ],
)
def test_a_quote_that_is_not_found_waits_for_a_person(fields: dict[str, Any], place: tuple[int, int]) -> None:
    project, said = mended(piece(**fields))
    after = project.piece("e")
    assert (after.anchor, after.quote.start, after.quote.end) == ("orphan", *place)
    assert after.quote.exact == fields["quote"].exact
    assert after.quote.prefix == fields["quote"].prefix
    assert said[0].endswith("an orphan now")


@pytest.mark.parametrize(
    "fields",
    [
        {"cue": Cue(start=0, end=3, exact="Das")},
        {"cue": Cue(start=-1, end=3, exact="The")},
        {"cue": Cue(start=90, end=93, exact="The"), "quote": Quote(start=4, end=8, exact="wall")},
    ],
)
def test_a_cue_that_does_not_fit_is_taken_out(fields: dict[str, Any]) -> None:
    project, said = mended(piece(**fields))
    assert project.piece("e").cue is None
    assert said[-1].endswith("taken out")


def test_the_cue_of_an_orphan_stays_with_it() -> None:
    cue = Cue(start=900, end=903, exact="Das")
    project, _ = mended(piece(anchor="orphan", cue=cue, quote=Quote(start=9, end=1, exact="x")))
    assert project.piece("e").cue == cue


def test_a_cue_that_fits_stays_when_the_quote_moves() -> None:
    cue = Cue(start=0, end=3, exact="The")
    project, _ = mended(piece(quote=Quote(start=0, end=3, exact="hardly"), cue=cue))
    assert project.piece("e").cue == cue


# ---- Articles ----------------------------------------------------------------------------------------


def labels_of(project: Project) -> dict[str, str]:
    return {article.id: article.label for article in project.articles}


def test_a_wrong_number_of_characters_is_set_right() -> None:
    project, said = mended(article("b", chars=3))
    assert project.article("b").chars == len(TEXT)
    assert said == [f"article B (version 1): its number of characters was set right ({len(TEXT)}, not 3)"]


def test_a_label_stays_with_the_article_that_had_it_first() -> None:
    project, said = mended(
        article("b", label="A"),
        article("b2", work="b", label="A", version=2, state="superseded"),
        article("c", label="B"),
        article("d", label="A", state="retracted"),
    )
    assert labels_of(project) == {"a": "A", "b": "C", "b2": "C", "c": "B", "d": "D"}
    assert said == [
        "article A (version 1): is C now, as another article has the label A",
        "article A (version 2): is C now, as another article has the label A",
        "article A (version 1): is D now, as another article has the label A",
    ]


def test_all_versions_take_the_label_of_the_newest() -> None:
    project, said = mended(
        article("a3", work="a", version=3, label="Q", state="superseded"),
        article("a2", work="a", version=2, state="superseded"),
    )
    assert labels_of(project) == {"a": "Q", "a3": "Q", "a2": "Q"}
    assert len(said) == 2


def test_a_label_taken_over_from_the_newest_version_may_be_taken_already() -> None:
    project, _ = mended(article("b"), article("a2", work="a", version=2, label="B", state="superseded"))
    assert labels_of(project) == {"a": "B", "b": "A", "a2": "B"}


def test_only_the_newest_current_version_stays_current() -> None:
    project, said = mended(
        article("a3", work="a", version=3, label="A"),
        article("a2", work="a", version=2, label="A"),
        article("a4", work="a", version=4, label="A", state="retracted"),
    )
    assert {a.id: a.state for a in project.articles} == {
        "a": "superseded", "a2": "superseded", "a3": "current", "a4": "retracted",
    }  # fmt: skip
    assert said[0] == "article A (version 1): is superseded, as a newer version is current"


def test_equal_version_numbers_are_counted_on_in_order() -> None:
    same = {"work": "a", "label": "A", "state": "superseded"}
    project, said = mended(
        article("x", version=1, **same),
        article("y", version=5, **same),
        article("z", version=1, **same),
        article("w", version=5, **same),
    )
    assert {a.id: a.version for a in project.articles} == {"a": 1, "x": 2, "z": 3, "y": 5, "w": 6}
    assert said[0] == "article A (version 1): is version 2 now"


# ---- Texts -------------------------------------------------------------------------------------------


def broken(folder: Path, harm: str) -> Path:
    """A project made of a file whose text was harmed; where the text is."""
    (folder / "one.txt").write_bytes(TEXT.encode())
    with Mendable.open(folder, annotator="mo") as project:
        project.add_claim("It ran dry.")
        text = folder / "texts" / f"{project.articles[0].sha256}.txt"
    if harm == "missing":
        text.unlink()
    else:
        text.write_bytes(b"The well was full." if harm == "changed" else b"\xff")
    return text


@pytest.mark.parametrize("harm", ["missing", "changed", "no longer UTF-8"])
def test_a_text_is_put_back_from_its_file(tmp_path: Path, harm: str) -> None:
    text = broken(tmp_path, harm)
    damaged = text.read_bytes() if text.exists() else None
    with Mendable.open(tmp_path, annotator="mo") as project:
        (said,) = project.repair()
        assert check(project) == []
        assert project.repair() == []
    assert said == f"article A (version 1): its text was put back from {tmp_path / 'one.txt'}"
    assert text.read_bytes() == TEXT.encode()
    beside = text.with_name(f"{text.name}.damaged")
    assert (beside.read_bytes() if beside.exists() else None) == damaged


def test_an_earlier_damaged_text_is_kept_too(tmp_path: Path) -> None:
    text = broken(tmp_path, "changed")
    text.with_name(f"{text.name}.damaged").write_bytes(b"earlier")
    with Mendable.open(tmp_path) as project:
        project.repair()
    assert text.with_name(f"{text.name}.damaged").read_bytes() == b"earlier"
    assert text.with_name(f"{text.name}.damaged-2").read_bytes() == b"The well was full."


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        ("gone", "no such file or folder"),
        ("edited", "has another text by now"),
        ("no file", "is not fetched again for it"),
    ],
)
def test_a_text_whose_file_does_not_have_it_any_more_cannot_be_mended(
    tmp_path: Path, harm: str, why: str
) -> None:
    text = broken(tmp_path, "changed")
    if harm == "edited":
        (tmp_path / "one.txt").write_text("Another one.", "utf-8")
    else:
        (tmp_path / "one.txt").unlink()
    with Mendable.open(tmp_path) as project:
        if harm == "no file":
            project.add_records("more", [article("b", text="x", source="https://example.org/news")])
        *_, said = project.repair()
        assert "its text cannot be mended" in said
        assert why in said
        assert {finding.where for finding in check(project)} >= {"article A (version 1)"}
    assert text.read_bytes() == b"The well was full."
    assert sorted(os.listdir(text.parent)) == [text.name]


def test_a_text_from_nowhere_cannot_be_mended() -> None:
    project = project_of(article("b", text="nowhere"), article("d", sha256="../../x", source="d.txt"))
    said = project.repair()
    assert len(said) == 2
    assert "where it came from is not known" in said[0]
    assert "is not the hash of a text" in said[1]
    assert project.undo().label == "more"  # type: ignore[union-attr]


def test_a_text_that_cannot_be_written_leaves_the_damaged_one_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = broken(tmp_path, "changed")
    with Mendable.open(tmp_path) as project:

        def fail(*_: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as full:
            full.setattr(durable.os, "write", fail)
            (said,) = project.repair()
        assert "No space left on device" in said
    assert sorted(os.listdir(text.parent)) == [text.name]
    assert text.read_bytes() == b"The well was full."


def test_what_rests_on_a_text_is_mended_once_the_text_is_there(tmp_path: Path) -> None:
    broken(tmp_path, "missing")
    with Mendable.open(tmp_path, annotator="mo") as project:
        id = project.articles[0].id
        wrong = piece(claim=project.claims[0].id, article=id, quote=Quote(start=0, end=1, exact="May"))
        project.add_records("wrong", [wrong])
        assert len(project.repair()) == 2
        assert project.piece("e").quote == quote_of(TEXT, 20, 23)
        project.undo()
        assert project.piece("e") == wrong
        assert project.text(id) == TEXT  # a text that is there again is no part of the change


def test_a_project_that_is_only_looked_at_is_not_mended(tmp_path: Path) -> None:
    text = broken(tmp_path, "missing")
    with Mendable.open(tmp_path, read_only=True) as project, pytest.raises(ReadOnlyError):
        project.repair()
    assert not text.exists()
