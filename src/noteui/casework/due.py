"""What is due: actions, visits and other clocks, drafts left, supervision, counted in working days.

Each source is one function that tells what it knows; whoever brings another kind of thing that falls due adds
theirs to `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session, col

from noteui.casework.access import May, may, require
from noteui.casework.actions import action_id, tracked
from noteui.casework.clocks import running
from noteui.casework.nation import configured_nation
from noteui.casework.queue import overdue_after
from noteui.casework.register import Filter, entries, title_of
from noteui.casework.sharing_corrections import untold
from noteui.casework.supervision import final_between, words_of
from noteui.casework.working_days import WorkingDays, working_days
from noteui.checks.actions import parse_actions
from noteui.checks.sharing_clock import Waiting, day_of, end_of
from noteui.checks.supervision import LONGEST_APART
from noteui.records import (
    ADDITIONS,
    Action,
    ActionStep,
    Final,
    NoteRecord,
    Person,
    ReviewAct,
    ReviewKind,
    Status,
    Step,
    User,
)
from noteui.vault.vault import Vault

SOON = 5
"""Working days within which something is due soon."""
LEFT = 1
"""Working days after which a draft counts as left."""


class Kind(StrEnum):
    """What kind of thing is due."""

    ACTION = "action"
    VISIT = "visit"
    CLOCK = "clock"
    DRAFT = "draft"
    SUPERVISION = "supervision"
    REVIEW = "review"
    SHARING = "sharing"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due.

    `id` is what acts name it by; `note_id` the note to open for it, where there is one. `whose` are the
    users who see it as their own; `owner` names who does it, as it was written. `over` is the wall-clock time
    at which it is too late, for clocks that count in hours; `due` None where nobody gave a day. `working` is
    how many working days are left, negative where they are over; the board fills it in.
    """

    kind: Kind
    id: str
    what: str = field(repr=False)
    person: str = field(repr=False)
    due: date | None
    whose: frozenset[str] = frozenset()
    owner: str = field(default="", repr=False)
    note_id: str | None = None
    over: datetime | None = None
    void: bool = False
    """Whether the note that it stands in was made void: it stays until somebody says what becomes of it."""
    working: int | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over."""
        if self.over is not None:
            return self.over < now
        return self.due is not None and self.due < now.date()


Source = Callable[[Session, Vault, datetime], Iterable[Due]]


@dataclass(frozen=True, slots=True)
class Board:
    """All that is due, each part the most urgent first. `caveat` says what the counting does not know."""

    overdue: list[Due]
    today: list[Due]
    soon: list[Due]
    later: list[Due]
    undated: list[Due]
    days: WorkingDays
    everybody: bool
    caveat: str | None = None

    @property
    def parts(self) -> list[tuple[str, list[Due]]]:
        """The parts with their titles, those that hold nothing left out."""
        titled = [
            ("Overdue", self.overdue),
            ("Today", self.today),
            (f"Within {SOON} working days", self.soon),
            ("Later", self.later),
            ("No day given", self.undated),
        ]
        return [(title, found) for title, found in titled if found]


def board(
    vault: Vault, *, now: datetime, everybody: bool | None = None, days: WorkingDays | None = None
) -> Board:
    """What is due, for oneself or for everybody.

    Whoever supervises sees everybody's unless they ask for their own, others their own unless they ask. `now`
    is a wall-clock time. Raises NotAllowed, VaultError.
    """
    require(vault, May.READ)
    if everybody is None:
        everybody = may(vault.user.access, May.SUPERVISE)
    days = days or working_days(configured_nation())
    with vault.reading() as session:
        found = [due for source in SOURCES for due in source(session, vault, now)]
    if not everybody:
        found = [due for due in found if _is_mine(due, vault)]
    today = now.date()
    left = {day: days.between(today, day) for day in {d.due for d in found if d.due}}
    found = [replace(d, working=left[d.due]) if d.due else d for d in found]
    found.sort(key=lambda d: (d.over or datetime.combine(d.due or date.max, datetime.max.time()), d.id))
    overdue = [d for d in found if d.is_overdue(now)]
    ahead = [d for d in found if d.due is not None and not d.is_overdue(now)]
    return Board(
        overdue,
        [d for d in ahead if d.due == today],
        [d for d in ahead if d.due != today and (d.working or 0) <= SOON],
        [d for d in ahead if d.due != today and (d.working or 0) > SOON],
        [d for d in found if d.due is None],
        days,
        everybody,
        days.caveat(*(d.due for d in found if d.due)),
    )


def told(due: Due, now: datetime) -> str:
    """When it is due, as a person says it: "3 working days over", "today", "in 2 working days"."""
    if due.due is None:
        return "no day given"
    if due.over is not None and due.is_overdue(now) and due.due == now.date():
        return f"over since {due.over:%H:%M}"
    if due.due == now.date():
        return f"today by {due.over:%H:%M}" if due.over else "today"
    count = abs(due.working or 0)
    if due.is_overdue(now):
        return f"{_working(count)} over" if count else "over since the weekend"
    return f"in {_working(count)}" if count else "before the next working day"


def _working(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"


def _is_mine(due: Due, vault: Vault) -> bool:
    return vault.user.id in due.whose or due.owner.casefold() == vault.user.name.casefold()


# -- the sources


def actions(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """The open actions of final notes; of void ones as well, until somebody says what becomes of them."""
    del vault, now
    moved: dict[tuple[str, int], date | None] = {}
    steps = select(ActionStep.subject_id, ActionStep.position, ActionStep.due).where(  # type: ignore[call-overload]
        col(ActionStep.step) == Step.CARRIED
    )
    for subject, position, due in session.execute(steps.order_by(col(ActionStep.seq))):
        moved[subject, position] = due
    asked = (
        select(  # type: ignore[call-overload]
            Action.note_id,
            Action.position,
            Action.text,
            Action.owner,
            Action.due,
            NoteRecord.author_id,
            NoteRecord.author_name,
            NoteRecord.status,
            Person.name,
        )
        .join(NoteRecord, col(NoteRecord.id) == col(Action.note_id))
        .join(Person, col(Person.id) == col(NoteRecord.person_id))
        .where(
            col(NoteRecord.status) != Status.DRAFT,
            col(NoteRecord.erased_at).is_(None),
            _is_open(),
        )
    )
    for note_id, position, text, owner, due, author_id, author, status, person in session.execute(asked):
        yield Due(
            Kind.ACTION,
            action_id(note_id, position),
            text,
            person,
            moved.get((note_id, position), due),
            frozenset((author_id,)) if author_id else frozenset(),
            owner or author or "",
            note_id,
            void=status is Status.VOID,
        )


def _is_open() -> ColumnElement[bool]:
    """Whether the newest of what became of an action leaves it open, so that closed ones are never read."""
    newest = (
        select(col(ActionStep.step))
        .where(
            col(ActionStep.subject_id) == col(Action.note_id),
            col(ActionStep.position) == col(Action.position),
        )
        .order_by(col(ActionStep.seq).desc())
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
    )
    return case((newest.is_(None), col(Action.done).is_(False)), else_=newest == Step.CARRIED)


def clocks_running(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """The clocks that run; they are of those who write about the person."""
    del vault, now
    known = working_days(configured_nation())
    found = running(session, known)
    writers: dict[str, set[str]] = {run.person_id: set() for run in found}
    asked = (
        select(NoteRecord.person_id, NoteRecord.author_id)  # type: ignore[call-overload]
        .where(col(NoteRecord.person_id).in_(writers), col(NoteRecord.author_id).is_not(None))
        .distinct()
    )
    for person_id, author_id in session.execute(asked):
        writers[person_id].add(author_id)
    for run in found:
        yield Due(
            Kind.VISIT if run.clock.met_by_visit else Kind.CLOCK,
            run.run_id,
            run.clock.name,
            run.person_name,
            run.over.date(),
            frozenset(writers[run.person_id]),
            over=run.over if run.over.time() != _END_OF_DAY else None,
        )


def drafts_left(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """Drafts that were left for a working day. Of others' only a supervisor is told, and no word of them."""
    del now
    sees_all = may(vault.user.access, May.SUPERVISE)
    known = working_days(configured_nation())
    asked = (
        select(  # type: ignore[call-overload]
            NoteRecord.id,
            NoteRecord.contact,
            NoteRecord.saved_at,
            NoteRecord.author_id,
            User.name,
            Person.name,
        )
        .join(Person, col(Person.id) == col(NoteRecord.person_id))
        .outerjoin(User, col(User.id) == col(NoteRecord.author_id))
        .where(col(NoteRecord.status) == Status.DRAFT)
    )
    for note_id, contact, saved_at, author_id, author, person in session.execute(asked):
        mine = author_id in (None, vault.user.id)
        if mine or sees_all:
            yield Due(
                Kind.DRAFT,
                note_id,
                f"draft of a note ({contact})",
                person,
                known.add(saved_at.astimezone().date(), LEFT),
                frozenset((author_id,)) if author_id else frozenset((vault.user.id,)),
                author or "",
                note_id if mine else None,
            )


def agreed_in_supervision(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """The open actions of the supervisions that one gave or had; nobody else's are told."""
    del now
    names = {user.id: user for user in session.scalars(select(User))}
    for record, around in final_between(session, vault.user.id):
        with_ = ", ".join(names[user_id].name for user_id in around)
        lines = parse_actions(words_of(session, record)["actions"])
        if all(line.done for line in lines):
            continue
        for action in tracked(session, record.id, lines):
            if action.is_open:
                yield Due(
                    Kind.ACTION,
                    action.id,
                    action.line.text,
                    f"supervision, {with_}",
                    action.due,
                    frozenset((record.author_id, *around)),
                    action.line.owner or "",
                )


def next_supervision(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """The day set for the next supervision between two people; where none was, four weeks after the last."""
    del now
    names = {user.id: user for user in session.scalars(select(User)) if user.active}
    last: set[tuple[str, str]] = set()
    for record, around in final_between(session, vault.user.id):
        for user_id in around:
            pair = (record.author_id, user_id)
            if pair in last or not names.keys() >= set(pair):
                continue
            last.add(pair)
            yield Due(
                Kind.SUPERVISION,
                f"{record.id}:{user_id}",
                f"supervision with {names[record.author_id].name}, last held {record.held:%d %b %Y}",
                names[user_id].name,
                record.next_on or record.held.date() + timedelta(days=LONGEST_APART),
                frozenset(pair),
                names[record.author_id].name,
            )


def reviews(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """What waits for oneself to review, and what was asked about one's own notes: the newest act tells.

    The queue tells more, and why; here stands only by when.
    """
    del now
    me, reviewing = vault.user.id, may(vault.user.access, May.REVIEW)
    known = working_days(configured_nation())
    newest = (
        select(func.max(col(ReviewAct.seq)).label("seq"))
        .where(col(ReviewAct.kind) != ReviewKind.PRAISE)
        .group_by(col(ReviewAct.note_id))
        .subquery()
    )
    asked = (
        select(  # type: ignore[call-overload]
            ReviewAct.note_id,
            ReviewAct.kind,
            ReviewAct.at,
            NoteRecord.author_id,
            NoteRecord.author_name,
            Person.name,
        )
        .join(newest, newest.c.seq == col(ReviewAct.seq))
        .join(NoteRecord, col(NoteRecord.id) == col(ReviewAct.note_id))
        .join(Person, col(Person.id) == col(NoteRecord.person_id))
        .where(
            col(NoteRecord.status) == Status.FINALISED,
            col(NoteRecord.erased_at).is_(None),
            or_(
                and_(
                    col(ReviewAct.kind) == ReviewKind.SUBMITTED,
                    or_(col(ReviewAct.to_id).is_(None), col(ReviewAct.to_id) == me),
                    col(NoteRecord.author_id) != me,
                ),
                and_(
                    col(ReviewAct.kind).in_(
                        (ReviewKind.QUESTION, ReviewKind.SUGGESTION, ReviewKind.RETURNED)
                    ),
                    col(NoteRecord.author_id) == me,
                    ~_added_to_since(),
                ),
            ),
        )
    )
    for note_id, kind, at, author_id, author, person in session.execute(asked):
        if kind is ReviewKind.SUBMITTED and not reviewing:
            continue
        due = known.add(at.astimezone().date(), overdue_after()) if kind is ReviewKind.SUBMITTED else None
        whose = frozenset((me,)) if author_id != me else frozenset((author_id,))
        yield Due(Kind.REVIEW, f"{note_id}:review", _ASKED[kind], person, due, whose, author or "", note_id)


def _added_to_since() -> ColumnElement[bool]:
    """Whether the note was added to after the act: then the writer has answered."""
    return (
        select(col(Final.id))
        .where(
            col(Final.subject_id) == col(ReviewAct.note_id),
            col(Final.kind).in_(ADDITIONS),
            col(Final.seq) > col(ReviewAct.seq),
        )
        .correlate(ReviewAct)
        .exists()
    )


_ASKED = {
    ReviewKind.SUBMITTED: "submitted for review",
    ReviewKind.QUESTION: "a question to answer",
    ReviewKind.SUGGESTION: "a suggestion to answer",
    ReviewKind.RETURNED: "returned with reasons",
}


def sharings_waiting(session: Session, vault: Vault, now: datetime) -> Iterator[Due]:
    """What each sharing waits for, one's own that are not decided, and who is to be told what changed."""
    known = working_days(configured_nation())
    owed = {one.sharing_id: one.at for one in reversed(untold(session))}
    sees_all = may(vault.user.access, May.SUPERVISE)
    for entry in entries(session, Filter(unfinished=True), now=now.astimezone(UTC)):
        waiting = list(entry.waiting)
        if entry.sharing.decided_at is None:
            if entry.saved_at is None or not (sees_all or entry.author_id == vault.user.id):
                continue
            left = end_of(known.add(day_of(entry.saved_at), LEFT))
            waiting = [Waiting("send", "begun, and not decided", left)]
        elif entry.id in owed:
            soon = end_of(known.add(day_of(owed[entry.id]), LEFT))
            waiting.append(Waiting("send", "a note was added to since: tell the recipients", soon))
        for number, wait in enumerate(waiting):
            day = day_of(wait.due)
            several = wait.recipient is not None and len(entry.sharing.recipients) > 1
            whom = f"{wait.recipient.shown}: " if several and wait.recipient else ""
            yield Due(
                Kind.SHARING,
                f"{entry.id}:{number}",
                f"{title_of(entry.sharing)}: {whom}{wait.says}",
                entry.sharing.about.name,
                day,
                frozenset((entry.author_id,)),
                entry.author,
                over=wait.due.astimezone().replace(tzinfo=None) if wait.due != end_of(day) else None,
            )


_END_OF_DAY = datetime(2000, 1, 1, 23, 59).time()

SOURCES: list[Source] = [
    actions,
    agreed_in_supervision,
    clocks_running,
    next_supervision,
    drafts_left,
    reviews,
    sharings_waiting,
]
"""Everything that the board asks, in no order."""


def counts(found: Sequence[Due]) -> str:
    """How many of which kind, in words: "2 actions, 1 visit"."""
    by_kind = {kind: sum(due.kind is kind for due in found) for kind in Kind}
    return ", ".join(
        f"{count} {kind.value}{'' if count == 1 else 's'}" for kind, count in by_kind.items() if count
    )
