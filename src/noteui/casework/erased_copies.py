"""What the vault keeps of an erased note beside the note: what was sealed and sent of it, or released.

A package and a released file are kept as they went, word for word, so they go with the note. What somebody
decided about sharing it, and what recipients said back, are records of their own and stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Text, cast, delete, select
from sqlmodel import Session, col

from noteui.casework import forms
from noteui.casework.redacting import Selection
from noteui.records import (
    Act,
    ContentKey,
    Direction,
    OutgoingRecord,
    PackageRecord,
    SharingItem,
    SubjectAccessRecord,
)
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Copies:
    """Identifiers: the packages and released requests destroyed with a note, and the sharings of it."""

    packages: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    sharings: tuple[str, ...] = ()


def destroy(session: Session, vault: Vault, note_id: str) -> Copies:
    """Destroys the keys of all copies of a note that the vault keeps, inside the act that erases it.

    Each leaves an entry in the log. What was being made ready of it loses its passages.
    """
    packages: list[str] = []
    requests: list[str] = []
    for ready in _made_ready(session, note_id):
        forms.forget_about(session, ready.id)
        if ready.sealed_seq is None:
            ready.selection, ready.answers = _without(ready, note_id), {}
            continue
        sent = select(col(PackageRecord.id)).where(
            col(PackageRecord.outgoing_id) == ready.id, col(PackageRecord.direction) == Direction.OUT
        )
        released = select(col(SubjectAccessRecord.id)).where(
            col(SubjectAccessRecord.outgoing_id) == ready.id,
            col(SubjectAccessRecord.released_at).is_not(None),
        )
        packages += session.scalars(sent)
        requests += session.scalars(released)
        # The database lets what was sealed change only once the log says that it was erased.
        vault.enter(session, Act.COPY_ERASED, object_id=ready.id, detail={"note": note_id})
        ready.selection, ready.answers = Selection().to_dict(), {}
    for subject_id in (*packages, *requests):
        vault.enter(session, Act.COPY_ERASED, object_id=subject_id, detail={"note": note_id})
        session.execute(delete(ContentKey).where(col(ContentKey.subject_id) == subject_id))
    session.flush()
    return Copies(tuple(packages), tuple(requests), tuple(_sharings(session, note_id)))


def is_erased(session: Session, subject_id: str) -> bool:
    """Whether the words of a package or a released request were destroyed with a note in it."""
    return session.get(ContentKey, subject_id) is None


def _made_ready(session: Session, note_id: str) -> Iterator[OutgoingRecord]:
    holds = cast(col(OutgoingRecord.selection), Text).contains(note_id)
    yield from session.scalars(select(OutgoingRecord).where(holds).order_by(col(OutgoingRecord.id))).all()


def _without(ready: OutgoingRecord, note_id: str) -> dict[str, object]:
    selection = Selection.from_dict(ready.selection)
    return Selection(
        tuple(span for span in selection.chosen if span.note != note_id),
        tuple(one for one in selection.redactions if one.note != note_id),
        selection.pseudonyms,
    ).to_dict()


def _sharings(session: Session, note_id: str) -> list[str]:
    asked = select(col(SharingItem.sharing_id)).where(col(SharingItem.note_id) == note_id).distinct()
    return sorted(session.scalars(asked))
