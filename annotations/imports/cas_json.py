"""CAS documents are read alike, be they XMI or JSON."""

from annotations.imports.cas import read, read_files

__all__ = ["read", "read_files"]
