"""The register: every decision on information, also not to share, how far it has come, what it waits for."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from noteui.casework.access import May, may, require
from noteui.casework.sharing_corrections import untold
from noteui.casework.sharing_facts import days
from noteui.casework.sharing_rows import sharings_of
from noteui.checks.lawful_bases import name_of
from noteui.checks.prose import fold
from noteui.checks.sharing import Recipient, Sharing
from noteui.checks.sharing_clock import Waiting, waits
from noteui.records import (
    Act,
    Decision,
    Direction,
    RecipientRecord,
    SharingItem,
    SharingRecord,
    SharingState,
    User,
)
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register: the sharing, whom it is about, how it stands, what it waits for."""

    id: str
    person_id: str
    state: str
    sharing: Sharing = dataclasses.field(repr=False)
    author: str = dataclasses.field(default="", repr=False)
    note_id: str | None = None
    waiting: tuple[Waiting, ...] = ()
    untold: int = 0
    author_id: str = ""
    saved_at: datetime | None = None

    @property
    def reach(self) -> str:
        """How far it has come: the recipient who is furthest behind says it."""
        if self.state != SharingState.DECIDED or not self.sharing.recipients:
            return self.state
        if self.sharing.decision == "withhold":
            return "not shared"
        return min((one.state for one in self.sharing.recipients), key=_BEHIND.index)

    def is_overdue(self, now: datetime) -> bool:
        """Whether anything that it waits for is over its time."""
        return bool(self.untold) or any(wait.is_overdue(now) for wait in self.waiting)


_BEHIND = (
    "misdirected",
    "bounced",
    "declined",
    "decided",
    "sent",
    "received",
    "restated",
    "understood",
    "closed",
    "withdrawn",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines of the register are wanted; what is None asks for nothing. Days are both included."""

    person_id: str | None = None
    note_id: str | None = None
    decision: str | None = None
    direction: str | None = None
    state: str | None = None
    agency: str | None = None
    words: str | None = None
    """Only those in which each of these words stands, or the beginning or middle of one, wherever."""
    since: date | None = None
    until: date | None = None
    overdue: bool = False
    unfinished: bool = False
    """Only drafts, what is decided and not closed, and whom to ask about again."""


def register(
    vault: Vault, wanted: Filter | None = None, *, now: datetime, limit: int | None = None
) -> list[Entry]:
    """The lines that are wanted, the newest first, drafts before all. Raises NotAllowed, VaultError."""
    require(vault, May.READ)
    with vault.reading() as session:
        return entries(session, wanted or Filter(), now=now, drafts=may(vault.user.access, May.READ_DRAFTS))[
            :limit
        ]


def entries(session: Session, wanted: Filter, *, now: datetime, drafts: bool = True) -> list[Entry]:
    """The same inside an act that does more."""
    asked = select(SharingRecord)
    if not drafts:
        asked = asked.where(col(SharingRecord.state) != SharingState.DRAFT)
    if wanted.person_id is not None:
        asked = asked.where(col(SharingRecord.person_id) == wanted.person_id)
    if wanted.note_id is not None:
        goes = select(col(SharingItem.sharing_id)).where(col(SharingItem.note_id) == wanted.note_id)
        asked = asked.where(
            or_(col(SharingRecord.note_id) == wanted.note_id, col(SharingRecord.id).in_(goes))
        )
    if wanted.decision is not None:
        asked = asked.where(col(SharingRecord.decision) == Decision(wanted.decision))
    if wanted.direction is not None:
        asked = asked.where(col(SharingRecord.direction) == Direction(wanted.direction))
    if wanted.state is not None:
        asked = asked.where(col(SharingRecord.state) == SharingState(wanted.state))
    if wanted.since is not None:
        asked = asked.where(col(SharingRecord.decided_at) >= _midnight(wanted.since))
    if wanted.until is not None:
        asked = asked.where(col(SharingRecord.decided_at) < _midnight(wanted.until + timedelta(days=1)))
    if wanted.unfinished:
        asked = asked.where(
            or_(
                col(SharingRecord.state).in_((SharingState.DRAFT, SharingState.DECIDED)),
                col(SharingRecord.look_again).is_not(None),
            )
        )
    if wanted.agency is not None:
        like = f"%{wanted.agency}%"
        there = select(col(RecipientRecord.sharing_id)).where(
            or_(
                col(RecipientRecord.agency).ilike(like),
                col(RecipientRecord.name).ilike(like),
                col(RecipientRecord.role).ilike(like),
            )
        )
        asked = asked.where(col(SharingRecord.id).in_(there))
    names = {user.id: user.name for user in session.scalars(select(User))}
    calendar = days()
    owed = Counter(one.sharing_id for one in untold(session))
    rows = session.scalars(asked).all()
    found = []
    for row, sharing in zip(rows, sharings_of(session, rows), strict=True):
        is_draft = row.state is SharingState.DRAFT
        waiting = () if is_draft else tuple(sorted(waits(sharing, calendar), key=lambda wait: wait.due))
        found.append(
            Entry(
                row.id,
                row.person_id,
                row.state.value,
                sharing,
                names.get(row.author_id, ""),
                row.note_id,
                waiting,
                owed[row.id],
                row.author_id,
                row.saved_at,
            )
        )
    found.sort(key=_newest_first)
    if wanted.words is not None:
        found = [entry for entry in found if _holds(entry, wanted.words, now)]
    return [entry for entry in found if not wanted.overdue or entry.is_overdue(now)]


def _holds(entry: Entry, words: str, now: datetime) -> bool:
    said = fold(" ".join(_section(entry, now)))
    return all(word in said for word in fold(words).split())


def _newest_first(entry: Entry) -> tuple[bool, float]:
    at = entry.sharing.decided_at
    return at is not None, -(at.timestamp() if at else 0)


def export_register(vault: Vault, wanted: Filter, *, now: datetime) -> str:
    """The register as Markdown, of decided sharings; that it left the vault stands in the log.

    Raises NotAllowed, VaultError.
    """
    require(vault, May.EXPORT)
    with vault.writing() as session:
        found = entries(session, wanted, now=now, drafts=False)
        vault.enter(session, Act.REGISTER_EXPORTED, detail={"entries": len(found)})
    return as_markdown(found, now=now)


def as_markdown(found: Sequence[Entry], *, now: datetime) -> str:
    """Lines of the register as Markdown, one section each."""
    local = now.astimezone()
    out = [
        "# Register of information sharing",
        "",
        f"As of {local.day} {local:%B %Y, %H:%M}; {len(found)} decision{'' if len(found) == 1 else 's'}.",
    ]
    for entry in found:
        out += ["", *_section(entry, now)]
    return "\n".join(out) + "\n"


DECISIONS = {
    ("share", "out"): "Shared",
    ("share", "in"): "Received",
    ("withhold", "out"): "Not shared",
    ("withhold", "in"): "Not taken",
    ("ask", "out"): "Asked for",
    ("ask", "in"): "Asked of us",
}
"""What a decision is called, by the decision and the direction."""


PLANS = {
    ("share", "out"): "To share",
    ("share", "in"): "Reaches us",
    ("withhold", "out"): "Not to share",
    ("withhold", "in"): "Not to take",
    ("ask", "out"): "To ask for",
    ("ask", "in"): "Asked of us",
}
"""The same while it is not decided."""


def title_of(sharing: Sharing) -> str:
    """What a sharing is called in a line: the decision, and with whom."""
    whom = "; ".join(one.shown for one in sharing.recipients)
    decided = sharing.decided_at is not None
    said = (DECISIONS if decided else PLANS)[sharing.decision, sharing.direction]
    return f"{said}: {whom}" if whom else said


def _section(entry: Entry, now: datetime) -> list[str]:
    sharing = entry.sharing
    rows: list[tuple[str, str]] = [
        ("About", ", ".join((sharing.about.name, *sharing.also_about))),
        ("Decided", f"{_when(sharing.decided_at)} by {sharing.decided_by}"),
        ("State", entry.reach),
        ("Urgency", sharing.urgency),
        ("Learned", _when(sharing.learned)),
        ("What", sharing.what),
        ("Goes", "; ".join(_item(item.note_id, item.field) for item in sharing.items)),
        ("Contains", ", ".join(sharing.contents)),
        ("Asked of them", sharing.asked),
        ("Purpose", sharing.purpose),
        ("Why", sharing.why),
        ("Lawful basis", "; ".join(name_of(one) for one in sharing.basis)),
        ("Consent", sharing.consent),
        ("Without consent because", sharing.override),
        ("Capacity", f"{sharing.capacity} {_day(sharing.capacity_on)}".strip()),
        ("Wishes", sharing.wishes),
        ("Source", sharing.source),
        ("Use", sharing.use),
        ("Follow up", _day(sharing.follow_up)),
        ("Outcome", sharing.outcome),
        ("Reference", sharing.reference),
    ]
    out = [f"## {_line(title_of(sharing))} ({entry.id})", ""]
    out += [f"- {label}: {_line(value)}" for label, value in rows if value.strip()]
    for told in sharing.told:
        said = f"told {_when(told.when)} {told.how}" if told.told else f"not told, because {told.because}"
        again = f"; looked at again {_day(told.look_again)}" if told.look_again else ""
        view = f"; said: {told.view}" if told.view else ""
        out.append(_line(f"- {told.who}: {said}{again}{view}"))
    for advice in sharing.advice:
        out.append(_line(f"- Advice of {advice.who} {_day(advice.when)}: {advice.answer}"))
    for one in sharing.recipients:
        out.append(_line(f"- To {_reached(one)}"))
    for wait in entry.waiting:
        late = "overdue since" if wait.is_overdue(now) else "due"
        whom = f"{wait.recipient.shown}: " if wait.recipient else ""
        out.append(_line(f"- Waits: {whom}{wait.says}; {late} {_when(wait.due)}"))
    if entry.untold:
        out.append("- A note was corrected or added to since: the recipients were not told yet")
    out += [f"- Answered, {rule}: {_line(said)}" for rule, said in sharing.answers.items()]
    return out


def _reached(one: Recipient) -> str:
    way = f" by {one.route}" if one.route else ""
    checked = f" (checked: {one.address_checked or one.identity_checked})" if way else ""
    at = f" {_when(one.reached_at)}" if one.reached_at else ""
    agreed = f"; agreed to: {one.agreed}" if one.agreed else ""
    return f"{one.shown}{way}{checked}: {one.state}{at}{agreed}"


def _item(note_id: str, field: str | None) -> str:
    return f"note {note_id}" + (f", {field}" if field else "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _when(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone(UTC)
