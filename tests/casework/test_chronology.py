"""The chronology: marked, taken back, gaps named, late entries marked, a page for a meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from noteui.casework import watching
from noteui.casework.access import NotAllowed
from noteui.casework.chronology import (
    Entry,
    Gap,
    Significant,
    chronology,
    export_chronology,
    mark,
    unmark,
)
from noteui.casework.erasing import erase
from noteui.casework.errors import CaseworkError, Conflict, NotFound
from noteui.casework.finalising import Passage, add, finalise, make_void, read_final
from noteui.casework.people import add_person
from noteui.casework.working_days import working_days
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.records import Access, Tone
from noteui.vault.vault import Vault

NOW = datetime(2026, 11, 25, 9, 0)
ENGLAND = working_days("england")
FACTS = "Maya said the lodger had left. The kettle was cold."
GOOD = Significant("Maya moved to her aunt’s.", "She sleeps through the night.", "School told.", Tone.GOOD)


@pytest.fixture
def maya(vault: Vault) -> str:
    return add_person(vault, About("Maya Ellis", "child")).id


def visit(vault: Vault, person: str, day: datetime, *, late: int = 0, seen: bool = True) -> str:
    """A finalised home visit, signed so many days after it."""
    signed = day + timedelta(days=late)
    draft = begin_note(vault, person, contact="home visit", happened=day, now=signed, seen=seen)
    fields = {**draft.note.fields, "facts": FACTS, "voice": "“Hi.”"}
    save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=signed)
    finalise(vault, draft.id, now=signed, answers=dict.fromkeys(all_rules(), "asked elsewhere"))
    return draft.id


def lines(vault: Vault, person: str, **between: date) -> list[Entry | Gap]:
    return chronology(vault, person, today=NOW.date(), days=ENGLAND, **between).lines


def test_marked_notes_stand_in_the_order_of_events_with_gaps_between(vault: Vault, maya: str) -> None:
    second = visit(vault, maya, datetime(2026, 11, 20, 15))
    first = visit(vault, maya, datetime(2026, 10, 4, 15))
    visit(vault, maya, datetime(2026, 10, 20, 15), seen=False)  # nobody was seen: no contact
    mark(vault, second, GOOD, now=NOW)
    start = FACTS.index("the lodger")
    words = Passage("facts", start, start + 19, FACTS[start : start + 19])
    mark(vault, first, Significant("The lodger left.", tone=Tone.CHANGE), passage=words, now=NOW)

    one, gap, two = lines(vault, maya)
    assert isinstance(one, Entry) and isinstance(gap, Gap) and isinstance(two, Entry)
    assert (one.said.event, one.words) == ("The lodger left.", "the lodger had left")
    assert gap.spelt == "No contact for 47 days"
    assert (two.said, two.day, two.source) == (GOOD, date(2026, 11, 20), "home visit, Priya Nair")
    assert watching.verify(vault) == []
    assert [type(line) for line in lines(vault, maya, since=date(2026, 11, 1))] == [Gap, Entry]


def test_a_gap_up_to_today_is_named_as_well(vault: Vault, maya: str) -> None:
    visit(vault, maya, datetime(2026, 10, 4, 15))
    (gap,) = lines(vault, maya)
    assert isinstance(gap, Gap) and gap.spelt == "No contact for 52 days up to today"


def test_a_note_written_late_is_marked_so(vault: Vault, maya: str) -> None:
    note = visit(vault, maya, datetime(2026, 11, 10, 15), late=8)
    mark(vault, note, GOOD, now=NOW)
    (entry,) = lines(vault, maya)
    assert isinstance(entry, Entry) and entry.late == 6
    assert "- Mark: written 6 working days later" in export_chronology(vault, maya, now=NOW, days=ENGLAND)


def test_a_mark_is_taken_back_with_a_reason_and_made_anew(vault: Vault, maya: str) -> None:
    note = visit(vault, maya, datetime(2026, 11, 20, 15))
    seq = mark(vault, note, GOOD, now=NOW)
    with pytest.raises(CaseworkError, match="why"):
        unmark(vault, seq, " ", now=NOW)
    unmark(vault, seq, "About somebody else", now=NOW)
    assert lines(vault, maya) == []
    with pytest.raises(Conflict):
        unmark(vault, seq, "again", now=NOW)
    with pytest.raises(NotFound):
        unmark(vault, 9999, "again", now=NOW)
    mark(vault, note, GOOD, now=NOW)
    assert len(lines(vault, maya)) == 1
    assert watching.verify(vault) == []


def test_marking_changes_nothing_of_the_note_and_goes_with_it(vault: Vault, maya: str) -> None:
    note = visit(vault, maya, datetime(2026, 11, 20, 15))
    before = read_final(vault, note, viewed=False)
    mark(vault, note, GOOD, now=NOW)
    assert read_final(vault, note, viewed=False) == before
    add(vault, note, "More.")
    user = vault.user
    vault.user = replace(user, access=Access.SUPERVISOR)
    make_void(vault, note, reason="About somebody else")
    vault.user = user
    (entry,) = lines(vault, maya)
    assert isinstance(entry, Entry) and entry.void
    with pytest.raises(Conflict):
        mark(vault, note, GOOD, now=NOW)
    erase(vault, note, basis="Schedule 4", now=NOW)
    assert lines(vault, maya) == []
    assert watching.verify(vault) == []


def test_what_cannot_be_marked_is_said(vault: Vault, maya: str) -> None:
    note = visit(vault, maya, datetime(2026, 11, 20, 15))
    with pytest.raises(CaseworkError, match="what happened"):
        mark(vault, note, Significant(" "), now=NOW)
    with pytest.raises(CaseworkError, match="400"):
        mark(vault, note, Significant("x" * 401), now=NOW)
    with pytest.raises(CaseworkError, match="do not stand there"):
        mark(vault, note, GOOD, passage=Passage("facts", 0, 4, "Dana"), now=NOW)
    draft = begin_note(vault, maya, contact="phone call", happened=NOW, now=NOW)
    with pytest.raises(Conflict):
        mark(vault, draft.id, GOOD, now=NOW)
    vault.user = replace(vault.user, access=Access.READER)
    assert lines(vault, maya) == []
    with pytest.raises(NotAllowed):
        mark(vault, note, GOOD, now=NOW)
    with pytest.raises(NotAllowed):
        export_chronology(vault, maya, now=NOW)


def test_the_page_says_what_happened_and_what_it_meant(vault: Vault, maya: str) -> None:
    note = visit(vault, maya, datetime(2026, 11, 20, 15))
    mark(vault, note, replace(GOOD, event="Moved *in* with <her> aunt | today"), now=NOW)
    page = export_chronology(vault, maya, now=NOW, days=ENGLAND)
    assert page.startswith("# Chronology of Maya Ellis\n")
    assert "## 20 November 2026: Good" in page and "- Effect: She sleeps through the night." in page
    assert r"Moved \*in\* with \<her\> aunt \| today" in page


def test_the_page_ends_with_the_parts_of_a_life_that_the_notes_speak_of(vault: Vault, maya: str) -> None:
    note = visit(vault, maya, datetime(2026, 11, 20, 15))
    visit(vault, maya, datetime(2025, 3, 2, 15))
    page = export_chronology(vault, maya, now=NOW, days=ENGLAND)
    ends = page.partition("## What the notes speak of")[2]
    assert "- Money: in none of 1 note since Tue 25 November 2025" in ends
    assert "- Home: in 1 of 1 note since Tue 25 November 2025, last on Fri 20 November 2026" in ends
    make_void(vault, note, reason="Written about somebody else.")
    assert "What the notes speak of" not in export_chronology(vault, maya, now=NOW, days=ENGLAND)


def test_a_mark_changed_in_the_database_is_named(
    vault: Vault, maya: str, unguarded: Callable[[str], None]
) -> None:
    mark(vault, visit(vault, maya, datetime(2026, 11, 20, 15)), GOOD, now=NOW)
    unguarded("UPDATE chronology_mark SET day = '2026-01-01'")
    assert any("mark in a chronology of entry" in fault for fault in watching.verify(vault))
