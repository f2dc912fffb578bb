"""What the vault knows beside a sharing, for its checks: the notes that it comes from and that go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from noteui.casework.nation import configured_nation
from noteui.casework.people import people_around
from noteui.casework.sharing_corrections import untold
from noteui.casework.sharing_rows import recipient_of, sharing_of
from noteui.casework.team_file import rules_in_use
from noteui.casework.working_days import WorkingDays, working_days
from noteui.casework.writing import draft_of
from noteui.checks import Severity, check
from noteui.checks.sharing import Item, Sharing
from noteui.records import NoteRecord, Person, RecipientRecord, SharingRecord, SharingState, Status
from noteui.vault.vault import Vault

_ON_FACTS = ("accurate", "evidence-based")


def days() -> WorkingDays:
    """The working days by which sharings are chased, of the nation that the configuration names."""
    return working_days(configured_nation())


def known(session: Session, record: SharingRecord, sharing: Sharing | None = None) -> Sharing:
    """A sharing with everything that its checks may know; `sharing` stands in for what the record holds.

    It checks the notes that go, and is meant to be asked when those change, not at every key.
    """
    kept = sharing_of(session, record)
    about = kept if sharing is None else replace(sharing, about=kept.about, decided_at=kept.decided_at)
    note = session.get(NoteRecord, record.note_id) if record.note_id else None
    owed = [one.note_id for one in untold(session, sharing_id=record.id)]
    return replace(
        about,
        items=tuple(replace(_item(session, item), untold=owed.count(item.note_id)) for item in about.items),
        note=draft_of(note).note if note is not None and note.erased_at is None else None,
        is_one_family=_is_one_family(session, [record.person_id, *record.also_about]),
        in_emergency=not record.complete,
        is_closed=kept.is_closed,
    )


def known_of(vault: Vault, sharing_id: str, sharing: Sharing) -> Sharing:
    """The same for a sharing that is open on a screen. Raises NotFound."""
    with vault.reading() as session:
        return known(session, session.get_one(SharingRecord, sharing_id), sharing)


def shared_with(vault: Vault, note_id: str) -> tuple[str, ...]:
    """Those with whom a sharing is logged that comes from a note, drafts included. Raises VaultError."""
    with vault.reading() as session:
        asked = (
            select(RecipientRecord)
            .join(SharingRecord, col(SharingRecord.id) == col(RecipientRecord.sharing_id))
            .where(
                col(SharingRecord.note_id) == note_id,
                col(SharingRecord.state) != SharingState.WITHDRAWN,
            )
        )
        return tuple(recipient_of(row).shown for row in session.scalars(asked))


def _item(session: Session, item: Item) -> Item:
    record = session.get(NoteRecord, item.note_id)
    if record is None or record.erased_at is not None:
        return item
    return replace(
        item,
        happened=record.happened,
        unsettled=_unsettled(record, item),
        newer=_newer(session, record, item.field or "facts"),
    )


def _unsettled(record: NoteRecord, item: Item) -> int:
    draft = draft_of(record)
    found = check(draft.note, dismissals=draft.dismissals, rules=rules_in_use())
    return sum(
        one.principle in _ON_FACTS
        and one.severity is not Severity.INFO
        and one.answer is None
        and one.start is not None
        and (item.field is None or one.field == item.field)
        and (item.start is None or item.end is None or item.start <= one.start < item.end)
        for one in found
    )


def _newer(session: Session, record: NoteRecord, field: str) -> date | None:
    if record.happened is None:
        return None
    latest = session.execute(
        select(func.max(col(NoteRecord.happened))).where(
            col(NoteRecord.person_id) == record.person_id,
            col(NoteRecord.status) == Status.FINALISED,
            col(NoteRecord.happened) > record.happened,
            getattr(NoteRecord, field) != "",
        )
    ).scalar_one()
    return latest.date() if latest is not None else None


def _is_one_family(session: Session, person_ids: list[str]) -> bool:
    """True where each of the others is named among the people around the first, or the other way round."""
    people = [person for one in person_ids if (person := session.get(Person, one)) is not None]
    around = people_around(session, person_ids)
    names = {person.id: {relation.name.casefold() for relation in around[person.id]} for person in people}
    first, *others = people
    return all(
        other.name.casefold() in names[first.id] or first.name.casefold() in names[other.id]
        for other in others
    )
