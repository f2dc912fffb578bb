"""Hiding and locking: nothing shows, nothing is lost, and the same note is there again at the same place."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from noteui.casework import writing
from noteui.casework.writing import Caret
from noteui.screens import idle
from noteui.screens.app import NoteuiApp
from noteui.screens.editor import EditorScreen
from noteui.screens.hidden import HiddenScreen
from noteui.screens.locking import LOCKED, Where, where_it_was
from noteui.vault.errors import DiskFull

from .conftest import NOW, PASSPHRASE, Place, at_desk, at_editor, until


def shown(pilot: Pilot[object]) -> str:
    """Everything that is on the screen."""
    screen = pilot.app.screen
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()
    )


async def test_one_key_hides_everything_and_only_that_key_shows_it_again(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        before = editor._texts()
        assert "Tamsin" in shown(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, HiddenScreen))
        keys = ("a", "enter", "escape", "tab", "f1", "ctrl+p", "ctrl+o", "f9", "ctrl+s", "space", "q")
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.02)
            assert isinstance(app.screen, HiddenScreen), key
            assert "Tamsin" not in shown(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.screen is editor)
        assert editor._texts() == before


async def test_locking_saves_the_words_and_the_caret_and_goes_back_there(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press("tab", *"She said no more. ", "left", "left")
        caret = editor._snapshot().caret
        await pilot.press("f12")
    assert app.return_value == LOCKED
    assert app.vault is None
    assert app.where is not None
    assert app.where.note_id == note
    with place.open() as vault:
        assert writing.open_note(vault, note).note.fields["voice"].startswith("She said no more. ")

    again = NoteuiApp(place.folder, passphrase=PASSPHRASE, where=app.where, clock=lambda: NOW)
    async with again.run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        assert editor.note_id == note
        assert editor._snapshot().caret == caret
        assert caret.field == "voice"


async def test_somebody_else_who_unlocks_is_not_led_to_the_note(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = NoteuiApp(place.folder, passphrase=PASSPHRASE, where=Where("somebodyelse", note), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        await pilot.pause(0.2)
        assert app.screen is desk


async def test_what_cannot_be_saved_keeps_it_from_locking_but_not_from_hiding(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)

        def refuse(*_: object, **__: object) -> None:
            raise DiskFull("The disk is full.")

        with monkeypatch.context() as full:
            full.setattr(writing, "save_draft", refuse)
            await pilot.press("x", "f12")
            await until(pilot, lambda: isinstance(app.screen, HiddenScreen))
            assert any("Not locked" in toast.message for toast in app._notifications)
            assert "Tamsin" not in shown(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.screen is editor)
        await pilot.press("f12")
    assert app.return_value == LOCKED


async def test_it_locks_once_nobody_was_there_for_as_long_as_was_set(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(idle, "_clocks", lambda: (now[0], now[0]))
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        now[0] += 599
        await pilot.press("j")
        now[0] += 599
        app._lock_when_idle()
        assert app.vault is not None
        now[0] += 2
        app._lock_when_idle()
        await pilot.pause(0.05)
    assert app.return_value == LOCKED


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("", 10),
        ("lock_after = 3", 3),
        ("lock_after = 0.5", 0.5),
        ("lock_after = 0", 0),
        ("lock_after = -1", 10),
    ],
)
async def test_after_how_long_is_configured(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, minutes: float
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "noteui").mkdir()
    (tmp_path / "noteui" / "config.toml").write_text(written)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        assert app._idle._seconds == minutes * 60
        assert bool(app._notifications) == (written == "lock_after = -1")


def test_a_clock_that_is_put_back_and_a_sleep_both_count() -> None:
    waiting = idle.Idle(10)
    assert not waiting.is_over
    waiting._since = time.monotonic() - 1, time.time() - 601
    assert waiting.is_over
    waiting._since = time.monotonic() - 601, time.time() + 3600
    assert waiting.is_over
    waiting = idle.Idle(0)
    waiting._since = 0.0, 0.0
    assert not waiting.is_over


def test_where_it_was_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTEUI_WHERE", "user0000000a note0000000a")
    assert where_it_was() == Where("user0000000a", "note0000000a")
    assert where_it_was() is None
    assert "NOTEUI_WHERE" not in os.environ


async def test_a_damaged_vault_says_so_and_shows_what_can_be_read(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    with place.open() as vault:
        draft = writing.open_note(vault, note)
        writing.save_draft(vault, replace(draft, caret=Caret()), now=NOW)
        key = vault.data_key
    from noteui.vault.engine import connect

    raw = connect(place.folder / "vault.db", key, guarded=False)
    page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'log_entry'").fetchone()[0]
    raw.close()
    with (place.folder / "vault.db").open("r+b") as stream:
        stream.seek((page - 1) * 4096 + 50)
        stream.write(os.urandom(32))
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "This vault is damaged" in shown(pilot))
        await pilot.press("enter")
        await at_desk(pilot)
        assert "Tamsin" in shown(pilot)
        app.open_note(note)
        editor = await at_editor(pilot)
        assert isinstance(editor, EditorScreen)
        assert editor._texts()["facts"]
