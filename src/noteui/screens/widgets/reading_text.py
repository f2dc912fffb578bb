"""A text to be read: sections under titles, moved in by keys, with words to be found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.text import Text
from textual._wrap import compute_wrap_offsets
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

LONGEST_LINE = 100
"""Columns past which prose is hard to read."""
_TAB = 4
_FOUND, _FOUND_HERE = "reverse", "reverse bold underline"


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands under it."""

    title: str
    text: Text = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Line:
    text: Text
    section: int
    start: int
    """Which offset of the section's text it begins with; -1 for a title or a gap."""


class ReadingText(ScrollView, can_focus=True):
    """Sections one under the other. Never changes what it shows of its own accord."""

    DEFAULT_CSS = """
    ReadingText { height: 1fr; width: 1fr; padding: 0 1; scrollbar-size-vertical: 1; overflow-x: hidden;
                  scrollbar-gutter: stable; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", "Line down", id="read.down", show=False),
        Binding("k,up", "scroll_up", "Line up", id="read.up", show=False),
        Binding("g,home", "scroll_home", "To the beginning", id="read.first", show=False),
        Binding("G,end", "scroll_end", "To the end", id="read.last", show=False),
        Binding("space,pagedown", "page_down", "Page down", id="read.page_down", show=False),
        Binding("b,pageup", "page_up", "Page up", id="read.page_up", show=False),
        Binding("tab", "section(1)", "Next section", id="read.section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", id="read.section_before", show=False),
    ]

    def __init__(self, sections: Sequence[Section] = (), *, id: str | None = None) -> None:  # noqa: A002 - as every widget of Textual
        super().__init__(id=id)
        self._sections = tuple(sections)
        self._lines: list[_Line] = []
        self._titles: list[int] = []
        self._found: list[tuple[int, int, int]] = []
        self._at = -1
        self._words = ""

    @property
    def plain(self) -> str:
        """Everything that is shown, as plain text."""
        return "\n".join(line.text.plain for line in self._lines)

    def show(self, sections: Sequence[Section]) -> None:
        """Show these sections, from where the reader was."""
        self._sections = tuple(sections)
        self._find()
        self._lay_out()

    def find(self, words: str) -> int:
        """Light every place where the words stand, whatever lies between them; says how many there are."""
        self._words = words
        self._at = -1
        self._find()
        self._lay_out()
        return len(self._found)

    def go(self, step: int) -> tuple[int, int]:
        """Go to the next place that was found, or the one before; which one it is (from 1), of how many."""
        if not self._found:
            return 0, 0
        if self._at < 0:
            top = self.scroll_offset.y
            at = next((n for n, place in enumerate(self._found) if self._row_of(place) >= top), 0)
            self._at = at if step > 0 else at - 1
        else:
            self._at += step
        self._at %= len(self._found)
        self._lay_out()
        row = self._row_of(self._found[self._at])
        if not self.scroll_offset.y <= row < self.scroll_offset.y + self.size.height:
            self.scroll_to(y=max(0, row - self.size.height // 3), animate=False)
        return self._at + 1, len(self._found)

    def action_section(self, step: int) -> None:
        """Bring the next section's title to the top, or the one before."""
        top = self.scroll_offset.y
        if step > 0:
            rows = [row for row in self._titles if row > top]
        else:
            rows = [row for row in reversed(self._titles) if row < top]
        if rows:
            self.scroll_to(y=rows[0], animate=False)

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        """Break the lines anew for the new width."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One row as it is painted."""
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if row >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        strip = Strip(self._lines[row].text.render(self.app.console))
        return strip.adjust_cell_length(width).apply_style(self.rich_style)

    def _row_of(self, place: tuple[int, int, int]) -> int:
        section, start, _ = place
        begins = [(line.section, line.start) for line in self._lines]
        rows = [n for n, (which, at) in enumerate(begins) if which == section and 0 <= at <= start]
        return rows[-1] if rows else 0

    def _find(self) -> None:
        self._found = []
        pattern = r"\s+".join(re.escape(word) for word in self._words.split())
        if not pattern:
            return
        for number, section in enumerate(self._sections):
            for match in re.finditer(pattern, section.text.plain, re.IGNORECASE):
                self._found.append((number, match.start(), match.end()))

    def _lay_out(self) -> None:
        width = min(self.scrollable_content_region.width, LONGEST_LINE)
        if width < 2:
            return
        self._lines, self._titles = [], []
        for number, section in enumerate(self._sections):
            if number:
                self._lines.append(_Line(Text(), number, -1))
            self._titles.append(len(self._lines))
            self._lines.append(_Line(Text(section.title, "bold underline"), number, -1))
            text = section.text.copy()
            for which, (where, start, end) in enumerate(self._found):
                if where == number:
                    text.stylize(_FOUND_HERE if which == self._at else _FOUND, start, end)
            self._lines += self._broken(text, number, width)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def _broken(self, text: Text, number: int, width: int) -> list[_Line]:
        made, start = [], 0
        for paragraph in text.split("\n", allow_blank=True):
            offsets = compute_wrap_offsets(paragraph.plain, width, _TAB)
            for piece, at in zip(paragraph.divide(offsets), [0, *offsets], strict=True):
                piece.expand_tabs(_TAB)
                made.append(_Line(piece, number, start + at))
            start += len(paragraph.plain) + 1
        return made
