"""How far an import is, and whether somebody has called it off."""

from __future__ import annotations

from annotations.errors import ImportCancelledError, VariorumError
from annotations.exports.progress import STRIDE, Listener, Progress, Watch

__all__ = ["STRIDE", "ImportWatch", "Listener", "Progress", "Watch"]


class ImportWatch(Watch):
    """Tells a listener how far an import is, and ends it when it is called off."""

    def called_off(self) -> VariorumError:
        """The error that ends the import."""
        return ImportCancelledError("the import was called off; nothing was changed")
