"""Practice: by the keys alone, at 80 by 24, with nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from noteui.screens.app import NoteuiApp
from noteui.screens.desk import DeskScreen
from noteui.screens.practice import CompareDialog, PracticeEditor, PracticeScreen
from noteui.screens.relation import RelationDialog
from noteui.screens.widgets.findings_panel import FindingsPanel

from .conftest import Place, at_desk, until
from .test_editor import marked, shown, text, type_


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in which nothing stands, before and after."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(home))
    yield home
    assert list(home.rglob("*")) == []


async def opened(pilot: object, down: int) -> PracticeEditor:
    await until(pilot, lambda: isinstance(pilot.app.screen, PracticeScreen))  # type: ignore[attr-defined, arg-type]
    await pilot.press(*["j"] * down, "enter")  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(pilot.app.screen, PracticeEditor))  # type: ignore[attr-defined, arg-type]
    editor = pilot.app.screen  # type: ignore[attr-defined]
    await until(pilot, lambda: editor._checker is not None)  # type: ignore[arg-type]
    await pilot.pause(0.05)  # type: ignore[attr-defined]
    return editor


def said(screen: object) -> str:
    return "\n".join(str(static.content) for static in screen.query(Static))  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_findings_are_hidden_until_they_are_asked_for(home: Path, size: tuple[int, int]) -> None:
    async with NoteuiApp(None).run_test(size=size) as pilot:
        editor = await opened(pilot, 5)
        for key in ("f8", "f9", "f4"):
            await pilot.press(key)
            await pilot.pause(0.05)
            assert pilot.app.screen is editor
        assert marked(editor, "facts") == []
        assert "The findings are hidden" in shown(editor)
        assert "drunk" not in said(editor.query_one(FindingsPanel))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareDialog))
        await pilot.press("escape")
        await until(pilot, lambda: "drunk" in " ".join(marked(editor, "facts")))
        await pilot.press("f8")
        await until(pilot, lambda: editor._pinned is not None)


async def test_what_is_mended_is_told_apart_from_what_is_left(home: Path) -> None:
    async with NoteuiApp(None).run_test(size=(80, 24)) as pilot:
        editor = await opened(pilot, 5)
        await pilot.press("tab", "tab")
        assert editor._focused == "opinion"
        words = text(editor, "opinion")
        editor._area.go_to(words.index("She will always choose Deji."))
        await pilot.press(*["delete"] * len("She will always choose Deji."))
        await type_(pilot, "He was naughty.")
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareDialog))
        told = said(pilot.app.screen)
        mended, rest = told.split("Mended")[1].split("Still there")
        left, rest = rest.split("New")
        new, questions = rest.split("What no rule can answer")
        assert "She will always choose Deji." in mended
        assert "drunk" in left
        assert "naughty" in new
        assert "What else could explain it?" in questions
        assert "%" not in told
        await pilot.press("escape")


async def test_practice_leaves_no_trace_and_ends_where_it_began(home: Path) -> None:
    app = NoteuiApp(None)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await opened(pilot, 1)
        await type_(pilot, "Something that nobody keeps. ")
        await pilot.press("ctrl+s", "f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareDialog))
        await pilot.press("escape")
        await until(pilot, lambda: "Mrs Okafor" in marked(editor, "facts"))
        editor._area.go_to(text(editor, "facts").index("Okafor"))
        await until(pilot, lambda: editor._here() is not None)
        await pilot.press("f9", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RelationDialog))
        await type_(pilot, "teacher")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Mrs Okafor" not in marked(editor, "facts"))
        await pilot.pause(0.7)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PracticeEditor))
        assert "nobody keeps" not in text(app.screen, "facts")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.return_code is not None or app._exit)
    assert app.return_code == 0


async def test_practice_is_opened_from_the_desk_and_goes_back_to_it(place: Place) -> None:
    async with place.app().run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        assert "Practise on flawed notes" in [c.title for c in pilot.app.get_system_commands(desk)]
        await pilot.press("t")
        editor = await opened(pilot, 0)
        await type_(pilot, "Not kept. ")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PracticeScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
        assert not editor.is_attached
