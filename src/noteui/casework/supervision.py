"""Supervision as a record: begun, kept while it is written, made final and signed, added to, read.

Who may read one: those whom it is between, the supervisor who wrote it and those supervised in it, and
nobody else, whatever their access. An administrator is told that it exists, when it was held and between
whom, and no word of it. While it is a draft it is its writer's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from noteui.casework.access import May, NotAllowed, require
from noteui.casework.errors import Ambiguous, CaseworkError, Conflict, NotFound
from noteui.casework.finalising import finals_of, make_final, sealed_content
from noteui.casework.storable import storable
from noteui.checks import Finding
from noteui.checks.actions import ActionLine, parse_actions
from noteui.checks.note import Author
from noteui.checks.supervision import NAMES, SECTIONS, Supervised, check_supervision
from noteui.paper.supervision_file import Later, SupervisionFile, write_supervision
from noteui.records import (
    ADDENDUM,
    SUPERVISION,
    Access,
    Act,
    LogEntry,
    Person,
    SupervisionKind,
    SupervisionRecord,
    SupervisionWith,
    User,
)
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault.oversight_check import bound, supervised
from noteui.vault.seal import Content
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Supervision:
    """A supervision as it is open. `with_` and `people` are (identifier, name); `version` counts the saves.

    `held` is a wall-clock time, `finalised_at` in UTC. `later` is what was added after it was signed.
    """

    id: str
    author_id: str
    by: Author
    kind: SupervisionKind
    held: datetime
    with_: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    next_on: date | None = None
    version: int = 1
    saved_at: datetime | None = None
    finalised_at: datetime | None = None
    receipt: str = ""
    later: tuple[Later, ...] = ()
    before: Supervision | None = field(default=None, repr=False)
    """The one before between the same people, where there is one."""

    @property
    def is_final(self) -> bool:
        """Whether it is signed."""
        return self.finalised_at is not None


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """One supervision in a list: no word of it. `readable` says whether whoever asks may open it."""

    id: str
    by: str
    with_: tuple[str, ...]
    kind: SupervisionKind
    held: datetime
    next_on: date | None
    is_final: bool
    readable: bool


def begin(
    vault: Vault, with_ids: Sequence[str], *, held: datetime, now: datetime, kind: str = "planned"
) -> Supervision:
    """Begins the record of a supervision with one or several people.

    Raises NotAllowed, CaseworkError where nobody is named, oneself is, or several are and it is no group.
    """
    require(vault, May.SUPERVISE)
    kind_ = SupervisionKind(kind)
    with vault.writing() as session:
        record = SupervisionRecord(
            id=new_id(), author_id=vault.user.id, kind=kind_, held=held, saved_at=now.astimezone(UTC)
        )
        session.add(record)
        session.flush()
        _set_with(session, vault, record, with_ids)
        return _told(session, record)


def open_supervision(vault: Vault, typed: str) -> Supervision:
    """The supervision by its identifier or the beginning of one; that a final one was read is logged.

    Raises NotFound, Ambiguous, NotAllowed where one is neither its supervisor nor supervised in it.
    """
    with vault.reading() as session:
        record = _record(session, vault, typed)
        told = _told(session, record)
    if told.is_final:
        vault.witness(Act.SUPERVISION_VIEWED, object_id=told.id)
    return told


def save(vault: Vault, told: Supervision, *, now: datetime) -> Supervision:
    """Saves the whole draft; when this returns it is on the disk.

    Raises NotAllowed, NotFound, Conflict where it was saved from elsewhere since, or is final, CaseworkError
    where those whom it is with cannot be.
    """
    require(vault, May.SUPERVISE)
    with vault.writing() as session:
        record = _own_draft(session, vault, told.id)
        if record.version != told.version:
            raise Conflict("This was saved from another window since. Open it again to see both.")
        record.kind = told.kind
        record.held = told.held
        record.next_on = told.next_on
        record.notes = list(told.notes)
        record.people = [person_id for person_id, _ in told.people]
        record.words = {name: storable(told.words.get(name, "")) for name in NAMES}
        record.saved_at = now.astimezone(UTC)
        record.version += 1
        _set_with(session, vault, record, [user_id for user_id, _ in told.with_])
        return replace(_told(session, record), before=told.before)


def discard_empty(vault: Vault, supervision_id: str) -> bool:
    """Drops a draft in which no word stands; says whether it did."""
    with vault.writing() as session:
        record = session.get(SupervisionRecord, supervision_id)
        if record is None or record.seq is not None or record.author_id != vault.user.id:
            return False
        if any(str(text).strip() for text in record.words.values()) or record.notes or record.people:
            return False
        session.delete(record)
    return True


def findings(told: Supervision) -> list[Finding]:
    """What its own rules raise about it as it stands."""
    before = told.before
    names = [part for _, name in told.people for part in (name, *name.split()[:1])]
    return check_supervision(
        Supervised(
            told.words,
            names,
            told.held.date(),
            before.words if before else {},
            before.held.date() if before else None,
        )
    )


def finalise_supervision(
    vault: Vault, supervision_id: str, *, now: datetime, version: int | None = None
) -> Supervision:
    """Makes a draft final: sealed, signed, and left in the log; its words are then in the seal alone.

    `version` is the save that whoever signs has read. Raises NotAllowed, NotFound, Conflict, CaseworkError
    where no word stands in it.
    """
    require(vault, May.SUPERVISE)
    with vault.writing() as session:
        record = _own_draft(session, vault, supervision_id)
        if version not in (None, record.version):
            raise Conflict("This was saved from another window since: read it again before you sign it.")
        told = _told(session, record)
        if not any(text.strip() for text in told.words.values()):
            raise CaseworkError("Nothing is written yet, so there is nothing to sign.")
        record.finalised_at = now.astimezone(UTC)
        record.words = {}
        aside = {"words": dict(told.words), "by": {"name": vault.user.name, "role": vault.user.role}}
        content = Content(as_markdown(told), aside)
        entry = make_final(
            session,
            vault,
            record.id,
            SUPERVISION,
            content,
            Act.SUPERVISION_FINALISED,
            bound(record, supervised(session, record.id)),
        )
        record.seq = entry.seq
        session.flush()
        return _told(session, record)


def add_to(vault: Vault, supervision_id: str, text: str) -> Supervision:
    """Adds to a final supervision, signed; either side can, so that both views stand in it.

    Raises NotAllowed, NotFound, Conflict where it is a draft, CaseworkError where there are no words.
    """
    require(vault, May.WRITE)
    said = storable(text).strip()
    if not said:
        raise CaseworkError("Write what is to be added.")
    with vault.writing() as session:
        record = _record(session, vault, supervision_id)
        if record.seq is None:
            raise Conflict("This is still a draft: change the draft itself.")
        aside = {"by": {"name": vault.user.name, "role": vault.user.role}}
        make_final(session, vault, record.id, ADDENDUM, Content(said, aside), Act.SUPERVISION_ADDED_TO)
        return _told(session, record)


def supervisions(vault: Vault, *, with_id: str | None = None) -> list[SupervisionLine]:
    """Those that one may know of, the newest first: one's own, and for an administrator that others exist."""
    me = vault.user.id
    with vault.reading() as session:
        names = _names(session)
        around = _around(session)
        found = []
        asked = select(SupervisionRecord).order_by(col(SupervisionRecord.held).desc())
        for record in session.scalars(asked):
            with_ids = around.get(record.id, [])
            is_between = me == record.author_id or (me in with_ids and record.seq is not None)
            exists = vault.user.access is Access.ADMINISTRATOR and record.seq is not None
            if not (is_between or exists) or (with_id is not None and with_id not in with_ids):
                continue
            found.append(
                SupervisionLine(
                    record.id,
                    names[record.author_id],
                    tuple(names[user_id] for user_id in with_ids),
                    record.kind,
                    record.held,
                    record.next_on,
                    record.seq is not None,
                    is_between,
                )
            )
    return found


def export_supervision(vault: Vault, typed: str) -> str:
    """A final supervision as Markdown with what was added since; that it left the vault is logged.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where it is a draft.
    """
    require(vault, May.EXPORT)
    told = open_supervision(vault, typed)
    if not told.is_final:
        raise Conflict("This is still a draft: sign it before it leaves the vault.")
    vault.witness(Act.SUPERVISION_EXPORTED, object_id=told.id)
    return as_markdown(told)


def agreed_actions(session: Session, vault: Vault, typed: str) -> tuple[str, list[ActionLine]]:
    """The identifier of a final supervision and its actions, for those whom it is between.

    Raises NotFound, Ambiguous, NotAllowed, Conflict where it is a draft.
    """
    record = _record(session, vault, typed)
    if record.seq is None:
        raise Conflict("This supervision is still a draft: change the action in the draft itself.")
    return record.id, parse_actions(_words(session, record)["actions"])


def final_between(session: Session, user_id: str) -> list[tuple[SupervisionRecord, list[str]]]:
    """The final supervisions that somebody gave or had, the newest first, with whom each was."""
    around = _around(session)
    asked = select(SupervisionRecord).where(col(SupervisionRecord.seq).is_not(None))
    return [
        (record, around.get(record.id, []))
        for record in session.scalars(asked.order_by(col(SupervisionRecord.held).desc()))
        if user_id == record.author_id or user_id in around.get(record.id, [])
    ]


def words_of(session: Session, record: SupervisionRecord) -> Mapping[str, str]:
    """The words of a supervision by section, inside an act that has asked whether they may be read."""
    return _words(session, record)


# -- inside


def _record(session: Session, vault: Vault, typed: str) -> SupervisionRecord:
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound("Name a supervision by its identifier, or its first four characters.")
    found = session.scalars(
        select(SupervisionRecord)
        .where(col(SupervisionRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1])))
        .order_by(col(SupervisionRecord.id))
    ).all()
    if not found:
        raise NotFound(f"There is no supervision {prefix} in this vault.")
    if len(found) > 1:
        raise Ambiguous(f"Several supervisions begin with {prefix}: type more of it.")
    _refuse_unless_between(session, vault, found[0])
    return found[0]


def _refuse_unless_between(session: Session, vault: Vault, record: SupervisionRecord) -> None:
    me = vault.user.id
    if me != record.author_id and (record.seq is None or me not in supervised(session, record.id)):
        raise NotAllowed("Only those whom a supervision is between can read it.")


def _own_draft(session: Session, vault: Vault, supervision_id: str) -> SupervisionRecord:
    record = _record(session, vault, supervision_id)
    if record.seq is not None:
        raise Conflict("This supervision is signed: it can be added to, but no longer changed.")
    if record.author_id != vault.user.id:
        raise NotAllowed("This draft is somebody else's.")
    return record


def _set_with(session: Session, vault: Vault, record: SupervisionRecord, with_ids: Iterable[str]) -> None:
    chosen = sorted(set(with_ids))
    if not chosen:
        raise CaseworkError("Say with whom the supervision was.")
    if vault.user.id in chosen:
        raise CaseworkError("Nobody supervises themselves: name the other person.")
    if len(chosen) > 1 and record.kind is not SupervisionKind.GROUP:
        raise CaseworkError("With several people it is a group supervision.")
    if set(chosen) == set(supervised(session, record.id)):
        return
    if len(chosen) != len(session.scalars(select(col(User.id)).where(col(User.id).in_(chosen))).all()):
        raise NotFound("There is no such user in this vault.")
    session.execute(delete(SupervisionWith).where(col(SupervisionWith.supervision_id) == record.id))
    session.add_all(SupervisionWith(supervision_id=record.id, user_id=user_id) for user_id in chosen)
    session.flush()


def _told(session: Session, record: SupervisionRecord) -> Supervision:
    told = _without_before(session, record)
    earlier = _before(session, record)
    return replace(told, before=_without_before(session, earlier)) if earlier is not None else told


def _without_before(session: Session, record: SupervisionRecord) -> Supervision:
    names = _names(session)
    author = session.get_one(User, record.author_id)
    people = {
        person.id: person.name
        for person in session.scalars(select(Person).where(col(Person.id).in_(record.people)))
    }
    receipt, later = "", tuple[Later, ...]()
    if record.seq is not None:
        entry = session.get_one(LogEntry, record.seq)
        receipt = f"{entry.seq}:{entry.hash[:8]}"
        later = tuple(
            Later(
                Author(**sealed_content(session, final).aside["by"]),
                final.at,
                sealed_content(session, final).text,
            )
            for final in finals_of(session, record.id, (ADDENDUM,))
        )
    return Supervision(
        id=record.id,
        author_id=record.author_id,
        by=Author(author.name, author.role),
        kind=record.kind,
        held=record.held,
        with_=tuple((user_id, names[user_id]) for user_id in supervised(session, record.id)),
        people=tuple((person_id, people[person_id]) for person_id in record.people if person_id in people),
        notes=tuple(record.notes),
        words=_words(session, record),
        next_on=record.next_on,
        version=record.version,
        saved_at=record.saved_at,
        finalised_at=record.finalised_at,
        receipt=receipt,
        later=later,
    )


def _words(session: Session, record: SupervisionRecord) -> Mapping[str, str]:
    if record.seq is None:
        kept = record.words
    else:
        (final,) = finals_of(session, record.id, (SUPERVISION,))
        kept = sealed_content(session, final).aside["words"]
    return {name: str(kept.get(name, "")) for name in NAMES}


def _before(session: Session, record: SupervisionRecord) -> SupervisionRecord | None:
    """The newest final one by the same supervisor, with somebody of the same, held before this one."""
    asked = (
        select(SupervisionRecord)
        .join(SupervisionWith, col(SupervisionWith.supervision_id) == col(SupervisionRecord.id))
        .where(
            col(SupervisionRecord.author_id) == record.author_id,
            col(SupervisionRecord.seq).is_not(None),
            col(SupervisionRecord.id) != record.id,
            col(SupervisionRecord.held) <= record.held,
            col(SupervisionWith.user_id).in_(supervised(session, record.id)),
        )
        .order_by(col(SupervisionRecord.held).desc())
        .limit(1)
    )
    return session.scalars(asked).first()


def as_markdown(told: Supervision) -> str:
    """The supervision as one document, for whoever has opened it."""
    return write_supervision(
        SupervisionFile(
            by=told.by,
            kind=told.kind.value,
            held=told.held,
            with_=[name for _, name in told.with_],
            people=[name for _, name in told.people],
            notes=list(told.notes),
            sections=[(section.title, told.words.get(section.name, "")) for section in SECTIONS],
            next_on=told.next_on,
            finalised_at=told.finalised_at,
            receipt=told.receipt,
            later=told.later,
        )
    )


def _names(session: Session) -> dict[str, str]:
    return {user.id: user.name for user in session.scalars(select(User))}


def _around(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in session.scalars(select(SupervisionWith).order_by(col(SupervisionWith.user_id))):
        found.setdefault(row.supervision_id, []).append(row.user_id)
    return found
