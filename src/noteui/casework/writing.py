"""Writing a note: begun, saved at every pause, settled when it is left."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.drafts import require_readable
from noteui.casework.errors import Ambiguous, Conflict, NotFound, NowFinal
from noteui.casework.people import about_of, people_around
from noteui.casework.snapshot import about_from_json, about_to_json, relation_from_json, relation_to_json
from noteui.casework.storable import one_line, storable
from noteui.checks.actions import parse_actions
from noteui.checks.dismissal import Dismissal
from noteui.checks.note import FIELDS, NO_FIELDS, Author, Note
from noteui.checks.prose import word_count
from noteui.records import Action, NoteRecord, Person, SharingRecord, Status
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault import ballast, search
from noteui.vault.errors import DiskFull
from noteui.vault.vault import Vault

FIRST_LINE = 120
"""How many characters of a note's first words are kept for lists."""


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the writer was: the focused field, and (row, column) in each field, both from 0."""

    field: str = FIELDS[0]
    at: Mapping[str, tuple[int, int]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A note as it is open for writing. `version` counts its saves; `saved_at` is in UTC.

    `extra` holds the keys of an imported file's front matter that noteui does not know.
    """

    id: str
    person_id: str
    note: Note
    extra: Mapping[str, object] = dataclasses.field(default_factory=dict)
    dismissals: tuple[Dismissal, ...] = ()
    caret: Caret = dataclasses.field(default_factory=Caret)
    status: str = Status.DRAFT.value
    version: int = 1
    saved_at: datetime | None = None


def begin_note(
    vault: Vault,
    person_id: str,
    *,
    contact: str,
    happened: datetime,
    now: datetime,
    seen: bool | None = None,
    seen_alone: bool | None = None,
    interpreter: str | None = None,
) -> Draft:
    """Begins a note about a person, signed by whoever opened the vault, with the people around them as known.

    Times are wall-clock times. Raises NotAllowed, NotFound.
    """
    require(vault, May.WRITE)
    with vault.writing() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound("There is no such person in this vault.")
        note = Note(
            about=about_of(person),
            contact=contact,
            happened=_to_the_minute(happened),
            recorded=_to_the_minute(now),
            author=Author(vault.user.name, vault.user.role),
            people=tuple(people_around(session, [person_id])[person_id]),
            seen=seen,
            seen_alone=seen_alone,
            interpreter=interpreter,
        )
        record = new_record(session, vault, person_id, note, extra={}, now=now)
        return draft_of(record)


def open_note(vault: Vault, note_id: str) -> Draft:
    """The note by its identifier or the beginning of one. Raises NotFound, Ambiguous, NotAllowed."""
    with vault.reading() as session:
        record = find_record(session, note_id)
        require_readable(vault, record)
        return draft_of(record)


def save_draft(vault: Vault, draft: Draft, *, now: datetime) -> Draft:
    """Saves the whole draft; when this returns it is on the disk. Returns it with its new version.

    `recorded` moves to `now` when words have changed. Characters that cannot be stored come back replaced
    (see storable.py). Raises Conflict where it was saved from elsewhere since, or is no draft any more;
    VaultError where the disk refuses, and then the last save still stands. On a full disk the vault's ballast
    is thrown off first, so that one more save finds room. Raises NotAllowed.
    """
    require(vault, May.WRITE)
    try:
        return _save(vault, draft, now)
    except DiskFull:
        if not ballast.throw_off(vault.folder):
            raise
        return _save(vault, draft, now)


def settle(vault: Vault, note_id: str) -> None:
    """Brings the search index level with the note, once the editor is left. Raises NotFound."""
    with vault.writing() as session:
        record = session.get(NoteRecord, note_id)
        if record is None:
            raise NotFound("This note is no longer in the vault.")
        if not record.settled:
            search.settle(session, note_id)


def discard_empty(vault: Vault, note_id: str) -> bool:
    """Drops a draft in which no word stands; says whether it did. Nothing else is ever dropped."""
    with vault.writing() as session:
        record = session.get(NoteRecord, note_id, with_for_update=True)
        if record is None or record.status is not Status.DRAFT:
            return False
        if record.author_id not in (None, vault.user.id):
            return False
        if any(getattr(record, name).strip() for name in FIELDS) or record.extra:
            return False
        if session.scalars(select(SharingRecord).where(col(SharingRecord.note_id) == note_id)).first():
            return False
        search.forget(session, note_id)
        session.delete(record)
    return True


def find_record(session: Session, typed: str) -> NoteRecord:
    """The note's record inside an act. Raises NotFound, Ambiguous."""
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound(
            f"“{one_line(typed)}” is not the beginning of a note's identifier (four characters or more)."
        )
    found = session.scalars(
        select(NoteRecord)
        .where(col(NoteRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1])))
        .order_by(col(NoteRecord.id))
        .limit(6)
    ).all()
    if not found:
        raise NotFound(f"There is no note {prefix} in this vault.")
    if len(found) > 1:
        raise Ambiguous(
            f"Several notes begin with {prefix}: {', '.join(r.id for r in found)}. Type more of it."
        )
    return found[0]


def new_record(
    session: Session, vault: Vault, person_id: str, note: Note, *, extra: Mapping[str, object], now: datetime
) -> NoteRecord:
    """Stores a new note inside an act that does more."""
    record = NoteRecord(
        id=new_id(),
        person_id=person_id,
        author_id=vault.user.id,
        contact=note.contact,
        about=about_to_json(note.about),
        saved_at=_utc(now),
    )
    describe(record, note, extra)
    _derive(record)
    session.add(record)
    session.flush()
    _list_actions(session, record)
    return record


def describe(record: NoteRecord, note: Note, extra: Mapping[str, object]) -> None:
    """Writes a note's content into its record."""
    record.contact = storable(note.contact) or "other"
    record.happened = _wall_clock(note.happened)
    record.recorded = _wall_clock(note.recorded)
    record.author_name = storable(note.author.name) if note.author else None
    record.author_role = storable(note.author.role) if note.author else None
    record.seen = note.seen
    record.seen_alone = note.seen_alone
    record.interpreter = storable(note.interpreter) if note.interpreter is not None else None
    record.about = about_to_json(note.about)
    record.people = [relation_to_json(relation) for relation in note.people]
    record.extra = {storable(key): storable(str(value)) for key, value in extra.items()}
    for name in FIELDS:
        setattr(record, name, storable(note.fields.get(name, "")))


def draft_of(record: NoteRecord) -> Draft:
    """The record as plain data."""
    author = None
    if record.author_name is not None:
        author = Author(record.author_name, record.author_role or "")
    note = Note(
        about=about_from_json(record.about),
        contact=record.contact,
        happened=record.happened,
        recorded=record.recorded,
        author=author,
        people=tuple(relation_from_json(kept) for kept in record.people),
        seen=record.seen,
        seen_alone=record.seen_alone,
        interpreter=record.interpreter,
        fields={**NO_FIELDS, **{name: getattr(record, name) for name in FIELDS}},
    )
    return Draft(
        id=record.id,
        person_id=record.person_id,
        note=note,
        extra=record.extra,
        dismissals=tuple(Dismissal.from_dict(kept) for kept in record.dismissals),
        caret=_caret_from_json(record.caret),
        status=record.status.value,
        version=record.version,
        saved_at=record.saved_at,
    )


def _save(vault: Vault, draft: Draft, now: datetime) -> Draft:
    fields: dict[str, str] = {name: storable(draft.note.fields.get(name, "")) for name in FIELDS}
    with vault.writing() as session:
        record = session.get(NoteRecord, draft.id, with_for_update=True)
        if record is None:
            raise NotFound("This note is no longer in the vault.")
        if record.status is not Status.DRAFT:
            sentence = "This note is finalised: it can be added to, but no longer changed."
            raise NowFinal(sentence) if record.status is Status.FINALISED else Conflict(sentence)
        require_readable(vault, record)
        if record.version != draft.version:
            raise Conflict("This note was saved from another window since. Open it again to see both.")
        words_changed = any(getattr(record, name) != text for name, text in fields.items())
        actions_changed = record.actions != fields["actions"]
        describe(record, replace(draft.note, fields=fields), draft.extra)
        if words_changed:
            record.recorded = _to_the_minute(now)
            _derive(record)
        if actions_changed:
            _list_actions(session, record)
        record.dismissals = [dismissal.to_dict() for dismissal in draft.dismissals]
        record.caret = _caret_to_json(draft.caret)
        record.saved_at = _utc(now)
        record.version += 1
        record.settled = False
        return draft_of(record)


def _derive(record: NoteRecord) -> None:
    texts = [str(getattr(record, name)) for name in FIELDS]
    record.words = sum(word_count(text) for text in texts)
    lines = (line.strip() for text in texts for line in text.splitlines())
    record.first_line = next((line for line in lines if line), "")[:FIRST_LINE]


def _list_actions(session: Session, record: NoteRecord) -> None:
    session.execute(delete(Action).where(col(Action.note_id) == record.id))
    for position, action in enumerate(parse_actions(record.actions)):
        session.add(
            Action(
                id=new_id(),
                note_id=record.id,
                position=position,
                text=action.text,
                owner=action.owner,
                due=action.due,
                done=action.done,
            )
        )


def _caret_to_json(caret: Caret) -> dict[str, Any]:
    return {"field": caret.field, "at": {name: [row, column] for name, (row, column) in caret.at.items()}}


def _caret_from_json(kept: Mapping[str, Any]) -> Caret:
    if not kept:
        return Caret()
    return Caret(kept["field"], {name: (row, column) for name, (row, column) in kept["at"].items()})


def _wall_clock(moment: datetime | None) -> datetime | None:
    """As the clock where the writer works shows it."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone().replace(tzinfo=None)


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _utc(now: datetime) -> datetime:
    return now.astimezone(UTC)
