"""What the log binds of actions, clocks, chronologies and supervisions, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import or_, select
from sqlmodel import Session, col

from noteui.checks.actions import parse_actions
from noteui.records import (
    Action,
    ActionStep,
    ChronologyMark,
    ClockStep,
    NoteRecord,
    Record,
    Status,
    SupervisionRecord,
    SupervisionWith,
)
from noteui.vault import seal

_BOUND: tuple[tuple[type[Record], str], ...] = (
    (ActionStep, "the outcome of an action"),
    (ClockStep, "the clock"),
    (ChronologyMark, "the mark in a chronology"),
    (SupervisionRecord, "the supervision"),
)


def bound(row: Record, also: object = None) -> dict[str, str | int]:
    """What the entry of an act says of the row that it makes final, for its detail.

    `also` is what belongs to it and stands in other rows.
    """
    names = sorted(set(row.__table__.columns.keys()) - {"seq"})  # type: ignore[attr-defined]
    plain = {name: _plain(getattr(row, name)) for name in names}
    told = seal.canonical({"table": str(row.__tablename__), "row": plain, "also": also})
    return {"bound": hashlib.sha256(told.encode()).hexdigest()}


def bound_faults(session: Session, told: Mapping[int, str]) -> Iterator[str]:
    """What differs from the log. `told` has the digest of each bound row by its entry."""
    seen: set[int] = set()
    for table, name in _BOUND:
        seq = col(table.seq)  # type: ignore[attr-defined]
        for row in session.scalars(select(table).where(seq.is_not(None)).order_by(seq)).yield_per(500):
            number: int = row.seq  # type: ignore[attr-defined]
            seen.add(number)
            if number not in told:
                yield f"{name} of entry {number} of the log was added without it"
            elif bound(row, _also(session, row))["bound"] != told[number]:
                yield f"{name} of entry {number} of the log was changed"
    for number in sorted(told.keys() - seen):
        yield f"what entry {number} of the log made final is gone"
    yield from _action_faults(session)


def supervised(session: Session, supervision_id: str) -> list[str]:
    """The identifiers of those whom a supervision was with, in order."""
    asked = select(col(SupervisionWith.user_id)).where(col(SupervisionWith.supervision_id) == supervision_id)
    return sorted(session.scalars(asked))


def _also(session: Session, row: Record) -> object:
    return supervised(session, row.id) if isinstance(row, SupervisionRecord) else None


def _action_faults(session: Session) -> Iterator[str]:
    """The actions of a final note must be those that stand in its text."""
    kept: dict[str, list[tuple[object, ...]]] = {}
    for row in session.scalars(select(Action).order_by(col(Action.note_id), col(Action.position))):
        kept.setdefault(row.note_id, []).append((row.text, row.owner, row.due, row.done))
    final = select(col(NoteRecord.id), col(NoteRecord.actions)).where(
        col(NoteRecord.status) != Status.DRAFT,
        col(NoteRecord.erased_at).is_(None),
        # most notes have none, written or kept
        or_(col(NoteRecord.actions) != "", col(NoteRecord.id).in_(select(col(Action.note_id)))),
    )
    for note_id, text in session.execute(final).yield_per(500):
        written = [(line.text, line.owner, line.due, line.done) for line in parse_actions(text)]
        if kept.get(note_id, []) != written:
            yield f"the actions of note {note_id} are not those that it was finalised with"


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)
