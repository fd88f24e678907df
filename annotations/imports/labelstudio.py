"""Tasks of Label Studio are read: ours without loss, and what was annotated there with our interface.

Regions and choices hold; the data of the tasks and the meta of the regions add what they do not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from annotations.codebook import Codebook
from annotations.errors import ImportRefusedError
from annotations.exports.labelstudio import OWN, TEXT
from annotations.exports.xml_text import id_of_xml
from annotations.imports.document import Document
from annotations.imports.json_values import json_value, list_at, object_at, text_at
from annotations.imports.ordered import Ordered, taken_number
from annotations.imports.places import typed
from annotations.imports.watching import Watch
from annotations.records import STANCES, Table

_LABEL = re.compile(rf"(.+):({'|'.join(STANCES)})", re.DOTALL)


def read_files(files: Mapping[str, bytes], watch: Watch) -> Document:
    """The records in the tasks of a folder."""
    if "tasks.json" not in files:
        raise ImportRefusedError("holds no tasks.json")
    try:
        return read(files["tasks.json"], watch)
    except ImportRefusedError as problem:
        raise ImportRefusedError(f"tasks.json: {problem}") from None


def read(raw: bytes, watch: Watch) -> Document:
    """The records in tasks with annotations.

    Raises:
        ImportRefusedError: it is no JSON or holds no tasks, or a part of one is of the wrong type; the
            message begins with the place.
    """
    tasks = json_value(raw)
    if not isinstance(tasks, list):
        raise ImportRefusedError("holds no tasks (not a list)")
    reading = _Reading()
    for number, task in enumerate(watch.walk("tasks", tasks)):
        reading.task(object_at(task, f"tasks[{number}]"), f"tasks[{number}]", number)
    return reading.document()


class _Reading:
    def __init__(self) -> None:
        self._rows = Ordered()
        self._codebook: Codebook | None = None
        self._left_out = 0

    def document(self) -> Document:
        """What was read: what was made here in its order, then what was made there."""
        left = self._left_out
        notices = (f"{left} regions without a label <claim id>:<stance> were left out",) if left else ()
        return self._rows.document(self._codebook, notices)

    def task(self, task: dict[str, Any], place: str, number: int) -> None:
        """Add what one task says."""
        data = object_at(task.get("data"), f"{place}.data")
        where = f"{place}.data.{OWN}"
        own = object_at(data.get(OWN, {}), where)
        shared: tuple[Table, ...] = ("origins", "claims")
        for table in shared:
            for nth, row in enumerate(list_at(own.get(table, []), f"{where}.{table}")):
                at = f"{where}.{table}[{nth}]"
                self._rows.put(table, at, object_at(row, at))
        if own.get("codebook") is not None:
            self._codebook = typed(own["codebook"], Codebook, f"{where}.codebook")
        if not own.get("article") and not data.get(TEXT):
            return  # what a project without articles is written as
        about = dict(object_at(own.get("article", {}), f"{where}.article"))
        text = text_at(data.get(TEXT), f"{place}.data.{TEXT}")
        article = about.setdefault("id", f"task {task.get('id', number + 1)}")
        for name in ("title", "label"):
            if isinstance(data.get(name), str) and (name != "label" or data[name]):
                about.setdefault(name, data[name])
        self._rows.put("articles", f"{place}.data", {**about, "text": text})
        for nth, row in enumerate(list_at(own.get("unplaced", []), f"{where}.unplaced")):
            at = f"{where}.unplaced[{nth}]"
            fields = dict(object_at(row, at))
            self._rows.put("evidence", at, fields, taken_number(fields, at))
        looks: dict[Any, list[tuple[str, dict[str, Any]]]] = {}
        for nth, row in enumerate(list_at(own.get("reviews", []), f"{where}.reviews")):
            at = f"{where}.reviews[{nth}]"
            fields = dict(object_at(row, at))
            claim = text_at(fields.get("claim"), f"{at}.claim")
            looks.setdefault(claim, []).append((at, fields))
        made = list_at(task.get("annotations", []), f"{place}.annotations")
        looked: dict[str, str] = {}
        for nth, annotation in enumerate(made):
            at = f"{place}.annotations[{nth}]"
            annotation = object_at(annotation, at)
            if annotation.get("was_cancelled"):
                continue
            for part, result in enumerate(list_at(annotation.get("result"), f"{at}.result")):
                here = f"{at}.result[{part}]"
                result = object_at(result, here)
                value = object_at(result.get("value", {}), f"{here}.value")
                if result.get("type") == "choices":
                    for choice in list_at(value.get("choices", []), f"{here}.value.choices"):
                        looked.setdefault(id_of_xml(text_at(choice, f"{here}.value.choices")), here)
                elif "labels" in value:
                    name = f"{task.get('id', number + 1)} {annotation.get('id', nth + 1)}"
                    self._region(result, value, here, article, f"region {name} {result.get('id', part + 1)}")
        for claim, here in looked.items():
            for at, fields in looks.get(claim, []):
                self._rows.put("reviews", at, fields, taken_number(fields, at))
            if claim not in looks:
                self._rows.put("reviews", here, {"claim": claim, "article": article})

    def _region(
        self, result: dict[str, Any], value: dict[str, Any], place: str, article: Any, id: str
    ) -> None:
        meta = object_at(result.get("meta") or {}, f"{place}.meta")
        own = dict(object_at(meta.get(OWN, {}), f"{place}.meta.{OWN}"))
        number = taken_number(own, f"{place}.meta.{OWN}") if own else None
        notes = [text_at(note, f"{place}.meta.text") for note in _texts(meta, f"{place}.meta.text")]
        around = object_at(own.pop("quote", {}), f"{place}.meta.{OWN}.quote")
        span = {**around, "start": value.get("start"), "end": value.get("end")}
        if "text" in value:
            span["exact"] = value["text"]
        own.setdefault("id", id)
        for nth, name in enumerate(list_at(value["labels"], f"{place}.value.labels")):
            found = _LABEL.fullmatch(text_at(name, f"{place}.value.labels[{nth}]"))
            if found is None:
                self._left_out += 1
                continue
            fields = {**own, "claim": id_of_xml(found[1]), "article": article, "stance": found[2]}
            if nth:
                fields["id"] = f"{own['id']} {nth + 1}"
            self._rows.put("evidence", place, {**fields, "quote": span, "note": "\n".join(notes)}, number)


def _texts(meta: dict[str, Any], place: str) -> list[Any]:
    given = meta.get("text", [])
    return [given] if isinstance(given, str) else list_at(given, place)
