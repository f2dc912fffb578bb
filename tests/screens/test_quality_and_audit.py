"""The pictures of quality, and an audit, driven by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from noteui.casework import audit, quality
from noteui.casework.finalising import finalise
from noteui.casework.people import add_person
from noteui.casework.users import add_user
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.records import Access
from noteui.screens.app import NoteuiApp
from noteui.screens.audit import AuditScreen, AuditsScreen, DrawDialog
from noteui.screens.page import PageScreen
from noteui.screens.quality import QualityScreen
from noteui.screens.reading import ReadingScreen
from noteui.vault import vault as vaults

from .conftest import NOW, Place, at_desk, until

ROWAN = "teal orbit maple fog"
ANSWERS = dict.fromkeys(all_rules(), "asked elsewhere")


def prepared(place: Place) -> None:
    """Six notes by Priya, three a month, and Rowan, who reviews."""
    with place.open() as vault:
        add_user(vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=ROWAN)
        person = add_person(vault, About("Maya Ellis", "child")).id
        for number in range(6):
            at = NOW - timedelta(days=number, hours=2)
            draft = begin_note(vault, person, contact="phone call", happened=at, now=at, seen=True)
            facts = (
                "Mum is clearly not coping." if number % 2 else "I rang at 10:00; Dana said they had slept."
            )
            fields = {**draft.note.fields, "facts": facts}
            save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=at)
            finalise(vault, draft.id, now=at, answers=ANSWERS)


def app_of(place: Place, phrase: str = ROWAN) -> NoteuiApp:
    return NoteuiApp(place.folder, passphrase=phrase, clock=lambda: NOW)


async def at_quality(pilot: Any) -> None:
    await at_desk(pilot)
    await pilot.press("y")
    await until(pilot, lambda: isinstance(pilot.app.screen, QualityScreen))
    await pilot.pause(0.05)


async def at_audit(pilot: Any) -> None:
    await at_desk(pilot)
    await pilot.press("a")
    await until(pilot, lambda: isinstance(pilot.app.screen, AuditsScreen))
    await pilot.press("n")
    await until(pilot, lambda: isinstance(pilot.app.screen, DrawDialog))
    await pilot.press("enter", "tab", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, AuditScreen))
    await pilot.pause(0.05)


async def test_a_practitioner_sees_their_months_and_all_that_is_held(place: Place) -> None:
    prepared(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_quality(pilot)
        assert "Evidence-based" in str(app.screen.query_one("#pictures").render())
        await pilot.press("w", "t")  # not for a practitioner
        assert isinstance(app.screen, QualityScreen)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, PageScreen))
    with place.open() as vault:
        assert len(quality.held(vault)) == 6


async def test_an_audit_is_drawn_answered_and_reported_by_keys(place: Place) -> None:
    prepared(place)
    app = app_of(place)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_audit(pilot)
        screen = app.screen
        assert isinstance(screen, AuditScreen)
        await pilot.press("y", "p", "backspace", "l", "n", "m", *"Clear", "enter")
        await until(pilot, lambda: app.screen is screen)
        first, second = (screen._told.notes[n][0] for n in (0, 1))
        assert screen._told.answers[first] == {"seen": "yes", "seen-alone": "partly", "voice": ""}
        assert screen._told.answers[second] == {"seen": "no", "": "Clear"}
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, PageScreen))
    with vaults.open_(place.folder, ROWAN) as vault:
        assert "Clear" in audit.export_audit(vault, screen._told.id)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_pictures_look_as_they_did(snap_compare: Any, place: Place, size: tuple[int, int]) -> None:
    prepared(place)
    app = place.app()
    assert snap_compare(app, terminal_size=size, run_before=at_quality)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_an_audit_looks_as_it_did(
    snap_compare: Any, place: Place, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(place)
    order = sorted
    monkeypatch.setattr(
        audit, "_drawn", lambda there, count, seed, rule: [note[0] for note in order(there)][:count]
    )

    async def before(pilot: Any) -> None:
        await at_audit(pilot)
        pilot.app.screen.query_one("#head").update("1 of 6  Maya Ellis, phone call, 18 Nov 2026, Priya Nair")

    assert snap_compare(app_of(place), terminal_size=size, run_before=before)
