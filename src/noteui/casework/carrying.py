"""Carrying notes in and out: from a note as a file into the vault, and back, byte for byte the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.errors import Ambiguous, NotFound
from noteui.casework.people import (
    about_of,
    describe_person,
    merged,
    new_person,
    people_around,
    set_people,
    tidy_about,
)
from noteui.casework.writing import Draft, draft_of, find_record, new_record
from noteui.checks.note import About, Relation
from noteui.paper.note_file import NoteFile
from noteui.records import NoteRecord, Person, Status
from noteui.vault import search
from noteui.vault.vault import Vault


def import_note(vault: Vault, file: NoteFile) -> Draft:
    """Stores a note that was read from a file as a draft, author and times as the file gives them.

    It is about the person of the same name, kind and date of birth, or else a new one; what the file knows of
    them and of the people around fills gaps, and replaces nothing. Raises Ambiguous where two such people are
    known, CaseworkError where someone has no name; then nothing is stored.
    """
    with vault.writing() as session:
        person_id = _person_meant(session, file.note.about, file.note.people)
        record = new_record(session, vault, person_id, file.note, extra=file.extra, now=datetime.now(UTC))
        search.settle(session, record.id)
        return draft_of(record)


def export_note(vault: Vault, note_id: str) -> NoteFile:
    """The note as it would stand in a file. Raises NotFound, Ambiguous."""
    with vault.reading() as session:
        return _file_of(find_record(session, note_id))


def person_file(vault: Vault, person_id: str) -> list[NoteFile]:
    """All notes about a person in the order of events, void ones left out. Raises NotFound."""
    with vault.reading() as session:
        if session.get(Person, person_id) is None:
            raise NotFound("There is no such person in this vault.")
        records = session.scalars(
            select(NoteRecord).where(
                col(NoteRecord.person_id) == person_id, col(NoteRecord.status) != Status.VOID
            )
        )
        in_order = sorted(records, key=lambda r: (r.happened or r.recorded or datetime.max, r.id))
        return [_file_of(record) for record in in_order]


def _file_of(record: NoteRecord) -> NoteFile:
    draft = draft_of(record)
    return NoteFile(note=draft.note, extra=draft.extra)


def _person_meant(session: Session, told: About, people: tuple[Relation, ...]) -> str:
    told = tidy_about(told)
    same_kind = select(Person).where(col(Person.kind) == told.kind)
    found = [
        person
        for person in session.scalars(same_kind)
        if person.name.casefold() == told.name.casefold() and person.born == told.born
    ]
    if not found:
        return new_person(session, told, people)
    if len(found) > 1:
        raise Ambiguous(
            f"There are {len(found)} people called {told.name} with the same date of birth: "
            "make them different first."
        )
    person = found[0]
    known = about_of(person)
    filled = replace(
        known,
        known_as=known.known_as or told.known_as,
        pronouns=known.pronouns or told.pronouns,
        communicates=known.communicates or told.communicates,
    )
    if filled != known:
        describe_person(person, filled)
    around = people_around(session, [person.id])[person.id]
    together = merged(around, people)
    if together != around:
        set_people(session, person.id, together)
    return person.id
