"""Carrying notes in and out: from a note as a file into the vault, and back, byte for byte the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.drafts import readable, require_readable
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.finalising import finals_of, sealed_content
from noteui.casework.people import (
    about_of,
    describe_person,
    merged,
    new_person,
    people_around,
    set_people,
    tidy_about,
)
from noteui.casework.reviewing import review_in, standing_in_words
from noteui.casework.writing import Draft, draft_of, find_record, new_record
from noteui.checks.note import About, Author, Relation
from noteui.paper.file_out import note_file_name, slug
from noteui.paper.note_file import NoteFile, write_note
from noteui.paper.person_file import PersonNote, write_person_file
from noteui.paper.sealed_file import Addition, Seal, write_sealed
from noteui.records import (
    NOTE,
    Act,
    Final,
    LogEntry,
    NoteRecord,
    Person,
    ReviewKind,
    SigningKey,
    Status,
    User,
)
from noteui.vault import log, receipt, search
from noteui.vault.vault import Vault


def import_note(vault: Vault, file: NoteFile) -> Draft:
    """Stores a note that was read from a file as a draft, author and times as the file gives them.

    It is about the person of the same name, kind and date of birth, or else a new one; what the file knows of
    them and of the people around fills gaps, and replaces nothing. Raises Ambiguous where two such people are
    known, NotAllowed, CaseworkError where someone has no name; then nothing is stored.
    """
    require(vault, May.WRITE)
    with vault.writing() as session:
        person_id = _person_meant(session, file.note.about, file.note.people)
        record = new_record(session, vault, person_id, file.note, extra=file.extra, now=datetime.now(UTC))
        search.settle(session, record.id)
        return draft_of(record)


@dataclass(frozen=True, slots=True)
class Document:
    """What leaves the vault: a name for the file, and its text."""

    file_name: str
    text: str = field(repr=False)


def export_note(vault: Vault, note_id: str, *, now: datetime) -> Document:
    """The note as a file; that it was taken out is left in the log.

    A draft is written as it stands. A finalised note is written exactly as it was signed, with its seal, what
    was added since, its review as far as this person hears it, and a receipt for the log. Raises NotAllowed,
    NotFound, Ambiguous, CaseworkError where it was erased or its seal is broken, VaultError.
    """
    require(vault, May.EXPORT)
    with vault.writing() as session:
        record = find_record(session, note_id)
        require_readable(vault, record)
        draft = draft_of(record)
        vault.enter(session, Act.NOTE_EXPORTED, object_id=record.id)
        if record.status is Status.DRAFT:
            text = write_note(NoteFile(draft.note, draft.extra))
        else:
            first, *additions = sealed_texts(session, record.id)
            if first.seal is None:
                raise CaseworkError("This note was never sealed: run noteui vault verify.", 4)
            line = receipt.issue(session, vault, now=now).line
            review = sealed_review(session, vault, record)
            text = write_sealed(first.text, first.seal, additions, review, line)
    return Document(note_file_name(draft.note), text)


def export_person(vault: Vault, person_id: str) -> Document:
    """A person's whole file in the order of events, with statuses and additions; left in the log.

    Void notes are named and not repeated; erased ones and the drafts of others are left out. Raises
    NotAllowed, NotFound, VaultError.
    """
    require(vault, May.EXPORT)
    with vault.writing() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound("There is no such person in this vault.")
        records = session.scalars(
            select(NoteRecord).where(
                col(NoteRecord.person_id) == person_id, col(NoteRecord.erased_at).is_(None), readable(vault)
            )
        ).all()
        notes = [_in_file(session, vault, record) for record in records]
        vault.enter(session, Act.NOTE_EXPORTED, object_id=person_id, detail={"notes": len(notes)})
        about, around = about_of(person), people_around(session, [person_id])[person_id]
    return Document(f"{slug(about.name)}.md", write_person_file(about, around, notes))


def sealed_texts(session: Session, note_id: str) -> list[Addition]:
    """The final contents of a note in order, each with its seal; the first is the note itself.

    Raises CaseworkError where they were erased or a seal is broken.
    """
    found = _sealed(session, finals_of(session, note_id))
    if not found:
        raise CaseworkError("Nothing final is kept of this note.")
    return found


def sealed_review(session: Session, vault: Vault, record: NoteRecord) -> list[Addition]:
    """The acts of a note's review in order, each with its seal, as far as this person may hear them."""
    heard = {remark.id for remark in review_in(session, vault, record).remarks if remark.is_heard}
    finals = finals_of(session, record.id, [kind.value for kind in ReviewKind])
    return _sealed(session, [final for final in finals if final.id in heard])


def _sealed(session: Session, finals: Sequence[Final]) -> list[Addition]:
    people = {user.id: user for user in session.scalars(select(User))}
    keys = {key.id: key.public for key in session.scalars(select(SigningKey))}
    found = []
    for final in finals:
        content = sealed_content(session, final)
        entry = session.get_one(LogEntry, final.seq)
        by = people[final.author_id]
        signed_as = content.aside.get("by") or {"name": by.name, "role": by.role}
        found.append(
            Addition(
                kind=final.kind,
                by=Author(**signed_as),
                at=final.at,
                text=content.text,
                aside=content.aside if final.kind != NOTE else {},
                seal=Seal(content.salt.hex(), log.parts(entry), entry.signature, keys.get(entry.key_id, "")),
            )
        )
    return found


def _in_file(session: Session, vault: Vault, record: NoteRecord) -> PersonNote:
    draft = draft_of(record)
    if record.status is Status.DRAFT:
        return PersonNote(draft.note, record.status.value)
    first, *additions = sealed_texts(session, record.id)
    review = review_in(session, vault, record)
    return PersonNote(
        draft.note,
        record.status.value,
        first.by,
        record.finalised_at,
        tuple(additions),
        standing_in_words(review) if review.remarks else "",
    )


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
