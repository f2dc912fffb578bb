"""What earlier notes of a person tell the checks of the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from noteui.casework import people
from noteui.casework.earlier import LOOKED_BACK, earlier_notes
from noteui.casework.finalising import finalise, make_void
from noteui.casework.writing import Draft, begin_note, save_draft
from noteui.checks import About, Relation, check
from noteui.records import Access
from noteui.vault.vault import Vault

MAY = datetime(2026, 5, 3, 15, 0)
COPIED = (
    "The kitchen floor was swept and the back door was shut. Dana showed me the new lock on the garden gate."
)


def person(vault: Vault, name: str = "Maya Ellis", born: date | None = None) -> str:
    return people.add_person(
        vault, About(name, "child", born), [Relation("Dana Ellis", "mother", household=True)]
    ).id


def written(vault: Vault, person_id: str, happened: datetime, facts: str) -> Draft:
    draft = begin_note(
        vault, person_id, contact="home visit", happened=happened, now=happened, seen=True, seen_alone=True
    )
    fields = {**draft.note.fields, "facts": facts}
    return save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=happened)


def raised(vault: Vault, draft: Draft, rule: str) -> list[tuple[str | None, str]]:
    earlier = earlier_notes(vault, draft.person_id, draft.id)
    return [(f.text, f.message) for f in check(replace(draft.note, earlier=earlier)) if f.rule == rule]


def test_a_copied_sentence_names_the_note_that_it_came_from(vault: Vault) -> None:
    maya = person(vault)
    first = written(vault, maya, MAY, COPIED)
    second = written(vault, maya, MAY + timedelta(days=30), f"I saw Maya. {COPIED}")
    found = raised(vault, second, "real/copied-from-earlier")
    assert [text for text, _ in found] == [COPIED[:55], COPIED[56:]]
    assert all(message.endswith(f"the note of 3 May 2026 ({first.id}).") for _, message in found)


def test_nothing_is_heard_of_the_note_itself_of_others_and_of_void_notes(vault: Vault) -> None:
    maya, other = person(vault), person(vault, "Idris Vale")
    written(vault, other, MAY, COPIED)
    draft = written(vault, maya, MAY, COPIED)
    assert raised(vault, draft, "real/copied-from-earlier") == []
    mistaken = written(vault, maya, MAY, COPIED)
    voice = {**mistaken.note.fields, "voice": 'Maya said, "I like it."', "family": "Dana said she is tired."}
    saved = save_draft(vault, replace(mistaken, note=replace(mistaken.note, fields=voice)), now=MAY)
    finalise(vault, saved.id, now=MAY)
    assert len(raised(vault, draft, "real/copied-from-earlier")) == 2
    vault.user = replace(vault.user, access=Access.SUPERVISOR)
    make_void(vault, saved.id, reason="written on the wrong person")
    assert raised(vault, draft, "real/copied-from-earlier") == []


def test_a_birth_date_that_an_earlier_note_gives_otherwise_is_asked_about(vault: Vault) -> None:
    maya = person(vault, born=date(2016, 3, 14))
    written(vault, maya, MAY, "I rang.")
    card = people.card(vault, maya)
    people.change_person(vault, maya, replace(card.about, born=date(2016, 4, 13)), card.people)
    draft = written(vault, maya, MAY + timedelta(days=1), "I rang again.")
    assert [message for _, message in raised(vault, draft, "accurate/contradicts-earlier")] == [
        "Maya Ellis is born 13 Apr 2016 here, 14 Mar 2016 in the note of 3 May 2026."
    ]


def test_the_latest_notes_are_read_and_an_empty_draft_is_none(vault: Vault) -> None:
    maya = person(vault)
    for day in range(LOOKED_BACK + 2):
        written(vault, maya, MAY + timedelta(days=day), "" if day == LOOKED_BACK else f"I rang on day {day}.")
    earlier = earlier_notes(vault, maya, "")
    assert len(earlier.notes) == LOOKED_BACK - 1
    assert earlier.notes[0].day == (MAY + timedelta(days=LOOKED_BACK + 1)).date()
    assert earlier.notes[-1].day == (MAY + timedelta(days=2)).date()
