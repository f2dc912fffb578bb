"""Five of Textual's own text areas on one screen: what noteui is measured against."""

from __future__ import annotations

from five_fields import FIELDS, LOOK, field_texts, options, writing_place
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import TextArea


class StockFiveAreas(App[None]):
    CSS = LOOK

    def compose(self) -> ComposeResult:
        chosen = options()
        texts = field_texts(chosen.words)
        areas = [TextArea(texts[field], id=field) for field in FIELDS]
        if chosen.growing:
            yield VerticalScroll(*areas, classes="growing")
        else:
            yield from areas

    def on_mount(self) -> None:
        area = self.query_one("#facts", TextArea)
        area.focus()
        area.move_cursor(writing_place(area.text))


if __name__ == "__main__":
    StockFiveAreas().run()
