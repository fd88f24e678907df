"""A project with hostile strings in every field that takes text."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from annotations import Project
from tests.hostile.corpus import Payload

#: Plain words, so that an article is a text with some controls in it and not a binary file.
PADDING = "\n\nThe rest of the story is as plain as can be, and goes on for a while. " * 4
STANCES = ("supports", "partly_supports", "queries", "refutes")


def article_text(words: str, others: str) -> str:
    """An article that says something hostile in its title, in a quote and in running text."""
    return f"{words}\n\nHe said “{words}” to 120 people. {others} was heard on Monday.\n{PADDING}\n"


def make_story(folder: Path, payloads: Sequence[Payload], *, harmless: bool = False) -> None:
    """An article, a claim and an origin for each payload, with the payload in each of their fields.

    With `harmless` each payload gives way to a plain text of the same length.
    """
    words = {payload: payload.harmless if harmless else payload.marked for payload in payloads}
    folder.mkdir(parents=True)
    for number, payload in enumerate(payloads):
        # As bytes: what is written as text would have its carriage returns changed.
        text = article_text(words[payload], "Nothing")
        (folder / f"{number:02}.txt").write_bytes(text.encode())
    first = words[payloads[0]]
    with Project.open(folder, annotator=first) as project:
        for number, (payload, article) in enumerate(zip(payloads, project.current_articles, strict=True)):
            said = words[payload]
            project.set_article(
                article.id, title=said, publisher=said, author=said, published=said, language=said
            )
            start = project.text(article.id).index("“") + 1
            claim, piece = project.claim_from(article.id, start, start + len(said))
            project.set_claim(claim.id, text=said, tags=(said,), verdict=said)
            project.set_claim(claim.id, note=said, open_question=said)
            origin = project.draft_origin(said)
            project.attribute(piece.id, [origin])
            project.set_origin(origin.id, aliases=(said + " alias",), group=said)
            project.set_evidence(piece.id, note=said)
            other = project.current_articles[number - 1]
            if other.id != article.id:
                length = len(words[payloads[number - 1]])
                project.mark(claim.id, other.id, 0, length, STANCES[number % 4])
        project.export("variorum", folder.parent / f"{folder.name}-theirs.json")
        changed = project.current_articles[-1]
        path = folder / (changed.source or "")
        path.write_bytes(path.read_bytes().replace(b"120 people", b"130 people and a dog"))
        project.add_files([path])
        theirs(folder.parent / f"{folder.name}-theirs.json", [words[payload] for payload in payloads])
    inbox = folder / "inbox"
    inbox.mkdir()
    for payload in payloads:
        name = words[payload].replace("/", "_").encode()[:200]
        (inbox / os.fsdecode(name + b".txt")).write_bytes(article_text(words[payload], "More").encode())
    (folder / os.fsdecode(words[payloads[0]].replace("/", "_").encode()[:200] + b".md")).write_bytes(
        b"A new one.\n"
    )
    (folder / "codebook.toml").write_text(codebook([words[payload] for payload in payloads]), "utf-8")


def theirs(path: Path, words: Sequence[str]) -> None:
    """Have an export differ from the project in the note of every claim."""
    document = json.loads(path.read_text("utf-8"))
    for claim, said in zip(document["claims"], words, strict=True):
        claim["note"] = f"theirs: {said}"
    path.write_text(json.dumps(document), "utf-8")


def codebook(words: Sequence[str]) -> str:
    """A codebook whose types and tags are called like this."""
    lines = [f"name = {_quoted(words[0])}", 'version = "1"']
    for number, said in enumerate(words[:8], 1):
        lines += ["[[types]]", f'id = "type{number}"', f'key = "{number}"']
        lines += [f"label = {_quoted(said)}", f"definition = {_quoted(said)}"]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """A string as TOML writes it, with nothing in it that is not printable ASCII."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08x}" for c in words) + '"'
