"""A TOML file that people write by hand: what it says, and on which line, so that a fault can be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from noteui.checks.pattern import lazily
from noteui.checks.tables import read_toml

_PIECE = lazily(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*|[\[\]{}\n]', re.S
)
_HEADING = lazily(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = lazily(r"""\s*("(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)\s*=""")
_AT_LINE = lazily(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Place = tuple[str, ...]
"""A heading and a key in it, such as ("rules", "timely/relative-day") or ("entry", "2", "forms")."""


class WordFileError(ValueError):
    """A file that cannot be used, as one sentence: which file, which line (from 1), and what to change."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason

    @property
    def sentence(self) -> str:
        """File, line and what to change."""
        return str(self)


class WordFile:
    """One file's values, and the line of each heading and key. Raises WordFileError where it is not TOML."""

    def __init__(self, text: str, name: str, read: Callable[[str], Mapping[str, Any]] = read_toml) -> None:
        self.text = text.replace("\r\n", "\n")
        self.name = name
        try:
            self.values = read(self.text)
        except ValueError as error:
            at = _AT_LINE.search(str(error))
            line = int(at[1]) if at and at[1] else self.text.count("\n") + 1
            said = _AT_LINE.sub("", str(error))
            raise WordFileError(name, line, f"this is not TOML: {said[:1].lower()}{said[1:]}.") from None

    def error(self, reason: str, *place: str) -> WordFileError:
        """The error to raise for what stands at a place, or at the heading nearest above it."""
        for end in range(len(place), 0, -1):
            if place[:end] in self._lines:
                return WordFileError(self.name, self._lines[place[:end]], reason)
        return WordFileError(self.name, 1, reason)

    def hold_to(self, values: Mapping[str, Any], keys: Iterable[str], *place: str) -> None:
        """See that there are no keys but these. Raises WordFileError with the nearest of them."""
        keys = tuple(keys)
        for key in values:
            if key not in keys:
                raise self.error(f"there is no key “{key}” here; {nearest(key, keys)}.", *place, key)

    @cached_property
    def _lines(self) -> dict[Place, int]:
        lines: dict[Place, int] = {}
        heading: Place = ()
        counts: dict[str, int] = {}
        for line, statement in self._statements():
            opened = _HEADING.match(statement)
            if opened:
                name = _bare(opened[2])
                heading = (name,)
                lines.setdefault(heading, line)
                if opened[1] == "[[":
                    heading = (name, str(counts.get(name, 0)))
                    counts[name] = counts.get(name, 0) + 1
                lines.setdefault(heading, line)
            elif key := _KEY.match(statement):
                lines.setdefault((*heading, _bare(key[1])), line)
        return lines

    def _statements(self) -> Iterable[tuple[int, str]]:
        """Each heading or `key = value`, however many lines it takes, with the line that it starts on."""
        start = depth = 0
        for piece in _PIECE.finditer(self.text):
            if piece[0] in "[{":
                depth += 1
            elif piece[0] in "]}":
                depth -= 1
            elif piece[0] == "\n" and depth <= 0:
                yield self._statement(start, piece.start())
                start, depth = piece.end(), 0
        yield self._statement(start, len(self.text))

    def _statement(self, start: int, end: int) -> tuple[int, str]:
        return self.text.count("\n", 0, start) + 1, self.text[start:end]


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" else key


def nearest(wrong: str, valid: Iterable[str]) -> str:
    """“The nearest is ...” for a word that is none of the valid ones; all of them where none is near."""
    valid = tuple(valid)
    import difflib  # for who mistypes alone: no check of a page needs it

    near = difflib.get_close_matches(wrong, valid, n=1, cutoff=0.5)
    return f"the nearest is “{near[0]}”" if near else "it can be " + ", ".join(valid)
