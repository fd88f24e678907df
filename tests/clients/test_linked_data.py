"""Web Annotations and ClaimReview in the hands of JSON-LD tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotations import Project
from annotations.exports import render
from annotations.imports import import_files
from tests.clients.contexts import CONTEXTS, load

#: The motivations and purposes of the model.
REASONS = {"describing", "assessing", "identifying", "commenting", "tagging", "questioning"}


def annotations_of(project: Project) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(project, "webannotation"))
    return document


def keys(value: Any) -> Iterator[str]:
    """All keys of a document, without what it declares to be plain JSON."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key not in ("record", "@context"):
                yield from keys(inner)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def test_no_key_is_dropped_because_no_context_knows_it(project: Project) -> None:
    document = annotations_of(project)
    address, own = document["@context"]
    assert set(keys(document)) - {"@context"} <= CONTEXTS[address]["@context"].keys() | own.keys()


def test_what_pyld_expands_and_compacts_comes_back_the_same(project: Project, tmp_path: Path) -> None:
    from pyld import jsonld

    document = annotations_of(project)
    options = {"documentLoader": load}
    expanded = jsonld.expand(document, options)
    compacted = jsonld.compact(expanded, document["@context"], options)
    path = tmp_path / "again.jsonld"
    path.write_text(json.dumps(compacted), "utf-8")
    again = Project.in_memory()
    import_files(again, [path])
    assert render(again, "variorum") == render(project, "variorum")


def test_all_statements_survive(project: Project) -> None:
    from pyld import jsonld

    document = annotations_of(project)
    options = {"documentLoader": load, "algorithm": "URDNA2015", "format": "application/n-quads"}
    again = jsonld.compact(
        jsonld.expand(document, {"documentLoader": load}), document["@context"], {"documentLoader": load}
    )
    assert jsonld.normalize(document, options) == jsonld.normalize(again, options)


def test_every_annotation_is_as_the_model_wants_it(project: Project) -> None:
    document = annotations_of(project)
    items = document["first"]["items"]
    assert document["total"] == len(items)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert item["type"] == "Annotation"
        assert item["motivation"] in REASONS
        for body in item["body"]:
            assert body["purpose"] in REASONS
            # With an id beside its purpose a text would be read as a resource elsewhere.
            assert body["type"] == "SpecificResource" or "id" not in body


def test_quotes_and_places_agree_in_code_points(project: Project) -> None:
    found = 0
    for item in annotations_of(project)["first"]["items"]:
        if item["record"]["table"] == "evidence" and isinstance(item["target"]["selector"], list):
            words, place = item["target"]["selector"]
            text = project.text(item["record"]["article"])
            assert text[place["start"] : place["end"]] == words["exact"]
            assert text[: place["start"]].endswith(words["prefix"])
            found += 1
    assert found


def test_verdicts_are_read_as_statements_of_schema_org(project: Project) -> None:
    from pyld import jsonld

    project.set_claim(project.claims[0].id, verdict="Partly so")
    (review,) = jsonld.expand(json.loads(render(project, "claimreview")), {"documentLoader": load})
    assert review["@type"] == ["https://schema.org/ClaimReview"]
    rating = review["https://schema.org/reviewRating"][0]
    assert rating["https://schema.org/alternateName"] == [{"@value": "Partly so"}]
    assert review["https://schema.org/claimReviewed"] == [{"@value": project.claims[0].text}]


def test_no_verdicts_are_an_empty_document(project: Project) -> None:
    from pyld import jsonld

    for claim in project.claims:
        project.set_claim(claim.id, verdict=None)
    assert jsonld.expand(json.loads(render(project, "claimreview")), {"documentLoader": load}) == []


def test_verdicts_are_found_in_the_page(project: Project) -> None:
    import extruct

    project.set_claim(project.claims[0].id, verdict="Partly so </script>")
    (found,) = extruct.extract(render(project, "html"), syntaxes=["json-ld"])["json-ld"]
    assert found["@graph"][0]["@type"] == "ClaimReview"
    assert found["@graph"][0]["reviewRating"]["alternateName"] == "Partly so </script>"
