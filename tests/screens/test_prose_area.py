"""The prose area paints what Textual's own text area paints, and leaves no stale row behind."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pyte
import pytest
from rich.console import RenderableType
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import TextArea

from noteui.screens.widgets.prose_area import Mark, ProseArea

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


@pytest.mark.parametrize("seed", range(6))
async def test_rows_are_painted_as_the_stock_area_paints_them(seed: int) -> None:
    chance = random.Random(seed)
    text, size = some_text(chance, 60), chance.choice([(40, 12), (23, 8), (72, 20)])
    expected = await painted_after_each(stock(text), seed, size)
    assert await painted_after_each(ProseArea(text), seed, size) == expected


@pytest.mark.parametrize("seed", range(6))
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
