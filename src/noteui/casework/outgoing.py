"""What is made ready to go: notes, fields and passages chosen, words withheld, and what the recipient reads.

Only finalised notes go, with what was added to them: where a passage goes that was corrected, its correction
goes with it. Nothing here changes a note; what is withheld stays readable inside.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework import leak_test
from noteui.casework.access import May, require
from noteui.casework.errors import Ambiguous, CaseworkError, Conflict, NotFound
from noteui.casework.finalising import FinalNote, FinalText, read_final
from noteui.casework.leak_test import Leak, Somebody
from noteui.casework.people import about_of, people_around
from noteui.casework.redacting import (
    Selection,
    Span,
    names_of,
    overlap,
    pieces,
    read_as,
    refuse_without_reasons,
    renamed,
    withheld_words,
)
from noteui.casework.sharing_rows import find_sharing, items_of, open_of
from noteui.casework.storable import storable
from noteui.checks.note import FIELDS, About, Note
from noteui.checks.sharing import Item
from noteui.paper.outgoing import OutNote, Withheld, write_outgoing
from noteui.paper.person_file import heading
from noteui.records import (
    VOID,
    NoteRecord,
    OutgoingFor,
    OutgoingRecord,
    Person,
    Status,
    Surrounding,
)
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Part:
    """One text that can go: a field of a note, or something added to it. `corrects` is what it puts right."""

    key: str
    title: str
    text: str = field(repr=False)
    corrects: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A finalised note out of which something can be chosen."""

    id: str
    person_id: str
    note: Note = field(repr=False)
    signed: str = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def title(self) -> str:
        """The note as it is named: when and what."""
        return heading(self.note)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is made ready. `answers` says in writing, by what was found, why it may stand all the same."""

    id: str
    for_: str
    person_id: str
    selection: Selection = field(repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sharing_id: str | None = None
    recipient_id: str | None = None
    version: int = 1
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the notes: lines about sender, recipient and purpose. `meant` may be named in it."""

    title: str = field(repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    closing: str = ""
    meant: tuple[str, ...] = field(default=(), repr=False)


def begin_outgoing(
    vault: Vault,
    person_id: str,
    *,
    now: datetime,
    sharing_id: str | None = None,
    for_: OutgoingFor = OutgoingFor.SHARING,
    selection: Selection | None = None,
) -> Outgoing:
    """Begins to make something ready, for a sharing with what was decided. Raises NotAllowed, NotFound."""
    require(vault, May.SHARE)
    with vault.writing() as session:
        if session.get(Person, person_id) is None:
            raise NotFound("There is no such person in this vault.")
        if sharing_id is not None and selection is None:
            sharing_id = find_sharing(session, sharing_id).id
            selection = Selection(chosen=_as_decided(session, vault, sharing_id))
        record = new_outgoing(session, vault, person_id, now=now, for_=for_, sharing_id=sharing_id)
        record.selection = (selection or Selection()).to_dict()
        session.flush()
        return outgoing_of(record)


def for_sharing(vault: Vault, sharing_id: str, *, now: datetime) -> Outgoing:
    """What is being made ready for a sharing: begun where it is not yet. Raises NotAllowed, NotFound."""
    require(vault, May.SHARE)
    with vault.reading() as session:
        sharing = find_sharing(session, sharing_id)
        asked = select(OutgoingRecord).where(
            col(OutgoingRecord.sharing_id) == sharing.id, col(OutgoingRecord.sealed_seq).is_(None)
        )
        kept = session.scalars(asked.order_by(col(OutgoingRecord.saved_at).desc())).first()
        if kept is not None:
            return outgoing_of(kept)
        person_id = sharing.person_id
        before = session.scalars(
            select(OutgoingRecord)
            .where(col(OutgoingRecord.sharing_id) == sharing.id)
            .order_by(col(OutgoingRecord.saved_at).desc())
        ).first()
        earlier = Selection.from_dict(before.selection) if before is not None else None
    return begin_outgoing(vault, person_id, now=now, sharing_id=sharing.id, selection=earlier)


def open_outgoing(vault: Vault, typed: str) -> Outgoing:
    """What is made ready, by the beginning of its identifier. Raises NotAllowed, NotFound, Ambiguous."""
    require(vault, May.SHARE)
    with vault.reading() as session:
        return outgoing_of(find_outgoing(session, typed))


def save_outgoing(vault: Vault, outgoing: Outgoing, *, now: datetime) -> Outgoing:
    """Saves it as it stands. Raises NotAllowed, NotFound, Conflict where it was saved elsewhere or sealed."""
    require(vault, May.SHARE)
    with vault.writing() as session:
        record = session.get(OutgoingRecord, outgoing.id, with_for_update=True)
        if record is None:
            raise NotFound("This is no longer in the vault.")
        if record.sealed_seq is not None:
            raise Conflict("This was sealed: it stays as it was. Make a new one ready.")
        if record.version != outgoing.version:
            raise Conflict("This was saved from another window since. Open it again to see both.")
        record.selection = outgoing.selection.to_dict()
        record.answers = {key: storable(said) for key, said in outgoing.answers.items() if said.strip()}
        record.saved_at = now.astimezone(UTC)
        record.version += 1
        session.flush()
        return outgoing_of(record)


def sources(vault: Vault, person_ids: Sequence[str]) -> list[Source]:
    """The finalised notes of these people, newest event first. Raises NotAllowed."""
    require(vault, May.SHARE)
    with vault.reading() as session:
        asked = select(col(NoteRecord.id)).where(
            col(NoteRecord.person_id).in_(person_ids),
            col(NoteRecord.status) == Status.FINALISED,
            col(NoteRecord.erased_at).is_(None),
        )
        ids = session.scalars(asked.order_by(col(NoteRecord.happened).desc())).all()
    return [_source(read_final(vault, note_id, viewed=False)) for note_id in ids]


def whole(source: Source, *, parts: Sequence[str] = FIELDS) -> tuple[Span, ...]:
    """All of a note, or these parts of it, as passages."""
    return tuple(
        Span(source.id, part.key, 0, len(part.text))
        for part in source.parts
        if part.text.strip() and (part.key in parts or (part.key.startswith("added") and parts == FIELDS))
    )


def effective(there: Sequence[Source], selection: Selection) -> Selection:
    """The selection with the corrections of every passage that goes."""
    chosen = list(selection.chosen)
    for source in there:
        for part in source.parts:
            was = part.corrects
            if was is not None and any(overlap(span, was) for span in selection.chosen):
                chosen.append(Span(source.id, part.key, 0, len(part.text)))
    return replace(selection, chosen=tuple(chosen))


def notes_as_they_go(there: Sequence[Source], selection: Selection) -> list[OutNote]:
    """Each note of which something goes, in the order of events, as the recipient reads it."""
    going = effective(there, selection)
    out = []
    for source in sorted(there, key=lambda s: (s.note.happened or datetime.max, s.id)):
        told = [(part, read_as(part.text, source.id, part.key, going)) for part in source.parts]
        parts = tuple((renamed(part.title, going.pseudonyms), text) for part, text in told if text.strip())
        if parts:
            lines = (renamed(source.signed, going.pseudonyms),) if source.signed else ()
            out.append(OutNote(renamed(source.title, going.pseudonyms), lines, parts))
    return out


def ledger(there: Sequence[Source], selection: Selection) -> list[Withheld]:
    """What was withheld or renamed in what goes, reason by reason, with how often."""
    going = effective(there, selection)
    counted: Counter[tuple[str, str]] = Counter()
    for source in there:
        for part in source.parts:
            shown = pieces(part.text, source.id, part.key, going)
            for one in going.redactions:
                if (one.note, one.part) == (source.id, part.key) and any(
                    piece.how.value == "withheld" and piece.start < one.end and one.start < piece.end
                    for piece in shown
                ):
                    counted[f"Words withheld ({one.tag.value})", one.reason] += 1
            for piece in shown:
                for name in going.pseudonyms:
                    if piece.how.value == "label" and piece.text.removesuffix("’s") == name.label:
                        counted[f"A name replaced by {name.label} ({name.tag.value})", name.reason] += 1
    return [
        Withheld(what, renamed(" ".join(reason.split()), going.pseudonyms), times)
        for (what, reason), times in counted.items()
    ]


def compose(there: Sequence[Source], selection: Selection, head: Head) -> str:
    """What the recipient reads, exactly. Raises CaseworkError where a reason is missing."""
    refuse_without_reasons(selection)
    names = selection.pseudonyms
    return write_outgoing(
        renamed(head.title, names),
        [renamed(line, names) for line in head.lines],
        ledger(there, selection),
        notes_as_they_go(there, selection),
        head.closing,
    )


def refuse_nothing(there: Sequence[Source], selection: Selection) -> None:
    """Raises CaseworkError where nothing was chosen."""
    if not notes_as_they_go(there, selection):
        raise CaseworkError("Nothing is chosen yet: choose what goes.")


def known_to_vault(session: Session, person_ids: Sequence[str], selection: Selection) -> list[Somebody]:
    """Everybody whom the vault knows, those of the file closely; the people concerned may be named."""
    hidden = {name.casefold() for one in selection.pseudonyms for name in one.names}
    found = []
    for person in session.scalars(select(Person)):
        close = person.id in person_ids
        is_hidden = person.name.casefold() in hidden
        found.append(
            Somebody(
                person.name,
                person.known_as,
                born=person.born,
                close=close,
                meant=close and not is_hidden,
                hidden=is_hidden,
            )
        )
    around = people_around(session, list(person_ids))
    close_names = {relation.name.casefold() for relations in around.values() for relation in relations}
    for row in session.scalars(select(Surrounding)):
        close = row.person_id in person_ids
        if close or row.name.casefold() not in close_names:
            found.append(
                Somebody(
                    row.name,
                    relationship=row.relationship,
                    born=row.born,
                    close=close,
                    hidden=row.name.casefold() in hidden,
                )
            )
    return found


def leaks(
    vault: Vault, person_ids: Sequence[str], there: Sequence[Source], selection: Selection, head: Head
) -> list[Leak]:
    """The leak test of what the recipient would read, against all that the vault knows."""
    text = compose(there, selection, head)
    going = effective(there, selection)
    texts = {(source.id, part.key): part.text for source in there for part in source.parts}
    kept = "\n".join(texts.values())
    with vault.reading() as session:
        known = known_to_vault(session, person_ids, selection)
    authors = [source.note.author.name for source in there if source.note.author]
    hidden = {name for one in selection.pseudonyms for name in one.names}
    return leak_test.leaks(
        text,
        known,
        addresses=leak_test.addresses_in(kept),
        numbers=leak_test.numbers_in(kept),
        withheld=withheld_words(texts, going),
        meant=[name for name in (*head.meant, *authors) if name not in hidden],
    )


def items(selection: Selection) -> list[Item]:
    """What really goes, as the register keeps it: passages of the five fields."""
    return [Item(s.note, s.part, s.start, s.end) for s in selection.chosen if s.part in FIELDS]


def suggested_names(about: About, people: Sequence[str], name: str) -> tuple[str, ...]:
    """The names to replace for somebody, but for what they share with the person concerned or the others."""
    others = [other for other in (about.name, about.known_as or "", *people) if other and other != name]
    return names_of(name, shared=others)


def find_outgoing(session: Session, typed: str) -> OutgoingRecord:
    """The record inside an act. Raises NotFound, Ambiguous."""
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound("Give the first four characters or more of what was made ready.")
    found = session.scalars(
        select(OutgoingRecord)
        .where(col(OutgoingRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1])))
        .limit(2)
    ).all()
    if len(found) > 1:
        raise Ambiguous(f"Several begin with {prefix}: type more of it.")
    if not found:
        raise NotFound(f"Nothing that was made ready begins with {prefix}.")
    return found[0]


def new_outgoing(
    session: Session,
    vault: Vault,
    person_id: str,
    *,
    now: datetime,
    for_: OutgoingFor,
    sharing_id: str | None = None,
) -> OutgoingRecord:
    """A new record inside an act that does more."""
    record = OutgoingRecord(
        id=new_id(),
        for_=for_,
        person_id=person_id,
        sharing_id=sharing_id,
        author_id=vault.user.id,
        saved_at=now.astimezone(UTC),
        selection=Selection().to_dict(),
    )
    session.add(record)
    session.flush()
    return record


def outgoing_of(record: OutgoingRecord) -> Outgoing:
    """The record as plain data."""
    return Outgoing(
        id=record.id,
        for_=record.for_.value,
        person_id=record.person_id,
        selection=Selection.from_dict(record.selection),
        answers=dict(record.answers),
        sharing_id=record.sharing_id,
        recipient_id=record.recipient_id,
        version=record.version,
        is_sealed=record.sealed_seq is not None,
    )


def concerned(session: Session, outgoing: Outgoing) -> list[str]:
    """Those whose notes can go: the person, and others whom the sharing is about as well."""
    found = [outgoing.person_id]
    if outgoing.sharing_id is not None:
        found += open_of(session, find_sharing(session, outgoing.sharing_id)).also_about
    return list(dict.fromkeys(found))


def described(session: Session, person_id: str) -> About:
    """Who the person is."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person in this vault.")
    return about_of(person)


def _as_decided(session: Session, vault: Vault, sharing_id: str) -> tuple[Span, ...]:
    """What was decided to go, as passages; a whole note is all of it, a whole field all of that."""
    found: list[Span] = []
    for item in items_of(session, sharing_id):
        source = _source(read_final(vault, item.note_id, viewed=False))
        if item.field is None:
            found += whole(source)
        elif item.begins is None or item.ends is None:
            found += whole(source, parts=(item.field,))
        else:
            found.append(Span(item.note_id, item.field, item.begins, item.ends))
    return tuple(found)


def _source(final: FinalNote) -> Source:
    draft = final.draft
    note = draft.note
    parts = [Part(name, note.title_of(name), note.fields[name]) for name in FIELDS]
    for number, added in enumerate((text for text in final.added if text.kind != VOID), 1):
        parts.append(_added(draft.id, number, added))
    signed = final.texts[0] if final.texts else None
    by = f"Signed by {signed.by.name}, {signed.by.role}, {_day(signed.at)}" if signed else ""
    return Source(draft.id, draft.person_id, note, by, tuple(parts))


def _added(note_id: str, number: int, added: FinalText) -> Part:
    who = f"{added.by.name}, {added.by.role}, {_day(added.at)}"
    key = f"added.{number}"
    if added.passage is None:
        return Part(key, f"Addendum by {who}", added.text)
    was = " ".join(added.passage.text.split())
    text = f"“{was}” now reads “{added.text}”. Reason: {added.reason}"
    span = Span(note_id, added.passage.field, added.passage.start, added.passage.end)
    return Part(key, f"Correction by {who}", text, span)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def with_selection(outgoing: Outgoing, **changes: object) -> Outgoing:
    """The same with parts of its selection changed."""
    return replace(outgoing, selection=dataclasses.replace(outgoing.selection, **changes))  # type: ignore[arg-type]
