"""The chronology, driven by keys: marked while reading, shown, taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from noteui.casework import chronology
from noteui.casework.chronology import Entry, Significant
from noteui.casework.finalising import finalise
from noteui.casework.people import add_person
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.records import Tone
from noteui.screens.chronology import ChronologyScreen, SignificantDialog, TakeOutDialog
from noteui.screens.mark import MarkScreen
from noteui.screens.reading import ReadingScreen

from .conftest import NOW, Place, at_desk, until

ANSWERS = dict.fromkeys(all_rules(), "asked elsewhere")


def prepared(place: Place) -> tuple[str, str]:
    """Two finalised visits to Maya 47 days apart, the first one marked; the second note and the person."""
    with place.open() as vault:
        person = add_person(vault, About("Maya Ellis", "child")).id
        notes = []
        for days, late in ((54, 7), (7, 0)):
            day = NOW - timedelta(days=days)
            signed = day + timedelta(days=late)
            draft = begin_note(vault, person, contact="home visit", happened=day, now=signed, seen=True)
            fields = {**draft.note.fields, "facts": "The lodger has left. The kettle was cold."}
            save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=signed)
            finalise(vault, draft.id, now=signed, answers=ANSWERS)
            notes.append(draft.id)
        said = Significant("The lodger moved in.", "Maya sleeps at her aunt’s.", "", Tone.WORRY)
        chronology.mark(vault, notes[0], said, now=NOW)
    return notes[1], person


async def test_a_note_and_words_of_it_are_marked_while_it_is_read(place: Place) -> None:
    note, person = prepared(place)
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, SignificantDialog))
        await pilot.press(*"Maya is home", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, MarkScreen))
        await pilot.press("space", "w", "w", "w", "enter")
        await until(pilot, lambda: isinstance(app.screen, SignificantDialog))
        await pilot.press("tab", "tab", "tab", "g", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, ChronologyScreen))
    with place.open() as vault:
        told = chronology.chronology(vault, person, today=NOW.date()).lines
    entries = [line for line in told if isinstance(line, Entry)]
    assert [e.said.event for e in entries][1] == "Maya is home"
    assert entries[2].words.startswith("The lodger") and entries[2].said.tone is Tone.GOOD


async def test_a_line_is_taken_out_with_its_reason(place: Place) -> None:
    note, person = prepared(place)
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, ChronologyScreen))
        await pilot.pause(0.05)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, TakeOutDialog))
        await pilot.press("enter")
        assert isinstance(app.screen, TakeOutDialog)
        await pilot.press(*"Marked twice", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChronologyScreen))
    with place.open() as vault:
        lines = chronology.chronology(vault, person, today=NOW.date()).lines
    assert not any(isinstance(line, Entry) for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_chronology_looks_as_it_did(snap_compare: Any, place: Place, size: tuple[int, int]) -> None:
    prepared(place)

    async def before(pilot: Any) -> None:
        await at_desk(pilot)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChronologyScreen))
        await pilot.pause(0.05)

    assert snap_compare(place.app(), terminal_size=size, run_before=before)
