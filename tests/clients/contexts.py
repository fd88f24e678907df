"""The contexts of JSON-LD that our documents name, as far as they use them, so that nothing is fetched.

Terms and their meaning are those of the W3C's Web Annotation vocabulary and of schema.org.
"""

from __future__ import annotations

from typing import Any

OA, AS, DC, RDF = (
    "http://www.w3.org/ns/oa#",
    "https://www.w3.org/ns/activitystreams#",
    "http://purl.org/dc/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)


def _ids(*names: str) -> dict[str, Any]:
    return {name: {"@id": OA + named, "@type": kind} for name, named, kind in map(str.split, names)}


ANNOTATION: dict[str, Any] = {
    "oa": OA,
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": f"{OA}Annotation",
    "TextualBody": f"{OA}TextualBody",
    "SpecificResource": f"{OA}SpecificResource",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    **{name: f"{OA}{name}" for name in ("describing", "assessing", "identifying", "commenting")},
    **{name: f"{OA}{name}" for name in ("tagging", "questioning")},
    **_ids("body hasBody @id", "target hasTarget @id", "source hasSource @id", "selector hasSelector @id"),
    **_ids("motivation motivatedBy @vocab", "purpose hasPurpose @vocab"),
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": {"@id": f"{OA}start", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "value": f"{RDF}value",
    "format": f"{DC}elements/1.1/format",
    "creator": {"@id": f"{DC}terms/creator", "@type": "@id"},
    "created": {"@id": f"{DC}terms/created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "modified": {"@id": f"{DC}terms/modified", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "total": {"@id": f"{AS}totalItems", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "first": {"@id": f"{AS}first", "@type": "@id"},
    "startIndex": {"@id": f"{AS}startIndex", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
}

CONTEXTS: dict[str, Any] = {
    "http://www.w3.org/ns/anno.jsonld": {"@context": ANNOTATION},
    "https://schema.org": {"@context": {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}},
}


def load(address: str, _: Any = None) -> dict[str, Any]:
    """A document loader for pyld that knows these contexts only."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": CONTEXTS[address],
    }
