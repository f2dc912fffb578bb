"""Corrections travel: what was added to a note after it went to somebody, until they were told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import ADDITIONS, Final, Reach, RecipientRecord, SharingItem, ToldAgain
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that was added to a shared note (`kind`, when in UTC), and who was not told of it yet."""

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
    told = select(ToldAgain).where(
        col(ToldAgain.recipient_id) == col(RecipientRecord.id), col(ToldAgain.final_id) == col(Final.id)
    )
    asked = (
        select(  # type: ignore[call-overload]
            RecipientRecord.sharing_id,
            RecipientRecord.id,
            SharingItem.note_id,
            Final.id,
            Final.kind,
            Final.at,
        )
        .join(SharingItem, col(SharingItem.sharing_id) == col(RecipientRecord.sharing_id))
        .join(Final, col(Final.subject_id) == col(SharingItem.note_id))
        .where(
            col(RecipientRecord.sent_seq) < col(Final.seq),
            col(RecipientRecord.state).not_in((Reach.BOUNCED, Reach.MISDIRECTED, Reach.WITHDRAWN)),
            col(Final.kind).in_(ADDITIONS),
            ~told.exists(),
        )
        .distinct()
        .order_by(col(Final.at), col(RecipientRecord.id))
    )
    if sharing_id is not None:
        asked = asked.where(col(RecipientRecord.sharing_id) == sharing_id)
    if note_id is not None:
        asked = asked.where(col(SharingItem.note_id) == note_id)
    return [Untold(*row) for row in session.execute(asked)]


def whom_to_tell(vault: Vault, note_id: str) -> str | None:
    """Whom to tell that something was added to a note that went to them, as a sentence; None for nobody."""
    with vault.reading() as session:
        owed = dict.fromkeys(one.recipient_id for one in untold(session, note_id=note_id))
        rows = [session.get_one(RecipientRecord, one) for one in owed]
    if not rows:
        return None
    named = "; ".join(", ".join(part for part in (r.name, r.role, r.agency) if part) for r in rows)
    return f"This note was shared. Tell them what changed: {named}."
