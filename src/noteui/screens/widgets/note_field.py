"""One field of a note: its title line and the area that it is written in."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from noteui.screens.widgets.prose_area import ProseArea

ASKS = {
    "facts": "What did I see and hear?",
    "voice": "What did they say, show or do? If not obtained, why?",
    "opinion": "What do I think it means, and on what basis?",
    "family": "Who else lives here, cares or is affected, and how?",
    "actions": "Who does what by when?",
}
_HINTS = {
    "facts": "What did I see and hear?",
    "voice": "What did they say, show or do? In their words. If not obtained: why?",
    "opinion": "What do I think it means, and on what basis?",
    "family": "Who else lives here, cares or is affected, and how?",
    "actions": "Who does what by when?  - [ ] Ring the school nurse (Priya Nair, by 2026-11-19)",
}


class NoteField(Vertical):
    """A field, open or shut. Shut, it is one line: its title, how it begins, its words."""

    DEFAULT_CSS = """
    NoteField { height: auto; }
    NoteField > .field-title { height: 1; width: 100%; }
    NoteField > ProseArea {
        border: none;
        padding: 0 1 0 2;
        background: $background;
        scrollbar-size-vertical: 1;
    }
    NoteField > ProseArea:focus { border: none; }
    """

    def __init__(self, field: str, title: str, text: str, *, read_only: bool) -> None:
        super().__init__(id=f"field-{field}")
        self.field = field
        self.title = title
        self.area = ProseArea(
            text,
            placeholder=_HINTS[field],
            continue_lists=field == "actions",
            read_only=read_only,
            id=f"area-{field}",
        )
        self._title_line = Static("", classes="field-title")
        self._shown: object = None

    def compose(self) -> ComposeResult:
        yield self._title_line
        yield self.area

    @property
    def is_open(self) -> bool:
        """Whether the area is shown."""
        return bool(self.area.display)

    def open_to(self, rows: int) -> None:
        """Give the area this many rows; with none the field is shut."""
        self.area.display = rows > 0
        self.area.styles.height = max(rows, 1)
        self.styles.height = rows + 1

    def show_title(self, words: int, findings: int, *, focused: bool, width: int) -> None:
        """Bring the title line up to date; it is painted only where it changed."""
        begins = "" if self.is_open else " ".join(self.area.document.get_line(0)[:200].split())
        shown = (words, findings, focused, width, self.is_open, begins)
        if shown == self._shown:
            return
        self._shown = shown
        right = f"{words} word{'' if words == 1 else 's'}"
        if findings:
            right = f"{findings} found · {right}"
        left = Text(no_wrap=True, overflow="ellipsis")
        left.append("▌" if focused else " ", "bold")
        left.append(self.title, "bold underline" if focused else "bold")
        middle = (begins or ASKS[self.field]) if not self.is_open or focused else ""
        room = width - len(right) - len(self.title) - 5
        if middle and room > 8:
            left.append("  ")
            left.append(
                middle if cell_len(middle) <= room else set_cell_size(middle, room - 1).rstrip() + "…", "dim"
            )
        left.append(" " * max(1, width - left.cell_len - len(right) - 1))
        left.append(right, "dim")
        self._title_line.update(left, layout=False)
