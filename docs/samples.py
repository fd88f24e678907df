"""Write the sample project in every format into a folder: ``python docs/samples.py FOLDER``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import seeds
from annotations import Project
from annotations.errors import ExportError
from annotations.exports import FORMATS, export, losses


def main() -> None:
    """Write the samples, and say what each lacks."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "sample"
        seeds.copy_to(copy)
        with Project.open(copy, read_only=True) as project:
            for format in FORMATS.values():
                if not format.writes:
                    continue
                lost = ", ".join(loss.words for loss in losses(project, format.name))
                try:
                    print(export(project, format.name, folder / f"sample{format.suffix}", force=True))
                    print(f"    loses {lost or 'nothing'}")
                except ExportError as problem:
                    print(f"{format.name}: {problem}")


if __name__ == "__main__":
    main()
