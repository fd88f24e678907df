"""A file, a page or an address becomes an article: read, decoded, its text taken out."""

from annotations.articles.addresses import is_address
from annotations.articles.decode import encoding_named
from annotations.articles.files import article_files, expand
from annotations.articles.kinds import SUFFIXES
from annotations.articles.messages import Progress
from annotations.articles.patterns import STDIN, sources_named
from annotations.articles.reading import read_bytes, read_original, read_source, read_text
from annotations.articles.source import Original, Source, text_hash, title_of

__all__ = [
    "STDIN",
    "SUFFIXES",
    "Original",
    "Progress",
    "Source",
    "article_files",
    "encoding_named",
    "expand",
    "is_address",
    "read_bytes",
    "read_original",
    "read_source",
    "read_text",
    "sources_named",
    "text_hash",
    "title_of",
]
