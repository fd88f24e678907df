"""Which format a file is in, told from what stands in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import msgspec

_MARK = b"\xef\xbb\xbf"
#: The key by which a JSON document of UIMA is known.
_CAS = b'"%FEATURE_STRUCTURES"'


class _Head(msgspec.Struct):
    """What tells JSON formats apart; everything else is skipped without being built."""

    format: msgspec.Raw = msgspec.Raw()
    context: msgspec.Raw = msgspec.field(name="@context", default=msgspec.Raw())
    rows: msgspec.Raw = msgspec.Raw()
    target: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()
    structures: msgspec.Raw = msgspec.field(name="%FEATURE_STRUCTURES", default=msgspec.Raw())


def recognised(files: Mapping[str, bytes]) -> str | None:
    """The name of the format of a file, or of the files of a folder; null where it is none that is known.

    Args:
        files: the bytes by name, within the folder where it is one.
    """
    if "tasks.json" in files:
        return "labelstudio"
    if any(name.endswith(".xmi") for name in files):
        return "cas"
    if files and all(name.endswith(".json") and _CAS in raw for name, raw in files.items()):
        return "cas-json"
    if len(files) != 1:
        return "csv" if any(name.endswith(".csv") and "/" not in name for name in files) else None
    ((name, raw),) = files.items()
    raw = raw.removeprefix(_MARK)
    if raw.startswith(b"PK\x03\x04"):
        return "cas" if _has_documents(raw) else "refi-qda"
    first = raw.lstrip()[:1]
    if first == b"<":
        if b"http://www.omg.org/XMI" in raw[:10_000]:
            return "cas"
        return "refi-qda" if b"<CodeBook" in raw[:10_000] or b"<Project" in raw[:10_000] else None
    if first == b"{":
        return _object(raw)
    if first == b"[":
        return _list(raw)
    return "csv" if name.lower().endswith(".csv") else None


def _has_documents(raw: bytes) -> bool:
    """Whether an archive is one of CAS documents; whether it is sound is for its reader to say."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return False
    return any(name.endswith((".xmi", ".json")) for name in names) and "project.qde" not in names


def _object(raw: bytes) -> str:
    try:
        head = msgspec.json.decode(raw, type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "variorum"  # whose reader says what is wrong with it
    if bytes(head.context) and b"anno.jsonld" in bytes(head.context):
        return "webannotation"
    if bytes(head.structures):
        return "cas-json"
    if bytes(head.rows) or (bytes(head.target) and not bytes(head.format)):
        return "hypothesis"
    return "variorum"


def _list(raw: bytes) -> str | None:
    try:
        heads = msgspec.json.decode(raw, type=list[_Head])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if heads and all(bytes(head.data) for head in heads):
        return "labelstudio"
    if heads and all(bytes(head.target) for head in heads):
        with_context = any(bytes(head.context) for head in heads)
        return "webannotation" if with_context else "hypothesis"
    return None
