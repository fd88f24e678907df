"""The record of a reading: articles, claims, evidence, origins, and what follows from them.

A library without a screen. It imports neither Textual nor Rich and nothing of ``tui``.
"""

from annotations.project import Project

__all__ = ["Project", "__version__"]
__version__ = "0.1.0"
