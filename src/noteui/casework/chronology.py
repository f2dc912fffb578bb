"""The chronology of a person: what is significant of their notes, gaps named, late entries marked.

A finalised note, or words of it, is marked; what stands in the chronology beside the day is written by
whoever marks it, signed and sealed with the note's own key. A mark is never changed: it can be taken back,
with a reason, and made anew. Routine contacts are not in it, and positive events are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from itertools import pairwise

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError, Conflict, NotFound
from noteui.casework.finalising import Passage, make_final, sealed_content
from noteui.casework.nation import configured_nation
from noteui.casework.parts_of_life import Spoken, spoken_of
from noteui.casework.storable import storable
from noteui.casework.when import show_day
from noteui.casework.working_days import WorkingDays, working_days
from noteui.casework.writing import find_record
from noteui.checks.note import FIELDS, Author
from noteui.paper.chronology_file import ChronologyFile, Line, write_chronology
from noteui.records import (
    CHRONOLOGY,
    Act,
    ChronologyMark,
    ContentKey,
    Final,
    NoteRecord,
    Person,
    Status,
    Tone,
    User,
)
from noteui.vault.oversight_check import bound
from noteui.vault.seal import Content
from noteui.vault.vault import Vault

LONGEST = 400
"""Characters of one line of a chronology; more belongs in the note."""


@dataclass(frozen=True, slots=True)
class Significant:
    """What is written into the chronology: the event, what it meant for the person, what was done."""

    event: str = field(repr=False)
    effect: str = field(default="", repr=False)
    action: str = field(default="", repr=False)
    tone: Tone = Tone.WORRY


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a chronology. `late` is how many working days after the event it was signed, 0 where soon.

    `seq` is its entry in the log, by which it is taken back; `void` says that the note is void by now.
    """

    seq: int
    note_id: str
    day: date
    said: Significant = field(repr=False)
    source: str = field(repr=False)
    by: Author = field(repr=False)
    words: str = field(default="", repr=False)
    """The words of the note that were marked, where it was not the note as a whole."""
    late: int = 0
    void: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """So many days without contact, from the last one to the next, or to today where `is_open`."""

    since: date
    until: date
    is_open: bool = False

    @property
    def days(self) -> int:
        """How many days there were between."""
        return (self.until - self.since).days

    @property
    def spelt(self) -> str:
        """As it stands in the chronology."""
        return f"No contact for {self.days} days{' up to today' if self.is_open else ''}"


@dataclass(frozen=True, slots=True)
class Chronology:
    """A person's chronology, entries and gaps in the order of their days; `caveat` of counting late ones."""

    person_id: str
    name: str = field(repr=False)
    lines: list[Entry | Gap] = field(repr=False)
    caveat: str | None = None


@cache
def _table() -> Mapping[str, object]:
    file = resources.files("noteui.casework") / "chronology.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def mark(
    vault: Vault,
    note_id: str,
    said: Significant,
    *,
    now: datetime,
    passage: Passage | None = None,
    day: date | None = None,
) -> int:
    """Marks a finalised note, or words of it, as significant; returns the number of its entry in the log.

    `day` is when the event was, where that is not when the note happened. Raises NotAllowed, NotFound,
    Ambiguous, Conflict where the note is a draft, void or erased, CaseworkError where the event is not said,
    a line is too long, or the words do not stand in the note.
    """
    require(vault, May.WRITE)
    told = {name: storable(" ".join(getattr(said, name).split())) for name in ("event", "effect", "action")}
    if not told["event"]:
        raise CaseworkError("Say what happened, in a line.")
    if any(len(text) > LONGEST for text in told.values()):
        raise CaseworkError(
            f"A line of a chronology has at most {LONGEST} characters; the note has the rest."
        )
    with vault.writing() as session:
        record = find_record(session, note_id)
        if record.status is not Status.FINALISED or record.erased_at is not None:
            raise Conflict("Only a finalised note that is neither void nor erased can be marked.")
        if passage is not None:
            kept = str(getattr(record, passage.field)) if passage.field in FIELDS else ""
            if not passage.text or kept[passage.start : passage.end] != passage.text:
                raise CaseworkError("Those words do not stand there in the note.")
        when = day or (record.happened.date() if record.happened else None)
        if when is None:
            raise CaseworkError("The note does not say when it happened: give the day.")
        row = ChronologyMark(
            seq=1,
            person_id=record.person_id,
            note_id=record.id,
            day=when,
            tone=said.tone,
            field=passage.field if passage else None,
            begins=passage.start if passage else None,
            ends=passage.end if passage else None,
            by_id=vault.user.id,
            at=now.astimezone(UTC),
        )
        aside = {**told, "words": passage.text if passage else "", "by": _me(vault)}
        return _keep(session, vault, row, Content(told["event"], aside), Act.CHRONOLOGY_MARKED)


def unmark(vault: Vault, seq: int, reason: str, *, now: datetime) -> None:
    """Takes a mark back, with a reason; that it was made stays in the log.

    Raises NotAllowed, NotFound, Conflict where it is taken back already, CaseworkError without a reason.
    """
    require(vault, May.WRITE)
    said = storable(" ".join(reason.split()))
    if not said:
        raise CaseworkError("Say why it is taken out of the chronology.")
    with vault.writing() as session:
        made = session.get(ChronologyMark, seq)
        if made is None or made.takes_back is not None:
            raise NotFound(f"There is no mark {seq} in a chronology.")
        asked = select(ChronologyMark).where(col(ChronologyMark.takes_back) == seq)
        if session.scalars(asked).first() is not None:
            raise Conflict("This was taken out of the chronology already.")
        row = ChronologyMark(
            seq=1,
            person_id=made.person_id,
            note_id=made.note_id,
            day=made.day,
            tone=made.tone,
            takes_back=seq,
            by_id=vault.user.id,
            at=now.astimezone(UTC),
        )
        _keep(session, vault, row, Content(said, {"by": _me(vault)}), Act.CHRONOLOGY_UNMARKED)


def chronology(
    vault: Vault,
    person_id: str,
    *,
    today: date,
    since: date | None = None,
    until: date | None = None,
    days: WorkingDays | None = None,
) -> Chronology:
    """A person's chronology between two days, both included. Raises NotAllowed, NotFound, VaultError."""
    require(vault, May.READ)
    days = days or working_days(configured_nation())
    with vault.reading() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound("There is no such person in this vault.")
        entries = _entries(session, person_id, days)
        found: list[Entry | Gap] = [*entries, *_gaps(session, person_id, today)]
    lines = [
        line
        for line in found
        if (since is None or _last_day(line) >= since) and (until is None or _first_day(line) <= until)
    ]
    lines.sort(key=lambda line: (_first_day(line), isinstance(line, Gap)))
    return Chronology(person_id, person.name, lines, days.caveat(*(e.day for e in entries if e.late)))


def export_chronology(
    vault: Vault,
    person_id: str,
    *,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    days: WorkingDays | None = None,
) -> str:
    """The chronology as one page for a meeting, in Markdown; that it left the vault is logged.

    It ends with the parts of a life that the notes speak of, and those that they do not.

    Raises NotAllowed, NotFound, VaultError.
    """
    require(vault, May.EXPORT)
    told = chronology(vault, person_id, today=now.date(), since=since, until=until, days=days)
    with vault.reading() as session:
        spoken = spoken_of(session, person_id, now.date())
    vault.witness(Act.CHRONOLOGY_EXPORTED, object_id=person_id)
    return _page(told, spoken, by=Author(vault.user.name, vault.user.role), now=now)


def _page(told: Chronology, spoken: Spoken, *, by: Author, now: datetime) -> str:
    lines = [
        Line(entry.since, gap=entry.spelt)
        if isinstance(entry, Gap)
        else Line(
            entry.day,
            tone=entry.said.tone.value,
            event=entry.said.event,
            effect=entry.said.effect,
            action=entry.said.action,
            source=f"{entry.source} ({entry.note_id})",
            late=_late(entry),
            void=entry.void,
        )
        for entry in told.lines
    ]
    return write_chronology(ChronologyFile(told.name, lines, by, now, told.caveat, _spelt(spoken)))


def _spelt(spoken: Spoken) -> tuple[str, ...]:
    """Of what the notes speak, a sentence each; nothing where there are none."""
    if not spoken.notes:
        return ()
    of = f"of {spoken.notes} note{'' if spoken.notes == 1 else 's'} since {show_day(spoken.since)}"
    return tuple(
        f"{part.name}: in {part.notes} {of}, last on {show_day(part.last)}"
        if part.last is not None
        else f"{part.name}: in none {of}"
        for part in spoken.parts
    )


def _late(entry: Entry) -> str:
    return f"written {entry.late} working days later" if entry.late else ""


def _first_day(line: Entry | Gap) -> date:
    return line.since if isinstance(line, Gap) else line.day


def _last_day(line: Entry | Gap) -> date:
    return line.until if isinstance(line, Gap) else line.day


def _entries(session: Session, person_id: str, days: WorkingDays) -> list[Entry]:
    asked = select(ChronologyMark).where(col(ChronologyMark.person_id) == person_id)
    rows = session.scalars(asked.order_by(col(ChronologyMark.seq))).all()
    taken_back = {row.takes_back for row in rows}
    standing = [row for row in rows if row.takes_back is None and row.seq not in taken_back]
    notes = _notes(session, [row.note_id for row in standing])
    seqs = [row.seq for row in standing if notes[row.note_id].erased_at is None]
    contents = {final.seq: final for final in session.scalars(select(Final).where(col(Final.seq).in_(seqs)))}
    # Held, so that each content finds its key without another question to the database.
    keys = session.scalars(select(ContentKey).where(col(ContentKey.subject_id).in_(notes))).all()
    people = {user.id: user for user in session.scalars(select(User))}
    found = []
    for row in standing:
        if row.seq not in contents:
            continue  # the note was erased, and what was written of it with it
        note, by = notes[row.note_id], people[row.by_id]
        aside = sealed_content(session, contents[row.seq]).aside
        found.append(
            Entry(
                row.seq,
                row.note_id,
                row.day,
                Significant(aside["event"], aside["effect"], aside["action"], row.tone),
                f"{note.contact}, {note.author_name or 'author not known'}",
                Author(by.name, by.role),
                aside["words"],
                _days_late(note, days),
                note.status is Status.VOID,
            )
        )
    del keys
    return found


def _notes(session: Session, note_ids: Sequence[str]) -> dict[str, NoteRecord]:
    asked = select(NoteRecord).where(col(NoteRecord.id).in_(set(note_ids)))
    return {note.id: note for note in session.scalars(asked)}


def _days_late(note: NoteRecord, days: WorkingDays) -> int:
    if note.happened is None or note.finalised_at is None:
        return 0
    late = days.between(note.happened.date(), note.finalised_at.astimezone().date())
    return late if late > int(str(_table()["late_working_days"])) else 0


def _gaps(session: Session, person_id: str, today: date) -> list[Gap]:
    table = _table()
    contacts = table["contacts"]
    asked = select(col(NoteRecord.happened)).where(
        col(NoteRecord.person_id) == person_id,
        col(NoteRecord.status) == Status.FINALISED,
        col(NoteRecord.contact).in_(contacts if isinstance(contacts, list) else []),
        col(NoteRecord.seen).is_not(False),
        col(NoteRecord.happened).is_not(None),
    )
    seen = sorted({moment.date() for moment in session.scalars(asked) if moment is not None})
    gaps = [Gap(a, b) for a, b in pairwise(seen)]
    if seen and seen[-1] < today:
        gaps.append(Gap(seen[-1], today, is_open=True))
    return [gap for gap in gaps if gap.days >= int(str(table["gap_days"]))]


def _me(vault: Vault) -> dict[str, str]:
    return {"name": vault.user.name, "role": vault.user.role}


def _keep(session: Session, vault: Vault, row: ChronologyMark, content: Content, act: Act) -> int:
    row.seq = make_final(session, vault, row.note_id, CHRONOLOGY, content, act, bound(row)).seq
    session.add(row)
    session.flush()
    return row.seq
