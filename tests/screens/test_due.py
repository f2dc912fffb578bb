"""The board of what is due, driven by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.widgets import Input

from noteui.casework import actions
from noteui.casework.finalising import finalise
from noteui.casework.people import add_person
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.screens.due import DueScreen, WordsDialog
from noteui.screens.reading import ReadingScreen
from noteui.screens.widgets.choice_list import ChoiceList

from .conftest import NOW, Place, at_desk, until
from .test_final import kill

TEXT = (
    "- [ ] Ring the school nurse about the hearing test (Priya Nair, by 2026-11-16)\n"
    "- [ ] Visit Maya at school on Friday (Priya Nair, by 2026-11-20)\n"
    "- [ ] Ask the landlord about the boiler (Dana Ellis, by 2026-12-08)\n"
    "- [ ] Look into swimming lessons"
)


def final_note(place: Place) -> str:
    """A finalised note with four open actions."""
    with place.open() as vault:
        person = add_person(vault, About("Maya Ellis", "child"))
        happened = NOW - timedelta(days=5, hours=3)
        draft = begin_note(vault, person.id, contact="home visit", happened=happened, now=happened, seen=True)
        fields = {**draft.note.fields, "facts": "The kettle was cold.", "actions": TEXT}
        save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=happened)
        finalise(vault, draft.id, now=happened, answers=dict.fromkeys(all_rules(), "asked elsewhere"))
        return draft.id


async def at_board(pilot: Any) -> DueScreen:
    """The board, once it is shown."""
    await at_desk(pilot)
    await pilot.press("b")
    await until(pilot, lambda: isinstance(pilot.app.screen, DueScreen))
    await pilot.pause(0.05)
    screen = pilot.app.screen
    assert isinstance(screen, DueScreen)
    return screen


def lines(screen: DueScreen) -> list[str]:
    """What the list shows."""
    shown = screen.query_one(ChoiceList)
    return [str(shown.get_option_at_index(n).prompt) for n in range(shown.option_count)]


async def test_an_action_is_done_and_another_carried_over_by_keys_alone(place: Place) -> None:
    note = final_note(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_board(pilot)
        assert lines(screen)[0] == "Overdue: 1 action"
        assert "2 working days over" in lines(screen)[1]
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, WordsDialog))
        await pilot.press("enter")
        assert isinstance(app.screen, WordsDialog)  # an outcome is asked for
        await pilot.press(*"Booked for Thursday", "enter")
        await until(pilot, lambda: isinstance(app.screen, DueScreen))
        assert not any("school nurse" in line for line in lines(screen))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, WordsDialog))
        await pilot.press(*"27/11", "enter", *"School closed", "enter")
        await until(pilot, lambda: isinstance(app.screen, DueScreen))
        assert any("in 7 working days" in line and "Visit Maya" in line for line in lines(screen))
    with place.open() as vault:
        first, second, *_ = actions.actions_of(vault, note)
    assert [step.text for step in first.steps] == ["Booked for Thursday"]
    assert second.due and second.due.isoformat() == "2026-11-27"


async def test_an_outcome_that_was_begun_is_there_again_and_is_no_reason_to_drop_it(place: Place) -> None:
    final_note(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_board(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, WordsDialog))
        await pilot.press(*"Booked for", "escape")
        await until(pilot, lambda: isinstance(app.screen, DueScreen))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, WordsDialog))
        assert app.screen.query_one("#words", Input).value == ""
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DueScreen))
        kill(pilot)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_board(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, WordsDialog))
        await until(pilot, lambda: app.screen.query_one("#words", Input).value == "Booked for")
        await pilot.press("end", *" Thursday", "enter")
        await until(pilot, lambda: app.screen is screen)
        assert not any("school nurse" in line for line in lines(screen))


async def test_enter_opens_the_note_and_escape_comes_back(place: Place) -> None:
    note = final_note(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_board(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen)
        assert isinstance(app.screen, ReadingScreen)
        assert app.screen.note_id == note
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await at_desk(pilot)


async def test_a_clock_is_started_and_met_on_the_board(place: Place) -> None:
    final_note(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_board(pilot)
        await pilot.press("s", *"maya", "tab", "d", "tab", *"16/11 10:00", "enter")
        await until(pilot, lambda: app.screen is screen)
        assert any(
            "Decision on a referral" in line and "1 working day over" in line for line in lines(screen)
        )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_board_looks_as_it_did(snap_compare: Any, place: Place, size: tuple[int, int]) -> None:
    final_note(place)

    async def before(pilot: Any) -> None:
        await at_board(pilot)

    assert snap_compare(place.app(), terminal_size=size, run_before=before)
