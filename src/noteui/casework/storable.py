"""Text that every engine can keep, and plain values as JSON and back.

Two things that look like text cannot be stored by every engine: the character NUL and halves of surrogate
pairs, which arrive by pasting from broken programs. Each is replaced by the replacement character U+FFFD, so
that a save is never refused; everything else is kept as it is, code point by code point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

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


def to_json(value: object) -> Any:
    """A value from a note's front matter as JSON; dates are marked so that they come back as dates.

    Raises TypeError for what no front matter holds.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return storable(value)
        case datetime():
            return {"$datetime": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case Mapping():
            return {"$map": [[to_json(key), to_json(entry)] for key, entry in value.items()]}
        case list() | tuple():
            return [to_json(entry) for entry in value]
        case _:
            raise TypeError(f"cannot keep a {type(value).__name__}")


def from_json(value: Any) -> Any:
    """What `to_json` was given; tuples come back as lists."""
    match value:
        case {"$datetime": moment}:
            return datetime.fromisoformat(moment)
        case {"$date": day}:
            return date.fromisoformat(day)
        case {"$map": entries}:
            return {from_json(key): from_json(entry) for key, entry in entries}
        case list():
            return [from_json(entry) for entry in value]
        case _:
            return value
