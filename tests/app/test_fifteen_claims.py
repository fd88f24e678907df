"""Fifteen claims that were fixed beforehand, made by keys: what comes out, and how many keys it takes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from annotations import Project
from annotations.exports import rendered
from tests.app.guided import Person, made, wanted
from tests.app.playing import playing

REAL = Path(__file__).parents[3] / "shared" / "sources"


@pytest.mark.parametrize(("exact", "keys_a_claim"), [(False, 7), (True, 11)], ids=["sentences", "exact"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_fifteen_claims_take_few_keys_and_come_out_as_they_were_fixed(
    exact: bool, keys_a_claim: int, size: tuple[int, int], tmp_path: Path
) -> None:
    files = sorted(REAL.glob("*.txt"))
    if len(files) != 2:
        pytest.skip("the two real sources are not here")
    for file in files:
        shutil.copy(file, tmp_path)
    with Project.open(tmp_path, annotator="mo") as project:
        async with playing(project, size=size) as app:
            person = Person(app, exact=exact)
            await person.make_all()
        exported = json.loads(b"".join(rendered(project, "variorum")))
        assert made(exported) == wanted(person.claims)
        assert person.tally.total <= keys_a_claim * len(person.claims)
        assert person.tally.typed == 0
