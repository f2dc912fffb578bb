"""Marking words of a finalised note by keyboard: the field, then the passage."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote, Passage, refuse_half_corrected
from noteui.checks.note import FIELDS
from noteui.screens.widgets.prose_area import ProseArea

_WORD = re.compile(r"\w(?:\S*\w)?")


class MarkScreen(Screen[Passage | None]):
    """Dismisses with the words that were marked; None where none were."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Let go of the mark, then back", id="mark.back"),
        Binding("space", "begin", "Begin marking here", id="mark.begin"),
        Binding("enter", "take", "Take the marked words", id="mark.take"),
        Binding("tab", "field(1)", "Next field", id="mark.next", show=False, priority=True),
        Binding("shift+tab", "field(-1)", "Field before", id="mark.before", show=False, priority=True),
        Binding("w", "word(1)", "Next word", id="mark.word", show=False),
        Binding("b", "word(-1)", "Word before", id="mark.word_before", show=False),
        Binding("l", "move('right')", "Letter to the right", id="mark.right", show=False),
        Binding("h", "move('left')", "Letter to the left", id="mark.left", show=False),
        Binding("j", "move('down')", "Line down", id="mark.down", show=False),
        Binding("k", "move('up')", "Line up", id="mark.up", show=False),
    ]

    def __init__(self, final: FinalNote, *, asks: str = "Which words are to be corrected?") -> None:
        super().__init__()
        self._asks = asks
        self._final = final
        fields = final.draft.note.fields
        self._field = next((name for name in FIELDS if fields[name].strip()), FIELDS[0])
        self._anchor: tuple[int, int] | None = None

    def compose(self) -> ComposeResult:
        yield Static(self._asks, id="head")
        yield Static("", id="which")
        yield ProseArea(read_only=True)
        yield Static("tab field   space begin   arrows w b extend   enter take   escape back", id="footer")

    def on_mount(self) -> None:
        self._show()

    @property
    def _area(self) -> ProseArea:
        return self.query_one(ProseArea)

    def _show(self) -> None:
        note = self._final.draft.note
        which = Text(no_wrap=True, overflow="ellipsis")
        for name in FIELDS:
            lit = name == self._field
            which.append(f"{'▌' if lit else ' '}{note.title_of(name)}", "bold underline" if lit else "dim")
            which.append("  ")
        self.query_one("#which", Static).update(which)
        self._anchor = None
        self._area.text = note.fields[self._field]
        self._area.focus()

    def action_field(self, step: int) -> None:
        """Go to the next field or the one before."""
        self._field = FIELDS[(FIELDS.index(self._field) + step) % len(FIELDS)]
        self._show()

    def action_move(self, how: str) -> None:
        """Move the caret, for a keyboard on which the arrows are far away."""
        getattr(self._area, f"action_cursor_{how}")()

    def action_word(self, step: int) -> None:
        """Go to the next word or the one before; while marking, to the end of the next."""
        area = self._area
        here = area.caret_offset
        words = [match.span() for match in _WORD.finditer(area.text)]
        if step < 0:
            places = [start for start, _ in words if start < here][-1:]
        elif self._anchor is None:
            places = [start for start, _ in words if start > here][:1]
        else:
            places = [end for _, end in words if end > here][:1]
        for place in places:
            area.go_to(place)

    def action_begin(self) -> None:
        """Begin marking at the caret."""
        self._anchor = self._area.cursor_location
        self._area.selection = Selection.cursor(self._anchor)

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Keep the mark stretched from where it began to the caret."""
        if self._anchor is not None and event.selection.start != self._anchor:
            self._area.selection = Selection(self._anchor, event.selection.end)

    def action_take(self) -> None:
        """Take the marked words, or say how words are marked."""
        area = self._area
        start, end = sorted(area.offset_of(place) for place in area.selection)
        words = area.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        if not words:
            self.nothing_marked()
            return
        kept = self._final.draft.note.fields[self._field]
        if kept[start : start + len(words)] != words:
            # A file that was imported can hold characters that no screen shows.
            self.notify("There are characters here that cannot be shown: correct it with noteui correct.")
            return
        self.take(Passage(self._field, start, start + len(words), words))

    def take(self, passage: Passage) -> None:
        """Take words to be corrected, unless half of them are corrected already."""
        try:
            refuse_half_corrected(self._final, passage)
        except CaseworkError as error:
            self.notify(error.sentence)
        else:
            self.dismiss(passage)

    def nothing_marked(self) -> None:
        """Say how words are marked."""
        self.notify("Go to the first word, press space, go past the last one, then press enter.")

    def action_back(self) -> None:
        """Let go of the mark; without one, go back."""
        if self._anchor is None:
            self.dismiss(None)
        else:
            self._anchor = None
            self._area.selection = Selection.cursor(self._area.cursor_location)


class MarkForReview(MarkScreen):
    """The same for a remark: dismisses with the passage, `WHOLE_NOTE` where none was marked, or None."""

    def __init__(self, final: FinalNote, asks: str) -> None:
        super().__init__(final, asks=f"{asks} Which words? Enter without a mark: the whole note.")

    def take(self, passage: Passage) -> None:
        """Take the words as they are."""
        self.dismiss(passage)

    def nothing_marked(self) -> None:
        """It is about the whole note."""
        self.dismiss(WHOLE_NOTE)


WHOLE_NOTE = Passage("", 0, 0)
"""What stands for no passage at all."""
