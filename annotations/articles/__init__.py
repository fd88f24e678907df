"""A file becomes an article: read, decoded, its front matter taken off."""

from annotations.articles.files import (
    SUFFIXES,
    Source,
    article_files,
    expand,
    read_source,
    text_hash,
    title_of,
)

__all__ = ["SUFFIXES", "Source", "article_files", "expand", "read_source", "text_hash", "title_of"]
