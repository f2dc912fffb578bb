"""What waits for me: notes for a reviewer to read, and for a writer what was asked of them. Each says why.

The oldest risk comes first. No text of a note is read for it, so that it stands there at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from importlib import resources

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, may, require
from noteui.casework.nation import configured_nation
from noteui.casework.standing import Standing, Step, standing_of
from noteui.casework.working_days import WorkingDays, working_days
from noteui.records import (
    TEXTS,
    Final,
    NoteRecord,
    NoteSignals,
    Person,
    ReviewAct,
    ReviewKind,
    Status,
    User,
)
from noteui.vault.vault import Vault

MOST = 200
"""Rows that are listed at most; what is left out is counted."""
_IN_WORDS = {
    "risk": "risk without an action",
    "late": "written late",
    "voice_missing": "voice missing",
    "dismissed_twice": "the same finding dismissed twice",
}


class Group(IntEnum):
    """Why a row is where it is in the queue; in this order."""

    RISK = 0
    OVERDUE = 1
    ASKED = 2
    LOOK = 3
    WAITS = 4
    SAID = 5

    @property
    def title(self) -> str:
        """The heading above its rows."""
        return _TITLES[self]


_TITLES = {
    Group.RISK: "Risk without an action, the oldest first",
    Group.OVERDUE: "Overdue",
    Group.ASKED: "Asked of you",
    Group.LOOK: "Not submitted, and worth a look",
    Group.WAITS: "Waiting for somebody else",
    Group.SAID: "Said about your recording",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One note in the queue: about whom, when it happened (wall clock), who signed it, and why it waits.

    `why` are reasons in words, the gravest first; `since` is when it began to wait, in UTC.
    """

    note_id: str
    person: str = field(repr=False)
    contact: str
    happened: datetime | None
    writer: str = field(repr=False)
    group: Group
    why: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows in order, at most `MOST`, and how many more there are by group."""

    rows: list[Row]
    left_out: Mapping[Group, int]

    @property
    def waiting(self) -> int:
        """How many notes wait for whoever opened the vault."""
        shown = sum(row.group <= Group.LOOK for row in self.rows)
        return shown + sum(number for group, number in self.left_out.items() if group <= Group.LOOK)


@dataclass(frozen=True, slots=True)
class _Note:
    id: str
    person: str
    contact: str
    happened: datetime | None
    finalised_at: datetime
    writer_id: str
    written_by: tuple[str | None, str | None]
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Calendar:
    today: date
    working: WorkingDays

    def days_since(self, at: datetime) -> int:
        """Working days of the vault's nation from a moment in UTC until today."""
        return max(0, self.working.between(at.astimezone().date(), self.today))


def queue(vault: Vault, *, today: date) -> Queue:
    """What waits for whoever opened the vault to review. Raises NotAllowed, VaultError."""
    require(vault, May.REVIEW)
    return _to_be_reviewed(vault, _read(vault, today))


def asked(vault: Vault, *, today: date) -> Queue:
    """What was asked of whoever opened the vault about notes that they wrote, and what was said of them.

    Raises NotAllowed, VaultError.
    """
    require(vault, May.WRITE)
    return _asked_of(vault, _read(vault, today))


def mine(vault: Vault, *, today: date) -> Queue:
    """What waits for me: for who may review what is to be reviewed, and for everybody what was asked of them.

    Raises NotAllowed, VaultError.
    """
    if not may(vault.user.access, May.REVIEW):
        return asked(vault, today=today)
    read = _read(vault, today)
    to_review, of_me = _to_be_reviewed(vault, read), _asked_of(vault, read)
    both = {
        group: to_review.left_out.get(group, 0) + of_me.left_out.get(group, 0)
        for group in {*to_review.left_out, *of_me.left_out}
    }
    return Queue(sorted([*to_review.rows, *of_me.rows], key=_in_order), both)


def _to_be_reviewed(vault: Vault, read: _Read) -> Queue:
    rows = []
    for note in read.notes:
        wrote = {note.writer_id, *read.writers.get(note.id, ())}
        if vault.user.id in wrote or note.written_by == (vault.user.name, vault.user.role):
            continue
        row = _to_review(note, read.steps.get(note.id, []), vault.user.id, read.names, read.calendar)
        if row is not None:
            rows.append(row)
    return _cut(rows)


def _asked_of(vault: Vault, read: _Read) -> Queue:
    me = vault.user.id
    found = (
        _to_answer(note, read.steps.get(note.id, []), read.names, read.calendar)
        for note in read.notes
        if note.writer_id == me or me in read.writers.get(note.id, ())
    )
    return _cut([row for row in found if row is not None])


# -- why a note waits


def _to_review(
    note: _Note, steps: Sequence[Step], me: str, names: Mapping[str, tuple[str, bool]], calendar: _Calendar
) -> Row | None:
    now = standing_of(steps)
    risk = "risk" in note.signals and not now.holds
    reviewer = now.reviewer_id
    for_me = reviewer in (None, me) or not names.get(reviewer or "", ("", False))[1]
    if now.waits_for_reviewer and (for_me or risk):
        why, since = _why_it_waits(note, now, me, names, calendar)
        overdue = now.submitted is not None and calendar.days_since(now.submitted.at) > overdue_after()
        group = Group.RISK if risk else Group.OVERDUE if overdue else Group.ASKED
    elif now.waits_for_writer and me in _askers(now):
        since = _askers(now)[me]
        why = [f"you asked {_ago(calendar.days_since(since))}, and not answered"]
        group = Group.WAITS
    elif now.waits_for_writer or now.decision is not None or not note.signals:
        return None
    else:
        read = any(step.kind is not None for step in steps)
        old = (calendar.today - note.finalised_at.astimezone().date()).days > looked_at_days()
        if not risk and (read or old):
            return None
        why, since = ["not submitted"], note.finalised_at
        group = Group.RISK if risk else Group.LOOK
    signals = [_IN_WORDS[name] for name in note.signals if name != "risk" or risk]
    return _row(note, names, group, (*signals, *why), since)


def _askers(now: Standing) -> dict[str, datetime]:
    """Who waits for the writer, and since when."""
    waiting = [*now.open_.values(), *([now.returned] if now.returned and not now.open_ else ())]
    return {step.by_id: step.at for step in reversed(waiting)}


def _why_it_waits(
    note: _Note, now: Standing, me: str, names: Mapping[str, tuple[str, bool]], calendar: _Calendar
) -> tuple[list[str], datetime]:
    why: list[str] = []
    since = note.finalised_at
    if now.submitted is not None:
        since = now.submitted.at
        to = now.submitted.to_id
        days = calendar.days_since(since)
        late = (
            f"review overdue: submitted {_ago(days)}" if days > overdue_after() else f"submitted {_ago(days)}"
        )
        why.append(late if to is None else f"{late} to {'you' if to == me else _called(to, names)}")
    if now.answered is not None:
        by = _called(now.answered.by_id, names)
        added = now.answered.kind is None
        why.append(f"added to by {by} after a suggestion" if added else f"answered by {by}")
        since = now.answered.at if now.submitted is None else since
    if now.returned is not None and (now.since or now.submitted or now.answered):
        why.append("returned before, and answered since" if not now.since else "returned, and added to since")
    elif now.agreed is not None and now.since:
        why.append("added to since it was agreed, which no longer holds")
    if now.submitted is None and now.answered is None and now.since:
        since = now.since[-1].at
    return why, since


def _to_answer(
    note: _Note, steps: Sequence[Step], names: Mapping[str, tuple[str, bool]], calendar: _Calendar
) -> Row | None:
    now = standing_of(steps)
    why: list[str] = []
    since = note.finalised_at
    if now.waits_for_writer:
        for kind, word in ((ReviewKind.QUESTION, "question"), (ReviewKind.SUGGESTION, "suggestion")):
            asked_ = [step for step in now.open_.values() if step.kind is kind]
            if asked_:
                by = ", ".join(dict.fromkeys(_called(step.by_id, names) for step in asked_))
                why.append(f"a {word} from {by}" if len(asked_) == 1 else f"{len(asked_)} {word}s from {by}")
                since = asked_[0].at
        if now.returned is not None and not (now.since or now.submitted or now.answered):
            why.append(f"returned by {_called(now.returned.by_id, names)} with reasons")
            since = now.returned.at
        return _row(note, names, Group.ASKED, tuple(why), since)
    if now.submitted is not None:
        to = now.submitted.to_id
        whom = _called(to, names) if to else "anybody who reviews"
        days = calendar.days_since(now.submitted.at)
        return _row(note, names, Group.WAITS, (f"submitted to {whom} {_ago(days)}",), now.submitted.at)
    said = [step for step in steps if step.kind in (ReviewKind.PRAISE, ReviewKind.AGREED)]
    recent = [step for step in said if (calendar.today - step.at.date()).days <= looked_at_days()]
    if not recent:
        return None
    for step in recent[-3:]:
        by = _called(step.by_id, names)
        if step.kind is ReviewKind.PRAISE:
            why.append(f"praised by {by}")
        elif now.agreed is not None and step.seq == now.agreed.seq:
            why.append(
                f"agreed by {by}" if now.holds else f"agreed by {by}, and added to since: no longer holds"
            )
    return _row(note, names, Group.SAID, tuple(dict.fromkeys(why)), recent[-1].at) if why else None


def _row(
    note: _Note, names: Mapping[str, tuple[str, bool]], group: Group, why: tuple[str, ...], since: datetime
) -> Row:
    writer = names.get(note.writer_id, ("", False))[0]
    return Row(note.id, note.person, note.contact, note.happened, writer, group, why, since)


def _cut(rows: list[Row]) -> Queue:
    rows = sorted(rows, key=_in_order)
    left: dict[Group, int] = {}
    for row in rows[MOST:]:
        left[row.group] = left.get(row.group, 0) + 1
    return Queue(rows[:MOST], left)


def _in_order(row: Row) -> tuple[Group, float, str]:
    if row.group is Group.RISK:
        return row.group, row.happened.timestamp() if row.happened else 0.0, row.note_id
    newest_first = row.group is Group.SAID
    moment = row.since.timestamp()
    return row.group, -moment if newest_first else moment, row.note_id


def _called(user_id: str, names: Mapping[str, tuple[str, bool]]) -> str:
    return names.get(user_id, ("somebody", False))[0]


def _ago(days: int) -> str:
    return "today" if days == 0 else "1 working day ago" if days == 1 else f"{days} working days ago"


# -- what the vault has


@dataclass(frozen=True, slots=True)
class _Read:
    names: Mapping[str, tuple[str, bool]]
    notes: Sequence[_Note]
    steps: Mapping[str, list[Step]]
    writers: Mapping[str, set[str]]
    calendar: _Calendar


def _read(vault: Vault, today: date) -> _Read:
    with vault.reading() as session:
        return _Read(
            _names(session),
            _notes(session, today),
            *_steps(session),
            _Calendar(today, working_days(configured_nation())),
        )


def _names(session: Session) -> dict[str, tuple[str, bool]]:
    return {user.id: (user.name, user.active) for user in session.scalars(select(User))}


def _notes(session: Session, today: date) -> list[_Note]:
    """The finalised notes that a review has begun on, or of which something pointed out still counts."""
    not_old = datetime.combine(today - timedelta(days=looked_at_days() + 1), time.min, UTC)
    pointed_out = col(NoteSignals.risk).is_(True) | (
        col(NoteSignals.note_id).is_not(None) & (col(NoteRecord.finalised_at) >= not_old)
    )
    reviewed = select(col(ReviewAct.note_id))
    asked_ = (
        select(
            col(NoteRecord.id),
            col(Person.name),
            col(NoteRecord.contact),
            col(NoteRecord.happened),
            col(NoteRecord.finalised_at),
            col(NoteRecord.author_id),
            col(NoteRecord.author_name),
            col(NoteRecord.author_role),
            col(NoteSignals.risk),
            col(NoteSignals.late),
            col(NoteSignals.voice_missing),
            col(NoteSignals.dismissed_twice),
        )
        .join(Person, col(Person.id) == col(NoteRecord.person_id))
        .outerjoin(NoteSignals, col(NoteSignals.note_id) == col(NoteRecord.id))
        .where(
            col(NoteRecord.status) == Status.FINALISED,
            col(NoteRecord.erased_at).is_(None),
            pointed_out | col(NoteRecord.id).in_(reviewed),
        )
    )
    found = []
    for id_, person, contact, happened, at, writer, name, role, *signals in session.execute(asked_):
        pointed = tuple(word for word, there in zip(_IN_WORDS, signals, strict=True) if there)
        found.append(_Note(id_, person, contact, happened, at, writer or "", (name, role), pointed))
    return found


def _steps(session: Session) -> tuple[dict[str, list[Step]], dict[str, set[str]]]:
    """The steps of every review in order, by note, and who signed what was added to a note."""
    acts = select(
        col(ReviewAct.note_id),
        col(ReviewAct.seq),
        col(ReviewAct.kind),
        col(ReviewAct.by_id),
        col(ReviewAct.at),
        col(ReviewAct.final_id),
        col(ReviewAct.to_id),
        col(ReviewAct.about_id),
    )
    later = select(
        col(Final.subject_id), col(Final.author_id), col(Final.seq), col(Final.id), col(Final.at)
    ).where(col(Final.kind).in_(TEXTS[1:]))
    steps: dict[str, list[Step]] = {}
    writers: dict[str, set[str]] = {}
    for note_id, *parts in session.execute(acts):
        steps.setdefault(note_id, []).append(Step(*parts))
    for note_id, by_id, seq, final_id, at in session.execute(later):
        writers.setdefault(note_id, set()).add(by_id)
        steps.setdefault(note_id, []).append(Step(seq, None, by_id, at, final_id))
    for of_note in steps.values():
        of_note.sort(key=lambda step: step.seq)
    return steps, writers


# -- the clocks


@cache
def _clocks() -> Mapping[str, Mapping[str, int]]:
    told = (resources.files("noteui.casework") / "queue.toml").read_text(encoding="utf-8")
    return tomllib.loads(told)


def overdue_after() -> int:
    """Working days after which a review that was asked for is overdue."""
    return _clocks()["overdue"]["working_days"]


def looked_at_days() -> int:
    """For how many days notes that nobody submitted are pointed to, and praise is shown."""
    return _clocks()["looked_at"]["days"]
