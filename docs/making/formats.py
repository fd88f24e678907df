"""All formats, from the registry and the planes that it goes by."""

from __future__ import annotations

from annotations.exports import FORMATS, Format
from annotations.exports.planes import EVERYTHING, PLANES


def formats_in_markdown() -> str:
    """A table of the formats, and what each keeps and loses."""
    rows = ["| format | out | in | file | extra |", "|---|---|---|---|---|"]
    for format in FORMATS.values():
        kind = "folder" if format.folder else "file"
        rows.append(
            f"| [`{format.name}`](#{_anchor(format.name)}) | {_yes(format.writes)} | {_yes(format.reads)} "
            f"| {kind} `{format.suffix}` | {f'`{format.extra}`' if format.extra else ''} |"
        )
    return "\n".join([*rows, "", *(_section(format) for format in FORMATS.values())])


def _section(format: Format) -> str:
    lines = [f"### {format.name}", "", format.about, ""]
    if format.extra:
        lines += [f"Writing it needs `pip install 'variorum[{format.extra}]'`.", ""]
    if format.holds == EVERYTHING:
        lines += ["Keeps every field of every record.", ""]
    else:
        kept = [plane.words[1] for name, plane in PLANES.items() if name in format.holds and plane.fields]
        lines += [f"Keeps {', '.join(kept)}.", ""]
    lines += [
        f"Does not keep: {format.loses[0].lower()}{format.loses[1:]}" if format.writes else format.loses,
        "",
    ]
    return "\n".join(lines)


def _anchor(name: str) -> str:
    return name.lower()


def _yes(holds: bool) -> str:
    return "yes" if holds else ""
