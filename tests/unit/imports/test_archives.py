"""Archives of strangers: whatever their bytes, they are read or refused in one line."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from annotations.errors import ImportRefusedError
from annotations.imports.archives import Archive

WAYS = {"stored": 0, "deflated": 8, "bzip2": 12, "lzma": 14}


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_archive_is_refused_in_one_line(way: str) -> None:
    chance = random.Random(way)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", WAYS[way]) as made:
        made.writestr("a.xmi", b"The same words again and again. " * 500)
        made.writestr("folder/b.txt", chance.randbytes(300))
    told: set[str] = set()
    for _ in range(1_500):
        raw = bytearray(out.getvalue())
        for _ in range(chance.randrange(1, 6)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            archive = Archive(bytes(raw))
            for name in archive.names:
                archive.read(name)
        except ImportRefusedError as problem:
            told.add(str(problem))
    assert told
    assert not [line for line in told if "\n" in line]


def test_an_archive_with_a_password_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.xmi", b"words")
    raw = bytearray(out.getvalue())
    raw[6] |= 1  # in the header of the file, and in the directory
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ImportRefusedError, match=r"a\.xmi: cannot be unpacked"):
        Archive(bytes(raw)).read("a.xmi")
