"""The formats that a project can be written to and read from, each once.

A format is declared here and written elsewhere: `module` is loaded when it is to write or to read, so that
naming the formats costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotations.exports.planes import EVERYTHING, PLANES, lost

if TYPE_CHECKING:
    from annotations.exports.progress import Watch
    from annotations.exports.selection import Selection
    from annotations.imports.document import Document

#: A piece of a file, in order.
Piece: TypeAlias = str | bytes


#: What each extra is there for, by the name under which it is imported.
_BROUGHT: Mapping[str, str] = {"xlsx": "openpyxl", "cas": "cassis"}


class Format(NamedTuple):
    """One format.

    Attributes:
        name: what ``--to`` and ``--from`` call it.
        suffix: what the name of the file or folder ends with.
        about: what it is for, one sentence.
        holds: the planes that it keeps (`annotations.exports.planes`); all others are lost.
        module: what writes it in `annotations.exports` and reads it in `annotations.imports`.
        folder: whether an export is a folder of files.
        text: whether a file is text that a person can look at.
        writes, reads: whether it can be exported and imported.
        extra: the extra of this package that writing it needs; empty if none.
    """

    name: str
    suffix: str
    about: str
    holds: frozenset[str]
    module: str
    folder: bool = False
    text: bool = True
    writes: bool = True
    reads: bool = False
    extra: str = ""

    @property
    def keeps(self) -> str:
        """What it keeps, in a sentence."""
        return self.about

    @property
    def loses(self) -> str:
        """What it does not keep, whatever the project, in a sentence."""
        if not self.writes:
            return "It can only be read."
        missing = [plane.words[1] for plane in lost(self.holds)]
        kept = [plane.words[1] for name, plane in PLANES.items() if name in self.holds and plane.fields]
        always = "the history, and the pairs of origins about which somebody said “don’t know”"
        if len(missing) > len(kept):
            said = f"everything but {', '.join(kept)}"
        else:
            said = "; ".join([", ".join(missing), always] if missing else [always])
        if not self.reads:
            said += "; it cannot be read back"
        return f"{said[0].upper()}{said[1:]}."

    @property
    def lacking(self) -> str:
        """The extra that writing needs and that is not installed; empty where it can be written."""
        # Looking for a module is no import; this is only asked where somebody looks at the formats.
        return self.extra if self.extra and find_spec(_BROUGHT[self.extra]) is None else ""

    def pieces(self, selection: Selection) -> Iterator[Piece]:
        """The one file of an export, piece by piece."""
        pieces: Iterator[Piece] = import_module(f"annotations.exports.{self.module}").pieces(selection)
        return pieces

    def files(self, selection: Selection) -> Iterator[tuple[str, Iterable[Piece]]]:
        """The files of an export by their names, each piece by piece."""
        files: Iterator[tuple[str, Iterable[Piece]]]
        files = import_module(f"annotations.exports.{self.module}").files(selection)
        return files

    def read(self, raw: bytes, watch: Watch) -> Document:
        """Take the bytes of a file apart, without looking at any project."""
        document: Document = import_module(f"annotations.imports.{self.module}").read(raw, watch)
        return document

    def read_files(self, files: Mapping[str, bytes], watch: Watch) -> Document:
        """Take the files of a folder apart, by their names within it."""
        module = import_module(f"annotations.imports.{self.module}")
        document: Document = module.read_files(files, watch)
        return document


#: What a table or a file of records keeps that has all the columns.
_REPORTED = frozenset(
    {"titles", "labels", "publication", "versions", "claims", "types", "tags", "speakers", "claim_notes"}
    | {"open_questions", "verdicts", "unjudged", "credibility", "stances", "weak_stances", "unplaced"}
    | {"quotes", "attribution", "certainty", "joint", "evidence_notes", "origins", "reviews"}
    | {"long_texts"}
)

#: What a format of spans keeps: the label of one names its claim and its stance.
_SPANS = frozenset(
    {"texts", "line_ends", "stances", "weak_stances", "quotes", "offsets", "signs", "long_texts"}
)

FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format(
            name="variorum",
            suffix=".json",
            about="Everything in one JSON file: for archives, exchange, and review in git.",
            holds=EVERYTHING,
            module="native",
            reads=True,
        ),
        Format(
            name="csv",
            suffix=".csv",
            about="Tables for spreadsheets and data frames, with the texts beside them and a description.",
            holds=EVERYTHING,
            module="csv_files",
            folder=True,
            reads=True,
        ),
        Format(
            name="markdown",
            suffix=".md",
            about="A desk sheet to read: agreement, open questions, quotes with lines, who says so.",
            holds=_REPORTED,
            module="markdown",
        ),
        Format(
            name="html",
            suffix=".html",
            about="A report for readers, on the screen and on paper: matrix, quotes in context, who says so.",
            holds=_REPORTED,
            module="html",
        ),
        Format(
            name="xlsx",
            suffix=".xlsx",
            about="The tables as one workbook for spreadsheet programs, safe from formulas.",
            holds=EVERYTHING - {"texts", "signs", "long_texts", "codebook"},
            module="workbook",
            text=False,
            extra="xlsx",
        ),
        Format(
            name="jsonl",
            suffix=".jsonl",
            about="JSON lines for models and data frames: a row a claim and article, texts and schema too.",
            holds=EVERYTHING - {"anchors", "codebook", "cues"},
            module="jsonl",
            folder=True,
        ),
        Format(
            name="scifact",
            suffix=".scifact",
            about="Claims, documents cut into sentences, and which of these support or contradict them.",
            holds=frozenset(
                {"texts", "titles", "claims", "unjudged", "stances", "quotes", "signs", "long_texts"}
            ),
            module="scifact",
            folder=True,
        ),
        Format(
            name="webannotation",
            suffix=".jsonld",
            about="W3C Web Annotations, which archives keep and other annotation tools read.",
            holds=EVERYTHING,
            module="webannotation",
            reads=True,
        ),
        Format(
            name="hypothesis",
            suffix=".json",
            about="Annotations made with Hypothesis, as its search answers them.",
            holds=frozenset(
                {"claims", "tags", "stances", "quotes", "evidence_notes", "annotators", "times"}
                | {"long_texts"}
            ),
            module="hypothesis",
            writes=False,
            reads=True,
        ),
        Format(
            name="refi-qda",
            suffix=".qdpx",
            about="A REFI-QDA project for NVivo, ATLAS.ti, MAXQDA, QualCoder: claims as codes, texts inside.",
            holds=frozenset(
                {"texts", "titles", "labels", "publication", "versions", "claims", "tags", "claim_notes"}
                | {"stances", "weak_stances", "quotes", "offsets", "evidence_notes", "reviews", "ids"}
                | {"unjudged", "free_ids", "long_texts"}
            ),
            module="refi",
            text=False,
            reads=True,
        ),
        Format(
            name="refi-codebook",
            suffix=".qdc",
            about="The claims as a REFI-QDA codebook, for programs that take codes without texts.",
            holds=frozenset({"claims", "unjudged", "tags", "long_texts"}),
            module="refi_codebook",
            reads=True,
        ),
        Format(
            name="labelstudio",
            suffix=".labelstudio",
            about="Tasks for Label Studio with their annotations, and the interface to go on with.",
            holds=EVERYTHING,
            module="labelstudio",
            folder=True,
            reads=True,
        ),
        Format(
            name="cas",
            suffix=".cas",
            about="UIMA CAS documents (XMI) for INCEpTION: evidence and claims as annotations, texts inside.",
            holds=EVERYTHING,
            module="cas",
            folder=True,
            reads=True,
            extra="cas",
        ),
        Format(
            name="cas-json",
            suffix=".cas-json",
            about="The same UIMA CAS documents as JSON, each with its type system.",
            holds=EVERYTHING,
            module="cas_json",
            folder=True,
            reads=True,
            extra="cas",
        ),
        Format(
            name="claimreview",
            suffix=".claimreview.json",
            about="Verdicts as schema.org ClaimReview: only claims on which a person has set one.",
            holds=frozenset(
                {"claims", "verdicts", "tags", "claim_notes", "titles", "publication", "signs"}
                | {"stances", "weak_stances", "quotes", "long_texts"}
            ),
            module="claimreview",
        ),
        Format(
            name="brat",
            suffix=".brat",
            about="brat standoff: texts with their passages, stances, claims and notes.",
            holds=(_SPANS | {"evidence_notes"}) - {"line_ends"},
            module="brat",
            folder=True,
        ),
        Format(
            name="doccano",
            suffix=".doccano.jsonl",
            about="Texts with labelled passages, for a doccano project that allows overlapping entities.",
            holds=_SPANS | {"titles"},
            module="doccano",
        ),
        Format(
            name="spacy",
            suffix=".spans.jsonl",
            about="Texts with labelled spans, for spaCy and Prodigy.",
            holds=_SPANS | {"titles", "labels"},
            module="spacy_lines",
        ),
    )
}
