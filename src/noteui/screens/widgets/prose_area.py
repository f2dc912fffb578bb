"""The field that prose is written in: Textual's text area, repainting only the rows that changed.

The stock widget repaints every visible row for every key. Here each row has a key that holds all
that its look depends on; a row is repainted when its key is no longer the one it was painted from.
Nothing has to work out which rows an edit, an undo, a mark or a moving caret touches, so nothing can
get it wrong. What this relies on inside Textual stands in this module and in `prose_document`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal, Self, get_args

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.content import Content
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from noteui.paper.note_file import LONGEST_FIELD
from noteui.screens.widgets.prose_document import Change, ProseDocument, ProseWrap, clean

MarkStyle = Literal["info", "warning", "must"]

_OPEN_ACTION = re.compile(r"(\s*[-*] )\[[ xX]\] ?(.*)")

_Spans = tuple[tuple[int, int, str], ...]
"""Marks on one line: start column, end column, style."""

_RowKey = tuple[
    int,  # the look of the area: it changes with the theme, the focus, the style sheet
    str,  # the text of the row
    bool,  # whether it is the last row of its line, with room for the caret after it
    bool,  # whether it is lit as the caret's line
    int | None,  # the caret's column
    tuple[int, int] | None,  # the columns selected; (0, 0) for an empty line
    _Spans,
    tuple[int, ...],  # how wide its tabs are
]

_HintKey = tuple[int, int, bool]
"""The look of a row of the placeholder: the area's look, which row, whether the caret is shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Underline `[start, end)` of an area's text; offsets count code points.

    The style says how much it matters, and is told apart without colour: `info` is underlined and
    italic, `warning` underlined, `must` underlined and bold. Each is a component class of the area.
    """

    start: int
    end: int
    style: MarkStyle


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is the same for all rows of one painting."""

    look: int
    empty: bool
    top: int
    selection: Selection
    first: Location
    last: Location
    caret_shown: bool
    line_lit: bool


class ProseArea(TextArea):
    """An editor for one field of a note: soft wrap, no line numbers, tab goes to the next field.

    Beyond the stock text area it posts `Written` (in place of `TextArea.Changed`) after each change of
    the text by the person writing or through `replace_span` and its like; assigning `text` starts afresh and
    posts nothing. `TextArea.SelectionChanged` is posted when the caret moves without a change of text.
    """

    DEFAULT_CSS = """
    ProseArea {
        & .prose-area--info { text-style: underline italic; }
        & .prose-area--warning { text-style: underline; }
        & .prose-area--must { text-style: underline bold; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"prose-area--info", "prose-area--warning", "prose-area--must"}

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    @dataclass
    class Written(Message):
        """The text of an area changed: something was typed, pasted, deleted, replaced, undone or redone."""

        area: ProseArea

        @property
        def control(self) -> ProseArea:
            """The area that was written in."""
            return self.area

    @dataclass
    class Pasted(Message):
        """Something from outside was pasted: from another program, not from another field."""

        area: ProseArea
        size: int
        """How many code points it has."""

        @property
        def control(self) -> ProseArea:
            """The area that it was pasted into."""
            return self.area

    @dataclass
    class PasteRefused(Message):
        """A paste was too large to take; nothing was changed."""

        area: ProseArea
        size: int
        """How many code points the paste has."""

        @property
        def control(self) -> ProseArea:
            """The area that was pasted into."""
            return self.area

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str | Content = "",
        continue_lists: bool = False,
        read_only: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - every widget of Textual calls it this
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make an area that holds `text`.

        `placeholder` is shown while the area is empty. With `continue_lists`, enter at the end of an
        action ("- [ ] ring the school") begins the next one, and enter on an empty action ends the list.
        """
        self.continue_lists = continue_lists
        self._marks: list[_Spans] = [()]
        self._unwrapped: list[Change] = []
        self._look = 0
        self._inks: dict[str, Style] | None = None
        self._painted: dict[int, object] = {}
        self._rows: LRUCache[object, Strip] = LRUCache(512)
        self._rows_unsettled = False
        self._editing = False
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            read_only=read_only,
            # A whole session can be undone: one checkpoint is a few words of typing.
            max_checkpoints=10_000,
            placeholder=placeholder,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        # A caret that blinks repaints twice a second for as long as the program is open, and a
        # bracket has no partner to find in prose.
        self.set_reactive(TextArea.cursor_blink, False)
        self.set_reactive(TextArea.match_cursor_bracket, False)

    # -- text, offsets and marks

    document: ProseDocument
    wrapped_document: ProseWrap

    @property
    def text(self) -> str:
        """The whole text, lines joined by line feeds."""
        return self.document.text

    @text.setter
    def text(self, value: str) -> None:
        self.load_text(value)

    def load_text(self, text: str) -> None:
        """Start afresh with `text`: no history, no marks, the caret at the start. Nothing is posted."""
        self.history.clear()
        self._set_document(text, None)
        self.refresh()

    @property
    def caret_offset(self) -> int:
        """How many code points stand before the caret."""
        return self.document.offset_of(self.selection.end)

    def offset_of(self, location: Location) -> int:
        """Return how many code points stand before a (row, column) location."""
        return self.document.offset_of(location)

    def location_of(self, offset: int) -> Location:
        """Return the (row, column) location of an offset, which is moved inside the text."""
        return self.document.location_of(offset)

    @property
    def lines_shown(self) -> tuple[int, int]:
        """The first line that is in sight, and the first after it that is not."""
        top = self.scroll_offset.y
        height = self.scrollable_content_region.height
        rows = [row for y in range(top, top + height) if (row := self.wrapped_document.row(y)) is not None]
        return (rows[0][0], rows[-1][0] + 1) if rows else (0, 0)

    def go_to(self, offset: int) -> None:
        """Move the caret to `offset` and show it, in the middle of the area where it was out of sight."""
        location = self.location_of(offset)
        y = self.wrapped_document.location_to_offset(location).y
        top = self.scroll_offset.y
        self.move_cursor(location, center=not top <= y < top + self.scrollable_content_region.height)

    def replace_span(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of `[start, end)`, as one step that one undo takes back.

        A caret inside the span goes to the end of the new text; elsewhere it stays at its words.
        """
        self.history.checkpoint()
        self.edit(_SpanEdit(text, self.location_of(start), self.location_of(end), False))
        self.history.checkpoint()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks where they stand now, in order; one that runs over a line's end comes as two."""
        return tuple(
            Mark(self.document.offset_of((row, start)), self.document.offset_of((row, end)), style)  # type: ignore[arg-type]
            for row, spans in enumerate(self._marks)
            for start, end, style in spans
        )

    @marks.setter
    def marks(self, marks: Sequence[Mark]) -> None:
        by_line: dict[int, list[tuple[int, int, str]]] = {}
        lines = self.document.lines
        for mark in marks:
            row, column = self.document.location_of(mark.start)
            last_row, last_column = self.document.location_of(mark.end)
            while row < last_row:
                if column < len(lines[row]):
                    by_line.setdefault(row, []).append((column, len(lines[row]), mark.style))
                row, column = row + 1, 0
            if column < last_column:
                by_line.setdefault(row, []).append((column, last_column, mark.style))
        by_row: list[_Spans] = [()] * self.document.line_count
        for row, spans in by_line.items():
            by_row[row] = tuple(sorted(spans))
        if by_row != self._marks:
            self._marks = by_row
            self._unsettle_rows()

    def _shift_marks(self, change: Change) -> None:
        (top_row, top), (old_row, old), (new_row, new) = change.top, change.old_bottom, change.new_bottom
        lines: list[list[tuple[int, int, str]]] = [[] for _ in range(new_row - top_row + 1)]
        for start, end, style in self._marks[top_row]:
            if start < top < end and old < end and change.within_one_line:
                # What is typed inside a mark belongs to it until marks are set again.
                lines[0].append((start, end - old + new, style))
            elif start < top:
                lines[0].append((start, min(end, top), style))
        for start, end, style in self._marks[old_row]:
            if end > old and not (change.within_one_line and start < top < end):
                lines[-1].append((max(start, old) - old + new, end - old + new, style))
        self._marks[top_row : old_row + 1] = [tuple(sorted(spans)) for spans in lines]

    # -- editing

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002 - prose has none
        self._highlight_query = None
        self.document = ProseDocument(text)
        self.document.when_changed = self._note_change
        self.wrapped_document = ProseWrap(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._marks = [()] * self.document.line_count
        self._rows.clear()
        self._editing = True
        try:
            self.move_cursor((0, 0))
        finally:
            self._editing = False
        self._rewrap_and_refresh_virtual_size()

    def edit(self, edit: Edit) -> EditResult:
        """Perform one edit and record it for undoing."""
        result = edit.do(self)
        self.history.record(edit)
        self._take_in(edit)
        return result

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        if edits:
            for edit in reversed(edits):
                edit.undo(self)
            self._take_in(edits[0])

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        if edits:
            for edit in edits:
                edit.do(self, record_selection=False)
            self._take_in(edits[-1])

    def _note_change(self, change: Change) -> None:
        self._shift_marks(change)
        self._unwrapped.append(change)

    def _take_in(self, last: Edit) -> None:
        """Wrap what changed, put the caret where `last` leaves it, and tell of it."""
        changes, self._unwrapped = self._unwrapped, []
        # Written is on its way, and the rows are looked over once it is dealt with.
        self._rows_unsettled = True
        if len(changes) == 1:
            self.wrapped_document.take_in(changes[0])
        elif all(change.within_one_line for change in changes):
            for row in {change.top[0] for change in changes}:
                self.wrapped_document.wrap_range((row, 0), (row, 0), (row, 0))
        else:
            self.wrapped_document.wrap(self.wrap_width)
        # The size before the caret: it can only be scrolled to where the text is known to reach.
        self._refresh_size()
        self._editing = True
        try:
            last.after(self)
        finally:
            self._editing = False
        self.post_message(self.Written(self))

    def _refresh_size(self) -> None:
        size = Size(0, self.wrapped_document.height)
        if size == self.virtual_size:
            return
        if self._needs_layout(size.height):
            self.virtual_size = size
            self._refresh_scrollbars()
        else:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def _needs_layout(self, height: int) -> bool:
        """Tell whether the area itself may grow or shrink when its text comes to `height` rows."""
        styles = self.styles
        if styles.height is None or not styles.height.is_auto:
            return not self._container_size
        # Held by a greatest or a least height, before and after, it stays as it is.
        shown, before = self.scrollable_content_region.height, self.virtual_size.height
        return not ((before > shown and height >= shown) or (before < shown and height <= shown))

    def _rewrap_and_refresh_virtual_size(self) -> None:
        # An area that only became taller or shorter keeps its rows.
        if self.wrapped_document.width != self.wrap_width:
            self.wrapped_document.wrap(self.wrap_width)
            # The rows may have been painted between the new size and this.
            self._unsettle_rows()
        self._refresh_size()

    def _on_resize(self) -> None:
        self._rewrap_and_refresh_virtual_size()
        if self.has_focus:
            self.scroll_cursor_visible()

    async def _on_key(self, event: events.Key) -> None:
        if self.read_only:
            return
        character = event.character
        if event.key == "enter" and self.continue_lists and self._continue_list():
            event.stop()
            event.prevent_default()
        elif character is not None and len(character) == 1 and unicodedata.category(character) == "Cf":
            # Joiners and direction marks belong to the spelling of names in many scripts.
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(character, *self.selection)

    def _continue_list(self) -> bool:
        row, column = self.selection.end
        line = self.document[row]
        action = _OPEN_ACTION.fullmatch(line)
        if action is None or not self.selection.is_empty or column != len(line):
            return False
        if action[2].strip():
            self._replace_via_keyboard(f"\n{action[1]}[ ] ", *self.selection)
        else:
            self.history.checkpoint()
            self._delete_via_keyboard((row, 0), (row, len(line)))
            self.history.checkpoint()
        return True

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self._paste(event.text):
            self.post_message(self.Pasted(self, len(event.text)))

    def action_paste(self) -> None:
        """Paste what was last cut or copied."""
        self._paste(self.app.clipboard)

    def _paste(self, text: str) -> bool:
        """Whether it was taken."""
        if self.read_only or not text:
            return False
        if len(text) > LONGEST_FIELD:
            self.post_message(self.PasteRefused(self, len(text)))
            return False
        # Its own step, so that one undo takes a paste of a single letter back and nothing else.
        self.history.checkpoint()
        if (result := self._replace_via_keyboard(clean(text), *self.selection)) is not None:
            self.move_cursor(result.end_location)
            self.focus()
        return result is not None

    # -- the caret

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        if not self.is_mounted:
            return
        self._unsettle_rows()
        screen = self.screen
        if screen.selections:
            screen.clear_selection()
        self.scroll_cursor_visible()
        self.app.cursor_position = self.cursor_screen_offset
        if previous_selection != selection and not self._editing:
            self.post_message(self.SelectionChanged(selection, self))

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll, where the caret is out of sight, until it shows; return by how much."""
        self._recompute_cursor_offset()
        y = self._cursor_offset[1] - self.scroll_offset.y
        if not center and 0 <= y < self.scrollable_content_region.height:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def _recompute_cursor_offset(self) -> None:
        # The text may have become shorter than where the caret still is.
        self._cursor_offset = self.wrapped_document.location_to_offset(
            self.clamp_visitable(self.cursor_location)
        )

    def _watch__cursor_visible(self) -> None:
        self._unsettle_rows()

    # -- painting

    def notify_style_update(self) -> None:
        self._forget_look()
        super().notify_style_update()

    def _set_theme(self, theme: str) -> None:
        super()._set_theme(theme)
        self._forget_look()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        if not regions and repaint:
            self._forget_look()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _forget_look(self) -> None:
        self._look += 1
        self._inks = None
        self._rows.clear()

    def _unsettle_rows(self) -> None:
        """Have the rows looked over, once, when everything that waits has been dealt with."""
        if not self._rows_unsettled:
            self._rows_unsettled = True
            self.check_idle()

    def _check_refresh(self) -> None:
        if self._rows_unsettled:
            self._rows_unsettled = False
            self._repaint_changed_rows()
        super()._check_refresh()

    def _repaint_changed_rows(self) -> None:
        width, height = self.scrollable_content_region.size
        painted, scene = self._painted, self._scene()
        regions = [Region(0, y, width, 1) for y in range(height) if painted.get(y) != self._row_key(y, scene)]
        if regions:
            self._set_dirty(*regions)
            self._repaint_required = True

    def _scene(self) -> _Scene:
        selection = self.selection
        has_cursor = self._has_cursor
        return _Scene(
            look=self._look,
            empty=bool(self.placeholder) and self.document.line_count == 1 and not self.document[0],
            top=self.scroll_offset.y,
            selection=selection,
            first=min(selection),
            last=max(selection),
            caret_shown=has_cursor and self._draw_cursor,
            line_lit=has_cursor and self.highlight_cursor_line,
        )

    def _row_key(self, y: int, scene: _Scene) -> _RowKey | _HintKey | None:
        """Return all that the look of visible row `y` depends on; None where there is nothing to show."""
        if scene.empty:
            return scene.look, y, scene.caret_shown
        place = self.wrapped_document.row(scene.top + y)
        if place is None:
            return None
        line, start, end = place
        text = self.document[line]
        stop = len(text) + 1 if end is None else end
        caret_line, caret = scene.selection.end
        selected = None
        if scene.first[0] <= line <= scene.last[0] and scene.first != scene.last:
            left = scene.first[1] if line == scene.first[0] else 0
            right = scene.last[1] if line == scene.last[0] else len(text)
            if not text and line != caret_line:
                selected = (0, 0)
            elif left < stop and right > start:
                selected = (max(left - start, 0), min(right, stop) - start)
        shown = text[start:end]
        return (
            scene.look,
            shown,
            end is None,
            scene.line_lit and line == caret_line,
            caret - start if scene.caret_shown and line == caret_line and start <= caret < stop else None,
            selected,
            tuple(
                (max(left - start, 0), min(right, stop) - start, style)
                for left, right, style in self._marks[line]
                if left < stop and right > start
            ),
            self._tab_widths(line, start, shown) if "\t" in shown else (),
        )

    def _tab_widths(self, line: int, start: int, shown: str) -> tuple[int, ...]:
        before = self.document[line].count("\t", 0, start)
        return tuple(self.wrapped_document.get_tab_widths(line)[before : before + shown.count("\t")])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the painted rows of `crop`."""
        # The stock widget works its theme out again for each painting; see `_ink`.
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return visible row `y`, painted."""
        inks = self._ink()
        key = self._row_key(y, self._scene())
        self._painted[y] = key
        if key is None:
            return Strip.blank(self.size.width, inks["text"])
        if len(key) == 3:
            self._line_cache.clear()
            return super().render_line(y)
        strip = self._rows.get(key)
        if strip is None:
            strip = self._rows[key] = _paint(key, inks, self.scrollable_content_region.width)
        return strip

    def _ink(self) -> dict[str, Style]:
        """Return the styles that rows are painted with, by what they are for."""
        if self._inks is None:
            theme = self._theme
            theme.apply_css(self)
            self._inks = {
                "text": theme.base_style or Style(),
                "line": theme.cursor_line_style or Style(),
                "selection": theme.selection_style or Style(),
                "caret": theme.cursor_style or Style(),
            } | {
                name: self.get_component_rich_style(f"prose-area--{name}", partial=True)
                for name in get_args(MarkStyle)
            }
        return self._inks


def _paint(key: _RowKey, inks: Mapping[str, Style], width: int) -> Strip:
    _, text, last, lit, caret, selected, spans, tab_widths = key
    base = inks["text"]
    ground = inks["line"] if lit else Style()
    layers = [(start, end, inks[style]) for start, end, style in spans]
    if selected == (0, 0):
        # An empty line inside a selection shows a sliver of it.
        text = "▌"
        layers = [(0, 1, Style(color=inks["selection"].bgcolor))]
    else:
        if last:
            text += " "
        if selected is not None:
            layers.insert(0, (*selected, inks["selection"]))
    if caret is not None:
        layers.append((caret, caret + 1, inks["caret"]))
    inner = {cut for start, end, _ in layers for cut in (start, end) if cut < len(text)}
    cuts = sorted(inner | {0, len(text)})
    widths = iter(tab_widths)
    segments = []
    for left, right in pairwise(cuts):
        piece = text[left:right]
        if tab_widths:
            piece = "".join(" " * next(widths) if character == "\t" else character for character in piece)
        style = base + ground
        for start, end, layer in layers:
            if start <= left and right <= end:
                style += layer
        segments.append(Segment(piece, style))
    # Measured as a whole: an emoji of several parts is narrower than its parts, should the caret part them.
    cells = cell_len("".join(segment.text for segment in segments))
    return Strip(segments, cells).extend_cell_length(width, base + ground)


class _SpanEdit(Edit):
    """An edit of a given span: a selection elsewhere stays at its words."""

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        selection = text_area.selection
        top, bottom = self.top, self.bottom
        result = super().do(text_area, record_selection)

        def moved(place: Location) -> Location:
            if place < top:
                return place
            if place <= bottom:
                return result.end_location
            row, column = result.end_location
            if place[0] == bottom[0]:
                return row, place[1] - bottom[1] + column
            return place[0] - bottom[0] + row, place[1]

        self._updated_selection = Selection(moved(selection.start), moved(selection.end))
        return result
