"""Corrections travel: what was added to a note after it went to somebody, until they were told of it.

So does an erasure: whoever has what was erased is told of that as well (UK GDPR, article 19).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from noteui.records import (
    ADDITIONS,
    Act,
    Final,
    LogEntry,
    NoteRecord,
    Reach,
    RecipientRecord,
    SharingItem,
    ToldAgain,
)
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that was added to a shared note (`kind`, when in UTC), and who was not told of it yet.

    Of a note that was erased since it is the certificate of that, of the kind "erased".
    """

    sharing_id: str
    recipient_id: str
    note_id: str
    final_id: str
    kind: str
    at: datetime


def untold(session: Session, *, sharing_id: str | None = None, note_id: str | None = None) -> list[Untold]:
    """Everything that recipients were not told of, the oldest first; of one sharing or one note if asked.

    Sent anew after the addition, it is no longer owed; what never arrived, or was taken back, never was.
    """
    within = _within(sharing_id, note_id)
    asked = (
        select(*_COLUMNS, Final.id, Final.kind, Final.at)  # type: ignore[call-overload]
        .join(SharingItem, col(SharingItem.sharing_id) == col(RecipientRecord.sharing_id))
        .join(Final, col(Final.subject_id) == col(SharingItem.note_id))
        .join(NoteRecord, col(NoteRecord.id) == col(SharingItem.note_id))
        .where(*within, *_OWED, col(Final.kind).in_(ADDITIONS), col(NoteRecord.erased_at).is_(None))
        .distinct()
    )
    owed = [Untold(*row) for row in session.execute(asked)]
    owed += _of_erasures(session, within)
    return sorted(owed, key=lambda one: (one.at, one.recipient_id))


_TOLD = select(ToldAgain).where(
    col(ToldAgain.recipient_id) == col(RecipientRecord.id), col(ToldAgain.final_id) == col(Final.id)
)
_OWED = (
    col(RecipientRecord.sent_seq) < col(Final.seq),
    col(RecipientRecord.state).not_in((Reach.BOUNCED, Reach.MISDIRECTED, Reach.WITHDRAWN)),
    ~_TOLD.exists(),
)
_COLUMNS = (RecipientRecord.sharing_id, RecipientRecord.id, SharingItem.note_id)


def _within(sharing_id: str | None, note_id: str | None) -> list[ColumnElement[bool]]:
    found = []
    if sharing_id is not None:
        found.append(col(RecipientRecord.sharing_id) == sharing_id)
    if note_id is not None:
        found.append(col(SharingItem.note_id) == note_id)
    return found


def _of_erasures(session: Session, within: Sequence[ColumnElement[bool]]) -> Iterator[Untold]:
    """Those that are owed word of an erasure, each with the certificate that the log's entry names."""
    asked = (
        select(SharingItem.note_id, LogEntry.detail)  # type: ignore[call-overload]
        .join(RecipientRecord, col(RecipientRecord.sharing_id) == col(SharingItem.sharing_id))
        .join(LogEntry, col(LogEntry.object_id) == col(SharingItem.note_id))
        .where(*within, col(LogEntry.act) == Act.NOTE_ERASED)
        .distinct()
    )
    for erased, detail in session.execute(asked).all():
        certificate = json.loads(detail)["certificate"]
        owed = (
            select(*_COLUMNS, Final.id, Final.at)  # type: ignore[call-overload]
            .join(SharingItem, col(SharingItem.sharing_id) == col(RecipientRecord.sharing_id))
            .join(Final, col(Final.subject_id) == certificate)
            .where(*within, *_OWED, col(SharingItem.note_id) == erased)
            .distinct()
        )
        for sharing_id, recipient_id, note_id, final_id, at in session.execute(owed):
            yield Untold(sharing_id, recipient_id, note_id, final_id, "erased", at)


def whom_to_tell(vault: Vault, note_id: str) -> str | None:
    """Whom to tell what became of a note that went to them, as a sentence; None for nobody."""
    with vault.reading() as session:
        found = untold(session, note_id=note_id)
        owed = dict.fromkeys(one.recipient_id for one in found)
        rows = [session.get_one(RecipientRecord, one) for one in owed]
    if not rows:
        return None
    named = "; ".join(", ".join(part for part in (r.name, r.role, r.agency) if part) for r in rows)
    what = "that it was erased" if any(one.kind == "erased" for one in found) else "what changed"
    return f"This note was shared. Tell them {what}: {named}."
