from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from noteui.casework import people, writing
from noteui.casework.errors import Ambiguous, Conflict, NotFound
from noteui.casework.storable import storable
from noteui.checks.dismissal import Dismissal
from noteui.checks.note import FIELDS, NO_FIELDS, About, Author, Relation
from noteui.records import Action
from noteui.vault.vault import Vault

MAYA = About("Maya Ellis", "child", date(2016, 3, 14), known_as="May", pronouns="she/her")
DANA = Relation("Dana Ellis", "mother", household=True)
THEN = datetime(2026, 11, 16, 15, 0)
NOW = datetime(2026, 11, 17, 9, 30, 12)

ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("\0\ud800\udfff\r\n\t“”é́\N{FAMILY}\u202e\ufeff\ufdd0")),
    max_size=200,
)


@pytest.fixture
def draft(vault: Vault) -> writing.Draft:
    maya = people.add_person(vault, MAYA, [DANA])
    return writing.begin_note(
        vault, maya.id, contact="home visit", happened=THEN, now=NOW, seen=True, seen_alone=False
    )


def written(draft: writing.Draft, **fields: str) -> writing.Draft:
    return replace(draft, note=replace(draft.note, fields={**draft.note.fields, **fields}))


def test_a_note_begins_with_what_is_known(vault: Vault, draft: writing.Draft) -> None:
    note = draft.note

    assert (note.about, note.people, note.author) == (MAYA, (DANA,), Author("Priya Nair", "social worker"))
    assert (note.happened, note.recorded) == (THEN, datetime(2026, 11, 17, 9, 30))
    assert (note.seen, note.seen_alone, note.interpreter) == (True, False, None)
    assert note.fields == NO_FIELDS
    assert (draft.status, draft.version, draft.caret) == ("draft", 1, writing.Caret())
    assert writing.open_note(vault, draft.id) == draft


def test_a_note_is_about_someone(vault: Vault) -> None:
    with pytest.raises(NotFound):
        writing.begin_note(vault, "nobody000000", contact="home visit", happened=THEN, now=NOW)


def test_what_is_saved_is_there_with_caret_and_dismissals(vault: Vault, draft: writing.Draft) -> None:
    dismissal = Dismissal("jargon-free/acronym", "facts", "TAF", "at the", "meeting", 1, 1, "I am quoting")
    changed = replace(
        written(draft, facts="The kettle was cold.", family="Theo sleeps in the box room."),
        dismissals=(dismissal,),
        caret=writing.Caret("family", {"facts": (0, 20), "family": (0, 4)}),
    )
    later = datetime(2026, 11, 17, 9, 44, 59)

    saved = writing.save_draft(vault, changed, now=later)

    assert saved.version == 2
    assert saved.saved_at == later.astimezone(UTC)
    assert saved.note == replace(changed.note, recorded=datetime(2026, 11, 17, 9, 44))
    assert (saved.dismissals, saved.caret) == (changed.dismissals, changed.caret)
    assert writing.open_note(vault, draft.id) == saved


def test_recorded_moves_only_with_the_words(vault: Vault, draft: writing.Draft) -> None:
    moved = replace(draft, caret=writing.Caret("voice"), note=replace(draft.note, seen_alone=True))

    saved = writing.save_draft(vault, moved, now=datetime(2026, 11, 18, 8))

    assert saved.note.recorded == draft.note.recorded
    assert saved.note.seen_alone is True


def test_two_windows_cannot_write_over_each_other(vault: Vault, draft: writing.Draft) -> None:
    writing.save_draft(vault, written(draft, facts="First."), now=NOW)

    with pytest.raises(Conflict, match="another window"):
        writing.save_draft(vault, written(draft, facts="Second."), now=NOW)

    assert writing.open_note(vault, draft.id).note.fields["facts"] == "First."


def test_threads_that_save_at_once_get_one_winner(vault: Vault, draft: writing.Draft) -> None:
    outcomes: list[str] = []

    def save(number: int) -> None:
        try:
            writing.save_draft(vault, written(draft, facts=f"Number {number}."), now=NOW)
            outcomes.append("saved")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["conflict"] * 5 + ["saved"]


def test_a_note_that_is_no_draft_is_not_changed(vault: Vault, draft: writing.Draft) -> None:
    with vault.writing() as session:
        session.execute(text("UPDATE note SET status = 'finalised'"))

    with pytest.raises(Conflict, match="finalised"):
        writing.save_draft(vault, written(draft, facts="Later."), now=NOW)
    assert not writing.discard_empty(vault, draft.id)


def test_a_note_that_is_gone_is_told(vault: Vault, draft: writing.Draft) -> None:
    assert writing.discard_empty(vault, draft.id)

    for act in (
        lambda: writing.save_draft(vault, draft, now=NOW),
        lambda: writing.settle(vault, draft.id),
        lambda: writing.open_note(vault, draft.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert not writing.discard_empty(vault, draft.id)


@pytest.mark.parametrize("field", FIELDS)
def test_only_a_note_without_a_word_is_dropped(vault: Vault, draft: writing.Draft, field: str) -> None:
    draft = writing.save_draft(vault, written(draft, **{field: "."}), now=NOW)
    assert not writing.discard_empty(vault, draft.id)

    writing.save_draft(vault, written(draft, **{field: " \n"}), now=NOW)
    assert writing.discard_empty(vault, draft.id)


def test_actions_are_listed_as_they_stand_in_the_text(vault: Vault, draft: writing.Draft) -> None:
    lines = "- [ ] Ring the school (Priya Nair, by 2026-11-19)\n- [x] Tell Dana\n"
    draft = writing.save_draft(vault, written(draft, actions=lines), now=NOW)
    writing.save_draft(vault, written(draft, facts="No change to the actions."), now=NOW)

    with vault.reading() as session:
        listed = [
            (a.text, a.owner, a.due, a.done)
            for a in session.scalars(select(Action).order_by(text("position")))
        ]

    assert listed == [
        ("Ring the school", "Priya Nair", date(2026, 11, 19), False),
        ("Tell Dana", None, None, True),
    ]


def test_a_note_is_opened_by_the_beginning_of_its_identifier(vault: Vault, draft: writing.Draft) -> None:
    assert writing.open_note(vault, draft.id[:4].upper()).id == draft.id
    with pytest.raises(NotFound, match="four characters"):
        writing.open_note(vault, draft.id[:3])
    with pytest.raises(NotFound):
        writing.open_note(vault, "zzzz" if not draft.id.startswith("zzzz") else "yyyy")


def test_where_several_notes_are_meant_they_are_listed(vault: Vault, draft: writing.Draft) -> None:
    with vault.writing() as session:
        session.execute(text("UPDATE note SET id = 'abcd00000001'"))
    other = writing.begin_note(vault, draft.person_id, contact="other", happened=THEN, now=NOW)
    with vault.writing() as session:
        session.execute(text("UPDATE note SET id = 'abcd00000002' WHERE id = :id"), {"id": other.id})

    with pytest.raises(Ambiguous, match="abcd00000001, abcd00000002"):
        writing.open_note(vault, "abcd")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, ANY_TEXT)), ANY_TEXT)
def test_what_is_saved_is_what_is_read_back(
    shared_vault: Vault, fields: dict[str, str], interpreter: str
) -> None:
    maya = people.add_person(shared_vault, MAYA)
    draft = writing.begin_note(shared_vault, maya.id, contact="other", happened=THEN, now=NOW)
    draft = replace(draft, note=replace(draft.note, fields=fields, interpreter=interpreter))

    saved = writing.save_draft(shared_vault, draft, now=NOW)
    writing.settle(shared_vault, draft.id)

    assert saved.note.fields == {name: storable(told) for name, told in fields.items()}
    assert saved.note.interpreter == storable(interpreter)
    assert writing.open_note(shared_vault, draft.id) == saved


@given(ANY_TEXT)
def test_only_what_no_engine_can_store_is_replaced(told: str) -> None:
    kept = storable(told)

    assert len(kept) == len(told)
    assert all(
        now == before if before != "\0" and not 0xD800 <= ord(before) <= 0xDFFF else now == "\ufffd"
        for now, before in zip(kept, told, strict=True)
    )
