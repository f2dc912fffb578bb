"""The quality of recording, surfaced and never scored: what was found, mended and dismissed, by principle.

While somebody writes, which findings were shown is kept as marks that no word can be read from, for them
alone; when the note is made final they become counts by principle, and the marks go. A nudge (info) is not
counted. What a practitioner is shown of themselves is all that is held about them: `held` lists it note by
note. A supervisor sees one practitioner or the team, over time, and small numbers are left out.
"""

from __future__ import annotations

import hmac
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from dateutil.relativedelta import relativedelta
from sqlalchemy import delete, extract, func, select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import NotFound
from noteui.casework.team_file import rules_in_use
from noteui.casework.writing import Draft
from noteui.checks import PRINCIPLES, Finding, Severity, check
from noteui.paper.quality_page import Row, quality_lines
from noteui.records import (
    CountedNote,
    FindingCount,
    NoteRecord,
    Person,
    ReviewAct,
    ReviewKind,
    SeenFinding,
    User,
)
from noteui.vault.vault import Vault

Seen = tuple[str, str]
"""A finding as it was shown: its rule, and the words that it stood at."""
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One month: notes, and findings made, mended, dismissed; `notes` is None where they are too few."""

    notes: int | None
    found: int = 0
    mended: int = 0
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Strand:
    """One principle over the months, the oldest first."""

    principle: str
    name: str
    cells: tuple[Cell, ...]

    def total(self, what: str) -> int:
        """How many there were in the months that are shown."""
        return sum(getattr(cell, what) for cell in self.cells if cell.notes is not None)


@dataclass(frozen=True, slots=True)
class Quality:
    """What is shown of one practitioner, or of a team (`whose` None).

    `notes` and `praise` are by month like the cells of each strand, None where too few; `hidden` is how many
    months were too few to show; `since` the first note that was counted.
    """

    whose: str | None
    months: tuple[date, ...]
    strands: tuple[Strand, ...]
    notes: tuple[int | None, ...]
    praise: tuple[int | None, ...]
    hidden: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held about the recording of one note: counts by principle (found, mended, dismissed)."""

    note_id: str
    person: str
    day: date
    counts: Mapping[str, tuple[int, int, int]]
    praise: int


@cache
def limits() -> Mapping[str, int]:
    """From how many notes and people on something is shown, and over how many months."""
    file = resources.files("noteui.casework") / "quality.toml"
    return {name: int(value) for name, value in tomllib.loads(file.read_text(encoding="utf-8")).items()}


# -- counting


def seen_of(findings: Iterable[Finding]) -> frozenset[Seen]:
    """Those of the findings that are counted: what a reader would question, and what is needed."""
    return frozenset((f.rule, f.text or "") for f in findings if f.severity is not Severity.INFO)


def saw(vault: Vault, note_id: str, seen: Collection[Seen]) -> None:
    """Keeps that these findings were shown while a draft was written; of a note that is final, nothing."""
    if not seen:
        return
    with vault.writing() as session:
        record = session.get(NoteRecord, note_id)
        if record is None or record.finalised_at is not None:
            return
        asked = select(col(SeenFinding.mark)).where(col(SeenFinding.note_id) == note_id)
        known = set(session.scalars(asked))
        marks = {_mark(vault, note_id, one): one[0] for one in seen}
        session.add_all(
            SeenFinding(note_id=note_id, mark=mark, principle=_principle(rule))
            for mark, rule in marks.items()
            if mark not in known
        )


def count_findings(session: Session, vault: Vault, draft: Draft, day: date) -> None:
    """Turns what was shown, stands and was dismissed into counts, inside the act that finalises the note."""
    standing = seen_of(check(draft.note, dismissals=draft.dismissals, rules=rules_in_use()))
    dismissed = {(d.rule, d.text) for d in draft.dismissals if not d.answers}
    now = {_mark(vault, draft.id, one): _principle(one[0]) for one in standing}
    gone = {_mark(vault, draft.id, one): _principle(one[0]) for one in dismissed}
    asked = select(SeenFinding).where(col(SeenFinding.note_id) == draft.id)
    seen = {row.mark: row.principle for row in session.scalars(asked)} | now | gone
    session.add(CountedNote(note_id=draft.id, author_id=vault.user.id, day=day))
    session.flush()
    for principle in sorted(set(seen.values())):
        mine = {mark for mark, whose in seen.items() if whose == principle}
        session.add(
            FindingCount(
                note_id=draft.id,
                principle=principle,
                found=len(mine),
                mended=len(mine - now.keys() - gone.keys()),
                dismissed=len(mine & gone.keys()),
            )
        )
    session.execute(delete(SeenFinding).where(col(SeenFinding.note_id) == draft.id))


def _mark(vault: Vault, note_id: str, seen: Seen) -> str:
    told = "\0".join(("noteui seen 1", note_id, *seen))
    return hmac.new(vault.keys.log, told.encode("utf-8", "replace"), "sha256").hexdigest()[:16]


def _principle(rule: str) -> str:
    return rule.partition("/")[0]


# -- showing


def quality(vault: Vault, whose: str | None, *, today: date) -> Quality:
    """The months up to this one, of one practitioner or, for None, of everybody together.

    Raises NotAllowed where one is no reviewer and asks about anybody but oneself, NotFound, VaultError.
    """
    require(vault, May.READ if whose == vault.user.id else May.REVIEW)
    known = limits()
    months = tuple(today.replace(day=1) - relativedelta(months=n) for n in reversed(range(known["months"])))
    with vault.reading() as session:
        if whose is not None and session.get(User, whose) is None:
            raise NotFound("There is no such user in this vault.")
        notes = _notes(session, whose, months[0])
        sums = _sums(session, whose, months[0])
        praise = _praise(session, whose, months[0])
        first = select(func.min(col(CountedNote.day)))
        since = session.scalar(first if whose is None else first.where(col(CountedNote.author_id) == whose))
    keys = [(month.year, month.month) for month in months]
    shown = {
        key
        for key, (count_, people) in notes.items()
        if count_ >= known["fewest_notes"] and (whose is not None or people >= known["fewest_people"])
    }
    strands = tuple(
        Strand(
            principle.slug,
            principle.name,
            tuple(
                Cell(notes[key][0], *sums.get((key, principle.slug), (0, 0, 0)))
                if key in shown
                else Cell(None)
                for key in keys
            ),
        )
        for principle in PRINCIPLES
    )
    return Quality(
        whose,
        months,
        strands,
        tuple(notes[key][0] if key in shown else None for key in keys),
        tuple(praise.get(key, 0) if key in shown else None for key in keys),
        sum(key in notes and key not in shown for key in keys),
        since,
    )


def held(vault: Vault) -> list[Held]:
    """All that is held about one's own recording, note by note, the newest first. Raises NotAllowed."""
    require(vault, May.READ)
    me = vault.user.id
    with vault.reading() as session:
        counts: dict[str, dict[str, tuple[int, int, int]]] = {}
        asked = select(FindingCount).join(CountedNote, col(CountedNote.note_id) == col(FindingCount.note_id))
        for row in session.scalars(asked.where(col(CountedNote.author_id) == me)):
            counts.setdefault(row.note_id, {})[row.principle] = (row.found, row.mended, row.dismissed)
        praised: dict[str, int] = {}
        kinds = select(col(ReviewAct.note_id)).where(col(ReviewAct.kind) == ReviewKind.PRAISE)
        for note_id in session.scalars(kinds):
            praised[note_id] = praised.get(note_id, 0) + 1
        mine = (
            select(CountedNote, Person.name)  # type: ignore[call-overload]
            .join(NoteRecord, col(NoteRecord.id) == col(CountedNote.note_id))
            .join(Person, col(Person.id) == col(NoteRecord.person_id))
            .where(col(CountedNote.author_id) == me)
            .order_by(col(CountedNote.day).desc(), col(CountedNote.note_id))
        )
        return [
            Held(note.note_id, name, note.day, counts.get(note.note_id, {}), praised.get(note.note_id, 0))
            for note, name in session.execute(mine)
        ]


def _notes(session: Session, whose: str | None, since: date) -> dict[Month, tuple[int, int]]:
    year, month = extract("year", col(CountedNote.day)), extract("month", col(CountedNote.day))
    asked = select(year, month, func.count(), func.count(func.distinct(col(CountedNote.author_id)))).where(
        col(CountedNote.day) >= since
    )
    if whose is not None:
        asked = asked.where(col(CountedNote.author_id) == whose)
    return {(y, m): (notes, people) for y, m, notes, people in session.execute(asked.group_by(year, month))}


def _sums(session: Session, whose: str | None, since: date) -> dict[tuple[Month, str], tuple[int, int, int]]:
    year, month = extract("year", col(CountedNote.day)), extract("month", col(CountedNote.day))
    sums = [func.sum(col(c)) for c in (FindingCount.found, FindingCount.mended, FindingCount.dismissed)]
    asked = (
        select(year, month, col(FindingCount.principle), *sums)
        .join(CountedNote, col(CountedNote.note_id) == col(FindingCount.note_id))
        .where(col(CountedNote.day) >= since)
    )
    if whose is not None:
        asked = asked.where(col(CountedNote.author_id) == whose)
    grouped = asked.group_by(year, month, col(FindingCount.principle))
    return {((y, m), p): (found, mended, gone) for y, m, p, found, mended, gone in session.execute(grouped)}


def _praise(session: Session, whose: str | None, since: date) -> dict[Month, int]:
    asked = (
        select(col(ReviewAct.at))
        .join(NoteRecord, col(NoteRecord.id) == col(ReviewAct.note_id))
        .where(col(ReviewAct.kind) == ReviewKind.PRAISE)
    )
    if whose is not None:
        asked = asked.where(col(NoteRecord.author_id) == whose)
    found: dict[Month, int] = {}
    for at in session.scalars(asked):
        day = _local(at)
        if day >= since:
            found[day.year, day.month] = found.get((day.year, day.month), 0) + 1
    return found


def _local(at: datetime) -> date:
    return at.astimezone().date()


def top_of(told: Quality) -> float:
    """The most findings per note of any principle in any month: the common scale of all its pictures."""
    return max((_rate(cell, "found") for s in told.strands for cell in s.cells), default=0.0)


def rates(strand: Strand, what: str) -> Sequence[float | None]:
    """Per note, month by month; None where too few notes were written."""
    return [None if cell.notes is None else _rate(cell, what) for cell in strand.cells]


def _rate(cell: Cell, what: str) -> float:
    return float(getattr(cell, what)) / cell.notes if cell.notes else 0.0


def lines_of(told: Quality) -> list[str]:
    """The pictures as lines of text, the same on every screen and on the command line."""
    rows = [
        Row(
            strand.name,
            rates(strand, "found"),
            rates(strand, "mended"),
            rates(strand, "dismissed"),
            (strand.total("found"), strand.total("mended"), strand.total("dismissed")),
        )
        for strand in told.strands
    ]
    return quality_lines(rows, told.months, told.notes, told.praise, top_of(told))


def caveats(told: Quality) -> list[str]:
    """What is said with the pictures: what is counted, since when, what is left out, what it is not."""
    known = limits()
    said = [
        "Counted are warnings and what is needed, when a note is made final; mended is what was shown while "
        "it was written and stands no more. A low number proves nothing: the checks miss much."
    ]
    if told.since is None:
        said.append("No note was counted yet: it begins with the next one that is made final.")
    else:
        said.append(f"Counted since {told.since.day} {told.since:%B %Y}.")
    if told.hidden:
        people = f" or {known['fewest_people']} people" if told.whose is None else ""
        months = "1 month is" if told.hidden == 1 else f"{told.hidden} months are"
        said.append(f"{months} not drawn, with fewer than {known['fewest_notes']} notes{people}.")
    return said
