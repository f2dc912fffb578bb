"""Text that every engine can keep.

Two things that look like text cannot be stored by every engine: the character NUL and halves of surrogate
pairs, which arrive by pasting from broken programs. Each is replaced by the replacement character U+FFFD, so
that a save is never refused; everything else is kept as it is, code point by code point.
"""

from __future__ import annotations

import re

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with what cannot be stored replaced."""
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """A name or a role: storable, on one line, single spaces."""
    return " ".join(storable(text).split())


def one_line_or_none(text: str | None) -> str | None:
    """The same; None where nothing is said."""
    return (one_line(text) or None) if text is not None else None
