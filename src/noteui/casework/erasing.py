"""Erasing a note on lawful instruction: its key is destroyed, its words are gone, the history still verifies.

The copies that the vault keeps of what was sealed and sent of it go with it. What stays is that there was a
note, about whom, when it happened and was signed, that it was erased, by whom and on what basis; and what was
decided about sharing it, whose recipients are to be told. Backups made before still hold it: the automatic
ones are thrown away and one is made anew, and the certificate names those that were made by hand.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import delete, select, text
from sqlmodel import Session, col

from noteui.casework import erased_copies, forms
from noteui.casework.access import May, require
from noteui.casework.desk import NoteLine, lines_of
from noteui.casework.erased_copies import Copies
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.finalising import finals_of, make_final
from noteui.casework.retention import is_held
from noteui.casework.sharing_corrections import whom_to_tell
from noteui.casework.storable import storable
from noteui.casework.writing import find_record
from noteui.checks.note import FIELDS
from noteui.records import (
    ACTION_STEP,
    CHRONOLOGY,
    TEXTS,
    Act,
    Action,
    ContentKey,
    CountedNote,
    FindingCount,
    LogEntry,
    NoteRecord,
    NoteSignals,
    ReviewKind,
    Status,
    UnfinishedRecord,
)
from noteui.records.ids import new_id
from noteui.vault import backup, receipt, seal, search
from noteui.vault.errors import VaultError
from noteui.vault.vault import Vault

CERTIFICATE = "certificate"
"""The kind of final content that an erasure leaves."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased: the note's identifier, the certificate as Markdown, and backups that still hold it.

    `tell` says whom to tell of it, as a sentence; None where it went to nobody.
    """

    note_id: str
    certificate: str = field(repr=False)
    backups_left: tuple[str, ...]
    tell: str | None = field(default=None, repr=False)


def erase(vault: Vault, note_id: str, *, basis: str, now: datetime) -> Erasure:
    """Destroys a finalised note's key and its words wherever the vault keeps them, and certifies it.

    `basis` is on whose instruction and by what law or schedule. Raises NotAllowed (administrators may),
    NotFound, Ambiguous, Conflict where it is a draft, erased already or held, CaseworkError without a basis.
    """
    require(vault, May.ERASE)
    said = storable(" ".join(basis.split()))
    if not said:
        raise CaseworkError("Say on what basis it is erased: whose instruction, which schedule or law.")
    with vault.writing() as session:
        record = find_record(session, note_id)
        _refuse(session, record)
        kinds = (*TEXTS, *ReviewKind, ACTION_STEP, CHRONOLOGY)
        contents = len(finals_of(session, record.id, kinds))
        certificate_id = new_id()
        detail: dict[str, str | int] = {"contents": contents, "certificate": certificate_id}
        entry = vault.enter(session, Act.NOTE_ERASED, object_id=record.id, detail=detail)
        _destroy(session, record, now)
        copies = erased_copies.destroy(session, vault, record.id)
        words = _certificate(vault, record, entry, contents, copies, said, now)
        words += f"\n{receipt.issue(session, vault, now=now).line}\n"
        make_final(session, vault, certificate_id, CERTIFICATE, seal.Content(words), Act.ERASURE_CERTIFIED)
        erased_id = record.id
    with contextlib.suppress(VaultError), vault.engine.connect() as connection:
        # The words are overwritten in the database; what the write-ahead log still holds goes with it.
        connection.execute(text("PRAGMA wal_checkpoint(truncate)"))
    left = backup.renew_after_erasure(vault, today=now.date())
    return Erasure(erased_id, words, tuple(path.name for path in left), whom_to_tell(vault, erased_id))


def erasable(vault: Vault, person_id: str) -> list[NoteLine]:
    """The notes of a person that are final and not erased yet, the earliest first. Raises NotAllowed."""
    require(vault, May.READ)
    asked = (
        select(col(NoteRecord.id))
        .where(col(NoteRecord.person_id) == person_id, col(NoteRecord.status) != Status.DRAFT)
        .where(col(NoteRecord.erased_at).is_(None))
        .order_by(col(NoteRecord.happened), col(NoteRecord.id))
    )
    with vault.reading() as session:
        ids = list(session.scalars(asked))
        lines = lines_of(session, ids)
    return [lines[note_id] for note_id in ids]


def _refuse(session: Session, record: NoteRecord) -> None:
    if record.status is Status.DRAFT:
        raise Conflict("This is a draft: nothing of it is final, so there is nothing to erase.")
    if record.erased_at is not None:
        raise Conflict("This note is erased already.")
    if is_held(session, record.person_id):
        raise Conflict("This person's file is held: nothing of it may be erased until the hold is lifted.")


def _destroy(session: Session, record: NoteRecord, now: datetime) -> None:
    session.execute(delete(ContentKey).where(col(ContentKey.subject_id) == record.id))
    session.execute(delete(UnfinishedRecord).where(col(UnfinishedRecord.note_id) == record.id))
    forms.forget_about(session, record.id)
    session.execute(delete(NoteSignals).where(col(NoteSignals.note_id) == record.id))
    session.execute(delete(Action).where(col(Action.note_id) == record.id))
    session.execute(delete(FindingCount).where(col(FindingCount.note_id) == record.id))
    session.execute(delete(CountedNote).where(col(CountedNote.note_id) == record.id))
    search.forget(session, record.id)
    for name in (*FIELDS, "first_line"):
        setattr(record, name, "")
    record.words = 0
    record.people, record.dismissals, record.extra, record.caret = [], [], {}, {}
    record.about = {**record.about, "known_as": None, "born": None, "pronouns": None, "communicates": None}
    record.seen = record.seen_alone = record.interpreter = None
    record.settled = True
    record.erased_at = now.astimezone(UTC)
    session.flush()


def _certificate(
    vault: Vault,
    record: NoteRecord,
    entry: LogEntry,
    contents: int,
    copies: Copies,
    basis: str,
    now: datetime,
) -> str:
    happened = f"{record.happened:%Y-%m-%d %H:%M}" if record.happened else "not recorded"
    return "\n".join(
        [
            "# Certificate of erasure",
            "",
            f"- Note: {record.id}, {record.contact}, happened {happened}",
            f"- Erased: {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC by {vault.user.name}, {vault.user.role}",
            f"- Basis: {basis}",
            f"- Contents destroyed: {contents} (the note, what was added to it, "
            "and what was said of it later)",
            *_copies(copies),
            f"- Entry of the log: {entry.seq}:{entry.hash[:8]}",
            "",
            "The key that alone opened these contents was destroyed, and the words were overwritten in the "
            "vault and its search index. Copies that had left the vault, and backups kept elsewhere, are not "
            "reached by this.",
            "",
        ]
    )


def _copies(copies: Copies) -> list[str]:
    lines = []
    if copies.packages:
        lines.append(f"- Copies of sealed packages destroyed with it: {', '.join(copies.packages)}")
    if copies.requests:
        lines.append(
            f"- Copies of what was released on request destroyed with it: {', '.join(copies.requests)}"
        )
    if copies.sharings:
        lines.append(
            f"- Decisions to share it, which stand with what recipients said: {', '.join(copies.sharings)}. "
            "The recipients are to be told that it was erased."
        )
    return lines
