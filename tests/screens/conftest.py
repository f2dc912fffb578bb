"""A real vault with the demo's notes, and the app on it with a clock that stands still."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from noteui.casework import carrying
from noteui.paper.note_file import read_note
from noteui.screens.app import NoteuiApp
from noteui.screens.desk import DeskScreen
from noteui.screens.editor import EditorScreen
from noteui.vault import keys
from noteui.vault import vault as vaults

PASSPHRASE = "violet otter canal lamp"
NOW = datetime(2026, 11, 18, 17, 30)
NOTES = Path(__file__).resolve().parents[2] / "src/noteui/casework/demo_notes"


class Place:
    """A vault in a folder: notes can be put into it and read from it while no app holds it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Make the vault, empty."""
        vaults.create(
            self.folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR
        ).close()

    def open(self) -> vaults.Vault:
        """Open it beside or after the app."""
        return vaults.open_(self.folder, PASSPHRASE)

    def put(self, *names: str) -> list[str]:
        """Import some of the demo's notes and return their ids."""
        with self.open() as opened:
            return [
                carrying.import_note(opened, read_note((NOTES / f"{name}.md").read_text())).id
                for name in names
            ]

    def app(self, note_id: str | None = None) -> NoteuiApp:
        """The app on the vault, unlocked by itself, on a note or on the desk."""
        return NoteuiApp(self.folder, passphrase=PASSPHRASE, note_id=note_id, clock=lambda: NOW)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "vault")
    made.make()
    yield made


async def until(pilot: Pilot[object], holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until something holds, for at most ten seconds."""
    for _ in range(500):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to hold")


async def at_editor(pilot: Pilot[object]) -> EditorScreen:
    """The editor, once it is open and has checked the note."""
    await until(pilot, lambda: isinstance(pilot.app.screen, EditorScreen))
    editor = pilot.app.screen
    assert isinstance(editor, EditorScreen)
    await until(pilot, lambda: editor._checker is not None and editor._checker.is_read)
    await pilot.pause(0.05)
    return editor


async def at_desk(pilot: Pilot[object]) -> DeskScreen:
    """The desk, once it is shown."""
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await pilot.pause(0.05)
    desk = pilot.app.screen
    assert isinstance(desk, DeskScreen)
    return desk
