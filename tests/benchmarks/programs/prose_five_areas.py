"""Five prose areas on one screen, with a mark on about every twentieth word."""

from __future__ import annotations

import gc
import re

from five_fields import FIELDS, LOOK, field_texts, options, writing_place
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from noteui.screens.widgets.prose_area import Mark, ProseArea
from noteui.screens.widgets.sparing_screen import SparingScreen


class ProseFiveAreas(App[None]):
    CSS = LOOK

    def get_default_screen(self) -> Screen[None]:
        return SparingScreen(id="_default")

    def compose(self) -> ComposeResult:
        chosen = options()
        texts = field_texts(chosen.words)
        areas = [ProseArea(texts[field], id=field) for field in FIELDS]
        if chosen.growing:
            yield VerticalScroll(*areas, classes="growing")
        else:
            yield from areas

    def on_mount(self) -> None:
        for area in self.query(ProseArea):
            words = list(re.finditer(r"\w+", area.text))[::20]
            area.marks = [Mark(word.start(), word.end(), "warning") for word in words]
        area = self.query_one("#facts", ProseArea)
        area.focus()
        area.move_cursor(writing_place(area.text))
        # What is there at the start stays: the collector need not walk it while somebody types.
        self.call_after_refresh(gc.freeze)


if __name__ == "__main__":
    ProseFiveAreas().run()
