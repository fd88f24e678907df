"""The folders that a project makes in its own folder, by name."""

from __future__ import annotations

#: The text of every article version that was ever annotated.
TEXTS = "texts"
#: The pages and documents that texts were taken from.
ORIGINALS = "originals"
#: The past journals.
HISTORY = "history"
#: Earlier states of the records.
BACKUPS = "backups"
#: Where exports go if nobody says otherwise.
EXPORTS = "exports"

#: What a project keeps for itself: no export is written in there and nothing in there is an article.
OWN = (TEXTS, ORIGINALS, HISTORY, BACKUPS)
