"""The record of a reading: articles, claims, evidence, origins, and what follows from them.

A library without a screen. It imports neither Textual nor Rich and nothing of ``tui``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.project import Project

__all__ = ["Project", "__version__"]
__version__ = "0.1.0"


# Found on first use (PEP 562): `annotations.agreement` and the other pure modules must not bring in the
# store only because they lie in this package.
def __getattr__(name: str) -> object:
    if name == "Project":
        from annotations.project import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
