"""Text as it is read: safe to show, and cut into sentences, words and paragraphs by exact offsets.

Pure functions over strings. All offsets are code points of the text given, end exclusive.
"""

from annotations.text.display import displayable
from annotations.text.sentences import sentences
from annotations.text.words import paragraphs, words

__all__ = ["displayable", "paragraphs", "sentences", "words"]
