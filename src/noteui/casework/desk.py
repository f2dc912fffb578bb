"""What lies on the desk: drafts, recent notes and people, as lists that never load a note's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlmodel import Session, col

from noteui.casework.people import PersonCard, cards
from noteui.records import NoteRecord, Person, Status
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note in a list. `saved_at` is in UTC, `happened` a wall-clock time."""

    id: str
    person_name: str
    contact: str
    happened: datetime | None
    status: str
    author_name: str | None
    saved_at: datetime
    words: int
    first_line: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Drafts by when they were saved, finalised notes by when they happened, newest first; people by name."""

    drafts: list[NoteLine]
    recent: list[NoteLine]
    people: list[PersonCard]


def desk(vault: Vault, *, limit: int = 200) -> Desk:
    """The desk, with at most `limit` drafts and as many finalised notes; void ones are not on it."""
    with vault.reading() as session:
        drafts = _lines().where(col(NoteRecord.status) == Status.DRAFT)
        recent = _lines().where(col(NoteRecord.status) == Status.FINALISED)
        return Desk(
            _run(session, drafts.order_by(col(NoteRecord.saved_at).desc()).limit(limit)),
            _run(session, recent.order_by(col(NoteRecord.happened).desc().nulls_last()).limit(limit)),
            cards(session),
        )


def list_notes(
    vault: Vault,
    *,
    person_id: str | None = None,
    status: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> list[NoteLine]:
    """Notes by when they happened, newest first; `since` and `until` are days, both included.

    Raises ValueError for a status that is none.
    """
    asked = _lines().order_by(col(NoteRecord.happened).desc().nulls_last(), col(NoteRecord.id))
    if person_id is not None:
        asked = asked.where(col(NoteRecord.person_id) == person_id)
    if status is not None:
        asked = asked.where(col(NoteRecord.status) == Status(status))
    if since is not None:
        asked = asked.where(col(NoteRecord.happened) >= _midnight(since))
    if until is not None:
        asked = asked.where(col(NoteRecord.happened) < _midnight(until) + timedelta(days=1))
    if limit is not None:
        asked = asked.limit(limit)
    with vault.reading() as session:
        return _run(session, asked)


def lines_of(session: Session, note_ids: Sequence[str]) -> dict[str, NoteLine]:
    """The lines of some notes by their identifiers, inside an act that does more."""
    found = _run(session, _lines().where(col(NoteRecord.id).in_(note_ids)))
    return {line.id: line for line in found}


def _lines() -> Select[tuple[str, str, str, datetime | None, Status, str | None, datetime, int, str]]:
    return select(  # type: ignore[call-overload, no-any-return]
        NoteRecord.id,
        Person.name,
        NoteRecord.contact,
        NoteRecord.happened,
        NoteRecord.status,
        NoteRecord.author_name,
        NoteRecord.saved_at,
        NoteRecord.words,
        NoteRecord.first_line,
    ).join(Person, col(Person.id) == col(NoteRecord.person_id))


def _run(
    session: Session,
    asked: Select[tuple[str, str, str, datetime | None, Status, str | None, datetime, int, str]],
) -> list[NoteLine]:
    return [
        NoteLine(id_, person, contact, happened, status.value, author, saved_at, words, first_line)
        for id_, person, contact, happened, status, author, saved_at, words, first_line in session.execute(
            asked
        )
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
