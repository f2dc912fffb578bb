"""What a person's earlier notes tell the checks of the one that is being written."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from noteui.casework.access import May, require
from noteui.casework.drafts import readable
from noteui.casework.finalising import FinalNote, read_final
from noteui.casework.writing import draft_of
from noteui.checks.earlier import Earlier, EarlierNote, summary
from noteui.records import NoteRecord, Status
from noteui.vault.vault import Vault

LOOKED_BACK = 50
"""How many notes are read: years of visits for most, and a blink of work in another thread."""
SHOWN_BESIDE = 5
"""How many earlier notes stand beside one that is read."""


def earlier_notes(vault: Vault, person_id: str, note_id: str) -> Earlier:
    """A summary of the person's latest notes besides this one, the newest first; none void or erased, nor
    anybody else's draft.

    It reads the notes' texts and is meant for another thread than the one that types. Raises VaultError.
    """
    with vault.reading() as session:
        asked = (
            select(col(NoteRecord.id))
            .where(
                col(NoteRecord.person_id) == person_id,
                col(NoteRecord.id) != note_id,
                col(NoteRecord.status) != Status.VOID,
                col(NoteRecord.erased_at).is_(None),
                readable(vault),
            )
            .order_by(col(NoteRecord.happened).desc(), col(NoteRecord.id))
            .limit(LOOKED_BACK)
        )
        return Earlier(
            tuple(
                note
                for found in session.scalars(asked).all()
                if (record := session.get(NoteRecord, found)) is not None
                and (note := _summed_up(record)) is not None
            )
        )


def _summed_up(record: NoteRecord) -> EarlierNote | None:
    return summary(record.id, draft_of(record).note) if record.words else None


def read_before(vault: Vault, person_id: str, note_id: str, *, limit: int = SHOWN_BESIDE) -> list[FinalNote]:
    """A person's latest finalised notes besides this one, the newest first, to be read beside it.

    Each is left in the log as read. Raises NotAllowed, VaultError.
    """
    require(vault, May.READ)
    with vault.reading() as session:
        asked = (
            select(col(NoteRecord.id))
            .where(
                col(NoteRecord.person_id) == person_id,
                col(NoteRecord.id) != note_id,
                col(NoteRecord.status) == Status.FINALISED,
                col(NoteRecord.erased_at).is_(None),
            )
            .order_by(col(NoteRecord.happened).desc(), col(NoteRecord.id))
            .limit(limit)
        )
        found = session.scalars(asked).all()
    return [read_final(vault, earlier_id) for earlier_id in found]
