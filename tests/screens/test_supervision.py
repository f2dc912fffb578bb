"""Supervision, driven by keys: recorded, kept, signed, read by the other side."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from noteui.casework import supervision
from noteui.casework.people import add_person
from noteui.casework.users import add_user
from noteui.checks.note import About
from noteui.records import Access
from noteui.screens.app import NoteuiApp
from noteui.screens.supervision import (
    DetailsDialog,
    FinalSupervisionScreen,
    SignDialog,
    SupervisionScreen,
    SupervisionsScreen,
    WhomDialog,
)
from noteui.screens.widgets.prose_area import ProseArea
from noteui.vault import vault as vaults

from .conftest import NOW, Place, at_desk, until

ROWAN = "teal orbit maple fog"


def prepared(place: Place) -> None:
    """Rowan, a supervisor, Maya, and a first supervision with an action that is open."""
    with place.open() as vault:
        add_user(vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=ROWAN)
        add_person(vault, About("Maya Ellis", "child"))
        priya = vault.user.id
    with vaults.open_(place.folder, ROWAN) as vault:
        held = NOW - timedelta(days=28)
        begun = supervision.begin(vault, [priya], held=held, now=held)
        words = {
            "risk": "Maya is safer, because the lodger left.",
            "actions": "- [ ] Ring the GP (Priya Nair, by 2026-11-02)",
        }
        supervision.save(vault, replace(begun, words=words), now=held)
        supervision.finalise_supervision(vault, begun.id, now=held)


def app_of(place: Place, phrase: str) -> NoteuiApp:
    return NoteuiApp(place.folder, passphrase=phrase, clock=lambda: NOW)


async def writing(pilot: Any) -> SupervisionScreen:
    """The screen on which a new one with Priya is written."""
    await at_desk(pilot)
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SupervisionsScreen))
    await pilot.press("n")
    await until(pilot, lambda: isinstance(pilot.app.screen, WhomDialog))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, SupervisionScreen))
    await pilot.pause(0.05)
    screen = pilot.app.screen
    assert isinstance(screen, SupervisionScreen)
    return screen


async def test_a_supervisor_records_and_signs_one_and_the_other_side_reads_it(place: Place) -> None:
    prepared(place)
    app = app_of(place, ROWAN)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await writing(pilot)
        assert "Ring the GP" in str(screen.query_one("#first").render())
        await pilot.press(*"Maya is at school.", "tab", "tab", "tab", *"Close.")
        assert screen.query_one("#area-decisions", ProseArea).text == "Close."
        await pilot.press("ctrl+s")
        assert "without its reason" in str(screen.query_one("#found").render())
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, DetailsDialog))
        await pilot.press(*"maya", "tab", "tab", *"16/12", "enter")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, SignDialog))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SupervisionsScreen))
        await pilot.press("ctrl+q")
    app = app_of(place, "violet otter canal lamp")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SupervisionsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FinalSupervisionScreen))
        assert app.screen._told.people[0][1] == "Maya Ellis"
        assert str(app.screen._told.next_on) == "2026-12-16"
        assert app.screen._told.words["decisions"] == "Close."


async def test_leaving_keeps_every_word_and_an_empty_one_is_dropped(place: Place) -> None:
    prepared(place)
    app = app_of(place, ROWAN)
    async with app.run_test(size=(80, 24)) as pilot:
        await writing(pilot)
        await pilot.press(*"Half a thou", "escape")
        await until(pilot, lambda: isinstance(app.screen, SupervisionsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SupervisionScreen))
        assert app.screen.query_one("#area-changed", ProseArea).text == "Half a thou"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SupervisionsScreen))
        await pilot.press("n", "enter")
        await until(pilot, lambda: isinstance(app.screen, SupervisionScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SupervisionsScreen))
    with vaults.open_(place.folder, ROWAN) as vault:
        assert [line.is_final for line in supervision.supervisions(vault)] == [False, True]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_writing_one_looks_as_it_did(snap_compare: Any, place: Place, size: tuple[int, int]) -> None:
    prepared(place)

    async def before(pilot: Any) -> None:
        screen = await writing(pilot)
        await pilot.press(*"Maya is at school.", "tab", "tab", "tab", *"Close.")
        screen._check()
        screen.query_one("#saved").update("kept 17:30:00, unsigned")  # type: ignore[attr-defined]

    assert snap_compare(app_of(place, ROWAN), terminal_size=size, run_before=before)
