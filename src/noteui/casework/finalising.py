"""Finalising a note, and what can still be done with it afterwards: add, correct, void. Nothing changes it.

What is final is the note as a file, exactly: its digest and the writer's signature stand in the log, the text
itself is sealed with the note's own key. An addendum or a correction is a further content of the same note,
signed by whoever made it; the original stays as it was beside it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.quality import count_findings
from noteui.casework.signals import signals_of
from noteui.casework.storable import storable
from noteui.casework.team_file import rules_in_use
from noteui.casework.writing import Draft, draft_of, find_record
from noteui.checks import Finding, Severity, check
from noteui.checks.note import FIELDS, Author
from noteui.paper.note_file import NoteFile, one_line, write_note
from noteui.records import (
    ADDENDUM,
    CORRECTION,
    NOTE,
    TEXTS,
    VOID,
    Act,
    ContentKey,
    Final,
    LogEntry,
    NoteRecord,
    NoteSignals,
    Status,
    UnfinishedRecord,
    User,
)
from noteui.records.ids import new_id
from noteui.vault import seal, search
from noteui.vault.log_check import row_mac
from noteui.vault.vault import Vault

_OF_A_FINAL_NOTE = ("status", "finalised", "signed", "answers", "late", "seal", "added", "review", "receipt")
"""Keys of the front matter that a finalised note carries of itself."""

LATE_RULE = "timely/late-without-reason"
"""The rule whose answer says why a note was written late and from what."""


class Unanswered(CaseworkError):  # noqa: N818 -- an answer to the person, not a programming error
    """Finalising needs an answer or a written reason for each of `findings` first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        told = "; ".join(finding.message.rstrip(".") for finding in findings)
        super().__init__(f"Finalising needs an answer first: {told}.")
        self.findings = tuple(findings)


WORKED_FROM = ("memory", "rough notes", "a recording", "something else")
"""What a late note can have been written from, as it is offered; a writer may say it in their own words."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Why a note was written late: the reason, what it was written from, and where that is kept."""

    reason: str
    worked_from: str
    kept_where: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in a field of a note, where they stand; offsets in code points, end exclusive."""

    field: str
    start: int
    end: int
    text: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FinalText:
    """One final content of a note: `kind`, who made it final and when (UTC), its text, the entry in the log.

    For a correction `passage` is what it corrects, and `reason` why; for a voiding `text` is the reason.
    `receipt` is the short form of its entry: the number and the first eight characters of the hash.
    """

    id: str
    kind: str
    by: Author
    at: datetime
    seq: int
    text: str = dataclasses.field(repr=False)
    passage: Passage | None = dataclasses.field(default=None, repr=False)
    reason: str = dataclasses.field(default="", repr=False)
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class FinalNote:
    """A finalised note as it is read: the note, what was dismissed and answered, and all that was added.

    `texts` begins with the note itself as a file, exactly as it was signed. After an erasure there are none.
    """

    draft: Draft
    texts: tuple[FinalText, ...]
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    late: Lateness | None = None
    finalised_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def added(self) -> tuple[FinalText, ...]:
        """What was added since, in order."""
        return self.texts[1:]

    @property
    def corrections(self) -> tuple[FinalText, ...]:
        """The corrections that stand, in order: one that was itself corrected later is left out."""
        made = [text for text in self.added if text.passage is not None]
        return tuple(one for n, one in enumerate(made) if not any(_covers(o, one) for o in made[n + 1 :]))

    @property
    def voided(self) -> FinalText | None:
        """What made it void: who, when and why."""
        return next((text for text in self.added if text.kind == VOID), None)


def _covers(later: FinalText, earlier: FinalText) -> bool:
    new, old = later.passage, earlier.passage
    if new is None or old is None:
        return False
    return new.field == old.field and new.start <= old.start and old.end <= new.end


def unanswered(draft: Draft, answers: Mapping[str, str] | None = None) -> list[Finding]:
    """What finalising still needs an answer for: `must` findings, and lateness without a reason.

    Lateness that is no more than a nudge (written the day after, say) asks for nothing.
    """
    given = {rule for rule, reason in (answers or {}).items() if reason.strip()}
    found = check(draft.note, dismissals=draft.dismissals, rules=rules_in_use())
    asked = (
        f
        for f in found
        if f.severity is Severity.MUST or (f.rule == LATE_RULE and f.severity is not Severity.INFO)
    )
    return [finding for finding in asked if finding.rule not in given]


def draft_to_sign(vault: Vault, note_id: str) -> Draft:
    """The draft as it is saved, before anything is asked about it.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where it is no draft or somebody else's.
    """
    require(vault, May.WRITE)
    with vault.reading() as session:
        record = find_record(session, note_id)
        _refuse_unless_own_draft(vault, record)
        return draft_of(record)


def finalise(
    vault: Vault,
    note_id: str,
    *,
    now: datetime,
    answers: Mapping[str, str] | None = None,
    late: Lateness | None = None,
    version: int | None = None,
) -> FinalNote:
    """Makes a draft final: checks it, digests its exact content, signs it, and leaves it in the log.

    `answers` gives a written reason by rule for each `must` finding that stands; `version` is the save that
    whoever signs has read. Raises NotAllowed, NotFound, Ambiguous, Conflict where it is no draft, somebody
    else's, or was saved since, Unanswered, VaultError.
    """
    require(vault, May.WRITE)
    reasons = {
        rule: storable(" ".join(said.split())) for rule, said in (answers or {}).items() if said.strip()
    }
    with vault.writing() as session:
        record = find_record(session, note_id)
        _refuse_unless_own_draft(vault, record)
        if version not in (None, record.version):
            raise Conflict("This note was saved from another window since: read it again before you sign it.")
        draft = draft_of(record)
        missing = unanswered(draft, reasons)
        if late is not None:
            missing = [finding for finding in missing if finding.rule != LATE_RULE]
        if missing:
            raise Unanswered(missing)
        record.author_id = vault.user.id
        told = _front_matter(vault, now, reasons, late)
        record.extra = {**_of_an_earlier_record(record.extra), **told}
        record.finalised_at = now.astimezone(UTC)
        text = write_note(NoteFile(draft.note, record.extra))
        signals = signals_of(draft)
        content = seal.Content(text, {"dismissals": list(record.dismissals), "signals": signals})
        search.settle(session, record.id)
        session.flush()
        row = row_mac(record, content_key(session, record.id))
        make_final(session, vault, record.id, NOTE, content, Act.NOTE_FINALISED, {"row": row})
        record.status = Status.FINALISED
        count_findings(session, vault, draft, now.astimezone().date())
        if signals:
            session.add(NoteSignals(note_id=record.id, **dict.fromkeys(signals, True)))
        _forget_unfinished(session, vault, record.id, NOTE)
        session.flush()
        return _read(session, record)


def add(vault: Vault, note_id: str, text: str) -> FinalText:
    """Adds an addendum to a finalised note, signed by whoever opened the vault.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where the note is not finalised or is void, CaseworkError
    where there are no words.
    """
    return _add(vault, note_id, ADDENDUM, Act.NOTE_ADDED_TO, _words(text, "Write what is to be added."))


def correct(vault: Vault, note_id: str, passage: Passage, text: str, *, reason: str) -> FinalText:
    """Corrects words of a finalised note; the original stays visible, with author, time and reason.

    Raises what `add` raises, and CaseworkError where the passage is not in the note or no reason is given.
    """
    said = _words(reason, "Say why it is corrected.")
    return _add(vault, note_id, CORRECTION, Act.NOTE_CORRECTED, storable(text.strip()), said, passage)


def make_void(vault: Vault, note_id: str, *, reason: str) -> FinalText:
    """Makes a finalised note void: it can still be read, as void, with the reason.

    Raises NotAllowed (a supervisor may, or an administrator where there is none), NotFound, Ambiguous,
    Conflict, CaseworkError without a reason.
    """
    require(vault, May.VOID)
    return _add(vault, note_id, VOID, Act.NOTE_VOIDED, _words(reason, "Say why the note is made void."))


def read_final(vault: Vault, note_id: str, *, viewed: bool = True) -> FinalNote:
    """A finalised note with all that was added to it; that it was read is left in the log.

    `viewed=False` is for lists and checks that show nobody its words. Raises NotAllowed, NotFound, Ambiguous,
    Conflict where it is still a draft, CaseworkError where its seal is broken.
    """
    require(vault, May.READ)
    with vault.reading() as session:
        record = find_record(session, note_id)
        if record.status is Status.DRAFT:
            raise Conflict("This note is still a draft.")
        final = _read(session, record)
    if viewed:
        vault.witness(Act.NOTE_VIEWED, object_id=final.draft.id)
    return final


def sealed_content(session: Session, final: Final) -> seal.Content:
    """The content of one final row. Raises CaseworkError where its seal is broken or its key destroyed."""
    key = session.get(ContentKey, final.subject_id)
    if key is None:
        raise CaseworkError("This was erased; only the fact that it was there is left.", 2)
    try:
        return seal.open_(final.sealed, key.key, final.id)
    except seal.BrokenSeal:
        raise CaseworkError(
            "What is kept here was changed from outside: run noteui vault verify.", 4
        ) from None


def finals_of(session: Session, subject_id: str, kinds: Collection[str] = TEXTS) -> list[Final]:
    """The final rows of a subject, of these kinds, in the order in which they were made."""
    asked = select(Final).where(col(Final.subject_id) == subject_id, col(Final.kind).in_(kinds))
    return list(session.scalars(asked.order_by(col(Final.seq))))


def make_final(
    session: Session,
    vault: Vault,
    subject_id: str,
    kind: str,
    content: seal.Content,
    act: Act,
    also: Mapping[str, str | int] | None = None,
) -> LogEntry:
    """Seals a content of a subject, inside an act that does more, and leaves its signed entry in the log.

    `also` goes into the entry's detail.
    """
    key = content_key(session, subject_id)
    final_id = new_id()
    detail: dict[str, str | int] = {**(also or {}), "final": final_id}
    if content.aside:
        detail["aside"] = content.aside_digest
    entry = vault.enter(session, act, object_id=subject_id, payload=content.digest, detail=detail)
    session.add(
        Final(
            id=final_id,
            subject_id=subject_id,
            kind=kind,
            author_id=vault.user.id,
            at=datetime.fromisoformat(entry.at),
            seq=entry.seq,
            sealed=seal.close(content, key, final_id),
        )
    )
    session.flush()
    return entry


def content_key(session: Session, subject_id: str) -> bytes:
    """The key of a subject's final contents, drawn where it has none yet; inside a writing transaction."""
    kept = session.get(ContentKey, subject_id)
    if kept is None:
        kept = ContentKey(subject_id=subject_id, key=seal.new_key())
        session.add(kept)
        session.flush()
    return kept.key


def _add(
    vault: Vault,
    note_id: str,
    kind: str,
    act: Act,
    text: str,
    reason: str = "",
    passage: Passage | None = None,
) -> FinalText:
    require(vault, May.WRITE)
    aside: dict[str, object] = {"by": {"name": vault.user.name, "role": vault.user.role}}
    if passage is not None:
        aside |= {"passage": dataclasses.asdict(passage), "reason": reason}
    with vault.writing() as session:
        record = find_record(session, note_id)
        if record.status is not Status.FINALISED or record.erased_at is not None:
            raise Conflict(_WHY_NOT.get(record.status, "This note was erased; nothing can be added to it."))
        if passage is not None:
            _refuse_unless_there(record, passage)
            refuse_half_corrected(_read(session, record), passage)
        make_final(session, vault, record.id, kind, seal.Content(text, aside), act)
        if kind == VOID:
            record.status = Status.VOID
        record.settled = False
        _forget_unfinished(session, vault, record.id, kind)
        session.flush()
        search.settle(session, record.id)
        return _read(session, record).texts[-1]


_WHY_NOT = {
    Status.DRAFT: "This note is still a draft: change the draft itself.",
    Status.VOID: "This note is void; nothing can be added to it.",
}


def _refuse_unless_there(record: NoteRecord, passage: Passage) -> None:
    kept = str(getattr(record, passage.field)) if passage.field in FIELDS else ""
    if not passage.text or kept[passage.start : passage.end] != passage.text:
        raise CaseworkError("Those words do not stand there in the note: mark the words to correct.")


def refuse_half_corrected(final: FinalNote, passage: Passage) -> None:
    """A passage can be corrected again as a whole, or with more around it; not a part of it alone."""
    for earlier in final.corrections:
        was = earlier.passage
        if was is None or was.field != passage.field:
            continue
        apart = passage.end <= was.start or was.end <= passage.start
        if not apart and not (passage.start <= was.start and was.end <= passage.end):
            told = " ".join(was.text.split())[:60]
            raise CaseworkError(f"“{told}” is corrected already: mark all of it to correct it again.")


def _forget_unfinished(session: Session, vault: Vault, note_id: str, kind: str) -> None:
    kept = session.get(UnfinishedRecord, (note_id, vault.user.id, kind))
    if kept is not None:
        session.delete(kept)


def _refuse_unless_own_draft(vault: Vault, record: NoteRecord) -> None:
    if record.status is not Status.DRAFT:
        raise Conflict("This note is finalised already.")
    if record.author_id not in (None, vault.user.id):
        raise Conflict("This draft is somebody else's; only its writer can finalise it.")


def _front_matter(
    vault: Vault, now: datetime, reasons: Mapping[str, str], late: Lateness | None
) -> dict[str, str]:
    local = now.astimezone().replace(tzinfo=None) if now.tzinfo else now
    told: dict[str, object] = {"finalised": f"{local:%Y-%m-%dT%H:%M}"}
    told["signed"] = {"name": vault.user.name, "role": vault.user.role}
    if reasons:
        told["answers"] = dict(reasons)
    if late is not None:
        told["late"] = {
            "reason": storable(late.reason),
            "worked_from": storable(late.worked_from),
            **({"kept": storable(late.kept_where)} if late.kept_where else {}),
        }
    return {"status": "finalised", **{key: one_line(value) for key, value in told.items()}}


def _of_an_earlier_record(extra: Mapping[str, object]) -> dict[str, object]:
    """The unknown keys of a draft, those of a finalised note that it was imported from named as earlier."""
    return {f"earlier_{key}" if key in _OF_A_FINAL_NOTE else key: value for key, value in extra.items()}


def _words(text: str, sentence: str) -> str:
    said = storable(text).strip()
    if not said:
        raise CaseworkError(sentence)
    return said


def _read(session: Session, record: NoteRecord) -> FinalNote:
    texts: list[FinalText] = []
    answers: Mapping[str, str] = {}
    late = None
    if record.erased_at is None:
        people = {user.id: user for user in session.scalars(select(User))}
        for final in finals_of(session, record.id):
            content = sealed_content(session, final)
            by = people[final.author_id]
            told = content.aside.get("passage")
            entry = session.get_one(LogEntry, final.seq)
            texts.append(
                FinalText(
                    id=final.id,
                    kind=final.kind,
                    by=Author(by.name, by.role),
                    at=final.at,
                    seq=final.seq,
                    text=content.text,
                    passage=Passage(**told) if told else None,
                    reason=str(content.aside.get("reason", "")),
                    receipt=f"{entry.seq}:{entry.hash[:8]}",
                )
            )
        answers = json.loads(str(record.extra.get("answers", "{}")))
        told = json.loads(str(record.extra.get("late", "{}")))
        if told:
            late = Lateness(told["reason"], told["worked_from"], told.get("kept", ""))
    return FinalNote(draft_of(record), tuple(texts), answers, late, record.finalised_at, record.erased_at)
