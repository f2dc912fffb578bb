"""A field's text as the prose area holds it: lines, offsets, and rows after wrapping.

Textual keeps a document as a list of lines and asks for (row, column) locations; everything
else in noteui counts code points from the start of the field. The two meet here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from textual._cells import cell_len
from textual._wrap import compute_wrap_offsets
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


def _begins_word(line: str, at: int) -> bool:
    return line[at - 1].isspace() and not line[at].isspace()


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

    def take_in(self, change: Change) -> None:
        """Wrap what `change` touched; the document holds it already."""
        row = change.top[0]
        line, breaks = self.document[row], self._wrap_offsets[row]
        # How wide a tab is depends on all that stands before it; and in a row too narrow for a wide
        # character there are empty rows, which cannot be told apart from where they break.
        if not change.within_one_line or self._width < 2 or "\t" in line or any(self._tab_width_cache[row]):
            self.wrap_range(change.top, change.old_bottom, change.new_bottom)
            return
        new = self._breaks_after(line, breaks, change.top[1], change.old_bottom[1], change.new_bottom[1])
        self._wrap_offsets[row] = new
        self._tab_width_cache[row] = [0] if line else []
        grown = len(new) - len(breaks)
        if grown:
            top = self._line_index_to_offsets[row][0]
            self._offset_to_line_info[top : top + len(breaks) + 1] = [(row, n) for n in range(len(new) + 1)]
            self._line_index_to_offsets[row] = list(range(top, top + len(new) + 1))
            for below in range(row + 1, len(self._line_index_to_offsets)):
                self._line_index_to_offsets[below] = [y + grown for y in self._line_index_to_offsets[below]]

    def _breaks_after(
        self, line: str, breaks: list[int], start: int, old_end: int, new_end: int
    ) -> list[int]:
        """Return where `line` breaks now that `[start, old_end)` has become `[start, new_end)`.

        A row holds as many words as fit and never looks ahead, so what stands before the word that was
        touched breaks as it did; and once a row begins where one began before, so do all that follow.
        """
        word = start
        while word > 0 and line[word - 1].isspace():
            word -= 1
        while word > 0 and not line[word - 1].isspace():
            word -= 1
        kept = bisect_left(breaks, word)
        while kept and not _begins_word(line, breaks[kept - 1]):
            kept -= 1
        begin = breaks[kept - 1] if kept else 0
        before = set(breaks)
        grown = new_end - old_end
        reach = 4 * self._width
        while True:
            stop = new_end + reach
            while stop < len(line) and not _begins_word(line, stop):
                stop += 1
            found = [
                begin + at for at in compute_wrap_offsets(line[begin:stop], self._width, self._tab_width)
            ]
            for index, at in enumerate(found):
                if at > new_end and at - grown in before and _begins_word(line, at):
                    rest = breaks[bisect_right(breaks, at - grown) :]
                    return breaks[:kept] + found[: index + 1] + [old + grown for old in rest]
            if stop >= len(line):
                return breaks[:kept] + found
            reach *= 4

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
