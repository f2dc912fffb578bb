from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import event, text

from noteui.casework import people, writing
from noteui.casework.desk import desk, list_notes
from noteui.checks.note import NO_FIELDS, About
from noteui.vault.vault import Vault

NOW = datetime(2026, 11, 24, 9)


def write(vault: Vault, person_id: str, day: int, minute: int = 0, **fields: str) -> writing.Draft:
    draft = writing.begin_note(
        vault, person_id, contact="phone call", happened=datetime(2026, 11, day, 10), now=NOW
    )
    note = replace(draft.note, fields={**NO_FIELDS, **fields})
    return writing.save_draft(vault, replace(draft, note=note), now=NOW.replace(minute=minute))


@pytest.fixture
def maya(vault: Vault) -> str:
    return people.add_person(vault, About("Maya Ellis", "child")).id


def test_drafts_stand_by_when_they_were_saved_and_others_by_when_they_happened(
    vault: Vault, maya: str
) -> None:
    early = write(vault, maya, day=20, minute=1)
    late = write(vault, maya, day=2, minute=2)
    done = [write(vault, maya, day=day) for day in (3, 9, 5)]
    with vault.writing() as session:
        for note in done:
            session.execute(text("UPDATE note SET status = 'finalised' WHERE id = :id"), {"id": note.id})

    seen = desk(vault)

    assert [line.id for line in seen.drafts] == [late.id, early.id]
    assert [line.happened.day for line in seen.recent if line.happened] == [9, 5, 3]
    assert [card.notes for card in people.everyone(vault)] == [5]
    assert len(desk(vault, limit=1).recent) == 1


def test_a_line_says_how_many_words_and_how_the_note_begins(vault: Vault, maya: str) -> None:
    write(vault, maya, day=3, voice="\n  “It was cold,” she said.  \nMore.", opinion="x" * 500)

    (line,) = desk(vault).drafts

    assert (line.person_name, line.contact, line.author_name, line.status) == (
        "Maya Ellis",
        "phone call",
        "Priya Nair",
        "draft",
    )
    assert (line.words, line.first_line) == (7, "“It was cold,” she said.")
    assert line.saved_at.tzinfo is not None


def test_notes_are_listed_by_person_status_and_days(vault: Vault, maya: str) -> None:
    reg = people.add_person(vault, About("Reg Dunn", "adult")).id
    for day in (3, 9, 16):
        write(vault, maya, day)
    write(vault, reg, 9)

    def days(**asked: object) -> list[int]:
        return [line.happened.day for line in list_notes(vault, **asked) if line.happened]  # type: ignore[arg-type]

    assert days() == [16, 9, 9, 3]
    assert days(person_id=maya) == [16, 9, 3]
    assert days(status="finalised") == []
    assert days(since=date(2026, 11, 9), until=date(2026, 11, 9)) == [9, 9]
    assert days(limit=1) == [16]
    with pytest.raises(ValueError):
        list_notes(vault, status="open")


def test_a_list_of_a_thousand_notes_reads_no_text_and_comes_at_once(vault: Vault, maya: str) -> None:
    first = write(vault, maya, 3, facts="The kettle was cold. " * 400)
    with vault.writing() as session:
        columns = (
            "person_id, status, contact, happened, recorded, saved_at, version, settled, words, first_line, "
        )
        columns += "caret, about, people, extra, dismissals, facts, voice, opinion, family, actions"
        session.execute(
            text(
                "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000) "
                f"INSERT INTO note (id, {columns}) SELECT printf('%012d', n), {columns} FROM note, numbers "
                "WHERE id = :id"
            ),
            {"id": first.id},
        )
    statements: list[str] = []
    event.listen(
        vault.engine, "before_cursor_execute", lambda _c, _u, statement, *_: statements.append(statement)
    )

    seen = desk(vault)

    assert len(seen.drafts) == 200
    assert not any("facts" in statement for statement in statements)
