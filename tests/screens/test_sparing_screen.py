"""A sparing screen shows what any screen would show."""

from __future__ import annotations

import random

import pyte
import pytest
from rich.console import RenderableType
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Label, OptionList, Static

from noteui.screens.widgets.prose_area import ProseArea
from noteui.screens.widgets.sparing_screen import SparingScreen, _SparingCompositor


class Crowded(SparingScreen[None]):
    CSS = """
    Crowded { layers: base above; }
    .note { layer: above; dock: right; width: 12; height: 5; offset: -4 3; background: blue; }
    ProseArea { height: auto; max-height: 8; }
    OptionList { width: 14; }
    """

    def compose(self) -> ComposeResult:
        yield Label("A note about Tamsin", id="title")
        with Horizontal():
            with VerticalScroll():
                for number in range(5):
                    yield ProseArea("words " * 30, id=f"area{number}")
            yield OptionList(*(f"finding {n}" for n in range(30)))
        yield Static("above", classes="note")
        yield Footer()


class Question(ModalScreen[None]):
    CSS = "Question { align: center middle; } Question Label { width: 20; height: 3; }"

    def compose(self) -> ComposeResult:
        yield Label("Are you sure?", id="question")


class CrowdedApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.terminal: pyte.Screen | None = None

    def get_default_screen(self) -> Screen[None]:
        return Crowded(id="_default")

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if renderable is not None and screen is self.screen:
            self.terminal = self.terminal or pyte.Screen(*self.size)
            pyte.Stream(self.terminal).feed(renderable.render_segments(self.console))  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(3))
async def test_a_sparing_screen_shows_what_any_screen_would(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    app = CrowdedApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        for _ in range(40):
            base = app.screen_stack[0]
            areas = list(base.query(ProseArea))
            act = chance.randrange(7)
            if act == 0:
                base.query_one("#title", Label).update("words " * chance.randint(1, 12))
            elif act == 1:
                base.query_one(VerticalScroll).scroll_to(y=chance.randint(0, 30), animate=False)
            elif act == 2:
                base.query_one(OptionList).highlighted = chance.randrange(30)
            elif act == 3 and len(app.screen_stack) == 1:
                chance.choice(areas).focus()
            elif act == 4 and len(app.screen_stack) == 1:
                await app.push_screen(Question())
            elif act == 5 and len(app.screen_stack) > 1:
                await app.pop_screen()
            else:
                chance.choice(areas).insert(chance.choice(["word ", "x", "\n", "long words " * 9]))
            await pilot.pause()
            assert app.terminal is not None
            for screen in app.screen_stack:
                for widget in screen.walk_children(with_self=True):
                    widget._styles_cache.clear()
            afresh = pyte.Screen(*app.size)
            with monkeypatch.context() as patch:
                patch.setattr(_SparingCompositor, "_get_renders", Compositor._get_renders)
                update = app.screen._compositor.render_full_update()
                pyte.Stream(afresh).feed(update.render_segments(app.console))
            assert app.terminal.display == afresh.display
            assert {**app.terminal.buffer} == {**afresh.buffer}
