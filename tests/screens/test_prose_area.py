"""The prose area paints what Textual's own text area paints, and leaves no stale row behind."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import RenderableType
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.document._wrapped_document import WrappedDocument
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import TextArea

from noteui.paper.note_file import LONGEST_FIELD
from noteui.screens.widgets.prose_area import Mark, MarkStyle, ProseArea
from noteui.screens.widgets.prose_document import ProseDocument, ProseWrap, clean
from noteui.screens.widgets.sparing_screen import SparingScreen

WORDS = (
    "Tamsin said that her stepfather had gone to the shop and she was reading Łucja's żółty książkę "
    "with nain at Tŷ Gwyn école 家庭訪問 東京 مريم الحسيني cafe\u0301 n\u0303a 👩 👩\u200d👧 "
    "supercalifragilisticexpialidocious"
).split(" ")
# The terminal that the tests draw on stops at a joiner.
PLAIN_WORDS = [word for word in WORDS if "\u200d" not in word]

Cell = tuple[str, object]


class OneArea(App[None]):
    """An app with one area, that keeps what a terminal would show after each of its updates."""

    CSS = "TextArea { height: 1fr; border: none; padding: 0; }"

    def __init__(self, area: TextArea) -> None:
        super().__init__()
        self.area = area
        self.heard: list[object] = []
        self.terminal: pyte.Screen | None = None

    def get_default_screen(self) -> Screen[None]:
        return SparingScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield self.area

    def on_mount(self) -> None:
        self.area.focus()

    def on_prose_area_written(self, message: ProseArea.Written) -> None:
        self.heard.append(message)

    def on_prose_area_paste_refused(self, message: ProseArea.PasteRefused) -> None:
        self.heard.append(message)

    def on_text_area_selection_changed(self, message: TextArea.SelectionChanged) -> None:
        self.heard.append(message)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if renderable is not None and screen is self.screen:
            if self.terminal is None or (self.terminal.columns, self.terminal.lines) != self.size:
                self.terminal = pyte.Screen(*self.size)
            feed(self.terminal, renderable.render_segments(self.console))  # type: ignore[union-attr]

    def repainted(self) -> pyte.Screen:
        """What a terminal would show were everything painted afresh; leaves nothing to repaint behind."""
        self.area._styles_cache.clear()
        assert isinstance(self.area, ProseArea)
        self.area._rows.clear()
        afresh = pyte.Screen(*self.size)
        feed(afresh, self.screen._compositor.render_full_update().render_segments(self.console))
        return afresh


def feed(terminal: pyte.Screen, text: str) -> None:
    # The terminal here piles up an accent at the start of a row on the row before, at each painting.
    pyte.Stream(terminal).feed(re.sub("[\u0301\u0303]", "", text))


def grid(terminal: pyte.Screen) -> list[list[object]]:
    return [[terminal.buffer[y][x] for x in range(terminal.columns)] for y in range(terminal.lines)]


@asynccontextmanager
async def shown(
    area: TextArea, size: tuple[int, int] = (40, 12)
) -> AsyncIterator[tuple[OneArea, Pilot[None]]]:
    app = OneArea(area)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def settled(app: OneArea) -> None:
    """Wait until the screen has nothing left to paint; quicker than a pilot's pause."""
    for _ in range(50):
        await asyncio.sleep(0)
    while app.screen._dirty_widgets or app.screen._layout_required:
        await asyncio.sleep(0.002)


def stock(text: str) -> TextArea:
    area = TextArea(text, soft_wrap=True, tab_behavior="focus")
    area.cursor_blink = False
    area.match_cursor_bracket = False
    return area


def cells(strip: Strip) -> list[Cell]:
    """A strip, character by character: two strips that look the same may be cut up differently."""
    return [(character, segment.style) for segment in strip for character in segment.text]


def rows(area: TextArea) -> list[list[Cell]]:
    """Every row of the area, in view or not."""
    area.render_lines(area.size.region)
    top = area.scroll_offset.y
    return [cells(area.render_line(y - top)) for y in range(area.wrapped_document.height)]


def some_text(chance: random.Random, words: int, of: list[str] = WORDS) -> str:
    return "".join(
        chance.choice(of) + chance.choice([" ", " ", " ", " ", ", ", ". ", "  ", "\n", "\n\n"])
        for _ in range(words)
    )


Act = Callable[[TextArea], None]


def acts(chance: random.Random, count: int, words: list[str] = WORDS) -> Iterator[Act]:
    """Things a person does to a text, at random but the same for two areas."""

    def typed(text: str) -> Act:
        return lambda area: area._replace_via_keyboard(text, *area.selection)  # type: ignore[func-returns-value]

    def moved(row: float, column: float, select: bool) -> Act:
        def act(area: TextArea) -> None:
            line = int(row * area.document.line_count)
            area.move_cursor((line, int(column * (len(area.document[line]) + 1))), select=select)

        return act

    def called(name: str, *arguments: object) -> Act:
        return lambda area: getattr(area, name)(*arguments)  # type: ignore[no-any-return]

    simple = [
        called(name)
        for name in (
            "action_delete_left action_delete_left action_delete_right action_delete_word_left "
            "action_delete_word_right action_delete_line action_delete_to_start_of_line "
            "action_delete_to_end_of_line action_cursor_page_up action_cursor_page_down "
            "action_select_line undo undo undo redo redo"
        ).split()
    ]
    simple += [
        called(f"action_cursor_{where}", select)
        for where in ("up", "down", "left", "right", "word_left", "word_right", "line_start", "line_end")
        for select in (False, True)
    ]
    for _ in range(count):
        kind = chance.random()
        if kind < 0.35:
            yield typed(chance.choice("abcé字 ر \u0301mW "))
        elif kind < 0.42:
            yield typed("\n")
        elif kind < 0.5:
            yield typed(some_text(chance, chance.randint(1, 30), words))
        elif kind < 0.6:
            yield moved(chance.random(), chance.random(), chance.random() < 0.5)
        else:
            yield chance.choice(simple)


async def painted_after_each(area: TextArea, seed: int, size: tuple[int, int]) -> list[object]:
    chance = random.Random(seed)
    told: list[object] = []
    async with shown(area, size) as (_, pilot):
        area.history.checkpoint_timer = 1e9
        for step, act in enumerate(acts(chance, 200)):
            act(area)
            if step % 10 == 0:
                await pilot.pause()
            told.append((area.text, area.selection, rows(area)))
    return told


@pytest.mark.parametrize("seed", range(3))
async def test_rows_are_painted_as_the_stock_area_paints_them(seed: int) -> None:
    chance = random.Random(seed)
    text, size = some_text(chance, 60), chance.choice([(40, 12), (23, 8), (72, 20)])
    expected = await painted_after_each(stock(text), seed, size)
    assert await painted_after_each(ProseArea(text), seed, size) == expected


@pytest.mark.parametrize("seed", range(3))
async def test_no_stale_row_is_left_on_the_screen(seed: int) -> None:
    chance = random.Random(100 + seed)
    area = ProseArea(some_text(chance, 60, PLAIN_WORDS), placeholder="What did I see and hear? " * 3)
    styles = ("info", "warning", "must")
    async with shown(area, chance.choice([(40, 12), (21, 6), (72, 20)])) as (app, _):
        for act in acts(chance, 150, PLAIN_WORDS):
            act(area)
            if chance.random() < 0.3:
                starts = [chance.randint(0, len(area.text)) for _ in range(8)]
                area.marks = [
                    Mark(start, start + chance.randint(1, 40), chance.choice(styles)) for start in starts
                ]
            if chance.random() < 0.05:
                area.select_all()
                area.action_delete_left()
            await settled(app)
            assert app.terminal is not None
            shown_now = list(app.terminal.display), grid(app.terminal)
            afresh = app.repainted()
            assert shown_now == (afresh.display, grid(afresh))


@pytest.mark.parametrize("seed", range(2))
async def test_resizing_wraps_again_and_keeps_the_caret_in_sight(seed: int) -> None:
    chance = random.Random(200 + seed)
    text = some_text(chance, 80)
    area = ProseArea(text)
    async with shown(area) as (_, pilot):
        area.go_to(len(text) // 2)
        for size in ((60, 20), (20, 5), (7, 3), (2, 2), (1, 1), (3, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert area.text == text
            y = area.wrapped_document.location_to_offset(area.cursor_location).y - area.scroll_offset.y
            assert 0 <= y < max(1, area.scrollable_content_region.height)
            area._replace_via_keyboard("ok", *area.selection)
            area.undo()
            await pilot.pause()


async def test_an_area_that_was_not_shown_is_wrapped_when_it_is() -> None:
    area = ProseArea("words that take more than one row of the area " * 3)
    area.display = False
    async with shown(area, (20, 12)) as (app, pilot):
        area.display = True
        await pilot.pause()
        assert app.terminal is not None
        assert app.terminal.display[0].strip() == "words that take"
        assert app.terminal.display == app.repainted().display


@pytest.mark.parametrize("text", ["Tamsin", "a\nb", "fam\u0301ily 字\nx"])
async def test_undo_of_a_long_paste_on_a_small_screen(text: str) -> None:
    pasted = "\n".join(f"line {n} of a paste that is long enough to wrap at forty" for n in range(300))
    for lines in (3, 5, 30, 300):
        area = ProseArea(text)
        async with shown(area, (40, 8)) as (_, pilot):
            area.go_to(1)
            area.post_message(events.Paste("\n".join(pasted.split("\n")[:lines])))
            await pilot.pause()
            assert area.document.line_count == text.count("\n") + lines
            await pilot.press("ctrl+z")
            assert (area.text, area.caret_offset) == (text, 1)
            await pilot.press("ctrl+y")
            assert area.document.line_count == text.count("\n") + lines
            assert area.caret_offset == 1 + len("\n".join(pasted.split("\n")[:lines]))


def marked(area: ProseArea) -> list[tuple[str, bool | None, bool | None]]:
    """The stretches that are painted underlined: their text, and whether bold and whether italic."""
    stretches: list[tuple[str, bool | None, bool | None]] = []
    for row in rows(area):
        before = None
        for character, style in row:
            assert isinstance(style, Style)
            now = (style.bold, style.italic) if style.underline else None
            if now is not None:
                start = stretches.pop()[0] if now == before else ""
                stretches.append((start + character, *now))
            before = now
    return stretches


async def test_marks_are_painted_at_their_spans_and_told_apart_without_colour() -> None:
    text = "Mam Tamsin 家庭訪問 cafe\u0301 said this and that\nal-Hasani مريم"
    area = ProseArea(text)
    spans: list[tuple[str, MarkStyle]] = [
        ("Tamsin", "must"),
        ("家庭訪", "warning"),
        ("cafe\u0301 said", "info"),
        ("مريم", "must"),
    ]
    async with shown(area, (18, 12)):
        area.marks = [Mark(text.index(of), text.index(of) + len(of), style) for of, style in spans]
        painted = marked(area)
        assert painted == [
            ("Tamsin", True, None),
            ("家庭訪", None, None),
            ("cafe\u0301 ", None, True),
            ("said", None, True),
            ("مريم", True, None),
        ] or painted == [
            ("Tamsin", True, None),
            ("家庭訪", None, None),
            ("cafe\u0301 said", None, True),
            ("مريم", True, None),
        ]
        assert [text[mark.start : mark.end] for mark in area.marks] == [of for of, _ in spans]


async def test_setting_marks_moves_neither_caret_nor_scroll_and_repaints_only_their_rows() -> None:
    text = "\n".join(f"line {n}" for n in range(40))
    area = ProseArea(text)
    async with shown(area, (40, 12)) as (app, _):
        area.go_to(text.index("line 30"))
        area.scroll_to(y=22, animate=False)
        await settled(app)
        before = area.selection, area.scroll_offset
        rendered: list[int] = []
        render_line = area.render_line
        area.render_line = lambda y: rendered.append(y) or render_line(y)  # type: ignore[func-returns-value, method-assign]
        at = text.index("line 28")
        area.marks = [Mark(at, at + 4, "warning"), Mark(0, 4, "must")]
        await settled(app)
        assert rendered == [28 - area.scroll_offset.y]
        area.marks = [Mark(0, 4, "must"), Mark(at, at + 4, "warning")]
        await settled(app)
        assert len(rendered) == 1
        assert (area.selection, area.scroll_offset) == before


async def test_moving_the_caret_repaints_its_rows_only() -> None:
    area = ProseArea("\n".join(f"line {n}" for n in range(40)))
    async with shown(area, (40, 12)) as (_, pilot):
        rendered: list[int] = []
        render_line = area.render_line
        area.render_line = lambda y: rendered.append(y) or render_line(y)  # type: ignore[func-returns-value, method-assign]
        await pilot.press("down")
        assert sorted(rendered) == [0, 1]
        rendered.clear()
        await pilot.press("right")
        assert rendered == [1]


@pytest.mark.parametrize("seed", range(2))
async def test_marks_shift_with_the_text(seed: int) -> None:
    chance = random.Random(300 + seed)
    area = ProseArea(some_text(chance, 60))
    async with shown(area):
        for _ in range(150):
            words = [word.span() for word in re.finditer(r"\S+", area.text)]
            spans = sorted(chance.sample(words, min(12, len(words))))
            area.marks = [Mark(start, end, "info") for start, end in spans]
            start = chance.randint(0, len(area.text))
            end = min(len(area.text), start + chance.choice([0, 0, 1, 5, 40]))
            new = clean(chance.choice(["", "x", "two words", "line\nline\n", "\n"]))
            area.replace_span(start, end, new)
            if start == end and not new:
                continue
            grown = len(new) - (end - start)
            stayed = {(a, b) for a, b in spans if b <= start}
            moved = {(a + grown, b + grown) for a, b in spans if a >= end and b > start}
            now = {(mark.start, mark.end) for mark in area.marks}
            assert stayed | moved <= now
            assert all(0 <= a < b <= len(area.text) for a, b in now)
            area.undo()
            assert stayed | {(a, b) for a, b in spans if a >= end and b > start} <= {
                (mark.start, mark.end) for mark in area.marks
            }
            if chance.random() < 0.3:
                area.redo()


async def test_replacing_a_span_is_one_step() -> None:
    area = ProseArea("I saw Tamsin yesterday at school.\nShe was well.")
    async with shown(area) as (app, pilot):
        area.go_to(8)
        await pilot.press("x")
        typed = area.text
        area.replace_span(14, 23, "on Monday\n16 November")
        assert area.text == "I saw Taxmsin on Monday\n16 November at school.\nShe was well."
        assert area.caret_offset == 9
        await pilot.press("y")
        await pilot.press("ctrl+z")
        await pilot.press("ctrl+z")
        assert (area.text, area.caret_offset) == (typed, 9)
        area.go_to(16)
        area.replace_span(14, 23, "")
        assert area.caret_offset == 14
        area.undo()
        assert (area.text, area.caret_offset) == (typed, 16)
        area.go_to(len(area.text))
        area.replace_span(0, 1, "We")
        assert area.caret_offset == len(area.text)
        assert all(
            isinstance(message, ProseArea.Written | TextArea.SelectionChanged) for message in app.heard
        )


async def test_each_change_of_text_is_told_of_once() -> None:
    area = ProseArea("one")
    async with shown(area) as (app, pilot):

        def told() -> list[str]:
            names = [type(message).__name__ for message in app.heard]
            app.heard.clear()
            return names

        told()
        await pilot.press("a")
        assert told() == ["Written"]
        await pilot.press("ctrl+z")
        assert told() == ["Written"]
        await pilot.press("ctrl+y")
        assert told() == ["Written"]
        area.post_message(events.Paste("pasted\ntext"))
        await pilot.pause()
        assert told()[0] == "Written"
        await pilot.press("left")
        assert told() == ["SelectionChanged"]
        area.text = "another note"
        await pilot.pause()
        assert told() == []


async def test_a_whole_session_can_be_undone_and_redone() -> None:
    chance = random.Random(5)
    area = ProseArea("The first words.")
    async with shown(area) as (app, _):
        for _ in range(3000):
            area.go_to(chance.randint(0, len(area.text)))
            area._replace_via_keyboard(chance.choice(["a", "word ", "\n"]), *area.selection)
        last = area.text
        while area.history.undo_stack:
            area.undo()
        assert area.text == "The first words."
        while area.history.redo_stack:
            area.redo()
        assert area.text == last
        await settled(app)


async def test_pastes_are_made_clean_and_are_one_step() -> None:
    area = ProseArea("ab")
    async with shown(area) as (_, pilot):
        area.go_to(1)
        area.post_message(events.Paste("one\r\ntwo\rthree\u2028four\x00\x1b[31m\ttab\ud800"))
        await pilot.pause()
        assert area.text == "aone\ntwo\nthree\nfour[31m\ttabb"
        await pilot.press("ctrl+z")
        assert area.text == "ab"
        ten_thousand = "words " * 10_000
        area.post_message(events.Paste(ten_thousand))
        await pilot.pause()
        assert area.text == f"a{ten_thousand}b"
        await pilot.press("ctrl+z")
        assert area.text == "ab"


async def test_a_paste_too_large_is_refused() -> None:
    area = ProseArea("ab")
    async with shown(area) as (app, pilot):
        app.heard.clear()
        area.post_message(events.Paste("x" * (LONGEST_FIELD + 1)))
        await pilot.pause()
        (refused,) = app.heard
        assert isinstance(refused, ProseArea.PasteRefused)
        assert (refused.area, refused.size) == (area, LONGEST_FIELD + 1)
        assert area.text == "ab"


async def test_lists_go_on_until_an_empty_one() -> None:
    area = ProseArea("- [ ] ring the school", continue_lists=True)
    async with shown(area) as (_, pilot):
        area.go_to(len(area.text))
        await pilot.press("enter", "x")
        assert area.text == "- [ ] ring the school\n- [ ] x"
        await pilot.press("backspace", "enter")
        assert area.text == "- [ ] ring the school\n"
        await pilot.press("enter")
        assert area.text == "- [ ] ring the school\n\n"
        await pilot.press("ctrl+z", "ctrl+z")
        assert area.text == "- [ ] ring the school\n- [ ] "
        area.go_to(8)
        await pilot.press("enter")
        assert area.text == "- [ ] ri\nng the school\n- [ ] "


async def test_without_continuing_lists_enter_is_only_enter() -> None:
    area = ProseArea("- [ ] ring the school")
    async with shown(area) as (_, pilot):
        area.go_to(len(area.text))
        await pilot.press("enter")
        assert area.text == "- [ ] ring the school\n"


async def test_tab_leaves_the_field_and_inserts_nothing() -> None:
    area = ProseArea("text")
    async with shown(area) as (app, pilot):
        await app.mount(ProseArea(id="next"))
        await pilot.press("tab")
        assert app.focused is app.query_one("#next")
        assert area.text == "text"


def test_no_key_is_taken_from_the_stock_area() -> None:
    assert "BINDINGS" not in vars(ProseArea)


async def test_the_placeholder_shows_while_the_area_is_empty() -> None:
    area = ProseArea(placeholder="What did I see?")
    async with shown(area) as (app, pilot):
        assert app.terminal is not None
        assert app.terminal.display[0].startswith("What did I see?")
        await pilot.press("x")
        assert app.terminal.display[0].strip() == "x"
        await pilot.press("backspace")
        assert app.terminal.display[0].startswith("What did I see?")


@pytest.mark.parametrize(
    "text",
    [
        "cafe\u0301s n\u0303",
        "家庭訪問",
        "a👩\u200d👧b",
        "مريم الحسيني",
        "Tŷ Łódź",
        "\u0301",
        "🏴\U000e0067\U000e007f",
    ],
)
async def test_the_caret_walks_over_any_script_and_back(text: str) -> None:
    area = ProseArea(text)
    async with shown(area, (12, 4)) as (app, pilot):
        await pilot.press(*["right"] * len(text))
        assert area.caret_offset == len(text)
        await pilot.press(*["left"] * len(text))
        assert area.caret_offset == 0
        await pilot.press("down", "up", "end")
        area.go_to(len(text))
        await pilot.press(*["backspace"] * len(text))
        assert area.text == ""
        while area.history.undo_stack:
            area.undo()
        assert area.text == text
        await settled(app)


async def test_joiners_that_belong_to_a_spelling_can_be_typed() -> None:
    area = ProseArea()
    async with shown(area) as (app, _):
        for character in "می\u200cخواهم":
            area.post_message(events.Key("x", character))
        await settled(app)
        assert area.text == "می\u200cخواهم"


async def test_a_read_only_area_takes_no_words() -> None:
    area = ProseArea("A finalised note.", read_only=True, continue_lists=True)
    async with shown(area) as (_, pilot):
        await pilot.press("x", "enter", "backspace", "ctrl+v")
        area.post_message(events.Paste("pasted"))
        await pilot.pause()
        assert area.text == "A finalised note."


@given(st.text(alphabet="ab\n字\u0301", max_size=60), st.integers(-2, 70))
def test_offsets_and_locations_are_each_others_way_back(text: str, offset: int) -> None:
    document = ProseDocument(text)
    location = document.location_of(offset)
    inside = min(max(offset, 0), len(text))
    assert document.offset_of(location) == inside
    assert text[:inside].count("\n") == location[0]


SOME_PROSE = st.text(alphabet="ab   \n\t字\u0301👩\u200d", max_size=80)
SOME_EDITS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 12), SOME_PROSE))


@given(SOME_PROSE, st.integers(0, 20), SOME_EDITS)
def test_wrapping_what_changed_is_wrapping_everything(
    text: str, width: int, edits: list[tuple[int, int, str]]
) -> None:
    document = ProseDocument(text)
    wrapped = ProseWrap(document, width)
    document.when_changed = wrapped.take_in
    for start, length, new in edits:
        document.replace_range(document.location_of(start), document.location_of(start + length), new)
        afresh = WrappedDocument(document, width)
        assert [wrapped.get_offsets(n) for n in range(document.line_count)] == afresh._wrap_offsets
        assert wrapped._offset_to_line_info == afresh._offset_to_line_info
        assert wrapped._line_index_to_offsets == afresh._line_index_to_offsets
        assert wrapped.lines == [wrapped.get_sections(n) for n in range(document.line_count)]
