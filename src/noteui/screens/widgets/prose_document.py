"""A field's text as the prose area holds it: lines, offsets, and rows after wrapping.

Textual keeps a document as a list of lines and asks for (row, column) locations; everything
else in noteui counts code points from the start of the field. The two meet here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from textual._cells import cell_len
from textual.document._document import Document, EditResult, Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Surrogates go too: half a character cannot be written to a file or a vault.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` with every kind of line end as a line feed, and without control characters.

    Tabs stay, and so do the joiners and direction marks that names in other scripts need.
    """
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a document that gave way to another."""

    top: Location
    """Where both begin."""
    old_bottom: Location
    """Where the text that went ended."""
    new_bottom: Location
    """Where the text that came ends."""

    @property
    def within_one_line(self) -> bool:
        """Whether no line came or went."""
        return self.top[0] == self.old_bottom[0] == self.new_bottom[0]


class ProseDocument(Document):
    """A document that remembers its joined text and where its lines start."""

    def __init__(self, text: str) -> None:
        super().__init__(clean(text))
        self._newline = "\n"
        self._joined: str | None = None
        # Line starts are worked out only as far down as somebody asked: `_starts` holds good for
        # its whole length, and an edit cuts off what it made wrong.
        self._starts: list[int] = [0]
        self.when_changed: Callable[[Change], None] | None = None

    @property
    def text(self) -> str:
        """The whole text, lines joined by line feeds."""
        if self._joined is None:
            self._joined = "\n".join(self._lines)
        return self._joined

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Put `text` in the place of what stands between two locations."""
        top, bottom = sorted((start, end))
        # A location past the end is how "this line with its line end" is asked for on the last line.
        bottom = self._inside(bottom)
        top = min(self._inside(top), bottom)
        result = super().replace_range(top, bottom, clean(text))
        self._joined = None
        del self._starts[top[0] + 1 :]
        if self.when_changed is not None:
            self.when_changed(Change(top, bottom, result.end_location))
        return result

    def _inside(self, location: Location) -> Location:
        row, column = location
        if row >= len(self._lines):
            return self.end
        row = max(row, 0)
        return row, min(max(column, 0), len(self._lines[row]))

    def _know_starts(self, count: int) -> list[int]:
        starts, lines = self._starts, self._lines
        for row in range(len(starts), count):
            starts.append(starts[-1] + len(lines[row - 1]) + 1)
        return starts

    def offset_of(self, location: Location) -> int:
        """Return how many code points stand before `location`, which is moved inside the text."""
        row, column = self._inside(location)
        return self._know_starts(row + 1)[row] + column

    def location_of(self, offset: int) -> Location:
        """Return the row and column `offset` code points into the text, which it is moved inside."""
        offset = max(offset, 0)
        starts, lines = self._starts, self._lines
        while starts[-1] <= offset and len(starts) < len(lines):
            starts.append(starts[-1] + len(lines[len(starts) - 1]) + 1)
        row = bisect_right(starts, offset) - 1
        return row, min(offset - starts[row], len(lines[row]))


class ProseWrap(WrappedDocument):
    """Where the lines of a document break into rows; finds a row without dividing its whole line."""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._offset_to_line_info)

    @property
    def width(self) -> int:
        """The cells that a row may take; 0 where lines are not wrapped."""
        return self._width

    def row(self, y: int) -> tuple[int, int, int | None] | None:
        """Return the line that row `y` shows, and the columns it shows of it.

        The end is None on a line's last row. None where there is no such row.
        """
        if not 0 <= y < len(self._offset_to_line_info):
            return None
        line, section = self._offset_to_line_info[y]
        breaks = self._wrap_offsets[line]
        return (
            line,
            breaks[section - 1] if section else 0,
            breaks[section] if section < len(breaks) else None,
        )

    def get_sections(self, line_index: int) -> list[str]:
        """Return a line's text, a string for each of its rows."""
        line = self.document[line_index]
        breaks = self._wrap_offsets[line_index]
        if not breaks:
            return [line]
        return [line[start:end] for start, end in zip([0, *breaks], [*breaks, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        """Return the cell that `location` is painted at, counted from the first row."""
        line_index, column = location
        line_index = min(max(line_index, 0), len(self._wrap_offsets) - 1)
        breaks = self._wrap_offsets[line_index]
        section = bisect_right(breaks, column)
        start = breaks[section - 1] if section else 0
        before = self.document[line_index][start:column]
        if "\t" in before:
            before = expand_tabs_inline(before, self._tab_width)
        return Offset(cell_len(before), self._line_index_to_offsets[line_index][section])
