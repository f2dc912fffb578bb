"""How long files are kept, from the desk: a class, what is due, a hold, erasing with its certificate."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from noteui.casework import carrying, finalising, people, retention, users, watching
from noteui.checks import all_rules
from noteui.checks.note import About, Note
from noteui.paper.note_file import NoteFile
from noteui.records import Access
from noteui.screens.app import NoteuiApp
from noteui.screens.retention import (
    CertificateDialog,
    ClassForm,
    EraseForm,
    HoldForm,
    LiftDialog,
    NotesDialog,
    RetentionScreen,
)

from .conftest import NOW, Place, at_desk, until

ROWAN = "copper meadow ladder tide"


def put_a_final_note(place: Place) -> str:
    note = Note(
        About("Maya Ellis", "child", date(1980, 3, 14)),
        "home visit",
        datetime(1990, 11, 17, 15, 30),
        datetime(1990, 11, 17, 18, 5),
        None,
        fields={"facts": "Maya drew a heron.", "voice": "", "opinion": "", "family": "", "actions": ""},
    )
    with place.open() as vault:
        draft = carrying.import_note(vault, NoteFile(note))
        finalising.finalise(vault, draft.id, now=NOW, answers=dict.fromkeys(all_rules(), "Not known."))
        people.add_person(vault, About("Reg Dunn", "adult"))
    return draft.id


async def on(pilot: Pilot[object], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause(0.1)


def told(app: NoteuiApp, name: str) -> str:
    return str(app.screen.query_one(name, Static).render())


async def test_class_hold_and_erasure_at_80_by_24(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    note = put_a_final_note(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("l")
        await on(pilot, RetentionScreen)
        assert "nothing is due" in told(app, "#head")
        await pilot.press("enter")
        await on(pilot, ClassForm)
        await pilot.press("ctrl+s")
        assert "Choose a class" in told(app, "#answer")
        app.screen.query_one("#class", Select).value = "child-in-need"
        await pilot.pause(0.1)
        assert "21 years from the birth" in told(app, "#source")
        await pilot.press("ctrl+s")
        await on(pilot, RetentionScreen)
        assert "1 due for review" in told(app, "#head")
        await pilot.press("d")
        assert app.screen.query_one("#list").option_count == 1  # type: ignore[attr-defined]

        await pilot.press("h")
        await on(pilot, HoldForm)
        await pilot.press("enter")
        assert "Say why" in told(app, "#answer")
        await pilot.press(*"An inquiry", "enter")
        await on(pilot, RetentionScreen)
        await pilot.press("d")
        await pilot.pause(0.1)
        assert "Held: An inquiry" in told(app, "#about")
        await pilot.press("e")
        await pilot.pause(0.1)
        assert isinstance(app.screen, RetentionScreen)
        await pilot.press("h")
        await on(pilot, LiftDialog)
        await pilot.press("y")
        await on(pilot, RetentionScreen)

        await pilot.press("e")
        await on(pilot, NotesDialog)
        await pilot.press("enter")
        await on(pilot, EraseForm)
        await pilot.press(*"Schedule 4, 2026", "enter", *"no", "enter")
        assert "Type the word erase" in told(app, "#answer")
        app.screen.query_one("#sure", Input).value = "erase"
        await pilot.press("enter")
        await on(pilot, CertificateDialog)
        await pilot.press("enter")
        await on(pilot, NotesDialog)
        await pilot.press("escape")
        await on(pilot, RetentionScreen)
        await pilot.press("escape")
        await at_desk(pilot)
    certificate = (tmp_path / f"erasure-{note}.md").read_text()
    assert "Basis: Schedule 4, 2026" in certificate
    assert "noteui-receipt-1" in certificate
    with place.open() as vault:
        assert finalising.read_final(vault, note, viewed=False).erased_at is not None
        assert watching.verify(vault) == []


async def test_who_may_not_is_told_who_may(place: Place) -> None:
    put_a_final_note(place)
    with place.open() as vault:
        users.add_user(vault, name="Rowan", role="nurse", access=Access.PRACTITIONER, passphrase=ROWAN)
        users.add_user(
            vault, name="Mel", role="manager", access=Access.SUPERVISOR, passphrase="amber fossil ribbon quay"
        )
        maya = people.find_person(vault, "Maya Ellis")
        retention.set_retention(vault, maya.id, "child-in-need")
    for passphrase, key, sentence in (
        (ROWAN, "h", "A practitioner may not set retention and holds"),
        (ROWAN, "enter", "A practitioner may not set retention and holds"),
        ("amber fossil ribbon quay", "e", "A supervisor may not erase a note"),
    ):
        app = NoteuiApp(place.folder, passphrase=passphrase, clock=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await at_desk(pilot)
            await pilot.press("l")
            await on(pilot, RetentionScreen)
            await pilot.press(key)
            await pilot.pause(0.1)
            assert isinstance(app.screen, RetentionScreen)
            assert any(sentence in toast.message for toast in app._notifications)
            await pilot.press("escape", "q")
