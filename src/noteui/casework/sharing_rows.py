"""A sharing between its rows and plain data, and the one way in which a decided sharing changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.finalising import content_key, make_final
from noteui.casework.people import about_of
from noteui.casework.storable import one_line, storable
from noteui.checks.sharing import Advice, Item, Recipient, Sharing, Told
from noteui.records import (
    Act,
    Decision,
    Direction,
    LogEntry,
    Person,
    RecipientRecord,
    SharingItem,
    SharingRecord,
    SharingState,
    ToldAgain,
    Urgency,
)
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault import seal
from noteui.vault.sharing_check import row_of, rows_mac, rows_of
from noteui.vault.vault import Vault

TEXTS = ("what", "asked", "purpose", "why", "override", "wishes", "source", "use", "outcome")
"""The fields of a sharing that hold sentences."""
LINES = ("decided_by", "consent", "capacity", "reference")
"""Those that hold a name or a word."""
_RECIPIENT_LINES = ("name", "role", "agency", "route", "address", "seen_by")
_RECIPIENT_TEXTS = ("address_checked", "identity_checked", "agreed")


@dataclass(frozen=True, slots=True)
class OpenSharing:
    """A sharing as it is open. `version` counts its saves while it is a draft; `saved_at` is in UTC."""

    id: str
    person_id: str
    sharing: Sharing = dataclasses.field(repr=False)
    note_id: str | None = None
    author_id: str = ""
    state: str = SharingState.DRAFT.value
    complete: bool = True
    also_about: tuple[str, ...] = ()
    version: int = 1
    saved_at: datetime | None = None


def find_sharing(session: Session, typed: str) -> SharingRecord:
    """The sharing's record inside an act, by the beginning of its identifier. Raises NotFound, Ambiguous."""
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound(
            f"“{one_line(typed)}” is not the beginning of a sharing's identifier (four characters or more)."
        )
    asked = select(SharingRecord).where(
        col(SharingRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1]))
    )
    found = session.scalars(asked.order_by(col(SharingRecord.id)).limit(6)).all()
    if not found:
        raise NotFound(f"There is no sharing {prefix} in this vault.")
    if len(found) > 1:
        raise Ambiguous(
            f"Several sharings begin with {prefix}: {', '.join(r.id for r in found)}. Type more of it."
        )
    return found[0]


def find_recipient(session: Session, sharing_id: str, typed: str) -> RecipientRecord:
    """A recipient of a sharing by the beginning of their identifier, a part of who they are, or a number.

    Raises NotFound, Ambiguous, naming the recipients.
    """
    there = recipients_of(session, sharing_id)
    wanted, prefix = one_line(typed).casefold(), read_prefix(typed)
    readings = (
        [r for r in there if r.id == wanted],
        [r for r in there if str(r.position + 1) == wanted],
        [r for r in there if wanted and wanted in f"{r.name} {r.role} {r.agency}".casefold()],
        [r for r in there if prefix and r.id.startswith(prefix)],
    )
    for found in readings:
        if len(found) == 1:
            return found[0]
        if found:
            break
    listed = "; ".join(f"{r.position + 1} {recipient_of(r).shown}" for r in there) or "nobody"
    if any(readings):
        raise Ambiguous(f"Several of the recipients are meant. Give the number of one: {listed}.")
    raise NotFound(f"No recipient of this sharing goes by “{one_line(typed)}”. There are: {listed}.")


def recipients_of(session: Session, sharing_id: str) -> list[RecipientRecord]:
    """The recipients of a sharing in their order."""
    asked = select(RecipientRecord).where(col(RecipientRecord.sharing_id) == sharing_id)
    return list(session.scalars(asked.order_by(col(RecipientRecord.position))))


def items_of(session: Session, sharing_id: str) -> list[SharingItem]:
    """What goes, in its order."""
    asked = select(SharingItem).where(col(SharingItem.sharing_id) == sharing_id)
    return list(session.scalars(asked.order_by(col(SharingItem.position))))


def open_of(session: Session, record: SharingRecord) -> OpenSharing:
    """The record as plain data."""
    return OpenSharing(
        id=record.id,
        person_id=record.person_id,
        sharing=sharing_of(session, record),
        note_id=record.note_id,
        author_id=record.author_id,
        state=record.state.value,
        complete=record.complete,
        also_about=tuple(record.also_about),
        version=record.version,
        saved_at=record.saved_at,
    )


def sharing_of(session: Session, record: SharingRecord) -> Sharing:
    """What a check may know of a sharing, but for what `casework.sharing_facts` looks up in the notes."""
    return sharings_of(session, [record])[0]


def sharings_of(session: Session, records: Sequence[SharingRecord]) -> list[Sharing]:
    """The same of several, with as many questions to the database as of one."""
    ids = [record.id for record in records]
    recipients: dict[str, list[Recipient]] = {}
    asked = select(RecipientRecord).where(col(RecipientRecord.sharing_id).in_(ids))
    for row in session.scalars(asked.order_by(col(RecipientRecord.position))):
        recipients.setdefault(row.sharing_id, []).append(recipient_of(row))
    items: dict[str, list[Item]] = {}
    chosen = select(SharingItem).where(col(SharingItem.sharing_id).in_(ids))
    for item in session.scalars(chosen.order_by(col(SharingItem.position))):
        items.setdefault(item.sharing_id, []).append(item_of(item))
    about = {one for record in records for one in (record.person_id, *record.also_about)}
    people = {p.id: p for p in session.scalars(select(Person).where(col(Person.id).in_(about)))}
    return [
        _sharing(record, people, recipients.get(record.id, ()), items.get(record.id, ()))
        for record in records
    ]


def _sharing(
    record: SharingRecord,
    people: Mapping[str, Person],
    recipients: Sequence[Recipient],
    items: Sequence[Item],
) -> Sharing:
    return Sharing(
        about=about_of(people[record.person_id]),
        decision=record.decision.value,
        direction=record.direction.value,
        urgency=record.urgency.value,
        **{name: getattr(record, name) for name in (*TEXTS, *LINES)},
        basis=tuple(record.basis),
        contents=tuple(record.contents),
        recipients=tuple(recipients),
        items=tuple(items),
        told=tuple(told_from_json(kept) for kept in record.told),
        capacity_on=record.capacity_on,
        advice=tuple(advice_from_json(kept) for kept in record.advice),
        learned=record.learned,
        decided_at=record.decided_at,
        follow_up=record.follow_up,
        also_about=tuple(people[one].name for one in record.also_about if one in people),
        in_emergency=not record.complete,
        is_closed=record.state in (SharingState.CLOSED, SharingState.WITHDRAWN),
        answers=MappingProxyType(dict(record.answers)),
    )


def describe_sharing(record: SharingRecord, sharing: Sharing, also_about: Sequence[str]) -> None:
    """Writes a draft's content into its record; recipients and items are set apart."""
    for name, value in columns_of(sharing, also_about).items():
        setattr(record, name, value)


def columns_of(sharing: Sharing, also_about: Sequence[str]) -> dict[str, Any]:
    """The content of a sharing by the columns of its record."""
    told = [told_to_json(one) for one in sharing.told if one.who.strip()]
    ahead = [one.look_again for one in sharing.told if one.look_again and one.told is False]
    return {
        "decision": Decision(sharing.decision),
        "direction": Direction(sharing.direction),
        "urgency": Urgency(sharing.urgency),
        **{name: storable(getattr(sharing, name)) for name in TEXTS},
        **{name: one_line(getattr(sharing, name)) for name in LINES},
        "basis": list(sharing.basis),
        "contents": list(sharing.contents),
        "told": told,
        "look_again": min(ahead, default=None),
        "capacity_on": sharing.capacity_on,
        "advice": [advice_to_json(one) for one in sharing.advice if one.who.strip()],
        "learned": sharing.learned,
        "follow_up": sharing.follow_up,
        "also_about": list(also_about),
        "answers": {rule: storable(said) for rule, said in sharing.answers.items() if said.strip()},
    }


def set_recipients(session: Session, sharing_id: str, recipients: Sequence[Recipient]) -> None:
    """Makes a draft's recipients those given: known ones are kept by their identifier."""
    there = {row.id: row for row in recipients_of(session, sharing_id)}
    kept = set()
    for position, recipient in enumerate(recipients):
        row = there.get(recipient.id) or RecipientRecord(
            id=new_id(), sharing_id=sharing_id, position=position
        )
        row.position = position
        describe_recipient(row, recipient)
        session.add(row)
        kept.add(row.id)
    for row_id in there.keys() - kept:
        session.delete(there[row_id])


def describe_recipient(row: RecipientRecord, recipient: Recipient) -> None:
    """Writes who somebody is and how they are reached into their row."""
    for name, value in recipient_columns(recipient).items():
        setattr(row, name, value)


def recipient_columns(recipient: Recipient) -> dict[str, Any]:
    """Who somebody is and how they are reached, by the columns of their row."""
    return {
        **{name: one_line(getattr(recipient, name)) for name in _RECIPIENT_LINES},
        **{name: storable(getattr(recipient, name)) for name in _RECIPIENT_TEXTS},
        "contact_id": recipient.contact_id,
        "follow_up": recipient.follow_up,
    }


def set_items(session: Session, sharing_id: str, items: Sequence[Item]) -> None:
    """Makes what goes of a draft that which is given."""
    session.execute(delete(SharingItem).where(col(SharingItem.sharing_id) == sharing_id))
    session.add_all(new_item(sharing_id, position, item) for position, item in enumerate(items))


def new_item(sharing_id: str, position: int, item: Item) -> SharingItem:
    """A row for something that goes."""
    return SharingItem(
        id=new_id(),
        sharing_id=sharing_id,
        position=position,
        note_id=item.note_id,
        field=item.field,
        begins=item.start,
        ends=item.end,
    )


def recipient_of(row: RecipientRecord) -> Recipient:
    """The row as plain data."""
    return Recipient(
        **{one.name: getattr(row, one.name) for one in dataclasses.fields(Recipient) if one.name != "state"},
        state=row.state.value,
    )


def item_of(row: SharingItem) -> Item:
    """The row as plain data."""
    return Item(row.note_id, row.field, row.begins, row.ends)


def told_to_json(told: Told) -> dict[str, Any]:
    """As it is kept."""
    return {
        "who": one_line(told.who),
        "told": told.told,
        "when": told.when.isoformat(timespec="minutes") if told.when else None,
        "how": storable(told.how),
        "because": storable(told.because),
        "view": storable(told.view),
        "look_again": told.look_again.isoformat() if told.look_again else None,
    }


def told_from_json(kept: Mapping[str, Any]) -> Told:
    """What was kept."""
    when, again = kept["when"], kept["look_again"]
    return Told(
        kept["who"],
        kept["told"],
        datetime.fromisoformat(when) if when else None,
        kept["how"],
        kept["because"],
        kept["view"],
        date.fromisoformat(again) if again else None,
    )


def advice_to_json(advice: Advice) -> dict[str, Any]:
    """As it is kept."""
    return {
        "who": one_line(advice.who),
        "when": advice.when.isoformat() if advice.when else None,
        "answer": storable(advice.answer),
    }


def advice_from_json(kept: Mapping[str, Any]) -> Advice:
    """What was kept."""
    return Advice(kept["who"], date.fromisoformat(kept["when"]) if kept["when"] else None, kept["answer"])


@dataclass(frozen=True, slots=True)
class Change:
    """What one act makes of a decided sharing: of its row, of recipients' rows, and rows that it adds.

    `recipient` is the one whom the act is about; `others` are further rows and what becomes of them. A row
    that is not there yet is added.
    """

    columns: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    recipient: RecipientRecord | None = None
    recipient_columns: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    others: Sequence[tuple[RecipientRecord, Mapping[str, Any]]] = ()
    items: Sequence[SharingItem] = ()
    told: Sequence[str] = ()
    """The final contents that the recipient was told of."""

    @property
    def rows(self) -> list[tuple[RecipientRecord, Mapping[str, Any]]]:
        """Every recipient's row that changes, with what becomes of it."""
        own = [(self.recipient, self.recipient_columns)] if self.recipient is not None else []
        return [*own, *self.others]


def leave(
    session: Session,
    vault: Vault,
    record: SharingRecord,
    act: Act,
    kind: str,
    content: seal.Content,
    change: Change,
) -> LogEntry:
    """Changes a sharing together with its sealed content and its entry in the log, which binds the rows.

    The entry has to stand before the rows may change: the database refuses any other order.
    """
    key = content_key(session, record.id)
    to = change.recipient
    told = _told_rows(session, record.id)
    told += [{"recipient_id": to.id, "final_id": final_id} for final_id in change.told if to]
    mac = rows_mac(
        {**row_of(record), **change.columns},
        _recipients_after(session, record, change),
        [*rows_of(session, SharingItem, record.id), *(row_of(item) for item in change.items)],
        told,
        key,
    )
    detail: dict[str, str | int] = {"sharing": mac, **({"recipient": to.id} if to else {})}
    entry = make_final(session, vault, record.id, kind, content, act, detail)
    for name, value in change.columns.items():
        setattr(record, name, value)
    record.seq = entry.seq
    for row, columns in change.rows:
        for name, value in columns.items():
            setattr(row, name, value)
        row.seq = entry.seq
        if act is Act.SHARING_SENT:
            row.sent_seq = entry.seq
        session.add(row)
    session.add_all(change.items)
    session.flush()
    if to is not None:
        session.add_all(
            ToldAgain(recipient_id=to.id, final_id=final_id, seq=entry.seq) for final_id in change.told
        )
    session.flush()
    return entry


def _recipients_after(session: Session, record: SharingRecord, change: Change) -> list[dict[str, Any]]:
    changed = {row.id: {**row_of(row), **columns} for row, columns in change.rows}
    kept = [row for row in rows_of(session, RecipientRecord, record.id) if row["id"] not in changed]
    return [*kept, *changed.values()]


def _told_rows(session: Session, sharing_id: str) -> list[dict[str, Any]]:
    asked = (
        select(ToldAgain)
        .join(RecipientRecord, col(RecipientRecord.id) == col(ToldAgain.recipient_id))
        .where(col(RecipientRecord.sharing_id) == sharing_id)
    )
    return [row_of(row) for row in session.scalars(asked)]


def to_the_minute(when: datetime) -> datetime:
    """A time as a sharing keeps it: UTC, to the minute; one without a zone is of the clock on the wall."""
    return when.astimezone(UTC).replace(second=0, microsecond=0)


def refuse_unless(record: SharingRecord, *states: SharingState) -> None:
    """Raises CaseworkError where the sharing is in none of these states."""
    if record.state in states:
        return
    raise CaseworkError(
        {
            SharingState.DRAFT: "This is not decided yet: decide it first.",
            SharingState.DECIDED: "This is decided already.",
            SharingState.CLOSED: "This sharing is closed.",
            SharingState.WITHDRAWN: "This sharing was withdrawn.",
        }[record.state]
    )
