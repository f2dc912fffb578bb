"""An audit: notes drawn by a stated rule and seed, the auditor's questions, and what they come to by theme.

Anybody who has the vault and the seed draws the same notes. Only what has to be counted is answered by
noteui, and an auditor may answer otherwise; nothing is graded. That notes were drawn is logged.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from types import MappingProxyType

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.clocks import VISITS
from noteui.casework.errors import CaseworkError, NotFound
from noteui.casework.nation import configured_nation
from noteui.casework.storable import one_line, storable
from noteui.casework.working_days import WorkingDays, working_days
from noteui.checks.actions import parse_actions
from noteui.paper.audit_file import AuditFile, Drawn, write_audit
from noteui.records import (
    Act,
    AuditRecord,
    ChronologyMark,
    NoteRecord,
    Person,
    ReviewAct,
    ReviewKind,
    Status,
    SupervisionRecord,
    User,
)
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault.vault import Vault

ANSWERS = ("yes", "partly", "no", "not for this note")
RULES: Mapping[str, str] = MappingProxyType(
    {
        "any": "every finalised note is as likely as any other",
        "each-writer": "as evenly as can be over those who wrote, whoever wrote more",
        "each-person": "as evenly as can be over the people whom notes are about",
    }
)
"""The rules by which notes can be drawn, each in words."""
ON_TIME = 2
"""Working days within which a note is signed on time."""
REMARK = ""
"""Under this, among the answers about a note, stands what the auditor remarked."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `counts` says what noteui looks at to answer it by itself; None where it cannot."""

    id: str
    theme: str
    asks: str
    counts: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit as it stands. `notes` are (identifier, label); `counted` are noteui's answers, by note."""

    id: str
    by: str
    at: datetime
    rule: str
    seed: str
    since: date | None
    until: date | None
    whose: str | None
    drawn_from: int
    notes: tuple[tuple[str, str], ...] = field(repr=False)
    counted: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Mapping[str, str]] = field(repr=False)

    def answer(self, note_id: str, question_id: str) -> str | None:
        """What was answered; where the auditor said nothing, what noteui counted; else None."""
        said = self.answers.get(note_id, {}).get(question_id)
        return said or self.counted.get(note_id, {}).get(question_id)


@cache
def questions() -> tuple[Question, ...]:
    """The questions in the order of the file. Raises ValueError where a row is faulty."""
    read = tomllib.loads((resources.files("noteui.casework") / "audit.toml").read_text(encoding="utf-8"))
    found = tuple(
        Question(row["id"], row["theme"], row["asks"], row.get("counts"), row["source"])
        for row in read["question"]
    )
    if len({question.id for question in found}) < len(found):
        raise ValueError("audit.toml: a question stands twice")
    if any(question.counts not in (None, *_COUNTED) for question in found):
        raise ValueError("audit.toml: a question counts what is not known")
    return found


def draw(
    vault: Vault,
    count: int,
    *,
    seed: str,
    now: datetime,
    rule: str = "any",
    since: date | None = None,
    until: date | None = None,
    whose: str | None = None,
) -> Audit:
    """Draws notes for an audit: finalised, neither void nor erased, that happened between two days.

    Raises NotAllowed (reviewers may), CaseworkError where there is no such rule, or nothing to draw from.
    """
    require(vault, May.REVIEW)
    if rule not in RULES:
        raise CaseworkError(f"There is no rule {rule}: choose one of {', '.join(RULES)}.")
    seed = one_line(seed)
    if not seed:
        raise CaseworkError("Give a seed: any word or number, so that the draw can be repeated.")
    with vault.writing() as session:
        asked = select(NoteRecord.id, NoteRecord.author_id, NoteRecord.person_id).where(  # type: ignore[call-overload]
            col(NoteRecord.status) == Status.FINALISED, col(NoteRecord.erased_at).is_(None)
        )
        if since is not None:
            asked = asked.where(col(NoteRecord.happened) >= datetime.combine(since, time.min))
        if until is not None:
            asked = asked.where(
                col(NoteRecord.happened) < datetime.combine(until, time.min) + timedelta(days=1)
            )
        if whose is not None:
            asked = asked.where(col(NoteRecord.author_id) == whose)
        there = [(str(note), str(author), str(person)) for note, author, person in session.execute(asked)]
        if not there:
            raise CaseworkError("There are no finalised notes to draw from.")
        drawn = _drawn(there, count, seed, rule)
        record = AuditRecord(
            id=new_id(),
            by_id=vault.user.id,
            at=now.astimezone(UTC),
            rule=rule,
            seed=seed,
            since=since,
            until=until,
            whose=whose,
            drawn_from=len(there),
            notes=drawn,
        )
        session.add(record)
        vault.enter(session, Act.AUDIT_DRAWN, object_id=record.id, detail={"notes": len(drawn)})
        session.flush()
        return _told(session, record, working_days(configured_nation()))


def open_audit(vault: Vault, typed: str) -> Audit:
    """An audit by its identifier or the beginning of one; for whoever drew it.

    Raises NotAllowed, NotFound.
    """
    require(vault, May.REVIEW)
    with vault.reading() as session:
        return _told(session, _record(session, vault, typed), working_days(configured_nation()))


def audits(vault: Vault) -> list[Audit]:
    """One's own audits, the newest first. Raises NotAllowed."""
    require(vault, May.REVIEW)
    days = working_days(configured_nation())
    with vault.reading() as session:
        asked = select(AuditRecord).where(col(AuditRecord.by_id) == vault.user.id)
        return [_told(session, r, days) for r in session.scalars(asked.order_by(col(AuditRecord.at).desc()))]


def answer(vault: Vault, audit_id: str, note_id: str, question_id: str, said: str) -> Audit:
    """Keeps what the auditor says about a note: one of `ANSWERS`, empty to take it back, or a remark.

    Raises NotAllowed, NotFound, CaseworkError where it is no answer.
    """
    require(vault, May.REVIEW)
    said = storable(" ".join(said.split()))
    if question_id != REMARK and said not in ("", *ANSWERS):
        raise CaseworkError(f"Answer {', '.join(ANSWERS)}.")
    if question_id not in (REMARK, *(question.id for question in questions())):
        raise NotFound("There is no such question.")
    with vault.writing() as session:
        record = _record(session, vault, audit_id)
        if note_id not in record.notes:
            raise NotFound("This note was not drawn for the audit.")
        kept = {note: dict(told) for note, told in record.answers.items()}
        kept.setdefault(note_id, {})[question_id] = said
        record.answers = kept
        session.add(record)
        session.flush()
        return _told(session, record, working_days(configured_nation()))


def export_audit(vault: Vault, typed: str) -> str:
    """The report: how the notes were drawn, what was answered by theme, then note by note, as Markdown.

    Raises NotAllowed, NotFound.
    """
    require(vault, May.EXPORT)
    told = open_audit(vault, typed)
    vault.witness(Act.AUDIT_EXPORTED, object_id=told.id)
    return as_report(told)


def as_report(told: Audit) -> str:
    """An audit as Markdown, for whoever has opened it."""
    themes: dict[str, list[tuple[str, dict[str, int]]]] = {}
    for question in questions():
        given = [told.answer(note_id, question.id) for note_id, _ in told.notes]
        counts = {said: given.count(said) for said in ANSWERS if said in given}
        unanswered = given.count(None)
        themes.setdefault(question.theme, []).append(
            (question.asks, {**counts, **({"not answered": unanswered} if unanswered else {})})
        )
    return write_audit(
        AuditFile(
            by=told.by,
            at=told.at,
            how=_how(told),
            themes=themes,
            notes=[
                Drawn(
                    note_id,
                    label,
                    [
                        (
                            q.asks,
                            told.answer(note_id, q.id) or "",
                            not told.answers.get(note_id, {}).get(q.id),
                        )
                        for q in questions()
                    ],
                    told.answers.get(note_id, {}).get(REMARK, ""),
                )
                for note_id, label in told.notes
            ],
        )
    )


def _how(told: Audit) -> str:
    between = f", from {told.since} on" if told.since else ""
    between += f", up to {told.until}" if told.until else ""
    of = ", of one practitioner" if told.whose else ""
    return (
        f"{len(told.notes)} of {told.drawn_from} finalised notes{of}{between}, drawn by the rule {told.rule} "
        f"({RULES[told.rule]}) with the seed {told.seed}"
    )


def _drawn(there: list[tuple[str, str, str]], count: int, seed: str, rule: str) -> list[str]:
    """The notes in the order of a digest of seed and note, in turn from each group where the rule says so."""
    order = sorted(there, key=lambda note: hashlib.sha256(f"{seed}\0{note[0]}".encode()).hexdigest())
    if rule == "any":
        return [note[0] for note in order[:count]]
    place = 1 if rule == "each-writer" else 2
    groups: dict[str, list[str]] = {}
    for note in order:
        groups.setdefault(note[place], []).append(note[0])
    drawn: list[str] = []
    turn = 0
    while len(drawn) < min(count, len(there)):
        drawn += [notes[turn] for notes in groups.values() if turn < len(notes)]
        turn += 1
    return drawn[:count]


def _record(session: Session, vault: Vault, typed: str) -> AuditRecord:
    prefix = read_prefix(typed)
    if prefix is not None:
        asked = select(AuditRecord).where(
            col(AuditRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1])),
            col(AuditRecord.by_id) == vault.user.id,
        )
        found = session.scalars(asked).all()
        if len(found) == 1:
            return found[0]
    raise NotFound("There is no such audit of yours. See: noteui audit")


def _told(session: Session, record: AuditRecord, days: WorkingDays) -> Audit:
    asked = (
        select(NoteRecord, Person.name)  # type: ignore[call-overload]
        .join(Person, col(Person.id) == col(NoteRecord.person_id))
        .where(col(NoteRecord.id).in_(record.notes))
    )
    notes = {note.id: (note, name) for note, name in session.execute(asked)}
    looked = _Looked(session, record.notes, days)
    counted = {
        note_id: {
            question.id: said
            for question in questions()
            if question.counts is not None
            and (said := _COUNTED[question.counts](notes[note_id][0], looked)) is not None
        }
        for note_id in record.notes
    }
    return Audit(
        record.id,
        session.get_one(User, record.by_id).name,
        record.at,
        record.rule,
        record.seed,
        record.since,
        record.until,
        record.whose,
        record.drawn_from,
        tuple((note_id, _label(*notes[note_id])) for note_id in record.notes),
        counted,
        record.answers,
    )


def _label(note: NoteRecord, person: str) -> str:
    day = f"{note.happened:%d %b %Y}" if note.happened else "no day"
    return f"{person}, {note.contact}, {day}, {note.author_name or 'author not known'}"


class _Looked:
    """What counting needs besides the notes, read once for all of them."""

    def __init__(self, session: Session, note_ids: list[str], days: WorkingDays) -> None:
        self.days = days
        reviewed = select(col(ReviewAct.note_id)).where(
            col(ReviewAct.note_id).in_(note_ids), col(ReviewAct.kind) != ReviewKind.SUBMITTED
        )
        self.reviewed = set(session.scalars(reviewed))
        final = select(SupervisionRecord).where(col(SupervisionRecord.seq).is_not(None))
        self.reviewed |= {note for record in session.scalars(final) for note in record.notes}
        self.marked = set(session.scalars(select(col(ChronologyMark.person_id)).distinct()))


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _seen(note: NoteRecord, _: _Looked) -> str | None:
    return "not for this note" if note.contact not in VISITS else _yes(note.seen is True)


def _seen_alone(note: NoteRecord, _: _Looked) -> str | None:
    # Whether a reason is given where they were not seen alone, only a reader can tell.
    return "not for this note" if note.contact not in VISITS else "yes" if note.seen_alone else None


def _voice(note: NoteRecord, _: _Looked) -> str | None:
    return "no" if not note.voice.strip() else "yes" if any(mark in note.voice for mark in '“"‘') else None


def _dated(note: NoteRecord, _: _Looked) -> str | None:
    lines = parse_actions(note.actions)
    return _yes(all(a.done or (a.owner and a.due) for a in lines)) if lines else "not for this note"


def _on_time(note: NoteRecord, looked: _Looked) -> str | None:
    if note.happened is None or note.finalised_at is None:
        return None
    signed = note.finalised_at.astimezone().date()
    return _yes(looked.days.between(note.happened.date(), signed) <= ON_TIME)


_COUNTED: Mapping[str, Callable[[NoteRecord, _Looked], str | None]] = MappingProxyType(
    {
        "seen": _seen,
        "seen-alone": _seen_alone,
        "voice": _voice,
        "family": lambda note, _: _yes(bool(note.family.strip())),
        "opinion": lambda note, _: _yes(bool(note.opinion.strip())),
        "actions-dated": _dated,
        "on-time": _on_time,
        "reviewed": lambda note, looked: _yes(note.id in looked.reviewed),
        "chronology": lambda note, looked: None if note.person_id in looked.marked else "no",
    }
)
"""What can be counted; None where counting cannot tell, and the auditor has to."""
