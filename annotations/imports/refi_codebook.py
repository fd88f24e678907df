"""A REFI-QDA codebook is read as a project without sources."""

from annotations.imports.refi import read

__all__ = ["read"]
