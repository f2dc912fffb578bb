"""What lies on the desk: drafts and recent notes, as lists that never load a note's text."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.drafts import readable
from noteui.records import NoteRecord, Person, Status
from noteui.vault.errors import DamagedVault
from noteui.vault.vault import Vault

_Row = tuple[str, str, str, datetime | None, Status, str | None, datetime, int, str, datetime | None]


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
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Drafts by when they were saved, finalised notes by when they happened, newest first."""

    drafts: list[NoteLine]
    recent: list[NoteLine]


def desk(vault: Vault, *, limit: int = 200) -> Desk:
    """The desk, with at most `limit` drafts and as many finalised notes.

    Void ones are not on it, nor the drafts of others, nor, in a damaged vault, what cannot be read. The
    people are asked for by themselves: to count the notes of each takes as long as a vault is large.
    Raises NotAllowed, VaultError.
    """
    require(vault, May.READ)
    drafts = _allowed(vault, _lines().where(col(NoteRecord.status) == Status.DRAFT))
    recent = _lines().where(col(NoteRecord.status) == Status.FINALISED)
    try:
        with vault.reading() as session:
            return Desk(
                _run(session, drafts.order_by(col(NoteRecord.saved_at).desc()).limit(limit)),
                _run(session, recent.order_by(col(NoteRecord.happened).desc().nulls_last()).limit(limit)),
            )
    except DamagedVault:
        return Desk(
            sorted(_run_each(vault, drafts), key=lambda line: line.saved_at, reverse=True)[:limit],
            sorted(_run_each(vault, recent), key=_when, reverse=True)[:limit],
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

    The drafts of others are left out, and in a damaged vault what cannot be read. Raises NotAllowed;
    ValueError for a status that is none.
    """
    require(vault, May.READ)
    asked = _allowed(vault, _lines())
    if person_id is not None:
        asked = asked.where(col(NoteRecord.person_id) == person_id)
    if status is not None:
        asked = asked.where(col(NoteRecord.status) == Status(status))
    if since is not None:
        asked = asked.where(col(NoteRecord.happened) >= _midnight(since))
    if until is not None:
        asked = asked.where(col(NoteRecord.happened) < _midnight(until) + timedelta(days=1))
    try:
        with vault.reading() as session:
            in_order = asked.order_by(col(NoteRecord.happened).desc().nulls_last(), col(NoteRecord.id))
            return _run(session, in_order.limit(limit))
    except DamagedVault:
        return sorted(_run_each(vault, asked), key=_when, reverse=True)[:limit]


def lines_of(session: Session, note_ids: Sequence[str]) -> dict[str, NoteLine]:
    """The lines of some notes by their identifiers, inside an act that does more."""
    found = _run(session, _lines().where(col(NoteRecord.id).in_(note_ids)))
    return {line.id: line for line in found}


def _lines() -> Select[_Row]:
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
        NoteRecord.erased_at,
    ).join(Person, col(Person.id) == col(NoteRecord.person_id))


def _allowed(vault: Vault, asked: Select[_Row]) -> Select[_Row]:
    return asked.where(readable(vault))


def _run(
    session: Session,
    asked: Select[_Row],
) -> list[NoteLine]:
    return [
        NoteLine(
            id=row.id,
            person_name=row.name,
            contact=row.contact,
            happened=row.happened,
            status=row.status.value,
            author_name=row.author_name,
            saved_at=row.saved_at,
            words=row.words,
            first_line=row.first_line,
            is_erased=row.erased_at is not None,
        )
        for row in session.execute(asked)
    ]


def _run_each(vault: Vault, asked: Select[_Row]) -> list[NoteLine]:
    """The same note by note, without those that stand on damaged pages."""
    with vault.reading() as session:
        ids = session.scalars(select(col(NoteRecord.id))).all()
    found: list[NoteLine] = []
    for note_id in ids:
        with contextlib.suppress(DamagedVault), vault.reading() as session:
            found += _run(session, asked.where(col(NoteRecord.id) == note_id))
    return found


def _when(line: NoteLine) -> datetime:
    return line.happened or datetime.min


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
