"""Deciding about information: to share it, not to share it, or to ask for it; each with its reasons.

A record is a draft until it is decided. In an emergency it can be decided with three answers and completed
afterwards; until then it is chased. Once decided it changes only by acts that stand in the log.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError, Conflict, NotFound
from noteui.casework.sharing_facts import days, known
from noteui.casework.sharing_rows import (
    Change,
    OpenSharing,
    columns_of,
    describe_sharing,
    find_recipient,
    find_sharing,
    items_of,
    leave,
    new_item,
    open_of,
    recipient_columns,
    recipients_of,
    refuse_unless,
    set_items,
    set_recipients,
    to_the_minute,
    told_from_json,
    told_to_json,
)
from noteui.casework.storable import one_line, storable
from noteui.checks.finding import Finding
from noteui.checks.sharing import Item, Recipient, Sharing, Told
from noteui.checks.sharing_rule import check_sharing, unanswered
from noteui.records import (
    Act,
    Decision,
    NoteRecord,
    Person,
    RecipientRecord,
    SharingRecord,
    SharingState,
    Status,
)
from noteui.records.ids import new_id
from noteui.vault import seal
from noteui.vault.vault import Vault


class Undecided(CaseworkError):  # noqa: N818 -- an answer to the person, not a programming error
    """A decision needs an answer or a written reason for each of `findings` first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        told = "; ".join(dict.fromkeys(finding.message.rstrip(".") for finding in findings))
        super().__init__(f"Before it is decided it needs an answer: {told}.")
        self.findings = tuple(findings)


def begin_sharing(
    vault: Vault,
    person_id: str,
    *,
    now: datetime,
    note_id: str | None = None,
    given: Sharing | None = None,
    also_about: Sequence[str] = (),
) -> OpenSharing:
    """Begins a sharing about a person, from a note where there is one; `given` is what is known already.

    Raises NotAllowed, NotFound.
    """
    require(vault, May.SHARE)
    with vault.writing() as session:
        if session.get(Person, person_id) is None:
            raise NotFound("There is no such person in this vault.")
        if note_id is not None and session.get(NoteRecord, note_id) is None:
            raise NotFound("This note is no longer in the vault.")
        record = SharingRecord(
            id=new_id(),
            person_id=person_id,
            note_id=note_id,
            author_id=vault.user.id,
            decided_by=vault.user.name,
            saved_at=now.astimezone(UTC),
        )
        session.add(record)
        if given is not None:
            _write(session, record, given, also_about)
            record.decided_by = record.decided_by or vault.user.name
        session.flush()
        return open_of(session, record)


def open_sharing(vault: Vault, sharing_id: str) -> OpenSharing:
    """A sharing by the beginning of its identifier. Raises NotAllowed, NotFound, Ambiguous."""
    with vault.reading() as session:
        opened = open_of(session, find_sharing(session, sharing_id))
    require(vault, May.READ_DRAFTS if opened.state == SharingState.DRAFT else May.READ)
    return opened


def save_sharing(vault: Vault, opened: OpenSharing, *, now: datetime) -> OpenSharing:
    """Saves a draft as it stands; when this returns it is on the disk.

    Raises NotAllowed, NotFound, Conflict where it was saved from elsewhere since or is decided, VaultError.
    """
    require(vault, May.SHARE)
    with vault.writing() as session:
        record = _draft(session, opened)
        _write(session, record, opened.sharing, opened.also_about)
        record.saved_at = now.astimezone(UTC)
        record.version += 1
        session.flush()
        return open_of(session, record)


def discard_sharing(vault: Vault, sharing_id: str) -> None:
    """Drops a draft that was never decided. Raises NotAllowed, NotFound, Conflict where it is decided."""
    require(vault, May.SHARE)
    with vault.writing() as session:
        record = find_sharing(session, sharing_id)
        if record.state is not SharingState.DRAFT:
            raise Conflict("This is decided: it stays. It can be closed or withdrawn, with the reason.")
        session.delete(record)


def decide(
    vault: Vault,
    sharing_id: str,
    *,
    now: datetime,
    in_emergency: bool = False,
    decided_at: datetime | None = None,
) -> OpenSharing:
    """Makes the decision final: sealed, signed, in the log. `decided_at` is when it was, else `now`.

    `in_emergency` asks only for who, what and for what; the rest is completed afterwards. Raises NotAllowed,
    NotFound, Ambiguous, Conflict where it is decided already, CaseworkError where it needs an answer first.
    """
    require(vault, May.SHARE)
    with vault.writing() as session:
        record = find_sharing(session, sharing_id)
        refuse_unless(record, SharingState.DRAFT)
        at = _past(decided_at or now, now)
        asked = replace(known(session, record), in_emergency=in_emergency)
        missing = unanswered(check_sharing(asked, now=now, days=days()), in_emergency=in_emergency)
        if missing:
            raise Undecided(missing)
        columns = {"state": SharingState.DECIDED, "decided_at": at, "complete": not in_emergency}
        content = _content(session, record, at, vault, "decided")
        leave(session, vault, record, Act.SHARING_DECIDED, "decided", content, Change(columns))
        return open_of(session, record)


def add_to_emergency(vault: Vault, opened: OpenSharing, *, now: datetime) -> OpenSharing:
    """Writes what was still missing into a sharing that was decided in an emergency.

    Once nothing that must be there is missing it is complete. What was said at the time can be said more
    fully; the words that were sealed then stay beside it. Raises NotAllowed, NotFound, Conflict where it is
    complete already, CaseworkError.
    """
    require(vault, May.SHARE)
    with vault.writing() as session:
        record = find_sharing(session, opened.id)
        if record.state is SharingState.DRAFT or record.complete:
            raise Conflict("This record is complete: it is only added to from here on.")
        there = {row.id: row for row in recipients_of(session, record.id)}
        items = {(row.note_id, row.field, row.begins, row.ends) for row in items_of(session, record.id)}
        new = [i for i in opened.sharing.items if (i.note_id, i.field, i.start, i.end) not in items]
        _refuse_unsigned(session, new)
        rows = []
        for position, one in enumerate(opened.sharing.recipients):
            row = there.get(one.id) or RecipientRecord(id=new_id(), sharing_id=record.id, position=position)
            rows.append((row, recipient_columns(one)))
        asked = known(session, record, opened.sharing)
        missing = unanswered(check_sharing(asked, now=now, days=days()))
        columns = {**columns_of(opened.sharing, opened.also_about), "complete": not missing}
        past = "written down in part" if missing else "completed"
        content = seal.Content(
            opened.sharing.why,
            {
                "when": to_the_minute(now).isoformat(),
                "who": vault.user.name,
                "past": past,
                "record": {name: _plain(value) for name, value in columns.items()},
            },
        )
        change = Change(
            columns,
            others=rows,
            items=[new_item(record.id, len(items) + n, item) for n, item in enumerate(new)],
        )
        act = Act.SHARING_AMENDED if missing else Act.SHARING_COMPLETED
        leave(session, vault, record, act, "completed" if not missing else "amended", content, change)
        return open_of(session, record)


def tell(vault: Vault, sharing_id: str, told: Told, *, now: datetime) -> OpenSharing:
    """Records that somebody concerned was told after all, or why still not, and when that is looked at again.

    Raises NotAllowed, NotFound, Conflict where it is a draft, CaseworkError where nobody is named or it is
    neither told nor said why not.
    """
    require(vault, May.SHARE)
    if not told.who.strip():
        raise CaseworkError("Name who was told, or who was not.")
    if told.told is None or (told.told is False and not told.because.strip()):
        raise CaseworkError("Say that they were told, and how; or why they were not.")
    with vault.writing() as session:
        record = find_sharing(session, sharing_id)
        if record.state is SharingState.DRAFT:
            raise Conflict("This is not decided yet: write it into the draft.")
        kept = [told_from_json(one) for one in record.told]
        others = [one for one in kept if one.who.casefold() != one_line(told.who).casefold()]
        after = replace(open_of(session, record).sharing, told=(*others, told))
        columns = columns_of(after, record.also_about)
        when = _past(told.when or now, now)
        aside = {
            "when": when.isoformat(),
            "who": one_line(told.who),
            "past": "told" if told.told else "not told",
            "how": one_line(told.how),
            "told": told_to_json(told),
        }
        words = storable(told.view if told.told else told.because).strip()
        change = Change({name: columns[name] for name in ("told", "look_again")})
        leave(session, vault, record, Act.SHARING_AMENDED, "told", seal.Content(words, aside), change)
        return open_of(session, record)


def readdress(
    vault: Vault, sharing_id: str, recipient_id: str, recipient: Recipient, *, reason: str, now: datetime
) -> OpenSharing:
    """Changes who a recipient of a decided sharing is or how they are reached, with the reason.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where it is not open, CaseworkError without a reason.
    """
    require(vault, May.SHARE)
    said = _said(reason, "Say why it is changed: a wrong address, somebody else on duty.")
    with vault.writing() as session:
        record = find_sharing(session, sharing_id)
        refuse_unless(record, SharingState.DECIDED)
        to = find_recipient(session, record.id, recipient_id)
        _leave_recipient(session, vault, record, to, recipient, said, "readdressed", now)
        return open_of(session, record)


def add_recipient(
    vault: Vault, sharing_id: str, recipient: Recipient, *, reason: str, now: datetime
) -> OpenSharing:
    """Adds one to whom a decided sharing goes as well, with the reason. Raises what `readdress` raises."""
    require(vault, May.SHARE)
    said = _said(reason, "Say why it goes to them as well.")
    with vault.writing() as session:
        record = find_sharing(session, sharing_id)
        refuse_unless(record, SharingState.DECIDED)
        position = len(recipients_of(session, record.id))
        to = RecipientRecord(id=new_id(), sharing_id=record.id, position=position)
        _leave_recipient(session, vault, record, to, recipient, said, "added", now)
        return open_of(session, record)


def close_decision(vault: Vault, sharing_id: str, *, reason: str, now: datetime) -> OpenSharing:
    """Closes a decision not to share, or a sharing with no recipient left to wait for, with the outcome.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where somebody is still waited for or it is not complete,
    CaseworkError without words.
    """
    require(vault, May.SHARE)
    said = _said(reason, "Say what came of it.")
    with vault.writing() as session:
        record = find_sharing(session, sharing_id)
        refuse_unless(record, SharingState.DECIDED)
        if not record.complete:
            raise Conflict(
                "This was recorded in an emergency and is not complete: complete the record first."
            )
        if record.decision is not Decision.WITHHOLD and recipients_of(session, record.id):
            raise Conflict("Close it with each recipient: it is over once nobody is waited for.")
        columns = {"state": SharingState.CLOSED, "outcome": said}
        content = seal.Content(
            said, {"when": to_the_minute(now).isoformat(), "who": vault.user.name, "past": "closed"}
        )
        leave(session, vault, record, Act.SHARING_CLOSED, "closed", content, Change(columns))
        return open_of(session, record)


def _draft(session: Session, opened: OpenSharing) -> SharingRecord:
    record = session.get(SharingRecord, opened.id, with_for_update=True)
    if record is None:
        raise NotFound("This sharing is no longer in the vault.")
    if record.state is not SharingState.DRAFT:
        raise Conflict("This is decided: it is only added to from here on.")
    if record.version != opened.version:
        raise Conflict("This was saved from another window since. Open it again to see both.")
    return record


def _write(session: Session, record: SharingRecord, sharing: Sharing, also_about: Sequence[str]) -> None:
    describe_sharing(record, sharing, also_about)
    session.flush()
    set_recipients(session, record.id, sharing.recipients)
    _refuse_unsigned(session, sharing.items)
    set_items(session, record.id, sharing.items)


def _refuse_unsigned(session: Session, items: Sequence[Item]) -> None:
    for item in items:
        note = session.get(NoteRecord, item.note_id)
        if note is None or note.status is Status.DRAFT or note.erased_at is not None:
            raise CaseworkError("Only finalised notes go out: finalise the note first, or say it in words.")


def _leave_recipient(
    session: Session,
    vault: Vault,
    record: SharingRecord,
    to: RecipientRecord,
    recipient: Recipient,
    reason: str,
    past: str,
    now: datetime,
) -> None:
    columns = recipient_columns(recipient)
    aside: dict[str, Any] = {
        "when": to_the_minute(now).isoformat(),
        "who": vault.user.name,
        "past": past,
        "recipient": to.id,
        "to": {name: str(value) for name, value in columns.items() if value},
    }
    leave(
        session,
        vault,
        record,
        Act.SHARING_AMENDED,
        past,
        seal.Content(reason, aside),
        Change({}, to, columns),
    )


def _content(session: Session, record: SharingRecord, at: datetime, vault: Vault, past: str) -> seal.Content:
    """The whole record, as it is sealed with the decision."""
    shown = open_of(session, record)
    kept = columns_of(shown.sharing, shown.also_about)
    plain = {name: _plain(value) for name, value in kept.items()}
    aside = {
        "when": at.isoformat(),
        "who": shown.sharing.decided_by or vault.user.name,
        "past": past,
        "record": plain,
        "recipients": [
            {name: _plain(value) for name, value in dataclasses.asdict(one).items()}
            for one in shown.sharing.recipients
        ],
        "items": [
            {"note": one.note_id, "field": one.field, "start": one.begins, "end": one.ends}
            for one in items_of(session, record.id)
        ],
    }
    return seal.Content(shown.sharing.why, aside)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value


def _past(when: datetime, now: datetime) -> datetime:
    at = to_the_minute(when)
    if at > now.astimezone(UTC):
        raise CaseworkError("That time has not come yet: give when it happened.")
    return at


def _said(words: str, sentence: str) -> str:
    said = storable(words).strip()
    if not said:
        raise CaseworkError(sentence)
    return said
